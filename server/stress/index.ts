/* 压力测试: what a bad year would cost each party, and which pool would break. */
export { stressRoutes } from './routes.ts'
export { latestRun } from './rows.ts'
