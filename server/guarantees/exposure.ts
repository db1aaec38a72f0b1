import type { Party } from '../arrangements/arrangement.ts'
import type { Day } from '../money/day.ts'
import { monthOf, yearOf } from '../money/day.ts'
import { type Fen, noFen, plus } from '../money/fen.ts'

/** By what the exposure page divides what is in force. */
export const exposureDimensions = [
  'party',
  'bank',
  'guarantor',
  'district',
  'industry',
  'size',
  'arrangement',
  'vintage',
] as const
export type ExposureDimension = (typeof exposureDimensions)[number]

/** What a guarantee is counted under, fixed while it is in force. */
export type Placed = {
  readonly bankId: string
  readonly guarantorId: string
  readonly district: string
  readonly industry: string
  readonly size: string | null
  readonly arrangement: string
  readonly inForceOn: Day
}

/** Quarter of a day, as a vintage is named: 2026Q1. */
export const quarterOf = (on: Day): string => `${yearOf(on)}Q${Math.ceil(monthOf(on) / 3)}`

/** Who watches over a place: its city and its county, by the first digits of its division code. */
export const placeHolders = (district: string): string[] => [
  `area:${district.slice(0, 4)}`,
  `area:${district.slice(0, 6)}`,
]

export type ExposureDelta = {
  readonly holder: string
  readonly dimension: ExposureDimension
  readonly key: string
  readonly balanceFen: Fen
  readonly shareFen: Fen
  readonly guarantees: number
}

type Change = {
  /** What the whole balance changes by, and by how many guarantees what is in force does: 1, 0 or −1. */
  readonly balanceFen: Fen
  readonly guarantees: number
  readonly shares: readonly {
    readonly party: Party
    readonly institutionId: string | null
    readonly fen: Fen
  }[]
}

/** What a change of one guarantee's balance does to every kept figure: for each sharer, and for who watches over the place. */
export function exposureDeltas(placed: Placed, { balanceFen, guarantees, shares }: Change): ExposureDelta[] {
  const keys: readonly (readonly [ExposureDimension, string])[] = [
    ['bank', placed.bankId],
    ['guarantor', placed.guarantorId],
    ['district', placed.district],
    ['industry', placed.industry.slice(0, 1)],
    ['size', placed.size ?? 'unknown'],
    ['arrangement', placed.arrangement],
    ['vintage', quarterOf(placed.inForceOn)],
  ]
  const under = (holder: string, shareFen: Fen): ExposureDelta[] =>
    keys.map(([dimension, key]) => ({ holder, dimension, key, balanceFen, shareFen, guarantees }))
  const sharers = shares.flatMap(({ party, institutionId, fen: shareFen }) =>
    institutionId === null
      ? []
      : [
          ...under(institutionId, shareFen),
          {
            holder: institutionId,
            dimension: 'party' as const,
            key: party,
            balanceFen,
            shareFen,
            guarantees,
          },
        ],
  )
  const watchers = placeHolders(placed.district).flatMap((holder) => [
    ...under(holder, balanceFen),
    ...shares.map(({ party, fen: shareFen }) => ({
      ...{ holder, dimension: 'party' as const, key: party },
      ...{ balanceFen, shareFen, guarantees },
    })),
  ])
  return summed([...sharers, ...watchers])
}

/** One row for each key, for a statement cannot change the same row twice: who is two parties bears both shares. */
function summed(deltas: readonly ExposureDelta[]): ExposureDelta[] {
  const found = new Map<string, ExposureDelta>()
  for (const one of deltas) {
    const key = `${one.holder} ${one.dimension} ${one.key}`
    const there = found.get(key)
    found.set(key, there ? { ...one, shareFen: plus(there.shareFen, one.shareFen) } : one)
  }
  return [...found.values()].filter(
    ({ balanceFen, shareFen, guarantees }) => balanceFen !== noFen || shareFen !== noFen || guarantees !== 0,
  )
}
