export { decide, object, withdraw } from './actions.ts'
export { valueWords as objectedWords } from './pages.ts'
export { objectionRoutes } from './routes.ts'
export { type Objection, objectionsOfCase } from './rows.ts'
