import { taxGrades } from '../enterprises/tax-grade.ts'
import { day } from '../money/day.ts'
import { type Fen, fen, noFen } from '../money/fen.ts'
import type { TaxCreditFacts, TaxCreditLimit, TaxCreditRule } from '../tax-credit/limit.ts'
import type { Lpr } from '../tax-credit/lpr.ts'
import type { TaxCreditScheme } from '../tax-credit/scheme.ts'
import { type Asked, type Change, changed, count, limitWith } from './change.ts'
import { industryGiven, sizeGiven } from './raise-missing.ts'
import { grown, moreTax } from './raise-tax.ts'
import { oldEnough, pastStartUp, yearsInRow } from './raise-time.ts'

/** What a change is about, in the order in which changes are told, and the rules that it may settle. */
export const raises = {
  grade: ['grade', 'limit'],
  'grade-unknown': ['grade', 'limit'],
  'assess-year': ['assess-year'],
  arrears: ['arrears'],
  abnormal: ['abnormal'],
  dishonest: ['dishonest'],
  outstanding: ['total-cap', 'limit'],
  'outstanding-unknown': ['total-cap'],
  'tax-unknown': ['tax-years', 'minimum-tax', 'stage', 'limit'],
  tax: ['tax-years', 'minimum-tax', 'limit'],
  'tax-years': ['tax-years', 'minimum-tax', 'limit'],
  size: ['size'],
  industry: ['industry', 'industry-factor'],
  founded: ['operating-months', 'stage'],
  revenue: ['stage'],
  growth: [],
  wait: ['operating-months'],
  older: [],
} as const satisfies Record<string, readonly TaxCreditRule[]>
export type RaiseOf = keyof typeof raises

/** One change of the facts, and what the same rule says then. */
export type Raise = {
  readonly of: RaiseOf
  readonly to: Change['to']
  readonly year: Change['year']
  /** The limit then; 0 while another rule still stands against it. */
  readonly limitFen: Fen
  /** Rules that were broken and are not any more, that were unknown and are clear. */
  readonly opens: number
  readonly clears: number
}

/**
 * What would raise the limit of a firm under a scheme: the nearest change of each sort, each worked out by the rule
 * itself with that one fact changed. A change that neither raises the limit nor opens or clears a rule is not told, so
 * that nobody is sent after what does not help. What no change settles says `whatStays`. `now` is what the rule says to the
 * facts as they are.
 */
export function whatWouldRaise(
  scheme: TaxCreditScheme,
  facts: TaxCreditFacts,
  lpr: Lpr,
  now: TaxCreditLimit,
): Raise[] {
  const asked: Asked = { scheme, facts, lpr, now }
  const told = [
    gradeUp(asked),
    raised(now, 'assess-year', newestAssessment(asked)),
    settled(asked, 'arrears'),
    settled(asked, 'abnormal'),
    settled(asked, 'dishonest'),
    raised(now, facts.outstandingFen == null ? 'outstanding-unknown' : 'outstanding', repaid(asked)),
    taxMissing(asked),
    raised(now, 'tax', moreTax(asked)),
    raised(now, 'tax-years', yearsInRow(asked)),
    raised(now, 'size', sizeGiven(asked)),
    raised(now, 'industry', industryGiven(asked)),
    raised(now, 'founded', foundedLongAgo(asked)),
    raised(now, 'revenue', revenueGiven(asked)),
    raised(now, 'growth', grown(asked)),
    raised(now, 'wait', oldEnough(asked)),
    raised(now, 'older', pastStartUp(asked)),
  ]
  return told.filter((raise) => raise !== null)
}

/** A change as it is told; null where it does not help. */
function raised(now: TaxCreditLimit, of: RaiseOf, change: Change | null): Raise | null {
  if (change === null) return null
  const { then, to, year } = change
  const [opens, clears] = [
    count(now, 'no') - count(then, 'no'),
    count(now, 'unknown') - count(then, 'unknown'),
  ]
  const helps = then.limitFen > now.limitFen || opens > 0 || (clears > 0 && opens === 0)
  return helps ? { of, to, year, limitFen: then.limitFen, opens, clears } : null
}

/** The nearest admitted grade that is better and helps; the least where there is none yet. */
function gradeUp(asked: Asked): Raise | null {
  const { scheme, facts, now } = asked
  const own = facts.grade === null ? taxGrades.length : taxGrades.indexOf(facts.grade)
  for (let at = own - 1; at >= 0; at -= 1) {
    const grade = taxGrades[at]
    if (grade === undefined || scheme.grades[grade] === undefined) continue
    const of = facts.grade === null ? 'grade-unknown' : 'grade'
    const raise = raised(now, of, changed(limitWith(asked, { grade }), grade))
    if (raise) return raise
  }
  return null
}

/** The grade of the newest assessment, should it be the same. */
function newestAssessment(asked: Asked): Change | null {
  const old = asked.now.reasons.find(({ rule, met }) => rule === 'assess-year' && met === 'unknown')
  const newest = Number(old?.want)
  return old ? changed(limitWith(asked, { assessYear: newest }), newest) : null
}

/**
 * 欠税, 非正常户, 失信被执行人: the amount does not hang on them, so that what is left once one of them is settled needs no
 * working out.
 */
function settled({ facts, now }: Asked, of: 'arrears' | 'abnormal' | 'dishonest'): Raise | null {
  const stands = facts[of] ?? null
  if (stands === false) return null
  const amount = now.reasons.find(({ rule }) => rule === 'limit')?.have
  const isLast = stands && count(now, 'no') === 1
  const limitFen = isLast && typeof amount === 'number' ? fen(amount) : now.limitFen
  return { of, to: null, year: null, limitFen, opens: stands ? 1 : 0, clears: stands ? 0 : 1 }
}

/** Without the loans that it has: only where they take of the cap, or nobody knows of them. */
function repaid(asked: Asked): Change | null {
  const { facts, now } = asked
  if (facts.outstandingFen === 0) return null
  const isFelt =
    now.boundBy === 'total-cap' || now.reasons.some(({ rule, met }) => rule === 'total-cap' && met !== 'yes')
  return isFelt ? changed(limitWith(asked, { outstandingFen: noFen })) : null
}

/** Rules that nobody can answer while a year's tax is not known. */
const restOnTax: readonly string[] = ['tax-years', 'minimum-tax', 'limit', 'stage']

/** The years whose tax nobody stated: with them the limit can be worked out, and without them it is not guessed. */
function taxMissing({ facts: { taxPaidFen }, now: { years, reasons } }: Asked): Raise | null {
  const [last = 0] = years
  if (reasons.every(({ met }) => met !== 'unknown')) return null
  const waiting = reasons.filter(({ rule, met }) => met === 'unknown' && restOnTax.includes(rule))
  const inRow = waiting.find(({ rule }) => rule === 'tax-years')
  const wanted = new Set([
    ...years,
    ...(inRow ? [last - Number(inRow.have)] : []),
    ...(waiting.some(({ rule }) => rule === 'stage') ? [last - 1] : []),
  ])
  const missing = [...wanted].filter((year) => taxPaidFen[year] === undefined)
  if (missing.length === 0) return null
  return {
    of: 'tax-unknown',
    to: missing.join(', '),
    year: null,
    limitFen: noFen,
    opens: 0,
    clears: waiting.length,
  }
}

/** A founding day before every line that a scheme draws, where nobody gave one. */
const foundedLongAgo = (asked: Asked): Change | null =>
  asked.facts.foundedOn === null ? changed(limitWith(asked, { foundedOn: longAgo })) : null
const longAgo = day('1949-10-01')

/** Revenue that grew, where the stage of growth hangs on a revenue that nobody stated. */
function revenueGiven(asked: Asked): Change | null {
  const {
    facts: { revenueFen = {} },
    now,
  } = asked
  const [last = 0] = now.years
  if (now.stage !== null || (revenueFen[last] !== undefined && revenueFen[last - 1] !== undefined))
    return null
  return changed(
    limitWith(asked, { revenueFen: { ...revenueFen, [last - 1]: fen(100), [last]: fen(100_000) } }),
  )
}
