import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  amortise,
  exactPayment,
  levelPayment,
  plainPayment,
  type RepaymentMethod,
} from '../../server/money/amortise.ts'
import { day, plusMonths } from '../../server/money/day.ts'
import { type DayCount, type Fraction, oneMonth, yearFraction } from '../../server/money/daycount.ts'
import { variantFraction } from '../../server/money/daycount-variants.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { granted, lines, yuan } from './rows.ts'

const method: RepaymentMethod = 'equal-instalment'
const times = (count: number, time: Fraction): Fraction[] => Array.from({ length: count }, () => time)
const of = (numerator: number, denominator: number): Fraction => ({ numerator, denominator })
const spans = (list: readonly Fraction[]) => list.map((time) => ({ time, dueOn: null }))

function rowsOf(principal: string, ratePpm: number, periods: Fraction[], kept?: string): string[] {
  const loan = {
    principalFen: yuan(principal),
    annualRatePpm: ppm(ratePpm),
    method,
    periods: spans(periods),
    ...(kept === undefined ? {} : { keptFen: yuan(kept) }),
  }
  return lines(granted(amortise(loan)).instalments)
}

function monthsFrom(from: string, count: number, dayCount: DayCount): Fraction[] {
  return Array.from({ length: count }, (_, index) =>
    yearFraction(dayCount, plusMonths(day(from), index), plusMonths(day(from), index + 1)),
  )
}

// Lines are: payment, interest, principal, balance. The classes named are tests of apache/fineract.
describe('agrees to the cent with the schedules Apache Fineract publishes in its tests', () => {
  test('100 at 9.4822 %, six months by 30/360 (ProgressiveEMICalculatorTest)', () =>
    assert.deepEqual(rowsOf('100', 94_822, times(6, oneMonth)), [
      '17.13 0.79 16.34 83.66',
      '17.13 0.66 16.47 67.19',
      '17.13 0.53 16.60 50.59',
      '17.13 0.40 16.73 33.86',
      '17.13 0.27 16.86 17.00',
      '17.13 0.13 17.00 0.00',
    ]))

  test('a second 100 on the second due day: the rest is spread anew', () =>
    assert.deepEqual(rowsOf('167.19', 94_822, times(4, oneMonth)), [
      '42.63 1.32 41.31 125.88',
      '42.63 0.99 41.64 84.24',
      '42.63 0.67 41.96 42.28',
      '42.61 0.33 42.28 0.00',
    ]))

  test('100 at 7 %, six months by 30/360 (Loan.feature)', () =>
    assert.deepEqual(rowsOf('100', 70_000, times(6, oneMonth)), [
      '17.01 0.58 16.43 83.57',
      '17.01 0.49 16.52 67.05',
      '17.01 0.39 16.62 50.43',
      '17.01 0.29 16.72 33.71',
      '17.01 0.20 16.81 16.90',
      '17.00 0.10 16.90 0.00',
    ]))

  test('the same loan with the rate down to 4 % after the first month', () =>
    assert.deepEqual(rowsOf('83.57', 40_000, times(5, oneMonth)), [
      '16.88 0.28 16.60 66.97',
      '16.88 0.22 16.66 50.31',
      '16.88 0.17 16.71 33.60',
      '16.88 0.11 16.77 16.83',
      '16.89 0.06 16.83 0.00',
    ]))

  test('100 at 15.678 %, six months of 2024 by actual/365: the last one takes four cents', () =>
    assert.deepEqual(rowsOf('100', 156_780, monthsFrom('2024-01-01', 6, 'actual/365')), [
      '17.43 1.33 16.10 83.90',
      '17.43 1.05 16.38 67.52',
      '17.43 0.90 16.53 50.99',
      '17.43 0.66 16.77 34.22',
      '17.43 0.46 16.97 17.25',
      '17.47 0.22 17.25 0.00',
    ]))

  test('100 at 9.4822 % over the turn of 2024 by actual/actual, their way of turning the year and ours', () => {
    const theirs = Array.from({ length: 6 }, (_, index) =>
      variantFraction(
        'year-end/actual',
        plusMonths(day('2023-12-12'), index),
        plusMonths(day('2023-12-12'), index + 1),
      ),
    )
    const published = [
      '17.13 0.80 16.33 83.67',
      '17.13 0.67 16.46 67.21',
      '17.13 0.50 16.63 50.58',
      '17.13 0.41 16.72 33.86',
      '17.13 0.26 16.87 16.99',
      '17.13 0.14 16.99 0.00',
    ]
    assert.deepEqual(rowsOf('100', 94_822, theirs), published)
    assert.deepEqual(rowsOf('100', 94_822, monthsFrom('2023-12-12', 6, 'actual/actual')), published)
  })

  test('192.22 at 9.99 %, drawn on the 15th of a period that began on the 1st (LoanScheduleGeneratorTest)', () =>
    assert.deepEqual(rowsOf('192.22', 99_900, [of(17, 31 * 12), ...times(5, oneMonth)]), [
      '32.85 0.88 31.97 160.25',
      '32.85 1.33 31.52 128.73',
      '32.85 1.07 31.78 96.95',
      '32.85 0.81 32.04 64.91',
      '32.85 0.54 32.31 32.60',
      '32.87 0.27 32.60 0.00',
    ]))

  test('six weeks of a year of 364 days', () =>
    assert.deepEqual(rowsOf('100', 94_822, times(6, of(7, 364))), [
      '16.77 0.18 16.59 83.41',
      '16.77 0.15 16.62 66.79',
      '16.77 0.12 16.65 50.14',
      '16.77 0.09 16.68 33.46',
      '16.77 0.06 16.71 16.75',
      '16.78 0.03 16.75 0.00',
    ]))

  test('six times fifteen days of a year of 360', () =>
    assert.deepEqual(rowsOf('100', 94_822, times(6, of(15, 360))), [
      '16.90 0.40 16.50 83.50',
      '16.90 0.33 16.57 66.93',
      '16.90 0.26 16.64 50.29',
      '16.90 0.20 16.70 33.59',
      '16.90 0.13 16.77 16.82',
      '16.89 0.07 16.82 0.00',
    ]))

  test('1,000 without interest in four', () =>
    assert.deepEqual(rowsOf('1000', 0, times(4, oneMonth)), [
      '250.00 0.00 250.00 750.00',
      '250.00 0.00 250.00 500.00',
      '250.00 0.00 250.00 250.00',
      '250.00 0.00 250.00 0.00',
    ]))

  test('fortnights: they move the payment a cent to even out the last one, we round it half up', () => {
    const periods = times(3, of(14, 364))
    assert.equal(rowsOf('100', 94_822, periods)[0], '33.58 0.36 33.22 66.78')
    assert.deepEqual(rowsOf('100', 94_822, periods, '33.57'), [
      '33.57 0.36 33.21 66.79',
      '33.57 0.24 33.33 33.46',
      '33.58 0.12 33.46 0.00',
    ])
  })
})

describe('agrees with numpy-financial', () => {
  const level = (principal: string, ratePpm: number, months: number): number =>
    levelPayment({
      principalFen: yuan(principal),
      annualRatePpm: ppm(ratePpm),
      periods: spans(times(months, oneMonth)),
    })

  // The documentation of pmt, and test_financial.py.
  test('pmt(0.075/12, 180, 200000) is 1854.0247', () => assert.equal(level('200000', 75_000, 180), 185_402))
  test('pmt(0.08/12, 60, 15000) is 304.1459', () => assert.equal(level('15000', 80_000, 60), 30_415))
  test('pmt(0, 60, 15000) is 250', () => assert.equal(level('15000', 0, 60), 25_000))
  test('ppmt(0.1/12, 1, 60, 55000) is 710.2541', () =>
    assert.equal(rowsOf('55000', 100_000, times(60, oneMonth))[0], '1168.59 458.33 710.26 54289.74'))

  test('ipmt: 2,500 at 8.24 % over a year, each interest but for the rounding of the balance before it', () => {
    const published = [17.17, 15.79, 14.4, 13.01, 11.6, 10.18, 8.76, 7.32, 5.88, 4.42, 2.96, 1.49]
    const rows = rowsOf('2500', 82_400, times(12, oneMonth))
    assert.equal(rows[0], '217.75 17.17 200.58 2299.42')
    for (const [index, interest] of published.entries())
      assert.ok(Math.abs(Number(rows[index]?.split(' ')[1]) - interest) < 0.0101, rows[index])
  })
})

describe('a level payment in plain numbers', () => {
  const times365 = fc.integer({ min: 0, max: 400 }).map((days) => of(days, 365))
  const debts = fc.record({
    principalFen: fc.oneof(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 2 ** 44 })).map(fen),
    annualRatePpm: fc.oneof(fc.constant(0), fc.nat(500_000), fc.nat(10_000_000)).map(ppm),
    periods: fc
      .oneof(
        fc.integer({ min: 1, max: 600 }).map((count) => times(count, oneMonth)),
        fc.array(times365, { minLength: 1, maxLength: 60 }),
      )
      .map(spans),
  })

  test('is the one solved in whole numbers, or is not given', () =>
    fc.assert(
      fc.property(debts, (debt) => {
        const plain = plainPayment(debt)
        if (plain !== null) assert.equal(plain, exactPayment(debt))
        assert.equal(levelPayment(debt), exactPayment(debt))
      }),
      { numRuns: 500 },
    ))

  test('is not given where half a fen is in doubt', () => {
    // Without interest 5 fen over 2 months are 2.5 fen each, exactly the half.
    const debt = { principalFen: fen(5), annualRatePpm: ppm(0), periods: spans(times(2, oneMonth)) }
    assert.equal(plainPayment(debt), null)
    assert.equal(levelPayment(debt), 3)
    // Of so large a debt plain numbers cannot tell the fen.
    const large = { ...debt, principalFen: fen(2 ** 52), annualRatePpm: ppm(43_500) }
    assert.equal(plainPayment(large), null)
    assert.equal(levelPayment(large), exactPayment(large))
  })

  test('is given nearly always', () => {
    const debt = { annualRatePpm: ppm(43_500), periods: spans(times(360, oneMonth)) }
    const given = Array.from({ length: 1000 }, (_, at) =>
      plainPayment({ ...debt, principalFen: fen(100_000_000 + 12_345_677 * at) }),
    ).filter((payment) => payment !== null)
    assert.ok(given.length > 990, `${given.length} of 1000`)
  })
})

describe('a schedule that cannot be', () => {
  const loan = { principalFen: yuan('100'), annualRatePpm: ppm(360_000) }

  test('is refused where a long period costs more than the level payment', () => {
    const periods = spans([of(1, 1), ...times(400, oneMonth)])
    assert.deepEqual(amortise({ ...loan, method, periods }), {
      ok: false,
      code: 'payment-below-interest',
      field: 'annualRatePpm',
    })
  })

  test('is refused where the payment, rounded to the fen, is the interest and nothing more', () => {
    // 2 % a month on 100 yuan is 200 fen; over 600 months the level payment is 200.0014.
    const still = { principalFen: yuan('100'), annualRatePpm: ppm(240_000), method }
    assert.deepEqual(amortise({ ...still, periods: spans(times(600, oneMonth)) }), {
      ok: false,
      code: 'payment-below-interest',
      field: 'annualRatePpm',
    })
    assert.equal(amortise({ ...still, periods: spans(times(300, oneMonth)) }).ok, true)
  })

  test('is none where a few fen are repaid over more months than there are fen', () => {
    assert.deepEqual(rowsOf('0.01', 43_500, times(3, oneMonth)), [
      '0.00 0.00 0.00 0.01',
      '0.00 0.00 0.00 0.01',
      '0.01 0.00 0.01 0.00',
    ])
    assert.deepEqual(rowsOf('0.03', 0, times(5, oneMonth)), [
      '0.01 0.00 0.01 0.02',
      '0.01 0.00 0.01 0.01',
      '0.01 0.00 0.01 0.00',
      '0.00 0.00 0.00 0.00',
      '0.00 0.00 0.00 0.00',
    ])
  })

  test('is a bug: nothing lent, no period, a bullet in parts', () => {
    assert.throws(() => amortise({ ...loan, principalFen: yuan('0'), method, periods: spans([oneMonth]) }))
    assert.throws(() => amortise({ ...loan, method, periods: [] }))
    assert.throws(() => amortise({ ...loan, method: 'bullet', periods: spans(times(2, oneMonth)) }))
  })
})
