/* 追偿: how what was paid comes back, to whom, and what of it is given up. */
export { recoveryRoutes } from './routes.ts'
export { takingBackRoutes } from './routes-taking-back.ts'
