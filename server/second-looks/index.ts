export { closeLooks, open, propose, withdraw } from './actions.ts'
export { secondLookRoutes } from './routes.ts'
export { banksOf, lookOfCase, looksOfCase, type SecondLook } from './rows.ts'
