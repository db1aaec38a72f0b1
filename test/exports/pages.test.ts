import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import readWorkbook from 'read-excel-file/node'
import { applications } from '../../db/tables/applications.ts'
import { trail } from '../../db/tables/audit.ts'
import { exposures } from '../../db/tables/exposures.ts'
import { firmRelations } from '../../db/tables/guarantee-figures.ts'
import { needBlocks } from '../../db/tables/matching.ts'
import { needs } from '../../db/tables/needs.ts'
import { warnings } from '../../db/tables/warnings.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { rooms } from '../../server/app.ts'
import { closeCockpitDay } from '../../server/cockpit/index.ts'
import { correctExposures } from '../../server/exposures/index.ts'
import { plusDays } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { newId } from '../../server/platform/ids.ts'
import { type Cell, streamXlsx } from '../../server/platform/sheets/streaming.ts'
import { runningTown } from '../support/app.ts'
import { writeWorld } from '../support/world.ts'

/*
 * Every page that shows a table of figures is taken away as a workbook and on paper by one piece of code: what the routes say
 * is asked of each, in a town in which everything has happened once.
 */

/** More than a list is asked for at once. */
const blockedNeeds = 1_003

const made = await runningTown()
const { cast, parts, clock, store, browserOf } = made
const world = await writeWorld(made)
const today = clock.today()
await store.transact(async (tx) => {
  // A step that is late, a warning that was closed, and more needs that one condition stops than are asked for at once.
  await tx
    .update(applications)
    .set({ state: 'taken', dueOn: plusDays(today, -5) })
    .where(eq(applications.id, world.application))
  await tx.update(warnings).set({
    state: 'closed',
    outcome: 'confirmed',
    closedOn: today,
    closedAt: clock.now(),
    closedBy: cast.lu.id,
  })
  const [need] = await tx.select().from(needs).where(eq(needs.id, world.need))
  for (let at = 0; at < blockedNeeds; at += 1) {
    const id = newId<'need'>()
    await tx
      .insert(needs)
      .values({ ...present(need, 'a need'), id, number: `XQ-MANY-${at}`, state: 'published' })
    await tx.insert(needBlocks).values({ needId: id, rule: 'amount', kind: 'refused', region: '340603001' })
  }
})
// Who controls a firm that has something under cover.
await store.transact((tx) =>
  tx.insert(firmRelations).values({
    ...{ id: newId<'relation'>(), kind: 'controller', fromId: cast.enterpriseIds.linFirm },
    ...{ toMember: 'person:Wei 1234', toName: 'Wei', sharePpm: null, source: 'x', recordedAt: clock.now() },
  }),
)
await correctExposures(store, byPlatform(clock.now(), clock.today()))
await closeCockpitDay(parts, byPlatform(clock.now(), clock.today()))
const head = await browserOf(cast.lu)

const ids: readonly (readonly [RegExp, string])[] = [
  [/^\/stress\/:id/, world.stressRun],
  [/^\/bridge-pools\/:id/, world.bridgePool],
  [/^\/compensation\/pools\/:id/, world.compensationPool],
]
const addresses = new Set(rooms.flat().map(({ method, url }) => `${method} ${url}`))
/** Pages whose workbook and paper stand beside them. */
const pages = rooms
  .flat()
  .filter(
    ({ method, url }) =>
      method === 'GET' &&
      addresses.has(`GET ${url}/print`) &&
      addresses.has(`POST ${url}/exports`) &&
      // The books give out statements by their own rules.
      !url.startsWith('/ledger/'),
  )
  .map(({ url }) => url)
const known = {
  '/cockpit/exposure/loans': 'by=district&key=340603',
  '/bureau/exposure/loans': 'by=district&key=340603',
  '/cockpit/exposure/circle': `firm=${cast.enterpriseIds.linFirm}`,
  '/cockpit/unlock': 'rule=amount',
} as Readonly<Record<string, string>>
const addressOf = (url: string) => {
  const id = ids.find(([pattern]) => pattern.test(url))?.[1]
  return id ? url.replace(':id', id) : url
}

const tracesOf = async (happening: string) =>
  (await store.read.select().from(trail).where(eq(trail.happening, happening))).length

const offered = (body: string) => /action="[^"]*\/exports"/.test(body)

describe('a page of figures', () => {
  test('of every part of the cockpit, of pools, clocks, warnings and the supervision list can be taken away', () => {
    for (const url of [
      ...[
        '',
        '/exposure',
        '/exposure/loans',
        '/exposure/circle',
        '/headroom',
        '/inclusion',
        '/banks',
        '/unlock',
        '/yuan',
        '/loans',
      ].map((path) => `/cockpit${path}`),
      ...['/exposure', '/exposure/loans', '/funnel', '/times', '/overdue', '/assignments', '/warnings'].map(
        (path) => `/bureau${path}`,
      ),
      ...['/bureau/warnings/precision', '/exposure/groups', '/stop-lines', '/stress/:id', '/bridge-pools'],
      ...['/bridge-pools/:id/figures', '/compensation/pools/:id/statement'],
    ])
      assert.ok(pages.includes(url), url)
  })

  for (const url of pages)
    test(`${url} leaves as a workbook and as paper with what the page shows, by whom and by which questions, and leaves a trace`, async () => {
      const query = known[url] ?? ''
      const path = addressOf(url)
      const address = query ? `${path}?${query}` : path
      const shown = await head.get(address)
      assert.equal(shown.statusCode, 200)
      const sent = Object.fromEntries(new URLSearchParams(query))
      const [taken, printed] = [await tracesOf('exports.taken'), await tracesOf('exports.printed')]
      const file = await head.post(`${path}/exports`, sent)
      const asked = await head.post(`${path}/print`, sent)
      const paper = await head.get(asked.headers.location ?? '')
      if (!offered(shown.body)) {
        // A page that has nothing to show says so, and nothing is taken.
        assert.equal(file.statusCode, 422, 'no workbook of nothing')
        assert.equal(asked.headers.location, address, 'no paper of nothing')
        assert.deepEqual(
          [await tracesOf('exports.taken'), await tracesOf('exports.printed')],
          [taken, printed],
        )
        return
      }
      assert.equal(file.statusCode, 200)
      assert.equal(paper.statusCode, 200)
      assert.match(paper.body, /paper-head/)
      const sheets = await readWorkbook(file.rawPayload)
      const about = sheets[1]?.data.flat().map(String) ?? []
      assert.ok(
        about.some((cell) => cell.includes(cast.lu.name)),
        'who took it',
      )
      const [header = [], ...rows] = sheets[0]?.data ?? []
      assert.ok(rows.length > 0 && header.length > 1)
      assert.deepEqual(
        [await tracesOf('exports.taken'), await tracesOf('exports.printed')],
        [taken + 1, printed + 1],
      )
    })

  test('of every kind is offered somewhere in this town', async () => {
    const without: string[] = []
    for (const url of pages) {
      const query = known[url] ?? ''
      const { body } = await head.get(`${addressOf(url)}?${query}`)
      if (!offered(body)) without.push(url)
    }
    // A pool of advances shows its figures from the first that was paid back.
    assert.deepEqual(without, ['/bridge-pools/:id/figures'])
  })

  test('holds sums to the fen where the page rounds them, and numbers as numbers', async () => {
    const rows = await store.read.select().from(exposures).where(eq(exposures.district, '340603'))
    const standing = rows.filter(({ loans }) => loans === 1)
    assert.ok(standing.length > 0)
    for (const [path, column] of [
      ['/cockpit/exposure/loans', 4],
      ['/bureau/exposure/loans', 6],
    ] as const) {
      const file = await head.post(`${path}/exports`, { by: 'district', key: '340603' })
      const [, ...lines] = (await readWorkbook(file.rawPayload))[0]?.data ?? []
      const unit = path.startsWith('/cockpit') ? 1_000_000 : 100
      assert.deepEqual(
        lines.map((line) => Math.round(Number(line[column]) * unit)).toSorted((one, other) => one - other),
        standing.map(({ balanceFen }) => Number(balanceFen)).toSorted((one, other) => one - other),
        path,
      )
      assert.ok(lines.every((line) => typeof line[column] === 'number'))
    }
  })

  test('reads with the same digits wherever it stands: both pages of exposure', async () => {
    const sheetsOf = async (path: string, query: Record<string, string>) => {
      const file = await head.post(`${path}/exports`, query)
      return (await readWorkbook(file.rawPayload)).map(({ data }) => data)
    }
    const shown = async (path: string) => {
      const { body } = await head.get(path)
      const main = body.slice(body.indexOf('<main'), body.indexOf('</main'))
      const cells = [...main.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)].map(([, cell = '']) =>
        cell.replace(/<[^>]*>/g, '').trim(),
      )
      // Of each firm of the ten its sum and its part: the firm's name stands on both pages.
      return cells.flatMap((cell, at) =>
        /^\d[\d,.]*%$/.test(cell) ? [[cells[at - 2], cells[at - 1], cell].join(' ')] : [],
      )
    }
    const cockpit = new Set(await shown('/cockpit/exposure?by=bank'))
    const watch = await shown('/bureau/exposure?by=bank')
    assert.ok(watch.length > 0)
    assert.deepEqual(
      watch.filter((line) => !cockpit.has(line)),
      [],
    )
    const sums = (sheet: readonly (readonly unknown[])[] | undefined) =>
      (sheet ?? [])
        .slice(1)
        .map(([name, sum]) => `${name} ${sum}`)
        .toSorted()
    const [own, other] = [
      await sheetsOf('/cockpit/exposure', { by: 'industry' }),
      await sheetsOf('/bureau/exposure', { by: 'industry' }),
    ]
    assert.deepEqual(sums(other[0]), sums(own[0]))
    assert.match((await head.get('/bureau/exposure')).body, /href="\/cockpit\/exposure"/)
    assert.match((await head.get('/cockpit/exposure')).body, /href="\/bureau\/exposure\?by=district"/)
  })

  test('says beside a workbook and on paper what its figures mean, with their version', async () => {
    const file = await head.post('/cockpit/headroom/exports', {})
    const w = parts.words.zh
    const about = (await readWorkbook(file.rawPayload))[1]?.data.flat().map(String) ?? []
    const meaning = about.find((cell) => cell.startsWith(w('figures.formula.headroom-passed')))
    assert.match(meaning ?? '', /headroom-passed/)
    const paper = await head.get('/cockpit/headroom/print')
    assert.ok(paper.body.includes(w('figures.formula.headroom-passed')))
    // Who took it, by the name of the role and not by its code.
    const who = `${cast.lu.name} · ${w(`accounts.role.${cast.lu.role}`)}`
    assert.ok(about.includes(who) && paper.body.includes(who), who)
  })

  test('holds the whole list and not a page of it, each row once', async () => {
    const file = await head.post('/cockpit/unlock/exports', { rule: 'amount' })
    const [, ...lines] = (await readWorkbook(file.rawPayload))[0]?.data ?? []
    const numbers = new Set(lines.map(([number]) => number))
    assert.deepEqual([lines.length, numbers.size], [blockedNeeds, blockedNeeds])
    const paper = await head.get('/cockpit/unlock/print?rule=amount')
    assert.equal([...paper.body.matchAll(/XQ-MANY-/g)].length, blockedNeeds)
  })

  test('keeps its right: a bank takes nothing of the cockpit', async () => {
    const bank = await browserOf(cast.zhou)
    assert.equal((await bank.post('/cockpit/exposure/exports', {})).statusCode, 403)
    assert.equal((await bank.get('/cockpit/exposure/print')).statusCode, 403)
  })
})

describe('a workbook beyond what a spreadsheet can open', () => {
  const sheets = (count: number) => [
    {
      ...{ name: 'rows', header: ['a', 'b'], widths: [9, 9] },
      rows: (function* () {
        for (let at = 0; at < count; at += 1)
          yield [`row ${at}`, { wan: fen(at) }] as const satisfies readonly Cell[]
      })(),
    },
    { name: 'rows', header: ['about'], widths: [9], rows: [['who']] },
  ]
  let files: { name: string; data: readonly (readonly unknown[])[] }[]
  const booked = async (count: number, most: number) => {
    const pieces: Buffer[] = []
    for await (const piece of streamXlsx(sheets(count), clock.now(), most)) pieces.push(piece as Buffer)
    return (await readWorkbook(Buffer.concat(pieces))).map(({ sheet, data }) => ({ name: sheet, data }))
  }
  before(async () => {
    files = await booked(10, 5)
  })

  test('goes on in further sheets with the same header, and every row stands in one of them once', () => {
    assert.deepEqual(
      files.map(({ name, data }) => [name, data.length]),
      [
        ['rows', 5],
        ['rows (2)', 2],
        ['rows (3)', 5],
        ['rows (4)', 3],
      ],
    )
    const rows = [files[0], files[2], files[3]].flatMap((sheet) => sheet?.data.slice(1) ?? [])
    assert.deepEqual(
      rows,
      Array.from({ length: 10 }, (_, at) => [`row ${at}`, at / 1_000_000]),
    )
    for (const at of [0, 2, 3]) assert.deepEqual(files[at]?.data[0], ['a', 'b'])
  })

  test('keeps one sheet as long as everything fits, to the last row', async () => {
    assert.deepEqual(
      (await booked(4, 5)).map(({ name, data }) => [name, data.length]),
      [
        ['rows', 5],
        ['rows (2)', 2],
      ],
    )
  })

  test('ends with the failure of its rows, and does not wait for ever', async () => {
    const broken = {
      ...{ name: 'rows', header: ['a'], widths: [9] },
      rows: (function* () {
        yield ['one'] as const
        throw new Error('the database is gone')
      })(),
    }
    await assert.rejects(async () => {
      for await (const _ of streamXlsx([broken], clock.now(), 5));
    }, /database is gone/)
  })
})
