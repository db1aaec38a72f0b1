import type { Day } from '../money/day.ts'

/**
 * Money of a pool that is promised to one case (额度占用). It stands on an account of its own until it is used, given up
 * or expires. Undoing one of these by a reversal opens it again; undoing the reservation itself voids it.
 */
export const reservationStates = ['open', 'used', 'void', 'expired'] as const
export type ReservationState = (typeof reservationStates)[number]

export const reservationMoves = {
  open: ['used', 'void', 'expired'],
  used: ['open'],
  void: ['open'],
  expired: ['open'],
} as const satisfies Record<ReservationState, readonly ReservationState[]>

/** Its last day counts: from the next day on it holds nothing, whether the nightly job has passed by or not. */
export const isExpired = ({ expiresOn }: { readonly expiresOn: Day }, today: Day): boolean =>
  expiresOn < today
