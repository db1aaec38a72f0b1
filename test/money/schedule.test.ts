import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { day, plusDays } from '../../server/money/day.ts'
import { type Fen, fen, plus } from '../../server/money/fen.ts'
import { interestBetween } from '../../server/money/interest.ts'
import { ppm } from '../../server/money/rate.ts'
import {
  dayCounts,
  type LoanTerms,
  longestMonths,
  repaymentMethods,
  schedule,
} from '../../server/money/schedule.ts'
import { table, whole } from '../support/table.ts'
import { granted, lines, yuan } from './rows.ts'

const loan: LoanTerms = {
  principalFen: yuan('1000000'),
  annualRatePpm: ppm(43_500),
  months: 12,
  method: 'equal-instalment',
  drawnOn: day('2026-01-31'),
  dayCount: 'monthly',
}

/** Input as it may come from outside: the compiler's knowledge of it is dropped. */
const unsafe = (changes: Record<string, unknown>): LoanTerms => Object.assign({ ...loan }, changes)

describe('bad terms are refused with a code and a field', () => {
  for (const { changes, code, field } of [
    { changes: { principalFen: 0 }, code: 'not-positive', field: 'principalFen' },
    { changes: { principalFen: -1 }, code: 'not-positive', field: 'principalFen' },
    { changes: { principalFen: 0.5 }, code: 'not-whole', field: 'principalFen' },
    { changes: { principalFen: Number.NaN }, code: 'not-whole', field: 'principalFen' },
    { changes: { principalFen: 2 ** 53 }, code: 'not-whole', field: 'principalFen' },
    { changes: { principalFen: 2 ** 53 - 1 }, code: 'too-large', field: 'principalFen' },
    { changes: { principalFen: '100' }, code: 'not-whole', field: 'principalFen' },
    { changes: { annualRatePpm: -1 }, code: 'negative', field: 'annualRatePpm' },
    { changes: { annualRatePpm: 0.1 }, code: 'not-whole', field: 'annualRatePpm' },
    { changes: { annualRatePpm: 10_000_001 }, code: 'too-large', field: 'annualRatePpm' },
    { changes: { months: 0 }, code: 'not-positive', field: 'months' },
    { changes: { months: -12 }, code: 'not-positive', field: 'months' },
    { changes: { months: 1.5 }, code: 'not-whole', field: 'months' },
    { changes: { months: longestMonths + 1 }, code: 'too-large', field: 'months' },
    { changes: { method: 'equal' }, code: 'unknown-choice', field: 'method' },
    { changes: { dayCount: '30/360' }, code: 'unknown-choice', field: 'dayCount' },
    { changes: { drawnOn: '2026-02-29' }, code: 'not-a-day', field: 'drawnOn' },
    { changes: { drawnOn: '2999-06-01' }, code: 'out-of-range', field: 'drawnOn' },
    { changes: { firstDueOn: '2026-02-30' }, code: 'not-a-day', field: 'firstDueOn' },
    { changes: { firstDueOn: '2026-01-31' }, code: 'out-of-order', field: 'firstDueOn' },
    { changes: { firstDueOn: '2027-02-28' }, code: 'out-of-range', field: 'firstDueOn' },
    { changes: { firstDueOn: '2026-03-01', method: 'bullet' }, code: 'unknown-choice', field: 'firstDueOn' },
  ])
    test(`${JSON.stringify(changes)}: ${code}`, () =>
      assert.deepEqual(schedule(unsafe(changes)), { ok: false, code, field }))

  test('payments that would never get ahead of the interest', () =>
    assert.deepEqual(schedule(unsafe({ annualRatePpm: 360_000, months: 600, dayCount: 'actual/360' })), {
      ok: false,
      code: 'payment-below-interest',
      field: 'annualRatePpm',
    }))

  test('the largest that is taken is one whose payments add up to 2^53 − 1, and not a fen more', () => {
    const most = Number.MAX_SAFE_INTEGER
    const free = { annualRatePpm: 0, method: 'bullet', months: 1 }
    assert.equal(granted(schedule(unsafe({ ...free, principalFen: most }))).rows[0]?.paymentFen, most)
    // 12 % for a month is a hundredth: P + P / 100 = 2^53 − 1 where P is the quotient by 1.01.
    const principalFen = Math.floor((most / 101) * 100) + 1
    const monthly = { annualRatePpm: 120_000, method: 'bullet', months: 1 }
    const last = [-1, 0, 1, 2]
      .map((by) => schedule(unsafe({ ...monthly, principalFen: principalFen + by })))
      .map((answer) => (answer.ok ? (answer.rows[0]?.paymentFen ?? 0) : answer.code))
    const taken = last.filter((one): one is Fen => typeof one === 'number')
    assert.ok(taken.length > 0 && taken.length < 4, String(last))
    assert.ok(most - Math.max(...taken) <= 1)
    assert.equal(last.at(-1), 'too-large')
  })

  test('any method and day count keeps every sum below 2^53 or refuses', () => {
    for (const principalFen of [2 ** 44, 2 ** 46, 2 ** 50, Number.MAX_SAFE_INTEGER])
      for (const method of repaymentMethods)
        for (const dayCount of dayCounts)
          for (const annualRatePpm of [1, 43_500, 9_000_000]) {
            const answer = schedule(unsafe({ principalFen, annualRatePpm, months: 600, method, dayCount }))
            if (!answer.ok) assert.ok(['payment-below-interest', 'too-large'].includes(answer.code))
            else assert.ok(principalFen + answer.totalInterestFen <= Number.MAX_SAFE_INTEGER)
          }
  })
})

describe('1,000,000 yuan for 12 months at 4.35 %', () => {
  const rows = (changes: Record<string, unknown>) => granted(schedule(unsafe(changes)))

  for (const row of table(`
    method           | dayCount      | first                                   | last                             | interest
    equal-instalment | monthly       | 85309.90 3625.00 81684.90 918315.10     | 85309.89 308.13 85001.76 0.00    | 2371879
    equal-instalment | actual/360    | 85323.32 3383.33 81939.99 918060.01     | 85323.34 318.41 85004.93 0.00    | 2387986
    equal-instalment | actual/365    | 85295.89 3336.99 81958.90 918041.10     | 85295.86 313.97 84981.89 0.00    | 2355065
    equal-principal  | monthly       | 86958.33 3625.00 83333.33 916666.67     | 83635.45 302.08 83333.37 0.00    | 2356250
    equal-principal  | actual/360    | 86716.66 3383.33 83333.33 916666.67     | 83645.52 312.15 83333.37 0.00    | 2372362
    interest-only    | monthly       | 3625.00 3625.00 0.00 1000000.00         | 1003625.00 3625.00 1000000.00 0.00 | 4350000
    interest-only    | actual/365    | 3336.99 3336.99 0.00 1000000.00         | 1003694.52 3694.52 1000000.00 0.00 | 4349999
    bullet           | monthly       | 1043500.00 43500.00 1000000.00 0.00     | 1043500.00 43500.00 1000000.00 0.00 | 4350000
    bullet           | actual/360    | 1044104.17 44104.17 1000000.00 0.00     | 1044104.17 44104.17 1000000.00 0.00 | 4410417
    bullet           | actual/365    | 1043500.00 43500.00 1000000.00 0.00     | 1043500.00 43500.00 1000000.00 0.00 | 4350000
  `))
    test(`${row.method}, ${row.dayCount}`, () => {
      const found = rows({ method: row.method, dayCount: row.dayCount })
      const shown = lines(found.rows)
      assert.equal(shown[0], row.first)
      assert.equal(shown.at(-1), row.last)
      assert.equal(found.totalInterestFen, whole(row.interest))
      assert.equal(shown.length, row.method === 'bullet' ? 1 : 12)
    })

  test('falls due at the end of each month, and comes back to the 31st', () =>
    assert.deepEqual(
      rows({})
        .rows.map((row) => row.dueOn.slice(2))
        .join(' '),
      '26-02-28 26-03-31 26-04-30 26-05-31 26-06-30 26-07-31 26-08-31 26-09-30 26-10-31 26-11-30 26-12-31 27-01-31',
    ))

  test('with a first due day of its own, every later one follows that', () => {
    const found = rows({ firstDueOn: '2026-03-20', months: 3 })
    assert.deepEqual(
      found.rows.map((row) => row.dueOn),
      ['2026-03-20', '2026-04-20', '2026-05-20'],
    )
    // A month to 28 February and 20 days more, each 1/360 of a year.
    assert.equal(found.rows[0]?.interestFen, 604_167)
    assert.equal(found.rows[1]?.interestFen, Math.round(((found.rows[0]?.balanceFen ?? 0) * 0.0435) / 12))
  })

  test('by actual/actual the days of a leap year are over 366', () => {
    const leap = rows({ drawnOn: '2023-12-31', dayCount: 'actual/actual', method: 'bullet', months: 1 })
    assert.equal(leap.totalInterestFen, Math.round(100_000_000 * 0.0435 * (1 / 365 + 30 / 366)))
  })
})

describe('whatever the terms', () => {
  const terms = fc.record({
    principalFen: fc
      .oneof(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 1, max: 10 ** 12 }))
      .map(fen),
    annualRatePpm: fc.oneof(fc.constant(0), fc.nat(400_000)).map(ppm),
    months: fc.integer({ min: 1, max: 60 }),
    method: fc.constantFrom(...repaymentMethods),
    drawnOn: fc.nat(20_000).map((count) => plusDays(day('2000-01-01'), count)),
    dayCount: fc.constantFrom(...dayCounts),
  })
  const sum = (amounts: readonly Fen[]): Fen => plus(...amounts)

  test('the principal parts add up to the principal, the rows to the totals, and nothing is negative', () =>
    fc.assert(
      fc.property(terms, (loanTerms) => {
        const answer = schedule(loanTerms)
        if (!answer.ok) return assert.equal(answer.code, 'payment-below-interest')
        const { rows, totalInterestFen } = answer
        assert.equal(rows.length, loanTerms.method === 'bullet' ? 1 : loanTerms.months)
        assert.equal(sum(rows.map((row) => row.principalFen)), loanTerms.principalFen)
        assert.equal(sum(rows.map((row) => row.interestFen)), totalInterestFen)
        let owed = loanTerms.principalFen
        let dueOn = loanTerms.drawnOn
        for (const row of rows) {
          assert.ok(row.principalFen >= 0 && row.interestFen >= 0)
          assert.equal(row.paymentFen, plus(row.principalFen, row.interestFen))
          owed = fen(owed - row.principalFen)
          assert.equal(row.balanceFen, owed)
          assert.ok(row.dueOn > dueOn)
          dueOn = row.dueOn
        }
        assert.equal(owed, 0)
      }),
    ))

  test('the level payments are equal, and the last differs by the residue only', () =>
    fc.assert(
      fc.property(terms, (loanTerms) => {
        const answer = schedule({ ...loanTerms, method: 'equal-instalment', dayCount: 'monthly' })
        if (!answer.ok || loanTerms.principalFen < 100_000) return
        const [first, ...others] = answer.rows
        const last = others.pop()
        for (const row of others) assert.equal(row.paymentFen, first?.paymentFen)
        const drift = loanTerms.months * (1 + 0.034) ** loanTerms.months
        if (first && last) assert.ok(Math.abs(last.paymentFen - first.paymentFen) <= drift)
      }),
    ))

  test('a bullet costs the simple interest of its time', () =>
    fc.assert(
      fc.property(
        terms,
        fc.constantFrom('actual/360', 'actual/365', 'actual/actual'),
        (loanTerms, dayCount) => {
          const { rows, totalInterestFen } = granted(schedule({ ...loanTerms, method: 'bullet', dayCount }))
          const [only] = rows
          assert.ok(only)
          const { principalFen, annualRatePpm, drawnOn } = loanTerms
          assert.equal(
            totalInterestFen,
            interestBetween(principalFen, annualRatePpm, dayCount, drawnOn, only.dueOn),
          )
        },
      ),
    ))
})
