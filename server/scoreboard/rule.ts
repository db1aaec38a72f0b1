import { z } from 'zod'
import type { Day } from '../money/day.ts'
import type { Refusal } from '../platform/outcome.ts'
import type { InForce, PolicyBook } from '../policies/book.ts'
import { ppmShape, wholeShape } from '../policies/shapes.ts'

/** Policy `scoreboard`: from when on a figure of the public scoreboard tells of single firms, and is not shown. */
export const scoreboardShape = z.strictObject({
  /** A cell of fewer firms is hidden. */
  leastFirms: wholeShape,
  /** So is a sum of which one firm makes more than this part. */
  mostSharePpm: ppmShape,
})
export type ScoreboardRule = z.infer<typeof scoreboardShape>

/**
 * Why such a row cannot be used. Refuses: `policy-malformed`; `scoreboard-too-open` for fewer than two firms, or a part by
 * which one of two firms could be hidden behind nothing (the whole, or less than half).
 */
export function checkScoreboardRule(value: unknown): Refusal[] {
  const read = scoreboardShape.safeParse(value)
  if (!read.success)
    return read.error.issues.map(({ path }) => ({ code: 'policy-malformed', field: path.join('.') }))
  const { leastFirms, mostSharePpm } = read.data
  return [
    ...(leastFirms < 2 || leastFirms > 100 ? [{ code: 'scoreboard-too-open', field: 'leastFirms' }] : []),
    ...(mostSharePpm < 500_000 || mostSharePpm >= 1_000_000
      ? [{ code: 'scoreboard-too-open', field: 'mostSharePpm' }]
      : []),
  ]
}

export const scoreboardRuleOn = (book: PolicyBook, on: Day): InForce<ScoreboardRule> =>
  book.read('scoreboard', on, scoreboardShape)
