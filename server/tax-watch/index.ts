/* 贷后监测: what becomes of the tax facts of borrowers; a drop warns bank and bureau. */
export { watchBorrowers } from './actions-night.ts'
export { taxWatchRoutes } from './routes.ts'
