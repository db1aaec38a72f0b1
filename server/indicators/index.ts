/* 担保指标: the eight figures of a guarantor and its monthly sheet, of today or of any past day. */
export { indicatorRoutes } from './routes.ts'
