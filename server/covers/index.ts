/*
 * 纳入风险补偿: a bank puts its loans under an arrangement whose pool has a book, and who runs the pool takes them in. What is
 * under cover follows what is out on the loan, so nothing has to be kept in step.
 */
export { confirmCover, fileCover, filed } from './actions.ts'
export { openPool, type PoolDraft } from './actions-pools.ts'
export { coverRoutes } from './routes.ts'
export { type CoverRow, poolTotals } from './rows.ts'
