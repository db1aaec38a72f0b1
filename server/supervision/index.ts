export { closeClockDay } from './actions-morning.ts'
export { supervisionRoutes } from './routes.ts'
export { timesRoutes } from './routes-times.ts'
