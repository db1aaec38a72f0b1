/* 压力测试: what a bad year would cost each party, and which pool would break. */
export { ask, draw } from './actions.ts'
export { stressRoutes } from './routes.ts'
