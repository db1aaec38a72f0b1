/** 追偿方式: how money comes back from the debtor and those who stand behind it. */
export const recoveryMeans = [
  'voluntary',
  'counter-guarantee',
  'collateral',
  'lawsuit',
  'enforcement',
  'bankruptcy',
] as const
export type RecoveryMeans = (typeof recoveryMeans)[number]
export const meansWords = (means: RecoveryMeans): string => `recoveries.means.${means}`
