import type { Day } from '../money/day.ts'
import { type Fen, noFen, plus } from '../money/fen.ts'
import { million } from '../money/rate.ts'
import type { ScoreboardRule } from '../scoreboard/rule.ts'

/** What was reported as paid out in one month: to how many firms, how much, and how much of it to the firm with the most. */
export type MonthPaid = {
  readonly last: Day
  readonly firms: number
  readonly paidFen: Fen
  readonly mostFen: Fen
}

/**
 * How many of some months that are over, the oldest first, are told in a running total: until the last by which it moved by
 * more than single firms. Whoever subtracts one total from the next sees what moved between them, so a month of too few firms,
 * or of one that makes most of it, waits until another is told with it. Firms of two months are not added: one may be in both.
 */
export function monthsTold(
  months: readonly MonthPaid[],
  { leastFirms, mostSharePpm }: ScoreboardRule,
): number {
  let told = 0
  let waiting = nothing
  for (const [at, { firms, paidFen, mostFen }] of months.entries()) {
    waiting = {
      firms: Math.max(waiting.firms, firms),
      paidFen: plus(waiting.paidFen, paidFen),
      mostFen: plus(waiting.mostFen, mostFen),
    }
    const isPlain =
      waiting.firms >= leastFirms &&
      BigInt(waiting.mostFen) * million <= BigInt(waiting.paidFen) * BigInt(mostSharePpm)
    if (waiting.firms > 0 && !isPlain) continue
    told = at + 1
    waiting = nothing
  }
  return told
}

const nothing = { firms: 0, paidFen: noFen, mostFen: noFen }
