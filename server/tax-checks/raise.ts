import { sizeClasses } from '../enterprises/size-class.ts'
import { taxGrades } from '../enterprises/tax-grade.ts'
import { type Day, plusMonths } from '../money/day.ts'
import { type Fen, fen, noFen } from '../money/fen.ts'
import { type TaxCreditFacts, type TaxCreditLimit, taxCreditLimit } from '../tax-credit/limit.ts'
import type { Lpr } from '../tax-credit/lpr.ts'
import type { TaxCreditScheme } from '../tax-credit/scheme.ts'

/** What a change is about, in the order in which changes are told. */
export const raises = [
  'grade',
  'arrears',
  'abnormal',
  'outstanding',
  'tax-unknown',
  'tax',
  'size',
  'revenue',
  'wait',
] as const
export type RaiseOf = (typeof raises)[number]

/** One change of the facts, and what the same rule says then. */
export type Raise = {
  readonly of: RaiseOf
  /** The grade reached, the fen of tax more, the year that the tax is of, the day to wait for. */
  readonly to: string | number | null
  readonly year: number | null
  /** The limit then; 0 while another rule still stands against it. */
  readonly limitFen: Fen
  /** Rules that were broken and are not any more, that were unknown and are clear. */
  readonly opens: number
  readonly clears: number
}

/**
 * What would raise the limit of a firm under a scheme: the nearest change of each sort, each worked out by the rule
 * itself with that one fact changed. A change that neither raises the limit nor opens or clears a rule is not told, so
 * that nobody is sent after what does not help.
 */
export function whatWouldRaise(scheme: TaxCreditScheme, facts: TaxCreditFacts, lpr: Lpr): Raise[] {
  const limitWith = (changes: Partial<TaxCreditFacts>): TaxCreditLimit | null => {
    const found = taxCreditLimit(scheme, { ...facts, ...changes }, lpr)
    return found.ok ? found : null
  }
  const now = limitWith({})
  if (!now) return []
  const told = (
    of: RaiseOf,
    then: TaxCreditLimit | null,
    to: Raise['to'] = null,
    year: number | null = null,
  ) => {
    if (!then) return []
    const [opens, clears] = [
      count(now, 'no') - count(then, 'no'),
      count(now, 'unknown') - count(then, 'unknown'),
    ]
    const helps = then.limitFen > now.limitFen || opens > 0 || (clears > 0 && opens === 0)
    return helps ? [{ of, to, year, limitFen: then.limitFen, opens, clears }] : []
  }
  return [
    ...gradeUp(scheme, facts)
      .flatMap((grade) => told('grade', limitWith({ grade }), grade))
      .slice(0, 1),
    ...(facts.arrears === false ? [] : told('arrears', limitWith({ arrears: false }))),
    ...(facts.abnormal === false ? [] : told('abnormal', limitWith({ abnormal: false }))),
    ...(facts.outstandingFen ? told('outstanding', limitWith({ outstandingFen: noFen })) : []),
    ...taxMissing(facts, now),
    ...moreTax(facts, now, limitWith).flatMap(({ addFen, year, limit }) => told('tax', limit, addFen, year)),
    ...(facts.size
      ? []
      : best(
          told,
          'size',
          sizeClasses.map((size) => limitWith({ size })),
        )),
    ...revenueGiven(facts, now, limitWith).flatMap((then) => told('revenue', then)),
    ...waited(scheme, facts, limitWith).flatMap(({ until, limit }) => told('wait', limit, until)),
  ]
}

/** Rules that nobody can answer while a year's tax is not known. */
const restOnTax: readonly string[] = ['tax-years', 'minimum-tax', 'limit']

/** The years whose tax nobody stated: with them the limit can be worked out, and without them it is not guessed. */
function taxMissing({ taxPaidFen }: TaxCreditFacts, { years, reasons }: Limit): Raise[] {
  const missing = years.filter((year) => taxPaidFen[year] === undefined)
  if (missing.length === 0) return []
  const clears = reasons.filter(({ rule, met }) => met === 'unknown' && restOnTax.includes(rule)).length
  return [{ of: 'tax-unknown', to: missing.join(', '), year: null, limitFen: noFen, opens: 0, clears }]
}

type Limit = TaxCreditLimit
type With = (changes: Partial<TaxCreditFacts>) => Limit | null
type Told = (of: RaiseOf, then: Limit | null) => Raise[]

const count = ({ reasons }: Limit, met: 'no' | 'unknown') => reasons.filter((one) => one.met === met).length

/** The admitted grades that are better, the nearest first; all of them where there is none yet. */
function gradeUp({ grades }: TaxCreditScheme, { grade }: TaxCreditFacts) {
  const own = grade === null ? taxGrades.length : taxGrades.indexOf(grade)
  return taxGrades.filter((one, at) => at < own && grades[one] !== undefined).toReversed()
}

/** Of the values that a missing fact may have, the one that gives most. */
const best = (told: Told, of: RaiseOf, found: readonly (Limit | null)[]): Raise[] =>
  found
    .flatMap((then) => told(of, then))
    .toSorted((one, other) => other.limitFen - one.limitFen)
    .slice(0, 1)

/** A firm's tax of a year that nobody could have paid; where the rule gives no more for it, more tax does not help. */
const tooMuch = 10_000_000_000_000

/** The least more of last year's tax, in whole yuan, that raises the limit or opens a rule. The rule never falls with tax. */
function moreTax({ taxPaidFen }: TaxCreditFacts, now: Limit, limitWith: With) {
  const [year] = now.years
  const paid = year === undefined ? undefined : taxPaidFen[year]
  if (year === undefined || paid === undefined) return []
  const at = (addFen: number) => limitWith({ taxPaidFen: { ...taxPaidFen, [year]: fen(paid + addFen) } })
  const helps = (then: Limit | null) =>
    then !== null && (then.limitFen > now.limitFen || count(then, 'no') < count(now, 'no'))
  if (!helps(at(tooMuch))) return []
  let [below, enough] = [0, tooMuch / 100]
  while (enough - below > 1) {
    const middle = Math.floor((below + enough) / 2)
    if (helps(at(middle * 100))) enough = middle
    else below = middle
  }
  return [{ addFen: enough * 100, year, limit: at(enough * 100) }]
}

/** Revenue that grew, where the stage of growth hangs on a revenue that nobody stated. */
function revenueGiven({ revenueFen = {} }: TaxCreditFacts, now: Limit, limitWith: With) {
  const [last = 0] = now.years
  if (now.stage !== null || (revenueFen[last] !== undefined && revenueFen[last - 1] !== undefined)) return []
  return [limitWith({ revenueFen: { ...revenueFen, [last - 1]: fen(100), [last]: fen(100_000) } })]
}

/** The day from which the firm has been there long enough. */
function waited(
  { leastOperatingMonths }: TaxCreditScheme,
  { foundedOn, on }: TaxCreditFacts,
  limitWith: With,
): { until: Day; limit: Limit | null }[] {
  if (foundedOn === null) return []
  const until = plusMonths(foundedOn, leastOperatingMonths)
  return until > on ? [{ until, limit: limitWith({ on: until }) }] : []
}
