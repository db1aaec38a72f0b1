/* 代偿: what banks claim under guarantees, what is paid, and what those who share settle among themselves. */
export { book } from './actions-paying.ts'
export { settlementsTable, sharingTable } from './pages.ts'
export { claimReaders, claimRuleOn, guaranteedFor, scopeOf, sharingOf } from './parts.ts'
export { claimRoutes } from './routes.ts'
export { settlementRoutes } from './routes-settlements.ts'
export {
  claimsOf,
  eventsOf,
  type Guaranteed,
  type GuaranteeId,
  guaranteeById,
  type Scope,
  type ShownGuarantee,
  sharersOf,
} from './rows.ts'
export { settlementsOf } from './rows-settlements.ts'
