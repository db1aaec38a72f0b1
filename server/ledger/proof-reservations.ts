import type { AccountCode } from './chart.ts'
import type { Fault, ProvenEntry } from './proof.ts'
import type { ReservationState } from './reservation.ts'

/*
 * Reservations are rows that change, so no hash covers them. What they say is in the sealed entries as well: the one that
 * made a reservation, and the one that ended it.
 */

export type ProvenReservation = {
  readonly id: string
  readonly book: string
  readonly amountFen: number
  readonly subjectKind: string
  readonly subjectId: string
  readonly expiresOn: string
  readonly state: ReservationState
  readonly openedSeq: number
  readonly closedSeq: number | null
}

/** An entry with what it did to the reserved money of each book. */
export type Held = { readonly entry: ProvenEntry; readonly lines: readonly HeldLine[] }
type HeldLine = { readonly book: string; readonly code: AccountCode; readonly amountFen: number }

/** The first of some entries whose reservation is gone or says something else; it is named by the entry that made it. */
export function faultInReservations(
  entries: readonly Held[],
  reservations: readonly ProvenReservation[],
): Fault | null {
  const opened = new Map(reservations.map((one) => [one.openedSeq, one]))
  const closed = new Map(reservations.map((one) => [one.closedSeq, one]))
  for (const held of entries) {
    const { seq, kind } = held.entry
    const made = opened.get(seq)
    if (made ? !isOpening(made, held) : kind === 'ledger.reserved') return altered(seq)
    const ended = closed.get(seq)
    if (ended && !isEnding(ended, held)) return altered(ended.openedSeq)
  }
  return null
}

const altered = (seq: number): Fault => ({
  code: 'reservation-altered',
  table: 'reservations',
  row: String(seq),
})

const isOpening = (one: ProvenReservation, held: Held): boolean =>
  held.entry.kind === 'ledger.reserved' &&
  held.entry.memo.expiresOn === one.expiresOn &&
  isAbout(one, held) &&
  moved(held, one.book) === one.amountFen

const isEnding = (one: ProvenReservation, held: Held): boolean =>
  isAbout(one, held) && moved(held, one.book) === -one.amountFen && endOf(one, held.entry) === one.state

/** What the entry that ends a reservation makes of it. */
function endOf({ id, openedSeq }: ProvenReservation, entry: ProvenEntry): ReservationState | null {
  if (entry.reversesSeq !== null) return entry.reversesSeq === openedSeq ? 'void' : null
  if (entry.memo.reservationNumber !== openedSeq) return null
  if (entry.kind === 'ledger.reservation-void') return 'void'
  if (entry.kind !== 'ledger.reservation-expired') return 'used'
  return entry.key === expiryKey(id) ? 'expired' : null
}

/** The key of the entry that releases a reservation when its time is over. */
export const expiryKey = (id: string): string => `ledger.reservation-expired ${id}`

const isAbout = (one: ProvenReservation, { entry }: Held): boolean =>
  entry.subjectKind === one.subjectKind && entry.subjectId === one.subjectId

const moved = ({ lines }: Held, book: string): number =>
  lines.find((line) => line.book === book && line.code === 'cash-reserved')?.amountFen ?? 0
