export { loadPolicies } from './actions.ts'
export { type InForce, type PolicyBook, policyBook } from './book.ts'
export { type Clocks, clocksOn } from './clocks.ts'
export { type Certainty, certainties, inForce, type PolicyRow } from './policy.ts'
