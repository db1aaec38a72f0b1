import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { day, plusDays } from '../../server/money/day.ts'
import {
  changeTerm,
  keepings,
  type Plan,
  payoffOn,
  planOf,
  repayEarly,
  rowsLeft,
} from '../../server/money/early.ts'
import { fen, plus } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { dayCounts, type LoanTerms, repaymentMethods, schedule } from '../../server/money/schedule.ts'
import { granted, lines, yuan } from './rows.ts'

const loan: LoanTerms = {
  principalFen: yuan('120000'),
  annualRatePpm: ppm(60_000),
  months: 12,
  method: 'equal-principal',
  drawnOn: day('2026-01-31'),
  dayCount: 'monthly',
}
const plan = (changes: Partial<LoanTerms> = {}): Plan => granted(planOf({ ...loan, ...changes })).plan

describe('an early repayment is refused', () => {
  const part = { on: day('2026-04-10'), repaidFen: yuan('1000'), keeping: 'payment' } as const
  for (const { changes, code, field } of [
    { changes: { on: '2026-02-30' }, code: 'not-a-day', field: 'on' },
    { changes: { on: '2026-01-30' }, code: 'out-of-order', field: 'on' },
    { changes: { on: '2027-01-31' }, code: 'out-of-range', field: 'on' },
    { changes: { repaidFen: 0 }, code: 'not-positive', field: 'repaidFen' },
    { changes: { repaidFen: -1 }, code: 'not-positive', field: 'repaidFen' },
    { changes: { repaidFen: 0.5 }, code: 'not-whole', field: 'repaidFen' },
    { changes: { repaidFen: 10_000_001 }, code: 'more-than-owed', field: 'repaidFen' },
    { changes: { keeping: 'later' }, code: 'unknown-choice', field: 'keeping' },
  ])
    test(`${JSON.stringify(changes)}: ${code}`, () =>
      assert.deepEqual(repayEarly(plan(), Object.assign({ ...part }, changes)), { ok: false, code, field }))

  test('and so are terms that make no loan', () =>
    assert.deepEqual(planOf({ ...loan, months: 0 }), { ok: false, code: 'not-positive', field: 'months' }))
})

describe('the sum that ends a loan', () => {
  test('is all principal and the interest since the last due day, by 1/360 a day', () => {
    assert.deepEqual(payoffOn(plan(), day('2026-04-10')), {
      ok: true,
      principalFen: 10_000_000,
      interestFen: 16_667,
      paymentFen: 10_016_667,
    })
    assert.equal(granted(payoffOn(plan(), day('2026-01-31'))).paymentFen, 12_000_000)
    assert.equal(granted(payoffOn(plan(), day('2026-02-28'))).paymentFen, 11_000_000)
  })

  test('never has more interest than the whole period, also on its 31st day', () => {
    const march = plan({ drawnOn: day('2026-03-01'), method: 'bullet', months: 1 })
    assert.equal(granted(payoffOn(march, day('2026-03-31'))).interestFen, 60_000)
    // From 28 February, clamped, to 30 March a calendar has a month and two days; the period has a month.
    assert.equal(granted(payoffOn(plan(), day('2026-03-30'))).interestFen, 55_000)
  })

  test('by actual days is those days', () =>
    assert.equal(
      granted(payoffOn(plan({ dayCount: 'actual/365' }), day('2026-04-10'))).interestFen,
      Math.round((10_000_000 * 0.06 * 10) / 365),
    ))
})

describe('a partial repayment', () => {
  const part = { on: day('2026-04-10'), repaidFen: yuan('31000') } as const

  test('with the same payment is over sooner', () => {
    const answer = granted(repayEarly(plan(), { ...part, keeping: 'payment' }))
    assert.equal(answer.paymentFen, 3_116_667)
    assert.deepEqual(lines(answer.rows), [
      '10230.00 230.00 10000.00 59000.00',
      '10295.00 295.00 10000.00 49000.00',
      '10245.00 245.00 10000.00 39000.00',
      '10195.00 195.00 10000.00 29000.00',
      '10145.00 145.00 10000.00 19000.00',
      '10095.00 95.00 10000.00 9000.00',
      '9045.00 45.00 9000.00 0.00',
    ])
    assert.equal(answer.rows[0]?.dueOn, '2026-04-30')
    assert.equal(answer.rows[1]?.dueOn, '2026-05-31')
  })

  test('with the same term is paid in smaller parts', () => {
    const answer = granted(repayEarly(plan(), { ...part, keeping: 'term' }))
    assert.equal(answer.rows.length, 10)
    assert.equal(answer.rows[0]?.principalFen, 690_000)
    assert.equal(answer.rows.at(-1)?.dueOn, '2027-01-31')
  })

  test('of everything leaves nothing', () => {
    const answer = granted(repayEarly(plan(), { on: part.on, repaidFen: yuan('100000'), keeping: 'payment' }))
    assert.deepEqual(answer.rows, [])
    assert.deepEqual(payoffOn(answer.plan, day('2026-05-01')), {
      ok: false,
      code: 'out-of-range',
      field: 'on',
    })
  })

  test('keeps a level payment to the fen until the last', () => {
    const level = plan({ method: 'equal-instalment' })
    const usual = granted(schedule(level.terms)).rows[0]?.paymentFen
    const answer = granted(repayEarly(level, { ...part, keeping: 'payment' }))
    for (const row of answer.rows.slice(0, -1)) assert.equal(row.paymentFen, usual)
    assert.ok((answer.rows.at(-1)?.paymentFen ?? 0) <= (usual ?? 0))
  })

  test('can be followed by another', () => {
    const first = granted(repayEarly(plan(), { ...part, keeping: 'payment' }))
    const second = granted(
      repayEarly(first.plan, { on: day('2026-04-20'), repaidFen: yuan('9000'), keeping: 'payment' }),
    )
    // Ten days of 69,000, then ten days of 60,000: the running month is not paid for twice.
    assert.equal(second.interestFen, 11_500)
    assert.equal(lines(second.rows)[0], '10100.00 100.00 10000.00 50000.00')
  })
})

describe('a change of term', () => {
  test('is refused where it makes no sense', () => {
    const on = day('2026-04-10')
    for (const [months, code] of [
      [0, 'not-positive'],
      [1.5, 'not-whole'],
      [601, 'too-large'],
      [2, 'out-of-range'],
    ] as const)
      assert.deepEqual(changeTerm(plan(), { on, months }), { ok: false, code, field: 'months' })
  })

  test('spreads what is owed over the new instalments, on the same days of the month', () => {
    const answer = granted(changeTerm(plan(), { on: day('2026-04-10'), months: 6 }))
    assert.deepEqual(lines(answer.rows), [
      '25500.00 500.00 25000.00 75000.00',
      '25375.00 375.00 25000.00 50000.00',
      '25250.00 250.00 25000.00 25000.00',
      '25125.00 125.00 25000.00 0.00',
    ])
    assert.deepEqual(
      answer.rows.map((row) => row.dueOn),
      ['2026-04-30', '2026-05-31', '2026-06-30', '2026-07-31'],
    )
  })

  test('of a bullet owes the interest of the whole new time', () => {
    const bullet = plan({ method: 'bullet' })
    const answer = granted(changeTerm(bullet, { on: day('2026-06-30'), months: 18 }))
    assert.deepEqual(lines(answer.rows), ['130800.00 10800.00 120000.00 0.00'])
  })

  test('after an early repayment does not ask for settled interest again', () => {
    const bullet = plan({ method: 'bullet' })
    const half = granted(
      repayEarly(bullet, { on: day('2026-07-31'), repaidFen: yuan('60000'), keeping: 'payment' }),
    )
    assert.equal(half.interestFen, 360_000)
    const answer = granted(changeTerm(half.plan, { on: day('2026-08-15'), months: 18 }))
    assert.deepEqual(lines(answer.rows), ['63600.00 3600.00 60000.00 0.00'])
  })
})

describe('whatever is repaid early', () => {
  const cases = fc.record({
    terms: fc.record({
      principalFen: fc.integer({ min: 10_000, max: 10 ** 11 }).map(fen),
      annualRatePpm: fc.nat(240_000).map(ppm),
      months: fc.integer({ min: 2, max: 36 }),
      method: fc.constantFrom(...repaymentMethods),
      drawnOn: fc.nat(8000).map((count) => plusDays(day('2010-01-01'), count)),
      dayCount: fc.constantFrom(...dayCounts),
    }),
    after: fc.nat(1100),
    percent: fc.integer({ min: 1, max: 100 }),
    keeping: fc.constantFrom(...keepings),
  })

  test('all principal is paid once, and paying early never costs more interest', () =>
    fc.assert(
      fc.property(cases, ({ terms, after, percent, keeping }) => {
        const before = planOf(terms)
        assert.ok(before.ok)
        const on = plusDays(terms.drawnOn, after)
        const payoff = payoffOn(before.plan, on)
        if (!payoff.ok) return
        const repaidFen = fen(Math.ceil((payoff.principalFen * percent) / 100))
        const answer = repayEarly(before.plan, { on, repaidFen, keeping })
        if (!answer.ok) return assert.equal(answer.code, 'payment-below-interest')
        const paidBefore = granted(schedule(terms)).rows.filter((row) => row.dueOn <= on)
        const principal = [...paidBefore, ...answer.rows].map((row) => row.principalFen)
        assert.equal(plus(...principal, repaidFen), terms.principalFen)
        const interest = [...paidBefore, ...answer.rows].map((row) => row.interestFen)
        const total = plus(...interest, answer.interestFen)
        // Each row may round up by half a fen.
        assert.ok(total <= granted(schedule(terms)).totalInterestFen + terms.months + 1)
        assert.ok(answer.rows.length <= granted(rowsLeft(before.plan)).rows.length - paidBefore.length)
      }),
    ))
})
