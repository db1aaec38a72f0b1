/* 代偿: what banks claim under guarantees, what is paid, and what those who share settle among themselves. */
export { chaseClaims, listedUntil } from './actions-night.ts'
export { book } from './actions-paying.ts'
export { unbook } from './actions-taking-back.ts'
export { lateTable } from './pages-late.ts'
export { asking, sureField, sureOf, unasked } from './pages-sure.ts'
export { settlementsTable, sharingTable } from './pages-tables.ts'
export { claimReaders, claimRuleOn, guaranteedFor, scopeOf, sharingOf } from './parts.ts'
export { claimRoutes } from './routes.ts'
export { claimPaperRoutes } from './routes-papers.ts'
export { settlementRoutes } from './routes-settlements.ts'
export { statementRoutes } from './routes-statement.ts'
export {
  claimsOf,
  eventsOf,
  type Guaranteed,
  type GuaranteeId,
  guaranteeById,
  netOf,
  type Scope,
  type ShownGuarantee,
  sharersOf,
} from './rows.ts'
export { type LateOnes, lateClaimOf, lateIn, lateSettlementOf } from './rows-night.ts'
export { settlementsOf } from './rows-settlements.ts'
