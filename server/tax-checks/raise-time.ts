import { type Day, day, plusMonths, yearOf } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import type { TaxCreditFacts } from '../tax-credit/limit.ts'
import { newestAssessed } from '../tax-credit/years.ts'
import { type Asked, type Change, changed, limitWith } from './change.ts'

/* What time alone would do. Of years that are not over yet it is taken that their figures are those of the last that is known. */

/** The day from which the firm has been there long enough. */
export function oldEnough(asked: Asked): Change | null {
  const { scheme, facts } = asked
  if (facts.foundedOn === null) return null
  const until = plusMonths(facts.foundedOn, scheme.leastOperatingMonths)
  return until > facts.on ? waited(asked, until) : null
}

/** The day from which the firm is no start-up any more, where a scheme gives those less. */
export function pastStartUp(asked: Asked): Change | null {
  const { scheme, facts, now } = asked
  const { stageFactors } = scheme
  if (!stageFactors || now.stage !== 'start-up' || facts.foundedOn === null) return null
  const until = plusMonths(facts.foundedOn, stageFactors.startUpMonths)
  return waited(asked, until)
}

/** The day from which enough years in a row have tax, where a year without any broke the row. */
export function yearsInRow(asked: Asked): Change | null {
  const { scheme, facts, now } = asked
  const row = now.reasons.find(({ rule }) => rule === 'tax-years')
  if (row?.met !== 'no') return null
  const [last = 0] = now.years
  const over = last + scheme.leastTaxYears - Number(row.have)
  const from = day(`${Math.max(over, yearOf(facts.on)) + 1}-01-01`)
  return waited(asked, from)
}

function waited(asked: Asked, until: Day): Change {
  const { facts, now } = asked
  const [last = 0] = now.years
  const steady = yearOf(until) - 1 > last
  return changed(
    limitWith(asked, { on: until, ...(steady ? asBefore(facts, last, until) : {}) }),
    until,
    steady ? last : null,
  )
}

/** The facts of a day to come, with the figures of one year for each that follows until then. */
function asBefore(
  { taxPaidFen, revenueFen = {}, assessYear, on }: TaxCreditFacts,
  last: number,
  until: Day,
): Partial<TaxCreditFacts> {
  return {
    taxPaidFen: goesOn(taxPaidFen, last, until),
    revenueFen: goesOn(revenueFen, last, until),
    // Who has the newest grade now is taken to have the newest then.
    ...(assessYear >= newestAssessed(on) ? { assessYear: Math.max(assessYear, newestAssessed(until)) } : {}),
  }
}

function goesOn(figures: Readonly<Record<string, Fen>>, last: number, until: Day): Record<string, Fen> {
  const of = figures[last]
  const all: Record<string, Fen> = { ...figures }
  if (of !== undefined) for (let year = last + 1; year < yearOf(until); year += 1) all[year] ??= of
  return all
}
