import type { TaxCreditFacts } from '../tax-credit/limit.ts'
import type { SchemeChecked } from './check.ts'

/** What is compared of two checks, in the order in which a reader looks for it. */
export const compared = [
  'grade',
  'assessYear',
  'taxPaidFen',
  'arrears',
  'abnormal',
  'dishonest',
  'outstandingFen',
  'revenueFen',
  'size',
  'industry',
  'foundedOn',
  'limitFen',
  'annualRatePpm',
  'version',
] as const
export type Compared = (typeof compared)[number]

export type Side = string | number | boolean | null
export type Difference = {
  readonly of: Compared
  /** Of a figure that each year has. */
  readonly year: string | null
  readonly before: Side
  readonly after: Side
}

/** A check as it was made: on which facts, and what the scheme said; null where it could not be asked. */
export type Made = { readonly facts: TaxCreditFacts; readonly checked: SchemeChecked | null }

/**
 * Every fact and every result that differs between two checks of one firm; empty when nothing changed. The day of the
 * check itself, and what was asked for, are no change.
 */
export function differences(before: Made, after: Made): Difference[] {
  return compared.flatMap((of): Difference[] => {
    if (of === 'taxPaidFen' || of === 'revenueFen') return byYear(of, before.facts[of], after.facts[of])
    return changed(of, null, sideOf(before, of), sideOf(after, of))
  })
}

function sideOf({ facts, checked }: Made, of: Exclude<Compared, 'taxPaidFen' | 'revenueFen'>): Side {
  if (of === 'version') return checked?.version ?? null
  if (of === 'limitFen' || of === 'annualRatePpm') return checked?.result[of] ?? null
  return facts[of] ?? null
}

type ByYear = Readonly<Record<string, number>> | undefined

function byYear(of: Compared, before: ByYear = {}, after: ByYear = {}): Difference[] {
  const years = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted().toReversed()
  return years.flatMap((year) => changed(of, year, before[year] ?? null, after[year] ?? null))
}

const changed = (of: Compared, year: string | null, before: Side, after: Side): Difference[] =>
  before === after ? [] : [{ of, year, before, after }]

/** Whether two answers over several schemes are the same, the day aside. */
export const isSameAnswer = (before: Answered, after: Answered): boolean =>
  before.checked.length === after.checked.length &&
  after.checked.every((now) => {
    const then = before.checked.find(({ code }) => code === now.code)
    return (
      then !== undefined &&
      differences({ facts: before.facts, checked: then }, { facts: after.facts, checked: now }).length === 0
    )
  })

type Answered = { readonly facts: TaxCreditFacts; readonly checked: readonly SchemeChecked[] }
