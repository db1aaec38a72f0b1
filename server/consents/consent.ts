import type { Day } from '../money/day.ts'
import { dayOf, type Instant } from '../platform/clock.ts'

/** How a consent came to its end: taken back, past its last day, or followed by a newer one for the same thing. */
export const endings = ['revoked', 'expired', 'replaced'] as const
export type Ending = (typeof endings)[number]

/** What a page says of a consent. */
export const consentStates = ['in-force', ...endings] as const
export type ConsentState = (typeof consentStates)[number]

type Standing = {
  readonly until: Day
  readonly endedAt: Instant | null
  readonly ending: Ending | null
}

/** Whether a consent holds on a day; `until` is its last one, and a revocation ends it at once. */
export const isInForce = ({ until, endedAt }: Standing, today: Day): boolean =>
  endedAt === null && today <= until

/** Expiry is by the calendar: a consent past its last day has expired, whether or not the night noted it. */
export const stateOf = (consent: Standing, today: Day): ConsentState =>
  consent.ending ?? (isInForce(consent, today) ? 'in-force' : 'expired')

/** Whether a consent ended before its last day was over though nobody took it back: with the second look that it was for. */
export const endedWithItsLook = ({ ending, endedAt, until }: Standing): boolean =>
  ending === 'expired' && endedAt !== null && dayOf(endedAt) <= until

/** What became of a bank's request for a consent. */
export const requestStates = ['open', 'accepted', 'refused', 'lapsed'] as const
export type RequestState = (typeof requestStates)[number]

/** On what ground a bank saw something: the firm's consent, or the contract that the firm entered into with it. */
export const lookBases = ['consent', 'contract'] as const
export type LookBasis = (typeof lookBases)[number]
