/* 亮屏: the public scoreboard of every quarter, published by two people, without what tells of single firms. */
export { propose, publish } from './actions.ts'
export { publishedAsked } from './parts.ts'
export { boardJson } from './parts-files.ts'
export { scoreboardRoutes } from './routes.ts'
