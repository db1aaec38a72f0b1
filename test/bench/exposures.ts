import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore, type Store } from '../../db/index.ts'
import { exposures } from '../../db/tables/exposures.ts'
import { guarantees } from '../../db/tables/guarantees.ts'
import { ledgerPostings } from '../../db/tables/ledger.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { readConfig } from '../../server/config.ts'
import {
  concentrationOf,
  correctExposures,
  exposedLoans,
  exposureOverview,
  proveExposures,
  rebuildExposures,
} from '../../server/exposures/index.ts'
import { verifyLedger } from '../../server/ledger/index.ts'
import { plusDays } from '../../server/money/day.ts'
import { assert, present } from '../../server/platform/assert.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { policyBook, refreshPolicies } from '../../server/policies/index.ts'
import { demoCity, environmentOf } from './city-file.ts'
import { fillCity } from './city-fill.ts'
import { cockpitOf } from './exposures-cockpit.ts'
import { coveredLoansRepaid, guaranteesChanged } from './exposures-keeping.ts'
import { at, figure, type Line, loadOf, option, say, spent } from './measuring.ts'

/*
 * Exposure: what is kept of a city with a million covered loans and ten million postings against one with a hundredth of that,
 * both by turns; what keeping it costs what is reported; and counting all of it anew. SQLite only.
 *
 *   npm run bench -- exposures
 *   npm run bench -- exposures --loans=100000 --calls=300
 */

const manyLoans = option('loans', 1_000_000)
const fewLoans = option('few', Math.round(manyLoans / 100))
const calls = option('calls', 1_000)
const changes = option('changes', 400)
const port = option('port', 4169)

const folder = mkdtempSync(join(tmpdir(), 'rongqiao-exposures-'))
const by = byPlatform(systemClock.now(), systemClock.today())
const config = readConfig()
const policies = policyBook()

/** A city with its covered loans, its figures counted from their entries; nothing of it may be apart from its rows. */
async function filled(path: string, loans: number): Promise<Store> {
  const [{ exposureEntries, ledgerEntries }, filling] = await spent(() =>
    fillCity(path, { config }, by, loans),
  )
  const store = await openStore(`file:${path}`)
  const [, making] = await spent(() => rebuildExposures(store))
  const postings = await store.read.$count(ledgerPostings)
  say(
    `${figure(await store.read.$count(exposures))} covered loans, ${figure(postings)} postings (${figure(ledgerEntries)} entries of the ledger and ${figure(exposureEntries)} of exposure added), ${figure(statSync(path).size / 2 ** 20)} MiB, written in ${filling}: all figures made from them in **${making}**; load ${loadOf()}`,
  )
  assert((await correctExposures(store, by)) === 0, 'nothing of the city is apart from its rows')
  return store
}

/** Whether the ledger of a city is what the program would have posted: its chain, sums, balances and reservations. */
async function sound(store: Store): Promise<void> {
  const [{ fault, entries, postings }, proving] = await spent(() => verifyLedger(store.read, { config }, []))
  assert(fault === null, `the ledger is sound: ${JSON.stringify(fault)}`)
  say(
    `The ledger of the small city, ${figure(entries)} entries and ${figure(postings)} postings, is sound (${proving}).`,
  )
}

/** Both by turns, so that a slow moment of the machine falls on both. */
async function compared(
  name: string,
  stores: readonly [Store, Store],
  work: (store: Store) => Promise<unknown>,
): Promise<void> {
  const waits: [number[], number[]] = [[], []]
  for (let call = -20; call < calls; call += 1)
    for (const [which, store] of stores.entries()) {
      const began = performance.now()
      await work(store)
      if (call >= 0) waits[which]?.push(performance.now() - began)
    }
  const [few, many] = waits
  say(
    `| ${name} | ${figure(at(few, 0.5), 2)} | ${figure(at(few, 0.99), 2)} | ${figure(at(many, 0.5), 2)} | **${figure(at(many, 0.99), 2)}** | **${figure(at(many, 0.5) / at(few, 0.5), 2)}** | ${figure(at(many, 0.99) / at(few, 0.99), 2)} |`,
  )
}

async function reads(stores: readonly [Store, Store], guarantorId: string): Promise<void> {
  const place = '3406'
  const overview = async ({ read }: Store, days: number, party?: string) => {
    const asOf = days === 0 ? null : plusDays(by.today, -days)
    const found = await exposureOverview(read, { place, ...(party ? { party } : {}) }, asOf, by.today)
    if (!found.ok) throw new Error(found.refusal.code)
    return found
  }
  say(
    `| read | ${figure(fewLoans)}: p50 ms | p99 ms | ${figure(manyLoans)}: p50 ms | p99 ms | ratio of p50 | of p99 |`,
  )
  say('|---|---:|---:|---:|---:|---:|---:|')
  await compared('overview of a city with its concentration', stores, async (store) =>
    concentrationOf(store, place, await overview(store, 0)),
  )
  await compared('overview of a guarantor', stores, (store) => overview(store, 0, guarantorId))
  await compared('overview of a city 30 days ago', stores, (store) => overview(store, 30))
  await compared('twenty loans behind a figure', stores, (store) =>
    exposedLoans(store.read, { place, party: guarantorId, dimension: 'industry', key: 'C' }, null, {
      limit: 20,
      offset: 0,
    }),
  )
  say()
  const began = performance.now()
  const yearAgo = await overview(stores[1], 365)
  const seconds = (performance.now() - began) / 1000
  const concentrating = performance.now()
  await concentrationOf(stores[1], place, yearAgo)
  say(
    `A year ago, once, at ${figure(manyLoans)}: overview ${figure(seconds, 3)} s, its concentration ${figure((performance.now() - concentrating) / 1000, 2)} s.`,
  )
}

/** What keeping exposure adds to what is reported. */
async function keeping(store: Store): Promise<void> {
  const place = { store, parts: { policies, config }, by, changes }
  say(
    '| reported | all of it, ms | of it exposure, ms | more than without | by processor: all of it, ms | of it exposure, ms | more |',
  )
  say('|---|---:|---:|---:|---:|---:|---:|')
  const line = (name: string, { whole, own }: Line) => {
    const cells = (['clock', 'processor'] as const).map((by) => {
      const [all = 0, part = 0] = [whole, own].map((took) =>
        at(
          took.map((one) => one[by]),
          0.5,
        ),
      )
      return `${figure(all, 2)} | ${figure(part, 2)} | **${figure((part / (all - part)) * 100)} %**`
    })
    say(`| ${name} | ${cells.join(' | ')} |`)
  }
  line('change of a guarantee (entry of eight postings, rows, caps, trail)', await guaranteesChanged(place))
  line('repayment on a loan under cover of a pool', await coveredLoansRepaid(place))
  say()
}

/** All of it against the entries and the exposures. */
async function proven(store: Store): Promise<void> {
  const [{ entries, figures, days, fault }, proving] = await spent(() => store.moment(proveExposures))
  say(
    `Proven in ${proving}: ${figure(entries)} entries, ${figure(figures)} figures, ${figure(days)} of days: ${fault ? `${fault.kind} ${fault.name}` : 'equal to the fen'}. Memory at the end: ${figure(process.memoryUsage().rss / 2 ** 20)} MiB.`,
  )
}

try {
  const short = await demoCity(folder, 'short.db', port)
  const long = join(folder, 'long.db')
  copyFileSync(short, long)
  const began = performance.now()
  const stores = [await filled(short, fewLoans), await filled(long, manyLoans)] as const
  await refreshPolicies({ store: stores[0], policies })
  say(
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, load ${loadOf()}; SQLite; both ready in ${figure((performance.now() - began) / 1000)} s`,
  )
  say()
  const [one] = await stores[1].read.select().from(guarantees).limit(1)
  await reads(stores, present(one, 'a guarantee').guarantorId)
  await sound(stores[0])
  await cockpitOf([environmentOf(folder, short, port + 1), environmentOf(folder, long, port + 2)], calls)
  say()
  await keeping(stores[1])
  await proven(stores[1])
  for (const store of stores) await store.close()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
