import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { forecast, lowest, type OpenCase, type PlannedFunding } from '../../server/bridge-pool/index.ts'
import { type Day, day, daysBetween, plusDays } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'

const today = day('2026-03-10')
const on = (days: number) => plusDays(today, days)
const one = (id: string, stage: OpenCase['stage'], amount: number, pay: number, back: number): OpenCase => ({
  ...{ id, stage, amountFen: fen(amount), payOn: on(pay), backOn: on(back) },
})
const cash = (free: number, reserved = 0, out = 0) => ({
  freeFen: fen(free),
  reservedFen: fen(reserved),
  outFen: fen(out),
})
const daysOf = (found: ReturnType<typeof forecast>, id: string) => {
  const { moneyOn, backOn } = found.expected.get(id) ?? {}
  return [moneyOn, backOn].map((found) => (found ? daysBetween(today, found) : null))
}

describe('the cash calendar', () => {
  const cases = [
    one('out', 'out', 60, -5, 3),
    one('reserved', 'reserved', 30, 1, 8),
    one('first', 'waiting', 50, 0, 7),
    one('second', 'waiting', 20, 2, 6),
  ]
  const asked = { today, cash: cash(10, 30, 60), cases, funding: [] }

  test('says when there is money for each, and a small one does not overtake', () => {
    const found = forecast(asked)
    assert.deepEqual(daysOf(found, 'out'), [0, 3])
    assert.deepEqual(daysOf(found, 'reserved'), [0, 8])
    assert.deepEqual(daysOf(found, 'first'), [3, 10])
    assert.deepEqual(daysOf(found, 'second'), [3, 7])
    const shown = found.days.slice(0, 4).map((one) => [one.freeFen, one.reservedFen, one.outFen, one.waiting])
    assert.deepEqual(shown, [
      [10, 30, 60, 2],
      [10, 0, 90, 2],
      [10, 0, 90, 2],
      [0, 0, 100, 0],
    ])
    assert.equal(found.days.length, 60)
    assert.deepEqual(lowest(found), found.days[3])
  })

  test('moves the rest when one is five days late', () => {
    const found = forecast({ ...asked, late: new Map([['out', 5]]) })
    assert.deepEqual(daysOf(found, 'out'), [0, 8])
    assert.deepEqual(daysOf(found, 'first'), [8, 15])
    assert.deepEqual(daysOf(found, 'second'), [8, 12])
  })

  test("expects money on the later of the two days that are promised, the firm's and its bank's", () => {
    const promised = (days: number) =>
      forecast({ ...asked, cases: cases.map((one) => ({ ...one, newLoanBy: on(days) })) })
    assert.deepEqual(daysOf(promised(2), 'out'), [0, 3], 'the firm is later')
    const found = promised(9)
    assert.deepEqual(daysOf(found, 'out'), [0, 9])
    assert.deepEqual(daysOf(found, 'reserved'), [0, 9], 'before the payout as well')
    assert.deepEqual(daysOf(found, 'first'), [9, 16], 'and who waits for it waits for the bank')
    assert.deepEqual(daysOf(found, 'second'), [9, 13])
    const broken = cases.map((one) => ({ ...one, backOn: on(-2), newLoanBy: on(-1) }))
    assert.deepEqual(daysOf(forecast({ ...asked, cases: broken }), 'out'), [0, 1], 'a word not kept')
    const late = promised(9)
    assert.deepEqual(
      late.days[9]?.backFen,
      90,
      'both that are out by then come back on the day of their bank',
    )
  })

  test('expects tomorrow what should have been back already', () => {
    const found = forecast({
      ...asked,
      cases: [one('late', 'out', 60, -20, -3), ...cases.slice(2)],
      cash: cash(0, 0, 60),
    })
    assert.deepEqual(daysOf(found, 'late'), [0, 1])
    assert.deepEqual(daysOf(found, 'first'), [1, 8])
  })

  test('books what would come back on a day off on the next day on which the account takes money', () => {
    // 10 March 2026 is a Tuesday: the fourth and fifth day from it are a weekend.
    const weekend: readonly Day[] = [on(4), on(5)]
    const takenOn = (day: Day) => (weekend.includes(day) ? on(6) : day)
    const off = {
      ...{ today, takenOn, cash: cash(0, 20, 60), funding: [] },
      cases: [
        one('out', 'out', 60, -5, 4),
        one('reserved', 'reserved', 20, 1, 5),
        one('first', 'waiting', 50, 0, 7),
      ],
    }
    const found = forecast(off)
    assert.deepEqual(daysOf(found, 'out'), [0, 6])
    assert.deepEqual(daysOf(found, 'reserved'), [0, 6])
    assert.deepEqual(daysOf(found, 'first'), [6, 13], 'who waits for it waits over the weekend as well')
    assert.deepEqual(
      found.days.slice(3, 8).map(({ backFen, outFen }) => [backFen, outFen]),
      [
        [0, 80],
        [0, 80],
        [0, 80],
        [80, 50],
        [0, 50],
      ],
    )
    const late = forecast({ ...off, late: new Map([['out', 1]]) })
    assert.deepEqual(daysOf(late, 'out'), [0, 6], 'a day late within the weekend is the same day')
    const anyDay = forecast({ ...off, takenOn: (day) => day })
    assert.deepEqual(daysOf(anyDay, 'first'), [4, 11])
  })

  test('pays what funders agreed to take out before it sets anything aside, and never more than there is', () => {
    const funding: PlannedFunding[] = [
      { on: on(1), fen: fen(-40) },
      { on: on(4), fen: fen(100) },
    ]
    const found = forecast({ ...asked, funding })
    assert.deepEqual(
      found.days.slice(0, 5).map(({ withdrawnFen, freeFen }) => [withdrawnFen, freeFen]),
      [
        [0, 10],
        [10, 0],
        [0, 0],
        [30, 30],
        [0, 60],
      ],
    )
    assert.deepEqual(daysOf(found, 'first'), [4, 11])
  })

  test('says nothing of what lies beyond it', () => {
    const found = forecast({
      ...asked,
      cases: [one('out', 'out', 60, 0, 90), one('huge', 'waiting', 70, 0, 5)],
      cash: cash(0, 0, 60),
    })
    assert.deepEqual(daysOf(found, 'out'), [0, null])
    assert.deepEqual(daysOf(found, 'huge'), [null, null])
  })

  test('keeps every fen: what is free, set aside and out only changes by what funders do', () => {
    const some = fc.array(
      fc.record({
        stage: fc.constantFrom('waiting', 'reserved', 'out'),
        amount: fc.integer({ min: 1, max: 100 }),
        pay: fc.integer({ min: -5, max: 20 }),
        length: fc.integer({ min: 0, max: 15 }),
        late: fc.nat({ max: 9 }),
      }),
      { maxLength: 40 },
    )
    const funders = fc.array(
      fc.record({ on: fc.integer({ min: 0, max: 59 }), amount: fc.integer({ min: -80, max: 80 }) }),
      { maxLength: 6 },
    )
    fc.assert(
      fc.property(some, funders, fc.nat({ max: 300 }), (drawn, planned, free) => {
        const cases = drawn.map(({ stage, amount, pay, length }, at) =>
          one(String(at), stage as OpenCase['stage'], amount, pay, pay + length),
        )
        const sum = (stage: string) =>
          cases.filter((one) => one.stage === stage).reduce((all, { amountFen }) => all + amountFen, 0)
        const funding = planned.map(({ on: at, amount }) => ({ on: on(at), fen: fen(amount) }))
        const late = new Map(drawn.map((one, at) => [String(at), one.late]))
        const before = cash(free, sum('reserved'), sum('out'))
        const { days, expected } = forecast({ today, cash: before, cases, funding, late })
        let all = before.freeFen + before.reservedFen + before.outFen
        for (const one of days) {
          all += one.fundedFen - one.withdrawnFen
          assert.equal(one.freeFen + one.reservedFen + one.outFen, all)
          assert.ok(one.freeFen >= 0 && one.reservedFen >= 0 && one.outFen >= 0)
        }
        assert.equal(expected.size, cases.length)
        const order = cases
          .filter(({ stage }) => stage === 'waiting')
          .map(({ id }) => expected.get(id)?.moneyOn ?? '9')
        assert.deepEqual(order, order.toSorted(), 'nobody overtakes')
      }),
    )
  })
})
