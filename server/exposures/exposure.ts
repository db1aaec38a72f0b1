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

/** Who bears, and as what. */
export type Bearer = Pick<Bearing, 'party' | 'role'>

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
export function countedIn(placed: Placed, bearers: readonly Bearer[]): Counted[] {
  const keys: (readonly [ExposureDimension, string])[] = [
    ['bank', placed.bankId],
    ...(placed.guarantorId === null ? [] : [['guarantor', placed.guarantorId] as const]),
    ['district', placed.district],
    ['industry', placed.industry],
    ['size', placed.size ?? 'unknown'],
    ['scheme', placed.scheme],
    ['vintage', placed.vintage],
  ]
  const byParty = partsBy(bearers, ({ party }) => party)
  const byRole = partsBy(bearers, ({ role }) => role)
  const found: Counted[] = []
  for (const place of placesOf(placed.district)) {
    for (const [dimension, key] of keys) found.push({ party: everybody, place, dimension, key, share: null })
    for (const [key, share] of byRole) found.push({ party: everybody, place, dimension: 'role', key, share })
    for (const [key, share] of byParty)
      found.push({ party: everybody, place, dimension: 'party', key, share })
    if (!isCity(place)) continue
    for (const [party, share] of byParty)
      for (const [dimension, key] of keys) found.push({ party, place, dimension, key, share })
    for (const [at, { party, role }] of bearers.entries())
      found.push({ party, place, dimension: 'role', key: role, share: [at] })
  }
  return found
}

/** Which parts each has, by a name of those who bear. */
function partsBy(bearers: readonly Bearer[], nameOf: (one: Bearer) => string): Map<string, number[]> {
  const parts = new Map<string, number[]>()
  for (const [at, one] of bearers.entries()) {
    const name = nameOf(one)
    const own = parts.get(name)
    if (own) own.push(at)
    else parts.set(name, [at])
  }
  return parts
}

export const figureKey = ({
  party,
  place,
  dimension,
  key,
}: Pick<Figure, 'party' | 'place' | 'dimension' | 'key'>): string => `${party} ${place} ${dimension} ${key}`

/** What of a difference a figure counts: all of it, or the parts of some of those who bear. */
function shareIn({ share }: Counted, balanceFen: Fen, parts: readonly Fen[]): Fen {
  if (share === null) return balanceFen
  let sum = noFen
  for (const at of share) sum = plus(sum, parts[at] ?? noFen)
  return sum
}

/** The parts of some bearers in a difference, in their order. */
const partsOf = (bearers: readonly Bearer[], { bearings }: Pick<Stand, 'bearings'>): readonly Fen[] =>
  bearers.map(
    ({ party, role }) => bearings.find((one) => one.party === party && one.role === role)?.fen ?? noFen,
  )

/** By how much a difference of one exposure moves the figures that it counts in. */
export function figureMoves(
  placed: Placed,
  bearers: readonly Bearer[],
  moved: Stand,
  recordedOn: Day,
): DayFigure[] {
  const parts = partsOf(bearers, moved)
  const { balanceFen, loans } = moved
  const moves: DayFigure[] = []
  for (const one of countedAlike(placed, bearers)) {
    const { party, place, dimension, key } = one
    const shareFen = shareIn(one, balanceFen, parts)
    if (balanceFen !== 0 || shareFen !== 0 || loans !== 0)
      moves.push({ party, place, dimension, key, balanceFen, shareFen, loans, recordedOn })
  }
  return moves
}

const alikeKnown = new Map<string, readonly Counted[]>()

/** The same for all that are placed alike, remembered: working it out would be a third of keeping a figure. */
function countedAlike(placed: Placed, bearers: readonly Bearer[]): readonly Counted[] {
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
  bearers: readonly Bearer[],
): string =>
  `${bankId} ${guarantorId} ${district} ${industry} ${size} ${scheme} ${vintage} ${bearers.map(({ party, role }) => `${party} ${role}`).join(' ')}`
