/* 导出: what people take away as workbooks, at once or written behind the page, each with its trace in the trail. */
export { sweepExports, type Taken, type Taking, take, writeOut } from './actions.ts'
export { exportRoutes } from './routes.ts'
