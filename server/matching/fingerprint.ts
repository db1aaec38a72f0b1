import { createHash } from 'node:crypto'
import { shortRegion } from '../enterprises/divisions.ts'
import { type Day, yearOf } from '../money/day.ts'
import { wholeMonths } from './conditions.ts'
import type { FitFacts } from './fit.ts'

/**
 * A mark of the facts that matching reads, 64 hexadecimal digits. A match stored with one mark is stale as
 * soon as the facts have another.
 *
 * It covers what a condition or the score looks at and nothing else: a firm that corrects the purpose of its
 * need keeps its matches. What the tax bureau says and what is owed count as they were, the year of the day with them. Of the two days only the whole months between them count, so that a match
 * does not go stale every midnight.
 */
export function factsFingerprint({ need, firm, on }: FitFacts): string {
  const used = [
    need.amountFen,
    need.months,
    [...new Set(need.guaranteeModes)].sort(),
    need.highestRatePpm,
    firm.region === null ? null : shortRegion(firm.region),
    firm.industry,
    firm.size,
    firm.grade,
    firm.foundedOn === null ? null : wholeMonths(firm.foundedOn, on),
    ...creditMarks(firm.taxCredit, on),
  ]
  return createHash('sha256')
    .update(JSON.stringify(['facts-1', ...used]))
    .digest('hex')
}

/** Of the facts of tax credit those that the firm's own row does not have; nothing where nobody may know them. */
function creditMarks(credit: FitFacts['firm']['taxCredit'], on: Day): readonly unknown[] {
  if (!credit || credit === 'withheld') return []
  const { assessYear, outstandingFen, arrears, abnormal, dishonest } = credit
  const byYear = (figures: Readonly<Record<string, number>> | undefined) =>
    Object.entries(figures ?? {}).toSorted(([one], [other]) => (one < other ? -1 : 1))
  const sums = [byYear(credit.taxPaidFen), byYear(credit.revenueFen)]
  return [yearOf(on), assessYear, outstandingFen, arrears, abnormal, dishonest, ...sums]
}
