import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import * as tables from '../../db/tables/index.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import type { Instant } from '../../server/platform/clock.ts'
import { newId } from '../../server/platform/ids.ts'
import { runningTown } from '../support/app.ts'
import { anotherPerson } from '../support/world.ts'
import { type Story, tell } from './sample.ts'

/*
 * Until 10 March three needs were posted, one of them offered on and paid out. On the 11th all goes on: the same case is offered
 * on anew, another one too, money is paid out, a bank says no, and a bank tells of money that it had paid out on the 9th already.
 */

const stories: readonly Story[] = [
  { posted: '2026-02-02', wan: 100, takenAfter: 1, offeredAfter: 5, offeredWan: 90, drawnAfter: 12 },
  { posted: '2026-02-10', wan: 200, takenAfter: 3, dueOn: '2026-03-02' },
  { posted: '2026-03-01', wan: 400, takenAfter: 1, offeredAfter: 2, bank: 'bankB' },
]
const first = '2026-02-02'
const then = '2026-03-10'
const later = '2026-03-11T02:00:00.000Z' as Instant

type Made = Awaited<ReturnType<typeof runningTown>>

async function atTheEndOf(lastDay: string): Promise<Made> {
  const made = await runningTown()
  await tell(made, stories)
  made.clock.set(`${lastDay}T08:00:00.000Z`)
  return made
}

async function goOn({ store, clock }: Made) {
  clock.set(later)
  const loans = await store.read.select().from(tables.loans)
  const offers = await store.read.select().from(tables.offers)
  const cases = await store.read.select().from(tables.applications)
  const needs = await store.read.select().from(tables.needs)
  const [loan, offer] = [loans[0], offers[0]]
  const caseOf = (number: string) => cases.find((one) => one.number === number)
  const [again, declined] = [caseOf('SQ-2'), caseOf('SQ-1')]
  const need = needs[0]
  assert.ok(loan && offer && again && declined && need)
  await store.transact(async (tx) => {
    await tx.insert(tables.drawdowns).values({
      ...{ id: newId<'drawdown'>(), loanId: loan.id, amountFen: fen(500_000_000) },
      ...{ drawnOn: day('2026-02-09'), reportedAt: later },
    })
    await tx
      .update(tables.loans)
      .set({ drawnFen: fen(loan.drawnFen), firstDrawnOn: day('2026-02-09') })
      .where(eq(tables.loans.id, loan.id))
    await tx.insert(tables.offers).values({
      ...{ ...offer, id: newId<'offer'>(), applicationId: again.id, needId: again.needId },
      ...{ amountFen: fen(900_000_000), madeAt: later },
    })
    await tx.update(tables.applications).set({ offeredAt: later }).where(eq(tables.applications.id, again.id))
    await tx
      .update(tables.applications)
      .set({ state: 'declined', declineReason: 'collateral-insufficient', decidedAt: later })
      .where(eq(tables.applications.id, declined.id))
    await tx
      .insert(tables.needs)
      .values({ ...need, id: newId<'need'>(), number: 'XQ-LATER', publishedAt: later })
  })
}

/** A page as somebody of the bureau reads it who signs in now. */
const reading = async (made: Made, url: string) => (await made.browserOf(made.cast.qin)).get(url)

/** Every table of a page, cell by cell. */
const tablesIn = (body: string) =>
  [...body.matchAll(/<table[\s\S]*?<\/table>/g)].map(([table]) =>
    [...table.matchAll(/<(?:td|th)[^>]*>([\s\S]*?)<\/(?:td|th)>/g)].map(([, cell = '']) =>
      cell
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    ),
  )

describe('the funnel of a past day', () => {
  test('has the digits of that day, whatever happens and is told late afterwards', async () => {
    const made = await atTheEndOf(then)
    const asked = tablesIn((await reading(made, '/bureau/funnel')).body)
    await goOn(made)
    const { statusCode, body } = await reading(made, `/bureau/funnel?on=${then}`)
    assert.equal(statusCode, 200)
    assert.match(body, /2026-03-10 日终/)
    const again = tablesIn(body)
    assert.deepEqual(again[0], asked[0], 'the steps')
    // What was overdue then is no matter of these rows, so the last column is left out.
    const width = 5
    const withoutLast = (asked[1] ?? []).filter((_, at) => at % width !== width - 1)
    assert.deepEqual(again[1], withoutLast, 'the banks')
    assert.equal(again.length, 2, 'nobody had said no')
    const now = tablesIn((await reading(made, '/bureau/funnel')).body)
    assert.notDeepEqual(now[0], asked[0])
    assert.equal(now.length, 3)
    made.clock.set('2026-05-20T02:00:00.000Z')
    assert.deepEqual(tablesIn((await reading(made, `/bureau/funnel?on=${then}`)).body), again)
  })

  test('tells today and yesterday alike while nothing was told late', async () => {
    const made = await atTheEndOf(then)
    const today = tablesIn((await reading(made, `/bureau/funnel?on=${then}`)).body)
    assert.equal(today[1]?.length, 15, 'today is now, with what is overdue')
    made.clock.set('2026-03-11T02:00:00.000Z')
    assert.deepEqual(tablesIn((await reading(made, `/bureau/funnel?on=${then}`)).body)[0], today[0])
  })

  test('knows nothing beyond that day, and periods as they were then', async () => {
    const made = await atTheEndOf(then)
    const { body } = await reading(made, '/bureau/funnel?on=2026-02-11')
    const [steps = []] = tablesIn(body)
    assert.deepEqual(steps.slice(6, 9), [made.parts.words.zh('dashboards.step-posted'), '2', '300'])
    assert.ok(steps.includes('1'), 'one of them was taken')
    made.clock.set('2027-01-04T02:00:00.000Z')
    const [same = []] = tablesIn((await reading(made, '/bureau/funnel?on=2026-02-11')).body)
    assert.deepEqual(same, steps, 'this year is the year of that day')
  })

  test('is refused before the first need, for a day to come and for no day, with what was typed', async () => {
    const made = await atTheEndOf(then)
    for (const [on, says] of [
      ['2026-02-01', /最早可查 2026-02-02/],
      ['2026-03-11', /最近可查 2026-03-10/],
      ['soon', /这不是一个日期/],
      ['2026-02-30', /这不是一个日期/],
    ] as const) {
      const { statusCode, body } = await reading(made, `/bureau/funnel?on=${on}&period=2026-q1`)
      assert.equal(statusCode, 422, on)
      assert.match(body, says)
      assert.ok(body.includes(`value="${on}"`), on)
      assert.deepEqual(tablesIn(body), [])
    }
    assert.equal((await reading(made, `/bureau/funnel?on=${first}`)).statusCode, 200)
    const other = await made.browserOf(await anotherPerson(made, 'bureau-head', { region: '3407' }))
    assert.equal((await other.get(`/bureau/funnel?on=${then}`)).statusCode, 200, 'today is today')
    assert.equal((await other.get('/bureau/funnel?on=2026-03-09')).statusCode, 422)
  })

  test('is taken away with its day', async () => {
    const made = await atTheEndOf('2026-03-12')
    const { headers, statusCode } = await (await made.browserOf(made.cast.qin)).post(
      '/bureau/funnel/exports',
      { on: then },
    )
    assert.equal(statusCode, 200)
    assert.match(String(headers['content-disposition']), /funnel-2026-03-10\.xlsx/)
    const paper = await reading(made, `/bureau/funnel/print?on=${then}`)
    assert.match(paper.body, /2026-03-10 日终/)
  })
})
