import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import readWorkbook from 'read-excel-file/node'
import * as tables from '../../db/tables/index.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { write } from '../../server/audit/index.ts'
import { definitionOf, figureCodes } from '../../server/cockpit/definition.ts'
import { inAll } from '../../server/cockpit/inclusion.ts'
import { closeCockpitDay } from '../../server/cockpit/index.ts'
import { gathered } from '../../server/cockpit/parts-gathering.ts'
import { shownNow } from '../../server/cockpit/parts-kept.ts'
import { leversIn, raised } from '../../server/cockpit/parts-yuan.ts'
import { circlesIn, exposeMany } from '../../server/exposures/index.ts'
import { matchRuleOn, storeMatch } from '../../server/matching/index.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { startOf } from '../../server/platform/clock.ts'
import { newId } from '../../server/platform/ids.ts'
import { closeClockDay } from '../../server/supervision/index.ts'
import { tell } from '../dashboards/sample.ts'
import { runningTown } from '../support/app.ts'
import { sources } from '../support/sources.ts'
import { anotherPerson, plainTerms, writeWorld } from '../support/world.ts'
import { reportLate } from './late.ts'

/** Needs of this year and the last in two counties; today is 2026-03-10. */
const made = await runningTown()
const { store, parts, cast, clock, browserOf } = made
await tell(made, [
  {
    posted: '2026-01-05',
    wan: 100,
    takenAfter: 1,
    offeredAfter: 5,
    offeredWan: 90,
    drawnAfter: 12,
    drawnWan: 80,
  },
  { posted: '2026-01-10', wan: 200, takenAfter: 4, offeredAfter: 14, drawnAfter: 20, bank: 'bankB' },
  { posted: '2026-02-01', wan: 300, takenAfter: 2, offeredAfter: 5, region: '340604002' },
  { posted: '2026-03-01', wan: 400, takenAfter: 1, dueOn: '2026-03-04' },
  { posted: '2026-03-02', wan: 50, takenAfter: 1, state: 'declined', declined: 'collateral-insufficient' },
  { posted: '2025-11-02', wan: 70, takenAfter: 3, offeredAfter: 9, drawnAfter: 30, region: '340604002' },
])
await store.transact((tx) =>
  tx
    .update(tables.applications)
    .set({ decidedAt: clock.now() })
    .where(eq(tables.applications.state, 'declined')),
)
// The morning of yesterday found what is late.
const yesterday = byPlatform(startOf(day('2026-03-09')), day('2026-03-09'))
await closeClockDay(parts, yesterday)
let head = await browserOf(cast.lu)
const county = await anotherPerson(made, 'bureau-head', { region: '340604' })
let office = await browserOf(county)
/** Whoever was away too long signs in again. */
async function signInAgain() {
  head = await browserOf(cast.lu)
  office = await browserOf(county)
}
const night = () => closeCockpitDay(parts, byPlatform(clock.now(), clock.today()))

const numbersOf = (body: string) =>
  [...body.matchAll(/<p class="number-value">([^<]*)/g)].map(([, value = '']) => value.trim())

const tableIn = (body: string) => body.slice(body.indexOf('<tbody'), body.indexOf('</tbody'))

describe('the figures of the cockpit', () => {
  test('equal what the rows add up to', async () => {
    const figures = await gathered(parts, '3406', clock.today(), true)
    const needs = (await store.read.select().from(tables.needs)).filter(
      ({ publishedAt }) => publishedAt && publishedAt >= '2025-12-31T16:00',
    )
    const loans = await store.read.select().from(tables.loans)
    const sum = (of: readonly { readonly amountFen: number }[]) =>
      of.reduce((all, one) => all + one.amountFen, 0)
    const [posted, taken, offered, drawn] = figures.funnel
    assert.deepEqual([posted?.count, posted?.amountFen], [needs.length, sum(needs)])
    assert.deepEqual([taken?.count, offered?.count, drawn?.count], [5, 3, 2])
    assert.deepEqual(taken?.days, { count: 5, median: 1, ninetieth: 4 })
    assert.equal(drawn?.amountFen, 280_000_000)
    const all = inAll(figures.inclusion)
    assert.deepEqual([all.loans, all.amountFen], [loans.length, sum(loans)])
    assert.deepEqual(
      figures.inclusion.map(({ quarter, county: at, loans: count }) => [quarter, at, count]),
      [
        ['2025-q4', '340604', 1],
        ['2026-q1', '340603', 2],
      ],
    )
    assert.equal(figures.overdue, 1)
    assert.deepEqual(figures.declines, [{ reason: 'collateral-insufficient', count: 1 }])
    const bankA = figures.banks.find(({ id }) => id === cast.institutionIds.bankA)
    assert.deepEqual([bankA?.cases, bankA?.overdue, bankA?.declined], [4, 1, 1])
  })

  test('of a county hold nothing of another', async () => {
    const figures = await gathered(parts, '340604', clock.today(), true)
    assert.deepEqual(
      figures.funnel.map(({ count }) => count),
      [1, 1, 1, 0],
    )
    assert.deepEqual([figures.overdue, figures.pools, inAll(figures.inclusion).loans], [0, [], 1])
    const { body } = await office.get('/cockpit?county=340603')
    assert.equal(numbersOf(body)[0], '1')
    assert.doesNotMatch((await office.get('/cockpit/loans?quarter=2026-q1&county=340603')).body, /DK-0/)
  })

  test('stand until the trail moves, and a minute at least', async () => {
    const first = await shownNow(parts, '3406', clock.today())
    clock.forward(10)
    assert.equal(await shownNow(parts, '3406', clock.today()), first, 'nothing happened')
    // Of the day before, or the night of today would be late.
    await store.transact((tx) =>
      write(tx, yesterday, { happening: 'needs.posted', subject: { kind: 'need', id: 'x' } }),
    )
    const second = await shownNow(parts, '3406', clock.today())
    assert.notEqual(second, first)
    await store.transact((tx) =>
      write(tx, yesterday, { happening: 'needs.posted', subject: { kind: 'need', id: 'y' } }),
    )
    assert.equal(await shownNow(parts, '3406', clock.today()), second, 'within the minute')
  })

  test('say which condition alone keeps a need from the shelf, as its newest match has it', async () => {
    const world = await writeWorld(made)
    const [need] = await store.read.select().from(tables.needs).where(eq(tables.needs.number, 'XQ-3'))
    const { id: needId, months, purpose, wantedBy } = present(need, 'a need of the town')
    const facts = (wan: number) => ({
      need: {
        amountFen: fen(wan * 1_000_000),
        months,
        purpose,
        guaranteeModes: ['credit' as const],
        highestRatePpm: null,
        wantedBy,
      },
      firm: {
        ...{ region: '340603001', industry: 'C17', size: 'small' as const, grade: null },
        foundedOn: day('2015-01-01'),
      },
      on: clock.today(),
    })
    const shelf = [{ id: world.product, version: 1, terms: plainTerms }]
    const rule = matchRuleOn(parts.policies, clock.today())
    const blocks = async (wan: number) => {
      const matching = { needId, facts: facts(wan), shelf: shelf as never, rule }
      await store.transact((tx) => storeMatch(tx, clock.now(), matching))
      const found = await store.read
        .select()
        .from(tables.needBlocks)
        .where(eq(tables.needBlocks.needId, needId))
      return found.map(({ rule: of, kind }) => `${of} ${kind}`)
    }
    assert.deepEqual(await blocks(400), [], 'the product fits')
    assert.deepEqual(await blocks(2_000), ['amount refused'])
    const { blocks: lines } = await gathered(parts, '3406', clock.today(), true)
    assert.deepEqual(lines, [{ rule: 'amount', needs: 1, firms: 1, amountFen: 400_000_000, unknown: 0 }])
    assert.match((await head.get('/cockpit/unlock?rule=amount')).body, /XQ-3/)
    assert.doesNotMatch((await office.get('/cockpit/unlock?rule=amount')).body, /XQ-3/)
  })

  // The world of the test before has a warning and a matter in somebody's hands.
  test('count the warnings that stand and what people have in hand, as their lists do', async () => {
    const { watch } = await gathered(parts, '3406', clock.today(), true)
    const standing = (await store.read.select().from(tables.warnings)).filter(
      ({ state, clearedOn }) => state !== 'closed' && clearedOn === null,
    )
    const running = (await store.read.select().from(tables.assignments)).filter(
      ({ state }) => state !== 'closed',
    )
    assert.ok(standing.length > 0 && running.length > 0)
    assert.deepEqual(
      watch?.rules.reduce((sum, { count }) => sum + count, 0),
      standing.length,
    )
    assert.deepEqual(
      [watch?.running, watch?.late],
      [running.length, running.filter(({ dueOn }) => dueOn < clock.today()).length],
    )
    assert.equal((await gathered(parts, '3406', clock.today(), false)).watch, null, 'no past day knows them')
  })
})

/** Two guarantees, borne by a guarantor and a bank, in two counties. */
async function twoGuarantees() {
  const { bankA, guarantor } = cast.institutionIds
  const one = (district: string, wan: number) => {
    const part = (percent: number) => fen(wan * 10_000 * percent)
    return {
      exposed: {
        ...{
          id: newId(),
          kind: 'guarantee' as const,
          loanId: null,
          enterpriseId: cast.enterpriseIds.linFirm,
        },
        ...{ bankId: bankA, guarantorId: guarantor, district, industry: 'C', size: 'micro' as const },
        ...{ scheme: '4321', vintage: '2026Q1' },
      },
      stands: [
        {
          ...{ on: clock.today(), at: clock.now() },
          stand: {
            ...{ balanceFen: fen(wan * 1_000_000), loans: 1 },
            bearings: [
              { party: guarantor, role: 'guarantor' as const, fen: part(70) },
              { party: 'treasury', role: 'treasury' as const, fen: part(10) },
              { party: bankA, role: 'bank' as const, fen: part(20) },
            ],
          },
        },
      ],
    }
  }
  await store.transact((tx) => exposeMany(tx, [one('340603', 300), one('340604', 100)]))
}

/** A cover of a pool has no guarantor: the lines of guarantors say what they leave, so that they add up to the whole. */
async function withoutGuarantor() {
  const lines = async () => (await head.get('/cockpit/exposure?by=guarantor')).body
  assert.doesNotMatch(await lines(), /没有担保机构/)
  const { bankA } = cast.institutionIds
  const stand = {
    ...{ balanceFen: fen(100_000_000), loans: 1 },
    bearings: [{ party: bankA, role: 'bank' as const, fen: fen(100_000_000) }],
  }
  const exposed = {
    ...{ id: newId(), kind: 'cover' as const, loanId: null, enterpriseId: cast.enterpriseIds.linFirm },
    ...{ bankId: bankA, guarantorId: null, district: '340603', industry: 'C', size: 'micro' as const },
    ...{ scheme: 'tax-credit-pool', vintage: '2026Q1' },
  }
  await store.transact((tx) =>
    exposeMany(tx, [{ exposed, stands: [{ on: clock.today(), at: clock.now(), stand }] }]),
  )
  assert.match(await lines(), /没有担保机构（补偿与过桥）[\s\S]{0,200}>100<[\s\S]{0,200}20\.0%/)
}

/** Who controls two firms has what both have, of guarantees and of anything else; before it was recorded nobody had it. */
async function inCircles() {
  const { linFirm: fromId, fangFirm } = cast.enterpriseIds
  await store.transact((tx) =>
    tx.insert(tables.firmRelations).values(
      [fromId, fangFirm].map((firm) => ({
        ...{
          id: newId<'relation'>(),
          kind: 'controller' as const,
          fromId: firm,
          toMember: 'person:Wei 1234',
        },
        ...{ toName: 'Wei', sharePpm: null, source: 'x', recordedAt: clock.now() },
      })),
    ),
  )
  const circles = (on: string | null) => circlesIn(store.read, '3406', on === null ? null : day(on), 250_000)
  const [wei] = await circles(null)
  assert.deepEqual([wei?.controllers, wei?.balanceFen, wei?.firms.length], [['Wei'], 400_000_000, 1])
  assert.deepEqual(await circles('2026-03-10'), await circles(null))
  assert.deepEqual(await circles('2026-03-09'), [], 'nothing was recorded, and nothing was covered')
  const { body } = await head.get('/cockpit/exposure')
  assert.match(body, new RegExp(`/cockpit/exposure/circle\\?firm=${fromId}"[^>]*>Wei<`))
  await downACircle(`/cockpit/exposure/circle?firm=${fromId}`)
}

/** A circle's firms and its loans add up to what it has, now and of a day; nobody comes to one that is not there. */
async function downACircle(url: string) {
  for (const asked of [url, `${url}&on=2026-03-10`]) {
    const { body } = await head.get(asked)
    assert.match(body, /Wei：圈内企业与贷款/)
    const loans = body.slice(body.indexOf('圈内逐笔'))
    const sums = [...loans.matchAll(/data-label="金额（万元）"[^>]*><div class="cell">([\d,.]+)</g)].map(
      ([, wan]) => Number(wan?.replaceAll(',', '')),
    )
    assert.equal(
      sums.reduce((all, wan) => all + wan, 0),
      400,
      asked,
    )
    assert.match(loans, /href="\/guarantees\/[^"]+"/)
  }
  const none = url.replace(cast.enterpriseIds.linFirm, cast.enterpriseIds.fangFirm)
  assert.equal((await head.get(none)).statusCode, 404)
  for (const on of ['2026-03-09', '2099-01-01'])
    assert.equal((await head.get(`${url}&on=${on}`)).statusCode, 422, on)
  assert.equal((await head.get('/cockpit/exposure/circle')).headers.location, '/cockpit/exposure')
}

test('exposure is what is kept of it, line by line down to the cover', async () => {
  await twoGuarantees()
  const { exposure } = await gathered(parts, '3406', clock.today(), true)
  const kept = await store.read.select().from(tables.exposures)
  assert.equal(kept.length, 2)
  const sum = kept.reduce((all, { balanceFen }) => all + balanceFen, 0)
  assert.equal(exposure?.balanceFen, sum)
  assert.equal(
    exposure?.roles.reduce((all, { fen: part }) => all + part, 0),
    sum,
  )
  for (const by of [
    'district',
    'role',
    'party',
    'bank',
    'guarantor',
    'industry',
    'size',
    'scheme',
    'vintage',
  ])
    assert.equal((await head.get(`/cockpit/exposure?by=${by}`)).statusCode, 200, by)
  assert.deepEqual(
    exposure?.roles.map(({ role, fen: part }) => [role, part]),
    [
      ['guarantor', 280_000_000],
      ['bank', 80_000_000],
      ['treasury', 40_000_000],
    ],
  )
  const { exposure: own } = await gathered(parts, '340604', clock.today(), true)
  assert.deepEqual([own?.balanceFen, own?.loans], [100_000_000, 1])
  const [one] = exposure?.districts ?? []
  const { body } = await head.get(`/cockpit/exposure/loans?by=district&key=${one?.code}`)
  assert.match(body, /href="\/(guarantees|covers|bridges)\/[0-9a-z]{26}"/)
  assert.match(
    (await head.get(`/cockpit/exposure/loans?by=district&key=${one?.code}&page=99`)).body,
    /已经没有这一页/,
  )
  assert.equal((await head.get('/cockpit/exposure?on=2099-01-01')).statusCode, 422)
  await inCircles()
  await withoutGuarantor()
})

/** What is kept of guarantors beside the letter of the world: Lin's firm near its caps at a guarantor of 300 million. */
async function nearItsCaps() {
  const { linFirm: enterpriseId, fangFirm } = cast.enterpriseIds
  const { guarantor: guarantorId } = cast.institutionIds
  const sums = { promisedFen: fen(0), balanceFen: fen(1_900_000_000), promisedOwnFen: fen(0) }
  const own = { ...sums, guarantorId, kind: 'small' as const, ownFen: fen(760_000_000) }
  await store.transact(async (tx) => {
    await tx.insert(tables.guaranteeCustomers).values([
      {
        enterpriseId,
        pendingFen: fen(50_000_000),
        promisedFen: fen(50_000_000),
        balanceFen: sums.balanceFen,
      },
      // More, but under no arrangement that caps it.
      { enterpriseId: fangFirm, pendingFen: fen(0), promisedFen: fen(0), balanceFen: fen(9_000_000_000) },
    ])
    await tx.insert(tables.guarantorCustomers).values([
      { ...own, enterpriseId, liabilityFen: fen(2_400_000_000), committedFen: fen(3_000_000_001) },
      { ...own, enterpriseId: fangFirm, liabilityFen: fen(0), committedFen: fen(1_000_000_000) },
    ])
    await tx.insert(tables.guarantors).values({
      ...{ guarantorId, balanceFen: fen(0), ownFen: fen(0), liabilityFen: fen(0), guarantees: 2 },
      ...{ committedOwnFen: fen(1_000), smallOwnFen: fen(499), customers: 2, smallCustomers: 2 },
      ...{ committedFen: fen(4_000_000_001), weightsVersion: 'guarantee-weights-1' },
    })
    await tx.insert(tables.firmRelations).values({
      ...{
        id: newId<'relation'>(),
        kind: 'mutual-guarantee' as const,
        fromId: enterpriseId,
        toMember: fangFirm,
      },
      ...{ toName: 'An', sharePpm: null, source: 'x', recordedAt: clock.now() },
    })
    await tx.update(tables.guarantorAssets).set({ state: 'approved' })
  })
}

test('headroom counts what every cap counts, the nearest first, and stands as the day closed', async () => {
  await nearItsCaps()
  const told = async () =>
    ((await gathered(parts, '3406', clock.today(), true)).headroom ?? [])
      .filter(({ usedFen }) => usedFen > 0)
      .map(({ rule, usedFen, limitFen }) => [rule, usedFen, limitFen])
  assert.deepEqual(await told(), [
    // 683号: one customer 10 %, related ones 15 % of 300 million yuan; a fen over the first.
    ['customer-ratio', 3_000_000_001, 3_000_000_000],
    // Asked for, promised and in force together: the cap itself.
    ['guarantee-cap', 2_000_000_000, 2_000_000_000],
    ['group-ratio', 4_000_000_001, 4_500_000_000],
    ['customer-ratio', 1_000_000_000, 3_000_000_000],
    // What the bank filed under the pool's arrangement counts before the operator has decided.
    ['cover-cap', 100_000_000, 1_000_000_000],
    // 499 of 1,000 of the own share is of small firms: ten times, not fifteen.
    ['leverage', 4_000_000_001, 300_000_000_000],
  ])
  assert.equal((await gathered(parts, '3406', clock.today(), false)).headroom, null, 'no past day knows it')
  const county = (await gathered(parts, '340604', clock.today(), true)).headroom ?? []
  assert.deepEqual(county, [], 'of a county nothing of another')
})

test('what one more yuan does is told of guarantors and pools, and a sum that is none is said so', async () => {
  // A guarantor at its last fen: ten times 300 million of net assets, less what it is liable for.
  const liable = (committedFen: number) =>
    store.transact((tx) => tx.update(tables.guarantors).set({ committedFen: fen(committedFen) }))
  const has = (balanceFen: number) =>
    store.transact((tx) =>
      tx
        .update(tables.guaranteeCustomers)
        .set({ balanceFen: fen(balanceFen) })
        .where(eq(tables.guaranteeCustomers.enterpriseId, cast.enterpriseIds.linFirm)),
    )
  await liable(300_000_000_000)
  // 15 million guaranteed for the firm, and a need of 4: below its cap of 20.
  await has(1_400_000_000)
  await store.transact((tx) =>
    tx
      .update(tables.needs)
      .set({ state: 'published', size: 'small', industry: 'C17', guaranteeModes: ['guarantee'] })
      .where(eq(tables.needs.number, 'XQ-3')),
  )
  const { guarantor } = cast.institutionIds
  const levers = await leversIn(parts, '3406', clock.today())
  const own = present(
    levers.find(({ code }) => code === guarantor),
    'the guarantor',
  )
  const needs = async (more: number) =>
    (await raised(parts, '3406', own, fen(more), clock.today())).points.map((point) => point.needs)
  // Its own share is 40 % of 4 million: 1.6 million, which ten times 160,000 of net assets carry.
  assert.deepEqual(await needs(16_000_000), [0, 0, 0, 1, 1, 1])
  assert.deepEqual(await needs(15_999_900), [0, 0, 0, 0, 1, 1])
  const shown = await head.get(`/cockpit/yuan?lever=${guarantor}&more=16`)
  assert.equal(shown.statusCode, 200)
  assert.match(shown.body, /最多可多容纳 1 个需求、400 万元/)
  for (const { code } of levers)
    assert.equal((await head.get(`/cockpit/yuan?lever=${code}`)).statusCode, 200, code)
  for (const more of ['0', '-5', 'x', '10000001', '1.23456789'])
    assert.equal((await head.get(`/cockpit/yuan?more=${more}`)).statusCode, 422, more)
  assert.match((await office.get('/cockpit/yuan')).body, /没有可以增加投入/)
  await liable(4_000_000_001)
  await has(1_900_000_000)
})

describe('a day of the cockpit', () => {
  test('is what the night kept, and the same when it is asked for again', async () => {
    await night()
    const kept = await store.read.select().from(tables.cockpitDays)
    // A city, and the county of this test; ten days back, the last of them closed and the others told.
    assert.deepEqual(
      kept
        .filter(({ region }) => region === '3406')
        .map(({ told }) => told)
        .toSorted(),
      ['closing', ...Array(9).fill('rows')],
    )
    const before = await head.get('/cockpit?on=2026-03-09')
    const rooms = () => head.get('/cockpit/headroom?on=2026-03-09&rule=guarantee-cap')
    const closed = (await rooms()).body
    assert.match(closed, /2,000<.*100\.0%/s)
    await store.transact((tx) =>
      tx.update(tables.guaranteeCustomers).set({ balanceFen: fen(100_000_000), pendingFen: fen(0) }),
    )
    assert.equal(tableIn((await rooms()).body), tableIn(closed))
    assert.doesNotMatch((await head.get('/cockpit/headroom?on=2026-03-01')).body, /2,000/)
    assert.equal((await head.get('/cockpit/headroom?on=2099-01-01')).statusCode, 404)
    assert.equal(before.statusCode, 200)
    await night()
    assert.equal(
      (await store.read.select().from(tables.cockpitDays)).length,
      kept.length,
      'a second night adds none',
    )
    const told = await head.get('/cockpit?on=2026-03-01')
    assert.equal(numbersOf(told.body)[0], String(Number(numbersOf(before.body)[0]) - 1))

    // A drawdown of last week is reported today.
    await store.transact((tx) =>
      tx
        .update(tables.loans)
        .set({ firstDrawnOn: day('2026-03-05') })
        .where(eq(tables.loans.number, 'DK-1')),
    )
    clock.set('2026-03-11T02:00:00.000Z')
    await signInAgain()
    await night()
    const after = await head.get('/cockpit?on=2026-03-09')
    assert.deepEqual(numbersOf(after.body), numbersOf(before.body))
    const entries = await store.read
      .select()
      .from(tables.cockpitDays)
      .where(eq(tables.cockpitDays.on, day('2026-03-04')))
    assert.deepEqual(
      entries.filter(({ region }) => region === '3406').map(({ entry, told: how }) => [entry, how]),
      [
        [1, 'rows'],
        [2, 'correction'],
      ],
    )
    const [first, second] = [
      await head.get('/cockpit?on=2026-03-04'),
      await head.get('/cockpit?on=2026-03-04&entry=2'),
    ]
    assert.match(first.body, /href="\/cockpit\?on=2026-03-04&amp;entry=2"/)
    assert.notDeepEqual(numbersOf(first.body), numbersOf(second.body))
  })

  test('is mended as long as the ledger takes entries for it, however late a bank tells', async () => {
    const entriesOf = async (on: string) =>
      (
        await store.read
          .select()
          .from(tables.cockpitDays)
          .where(eq(tables.cockpitDays.on, day(on)))
      )
        .filter(({ region }) => region === '3406')
        .map(({ entry, told }) => `${entry} ${told}`)
    clock.set('2026-03-31T02:00:00.000Z')
    await signInAgain()
    await night()
    assert.deepEqual(await entriesOf('2026-03-30'), ['1 closing'])
    assert.deepEqual(await entriesOf('2026-03-20'), ['1 rows'], 'no night ran')
    const before = [await entriesOf('2026-03-01'), await entriesOf('2026-03-02')]
    // Four weeks ago money was paid out, of which the bank tells today.
    await reportLate({ store, clock }, '2026-03-02')
    await night()
    assert.deepEqual(await entriesOf('2026-03-01'), before[0], 'nothing moved on it')
    assert.deepEqual(await entriesOf('2026-03-02'), [
      ...(before[1] ?? []),
      `${(before[1] ?? []).length + 1} correction`,
    ])
    assert.deepEqual(await entriesOf('2026-03-30'), ['1 closing', '2 correction'])
  })

  test('is told from the rows where its night was late and the rows have moved since', async () => {
    clock.set('2026-04-01T02:00:00.000Z')
    const by = byPlatform(clock.now(), clock.today())
    await store.transact((tx) =>
      write(tx, by, { happening: 'needs.posted', subject: { kind: 'need', id: 'z' } }),
    )
    await signInAgain()
    await night()
    const kept = await store.read
      .select()
      .from(tables.cockpitDays)
      .where(eq(tables.cockpitDays.on, day('2026-03-31')))
    assert.deepEqual(
      kept.filter(({ region }) => region === '3406').map(({ told, figures }) => [told, figures.overdue]),
      [['rows', null]],
    )
    assert.match((await head.get('/cockpit?on=2026-03-31')).body, /当日没有日终记录/)
  })

  test('before the first entry, to come, or no day at all is answered in words', async () => {
    for (const [on, zh, en] of [
      ['2020-01-01', '早于第一条记录', 'before the first entry'],
      ['2026-12-31', '还没有到', 'still to come'],
      ['soon', '不是一个日期', 'no day'],
    ]) {
      head.setCookie('lang', 'zh')
      const { statusCode, body } = await head.get(`/cockpit?on=${on}`)
      assert.equal(statusCode, 404)
      assert.ok(body.includes(zh ?? ''), on)
      head.setCookie('lang', 'en')
      assert.ok((await head.get(`/cockpit?on=${on}`)).body.includes(en ?? ''), on)
    }
    head.setCookie('lang', 'zh')
    assert.equal((await head.get('/cockpit?on=2026-03-09&entry=7')).statusCode, 404)
  })
})

describe('every figure of the cockpit', () => {
  test('leads to what it means, in both languages', async () => {
    const { body } = await head.get('/cockpit')
    const figures = body.split('<div class="number').length - 1 - 1
    const links = [...body.matchAll(/class="define" href="\/figures\/([a-z-]+)"/g)].map(
      ([, code = '']) => code,
    )
    // The strip itself is of the class `numbers`.
    assert.equal(links.length, figures)
    for (const code of new Set(links))
      assert.equal((await head.get(`/figures/${code}`)).statusCode, 200, code)
    assert.equal((await head.get('/figures/no-such-figure')).statusCode, 404)
  })

  test('says beside the counts of loans what each of them counts', async () => {
    const { body } = await head.get('/cockpit')
    for (const panel of ['exposure', 'funnel', 'inclusion'])
      assert.ok(body.includes(parts.words.zh(`cockpit.${panel}-mark`)), panel)
  })

  test('on the page stands in its workbook too, with the digits of the page', async () => {
    const { body } = await head.get('/cockpit')
    const codes = [...body.matchAll(/class="define" href="\/figures\/([a-z-]+)"/g)].map(
      ([, code = '']) => code,
    )
    const sheets = await readWorkbook((await head.post('/cockpit/exports')).rawPayload)
    const told = new Map((sheets[0]?.data ?? []).map(([, name, value]) => [name, value]))
    for (const code of new Set(codes)) assert.ok(told.has(parts.words.zh(`figures.name.${code}`)), code)
    const [posted, , , drawn] = (await gathered(parts, '3406', clock.today(), true)).funnel
    const share = (drawn?.count ?? 0) / (posted?.count ?? 1)
    assert.equal(told.get(parts.words.zh('figures.name.drawn-share')), Math.round(share * 1000) / 1000)
    const names = sheets.map(({ sheet }) => sheet)
    for (const panel of ['watch', 'stress'])
      assert.ok(names.includes(parts.words.zh(`cockpit.panel.${panel}`)))
    const watch = sheets.find(({ sheet }) => sheet === parts.words.zh('cockpit.panel.watch'))
    assert.equal(watch?.data[1]?.[1], 1, 'the warning of the world, by its rule')
  })

  test('has a name, a formula and a source, of tables that there are', () => {
    const names = new Set(
      sources('.ts', 'db/tables').flatMap(({ text }) =>
        [...text.matchAll(/table\(\s*'([a-z_]+)'/g)].map(([, one]) => one),
      ),
    )
    for (const code of figureCodes) {
      for (const table of definitionOf(code).tables) assert.ok(names.has(table), `${code}: ${table}`)
      for (const w of [parts.words.zh, parts.words.en])
        for (const key of ['name', 'formula', 'source'])
          assert.ok(w.has(`figures.${key}.${code}`), `${key} of ${code}`)
    }
  })
})

test('the way down ends at the single loan, of the own region only', async () => {
  const list = await head.get('/cockpit/loans?quarter=2026-q1&of=all')
  const href = /href="(\/cockpit\/loans\/[^"?]+)"/.exec(list.body)?.[1] ?? ''
  const { statusCode, body } = await head.get(href)
  assert.equal(statusCode, 200)
  assert.match(body, /DK-/)
  assert.equal((await office.get(href)).statusCode, 404)
  for (const page of [
    '/cockpit/inclusion',
    '/cockpit/unlock',
    '/cockpit/banks',
    '/cockpit/print',
    '/figures',
  ])
    assert.equal((await head.get(page)).statusCode, 200, page)
})
