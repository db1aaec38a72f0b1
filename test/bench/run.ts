import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { benches, benchPool, firstCase, type Page, poolPlace } from './pages.ts'
import { atRest, type Load, loadOn, memoryOf, processorOf, program, started, stopped } from './processes.ts'
import { signIn } from './sign-in.ts'
import { bytesOf, firstVisit } from './wire.ts'

/*
 * The benchmark: our pages against a bare route that renders the same bytes, in one run, round by round in turn.
 *
 *   npm run bench                                    SQLite, 200,000 needs
 *   npm run bench -- --postgresql                    the same on a PostgreSQL of its own
 *   npm run bench -- cases                           the queue and a case of a bank with 10,000 open ones
 *   npm run bench -- bridges                         a bridge pool and its calendar with 20,000 past and 500 open advances
 *   npm run bench -- --rounds=3 --seconds=3 --rows=20000
 *
 * With the name of another benchmark it is that one that runs: `npm run bench -- money`, `npm run bench -- ledger`,
 * `npm run bench -- tax-checks`, `npm run bench -- stress`, `npm run bench -- imports`, `npm run bench -- tax-import`,
 * `npm run bench -- guarantees`, `npm run bench -- exposures`.
 */

const option = (name: string, usual: number) =>
  Number(process.argv.find((word) => word.startsWith(`--${name}=`))?.split('=')[1] ?? usual)
const rounds = option('rounds', 5)
const seconds = option('seconds', 5)
const which = (['cases', 'bridges'] as const).find((name) => process.argv.includes(name)) ?? 'hall'
const bench = benches[which]
const rowCount = option('rows', bench.rows)
const port = option('port', 4161)
const onPostgresql = process.argv.includes('--postgresql')
const say = (line = '') => process.stdout.write(`${line}\n`)

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
const folder = mkdtempSync(join(tmpdir(), 'rongqiao-bench-'))
const origin = `http://127.0.0.1:${port}`
const bareOrigin = `http://127.0.0.1:${port + 1}`

/** The address of a page, where it is about a case that only its reader's queue knows. */
async function addressOf({ url }: Page, cookie: string): Promise<string> {
  if (url.startsWith(poolPlace)) {
    const pools = await (await fetch(`${origin}/bridge-pools`, { headers: { cookie } })).text()
    const [, place] = new RegExp(`href="(/bridge-pools/[0-9a-z]{26})">${benchPool}`).exec(pools) ?? []
    if (!place) throw new Error('the pool of the benchmark is not there')
    return url.replace(poolPlace, place)
  }
  if (!url.includes(firstCase)) return url
  const queue = await (await fetch(`${origin}/queue`, { headers: { cookie } })).text()
  const [, id] = /href="\/applications\/([0-9a-z]{26})"/.exec(queue) ?? []
  if (!id) throw new Error('there is no case in the queue')
  return url.replace(firstCase, id)
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** Both by turns, so that a slow moment of the machine falls on both. */
async function measure(page: Page, cookie: string) {
  const measured: { ours: Load[]; ejs: Load[]; house: Load[] } = { ours: [], ejs: [], house: [] }
  const origins = { ejs: `${bareOrigin}/ejs`, house: `${bareOrigin}/house`, ours: origin }
  for (const at of Object.values(origins)) await loadOn(at + page.url, cookie, 2)
  for (let round = 0; round < rounds; round += 1) {
    for (const which of ['ejs', 'house', 'ours'] as const)
      measured[which].push(await loadOn(origins[which] + page.url, cookie, seconds))
  }
  return measured
}

const figure = (value: number, decimals = 0): string =>
  value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })

function line(name: string, loads: readonly Load[], share = ' | '): string {
  const all = (key: keyof Load) => figure(median(loads.map((load) => load[key])))
  const spread = loads.map(({ perSecond }) => figure(perSecond)).join(' ')
  const worst = Math.max(...loads.map(({ p99 }) => p99))
  const bad = loads.reduce((sum, load) => sum + load.bad, 0)
  return `| ${name} | ${all('perSecond')} | ${share} | ${all('p50')} | ${all('p99')} | ${figure(worst)} | ${bad} | ${spread} |`
}

async function run(databaseUrl: string): Promise<void> {
  const environment = {
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    REQUESTS_PER_MINUTE: '100000000',
    NODE_ENV: 'development',
    LOG_LEVEL: 'error',
  }
  const began = performance.now()
  const fresh = await started(program, [], environment, /shi\s/)
  const fill: Fill = { seconds: (performance.now() - began) / 1000, processor: processorOf(fresh) }
  await bytesOf(`${origin}/products`)
  const idle = memoryOf(fresh)
  await stopped(fresh)
  await stopped(await started(bench.prepare, [String(rowCount)], environment, new RegExp(bench.what)))
  const server = await started(program, [], environment, /shi\s/)
  await atRest(server)
  const cookies: Record<string, string> = {}
  for (const { person } of bench.pages) cookies[person] ??= (await signIn(origin, person)).cookie
  const pages: Page[] = []
  for (const page of bench.pages)
    pages.push({ ...page, url: await addressOf(page, cookies[page.person] ?? '') })
  const known = { PAGES: JSON.stringify(pages), COOKIES: JSON.stringify(cookies), VERSION: version }
  const bareEnvironment = { ...environment, ...known }
  const bare = await started('test/bench/bare.ts', [String(port + 1)], bareEnvironment, /listening/)
  try {
    await report(databaseUrl, pages, cookies, async () => ({ idle, loaded: memoryOf(server) }), fill)
    if (which === 'bridges') await inProcess('bridges')(databaseUrl)
  } finally {
    await stopped(bare)
    await stopped(server)
  }
}

type Memory = ReturnType<typeof memoryOf>
/** What the first start took, from nothing to an open door. */
type Fill = { readonly seconds: number; readonly processor: number }

async function report(
  databaseUrl: string,
  pages: readonly Page[],
  cookies: Readonly<Record<string, string>>,
  memory: () => Promise<{ idle: Memory; loaded: Memory }>,
  fill: Fill,
): Promise<void> {
  const database = databaseUrl.startsWith('file:') ? 'SQLite' : 'PostgreSQL'
  say(
    `${database}, ${figure(rowCount)} ${bench.what} beside the demo city, 32 connections, ${rounds} rounds of ${seconds} s,`,
  )
  say(
    `Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), ${new Date().toISOString().slice(0, 10)}`,
  )
  say()
  say(
    '| page | requests/s, median | of bare EJS | of bare house | p50 ms | p99 ms, median | p99 ms, worst round | failed | each round |',
  )
  say('|---|---:|---:|---:|---:|---:|---:|---:|---|')
  for (const page of pages) {
    const { ours, ejs, house } = await measure(page, cookies[page.person] ?? '')
    const shareOf = (bare: readonly Load[]) =>
      figure(median(ours.map(({ perSecond }, at) => perSecond / (bare[at]?.perSecond ?? Number.NaN))) * 100)
    say(line(`${page.name}, bare, EJS as it comes`, ejs))
    say(line(`${page.name}, bare, renderer of the house`, house))
    say(line(`**${page.name}**`, ours, `**${shareOf(ejs)} %** | **${shareOf(house)} %**`))
  }
  say()
  say('| over the wire (br) | kB |')
  say('|---|---:|')
  const kilo = (bytes: number) => figure(bytes / 1000, 1)
  say(`| first visit: the first page with all it loads | ${kilo(await firstVisit(origin, '/'))} |`)
  say(`| first visit: the shelf with all it loads | ${kilo(await firstVisit(origin, '/products'))} |`)
  for (const page of pages)
    say(`| later: ${page.name} | ${kilo((await bytesOf(origin + page.url, cookies[page.person])).bytes)} |`)
  say()
  say('| first start, which fills the demo city | seconds |')
  say('|---|---:|')
  say(`| until the door is open | ${figure(fill.seconds, 1)} |`)
  say(`| of a processor | ${figure(fill.processor, 1)} |`)
  say()
  const { idle, loaded } = await memory()
  say('| resident memory of the server | MB |')
  say('|---|---:|')
  say(`| with the demo city, after its first start | ${figure(idle.now)} |`)
  say(`| after the load above | ${figure(loaded.now)} |`)
  say(`| at most | ${figure(loaded.most)} |`)
}

/** On SQLite a file of this run, on PostgreSQL a server of it. */
async function onOwnDatabase(bench: (url: string) => Promise<void>): Promise<void> {
  if (!onPostgresql) return bench(`file:${join(folder, 'bench.db')}`)
  const { startPostgresql } = await import('../support/postgresql.ts')
  const server = await startPostgresql()
  try {
    await bench(server.url)
  } finally {
    await server.stop()
  }
}

/** In a process of its own: which database a process speaks to is decided when it starts. */
const inProcess =
  (
    name:
      | 'bridges'
      | 'ledger'
      | 'imports'
      | 'tax-import'
      | 'tax-checks'
      | 'guarantees'
      | 'exposures'
      | 'stress',
  ) =>
  async (url: string) => {
    const args = ['--import', 'tsx', `test/bench/${name}.ts`, ...process.argv.slice(3)]
    const child = spawn(process.execPath, args, {
      stdio: 'inherit',
      env: { ...process.env, DATABASE_URL: url },
    })
    const [code] = await once(child, 'exit')
    if (code !== 0) throw new Error(`the benchmark of ${name} ended with ${code}`)
  }

try {
  if (process.argv.includes('money')) await import('./money.ts')
  else if (process.argv.includes('stress')) await onOwnDatabase(inProcess('stress'))
  else if (process.argv.includes('ledger')) await onOwnDatabase(inProcess('ledger'))
  else if (process.argv.includes('tax-checks')) await onOwnDatabase(inProcess('tax-checks'))
  else if (process.argv.includes('tax-import')) await onOwnDatabase(inProcess('tax-import'))
  else if (process.argv.includes('guarantees')) await onOwnDatabase(inProcess('guarantees'))
  else if (process.argv.includes('exposures')) await onOwnDatabase(inProcess('exposures'))
  else if (process.argv.includes('imports')) await onOwnDatabase(inProcess('imports'))
  else await onOwnDatabase(run)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
