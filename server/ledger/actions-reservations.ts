import type { Reader, Transaction } from '../../db/index.ts'
import { type By, byPlatform } from '../accounts/by.ts'
import type { Day } from '../money/day.ts'
import { type Fen, fen, isFen, minus, plus } from '../money/fen.ts'
import type { Parts } from '../parts.ts'
import { assert, present } from '../platform/assert.ts'
import { newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { Values } from '../platform/web/words.ts'
import { untilNone } from '../platform/work/slices.ts'
import { type LedgerParts, type Posted, writeEntry } from './actions-entry.ts'
import { type BookId, credit, debit, type EntryDraft, type Line, type ReservationId } from './entry.ts'
import { expiryKey } from './proof-reservations.ts'
import { isExpired, type ReservationState, reservationMoves } from './reservation.ts'
import { accountAt, entryUnder } from './rows.ts'
import * as rows from './rows-reservations.ts'

export type ReservationDraft = {
  readonly key: string
  readonly book: BookId
  readonly amountFen: Fen
  readonly subject: EntryDraft['subject']
  /** The last day on which it can be used. */
  readonly expiresOn: Day
  readonly memo?: Values
}

export type Reserved = Posted & { readonly reservation: rows.ReservationRow }

/**
 * Sets money of a pool aside for one case: from free to reserved, until the last day. Reservations of the pool that
 * have run out are released first, so that none of them stands in the way.
 * Refuses: `not-positive`, `expires-too-soon`, and what `writeEntry` refuses; `pool-short` among it.
 */
export async function reserve(
  tx: Transaction,
  by: By,
  parts: LedgerParts,
  { key, book, amountFen, subject, expiresOn, memo = {} }: ReservationDraft,
): Promise<Outcome<Reserved>> {
  if (!isFen(amountFen) || amountFen <= 0) return refuse('not-positive', { field: 'amountFen' })
  // Asked again on a later day, it is still the same request.
  const before = await entryUnder(tx, key)
  if (!before && expiresOn < by.today) return refuse('expires-too-soon', { field: 'expiresOn' })
  while ((await releaseExpired(tx, by, parts, [book])) === batch);
  const on = before?.bookedOn ?? by.today
  const written = await writeEntry(tx, by, parts, {
    ...{ key, subject, on, kind: 'ledger.reserved', memo: { ...memo, expiresOn } },
    lines: [debit(book, 'cash-reserved', amountFen), credit(book, 'cash-free', amountFen)],
  })
  if (!written.ok) return written
  const { entry, fresh } = written
  if (!fresh) {
    const before = await rows.reservationOfEntry(tx, entry.seq)
    return done({ entry, fresh, reservation: present(before, 'the reservation of its entry') })
  }
  const reservation: rows.ReservationRow = {
    ...{ id: newId<'reservation'>(), bookId: book, amountFen, expiresOn, state: 'open' },
    ...{ subjectKind: subject.kind, subjectId: subject.id, openedSeq: entry.seq, closedSeq: null },
  }
  await rows.addReservation(tx, reservation)
  return done({ entry, fresh, reservation })
}

/** What reserved money is used for; `lines` say where it goes, and nothing of the pool's own cash. */
export type Use = Omit<EntryDraft, 'subject'> & { readonly reservation: ReservationId }

/**
 * Pays reserved money out: the lines take what they need of it, the rest is free again, and the reservation is used.
 * Refuses: `reservation-closed`, `reservation-expired`, `cash-line`, `over-reservation`, and what `writeEntry` refuses.
 */
export async function useReservation(
  tx: Transaction,
  by: By,
  parts: LedgerParts,
  { reservation: id, ...use }: Use,
): Promise<Outcome<Reserved>> {
  const reservation = present(await rows.reservationById(tx, id), 'the reservation of a use')
  const { bookId: book, amountFen } = reservation
  const own = use.lines.filter((line) => line.book === book)
  // What another pool has reserved is not this one's to move either.
  const isCash = ({ book: whose, account }: Line) =>
    account === 'cash-reserved' || (account === 'cash-free' && whose === book)
  if (use.lines.some(isCash)) return refuse('cash-line', { field: 'lines' })
  if (!own.every((line) => isFen(line.fen))) return refuse('entry-line-wrong', { field: 'lines' })
  const usedFen = own.reduce((sum, line) => sum + line.fen, 0)
  if (usedFen <= 0) return refuse('not-positive', { field: 'lines' })
  if (usedFen > amountFen) return refuse('over-reservation', { field: 'lines' })
  const restFen = minus(amountFen, fen(usedFen))
  const draft = {
    ...use,
    subject: subjectOf(reservation),
    lines: [
      ...use.lines,
      credit(book, 'cash-reserved', amountFen),
      ...(restFen > 0 ? [debit(book, 'cash-free', restFen)] : []),
    ],
  }
  return closed(tx, by, parts, reservation, 'used', draft)
}

/**
 * Gives reserved money free again, since its case came to nothing.
 * Refuses: `reason-missing`, `reservation-closed`, and what `writeEntry` refuses. One that has run out may be given up.
 */
export async function voidReservation(
  tx: Transaction,
  by: By,
  parts: LedgerParts,
  { reservation: id, key, why }: { reservation: ReservationId; key: string; why: string },
): Promise<Outcome<Reserved>> {
  if (why.trim() === '') return refuse('reason-missing', { field: 'why' })
  const reservation = present(await rows.reservationById(tx, id), 'the reservation to be given up')
  return closed(tx, by, parts, reservation, 'void', { ...released(reservation, 'void', by), key, why })
}

const subjectOf = ({ subjectKind, subjectId }: rows.ReservationRow) => ({ kind: subjectKind, id: subjectId })

/** The entry by which all of a reservation is free again. */
function released(
  reservation: rows.ReservationRow,
  how: 'void' | 'expired',
  by: By,
): Omit<EntryDraft, 'key'> {
  const { bookId: book, amountFen, expiresOn } = reservation
  return {
    ...{ kind: `ledger.reservation-${how}`, subject: subjectOf(reservation), on: by.today },
    memo: { expiresOn },
    lines: [debit(book, 'cash-free', amountFen), credit(book, 'cash-reserved', amountFen)],
  }
}

/** Writes the entry that ends a reservation. A repeated request finds it ended, and is answered as the first was. */
async function closed(
  tx: Transaction,
  by: By,
  parts: LedgerParts,
  reservation: rows.ReservationRow,
  to: 'used' | 'void' | 'expired',
  draft: EntryDraft,
): Promise<Outcome<Reserved>> {
  const before = await entryUnder(tx, draft.key)
  const refused = before ? null : whyNot(reservation, to, by.today)
  if (refused) return refuse(refused)
  const on = to === 'used' ? draft.on : (before?.bookedOn ?? draft.on)
  // Sealed with the entry: which reservation it ended, where two of one case are alike.
  const memo = { ...draft.memo, reservationNumber: reservation.openedSeq }
  const written = await writeEntry(tx, by, parts, { ...draft, on, memo })
  if (!written.ok) return written
  const { entry, fresh } = written
  if (!fresh) return done({ entry, fresh, reservation })
  const changes = { state: to, closedSeq: entry.seq }
  await rows.changeReservation(tx, reservation.id, changes)
  return done({ entry, fresh, reservation: { ...reservation, ...changes } })
}

function whyNot(
  reservation: rows.ReservationRow,
  to: ReservationState,
  today: Day,
): 'reservation-closed' | 'reservation-expired' | null {
  const moves: readonly ReservationState[] = reservationMoves[reservation.state]
  if (reservation.state !== 'open' || !moves.includes(to)) return 'reservation-closed'
  return to === 'used' && isExpired(reservation, today) ? 'reservation-expired' : null
}

const batch = 100

/**
 * Frees what reservations past their last day still hold, and says how many there were. The clock decided that, so the
 * entries name the platform, whoever's request came by. Nothing here can be refused: the money stands reserved.
 */
export async function releaseExpired(
  tx: Transaction,
  by: By,
  parts: LedgerParts,
  books: readonly BookId[] | null,
): Promise<number> {
  const due = await rows.expiredReservations(tx, by.today, books, batch)
  const platform = byPlatform(by.at, by.today)
  for (const reservation of due) {
    const draft = { ...released(reservation, 'expired', platform), key: expiryKey(reservation.id) }
    const freed = await closed(tx, platform, parts, reservation, 'expired', draft)
    assert(freed.ok && freed.fresh, `a reservation that has run out is released: ${reservation.id}`)
  }
  return due.length
}

/** The nightly job: in small transactions, so that nobody waits long. Says how many were released. */
export async function expireReservations({ store, ...parts }: Parts, by: By): Promise<number> {
  return untilNone(store, (tx) => releaseExpired(tx, by, parts, null))
}

/** What a pool can pay today: its free money, and what reservations past their last day hold until they are released. */
export async function freeMoney(from: Reader, book: BookId, today: Day): Promise<Fen> {
  const account = present(await accountAt(from, book, 'cash-free'), 'the cash of a pool')
  return plus(account.balanceFen, await rows.expiredFen(from, book, today))
}
