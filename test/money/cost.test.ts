import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { annualisedCost, feeTimes, type LoanCostTerms, loanCost, payees } from '../../server/money/cost.ts'
import { day, plusMonths } from '../../server/money/day.ts'
import { fen, plus } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { repaymentMethods } from '../../server/money/schedule.ts'
import { table, whole } from '../support/table.ts'
import { granted, yuan } from './rows.ts'

const loan: LoanCostTerms = {
  principalFen: yuan('1000000'),
  annualRatePpm: ppm(43_500),
  months: 12,
  method: 'equal-instalment',
  upfrontFeesFen: fen(0),
}
const unsafe = (changes: Record<string, unknown>): LoanCostTerms => Object.assign({ ...loan }, changes)

describe('the cost of a loan', () => {
  for (const { changes, code, field } of [
    { changes: { principalFen: 0 }, code: 'not-positive', field: 'principalFen' },
    { changes: { annualRatePpm: -1 }, code: 'negative', field: 'annualRatePpm' },
    { changes: { months: 0 }, code: 'not-positive', field: 'months' },
    { changes: { method: 'x' }, code: 'unknown-choice', field: 'method' },
    { changes: { upfrontFeesFen: -1 }, code: 'negative', field: 'upfrontFeesFen' },
    { changes: { upfrontFeesFen: 0.5 }, code: 'not-whole', field: 'upfrontFeesFen' },
    { changes: { upfrontFeesFen: 2 ** 53 - 1 }, code: 'too-large', field: 'upfrontFeesFen' },
    { changes: { upfrontFeesFen: 100_000_000 }, code: 'fees-reach-principal', field: 'upfrontFeesFen' },
    { changes: { yearlyFeesFen: -1 }, code: 'negative', field: 'yearlyFeesFen' },
    { changes: { yearlyFeesFen: Number.NaN }, code: 'not-whole', field: 'yearlyFeesFen' },
    { changes: { fees: [{ payee: 'bank', paid: 'upfront', fen: -1 }] }, code: 'negative', field: 'fees' },
    {
      changes: { fees: [{ payee: 'friend', paid: 'upfront', fen: 1 }] },
      code: 'unknown-choice',
      field: 'fees',
    },
    { changes: { fees: [{ payee: 'bank', paid: 'daily', fen: 1 }] }, code: 'unknown-choice', field: 'fees' },
  ])
    test(`${JSON.stringify(changes)} is refused: ${code}`, () =>
      assert.deepEqual(loanCost(unsafe(changes)), { ok: false, code, field }))

  test('a fee one fen short of the principal leaves something to price', () => {
    const answer = loanCost(unsafe({ upfrontFeesFen: 99_999_999 }))
    assert.ok(answer.ok || answer.code === 'too-large')
  })

  // 公告〔2021〕第3号: simple and compound side by side. The figures were worked out apart from this code.
  for (const row of table(`
    method           | ratePpm | upfrontFen | yearlyFen | monthlyFen | simplePpm | compoundPpm | totalFen | why
    equal-instalment | 43500   | 0          | 0         | 0          | 43500     | 44378       | 2371879  | no fee: the simple rate is the contract's
    equal-instalment | 43500   | 1000000    | 0         | 0          | 62288     | 64097       | 3371879  | 1 % to the guarantor, first
    interest-only    | 43500   | 1000000    | 0         | 0          | 53794     | 55140       | 5350000  | 先息后本 and 1 % first
    equal-principal  | 0       | 0          | 0         | 500000     | 108964    | 114574      | 6000000  | 0.5 % a month of the original principal
    bullet           | 43500   | 0          | 0         | 0          | 42656     | 43500       | 4350000  | paid once: the compound rate is the contract's
    equal-instalment | 0       | 0          | 0         | 0          | 0         | 0           | 0        | free
    equal-instalment | 43500   | 0          | 1000000   | 0          | 62288     | 64097       | 3371879  | a yearly fee of a one-year loan is paid once
  `))
    test(`${row.method}: ${row.why}`, () => {
      const answer = granted(
        loanCost({
          ...loan,
          method: repaymentMethods.find((each) => each === row.method) ?? 'bullet',
          annualRatePpm: ppm(whole(row.ratePpm)),
          upfrontFeesFen: fen(whole(row.upfrontFen)),
          yearlyFeesFen: fen(whole(row.yearlyFen)),
          fees: [{ payee: 'bank', paid: 'monthly', fen: fen(whole(row.monthlyFen)) }],
        }),
      )
      const { simplePpm, compoundPpm, totalCostFen } = answer
      assert.deepEqual(
        [simplePpm, compoundPpm, totalCostFen],
        [row.simplePpm, row.compoundPpm, row.totalFen].map(whole),
      )
    })

  test('the cost sheet names what is paid and to whom, and adds up', () => {
    const answer = granted(
      loanCost({
        ...loan,
        months: 25,
        method: 'interest-only',
        upfrontFeesFen: fen(300),
        fees: [
          { payee: 'guarantor', paid: 'yearly', fen: fen(1_000_000) },
          { payee: 'appraiser', paid: 'upfront', fen: fen(200_000) },
          { payee: 'bank', paid: 'monthly', fen: fen(1_000) },
          { payee: 'insurer', paid: 'upfront', fen: fen(0) },
        ],
      }),
    )
    assert.deepEqual(answer.lines, [
      { payee: 'bank', item: 'interest', fen: 9_062_500 },
      { payee: 'not-stated', item: 'upfront-fee', fen: 300 },
      { payee: 'guarantor', item: 'yearly-fee', fen: 3_000_000 },
      { payee: 'appraiser', item: 'upfront-fee', fen: 200_000 },
      { payee: 'bank', item: 'monthly-fee', fen: 25_000 },
    ])
    assert.equal(answer.totalCostFen, plus(...answer.lines.map((line) => line.fen)))
  })

  test('a fee never makes a loan cheaper, and the compound rate is never below the simple one', () =>
    fc.assert(
      fc.property(
        fc.record({
          principalFen: fc.integer({ min: 10_000_000, max: 10 ** 11 }).map(fen),
          annualRatePpm: fc.nat(240_000).map(ppm),
          months: fc.integer({ min: 1, max: 60 }),
          method: fc.constantFrom(...repaymentMethods),
          upfrontFeesFen: fc.nat(500_000).map(fen),
        }),
        fc.constantFrom(...feeTimes),
        fc.constantFrom(...payees),
        fc.integer({ min: 10_000, max: 100_000 }).map(fen),
        (terms, paid, payee, fee) => {
          const without = granted(loanCost(terms))
          const dearer = granted(loanCost({ ...terms, fees: [{ payee, paid, fen: fee }] }))
          assert.ok(dearer.compoundPpm >= without.compoundPpm)
          assert.ok(dearer.totalCostFen > without.totalCostFen)
          assert.ok(without.compoundPpm >= without.simplePpm)
        },
      ),
    ))
})

describe('the yearly cost of dated money', () => {
  const advance = { on: day('2026-01-01'), fen: fen(100) }
  const payment = { on: day('2027-01-01'), fen: fen(105) }

  for (const { advances, payments, code, field } of [
    { advances: [], payments: [payment], code: 'empty', field: 'advances' },
    { advances: [advance], payments: [], code: 'empty', field: 'payments' },
    { advances: [{ ...advance, fen: fen(0) }], payments: [payment], code: 'not-positive', field: 'advances' },
    {
      advances: [advance],
      payments: [{ ...payment, fen: fen(-1) }],
      code: 'not-positive',
      field: 'payments',
    },
    {
      advances: [advance],
      payments: [payment, { ...payment, fen: fen(2 ** 53 - 1) }],
      code: 'too-large',
      field: 'payments',
    },
    {
      advances: [Object.assign({}, advance, { on: '2026-02-29' })],
      payments: [payment],
      code: 'not-a-day',
      field: 'advances',
    },
    {
      advances: [advance],
      payments: [Object.assign({}, payment, { fen: 0.5 })],
      code: 'not-whole',
      field: 'payments',
    },
  ])
    test(`is refused: ${code} in ${field}`, () =>
      assert.deepEqual(annualisedCost({ advances, payments }), { ok: false, code, field }))

  test('is one figure, or none, or ambiguous, and never a guess', () => {
    assert.deepEqual(annualisedCost({ advances: [advance], payments: [payment] }), {
      ok: true,
      outcome: 'one',
      simplePpm: 48_889,
      compoundPpm: 50_000,
    })
    const sameDay = { on: advance.on, fen: fen(105) }
    assert.deepEqual(annualisedCost({ advances: [advance], payments: [sameDay] }), {
      ok: true,
      outcome: 'none',
    })
    const back = { on: day('2028-01-01'), fen: fen(10_000) }
    assert.deepEqual(
      annualisedCost({
        advances: [{ ...advance, fen: fen(1600) }, back],
        payments: [{ ...payment, fen: fen(10_000) }],
      }),
      { ok: true, outcome: 'ambiguous' },
    )
  })

  test('a figure past all measure is refused instead of shown', () => {
    const tomorrow = { on: day('2026-01-02'), fen: fen(10 ** 12) }
    assert.deepEqual(annualisedCost({ advances: [advance], payments: [tomorrow] }), {
      ok: false,
      code: 'too-large',
      field: 'payments',
    })
  })

  test('may be below nothing, down to a total loss', () => {
    const little = { on: payment.on, fen: fen(50) }
    const answer = granted(annualisedCost({ advances: [advance], payments: [little] }))
    assert.ok(answer.outcome === 'one' && answer.compoundPpm === -500_000)
  })

  test('of a monthly loan is close to its monthly figure: months differ by days only', () => {
    const monthly = granted(loanCost(loan))
    const payments = Array.from({ length: 12 }, (_, index) => ({
      on: plusMonths(day('2026-01-15'), index + 1),
      fen: yuan(index === 11 ? '85309.89' : '85309.90'),
    }))
    const advances = [{ on: day('2026-01-15'), fen: loan.principalFen }]
    const dated = granted(annualisedCost({ advances, payments }))
    assert.ok(dated.outcome === 'one' && Math.abs(dated.compoundPpm - monthly.compoundPpm) < 300)
  })
})
