/* 熔断: claim rates of banks, guarantors and arrangements; who has reached his line files nothing new for a while. */
export {
  checkStopped,
  type Filing,
  type LinedRate,
  lift,
  linedRates,
  watch,
  watchAll,
  watchedBy,
} from './actions.ts'
export { stopOf, watchArrangement } from './actions-arrangements.ts'
export { stopLineRoutes } from './routes.ts'
export { stopsOn } from './rows.ts'
export { takenBackBy } from './rows-business.ts'
