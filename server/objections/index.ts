export { decide, object, withdraw } from './actions.ts'
export { objectionRoutes } from './routes.ts'
