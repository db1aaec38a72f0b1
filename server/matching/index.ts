export { type Matching, storeMatch } from './actions.ts'
export { factsOf } from './facts.ts'
export { matchRuleOn } from './rule.ts'
export { conditionWords, datumWords, type ShownCondition } from './words.ts'
