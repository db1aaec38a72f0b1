import { type Day, plusDays } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import { million, type Ppm, ppm } from '../money/rate.ts'
import type { StopRule } from './rule.ts'

/** 熔断: whose claim rate is watched. */
export const stopScopes = ['bank', 'guarantor', 'arrangement'] as const
export type StopScope = (typeof stopScopes)[number]
export const scopeWords = (scope: StopScope): string => `stop-lines.scope.${scope}`

/** Which claim rate: over all years (累计), or of the calendar year (本年). Each has lines of its own. */
export const stopRates = ['all', 'year'] as const
export type StopRate = (typeof stopRates)[number]

/** `active` until its last day, `lifted` by the bureau's head. */
export const stopStates = ['active', 'lifted'] as const

export type Lines = { readonly warnPpm: Ppm | null; readonly stopPpm: Ppm | null }

/** The lines of a bank or a guarantor over all years; those of an arrangement stand in its own row. */
export const linesOf = (rule: StopRule, scope: Exclude<StopScope, 'arrangement'>): Lines =>
  scope === 'bank'
    ? { warnPpm: rule.bankWarnPpm, stopPpm: rule.bankStopPpm }
    : { warnPpm: rule.guarantorWarnPpm, stopPpm: rule.guarantorStopPpm }

/** The lines of the year's rate; none where the rule names none. */
export function yearLinesOf(rule: StopRule, scope: StopScope): Lines {
  if (scope === 'bank') return { warnPpm: rule.bankYearWarnPpm, stopPpm: rule.bankYearStopPpm }
  if (scope === 'guarantor') return { warnPpm: rule.guarantorYearWarnPpm, stopPpm: rule.guarantorYearStopPpm }
  return { warnPpm: rule.arrangementYearWarnPpm, stopPpm: rule.arrangementYearStopPpm }
}

/**
 * 担保代偿率: what was claimed over what was released (代偿 ÷ 解除) of all years, or of one; down to the ppm; null without
 * release.
 */
export function claimRate(claimedFen: Fen, releasedFen: Fen): Ppm | null {
  if (releasedFen <= 0) return null
  return ppm(Number((BigInt(claimedFen) * million) / BigInt(releasedFen)))
}

export const standingsOfLine = ['too-little', 'open', 'warned', 'stopped'] as const
export type StandingOfLine = (typeof standingsOfLine)[number]

export type Measured = { readonly claimedFen: Fen; readonly releasedFen: Fen }

/** Where a rate stands: at a line itself it counts. Compared exactly, not by the rounded rate. */
export function standingOf(
  { warnPpm, stopPpm }: Lines,
  { claimedFen, releasedFen }: Measured,
  leastReleasedFen: Fen,
): StandingOfLine {
  if (releasedFen <= 0 || releasedFen < leastReleasedFen) return 'too-little'
  const reached = (line: Ppm | null): boolean =>
    line !== null && claimedFen > 0 && BigInt(claimedFen) * million >= BigInt(line) * BigInt(releasedFen)
  if (reached(stopPpm)) return 'stopped'
  return reached(warnPpm) ? 'warned' : 'open'
}

/** The last day of a stop that begins today; that day is still stopped. */
export const stoppedUntil = (today: Day, { stopDays }: Pick<StopRule, 'stopDays'>): Day =>
  plusDays(today, stopDays - 1)
