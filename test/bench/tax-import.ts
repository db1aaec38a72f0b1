import { cpus } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { databaseUrl, dialect, openStore } from '../../db/index.ts'
import { yearOf } from '../../server/money/day.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { csv } from '../../server/platform/csv.ts'
import { writeXlsx } from '../../server/platform/sheets/write.ts'
import { speak } from '../../server/platform/web/words.ts'
import { taxFactsOfAll } from '../../server/tax-facts/index.ts'
import { probing, sent, timed, type Waits, whole } from './probing.ts'
import { memoryOf, program, started, stopped } from './processes.ts'
import { signIn } from './sign-in.ts'
import { taxSheet } from './taxes-rows.ts'

/*
 * The tax bureau's file of 100,000 firms with their grades, standings and two years of tax: how long its check takes
 * (试算), its taking over and its taking back, and how long others wait for their pages meanwhile. Started by `run.ts`
 * with the database in DATABASE_URL.
 *
 *   npm run bench -- tax-import
 *   npm run bench -- tax-import --postgresql
 *   npm run bench -- tax-import --firms=10000
 */

const option = (name: string, usual: number) =>
  Number(process.argv.find((word) => word.startsWith(`--${name}=`))?.split('=')[1] ?? usual)
const firmCount = option('firms', 100_000)
const perSecond = option('per-second', 40)
const port = option('port', 4165)
const origin = `http://127.0.0.1:${port}`
const place = { origin, perSecond, pages: ['/hall?region=340621', '/queue'] }
const say = (line = '') => process.stdout.write(`${line}\n`)
const figure = (value: number, decimals = 0): string =>
  value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
const at = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ??
  Number.NaN

async function fileOf(turn: number, kind: 'csv' | 'xlsx'): Promise<Uint8Array> {
  const [header = [], ...rows] = taxSheet(speak('zh'), turn, firmCount, yearOf(systemClock.today()) - 1)
  if (kind === 'csv') return Buffer.from(csv([header, ...rows]))
  return writeXlsx([{ name: 'Sheet1', header, rows, widths: header.map(() => 16) }])
}

const works = ['before', 'checked (dry run)', 'taken over', 'taken back'] as const

async function measure(kind: 'csv' | 'xlsx', turn: number) {
  const w = speak('zh')
  const [head, other] = [await signIn(origin, 'lu'), await signIn(origin, 'zhou')]
  const file = await fileOf(turn, kind)
  const waits = new Map<string, Waits>(works.map((work) => [work, { waits: [], failed: { count: 0 } }]))
  const seconds = new Map<string, number>()
  const during = async (work: (typeof works)[number], done: () => Promise<unknown>) => {
    const waited = waits.get(work) ?? { waits: [], failed: { count: 0 } }
    seconds.set(work, await probing(place, other, waited, () => timed(done)))
  }
  for (const page of [...place.pages, ...place.pages]) await whole(origin, other, page)
  await during('before', () => pause(3_000))
  let path = ''
  let page = ''
  await during('checked (dry run)', async () => {
    path = await sent(origin, head, '/tax-facts/imports', { file: new Blob([new Uint8Array(file)]) })
    page = await whole(origin, head, path)
  })
  if (!page.includes(w('tax-facts.import-outcome.checked', { good: firmCount, bad: 0 })))
    throw new Error('not every row of the file was good')
  await during('taken over', async () =>
    whole(origin, head, await sent(origin, head, `${path}/booking`, { mode: 'all' })),
  )
  await during('taken back', async () =>
    whole(origin, head, await sent(origin, head, `${path}/reversal`, { why: 'the benchmark is over' })),
  )
  say()
  say(
    `| ${kind}, ${figure(file.length / 1_000_000, 1)} MB | seconds | others asked | p50 ms | p99 ms | longest ms | failed |`,
  )
  say('|---|---:|---:|---:|---:|---:|---:|')
  for (const work of works) {
    const { waits: of, failed } = waits.get(work) ?? { waits: [], failed: { count: 0 } }
    say(
      `| ${work} | ${figure(seconds.get(work) ?? 0, 1)} | ${of.length} | ${figure(at(of, 0.5))} | ${figure(at(of, 0.99))} | ${figure(Math.max(...of))} | ${failed.count} |`,
    )
  }
}

const environment = {
  DATABASE_URL: databaseUrl,
  PORT: String(port),
  REQUESTS_PER_MINUTE: '100000000',
  NODE_ENV: 'development',
  LOG_LEVEL: 'error',
}
await stopped(await started(program, [], environment, /shi\s/))
const store = await openStore(databaseUrl)
const city: number[] = []
let firms = 0
for (let turn = 0; turn < 5; turn += 1)
  city.push(
    await timed(async () => {
      firms = (await taxFactsOfAll(store.read, systemClock.today())).size
    }),
  )
await store.close()
await stopped(await started('test/bench/prepare-taxes.ts', [String(firmCount)], environment, /firms/))
const server = await started(program, [], environment, /shi\s/)
try {
  say(
    `${dialect === 'sqlite' ? 'SQLite' : 'PostgreSQL'}, files of ${figure(firmCount)} firms beside the demo city,`,
  )
  say(
    `Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), ${new Date().toISOString().slice(0, 10)}`,
  )
  say()
  say(
    `The tax facts of all ${figure(firms)} firms of the city at once: ${figure(at(city, 0.5), 2)} s (median of five)`,
  )
  await measure('csv', 0)
  await measure('xlsx', 1)
  const { now, most } = memoryOf(server)
  say()
  say(`Resident memory of the server: ${figure(now)} MB, at most ${figure(most)} MB`)
} finally {
  await stopped(server)
}
