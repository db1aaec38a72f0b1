import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { drawdowns, loans } from '../../db/tables/loans.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { bankTimes } from '../../server/dashboards/banks.ts'
import { funnelOf } from '../../server/dashboards/funnel.ts'
import { statistics } from '../../server/dashboards/index.ts'
import { periodOf } from '../../server/dashboards/period.ts'
import {
  answerTimes,
  declineCounts,
  type FunnelScope,
  postedNeeds,
  takenNeeds,
} from '../../server/dashboards/rows-funnel.ts'
import { type MonthPaid, monthsTold } from '../../server/dashboards/told.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { present } from '../../server/platform/assert.ts'
import { newId } from '../../server/platform/ids.ts'
import { closeClockDay, overdueSteps } from '../../server/supervision/index.ts'
import { runningTown, type Town, town } from '../support/app.ts'
import { anotherPerson } from '../support/world.ts'
import { type Story, tell, waitingFirm } from './sample.ts'

/** Four needs of the first quarter in three counties, one of the year before. */
const stories: readonly Story[] = [
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
  { posted: '2026-03-01', wan: 400 },
  {
    posted: '2026-03-02',
    wan: 50,
    takenAfter: 1,
    state: 'declined',
    declined: 'collateral-insufficient',
    region: '340621100',
  },
  { posted: '2025-12-31', wan: 7, takenAfter: 0, openedBy: 'bank-took', dueOn: '2026-03-09' },
  { posted: '2026-03-03', wan: 60, state: 'submitted', takenAfter: null, dueOn: '2026-03-09', bank: 'bankB' },
  { posted: '2026-03-04', wan: 60, state: 'submitted', takenAfter: null, dueOn: '2026-03-10', bank: 'bankB' },
]

const scope = (made: Town, change: Partial<FunnelScope> = {}): FunnelScope => ({
  region: '3406',
  ...periodOf('2026-q1', made.clock.today()),
  institutionId: null,
  ...change,
})

async function figures(made: Town, at: FunnelScope) {
  const from = made.store.read
  return funnelOf(await postedNeeds(from, at), await takenNeeds(from, at)).map(
    ({ step, count, amountFen, days }) =>
      [step, count, amountFen / 1_000_000, days ? `${days.median}/${days.ninetieth}` : '-'] as const,
  )
}

describe('the funnel', () => {
  test('counts needs, sums amounts and measures days as the rows say', async () => {
    const made = await town()
    await tell(made, stories)
    assert.deepEqual(await figures(made, scope(made)), [
      ['posted', 7, 1_170, '-'],
      ['taken', 4, 650, '1.5/4'],
      ['offered', 3, 590, '4/10'],
      ['drawn', 2, 280, '6.5/7'],
    ])
  })

  test('of one period has no need of another, to the day in Shanghai', async () => {
    const made = await town()
    await tell(made, stories)
    const [posted] = await figures(made, scope(made, { from: day('2025-12-31'), to: day('2025-12-31') }))
    assert.deepEqual(posted, ['posted', 1, 7, '-'])
    const [none] = await figures(made, scope(made, { from: day('2025-01-01'), to: day('2025-12-30') }))
    assert.deepEqual(none, ['posted', 0, 0, '-'])
    const [all] = await figures(made, scope(made, { from: null, to: null }))
    assert.deepEqual(all, ['posted', 8, 1_177, '-'])
  })

  test('of one county has no need of another', async () => {
    const made = await town()
    await tell(made, stories)
    assert.deepEqual(await figures(made, scope(made, { region: '340604' })), [
      ['posted', 1, 300, '-'],
      ['taken', 1, 300, '2/2'],
      ['offered', 1, 300, '3/3'],
      ['drawn', 0, 0, '-'],
    ])
  })

  test('of one bank keeps all that was posted and counts only what it answered', async () => {
    const made = await town()
    await tell(made, stories)
    const at = scope(made, { institutionId: made.cast.institutionIds.bankB })
    assert.deepEqual(await figures(made, at), [
      ['posted', 7, 1_170, '-'],
      ['taken', 1, 200, '4/4'],
      ['offered', 1, 200, '10/10'],
      ['drawn', 1, 200, '6/6'],
    ])
  })

  test('counts reasons for a no, and what the morning found banks late with', async () => {
    const made = await town()
    await tell(made, stories)
    const from = made.store.read
    assert.deepEqual(await declineCounts(from, scope(made)), [
      { reason: 'collateral-insufficient', count: 1 },
    ])
    assert.deepEqual(await declineCounts(from, scope(made, { region: '340603' })), [])
    const today = made.clock.today()
    await closeClockDay(made.parts, byPlatform(made.clock.now(), today))
    assert.equal((await overdueSteps(from, '3406', today)).all, 2)
    assert.equal((await overdueSteps(from, '340604', today)).all, 0)
  })

  test('tells how quickly each bank answers, without the cases it took from the hall itself', async () => {
    const made = await town()
    await tell(made, stories)
    const { bankA, bankB } = made.cast.institutionIds
    const cases = await answerTimes(made.store.read, scope(made, { from: null, to: null }))
    const times = bankTimes(cases, made.clock.today())
    const of = (id: string) => times.find(({ institutionId }) => institutionId === id)
    assert.deepEqual(of(bankA), {
      institutionId: bankA,
      cases: 4,
      toTake: { count: 3, median: 1, ninetieth: 2 },
      toOffer: { count: 2, median: 3.5, ninetieth: 4 },
      overdue: 1,
    })
    assert.deepEqual(of(bankB)?.toTake, { count: 1, median: 4, ninetieth: 4 })
    assert.equal(of(bankB)?.overdue, 1)
  })
})

describe('the page of the funnel', () => {
  test('is not for others, nor for an office of another region', async () => {
    const made = await runningTown()
    await tell(made, stories)
    for (const stranger of [made.cast.lin, made.cast.zhou, made.cast.mei, made.cast.guan])
      assert.equal((await (await made.browserOf(stranger)).get('/bureau/funnel')).statusCode, 403)
    const other = await made.browserOf(await anotherPerson(made, 'bureau-head', { region: '3407' }))
    const { statusCode, body } = await other.get('/bureau/funnel?period=all&county=340603')
    assert.equal(statusCode, 200)
    assert.match(body, /没有发布的需求/)
  })

  test('shows chart and table in both languages, without a style of its own', async () => {
    const made = await runningTown()
    await tell(made, stories)
    const browser = await made.browserOf(made.cast.qin)
    for (const [lang, says] of [
      ['zh', '7 个发布的需求中，2 个拿到了放款（28.6%）'],
      ['en', 'Paid out: 2 of 7 needs posted (28.6%)'],
    ] as const) {
      browser.setCookie('lang', lang)
      const { statusCode, body } = await browser.get('/bureau/funnel?period=2026-q1')
      assert.equal(statusCode, 200)
      assert.ok(body.includes(says))
      assert.match(body, /<svg [^>]*viewBox="0 0 480 /)
      assert.doesNotMatch(body, /<[^>]* style=|<style/)
      assert.ok(body.includes('1,170'))
    }
  })

  test('keeps to its own county whatever the address asks', async () => {
    const made = await runningTown()
    await tell(made, stories)
    const office = await made.browserOf(await anotherPerson(made, 'bureau-head', { region: '340604' }))
    const { body } = await office.get('/bureau/funnel?period=2026-q1&county=340603')
    assert.ok(body.includes('1 个发布的需求中，0 个拿到了放款（0.0%）'))
  })

  test('takes nonsense in the address for nothing asked', async () => {
    const { browserOf, cast } = await runningTown()
    const browser = await browserOf(cast.lu)
    for (const query of ['period=%27', 'period=2026-q9', 'county=%25', 'bank=1', 'bank=1&bank=2', 'page=-1'])
      assert.equal((await browser.get(`/bureau/funnel?${query}`)).statusCode, 200, query)
  })
})

describe('the statistics', () => {
  const paid = (posted: string, wan: number, enterpriseId?: Story['enterpriseId']): Story => ({
    ...{ posted, wan, takenAfter: 1, offeredAfter: 2, drawnAfter: 3 },
    ...(enterpriseId ? { enterpriseId } : {}),
  })
  const told = async ({ parts, clock }: Town) => {
    const { deals, dealsFen, asOf } = await statistics(parts, clock.today())
    return [deals, dealsFen / 1_000_000, asOf]
  }

  test('count verified firms, active institutions and listed products as they stand', async () => {
    const made = await town()
    await tell(made, stories)
    const { deals: _, dealsFen: __, asOf: ___, ...open } = await statistics(made.parts, made.clock.today())
    assert.deepEqual(open, { enterprises: 2, institutions: 6, products: 2 })
  })

  test('of an empty town are nil', async () => {
    assert.deepEqual(await told(await town()), [0, 0, '2026-02-28'])
  })

  test('tell loans until the end of a month that is over, and say the same after another deal', async () => {
    const made = await town()
    const firms = await Promise.all(
      ['甲', '乙', '丙'].map((name) => waitingFirm(made, name, '340603001', '2025-12-01')),
    )
    await tell(made, [
      ...firms.map((firm, at) => paid('2026-01-05', 100 + at, firm)),
      // One firm alone in February, which nobody may subtract from what was told before.
      paid('2026-02-05', 77, firms[0]),
      ...firms.map((firm) => paid('2026-03-02', 50, firm)),
    ])
    assert.deepEqual(await told(made), [3, 303, '2026-01-31'])
    const [loan] = await made.store.read.select().from(loans)
    await made.store.transact((tx) =>
      tx.insert(drawdowns).values({
        // Paid out long ago, and told today.
        ...{ id: newId<'drawdown'>(), loanId: present(loan, 'a loan').id, amountFen: fen(10_000_000) },
        ...{ drawnOn: day('2026-01-20'), reportedAt: made.clock.now() },
      }),
    )
    assert.deepEqual(await told(made), [3, 303, '2026-01-31'])
    // Another program on the same database has kept nothing in its memory.
    const parts = { ...made.parts, store: { ...made.store } }
    assert.deepEqual(await told({ ...made, parts }), [3, 303, '2026-01-31'])
    // When March is over, February is told with it.
    made.clock.set('2026-04-01T01:00:00.000Z')
    assert.deepEqual(await told(made), [7, 540, '2026-03-31'])
  })

  test('tell of no month by which one could work out a single firm', () => {
    const rule = { leastFirms: 3, mostSharePpm: ppm(750_000) }
    const month = (firms: number, paidFen: number, mostFen: number): MonthPaid => ({
      ...{ last: day('2026-01-31'), firms, paidFen: fen(paidFen), mostFen: fen(mostFen) },
    })
    const [quiet, few, plain] = [month(0, 0, 0), month(2, 100, 50), month(3, 100, 75)]
    for (const [months, wanted] of [
      [[], 0],
      [[quiet], 1],
      [[plain], 1],
      [[month(3, 100, 76)], 0],
      [[plain, few], 1],
      // Nothing moved since, but the month that waits still would.
      [[plain, few, quiet], 1],
      [[plain, few, few], 1],
      [[plain, few, plain], 3],
      [[few, plain, quiet], 3],
      [[plain, month(1, 1_000, 1_000), plain], 1],
    ] as const)
      assert.equal(monthsTold(months, rule), wanted, JSON.stringify(months))
  })
})
