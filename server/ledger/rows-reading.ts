import { and, asc, eq, gte, inArray, lt, lte, sql } from 'drizzle-orm'
import { type Reader, startsWith } from '../../db/index.ts'
import { ledgerAccounts, ledgerBooks, ledgerEntries, ledgerPostings } from '../../db/tables/ledger.ts'
import type { Day } from '../money/day.ts'
import { type Fen, fen } from '../money/fen.ts'
import type { Instant } from '../platform/clock.ts'
import type { Id } from '../platform/ids.ts'
import type { AccountId, BookId } from './entry.ts'
import type { AccountRow, BookRow } from './rows.ts'

/** Whose books: those of an institution, or of a region and what lies in it. */
export type Whose = { readonly institutionId: Id<'institution'> } | { readonly region: string }

/** Books by their codes; a platform has a few dozen of them. */
export const listBooks = (from: Reader, whose: Whose): Promise<BookRow[]> =>
  from
    .select()
    .from(ledgerBooks)
    .where(
      'institutionId' in whose
        ? eq(ledgerBooks.institutionId, whose.institutionId)
        : startsWith(ledgerBooks.region, whose.region),
    )
    .orderBy(asc(ledgerBooks.kind), asc(ledgerBooks.code))

/** The accounts of several books at once. */
export const accountsOfAll = async (from: Reader, bookIds: readonly BookId[]): Promise<AccountRow[]> =>
  bookIds.length
    ? ((await from
        .select()
        .from(ledgerAccounts)
        .where(inArray(ledgerAccounts.bookId, [...bookIds]))) as AccountRow[])
    : []

export async function accountById(from: Reader, id: AccountId): Promise<AccountRow | null> {
  const [row] = await from.select().from(ledgerAccounts).where(eq(ledgerAccounts.id, id))
  return (row as AccountRow | undefined) ?? null
}

/** Sums of an account's postings: debit, credit, and how many there are. */
export type Turnover = { readonly debitFen: Fen; readonly creditFen: Fen }

const debitSum = () =>
  sql<Fen>`coalesce(sum(case when ${ledgerPostings.amountFen} > 0 then ${ledgerPostings.amountFen} else 0 end), 0)`.mapWith(
    (value: string | number) => fen(Number(value)),
  )
const creditSum = () =>
  sql<Fen>`coalesce(sum(case when ${ledgerPostings.amountFen} < 0 then -${ledgerPostings.amountFen} else 0 end), 0)`.mapWith(
    (value: string | number) => fen(Number(value)),
  )

/** Days that bound a sum: from one on, up to and with one, or up to one and without it. */
export type Bounds = { readonly since?: Day; readonly until?: Day; readonly before?: Day }

/** What the entries alone say of an account, within some days. */
export async function turnoverOf(
  from: Reader,
  accountId: AccountId,
  { since, until, before }: Bounds,
): Promise<Turnover> {
  const [row] = await from
    .select({ debitFen: debitSum(), creditFen: creditSum() })
    .from(ledgerPostings)
    .where(
      and(
        eq(ledgerPostings.accountId, accountId),
        since ? gte(ledgerPostings.bookedOn, since) : undefined,
        until ? lte(ledgerPostings.bookedOn, until) : undefined,
        before ? lt(ledgerPostings.bookedOn, before) : undefined,
      ),
    )
  return row ?? { debitFen: fen(0), creditFen: fen(0) }
}

/** The same of what was written down at or after a moment. */
export async function lateTurnoverOf(
  from: Reader,
  accountId: AccountId,
  { since, until }: { readonly since: Day; readonly until: Day },
  at: Instant,
): Promise<Turnover> {
  const [row] = await from
    .select({ debitFen: debitSum(), creditFen: creditSum() })
    .from(ledgerPostings)
    .innerJoin(ledgerEntries, eq(ledgerEntries.seq, ledgerPostings.entrySeq))
    .where(
      and(
        eq(ledgerPostings.accountId, accountId),
        gte(ledgerPostings.bookedOn, since),
        lte(ledgerPostings.bookedOn, until),
        gte(ledgerEntries.postedAt, at),
      ),
    )
  return row ?? { debitFen: fen(0), creditFen: fen(0) }
}

/** The same for every account of a book, up to and with a day. */
export const turnoversOn = (from: Reader, bookId: BookId, on: Day) =>
  from
    .select({ accountId: ledgerPostings.accountId, debitFen: debitSum(), creditFen: creditSum() })
    .from(ledgerPostings)
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerPostings.accountId))
    .where(and(eq(ledgerAccounts.bookId, bookId), lte(ledgerPostings.bookedOn, on)))
    .groupBy(ledgerPostings.accountId)

/** A stretch of an account's postings in the order of their days, then of their numbers. */
export type Stretch = {
  readonly accountId: AccountId
  readonly since: Day
  readonly until: Day
  readonly limit: number
  readonly offset: number
}

const inStretch = ({ accountId, since, until }: Stretch) =>
  and(
    eq(ledgerPostings.accountId, accountId),
    gte(ledgerPostings.bookedOn, since),
    lte(ledgerPostings.bookedOn, until),
  )

export const postingsIn = (from: Reader, stretch: Stretch) =>
  from
    .select({
      amountFen: ledgerPostings.amountFen,
      bookedOn: ledgerPostings.bookedOn,
      seq: ledgerEntries.seq,
      id: ledgerEntries.id,
      kind: ledgerEntries.kind,
      memo: ledgerEntries.memo,
      why: ledgerEntries.why,
      actor: ledgerEntries.actor,
      postedAt: ledgerEntries.postedAt,
      reversesSeq: ledgerEntries.reversesSeq,
    })
    .from(ledgerPostings)
    .innerJoin(ledgerEntries, eq(ledgerEntries.seq, ledgerPostings.entrySeq))
    .where(inStretch(stretch))
    .orderBy(asc(ledgerPostings.bookedOn), asc(ledgerPostings.entrySeq))
    .limit(stretch.limit)
    .offset(stretch.offset)
export type StatementRow = Awaited<ReturnType<typeof postingsIn>>[number]

/** The sum of what stands before a page of a statement, so that each of its lines can say where it leads. */
export async function sumBefore(from: Reader, stretch: Stretch): Promise<Fen> {
  if (stretch.offset === 0) return fen(0)
  const before = from
    .select({ amountFen: ledgerPostings.amountFen })
    .from(ledgerPostings)
    .where(inStretch(stretch))
    .orderBy(asc(ledgerPostings.bookedOn), asc(ledgerPostings.entrySeq))
    .limit(stretch.offset)
    .as('before')
  const [row] = await from
    .select({ sum: sql<Fen>`coalesce(sum(${before.amountFen}), 0)`.mapWith((value) => fen(Number(value))) })
    .from(before)
  return row?.sum ?? fen(0)
}
