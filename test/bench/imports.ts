import { cpus } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { databaseUrl, dialect } from '../../db/index.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { writeXlsx } from '../../server/platform/sheets/write.ts'
import { speak } from '../../server/platform/web/words.ts'
import { importRows } from './imports-rows.ts'
import { probing, sent, timed, type Waits, whole } from './probing.ts'
import { atRest, memoryOf, program, started, stopped } from './processes.ts'
import { type SignedInAs, signIn } from './sign-in.ts'

/*
 * 20,000 repayments sent as a workbook: how long the check takes (试算), how long the booking, and how long others wait for
 * their pages meanwhile. Started by `run.ts` with the database in DATABASE_URL.
 *
 *   npm run bench -- imports
 *   npm run bench -- imports --postgresql
 *   npm run bench -- imports --files=3 --rows=5000 --loans=1000
 */

const option = (name: string, usual: number) =>
  Number(process.argv.find((word) => word.startsWith(`--${name}=`))?.split('=')[1] ?? usual)
const fileCount = option('files', 5)
const rowCount = option('rows', 20_000)
const loanCount = option('loans', 4_000)
const perSecond = option('per-second', 40)
const port = option('port', 4163)
const origin = `http://127.0.0.1:${port}`
const say = (line = '') => process.stdout.write(`${line}\n`)
const figure = (value: number, decimals = 0): string =>
  value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
const at = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ??
  Number.NaN

/** What others ask for meanwhile: a list with filters, and a desk. */
const pages = ['/hall?region=340621', '/queue'] as const
const place = { origin, perSecond, pages }

async function measure(officer: SignedInAs, other: SignedInAs) {
  const w = speak('zh')
  const header = ['loan', 'paidOn', 'principal', 'interest', 'reference'].map((key) =>
    w(`loans.import-column.${key}`),
  )
  const parts = ['idle', 'checking', 'booking'] as const
  const waits = Object.fromEntries(
    parts.map((part) => [part, { waits: [], failed: { count: 0 } }]),
  ) as unknown as Record<(typeof parts)[number], Waits>
  const seconds = { checking: [] as number[], booking: [] as number[] }
  let bytes = 0
  // The first of everything is slower, and nobody's import is the first request of a process.
  for (const page of [...pages, ...pages]) await whole(origin, other, page)
  for (let file = 0; file <= fileCount; file += 1) {
    const kept = file > 0
    const rows = importRows(file, rowCount, loanCount, systemClock.today())
    const book = await writeXlsx([{ name: 'Sheet1', header, rows, widths: header.map(() => 16) }])
    bytes = book.length
    const during = (part: (typeof parts)[number]): Waits =>
      kept ? waits[part] : { waits: [], failed: { count: 0 } }
    await probing(place, other, during('idle'), () => pause(2_000))
    let path = ''
    const checking = await probing(place, other, during('checking'), () =>
      timed(async () => {
        path = await sent(origin, officer, '/loans/imports', { file: new Blob([new Uint8Array(book)]) })
        await whole(origin, officer, path)
      }),
    )
    const page = await whole(origin, officer, path)
    if (!page.includes(w('loans.import-outcome.checked', { good: rowCount, bad: 0 })))
      throw new Error('not every row of the file was good')
    const booking = await probing(place, other, during('booking'), () =>
      timed(async () => {
        await whole(origin, officer, await sent(origin, officer, `${path}/booking`, { mode: 'all' }))
      }),
    )
    if (kept) {
      seconds.checking.push(checking)
      seconds.booking.push(booking)
    }
  }
  return { waits, seconds, bytes }
}

const environment = {
  DATABASE_URL: databaseUrl,
  PORT: String(port),
  REQUESTS_PER_MINUTE: '100000000',
  NODE_ENV: 'development',
  LOG_LEVEL: 'error',
}
await stopped(await started(program, [], environment, /shi\s/))
await stopped(await started('test/bench/prepare-imports.ts', [String(loanCount)], environment, /loans/))
const server = await started(program, [], environment, /shi\s/)
try {
  // The night writes in the loans that the files name, and a file whose loans moved on is not booked.
  await atRest(server)
  const [officer, other] = [await signIn(origin, 'zhou'), await signIn(origin, 'zhou')]
  const { waits, seconds, bytes } = await measure(officer, other)
  say(
    `${dialect === 'sqlite' ? 'SQLite' : 'PostgreSQL'}, ${fileCount} files of ${figure(rowCount)} repayments of ${figure(loanCount)} loans (${figure(bytes / 1000)} kB), after one more to warm up,`,
  )
  say(
    `Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model.trim()}), ${new Date().toISOString().slice(0, 10)}`,
  )
  say()
  say('| work | seconds, median | most | each file |')
  say('|---|---:|---:|---|')
  for (const [name, of] of [
    ['read, checked row by row, stored and shown (dry run)', seconds.checking],
    ['checked again and booked', seconds.booking],
  ] as const)
    say(
      `| ${name} | ${figure(at(of, 0.5), 1)} | ${figure(Math.max(...of), 1)} | ${of.map((one) => figure(one, 1)).join(' ')} |`,
    )
  say()
  say(`| others' pages, ${perSecond} a second | asked | p50 ms | p99 ms | longest ms | failed |`)
  say('|---|---:|---:|---:|---:|---:|')
  for (const [name, part] of [
    ['before', 'idle'],
    ['while a file is checked', 'checking'],
    ['while it is booked', 'booking'],
  ] as const) {
    const { waits: of, failed } = waits[part]
    say(
      `| ${name} | ${of.length} | ${figure(at(of, 0.5))} | ${figure(at(of, 0.99))} | ${figure(Math.max(...of))} | ${failed.count} |`,
    )
  }
  say()
  const { now, most } = memoryOf(server)
  say(`Resident memory of the server: ${figure(now)} MB, at most ${figure(most)} MB`)
} finally {
  await stopped(server)
}
