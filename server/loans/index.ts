export { drawdown, repayment, reportDrawdown, reportRepayment, sign } from './actions.ts'
export { closeLoanDay } from './actions-night.ts'
export { loanRoutes } from './routes.ts'
export { importRoutes } from './routes-imports.ts'
