import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { day, plusDays } from '../../server/money/day.ts'
import {
  dayCounts,
  type Fraction,
  isDayCount,
  monthsAndDays,
  restOf,
  shorterOf,
  yearFraction,
} from '../../server/money/daycount.ts'
import { variantFraction } from '../../server/money/daycount-variants.ts'
import { table, words } from '../support/table.ts'

const figure = ({ numerator, denominator }: Fraction): number => numerator / denominator
const near = (found: Fraction, wanted: string): void =>
  assert.ok(Math.abs(figure(found) - Number(wanted)) < 5.1e-9, `${figure(found)} is not ${wanted}`)

describe('counting time', () => {
  test('backwards is a bug', () => {
    for (const dayCount of dayCounts)
      assert.throws(() => yearFraction(dayCount, day('2026-01-02'), day('2026-01-01')))
    assert.throws(() => variantFraction('excel-0', day('2026-01-02'), day('2026-01-01')))
    assert.equal(isDayCount('30/360'), false)
  })

  for (const row of table(`
    from       | to         | monthly | actual/360 | actual/365 | why
    2026-01-01 | 2026-01-01 | 0/360   | 0/360      | 0/365      | no time
    2026-01-01 | 2026-02-01 | 30/360  | 31/360     | 31/365     | a long month is a month
    2026-02-01 | 2026-03-01 | 30/360  | 28/360     | 28/365     | a short one too
    2026-01-31 | 2026-02-28 | 30/360  | 28/360     | 28/365     | clamped to the month's end
    2026-01-15 | 2026-03-20 | 65/360  | 64/360     | 64/365     | odd days beside whole months
    2024-01-01 | 2025-01-01 | 360/360 | 366/360    | 366/365    | a leap year
  `))
    test(`${row.from} to ${row.to}: ${row.why}`, () => {
      for (const dayCount of ['monthly', 'actual/360', 'actual/365'] as const) {
        const { numerator, denominator } = yearFraction(dayCount, day(row.from), day(row.to))
        assert.equal(`${numerator}/${denominator}`, row[dayCount])
      }
    })

  test('whole months and odd days', () => {
    assert.deepEqual(monthsAndDays(day('2026-01-31'), day('2026-03-30')), { months: 1, oddDays: 30 })
    assert.deepEqual(monthsAndDays(day('2026-01-31'), day('2026-03-31')), { months: 2, oddDays: 0 })
    assert.deepEqual(monthsAndDays(day('2025-11-15'), day('2026-01-14')), { months: 1, oddDays: 30 })
  })

  test('what is left of a time, and the shorter of two', () => {
    const half = { numerator: 1, denominator: 2 }
    const third = { numerator: 1, denominator: 3 }
    assert.equal(figure(restOf(half, third)), 1 / 6)
    assert.equal(figure(restOf(third, half)), 0)
    assert.equal(shorterOf(half, third), third)
    assert.equal(shorterOf(third, half), third)
  })

  const anyDay = fc.nat(60_000).map((count) => plusDays(day('1950-01-01'), count))

  test('by actual days, two spans in a row are one', () =>
    fc.assert(
      fc.property(anyDay, fc.nat(4000), fc.nat(4000), (from, first, second) => {
        const middle = plusDays(from, first)
        const to = plusDays(middle, second)
        for (const dayCount of ['actual/360', 'actual/365', 'actual/actual'] as const) {
          const left = restOf(yearFraction(dayCount, from, to), yearFraction(dayCount, from, middle))
          const right = yearFraction(dayCount, middle, to)
          assert.equal(left.numerator * right.denominator, right.numerator * left.denominator)
        }
      }),
    ))
})

describe('actual/actual agrees with the memo of ISDA', () => {
  // ISDA, EMU and Market Conventions: Recent Developments, BS:9951.1 (1998): 61/365 + 121/366 and the others.
  for (const row of table(`
    from       | to         | years
    2003-11-01 | 2004-05-01 | 0.497724380567
    1999-02-01 | 1999-07-01 | 0.410958904110
    1999-07-01 | 2000-07-01 | 1.001377348600
    2002-08-15 | 2003-07-15 | 0.915068493151
    2003-07-15 | 2004-01-15 | 0.504004790778
    1999-07-30 | 2000-01-30 | 0.503892506924
    2000-01-30 | 2000-06-30 | 0.415300546448
  `))
    test(`${row.from} to ${row.to}`, () =>
      near(yearFraction('actual/actual', day(row.from), day(row.to)), row.years))

  test('a whole year is a year, leap or not', () => {
    for (const year of [1999, 2000, 2100, 2024])
      assert.equal(figure(yearFraction('actual/actual', day(`${year}-01-01`), day(`${year + 1}-01-01`))), 1)
  })
})

describe("other people's counts", () => {
  // What Excel answers to YEARFRAC(from, to, basis), bases 0 to 4 in order, as collected by PHPOffice/PhpSpreadsheet.
  for (const row of table(`
    from       | to         | years
    2007-01-01 | 2007-01-10 | 0.025 0.02465753424658 0.025 0.02465753424658 0.025
    2007-01-01 | 2007-12-31 | 1 0.9972602739726 1.01111111111111 0.9972602739726 0.99722222222222
    2007-01-01 | 2008-07-01 | 1.5 1.49658002735978 1.51944444444444 1.4986301369863 1.5
    2007-01-01 | 2007-01-31 | 0.08333333333333 0.08219178082192 0.08333333333333 0.08219178082192 0.08055555555556
    2007-01-01 | 2007-02-28 | 0.15833333333333 0.15890410958904 0.16111111111111 0.15890410958904 0.15833333333333
    2007-01-31 | 2007-02-01 | 0.00277777777778 0.0027397260274 0.00277777777778 0.0027397260274 0.00277777777778
    2007-01-31 | 2007-03-01 | 0.08611111111111 0.07945205479452 0.08055555555556 0.07945205479452 0.08611111111111
    2007-01-31 | 2007-03-31 | 0.16666666666667 0.16164383561644 0.16388888888889 0.16164383561644 0.16666666666667
    2008-01-01 | 2008-09-01 | 0.66666666666667 0.66666666666667 0.67777777777778 0.66849315068493 0.66666666666667
    2007-02-01 | 2008-04-01 | 1.16666666666667 1.16279069767442 1.18055555555556 1.16438356164384 1.16666666666667
    1960-12-19 | 2008-06-28 | 47.525 47.5216225276567 48.2166666666667 47.5561643835616 47.525
    1982-12-07 | 2008-06-28 | 25.5583333333333 25.5571892111134 25.9305555555556 25.5753424657534 25.5583333333333
  `))
    test(`Excel: ${row.from} to ${row.to}`, () => {
      for (const [basis, years] of words(row.years).entries()) {
        const variant = (['excel-0', 'excel-1', 'excel-2', 'excel-3', 'excel-4'] as const)[basis]
        assert.ok(variant)
        near(variantFraction(variant, day(row.from), day(row.to)), years)
      }
    })

  for (const row of table(`
    from       | to         | years
    1960-01-01 | 1960-03-01 | 0.163934426
    1963-01-01 | 1964-03-01 | 1.162790698
    2020-02-28 | 2021-01-01 | 0.841530055
    2020-03-28 | 2021-01-01 | 0.764383562
    2023-04-28 | 2024-02-29 | 0.838797814
    2023-04-28 | 2024-02-28 | 0.838356164
    2020-01-01 | 2021-01-01 | 1.0
    2022-04-27 | 2023-04-28 | 1.002739726
    2023-04-27 | 2025-05-28 | 2.085766423
    2001-01-01 | 2004-01-01 | 2.997946612
  `))
    test(`Excel, actual/actual: ${row.from} to ${row.to}`, () =>
      near(variantFraction('excel-1', day(row.from), day(row.to)), row.years))

  test('Excel keeps the end of February for the 30th', () => {
    near(variantFraction('excel-0', day('2008-02-29'), day('2009-02-28')), '1')
    near(variantFraction('excel-0', day('2007-02-28'), day('2007-03-31')), '0.083333333')
  })

  // Apache Fineract, ProgressiveEMICalculatorTest: 9.4822 % from 12 December 2023 to 12 January 2024.
  test('Fineract gives 31 December to the next year; ISDA does not', () => {
    const theirs = figure(variantFraction('year-end/actual', day('2023-12-12'), day('2024-01-12')))
    const isda = figure(yearFraction('actual/actual', day('2023-12-12'), day('2024-01-12')))
    assert.equal((theirs * 0.094822).toFixed(12), '0.008044857759')
    assert.equal((isda * 0.094822).toFixed(12), '0.008045567557')
    assert.equal(figure(variantFraction('year-end/actual', day('2024-03-01'), day('2024-04-01'))), 31 / 366)
  })
})
