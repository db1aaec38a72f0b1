/*
 * 纳入风险补偿: a bank puts its loans under an arrangement whose pool has a book, and who runs the pool takes them in. What is
 * under cover follows what is out on the loan, so nothing has to be kept in step.
 */
export { confirmCover, fileCover, filed } from './actions.ts'
export { payCharge } from './actions-charges.ts'
export { poolRates, watchPool, watchPools } from './actions-line.ts'
export { openPool, type PoolDraft } from './actions-pools.ts'
export { lineWarning } from './pages.ts'
export { filtersOfPools, saysOfPools } from './pages-pools.ts'
export { scopeFor } from './parts.ts'
export { capitalOf, maySeePool, type PoolStanding, standingOfPool, standingThen } from './parts-pools.ts'
export { coverRoutes } from './routes.ts'
export { type CoverRow, coverIn } from './rows.ts'
export { chargeOf, premiumsSince } from './rows-charges.ts'
export { allPools, type PoolRow, paymentsInto, poolsFor as poolsWith, poolsWithBooks } from './rows-pools.ts'
export { type Tally, tally, tallyAnew, tallyFromRows, tallyOf } from './rows-tallies.ts'
export { linedUp, poolTotals, waitingTotals } from './rows-totals.ts'
