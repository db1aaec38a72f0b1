export { apiRoutes } from './routes.ts'
export { calculatorRoutes } from './routes-calculators.ts'
