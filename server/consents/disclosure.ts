import type { Day } from '../money/day.ts'
import type { Instant } from '../platform/clock.ts'
import type { Id } from '../platform/ids.ts'
import { type Ending, isInForce, type LookBasis, stateOf } from './consent.ts'
import {
  contractFacts,
  type FactCode,
  factsOfKind,
  type UnnamedFactCode,
  unnamedFactsOfKind,
} from './facts.ts'
import { type ConsentPurpose, type DataKind, dataKinds } from './kind.ts'

/** What the rule reads of a consent. */
export type Given = {
  readonly id: Id<'consent'>
  readonly number: string
  readonly kind: DataKind
  readonly purpose: ConsentPurpose
  readonly until: Day
  readonly endedAt: Instant | null
  readonly ending: Ending | null
}

/** What a bank asks to see, and what for: the purposes for which a consent to the kind would open it now. */
export type Sight = {
  readonly purposes: Readonly<Partial<Record<DataKind, readonly ConsentPurpose[]>>>
  /** The firm has chosen this bank's offer, or signed with it. */
  readonly contract: boolean
}

/** Why a kind stays closed: no consent yet, taken back, past its day, or the purpose has come to its end. */
export const closedReasons = ['never', 'revoked', 'expired', 'ended'] as const
export type ClosedReason = (typeof closedReasons)[number]

export type Opening<Consent extends Given = Given> =
  | { readonly kind: DataKind; readonly state: 'open'; readonly consent: Consent }
  | { readonly kind: DataKind; readonly state: 'contract' }
  | { readonly kind: DataKind; readonly state: 'closed'; readonly because: ClosedReason }

/** The consent that opens a kind for one of the purposes on a day; the one that holds longest if there are two. */
export function consentFor<Consent extends Given>(
  given: readonly Consent[],
  kind: DataKind,
  purposes: readonly ConsentPurpose[],
  today: Day,
): Consent | null {
  const holding = given.filter(
    (one) => one.kind === kind && purposes.includes(one.purpose) && isInForce(one, today),
  )
  return holding.toSorted((one, other) => (one.until > other.until ? -1 : 1))[0] ?? null
}

/** Why nothing opens a kind: by the newest consent to it that ended otherwise than by a newer one. */
export function closedBecause(
  given: readonly Given[],
  kind: DataKind,
  purposes: readonly ConsentPurpose[],
  today: Day,
): Exclude<ClosedReason, 'ended'> {
  const [newest] = given
    .filter((one) => one.kind === kind && purposes.includes(one.purpose))
    .toSorted((one, other) => (one.id > other.id ? -1 : 1))
  const state = newest ? stateOf(newest, today) : null
  return state === 'revoked' || state === 'expired' ? state : 'never'
}

/** Every kind of data with what opens it, or why it is closed. */
export function openingsOf<Consent extends Given>(
  given: readonly Consent[],
  { purposes, contract }: Sight,
  today: Day,
): Opening<Consent>[] {
  return dataKinds.map((kind) => {
    const wanted = purposes[kind] ?? []
    const consent = consentFor(given, kind, wanted, today)
    if (consent) return { kind, state: 'open', consent }
    if (kind === 'contact' && contract) return { kind, state: 'contract' }
    const because = wanted.length === 0 ? 'ended' : closedBecause(given, kind, wanted, today)
    return { kind, state: 'closed', because }
  })
}

/** What an opening shows must not tell who the firm is where it consented to a second look, and to no more. */
const isUnnamed = (opening: Opening): boolean =>
  opening.state === 'open' && opening.consent.purpose === 'second-look'

/** The facts that an opening shows as they are. */
export function factsSeen(opening: Opening): readonly FactCode[] {
  if (opening.state === 'closed' || isUnnamed(opening)) return []
  return opening.state === 'open' ? factsOfKind[opening.kind] : contractFacts
}

/** Those of which it shows only what does not tell whose they are. */
export const unnamedFactsSeen = (opening: Opening): readonly UnnamedFactCode[] =>
  isUnnamed(opening) ? unnamedFactsOfKind[opening.kind] : []

/** What the record of a look keeps: the ground, and which facts were shown. */
export type Seen = {
  readonly kind: DataKind
  readonly basis: LookBasis
  readonly consentId: Id<'consent'> | null
  readonly what: readonly string[]
}

/** One look for each kind of which something was shown. */
export const seenIn = (openings: readonly Opening[]): Seen[] =>
  openings.flatMap((opening): Seen[] => {
    const what = [...factsSeen(opening), ...unnamedFactsSeen(opening)]
    if (opening.state === 'closed' || what.length === 0) return []
    return opening.state === 'open'
      ? [{ kind: opening.kind, basis: 'consent' as const, consentId: opening.consent.id, what }]
      : [{ kind: opening.kind, basis: 'contract' as const, consentId: null, what }]
  })

/** Whether anything of a kind is open, by consent or by contract. */
export const isSeen = (openings: readonly Opening[], kind: DataKind): boolean =>
  openings.some((opening) => opening.kind === kind && opening.state !== 'closed')

/** Whether a consent opens the kind. */
export const isConsented = (openings: readonly Opening[], kind: DataKind): boolean =>
  openings.some((opening) => opening.kind === kind && opening.state === 'open')
