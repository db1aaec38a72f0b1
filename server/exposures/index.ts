/*
 * 风险敞口: who bears how much of what is under cover, kept along the way by whatever changes it: guarantees, covers of
 * pools, advances. As of any day by what the platform knew at its end.
 */
export { type Exposed, keepExposure } from './actions.ts'
export { type Advance, advanceExposed, advanceStand, keepAdvance } from './actions-bridges.ts'
export { exposeMany, type Past } from './actions-bulk.ts'
export { correctExposures } from './actions-correcting.ts'
export { type CoveredLoan, coverStand, endExposure, followCovers } from './actions-covers.ts'
export { type Proof, proveExposures, rebuildExposures } from './actions-rebuilding.ts'
export { type ExposureDimension, everybody, exposureDimensions } from './exposure.ts'
export { districtMap } from './map.ts'
export {
  type AsOf,
  asOfDay,
  asOfTyped,
  type Concentration,
  concentrationOf,
  exposureOfBearer,
  exposureOverview,
  inDimension,
  type Overview,
} from './parts.ts'
export { type CoveredOfFirm, circlesIn, coveredOfFirms } from './parts-circles.ts'
export { guaranteedOn } from './parts-guaranteed.ts'
export { allExposedLoans, type ExposedLoan, exposedLoans } from './parts-loans.ts'
export { type NameOf, namesFor } from './parts-names.ts'
export { bureauExposureRoutes } from './routes.ts'
export { relationsOn } from './rows-circles.ts'
export {
  type FigureRow,
  type FirmBalance,
  figuresNow,
  firmsByBalance,
  standingUnder,
  type Whose,
} from './rows-figures.ts'
export type { Cell } from './rows-loans.ts'
export { stoodUnder } from './rows-past.ts'
