import { gt } from 'drizzle-orm'
import { dialect, type Store } from '../../db/index.ts'
import { ledgerEntries, ledgerPostings } from '../../db/tables/ledger.ts'
import type { By } from '../../server/accounts/index.ts'
import { type BookId, credit, debit, type LedgerParts, post } from '../../server/ledger/index.ts'
import { fen } from '../../server/money/fen.ts'
import { assert } from '../../server/platform/assert.ts'

/* Entries of three postings: posted as rooms post them, and as bare rows through the driver alone. */

type Ledger = { readonly store: Store; readonly parts: LedgerParts; readonly by: By; readonly book: BookId }

let posted = 0

/** An advance comes back with its fee; one entry a transaction, each key used once. */
export async function postEntries({ store, parts, by, book }: Ledger, count: number): Promise<number> {
  const started = performance.now()
  for (let made = 0; made < count; made += 1) {
    posted += 1
    const draft = {
      key: `bench ${posted}`,
      kind: 'ledger.capital-paid-in',
      subject: { kind: 'institution', id: `case ${posted % 1000}` },
      on: by.today,
      memo: { funder: 'bench', amountFen: 100_000 + posted },
      lines: [
        debit(book, 'cash-free', fen(100_000 + posted)),
        credit(book, 'funders-capital', fen(100_000)),
        credit(book, 'fee-income', fen(posted)),
      ],
    }
    const outcome = await store.transact((tx) => post(tx, by, parts, draft))
    assert(outcome.ok && outcome.fresh, 'an entry of the benchmark is posted')
  }
  return count / ((performance.now() - started) / 1000)
}

/** The rows of the entries after a number as they stand in a ledger, to be written somewhere else. */
export async function rowsOf(store: Store, after: number) {
  const entries = await store.read
    .select()
    .from(ledgerEntries)
    .where(gt(ledgerEntries.seq, after))
    .orderBy(ledgerEntries.seq)
  const postings = await store.read
    .select()
    .from(ledgerPostings)
    .where(gt(ledgerPostings.entrySeq, after))
    .orderBy(ledgerPostings.entrySeq, ledgerPostings.line)
  const lines = new Map<number, unknown[][]>()
  for (const line of postings)
    lines.set(line.entrySeq, [...(lines.get(line.entrySeq) ?? []), Object.values(line)])
  return entries.map((entry) => ({
    entry: Object.values({ ...entry, memo: JSON.stringify(entry.memo) }),
    postings: lines.get(entry.seq) ?? [],
  }))
}
export type BareEntry = Awaited<ReturnType<typeof rowsOf>>[number]

const entryColumns = `seq, id, booked_on, posted_at, kind, memo, why, subject_kind, subject_id, person_id, actor,
  idempotency_key, fingerprint, reverses_seq, previous_hash, hash`
const postingColumns = 'entry_seq, line, account_id, booked_on, amount_fen'

/** Writes rows through the driver, four inserts and a commit each; made for a database without the ledger's triggers. */
export type Bare = { write(rows: readonly BareEntry[]): Promise<number>; close(): Promise<void> }

export const openBare = (url: string): Promise<Bare> =>
  dialect === 'postgresql' ? bareOnPostgresql(url) : bareOnSqlite(url)

async function bareOnSqlite(url: string): Promise<Bare> {
  const { default: Driver } = await import('better-sqlite3')
  const file = new Driver(url.replace(/^file:/, ''))
  file.pragma('journal_mode = WAL')
  file.pragma('synchronous = FULL')
  file.pragma('foreign_keys = ON')
  const addEntry = file.prepare(`insert into ledger_entries (${entryColumns}) values (${'?, '.repeat(15)}?)`)
  const addPosting = file.prepare(`insert into ledger_postings (${postingColumns}) values (?, ?, ?, ?, ?)`)
  const [begin, commit] = [file.prepare('begin immediate'), file.prepare('commit')]
  return {
    write: async (rows) => {
      const started = performance.now()
      for (const { entry, postings } of rows) {
        begin.run()
        addEntry.run(entry)
        for (const posting of postings) addPosting.run(posting)
        commit.run()
      }
      return rows.length / ((performance.now() - started) / 1000)
    },
    close: async () => void file.close(),
  }
}

async function bareOnPostgresql(url: string): Promise<Bare> {
  const { Client } = await import('pg')
  const client = new Client({ connectionString: url })
  await client.connect()
  const places = (count: number, from = 1) =>
    `(${Array.from({ length: count }, (_, at) => `$${from + at}`).join(', ')})`
  const addEntry = {
    name: 'bare_entry',
    text: `insert into ledger_entries (${entryColumns}) values ${places(16)}`,
  }
  // Three postings in one statement, which is the quickest way over the wire.
  const addPostings = {
    name: 'bare_postings',
    text: `insert into ledger_postings (${postingColumns}) values ${[0, 1, 2].map((at) => places(5, at * 5 + 1)).join(', ')}`,
  }
  return {
    write: async (rows) => {
      const started = performance.now()
      for (const { entry, postings } of rows) {
        await client.query('begin')
        await client.query({ ...addEntry, values: entry })
        await client.query({ ...addPostings, values: postings.flat() })
        await client.query('commit')
      }
      return rows.length / ((performance.now() - started) / 1000)
    },
    close: () => client.end(),
  }
}
