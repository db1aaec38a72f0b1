import type { Fen } from '../money/fen.ts'
import { million } from '../money/rate.ts'
import type { WarningPolicy } from './rule.ts'
import type { Concentration, Mark } from './warning.ts'

/* What each rule says of a value: nothing, or the value, the threshold that it reached, and how bad that is. */

export type Found = Mark & { readonly have: number; readonly want: number }

/** 逾期: the last of the three lines that the days late have reached; at the line itself it counts. */
export function overdueFound(
  days: number,
  { firstDays, secondDays, thirdDays }: WarningPolicy['overdue'],
): Found | null {
  const reached = [firstDays, secondDays, thirdDays].filter((line) => days >= line)
  const want = reached.at(-1)
  return want === undefined ? null : { have: days, want, mark: reached.length, step: 1 }
}

const lineOf = {
  customer: 'customerSharePpm',
  circle: 'circleSharePpm',
  bank: 'bankSharePpm',
  industry: 'industrySharePpm',
} as const satisfies Record<Concentration, keyof WarningPolicy['concentration']>

/**
 * 集中度: at the line itself it counts; compared exactly, shown in ppm rounded down. Whoever has less in force than the rule
 * asks for is too small to say anything, and a whole that has one part only is its own concentration: it is asked all the same.
 */
export function concentrationFound(
  dimension: Concentration,
  { partFen, wholeFen }: { readonly partFen: Fen; readonly wholeFen: Fen },
  rule: WarningPolicy['concentration'],
): Found | null {
  if (wholeFen <= 0 || wholeFen < rule.leastFen) return null
  const want = rule[lineOf[dimension]]
  if (BigInt(partFen) * million < BigInt(want) * BigInt(wholeFen)) return null
  const have = Number((BigInt(partFen) * million) / BigInt(wholeFen))
  return { have, want, mark: have, step: rule.againPpm }
}

/** 承诺函失效: money that is out without a bank's word behind it, in fen; there must be none. */
export const promiseFound = (outFen: Fen): Found | null =>
  outFen > 0 ? { have: outFen, want: 0, mark: 1, step: null } : null

export type Rate = {
  /** What was claimed or is bad, and of what. */
  readonly badFen: Fen
  readonly wholeFen: Fen
  readonly warnPpm: number | null
  readonly stopPpm: number | null
}

/**
 * 代偿率: near the warning line, at it, at the stop line; each warns once. `nearPpm` is a part of the warning line: 800,000
 * are four fifths of it. Compared exactly.
 */
export function claimRateFound(
  { badFen, wholeFen, warnPpm, stopPpm }: Rate,
  { nearPpm }: WarningPolicy['claimRate'],
): Found | null {
  if (wholeFen <= 0 || badFen <= 0) return null
  // The bad part in ppm of ppm of the whole, so that a part of a line is compared without rounding.
  const bad = BigInt(badFen) * million * million
  const reached = (line: number | null, part: number): boolean =>
    line !== null && bad >= BigInt(line) * BigInt(part) * BigInt(wholeFen)
  const have = Number((BigInt(badFen) * million) / BigInt(wholeFen))
  const whole = Number(million)
  if (stopPpm !== null && reached(stopPpm, whole)) return { have, want: stopPpm, mark: 3, step: 1 }
  if (warnPpm === null) return null
  if (reached(warnPpm, whole)) return { have, want: warnPpm, mark: 2, step: 1 }
  if (!reached(warnPpm, nearPpm)) return null
  return { have, want: Number((BigInt(warnPpm) * BigInt(nearPpm)) / million), mark: 1, step: 1 }
}

/** 过桥依赖: more often than the rule allows; each further time warns anew. */
export const bridgeFound = (times: number, { timesAYear }: WarningPolicy['bridge']): Found | null =>
  times > timesAYear ? { have: times, want: timesAYear, mark: times, step: 1 } : null

/** 从不答复: so many cases had to be answered by now, and none was. One answer, be it late, is an answer. */
export const silentFound = (
  { due, answered }: { readonly due: number; readonly answered: number },
  { silentCases }: WarningPolicy['product'],
): Found | null =>
  answered === 0 && due >= silentCases ? { have: due, want: silentCases, mark: 1, step: null } : null
