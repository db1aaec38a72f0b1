export { moveNeed } from './actions.ts'
export { needFacts, needFor } from './parts.ts'
export { type Need, needById, needsToReview } from './rows.ts'
