import { and, asc, eq, inArray, lt, or } from 'drizzle-orm'
import { type Reader, sumFen, type Transaction } from '../../db/index.ts'
import { ledgerReservations } from '../../db/tables/ledger.ts'
import type { Day } from '../money/day.ts'
import { type Fen, noFen } from '../money/fen.ts'
import type { BookId, ReservationId } from './entry.ts'

export type ReservationRow = typeof ledgerReservations.$inferSelect

export async function addReservation(tx: Transaction, row: ReservationRow): Promise<void> {
  await tx.insert(ledgerReservations).values(row)
}

export async function reservationById(from: Reader, id: ReservationId): Promise<ReservationRow | null> {
  const [row] = await from.select().from(ledgerReservations).where(eq(ledgerReservations.id, id))
  return row ?? null
}

/** The reservation that an entry opened or closed; null for entries about anything else. */
export async function reservationOfEntry(from: Reader, seq: number): Promise<ReservationRow | null> {
  const [row] = await from
    .select()
    .from(ledgerReservations)
    .where(or(eq(ledgerReservations.openedSeq, seq), eq(ledgerReservations.closedSeq, seq)))
  return row ?? null
}

export async function changeReservation(
  tx: Transaction,
  id: ReservationId,
  changes: Pick<ReservationRow, 'state' | 'closedSeq'>,
): Promise<void> {
  await tx.update(ledgerReservations).set(changes).where(eq(ledgerReservations.id, id))
}

/** Open reservations past their last day, of some books or of all. */
export const expiredReservations = (
  from: Reader,
  today: Day,
  books: readonly BookId[] | null,
  count: number,
): Promise<ReservationRow[]> =>
  from
    .select()
    .from(ledgerReservations)
    .where(
      and(
        eq(ledgerReservations.state, 'open'),
        lt(ledgerReservations.expiresOn, today),
        books ? inArray(ledgerReservations.bookId, [...books]) : undefined,
      ),
    )
    .orderBy(asc(ledgerReservations.openedSeq))
    .limit(count)

/** What a book's reservations that are past their last day still hold. */
export async function expiredFen(from: Reader, bookId: BookId, today: Day): Promise<Fen> {
  const [row] = await from
    .select({ heldFen: sumFen(ledgerReservations.amountFen) })
    .from(ledgerReservations)
    .where(
      and(
        eq(ledgerReservations.bookId, bookId),
        eq(ledgerReservations.state, 'open'),
        lt(ledgerReservations.expiresOn, today),
      ),
    )
  return row?.heldFen ?? noFen
}

/** A case's reservations, oldest first. */
export const reservationsAbout = (
  from: Reader,
  subject: { readonly kind: string; readonly id: string },
): Promise<ReservationRow[]> =>
  from
    .select()
    .from(ledgerReservations)
    .where(
      and(eq(ledgerReservations.subjectKind, subject.kind), eq(ledgerReservations.subjectId, subject.id)),
    )
    .orderBy(asc(ledgerReservations.openedSeq))
