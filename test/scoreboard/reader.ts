import type { Breakdown } from '../../server/scoreboard/figures.ts'
import { atMost, type Constraint, exactly, type Terms } from './simplex.ts'

/*
 * Everything that a reader can write down of one breakdown of an edition, as he finds it in the file: what is shown, what
 * adds up to the city, what rounding leaves open, and what cannot be otherwise. Knows nothing of how rows were chosen.
 */

export type PlainRow = Readonly<Record<string, unknown>> & {
  readonly part: string
  readonly hidden: readonly string[]
}
export type PlainBoard = Readonly<
  Record<'banks' | 'districts' | 'industries' | 'sizes', readonly PlainRow[]>
> & {
  readonly total: PlainRow
}

export const listOf = {
  bank: 'banks',
  district: 'districts',
  industry: 'industries',
  size: 'sizes',
} as const satisfies Record<Breakdown, keyof PlainBoard>

/** Sums of money in ten thousand fen: a solver counts in floating point. */
const unit = 10_000

type Amount = { readonly key: string; readonly by: readonly Breakdown[]; readonly scale: number }
const byFirm = ['district', 'industry', 'size'] as const
const everywhere = ['bank', ...byFirm] as const

/** What is shown as it is. */
const amounts: readonly Amount[] = [
  { key: 'firms', by: byFirm, scale: 1 },
  { key: 'loans', by: everywhere, scale: 1 },
  { key: 'drawnFen', by: everywhere, scale: unit },
  { key: 'firstLoans', by: byFirm, scale: 1 },
  ...['taken', 'answered', 'inTime', 'offers', 'declined', 'ratings'].map((key) => ({
    ...{ key, by: ['bank'] as const, scale: 1 },
  })),
]

/** Hidden with their wholes; of what was decided nothing is shown but its parts, so that these are always hidden so. */
const wholeOf: Readonly<Record<string, string>> = {
  firstLoans: 'loans',
  inTime: 'answered',
  offers: 'offers',
  declined: 'declined',
}

/** A share or a mean: `of` is so much of `per`, to within half of the last digit that is shown. */
const means = [
  { key: 'unsecuredSharePpm', of: 'unsecured', per: 'drawnFen', one: 1_000_000, half: 500, by: byFirm },
  { key: 'yearlyCostPpm', of: 'interest', per: 'costed', one: 1_000_000, half: 50, by: byFirm },
  { key: 'ratingTenths', of: 'scores', per: 'ratings', one: 10, half: 0.5, by: ['bank'] as const },
] as const

/** The first is at most so many times the second, whatever the city. */
const orders: readonly (readonly [string, string, number, readonly Breakdown[]])[] = [
  ['firms', 'loans', 1, byFirm],
  ['firstLoans', 'loans', 1, byFirm],
  ['unsecured', 'drawnFen', 1, byFirm],
  ['costed', 'drawnFen', 1, byFirm],
  ['interest', 'costed', 0.36, byFirm],
  ['inTime', 'answered', 1, ['bank']],
  ['ratings', 'scores', 1, ['bank']],
  ['scores', 'ratings', 5, ['bank']],
]

export const nameIn = (part: string, key: string): string => `${part} ${key}`

/** All that is known of a breakdown; `isMore` says of which counts no hidden row is of nothing. */
export function knownOf(
  { total, ...lists }: PlainBoard,
  by: Breakdown,
  isMore: (key: string) => boolean,
): Constraint[] {
  const rows = lists[listOf[by]]
  const found: Constraint[] = []
  for (const { key, scale } of amounts.filter((one) => one.by.includes(by))) {
    const all: Terms = Object.fromEntries(rows.map(({ part }) => [nameIn(part, key), 1]))
    if (typeof total[key] === 'number') found.push(exactly(all, total[key] / scale))
    for (const row of rows)
      if (typeof row[key] === 'number') found.push(exactly({ [nameIn(row.part, key)]: 1 }, row[key] / scale))
    // Rows of nothing are hidden last: where none of the hidden is one, a reader may take it that all are more, but for those
    // that are hidden with what they are a part of.
    for (const { part, hidden } of rows)
      if (scale === 1 && hidden.includes(key) && !hidden.includes(wholeOf[key] ?? '') && isMore(key))
        found.push(atMost({ [nameIn(part, key)]: -1 }, -1))
  }
  for (const mean of means.filter((one) => one.by.some((known) => known === by))) {
    const rounded = (parts: readonly string[], value: number) => {
      const within = (sign: 1 | -1): Constraint =>
        atMost(
          Object.fromEntries(
            parts.flatMap((part) => [
              [nameIn(part, mean.of), sign],
              [nameIn(part, mean.per), (-sign * (value + sign * mean.half)) / mean.one],
            ]),
          ),
          0,
        )
      found.push(within(1), within(-1))
    }
    for (const row of rows)
      if (typeof row[mean.key] === 'number') rounded([row.part], row[mean.key] as number)
    const value = total[mean.key]
    if (typeof value === 'number')
      rounded(
        rows.map(({ part }) => part),
        value,
      )
  }
  for (const [less, more, times, where] of orders.filter(([, , , where]) => where.includes(by)))
    for (const { part } of rows)
      if (where) found.push(atMost({ [nameIn(part, less)]: 1, [nameIn(part, more)]: -times }, 0))
  return found
}
