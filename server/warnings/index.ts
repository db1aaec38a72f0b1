/* 预警: what is going wrong, by rules that are policy; who reads it, whose hands it is in, and how often a rule was right. */
export { raiseWarnings, tellOfWarnings } from './actions-night.ts'
export { watchBorrowers } from './actions-tax.ts'
export { warningRoutes } from './routes.ts'
export { newestStanding, type ShownWarning, standingByRule } from './rows.ts'
export { type WarningRule, warningRules } from './warning.ts'
