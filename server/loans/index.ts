export { markOverdueLoans, reportDrawdown, reportRepayment, sign } from './actions.ts'
export { loanRoutes } from './routes.ts'
