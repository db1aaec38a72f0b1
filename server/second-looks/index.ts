export { closeLooks, open, propose, withdraw } from './actions.ts'
export { secondLookRoutes } from './routes.ts'
export { lookOfCase } from './rows.ts'
