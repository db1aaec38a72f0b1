import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import {
  ask,
  place,
  places,
  prepared,
  type Reader,
  statement,
  type Transaction,
  tell,
} from '../../db/index.ts'
import { ledgerAccounts, ledgerBooks, ledgerEntries, ledgerPostings } from '../../db/tables/ledger.ts'
import { type Fen, fen } from '../money/fen.ts'
import type { AccountCode } from './chart.ts'
import type { AccountId, BookId, EntryId, Line } from './entry.ts'

/*
 * The way of every entry: one question, three statements. Each is built once for each number of lines.
 */

export type BookRow = typeof ledgerBooks.$inferSelect
export type AccountRow = Omit<typeof ledgerAccounts.$inferSelect, 'code'> & { readonly code: AccountCode }
export type EntryRow = typeof ledgerEntries.$inferSelect

export async function bookById(from: Reader, id: BookId): Promise<BookRow | null> {
  const [row] = await from.select().from(ledgerBooks).where(eq(ledgerBooks.id, id))
  return row ?? null
}

export async function bookByCode(from: Reader, code: string): Promise<BookRow | null> {
  const query = prepared(from, 'ledger_book_by_code', (reader, name) =>
    reader
      .select()
      .from(ledgerBooks)
      .where(eq(ledgerBooks.code, sql.placeholder('code')))
      .prepare(name),
  )
  const [row] = await query.execute({ code })
  return row ?? null
}

export async function addBook(tx: Transaction, row: BookRow): Promise<void> {
  await tx.insert(ledgerBooks).values(row)
}

export async function addAccounts(tx: Transaction, rows: readonly AccountRow[]): Promise<void> {
  await tx.insert(ledgerAccounts).values([...rows])
}

/** All accounts of a book, as rows; their order is the chart's business. */
export function accountsOf(from: Reader, bookId: BookId): Promise<AccountRow[]> {
  const query = prepared(from, 'ledger_accounts_of', (reader, name) =>
    reader
      .select()
      .from(ledgerAccounts)
      .where(eq(ledgerAccounts.bookId, sql.placeholder('bookId')))
      .prepare(name),
  )
  return query.execute({ bookId }) as Promise<AccountRow[]>
}

/** One lookup by a unique index, whatever the number of postings. */
export async function accountAt(from: Reader, bookId: BookId, code: AccountCode): Promise<AccountRow | null> {
  const query = prepared(from, 'ledger_account_at', (reader, name) =>
    reader
      .select()
      .from(ledgerAccounts)
      .where(
        and(
          eq(ledgerAccounts.bookId, sql.placeholder('bookId')),
          eq(ledgerAccounts.code, sql.placeholder('code')),
        ),
      )
      .prepare(name),
  )
  const [row] = await query.execute({ bookId, code })
  return (row as AccountRow | undefined) ?? null
}

/** What never changes of an account, and the name of its book. */
export type Place = Pick<AccountRow, 'id' | 'bookId' | 'code' | 'side' | 'floorFen'> & {
  readonly bookCode: string
}

const knownPlaces = new WeakMap<Transaction, Map<string, Place>>()

/**
 * The account of each line, where there is one. Each handle remembers those that it has met: accounts are never changed
 * and never deleted, and reading the same few with every entry would be a third of its work.
 */
async function placesOf(tx: Transaction, lines: readonly Line[]): Promise<(Place | undefined)[]> {
  const known = knownPlaces.get(tx) ?? new Map<string, Place>()
  knownPlaces.set(tx, known)
  const nameOf = (book: string, account: string) => `${book} ${account}`
  const isMissing = ({ book, account }: Line) => !known.has(nameOf(book, account))
  if (lines.some(isMissing)) {
    const books = [...new Set(lines.filter(isMissing).map(({ book }) => book))]
    for (const place of await placesIn(tx, books)) known.set(nameOf(place.bookId, place.code), place)
  }
  return lines.map(({ book, account }) => known.get(nameOf(book, account)))
}

const placesIn = (from: Reader, books: readonly BookId[]): Promise<Place[]> =>
  from
    .select({
      id: ledgerAccounts.id,
      bookId: ledgerAccounts.bookId,
      code: sql<AccountCode>`${ledgerAccounts.code}`,
      side: ledgerAccounts.side,
      floorFen: ledgerAccounts.floorFen,
      bookCode: ledgerBooks.code,
    })
    .from(ledgerAccounts)
    .innerJoin(ledgerBooks, eq(ledgerBooks.id, ledgerAccounts.bookId))
    .where(inArray(ledgerAccounts.bookId, [...books]))

/** What has to be known before an entry can be posted. */
export type Ground = {
  /** In the order of the lines; undefined where there is no such account. */
  readonly places: readonly (Place | undefined)[]
  readonly balances: ReadonlyMap<string, Fen>
  /** The entry that was posted under the key before. */
  readonly sameKeySeq: number | null
  readonly headSeq: number | null
  readonly headHash: string | null
}

/** The balances of some lines, the head of the chain and the entry of a key, in one question. */
export async function groundFor(tx: Transaction, lines: readonly Line[], key: string): Promise<Ground> {
  const found = await placesOf(tx, lines)
  const there = found.filter((one) => one !== undefined)
  const rows = await ask(tx, ground(tx, there.length), [...there, { key }])
  if (rows.length < there.length) {
    // An account was remembered whose opening was rolled back.
    knownPlaces.delete(tx)
    return groundFor(tx, lines, key)
  }
  const [, , sameKeySeq = null, headSeq = null, headHash = null] = rows[0] ?? []
  return {
    places: found,
    balances: new Map(rows.map(([id, balanceFen]) => [String(id), fen(Number(balanceFen))])),
    sameKeySeq: sameKeySeq === null ? null : Number(sameKeySeq),
    headSeq: headSeq === null ? null : Number(headSeq),
    headHash: headHash === null ? null : String(headHash),
  }
}

const ground = (tx: Transaction, count: number) =>
  statement(`ledger_ground_${count}`, () => {
    const newest = (column: typeof ledgerEntries.seq | typeof ledgerEntries.hash) =>
      sql`(select ${column} from ${ledgerEntries} order by ${ledgerEntries.seq} desc limit 1)`
    const ids = Array.from({ length: count }, (_, at) => place(at, 'id'))
    return tx
      .select({
        id: ledgerAccounts.id,
        balanceFen: ledgerAccounts.balanceFen,
        sameKeySeq: sql`(select ${ledgerEntries.seq} from ${ledgerEntries}
          where ${ledgerEntries.key} = ${place(count, 'key')})`,
        headSeq: newest(ledgerEntries.seq),
        headHash: newest(ledgerEntries.hash),
      })
      .from(ledgerAccounts)
      .where(inArray(ledgerAccounts.id, ids))
  })

export type PostingRow = typeof ledgerPostings.$inferSelect

/** By how much one account changes; `balanceFen` in the direction of its side. */
export type Change = {
  readonly accountId: AccountId
  readonly debitFen: Fen
  readonly creditFen: Fen
  readonly balanceFen: Fen
}

/**
 * An entry, its postings and all balances that they move: three statements, whatever the number of lines. Where a
 * balance would fall below its floor, the database refuses.
 */
export const addEntry = (
  tx: Transaction,
  entry: EntryRow,
  postings: readonly PostingRow[],
  changes: readonly Change[],
): Promise<void> =>
  tell(tx, [
    [entryInsert(tx, entry), [entry]],
    [postingsInsert(tx, postings.length), postings],
    [balancesUpdate(tx, changes.length), changes],
  ])

const entryInsert = (tx: Transaction, entry: EntryRow) =>
  statement('ledger_entry', () =>
    tx.insert(ledgerEntries).values(places(0, Object.keys(entry) as (keyof EntryRow)[])),
  )

const postingsInsert = (tx: Transaction, count: number) =>
  statement(`ledger_postings_${count}`, () =>
    tx
      .insert(ledgerPostings)
      .values(
        Array.from({ length: count }, (_, at) =>
          places(at, ['entrySeq', 'line', 'accountId', 'bookedOn', 'amountFen']),
        ),
      ),
  )

const balancesUpdate = (tx: Transaction, count: number) =>
  statement(`ledger_balances_${count}`, () => {
    const amount = (at: number, column: keyof Change) => sql`cast(${place(at, column)} as bigint)`
    const lines = Array.from(
      { length: count },
      (_, at) =>
        sql`(cast(${place(at, 'accountId')} as text), ${amount(at, 'debitFen')}, ${amount(at, 'creditFen')}, ${amount(at, 'balanceFen')})`,
    )
    return tx
      .update(ledgerAccounts)
      .set({
        debitFen: sql`${ledgerAccounts.debitFen} + change.column2`,
        creditFen: sql`${ledgerAccounts.creditFen} + change.column3`,
        balanceFen: sql`${ledgerAccounts.balanceFen} + change.column4`,
        postings: sql`${ledgerAccounts.postings} + 1`,
      })
      .from(sql`(values ${sql.join(lines, sql`, `)}) as change`)
      .where(sql`${ledgerAccounts.id} = change.column1`)
  })

export async function entryBySeq(from: Reader, seq: number): Promise<EntryRow | null> {
  const [row] = await from.select().from(ledgerEntries).where(eq(ledgerEntries.seq, seq))
  return row ?? null
}

export async function entryById(from: Reader, id: EntryId): Promise<EntryRow | null> {
  const [row] = await from.select().from(ledgerEntries).where(eq(ledgerEntries.id, id))
  return row ?? null
}

/** The entry that was posted under a key. */
export async function entryUnder(from: Reader, key: string): Promise<EntryRow | null> {
  const [row] = await from.select().from(ledgerEntries).where(eq(ledgerEntries.key, key))
  return row ?? null
}

/** The entry that undid this one; null while it stands. */
export async function reversalOf(from: Reader, seq: number): Promise<EntryRow | null> {
  const [row] = await from.select().from(ledgerEntries).where(eq(ledgerEntries.reversesSeq, seq))
  return row ?? null
}

/** What entries say about one case, oldest first. */
export const entriesAbout = (from: Reader, subject: { kind: string; id: string }): Promise<EntryRow[]> =>
  from
    .select()
    .from(ledgerEntries)
    .where(and(eq(ledgerEntries.subjectKind, subject.kind), eq(ledgerEntries.subjectId, subject.id)))
    .orderBy(asc(ledgerEntries.seq))

export async function headOf(from: Reader): Promise<Pick<EntryRow, 'seq' | 'hash'> | null> {
  const [row] = await from
    .select({ seq: ledgerEntries.seq, hash: ledgerEntries.hash })
    .from(ledgerEntries)
    .orderBy(desc(ledgerEntries.seq))
    .limit(1)
  return row ?? null
}

/** The postings of one entry with the names of their accounts, as they were written. */
export const postingsOf = (from: Reader, seq: number) =>
  from
    .select({
      line: ledgerPostings.line,
      accountId: ledgerPostings.accountId,
      amountFen: ledgerPostings.amountFen,
      account: sql<AccountCode>`${ledgerAccounts.code}`,
      bookId: ledgerBooks.id,
      book: ledgerBooks.code,
    })
    .from(ledgerPostings)
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerPostings.accountId))
    .innerJoin(ledgerBooks, eq(ledgerBooks.id, ledgerAccounts.bookId))
    .where(eq(ledgerPostings.entrySeq, seq))
    .orderBy(asc(ledgerPostings.line))
