import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { and, eq, gt } from 'drizzle-orm'
import { openStore, type Store } from '../../db/index.ts'
import { exposures } from '../../db/tables/exposures.ts'
import { guarantees } from '../../db/tables/guarantees.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { readConfig } from '../../server/config.ts'
import { guaranteeExposed, guaranteeStand } from '../../server/exposures/guarantee.ts'
import {
  concentrationOf,
  exposedLoans,
  exposureOverview,
  keepExposure,
  proveExposures,
  rebuildExposures,
} from '../../server/exposures/index.ts'
import { changeBalance, sharesOf } from '../../server/guarantees/index.ts'
import { plusDays } from '../../server/money/day.ts'
import { fen, minus } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { policyBook, refreshPolicies } from '../../server/policies/index.ts'
import { fillExposures } from './exposures-fill.ts'
import { atRest, processorOf, program, started, stopped } from './processes.ts'
import { signIn } from './sign-in.ts'

/*
 * Exposure: what is kept of a city with a million covered loans, whose entries stand for ten million postings, against one
 * with a hundredth of that, both by turns; what keeping it costs a change of a guarantee; and counting all of it anew. SQLite only.
 *
 *   npm run bench -- exposures
 *   npm run bench -- exposures --loans=100000 --calls=300
 */

const option = (name: string, usual: number) =>
  Number(process.argv.find((word) => word.startsWith(`--${name}=`))?.split('=')[1] ?? usual)
const manyLoans = option('loans', 1_000_000)
const fewLoans = option('few', Math.round(manyLoans / 100))
const calls = option('calls', 1_000)
const changes = option('changes', 400)
const port = option('port', 4169)
const say = (line = '') => process.stdout.write(`${line}\n`)
const figure = (value: number, decimals = 0): string =>
  value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
const at = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ??
  Number.NaN

const folder = mkdtempSync(join(tmpdir(), 'rongqiao-exposures-'))
const by = byPlatform(systemClock.now(), systemClock.today())
const config = readConfig()
const policies = policyBook()

async function cityFile(name: string): Promise<string> {
  const file = join(folder, name)
  await stopped(await started(program, [], environmentOf(file, port), /shi\s/))
  return file
}

const environmentOf = (file: string, own: number) => ({
  ...{ DATABASE_URL: `file:${file}`, PORT: String(own), NODE_ENV: 'development' },
  ...{ LOG_LEVEL: 'error', FILES_FOLDER: join(folder, 'files') },
})

/** The loans of a city, and its figures counted from their entries. */
async function filled(file: string, loans: number): Promise<Store> {
  const store = await openStore(`file:${file}`)
  const [entries, filling] = await spent(() => fillExposures(store, file, by, loans))
  const [, making] = await spent(() => rebuildExposures(store))
  say(
    `${figure(await store.read.$count(exposures))} covered loans, ${figure(entries)} entries more (each of eight postings), written in ${filling}: all figures made from them in **${making}**; load ${loadOf()}`,
  )
  return store
}

const loadOf = () => figure(loadavg()[0] ?? 0, 1)

/** What a piece of work takes by the clock and of a processor, in words: a busy machine has the latter nearly right. */
async function spent<Result>(work: () => Promise<Result>): Promise<[Result, string]> {
  const [began, used] = [performance.now(), process.cpuUsage()]
  const result = await work()
  const { user, system } = process.cpuUsage(used)
  const seconds = (performance.now() - began) / 1000
  return [result, `${figure(seconds, 1)} s (${figure((user + system) / 1e6, 1)} of a processor)`]
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
    concentrationOf(store.read, place, await overview(store, 0)),
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
  await concentrationOf(stores[1].read, place, yearAgo)
  say(
    `A year ago, once, at ${figure(manyLoans)}: overview ${figure(seconds, 3)} s, its concentration ${figure((performance.now() - concentrating) / 1000, 2)} s.`,
  )
}

/**
 * The cockpit as the bureau's head opens it, of both cities by turns, one request after the other; and how long its figures took
 * to gather behind the first page.
 */
async function cockpit(files: readonly [string, string]): Promise<void> {
  const servers = []
  for (const [which, file] of files.entries()) {
    const own = port + 1 + which
    const child = await started(program, [], environmentOf(file, own), /shi\s/)
    const origin = `http://127.0.0.1:${own}`
    // The work of its first night goes through all rows.
    await atRest(child)
    const { cookie } = await signIn(origin, 'lu')
    servers.push({
      child,
      processor: 0,
      ask: async () => (await fetch(`${origin}/cockpit`, { headers: { cookie } })).text(),
    })
  }
  const first: number[] = []
  for (const { ask } of servers) {
    const began = performance.now()
    for (let body = await ask(); body.includes('id="counting"'); body = await ask()) await pause(200)
    first.push(performance.now() - began)
  }
  const waits: [number[], number[]] = [[], []]
  for (let call = -20; call < calls; call += 1)
    for (const [which, server] of servers.entries()) {
      if (call === 0) server.processor = processorOf(server.child)
      const began = performance.now()
      await server.ask()
      if (call >= 0) waits[which]?.push(performance.now() - began)
    }
  const [few, many] = waits
  say(
    `| cockpit page over the wire | ${figure(at(few, 0.5), 2)} | ${figure(at(few, 0.99), 2)} | ${figure(at(many, 0.5), 2)} | **${figure(at(many, 0.99), 2)}** | **${figure(at(many, 0.5) / at(few, 0.5), 2)}** | ${figure(at(many, 0.99) / at(few, 0.99), 2)} |`,
  )
  say()
  const each = servers.map(({ child, processor }) => ((processorOf(child) - processor) * 1_000) / calls)
  say(`Of a processor each of these requests took ${each.map((one) => figure(one, 1)).join(' and ')} ms.`)
  say(
    `Its first page, for which all figures are gathered: ${first.map((one) => figure(one)).join(' and ')} ms.`,
  )
  for (const { child } of servers) await stopped(child)
}

/** A change of a guarantee as a report makes it, and of the same moment what of it is keeping exposure. */
async function keeping(store: Store): Promise<void> {
  await refreshPolicies({ store, policies })
  const found = await store.read
    .select()
    .from(guarantees)
    .where(and(eq(guarantees.state, 'in-force'), gt(guarantees.balanceFen, fen(1_000_000))))
    .limit(changes)
  const [whole, own]: [number[], number[]] = [[], []]
  for (const guarantee of found) {
    const shares = await sharesOf(store.read, guarantee.id)
    const less = minus(guarantee.balanceFen, fen(100_001))
    // The same difference and back again: what a report would have kept, by itself.
    const exposed = guaranteeExposed({ ...guarantee, inForceOn: present(guarantee.inForceOn, 'in force') })
    const lessBy = (amount: typeof less) =>
      guaranteeStand(
        { state: 'in-force', balanceFen: amount },
        shares.map((share) => ({
          ...share,
          contingentFen: fen(share.contingentFen - (guarantee.balanceFen - amount > 0 ? 10 : 0)),
        })),
      )
    await store.transact(async (tx) => {
      const began = performance.now()
      await keepExposure(tx, by, exposed, lessBy(less))
      own.push(performance.now() - began)
      await keepExposure(tx, by, exposed, lessBy(guarantee.balanceFen))
    })
    await store.transact(async (tx) => {
      const began = performance.now()
      const done = await changeBalance(
        tx,
        { policies, config },
        by,
        guarantee,
        { state: 'in-force', openFen: guarantee.openFen, balanceFen: less, kind: 'reduced' },
        { on: by.today, quiet: true },
      )
      if (!done.ok) throw new Error(done.refusal.code)
      whole.push(performance.now() - began)
      return done
    })
  }
  const [all, part] = [at(whole, 0.5), at(own, 0.5)]
  say(
    `A change of a guarantee (entry of eight postings, rows, caps, trail): ${figure(all, 2)} ms of which exposure ${figure(part, 2)} ms: **${figure((part / (all - part)) * 100)} %** more.`,
  )
}

/** All of it against the entries and the exposures. */
async function proven(store: Store): Promise<void> {
  const [{ entries, figures, days, fault }, proving] = await spent(() => store.moment(proveExposures))
  say(
    `Proven in ${proving}: ${figure(entries)} entries, ${figure(figures)} figures, ${figure(days)} of days: ${fault ? `${fault.kind} ${fault.name}` : 'equal to the fen'}. Memory at the end: ${figure(process.memoryUsage().rss / 2 ** 20)} MiB.`,
  )
}

try {
  const short = await cityFile('short.db')
  const long = join(folder, 'long.db')
  copyFileSync(short, long)
  const began = performance.now()
  const stores = [await filled(short, fewLoans), await filled(long, manyLoans)] as const
  say(
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, load ${loadOf()}; SQLite; filled in ${figure((performance.now() - began) / 1000)} s, ${figure(statSync(long).size / 2 ** 20)} MiB`,
  )
  say()
  const [one] = await stores[1].read.select().from(guarantees).limit(1)
  await reads(stores, present(one, 'a guarantee').guarantorId)
  await cockpit([short, long])
  await keeping(stores[1])
  await proven(stores[1])
  for (const store of stores) await store.close()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
