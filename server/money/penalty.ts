import { type Day, daysBetween, isDay } from './day.ts'
import { type DayCount, isDayCount, yearFraction } from './daycount.ts'
import { type Fen, isFen, plus } from './fen.ts'
import { interest } from './interest.ts'
import { isPpm, million, type Ppm, ppm } from './rate.ts'
import { type Answer, type Refused, refused } from './refused.ts'
import { halfUp } from './rounding.ts'

/**
 * The rate on money that is late: the contract's rate with an uplift, 500_000 for 加收 50 % (银发〔2003〕251号 allows 30 to
 * 50 % for late, 50 to 100 % for misused loans; which one is a policy). Rounded half up to the ppm.
 */
export function penaltyRate(contractRatePpm: Ppm, upliftPpm: Ppm): Ppm {
  return ppm(Number(halfUp(BigInt(contractRatePpm) * (million + BigInt(upliftPpm)), million)))
}

export type Overdue = {
  principalFen: Fen
  /** Interest that was due and not paid; it bears penalty interest too (复利), simple over the days. */
  interestFen: Fen
  contractRatePpm: Ppm
  upliftPpm: Ppm
  dayCount: DayCount
  dueOn: Day
  paidOn: Day
}

export type Penalty = { days: number; ratePpm: Ppm; onPrincipalFen: Fen; onInterestFen: Fen; totalFen: Fen }

/**
 * Penalty interest 罚息 from the due day, which counts, to the day of payment, which does not. Late days are counted
 * as they are: a `monthly` loan falls back to actual/360 (daily rate = yearly rate ÷ 360, 银发〔2005〕129号).
 * Principal and interest are rounded half up to the fen, each once.
 * Refuses `not-whole`, `negative`, `not-a-day`, `unknown-choice`, `out-of-order`, `too-large`, each with its field.
 */
export function penaltyInterest(overdue: Overdue): Answer<Penalty> {
  const fault = faultIn(overdue)
  if (fault) return fault
  const { principalFen, interestFen, contractRatePpm, upliftPpm, dueOn, paidOn } = overdue
  const ratePpm = penaltyRate(contractRatePpm, upliftPpm)
  const dayCount = overdue.dayCount === 'monthly' ? 'actual/360' : overdue.dayCount
  const time = yearFraction(dayCount, dueOn, paidOn)
  const onPrincipalFen = interest(principalFen, ratePpm, time)
  const onInterestFen = interest(interestFen, ratePpm, time)
  const totalFen = plus(onPrincipalFen, onInterestFen)
  return { ok: true, days: daysBetween(dueOn, paidOn), ratePpm, onPrincipalFen, onInterestFen, totalFen }
}

/** Late for fifty years at ten times the contract's rate: beyond these a number is a slip of the pen. */
const mostDays = 18_300
const highestPpm = 10_000_000

function faultIn(overdue: Overdue): Refused | undefined {
  for (const field of ['principalFen', 'interestFen'] as const) {
    if (!isFen(overdue[field])) return refused('not-whole', field)
    if (overdue[field] < 0) return refused('negative', field)
    // Fifty years at 110 times the principal a year stay below 2^53 up to here, about 16 billion yuan.
    if (overdue[field] > Number.MAX_SAFE_INTEGER / 5600) return refused('too-large', field)
  }
  for (const field of ['contractRatePpm', 'upliftPpm'] as const) {
    if (!isPpm(overdue[field])) return refused('not-whole', field)
    if (overdue[field] < 0) return refused('negative', field)
    if (overdue[field] > highestPpm) return refused('too-large', field)
  }
  if (!isDayCount(overdue.dayCount)) return refused('unknown-choice', 'dayCount')
  if (!isDay(overdue.dueOn)) return refused('not-a-day', 'dueOn')
  if (!isDay(overdue.paidOn)) return refused('not-a-day', 'paidOn')
  if (overdue.paidOn < overdue.dueOn) return refused('out-of-order', 'paidOn')
  return daysBetween(overdue.dueOn, overdue.paidOn) > mostDays ? refused('too-large', 'paidOn') : undefined
}
