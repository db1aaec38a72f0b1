export { answer, chaseComplaints, file, takeOver, withdraw } from './actions.ts'
export { complaintRoutes, complaintSectionOf } from './routes.ts'
export { complaintsOfCase } from './rows.ts'
