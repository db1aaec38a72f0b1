export { handOver } from './actions.ts'
export { handoverRoutes } from './routes.ts'
