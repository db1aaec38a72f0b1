export {
  type Asking,
  askForGuarantee,
  declineGuarantee,
  type Kept,
  takeUp,
  withdrawGuarantee,
} from './actions.ts'
export { type Agreed, guaranteeInBatch, takeBackBatched } from './actions-batch.ts'
export { type Ending, endGuarantee, releaseExpired } from './actions-ending.ts'
export { headroom, keepFigures } from './actions-figures.ts'
export { confirmFiling, extendGuarantee, returnFiling, sendFiling } from './actions-filing.ts'
export {
  changeBalance,
  type FollowedLoan,
  type FollowParts,
  followLoan,
  followLoans,
  payerOf,
} from './actions-following.ts'
export { reweighAll } from './actions-night.ts'
export { sharesAt, signGuarantee } from './actions-signing.ts'
export { decideAssets, endRelation, recordRelation, stateNetAssets } from './actions-standing.ts'
export { approveGuarantee, returnSheet, type Sheet, writeSheet } from './actions-underwriting.ts'
export { reservesOn } from './parts-reserves.ts'
export { guaranteeRoutes } from './routes.ts'
export { askRoutes } from './routes-asking.ts'
export { exposureRoutes } from './routes-exposure.ts'
export { guaranteeFormRoutes } from './routes-forms.ts'
export { guarantorRoutes } from './routes-standing.ts'
export {
  addGuarantee,
  addShares,
  changeGuarantee,
  type Guarantee,
  type GuaranteeChanges,
  guaranteeById,
  loansAskingPayer,
  paidByGuarantor,
  type Share,
  sharesOf,
  standingOfCase,
} from './rows.ts'
export { standingRelations } from './rows-circles.ts'
export { netAssetsOn } from './rows-figures.ts'
