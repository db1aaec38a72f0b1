export { apiRoutes } from './routes.ts'
export { loanApiRoutes } from './routes-loans.ts'
export { taxApiRoutes } from './routes-tax.ts'
