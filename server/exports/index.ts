/* 导出: what people take away as workbooks or on paper, at once or written behind the page, each with its trace in the trail. */
export { sweepExports, type Taken, type Taking, take, writeOut } from './actions.ts'
export { aboutSheet, type Line, meaningsOf } from './pages-about.ts'
export { exportRoutes } from './routes.ts'
export { handOver, type Whole, withExport } from './routes-pages.ts'
