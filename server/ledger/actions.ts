import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { write } from '../audit/index.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import { noFen } from '../money/fen.ts'
import { assert, present } from '../platform/assert.ts'
import { newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { type LedgerParts, type Posted, writeEntry } from './actions-entry.ts'
import { withFreed } from './actions-posting.ts'
import { type BookKind, chartOf } from './chart.ts'
import { type EntryDraft, type EntryId, mirrored } from './entry.ts'
import * as rows from './rows.ts'
import { changeReservation, type ReservationRow, reservationOfEntry } from './rows-reservations.ts'

export type BookDraft = {
  /** Short and stable; the hashes of all its entries name it. */
  readonly code: string
  readonly kind: BookKind
  readonly name: { readonly zh: string; readonly en: string }
  readonly institutionId: InstitutionId | null
  readonly region: string
}

/**
 * Opens a book with the accounts of its chart. Opening it again adds the accounts that the chart has gained since, and
 * changes nothing else. Refuses: `book-of-other-kind`.
 */
export async function openBook(
  tx: Transaction,
  by: By,
  { code, kind, name, institutionId, region }: BookDraft,
): Promise<Outcome<{ book: rows.BookRow }>> {
  assert(/^[a-z][a-z0-9-]{1,59}$/.test(code), `not the code of a book: ${code}`)
  const known = await rows.bookByCode(tx, code)
  if (known && known.kind !== kind) return refuse('book-of-other-kind', { field: 'kind' })
  const book = known ?? {
    ...{ id: newId<'book'>(), code, kind, name, institutionId, region, openedAt: by.at },
  }
  if (!known) {
    await rows.addBook(tx, book)
    await write(tx, by, {
      happening: 'ledger.book-opened',
      subject: { kind: 'book', id: book.id },
      details: { code, kind },
    })
  }
  const there = new Set((await rows.accountsOf(tx, book.id)).map((account) => account.code))
  const missing = chartOf[kind].filter((line) => !there.has(line.code))
  if (missing.length)
    await rows.addAccounts(
      tx,
      missing.map((line) => ({
        ...{ id: newId<'account'>(), bookId: book.id, ...line, openedAt: by.at },
        ...{ debitFen: noFen, creditFen: noFen, balanceFen: noFen, postings: 0 },
      })),
    )
  return done({ book })
}

/** Adds to a book what the chart of its kind has gained since it was opened. */
export async function addAccounts(tx: Transaction, by: By, id: rows.BookRow['id']): Promise<void> {
  const book = present(await rows.bookById(tx, id), 'the book of an account')
  const opened = await openBook(tx, by, book)
  assert(opened.ok, 'a book is opened again as what it is')
}

export type Reversal = { readonly entry: EntryId; readonly key: string; readonly why: string }

/**
 * Undoes an entry by its mirror, once, and links the two. What the entry did to a reservation is undone as well: a
 * used or given up one is open again, one that was made is void.
 *
 * Refuses: `reason-missing`, `reversal-of-reversal`, `already-reversed`, `reservation-closed` for making one that
 * has been used, given up or released since, `expiry-stands`, and what `writeEntry` refuses; `pool-short` where the
 * money is gone.
 */
export async function reverse(
  tx: Transaction,
  by: By,
  parts: LedgerParts,
  { entry: id, key, why }: Reversal,
): Promise<Outcome<Posted>> {
  if (why.trim() === '') return refuse('reason-missing', { field: 'why' })
  const entry = present(await rows.entryById(tx, id), 'the entry to be reversed')
  if (entry.reversesSeq !== null) return refuse('reversal-of-reversal')
  const before = await rows.reversalOf(tx, entry.seq)
  if (before && before.key !== key) return refuse('already-reversed')
  const reservation = before ? null : await reservationOfEntry(tx, entry.seq)
  const undone = reservation ? undoing(reservation, entry.seq) : null
  if (undone && !undone.ok) return undone
  const lines = (await rows.postingsOf(tx, entry.seq)).map(({ bookId: book, account, amountFen: fen }) => ({
    ...{ book, account, fen },
  }))
  const draft: EntryDraft = {
    ...{ key, why, kind: 'ledger.reversed', on: before?.bookedOn ?? by.today, lines: mirrored(lines) },
    subject: { kind: entry.subjectKind, id: entry.subjectId },
    memo: { number: entry.seq },
  }
  const posted = await withFreed(tx, by, parts, draft, () => writeEntry(tx, by, parts, draft, entry.seq))
  if (!posted.ok || !posted.fresh) return posted
  if (reservation && undone) {
    const closedSeq = undone.state === 'open' ? null : posted.entry.seq
    await changeReservation(tx, reservation.id, { state: undone.state, closedSeq })
  }
  await write(tx, by, {
    happening: 'ledger.reversed',
    subject: { kind: 'entry', id: entry.id },
    why,
    details: { entry: entry.seq, reversal: posted.entry.seq },
  })
  return posted
}

/** Where a reservation stands once the entry that opened or closed it is undone. */
function undoing(reservation: ReservationRow, seq: number): Outcome<{ state: 'open' | 'void' }> {
  if (reservation.openedSeq === seq)
    return reservation.state === 'open' ? done({ state: 'void' }) : refuse('reservation-closed')
  return reservation.state === 'expired' ? refuse('expiry-stands') : done({ state: 'open' })
}
