import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import readWorkbook from 'read-excel-file/node'
import { trail } from '../../db/tables/audit.ts'
import { products } from '../../db/tables/products.ts'
import { write } from '../../server/audit/index.ts'
import { drawdown, sign } from '../../server/loans/index.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { present } from '../../server/platform/assert.ts'
import { instantOf } from '../../server/platform/clock.ts'
import { approvalsOf, eventsOf, firmsServed, joinedInstitutions } from '../../server/tax-figures/rows.ts'
import { agreed, applied, given, inHall, offered, onShelf, takenUp } from '../applications/played.ts'
import { runningTown } from '../support/app.ts'
import { anotherPerson } from '../support/world.ts'
import { stated } from '../tax-checks/stated.ts'

const taxLoan = {
  name: '税融通',
  kind: 'tax-credit',
  scheme: 'demo-2026',
  guaranteeModes: ['credit'],
} as const
const amountFen = fen(30_000_000)
/** The cell of what was published; three digits alone may stand in any token of a page. */
const publishedFirms = /data-label="公布"[^>]*><div class="cell">256</

/** Lin's firm draws 200,000 of 300,000 yuan by tax credit, approved on grade A; afterwards it is told to be a C. */
async function lent() {
  const made = await runningTown()
  const { cast, store, parts, by, clock } = made
  const { linFirm } = cast.enterpriseIds
  await stated(made, linFirm, {
    ...{ grade: 'A', tax: { 2024: 100_000, 2025: 100_000 }, arrears: false, abnormal: false },
  })
  const productId = await onShelf(made, 'bankA', taxLoan)
  const need = await inHall(made, { amountFen, guaranteeModes: [] })
  const application = await applied(made, { needId: need.id, productId })
  await takenUp(made, application, cast.zhou)
  await agreed(made, await offered(made, application, cast.zhou, { amountFen, guaranteeMode: 'credit' }))
  const contract = { signedOn: clock.today(), contractNumber: 'HT-2026-001', register: 'none' } as const
  const { loan } = given(await sign(parts, by(cast.zhou), application.id, contract))
  const drawing = { amountFen: fen(20_000_000), drawnOn: clock.today() }
  given(await store.transact((tx) => drawdown(tx, parts, by(cast.zhou), loan.id, drawing)))
  await stated(made, linFirm, { grade: 'C', asOf: day('2026-03-10') })
  return { ...made, application, loan }
}

describe('the figures of tax-credit loans in the database', () => {
  test('count approval, firm and money on their days, by grade and stage as they were at the approval', async () => {
    const made = await lent()
    const { store, application, browserOf, by, cast } = made
    const { read } = store
    const march = { region: '3406', from: day('2026-03-10'), to: day('2026-03-10') }
    const found = await eventsOf(read, march)
    assert.deepEqual(
      found.map(({ what, on, amountFen: sum }) => [what, on, sum]),
      [
        ['approved', '2026-03-10', 30_000_000],
        ['drawn', '2026-03-10', 20_000_000],
      ],
    )
    assert.deepEqual(await eventsOf(read, { ...march, from: day('2026-03-11'), to: null }), [])
    assert.deepEqual(await eventsOf(read, { ...march, from: null, to: day('2026-03-09') }), [])
    assert.deepEqual(await eventsOf(read, { ...march, region: '340604' }), [])
    assert.equal(
      present(
        (await approvalsOf(read, march, () => ({ startUpMonths: 36, growingPpm: ppm(100_000) }))).get(
          application.id,
        ),
        'the check',
      ).grade,
      'A',
    )
    assert.equal(await firmsServed(read, '3406'), 1)
    // Bank B joins with a product for one county, some days later.
    made.clock.set('2026-03-20T09:30:00+08:00')
    const second = await onShelf(made, 'bankB', { ...taxLoan, regions: ['340621'] })
    await store.transact((tx) =>
      tx.update(products).set({ listedAt: made.clock.now() }).where(eq(products.id, second)),
    )
    const joined = async (region: string, to: string | null) =>
      (await joinedInstitutions(read, { region, to: to === null ? null : day(to) })).map(({ id }) => id)
    const { bankA, bankB } = cast.institutionIds
    assert.deepEqual((await joined('3406', null)).toSorted(), [bankA, bankB].toSorted())
    assert.deepEqual(await joined('340603', null), [bankA], 'another county than that of the product')
    assert.equal((await joined('340621', null)).length, 2)
    assert.equal((await joined('3406', '2026-03-20')).length, 2)
    assert.deepEqual(await joined('3406', '2026-03-19'), [bankA], 'before the second came on the shelf')
    // It was on the shelf before with an earlier version: the trail says since when.
    const earlier = { ...by(cast.lu), at: instantOf(Date.parse('2026-03-05T02:00:00Z')) }
    const subject = { kind: 'product', id: second }
    await store.transact((tx) => write(tx, earlier, { happening: 'products.listed', subject }))
    assert.equal((await joined('3406', '2026-03-05')).length, 2)
    assert.deepEqual(await joined('3406', '2026-03-04'), [bankA])

    const lu = await browserOf(cast.lu)
    const byGrade = (await lu.get('/bureau/tax-credit?by=grade&period=2026')).body
    assert.match(byGrade, /A 级<\/div>/)
    assert.doesNotMatch(byGrade, /C 级<\/div>/)
    assert.match(byGrade, /1 户企业凭纳税信用获得放款 20 万元/)
    // What the city published stands beside, and only where the whole city is looked at.
    assert.match(byGrade, publishedFirms)
    const county = (await lu.get('/bureau/tax-credit?county=340603&by=bank')).body
    assert.doesNotMatch(county, publishedFirms)
    assert.doesNotMatch(county, /tax-credit-published/)
    for (const odd of ['by=nothing', 'period=1066', 'county=110101', 'by=month&by=bank'])
      assert.equal((await lu.get(`/bureau/tax-credit?${odd}`)).statusCode, 200, odd)
  })

  test('show an office its own region alone, in the page and in what it takes away, which leaves a trace', async () => {
    const made = await lent()
    const { browserOf, store, cast } = made
    const other = await browserOf(await anotherPerson(made, 'bureau-analyst', { region: '340604' }))
    assert.match((await other.get('/bureau/tax-credit?period=all&county=340603')).body, /没有税融通业务/)
    const take = async (browser: typeof other, county: string, format: string) =>
      browser.post('/bureau/tax-credit/exports', {
        ...{ _csrf: await browser.token(), period: '2026', county, format },
      })
    assert.doesNotMatch((await take(other, '340603', 'csv')).body, /200000\.00/)
    const lu = await browserOf(cast.lu)
    const csv = await take(lu, '', 'csv')
    assert.match(csv.body, /月份,2026-03,1,300000\.00,1,200000\.00,0,0\.00/)
    assert.match(csv.body, /纳税信用等级,A 级,1,300000\.00,1,200000\.00,0,0\.00/)
    const sheet = await take(lu, '340603', 'xlsx')
    assert.deepEqual([sheet.statusCode, sheet.rawPayload.subarray(0, 2).toString()], [200, 'PK'])
    const said = (await readWorkbook(sheet.rawPayload)).flatMap(({ data }) => data.flat())
    const role = made.parts.words.zh(`accounts.role.${cast.lu.role}`)
    assert.ok(said.includes(`${cast.lu.name} · ${role}`), said.join())
    assert.equal((await take(lu, '', 'pdf')).statusCode, 422)
    const traces = await store.read.select().from(trail).where(eq(trail.happening, 'tax-figures.exported'))
    assert.deepEqual(
      traces.map(({ details }) => details),
      [
        { format: 'csv', region: '340604', period: '2026', events: 0 },
        { format: 'csv', region: '3406', period: '2026', events: 2 },
        { format: 'xlsx', region: '340603', period: '2026', events: 2 },
      ],
    )
  })
})
