import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { databaseUrl, dialect, openStore, type Store } from '../../db/index.ts'
import { ledgerAccounts, ledgerBooks } from '../../db/tables/ledger.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { readConfig } from '../../server/config.ts'
import { balance, openBook, statement, trialBalance, verifyLedger } from '../../server/ledger/index.ts'
import { plusDays } from '../../server/money/day.ts'
import { assert, present } from '../../server/platform/assert.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { disarm, rawOf } from '../support/raw.ts'
import { openBare, postEntries, rowsOf } from './ledger-entries.ts'
import { fillLedger } from './ledger-fill.ts'

/*
 * The ledger: entries of three postings against the same rows inserted bare, and what is asked of a short ledger against
 * a long one; in one run, round by round in turn. Started by `run.ts` with the database in DATABASE_URL.
 *
 *   npm run bench -- ledger
 *   npm run bench -- ledger --postgresql
 *   npm run bench -- ledger --rounds=5 --entries=200 --postings=100000
 */

const option = (name: string, usual: number) =>
  Number(process.argv.find((word) => word.startsWith(`--${name}=`))?.split('=')[1] ?? usual)
const rounds = option('rounds', 25)
const entryCount = option('entries', 400)
const postingCount = option('postings', 1_000_000)
const shortCount = 10_000
const say = (line = '') => process.stdout.write(`${line}\n`)
const figure = (value: number, decimals = 0): string =>
  value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
const at = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * part)] ?? Number.NaN

const folder = mkdtempSync(join(tmpdir(), 'rongqiao-ledger-'))
const parts = { config: readConfig() }
const by = byPlatform(systemClock.now(), systemClock.today())

/** An empty database of this run, with its tables. */
async function freshStore(name: string): Promise<{ url: string; store: Store }> {
  let url = `file:${join(folder, `${name}.db`)}`
  if (dialect === 'postgresql') {
    const { Client } = await import('pg')
    const admin = new Client({ connectionString: databaseUrl })
    await admin.connect()
    await admin.query(`create database bench_${name}`)
    await admin.end()
    url = Object.assign(new URL(databaseUrl), { pathname: `/bench_${name}` }).toString()
  }
  const store = await openStore(url)
  await store.migrate()
  return { url, store }
}

async function opened(name: string) {
  const { url, store } = await freshStore(name)
  const draft = { code: 'bench', kind: 'bridge-pool', name: { zh: 'bench', en: 'bench' } } as const
  const outcome = await store.transact((tx) =>
    openBook(tx, by, { ...draft, institutionId: null, region: '3406' }),
  )
  assert(outcome.ok, 'a book opens')
  return { url, store, parts, by, book: outcome.book.id }
}

/** The same tables, indexes and keys, with the same book, and without the triggers of the ledger. */
async function bareCopyOf(store: Store): Promise<string> {
  const bare = await freshStore('bare')
  const books = await store.read.select().from(ledgerBooks)
  const accounts = await store.read.select().from(ledgerAccounts)
  await bare.store.transact(async (tx) => {
    await tx.insert(ledgerBooks).values(books)
    await tx.insert(ledgerAccounts).values(accounts)
  })
  const raw = await rawOf(bare.store)
  await disarm(raw, bare.store, ['ledger_entries', 'ledger_postings'], 'user')
  await raw.close()
  await bare.store.close()
  return bare.url
}

async function posting(): Promise<void> {
  const ours = await opened('ours')
  const bare = await openBare(await bareCopyOf(ours.store))
  let done = 0
  const turn = async () => {
    const posted = await postEntries(ours, entryCount)
    const rows = await rowsOf(ours.store, done)
    done += entryCount
    return { posted, written: await bare.write(rows) }
  }
  // The first rounds find programs and plans cold.
  for (let round = 0; round < 4; round += 1) await turn()
  const turns: Awaited<ReturnType<typeof turn>>[] = []
  for (let round = 0; round < rounds; round += 1) turns.push(await turn())
  const { fault } = await verifyLedger(ours.store.read, parts)
  assert(fault === null, 'what was measured is sound')
  await bare.close()
  await ours.store.close()
  const ratios = turns.map(({ posted, written }) => posted / written)
  say(`| entries of three postings | a second, median | 10 % to 90 % of the rounds |`)
  say('|---|---:|---:|')
  for (const [name, key] of [
    ['bare rows, four inserts and a commit', 'written'],
    ['posted', 'posted'],
  ] as const) {
    const values = turns.map((one) => one[key])
    say(`| ${name} | ${figure(at(values, 0.5))} | ${figure(at(values, 0.1))} to ${figure(at(values, 0.9))} |`)
  }
  say(
    `| **ratio** | **${figure(at(ratios, 0.5), 2)}** | ${figure(at(ratios, 0.1), 2)} to ${figure(at(ratios, 0.9), 2)} |`,
  )
  say()
}

type Book = Awaited<ReturnType<typeof opened>>

const asked: readonly (readonly [string, number, (book: Book) => Promise<unknown>])[] = [
  ['balance', 40, ({ store, book }) => balance(store.read, book, 'cash-free')],
  ['trial balance', 40, ({ store, book }) => trialBalance(store.read, { id: book, kind: 'bridge-pool' })],
]

/** Microseconds of one question, both ledgers by turns. */
async function asking(short: Book, long: Book): Promise<void> {
  say(`| question | ${figure(shortCount)} postings, µs | ${figure(postingCount)} postings, µs | ratio |`)
  say('|---|---:|---:|---:|')
  for (const [name, calls, ask] of asked) {
    const measured: { short: number[]; long: number[] } = { short: [], long: [] }
    const [cold, warm] = [20, rounds * 10]
    for (let round = 0; round < cold + warm; round += 1)
      for (const [which, book] of [
        ['short', short],
        ['long', long],
      ] as const) {
        const started = performance.now()
        for (let call = 0; call < calls; call += 1) await ask(book)
        if (round >= cold) measured[which].push(((performance.now() - started) / calls) * 1000)
      }
    const [one, other] = [at(measured.short, 0.5), at(measured.long, 0.5)]
    say(`| ${name} | ${figure(one, 1)} | ${figure(other, 1)} | **${figure(other / one, 2)}** |`)
  }
  say()
}

/** What grows with the ledger, and should: for whoever wants to know how long it takes. */
async function walking(long: Book): Promise<void> {
  const { store, book } = long
  const seconds = async (work: () => Promise<unknown>) => {
    const started = performance.now()
    await work()
    return (performance.now() - started) / 1000
  }
  const account = present(
    (await trialBalance(store.read, { id: book, kind: 'bridge-pool' }))[0],
    'cash',
  ).account
  const year = { since: plusDays(by.today, -365), until: by.today }
  let most = 0
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss)
  }, 20)
  const before = process.memoryUsage().rss
  const verified = await seconds(async () => {
    const { fault, postings } = await verifyLedger(store.read, parts)
    assert(fault === null && postings >= postingCount, 'the long ledger is sound')
  })
  clearInterval(watch)
  const page = await seconds(() => statement(store.read, account, year, { limit: 21, offset: 0 }))
  const past = await seconds(() =>
    trialBalance(store.read, { id: book, kind: 'bridge-pool' }, plusDays(by.today, -1)),
  )
  say(`| with ${figure(postingCount)} postings | |`)
  say('|---|---:|')
  say(`| verify all of it | ${figure(verified, 1)} s |`)
  say(`| memory that verifying adds, at most | ${figure(Math.max(0, most - before) / 1e6)} MB |`)
  say(`| first page of a year's statement | ${figure(page * 1000)} ms |`)
  say(`| trial balance of yesterday, from the entries alone | ${figure(past * 1000)} ms |`)
}

try {
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()})`
  say(
    `${dialect}, ${rounds} rounds of ${entryCount} entries, Node ${process.version}, ${machine}, ${by.today}`,
  )
  say()
  await posting()
  const [short, long] = [await opened('short'), await opened('long')]
  await fillLedger(short, shortCount)
  await fillLedger(long, postingCount)
  await asking(short, long)
  await walking(long)
  await short.store.close()
  await long.store.close()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
