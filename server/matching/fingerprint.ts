import { createHash } from 'node:crypto'
import { shortRegion } from '../enterprises/divisions.ts'
import { wholeMonths } from './conditions.ts'
import type { FitFacts } from './fit.ts'

/**
 * A mark of the facts that matching reads, 64 hexadecimal digits. A match stored with one mark is stale as
 * soon as the facts have another.
 *
 * It covers what a condition or the score looks at and nothing else: a firm that corrects the purpose of its
 * need keeps its matches. Of the two days only the whole months between them count, so that a match
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
  ]
  return createHash('sha256')
    .update(JSON.stringify(['facts-1', ...used]))
    .digest('hex')
}
