/*
 * 风险补偿: what banks claim from the pools of an arrangement for covered loans that went bad, how the layers pay it, and how
 * what comes back goes to those who bore.
 */
export { bringClaimPapers, type Claiming, draftClaim, fileClaim } from './actions.ts'
export { tendPoolClaims } from './actions-night.ts'
export { bookRecovery, payClaim, reportRecovery } from './actions-paying.ts'
export { approveClaim, checkPapers, refuseClaim, returnClaim } from './actions-review.ts'
export { lateStepWords, lateTable } from './pages-late.ts'
export { undecidedOf } from './parts-ahead.ts'
export { compensationRoutes } from './routes.ts'
export { lateClaimOf, lateIn, lateRecoveryOf } from './rows-night.ts'
export { operators } from './rows-pools.ts'
