export { decide, object, withdraw } from './actions.ts'
export { taxOfWords, valueWords as objectedWords } from './pages.ts'
export { objectionRoutes } from './routes.ts'
export { type Objection, objectionsOfCase } from './rows.ts'
