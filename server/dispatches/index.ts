export { declineDispatch, dispatchByHand, runDispatches } from './actions.ts'
export { dispatchRoutes } from './routes.ts'
export { dispatchesTo, waitingAt } from './rows.ts'
