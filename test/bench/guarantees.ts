import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { databaseUrl, dialect, openStore } from '../../db/index.ts'
import { guarantees } from '../../db/tables/guarantees.ts'
import { ledgerPostings } from '../../db/tables/ledger.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { readConfig } from '../../server/config.ts'
import { plusDays } from '../../server/money/day.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { fillGuarantees } from './guarantees-fill.ts'
import { loadOn, program, started, stopped } from './processes.ts'
import { signIn } from './sign-in.ts'

/*
 * Guarantees: the exposure page of a city with 1,000 more of them in force against one with 100,000, both by turns; and
 * what is asked of a past day where the ledger has a million postings. Started by `run.ts` with the database in
 * DATABASE_URL.
 *
 *   npm run bench -- guarantees
 *   npm run bench -- guarantees --postgresql
 *   npm run bench -- guarantees --guarantees=20000 --rounds=5
 */

const option = (name: string, usual: number) =>
  Number(process.argv.find((word) => word.startsWith(`--${name}=`))?.split('=')[1] ?? usual)
const longCount = option('guarantees', 100_000)
const shortCount = option('few', 1_000)
const rounds = option('rounds', 20)
const seconds = option('seconds', 5)
const port = option('port', 4167)
/** Requests of one round, one after the other. */
const calls = 25
const say = (line = '') => process.stdout.write(`${line}\n`)
const figure = (value: number, decimals = 0): string =>
  value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
const at = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ??
  Number.NaN

const folder = mkdtempSync(join(tmpdir(), 'rongqiao-guarantees-'))
const by = byPlatform(systemClock.now(), systemClock.today())
const parts = { config: readConfig() }

/** Two databases with the same demo city; on SQLite two files, on PostgreSQL one and its copy. */
async function twoCities(): Promise<readonly [short: string, long: string]> {
  const short = dialect === 'sqlite' ? `file:${join(folder, 'short.db')}` : databaseUrl
  await stopped(await started(program, [], environmentOf(short, port), /shi\s/))
  if (dialect === 'sqlite') {
    copyFileSync(join(folder, 'short.db'), join(folder, 'long.db'))
    return [short, `file:${join(folder, 'long.db')}`]
  }
  const { Client } = await import('pg')
  const admin = new Client({
    connectionString: Object.assign(new URL(databaseUrl), { pathname: '/template1' }).toString(),
  })
  await admin.connect()
  await admin.query(`create database bench_long template "${new URL(databaseUrl).pathname.slice(1)}"`)
  await admin.end()
  return [short, Object.assign(new URL(databaseUrl), { pathname: '/bench_long' }).toString()]
}

const environmentOf = (url: string, on: number) => ({
  ...{ DATABASE_URL: url, PORT: String(on), REQUESTS_PER_MINUTE: '100000000', NODE_ENV: 'development' },
  ...{ LOG_LEVEL: 'error', FILES_FOLDER: join(folder, 'files') },
})

async function filled(url: string, count: number): Promise<{ inForce: number; postings: number }> {
  const store = await openStore(url)
  await fillGuarantees({ store, parts, by }, count)
  const found = {
    inForce: await store.read.$count(guarantees),
    postings: await store.read.$count(ledgerPostings),
  }
  if (dialect === 'postgresql') {
    const { Client } = await import('pg')
    const admin = new Client({ connectionString: url })
    await admin.connect()
    // As its own housekeeping would by and by.
    await admin.query('vacuum analyze')
    await admin.end()
  }
  await store.close()
  return found
}

async function milliseconds(url: string, cookie: string): Promise<number> {
  const began = performance.now()
  const answer = await fetch(url, { headers: { cookie, 'accept-language': 'zh' } })
  await answer.arrayBuffer()
  if (answer.status !== 200) throw new Error(`${url} answers ${answer.status}`)
  return performance.now() - began
}

const people = [
  ['guarantor', 'he'],
  ['provincial group', 'shen'],
  ['bureau', 'lu'],
] as const

async function exposures(short: string, long: string): Promise<void> {
  say(
    `| exposure page of the | ${figure(shortCount)}: p50 ms | p99 ms | ${figure(longCount)}: p50 ms | p99 ms | ratio of p50 | of p99 | 32 connections: requests/s | p99 ms |`,
  )
  say('|---|---:|---:|---:|---:|---:|---:|---:|---:|')
  for (const [name, person] of people) {
    const cookies = [(await signIn(short, person)).cookie, (await signIn(long, person)).cookie] as const
    const waits: [number[], number[]] = [[], []]
    for (let round = -2; round < rounds; round += 1)
      for (const [which, origin] of [short, long].entries())
        for (let call = 0; call < calls; call += 1) {
          const wait = await milliseconds(`${origin}/exposure`, cookies[which] ?? '')
          if (round >= 0) waits[which]?.push(wait)
        }
    const load = await loadOn(`${long}/exposure`, cookies[1], seconds)
    const [few, many] = waits
    say(
      `| ${name} | ${figure(at(few, 0.5), 1)} | ${figure(at(few, 0.99), 1)} | ${figure(at(many, 0.5), 1)} | **${figure(at(many, 0.99), 1)}** | **${figure(at(many, 0.5) / at(few, 0.5), 2)}** | ${figure(at(many, 0.99) / at(few, 0.99), 2)} | ${figure(load.perSecond)} | ${figure(load.p99)} |`,
    )
  }
  say()
}

async function pastDays(origin: string): Promise<void> {
  const past = plusDays(by.today, -90)
  const asked = [
    ['exposure of a past day, guarantor', 'he', `/exposure?on=${past}`],
    ['the same, bureau', 'lu', `/exposure?on=${past}`],
    ['eight indicators of a past day', 'he', `/indicators?on=${past}`],
    ['monthly sheet of a past month', 'he', `/indicators/month?month=${past.slice(0, 7)}`],
    ['the month’s sheet of a past month, bureau', 'lu', `/indicators/month?month=${past.slice(0, 7)}`],
    ['largest customers and circles of a past day', 'he', `/exposure/groups?on=${past}`],
    ['the same circles, bureau', 'lu', `/exposure/groups?on=${past}`],
    ['claim rates and stop lines of a past day', 'lu', `/stop-lines?on=${past}`],
    ['largest customers and circles of today', 'he', '/exposure/groups'],
    ['the same circles, bureau', 'lu', '/exposure/groups'],
    ['claim rates and stop lines of today', 'lu', '/stop-lines'],
    ['statement of the province for a year', 'yan', '/settlements/statement'],
  ] as const
  say('| asked | seconds, median | most |')
  say('|---|---:|---:|')
  for (const [name, person, path] of asked) {
    const { cookie } = await signIn(origin, person)
    const waits: number[] = []
    for (let call = 0; call < 11; call += 1) waits.push(await milliseconds(origin + path, cookie))
    // The first finds the file cold.
    const warm = waits.slice(1)
    say(`| ${name} | **${figure(at(warm, 0.5) / 1000, 2)}** | ${figure(Math.max(...waits) / 1000, 2)} |`)
  }
  say()
}

try {
  const [shortUrl, longUrl] = await twoCities()
  await filled(shortUrl, shortCount)
  const { inForce, postings } = await filled(longUrl, longCount)
  const [shortOn, longOn] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${port + 1}`]
  const servers = [
    await started(program, [], environmentOf(shortUrl, port), /shi\s/),
    await started(program, [], environmentOf(longUrl, port + 1), /shi\s/),
  ]
  try {
    say(
      `${dialect}, ${figure(inForce)} guarantees, ${figure(postings)} postings, Node ${process.version}, ${cpus().length} cores, load ${figure(loadavg()[0] ?? 0, 1)}, ${new Date().toISOString().slice(0, 10)}`,
    )
    say()
    await exposures(shortOn, longOn)
    await pastDays(longOn)
    say(`load at the end ${figure(loadavg()[0] ?? 0, 1)}`)
  } finally {
    for (const server of servers) await stopped(server)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
