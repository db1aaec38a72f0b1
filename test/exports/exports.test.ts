import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import readWorkbook from 'read-excel-file/node'
import { trail } from '../../db/tables/audit.ts'
import { takenExports } from '../../db/tables/exports.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { cancel } from '../../server/exports/actions.ts'
import { directRows } from '../../server/exports/export.ts'
import { sweepExports, take, writeOut } from '../../server/exports/index.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { present } from '../../server/platform/assert.ts'
import { type Cell, streamXlsx } from '../../server/platform/sheets/streaming.ts'
import { tell } from '../dashboards/sample.ts'
import { runningTown } from '../support/app.ts'

const made = await runningTown()
const { store, parts, cast, clock, by, browserOf } = made
await tell(made, [
  { posted: '2026-01-05', wan: 100, takenAfter: 1, offeredAfter: 5, drawnAfter: 12, drawnWan: 80 },
  { posted: '2026-01-10', wan: 200, takenAfter: 4, offeredAfter: 14, drawnAfter: 20, region: '340604002' },
])

async function bytesOf(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of body) pieces.push(piece)
  return Buffer.concat(pieces)
}

const sheetOf = async (file: Buffer, sheet: number) =>
  (await readWorkbook(file)).find((_, at) => at === sheet - 1)?.data ?? []

describe('a workbook that is written row by row', () => {
  const cells: readonly Cell[] = [
    '=1+1',
    { fen: fen(-123_456) },
    { ppm: ppm(43_500) },
    { day: day('2026-03-10') },
    7,
    null,
  ]

  test('has cells of their types, and nothing in it is a formula', async () => {
    const sheet = {
      name: 'a/b',
      header: ['a', 'b', 'c', 'd', 'e', 'f'],
      widths: [9, 9, 9, 9, 9, 9],
      rows: [cells],
    }
    const file = await bytesOf(streamXlsx([sheet, { ...sheet, name: 'second' }], clock.now()))
    const [header, row] = await sheetOf(file, 1)
    assert.deepEqual(header, sheet.header)
    assert.deepEqual(row?.slice(0, 3), ['=1+1', -1234.56, 0.0435])
    assert.equal(new Date(String(row?.[3])).toISOString().slice(0, 10), '2026-03-10')
    assert.deepEqual(row?.slice(4), [7, null])
    assert.equal((await sheetOf(file, 2)).length, 2)
    assert.doesNotMatch(file.toString('latin1'), /<f>/)
  })
})

describe('an export', () => {
  test('of the figures and of the loans behind a cell is typed, says who and by which filters, and leaves a trace', async () => {
    const browser = await browserOf(cast.lu)
    const figures = await browser.post('/cockpit/exports')
    assert.equal(figures.statusCode, 200)
    const lines = await sheetOf(figures.rawPayload, 1)
    const posted = lines.find(([, name]) => name === parts.words.zh('figures.name.posted'))
    assert.equal(posted?.[2], 2)

    const loans = await browser.post('/cockpit/loans/exports', {
      quarter: '2026-q1',
      county: '340603',
      of: 'all',
    })
    const [header, ...rows] = await sheetOf(loans.rawPayload, 1)
    assert.equal(header?.length, 10)
    assert.deepEqual(
      rows.map((row) => [row[0], row[4]]),
      [['DK-0', 1_000_000]],
    )
    const about = await sheetOf(loans.rawPayload, 2)
    assert.ok(about.flat().some((cell) => String(cell).includes(cast.lu.name)))
    assert.ok(about.flat().includes('2026-01-01') || about.flat().some((cell) => cell instanceof Date))
    const traces = await store.read.select().from(trail).where(eq(trail.happening, 'exports.taken'))
    assert.deepEqual(
      traces.map(({ personId, details }) => [personId, (details as { rows: number; what: string }).what]),
      [
        [cast.lu.id, 'cockpit'],
        [cast.lu.id, 'loans'],
      ],
    )
  })

  async function* many(count: number, every = 0) {
    for (let at = 0; at < count; at += 1) {
      if (every && at % every === 0) await pause(1)
      yield [`row ${at}`, at] as const
    }
  }
  const sheets = (rows: AsyncIterable<readonly Cell[]>) => [
    { name: 'rows', header: ['a', 'b'], widths: [9, 9], rows },
  ]
  const asking = { what: 'loans', filters: {}, name: 'loans.xlsx', rows: directRows + 7_000 }
  const rowOf = async (id: string) => {
    const [row] = await store.read
      .select()
      .from(takenExports)
      .where(eq(takenExports.id, id as never))
    return present(row, 'the export')
  }
  const begun = async () => {
    const outcome = await take(parts, by(cast.lu), asking, [])
    assert.ok(outcome.ok && outcome.taken.kind === 'job')
    return outcome.taken.row
  }

  test('that is large is written behind the page, once at a time, for who asked and nobody else, and swept later', async () => {
    const row = await begun()
    const second = await take(parts, by(cast.lu), asking, [])
    assert.equal(second.ok || second.refusal.code, 'export-under-way')
    const writing = writeOut(parts, row, sheets(many(asking.rows)))
    const [mine, other] = [await browserOf(cast.lu), await browserOf(cast.qin)]
    assert.match((await mine.get(`/exports/${row.id}`)).body, /<progress/)
    await writing
    const { state, written } = await rowOf(row.id)
    assert.deepEqual([state, written], ['done', asking.rows])
    const file = await mine.get(`/exports/${row.id}/file`)
    assert.equal((await sheetOf(file.rawPayload, 1)).length, asking.rows + 1)
    for (const path of ['', '/file'])
      assert.equal((await other.get(`/exports/${row.id}${path}`)).statusCode, 404)
    clock.forward(8 * 24 * 60)
    await sweepExports(parts, byPlatform(clock.now(), clock.today()))
    assert.equal((await rowOf(row.id)).state, 'removed')
    assert.equal((await (await browserOf(cast.lu)).get(`/exports/${row.id}/file`)).statusCode, 303)
  })

  test('can be called off, and one that breaks leaves no file', async () => {
    const row = await begun()
    assert.ok((await cancel(store, by(cast.lu), row)).ok)
    await writeOut(parts, row, sheets(many(asking.rows)))
    assert.equal((await rowOf(row.id)).state, 'cancelled')
    const again = await cancel(store, by(cast.lu), row)
    assert.equal(again.ok || again.refusal.code, 'export-over')

    const broken = await begun()
    const rows = (async function* () {
      yield ['one', 1] as const
      throw new Error('the database is gone')
    })()
    await writeOut(parts, broken, sheets(rows))
    assert.equal((await rowOf(broken.id)).state, 'lost')
    const browser = await browserOf(cast.lu)
    assert.equal((await browser.get(`/exports/${broken.id}/file`)).statusCode, 303)
    assert.equal((await browser.get('/exports')).statusCode, 200)
  })
})
