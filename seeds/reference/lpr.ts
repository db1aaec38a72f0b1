import { day } from '../../server/money/day.ts'
import { ppm } from '../../server/money/rate.ts'
import type { PolicyRow } from '../../server/policies/index.ts'

/** The days on which the loan prime rate changed: ppm a year for one year, and for five years and longer. */
const changes = [
  ['2019-08-20', 42_500, 48_500],
  ['2019-09-20', 42_000, 48_500],
  ['2019-11-20', 41_500, 48_000],
  ['2020-02-20', 40_500, 47_500],
  ['2020-04-20', 38_500, 46_500],
  ['2021-12-20', 38_000, 46_500],
  ['2022-01-20', 37_000, 46_000],
  ['2022-05-20', 37_000, 44_500],
  ['2022-08-22', 36_500, 43_000],
  ['2023-06-20', 35_500, 42_000],
  ['2023-08-21', 34_500, 42_000],
  ['2024-02-20', 34_500, 39_500],
  ['2024-07-22', 33_500, 38_500],
  ['2024-10-21', 31_000, 36_000],
  ['2025-05-20', 30_000, 35_000],
] as const

/** LPR 贷款市场报价利率, published on the 20th of each month; a row stands until the next change. */
export const lprPolicies: readonly PolicyRow[] = changes.map(([from, oneYear, fiveYear], at) => ({
  code: 'lpr',
  version: at + 1,
  effectiveFrom: day(from),
  effectiveTo: null,
  value: { oneYearPpm: ppm(oneYear), fiveYearPpm: ppm(fiveYear) },
  source: '全国银行间同业拆借中心公布，据公开转载核对至 2026-08-20 一期',
  certainty: 'seen',
}))
