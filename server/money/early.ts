import { usualAmount } from './amortise.ts'
import { assert } from './assert.ts'
import { type Day, isDay } from './day.ts'
import { type Fraction, restOf, shorterOf, yearFraction } from './daycount.ts'
import { type Fen, isFen, minus, noFen, plus } from './fen.ts'
import { interest } from './interest.ts'
import { type Answer, refused } from './refused.ts'
import {
  faultIn,
  type LoanTerms,
  longestMonths,
  type Period,
  periodsOf,
  rowsOver,
  type Schedule,
  type ScheduleRow,
} from './schedule.ts'

/**
 * What is left of a loan at some moment: the principal still owed and the periods still open. It is a value: an
 * early repayment answers with the next one, and one repayment can follow another.
 */
export type Plan = {
  /** As agreed on the day of drawing; `months` changes with the term. */
  readonly terms: LoanTerms
  readonly owedFen: Fen
  readonly periods: readonly Period[]
  /** The payment (or share of principal) held on to when the term gets shorter. */
  readonly keptFen?: Fen
}

/** The plan on the day of drawing. Refuses as `schedule` does. */
export function planOf(terms: LoanTerms): Answer<{ plan: Plan }> {
  const fault = faultIn(terms)
  if (fault) return fault
  return { ok: true, plan: { terms, owedFen: terms.principalFen, periods: periodsOf(terms) } }
}

/** The rows still to come; none when nothing is owed. A kept payment ends the rows as soon as all is repaid. */
export function rowsLeft({ terms, owedFen, periods, keptFen }: Plan): Answer<Schedule> {
  if (owedFen === 0) return { ok: true, rows: [], totalInterestFen: noFen }
  const { annualRatePpm, method } = terms
  const kept = keptFen === undefined ? {} : { keptFen }
  const answer = rowsOver({ principalFen: owedFen, annualRatePpm, method, periods, ...kept })
  return answer.ok && keptFen !== undefined ? { ...answer, rows: answer.rows.filter(isNotEmpty) } : answer
}

const isNotEmpty = (row: ScheduleRow): boolean => row.paymentFen > 0 || row.balanceFen > 0

/** What is due to be rid of the loan on a day, every instalment due until then being paid (that day's too). */
export type Payoff = { principalFen: Fen; interestFen: Fen; paymentFen: Fen }

/**
 * The sum that ends the loan on a day: all principal, and interest since the last due day up to, without, that day,
 * rounded half up to the fen. Refuses `not-a-day`, `out-of-order` (before the plan begins), `out-of-range` (on or
 * after the last due day: nothing is early any more).
 */
export function payoffOn(plan: Plan, on: Day): Answer<Payoff> {
  const standing = standingOn(plan, on)
  if (!standing.ok) return standing
  const { owedFen, interestFen } = standing
  return { ok: true, principalFen: owedFen, interestFen, paymentFen: plus(owedFen, interestFen) }
}

/** After a partial repayment: keep the term and pay less each time, or keep the payment and be done sooner. */
export const keepings = ['term', 'payment'] as const
export type Keeping = (typeof keepings)[number]

export type EarlyRepayment = { on: Day; repaidFen: Fen; keeping: Keeping }

/**
 * A repayment of principal before it is due. The interest so far on everything owed is paid with it
 * (`interestFen`, half up to the fen), and the rest of the running period counts from that day.
 * Keeping the payment, the level payment or the equal share of principal stays; interest-only and bullet loans have
 * none, so both ways are the same there. Refuses as `payoffOn`, and `not-whole`, `not-positive`, `more-than-owed`.
 */
export function repayEarly(
  plan: Plan,
  { on, repaidFen, keeping }: EarlyRepayment,
): Answer<Payoff & { plan: Plan } & Schedule> {
  if (!isFen(repaidFen)) return refused('not-whole', 'repaidFen')
  if (repaidFen <= 0) return refused('not-positive', 'repaidFen')
  if (!keepings.includes(keeping)) return refused('unknown-choice', 'keeping')
  const standing = standingOn(plan, on)
  if (!standing.ok) return standing
  const { owedFen, interestFen, open, passed } = standing
  if (repaidFen > owedFen) return refused('more-than-owed', 'repaidFen')
  const [running, ...later] = open
  assert(running, 'a loan that is owed has an open period')
  const rest = { from: on, dueOn: running.dueOn, time: restOf(running.time, passed) }
  const next: Plan = {
    terms: plan.terms,
    owedFen: minus(owedFen, repaidFen),
    periods: [rest, ...later],
    ...(keeping === 'payment' ? { keptFen: keptAmount(plan) } : {}),
  }
  const answer = rowsLeft(next)
  if (!answer.ok) return answer
  const paymentFen = plus(repaidFen, interestFen)
  return { ...answer, principalFen: repaidFen, interestFen, paymentFen, plan: next }
}

const keptAmount = ({ terms, owedFen, periods, keptFen }: Plan): Fen =>
  keptFen ?? usualAmount({ ...terms, principalFen: owedFen, periods })

/**
 * Another term from a day on: `months` counts all months from the day of drawing, those behind included. What is
 * owed is spread anew over the instalments after `on`; nothing is paid on the day itself, so the running period
 * keeps its full interest. Refuses as `payoffOn`, and for `months` `not-whole`, `too-large`, and `out-of-range`
 * when the new term would already be over.
 */
export function changeTerm(
  plan: Plan,
  { on, months }: { on: Day; months: number },
): Answer<{ plan: Plan } & Schedule> {
  if (!Number.isSafeInteger(months)) return refused('not-whole', 'months')
  if (months <= 0) return refused('not-positive', 'months')
  if (months > longestMonths) return refused('too-large', 'months')
  const standing = standingOn(plan, on)
  if (!standing.ok) return standing
  const [running] = standing.open
  assert(running, 'a loan that is owed has an open period')
  const terms = { ...plan.terms, months }
  const fault = faultIn(terms)
  if (fault) return fault
  const periods = periodsOf(terms).filter((period) => period.dueOn > on)
  const [first] = periods
  if (!first) return refused('out-of-range', 'months')
  // Interest that an early repayment has settled is not owed again.
  const time = restOf(first.time, settledIn(plan, running))
  const next: Plan = {
    terms,
    owedFen: standing.owedFen,
    periods: [{ ...first, from: running.from, time }, ...periods.slice(1)],
  }
  const answer = rowsLeft(next)
  return answer.ok ? { ...answer, plan: next } : answer
}

/** How much of a running period's time was settled when an early repayment cut it short. */
function settledIn(plan: Plan, running: Period): Fraction {
  const agreed = periodsOf(plan.terms).find((period) => period.dueOn === running.dueOn)
  assert(agreed, 'a running period is one of those agreed')
  return restOf(agreed.time, running.time)
}

type Standing = { owedFen: Fen; interestFen: Fen; open: readonly Period[]; passed: Fraction }

/** Where a plan stands on a day that lies within it, all that was due until then being paid. */
function standingOn(plan: Plan, on: Day): Answer<Standing> {
  if (!isDay(on)) return refused('not-a-day', 'on')
  const answer = rowsLeft(plan)
  if (!answer.ok) return answer
  const [first] = plan.periods
  if (!first || on < first.from) return refused('out-of-order', 'on')
  const paid = answer.rows.filter((row) => row.dueOn <= on)
  const owedFen = paid.at(-1)?.balanceFen ?? plan.owedFen
  const open = plan.periods.filter((period) => period.dueOn > on)
  const [running] = open
  if (!running || owedFen === 0) return refused('out-of-range', 'on')
  const { annualRatePpm, dayCount } = plan.terms
  // In a month by 30/360 the 31st day costs nothing: never more than the period itself.
  const passed = shorterOf(yearFraction(dayCount, running.from, on), running.time)
  return { ok: true, owedFen, interestFen: interest(owedFen, annualRatePpm, passed), open, passed }
}
