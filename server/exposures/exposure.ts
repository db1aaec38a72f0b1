import { type Party, parties } from '../arrangements/arrangement.ts'
import type { SizeClass } from '../enterprises/size-class.ts'
import { type Day, monthOf, yearOf } from '../money/day.ts'
import { type Fen, minus, noFen, plus } from '../money/fen.ts'

/** What covers a loan. One that is covered twice counts under each: the sums are of covers, not of loans. */
export const exposureKinds = ['guarantee', 'cover', 'bridge'] as const
export type ExposureKind = (typeof exposureKinds)[number]

/** By what exposure is divided. `role` is as what somebody bears (guarantor, bank, pool …), `party` is who. */
export const exposureDimensions = [
  'role',
  'party',
  'bank',
  'guarantor',
  'district',
  'industry',
  'size',
  'scheme',
  'vintage',
] as const
export type ExposureDimension = (typeof exposureDimensions)[number]
export const isExposureDimension = (text: string): text is ExposureDimension =>
  exposureDimensions.some((one) => one === text)

/** As what somebody bears: a party of an arrangement, or the pool whose own money an advance is. */
export const bearerRoles = [...parties, 'bridge-pool'] as const
export type BearerRole = Party | 'bridge-pool'

/** All who bear, together. */
export const everybody = 'all'

/**
 * What one party would bear if the whole balance were lost today. `party` is the id of an institution or of a pool; where
 * somebody has neither here, such as a national fund or an insurer, it is the role itself.
 */
export type Bearing = { readonly party: string; readonly role: BearerRole; readonly fen: Fen }

/** Under what an exposure is counted, fixed when it first counts. */
export type Placed = {
  readonly bankId: string
  readonly guarantorId: string | null
  /** Six digits of the division. */
  readonly district: string
  /** The letter of the industry. */
  readonly industry: string
  readonly size: SizeClass | null
  readonly scheme: string
  readonly vintage: string
}

/** How much of it there is, whether it counts as one under cover, and who bears what of it. */
export type Stand = {
  readonly balanceFen: Fen
  readonly loans: number
  readonly bearings: readonly Bearing[]
}
export const nothing: Stand = { balanceFen: noFen, loans: 0, bearings: [] }

/** Quarter of a day, as a vintage is named: 2026Q1. */
export const quarterOf = (on: Day): string => `${yearOf(on)}Q${Math.ceil(monthOf(on) / 3)}`

/** Who watches over a district: its city and its county, by the first digits of its code. */
export const placesOf = (district: string): readonly string[] => [district.slice(0, 4), district.slice(0, 6)]
export const isCity = (place: string): boolean => place.length === 4

const bearerOf = ({ party, role }: Bearing): string => `${party} ${role}`

/** By how much a stand changed; null where nothing did. */
export function between(before: Stand, after: Stand): Stand | null {
  const all = [
    ...new Map([...before.bearings, ...after.bearings].map((one) => [bearerOf(one), one])).values(),
  ]
  const fenOf = (stand: Stand, bearer: string) =>
    stand.bearings.find((one) => bearerOf(one) === bearer)?.fen ?? noFen
  const bearings = all
    .map((one) => ({
      ...{ party: one.party, role: one.role },
      fen: minus(fenOf(after, bearerOf(one)), fenOf(before, bearerOf(one))),
    }))
    .filter(({ fen }) => fen !== 0)
  const balanceFen = minus(after.balanceFen, before.balanceFen)
  const loans = after.loans - before.loans
  return balanceFen === 0 && loans === 0 && bearings.length === 0 ? null : { balanceFen, loans, bearings }
}

/** One of the figures that are kept, or a difference of it. */
export type Figure = {
  readonly party: string
  readonly place: string
  readonly dimension: ExposureDimension
  readonly key: string
  readonly balanceFen: Fen
  readonly shareFen: Fen
  readonly loans: number
}

export type DayFigure = Figure & { readonly recordedOn: Day }

/** A figure that an exposure counts in; `share` says which of its bearers' parts it counts, null the whole balance. */
export type Counted = Pick<Figure, 'party' | 'place' | 'dimension' | 'key'> & {
  readonly share: readonly number[] | null
}

/**
 * Every figure that one exposure counts in: of its city and its county together, and in the city for each who bears. Who is
 * two parties bears both shares of one balance.
 */
export function countedIn(placed: Placed, bearers: readonly Pick<Bearing, 'party' | 'role'>[]): Counted[] {
  const keys: (readonly [ExposureDimension, string])[] = [
    ['bank', placed.bankId],
    ...(placed.guarantorId === null ? [] : [['guarantor', placed.guarantorId] as const]),
    ['district', placed.district],
    ['industry', placed.industry],
    ['size', placed.size ?? 'unknown'],
    ['scheme', placed.scheme],
    ['vintage', placed.vintage],
  ]
  const found = new Map<string, Counted>()
  const add = (
    party: string,
    place: string,
    [dimension, key]: readonly [ExposureDimension, string],
    at?: number,
  ) => {
    const one = { party, place, dimension, key }
    const there = found.get(figureKey(one))
    if (at === undefined) found.set(figureKey(one), { ...one, share: null })
    else found.set(figureKey(one), { ...one, share: [...(there?.share ?? []), at] })
  }
  for (const place of placesOf(placed.district)) {
    for (const key of keys) add(everybody, place, key)
    for (const [at, { party, role }] of bearers.entries()) {
      add(everybody, place, ['role', role], at)
      add(everybody, place, ['party', party], at)
      if (!isCity(place)) continue
      for (const key of keys) add(party, place, key, at)
      add(party, place, ['role', role], at)
    }
  }
  return [...found.values()]
}

export const figureKey = ({
  party,
  place,
  dimension,
  key,
}: Pick<Figure, 'party' | 'place' | 'dimension' | 'key'>): string => `${party} ${place} ${dimension} ${key}`

/** What of a difference a figure counts. */
export const shareIn = ({ share }: Pick<Counted, 'share'>, balanceFen: Fen, parts: readonly Fen[]): Fen =>
  share === null ? balanceFen : plus(noFen, ...share.map((at) => parts[at] ?? noFen))

/** The parts of some bearers in a difference, in their order. */
export const partsOf = (
  bearers: readonly Pick<Bearing, 'party' | 'role'>[],
  { bearings }: Pick<Stand, 'bearings'>,
): readonly Fen[] =>
  bearers.map(
    ({ party, role }) => bearings.find((one) => one.party === party && one.role === role)?.fen ?? noFen,
  )

/** By how much a difference of one exposure moves the figures that it counts in. */
export function figureMoves(
  placed: Placed,
  bearers: readonly Pick<Bearing, 'party' | 'role'>[],
  moved: Stand,
  recordedOn: Day,
): DayFigure[] {
  const parts = partsOf(bearers, moved)
  const { balanceFen, loans } = moved
  const moves: DayFigure[] = []
  for (const { party, place, dimension, key, share } of countedAlike(placed, bearers)) {
    const shareFen = shareIn({ share }, balanceFen, parts)
    if (balanceFen !== 0 || shareFen !== 0 || loans !== 0)
      moves.push({ party, place, dimension, key, balanceFen, shareFen, loans, recordedOn })
  }
  return moves
}

const alikeKnown = new Map<string, readonly Counted[]>()

/** The same for all that are placed alike, remembered: working it out would be a third of keeping a figure. */
function countedAlike(
  placed: Placed,
  bearers: readonly Pick<Bearing, 'party' | 'role'>[],
): readonly Counted[] {
  const name = alikeName(placed, bearers)
  const there = alikeKnown.get(name)
  if (there) return there
  const made = countedIn(placed, bearers)
  if (alikeKnown.size >= 2_000) alikeKnown.clear()
  alikeKnown.set(name, made)
  return made
}

/** One name for all that count in the same figures. */
export const alikeName = (
  { bankId, guarantorId, district, industry, size, scheme, vintage }: Placed,
  bearers: readonly Pick<Bearing, 'party' | 'role'>[],
): string =>
  `${bankId} ${guarantorId} ${district} ${industry} ${size} ${scheme} ${vintage} ${bearers.map(({ party, role }) => `${party} ${role}`).join(' ')}`
