import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { TaxGrade } from '../../server/enterprises/tax-grade.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { nilSums, standingOn, taxesOn } from '../../server/tax-facts/standing.ts'
import type { StatedGrade, StatedStanding, StatedTax, TaxSum } from '../../server/tax-facts/tax-fact.ts'

let next = 1000
const id = () => {
  next += 1
  return String(next)
}
const grade = (assessYear: number, asOf: string, given: TaxGrade): StatedGrade => ({
  ...{ id: id(), assessYear, asOf: day(asOf), grade: given, source: 'tax-bureau', reason: 'annual' },
})
const tax = (year: number, asOf: string, vat: number, refund = 0): StatedTax => ({
  ...{
    id: id(),
    year,
    asOf: day(asOf),
    sum: null,
    source: 'tax-bureau',
    vatFen: fen(vat),
    incomeFen: fen(20),
  },
  ...{ otherFen: fen(3), refundFen: fen(refund) },
})
const standing = (asOf: string, arrears: number | null, abnormal: boolean | null): StatedStanding => ({
  ...{ id: id(), asOf: day(asOf), source: 'tax-bureau', abnormal },
  arrearsFen: arrears === null ? null : fen(arrears),
})
const nothing = { grades: [], taxes: [], standings: [] }
const on = day('2026-11-20')

describe('the tax facts of a day', () => {
  const b2024 = grade(2024, '2025-04-20', 'B')
  const c2025 = grade(2025, '2026-04-20', 'C')
  const repaired = grade(2025, '2026-07-01', 'B')
  const late = grade(2024, '2026-08-01', 'D')
  const cases: readonly (readonly [
    what: string,
    grades: readonly StatedGrade[],
    declared: TaxGrade | null,
    on: string,
    grade: TaxGrade | null,
    year: number,
    source: string | null,
  ])[] = [
    ['nothing known', [], null, '2026-11-20', null, 2025, null],
    ['declared alone', [], 'A', '2026-11-20', 'A', 2025, 'declared'],
    ['the tax bureau against the firm', [b2024], 'A', '2026-11-20', 'B', 2024, 'tax-bureau'],
    [
      'unrated is a word, too',
      [grade(2025, '2026-05-01', 'unrated')],
      'A',
      '2026-11-20',
      'unrated',
      2025,
      'tax-bureau',
    ],
    ['the later assessment', [c2025, b2024], null, '2026-11-20', 'C', 2025, 'tax-bureau'],
    ['a repair within the year', [b2024, c2025, repaired], null, '2026-11-20', 'B', 2025, 'tax-bureau'],
    ['the day before the repair', [repaired, c2025], null, '2026-06-30', 'C', 2025, 'tax-bureau'],
    ['the day of the repair', [repaired, c2025], null, '2026-07-01', 'B', 2025, 'tax-bureau'],
    ['a late word on an earlier year', [c2025, late], null, '2026-11-20', 'C', 2025, 'tax-bureau'],
    ['before the first', [b2024], 'M', '2025-04-19', 'M', 2024, 'declared'],
    [
      'two of one day: the one stated later',
      [c2025, grade(2025, '2026-04-20', 'A')],
      null,
      '2026-11-20',
      'A',
      2025,
      'tax-bureau',
    ],
  ]
  for (const [what, grades, declared, at, wanted, year, source] of cases)
    test(what, () => {
      const { facts, from } = standingOn({ ...nothing, grades }, declared, [], day(at))
      assert.deepEqual([facts.grade, facts.assessYear, from.grade?.source ?? null], [wanted, year, source])
    })

  test('tax is the newest word on each year, refunds netted, and never below nothing', () => {
    const taxes = [
      tax(2024, '2025-01-31', 100),
      tax(2024, '2025-06-30', 200, 50),
      tax(2025, '2026-01-31', 10, 500),
    ]
    const { facts, from } = standingOn({ ...nothing, taxes }, null, [], on)
    assert.deepEqual(facts.taxPaidFen, { 2024: 173, 2025: 0 })
    assert.equal(from.taxPaidFen[2024]?.asOf, '2025-06-30')
    assert.deepEqual(standingOn({ ...nothing, taxes }, null, [], day('2025-06-29')).facts.taxPaidFen, {
      2024: 123,
    })
  })

  test('a sum that was corrected stands beside the others until the year is stated anew', () => {
    const corrected = (sum: TaxSum, asOf: string, amount: number): StatedTax => ({
      ...{ id: id(), year: 2025, asOf: day(asOf), sum, source: 'correction', ...nilSums },
      [`${sum}Fen`]: fen(amount),
    })
    const bureau = tax(2025, '2026-01-31', 100, 10)
    const vat = corrected('vat', '2026-03-01', 70)
    const refund = corrected('refund', '2026-03-02', 40)
    const again = corrected('vat', '2026-03-02', 90)
    const cases: readonly (readonly [
      string,
      readonly StatedTax[],
      at: string,
      paid: number,
      corrected: string,
    ])[] = [
      ['one sum', [vat, bureau], '2026-11-20', 83, 'vat'],
      ['the day before', [vat, bureau], '2026-02-28', 113, ''],
      ['two sums', [refund, vat, bureau], '2026-11-20', 53, 'vat refund'],
      ['one sum twice: the later', [again, refund, vat, bureau], '2026-11-20', 73, 'refund vat'],
      ['the bureau later', [tax(2025, '2026-04-01', 5), vat, bureau], '2026-11-20', 28, ''],
      ['nothing beside it', [vat], '2026-11-20', 70, 'vat'],
    ]
    for (const [what, taxes, at, paid, sums] of cases) {
      const { facts } = standingOn({ ...nothing, taxes }, null, [], day(at))
      assert.equal(facts.taxPaidFen[2025], paid, what)
      const found = taxesOn(taxes, day(at))
        .get(2025)
        ?.corrected.map(({ sum }) => sum)
      assert.equal(found?.join(' '), sums, what)
    }
  })

  test('arrears and abnormal: the newest word on each, unknown where nobody spoke', () => {
    const read = (standings: readonly StatedStanding[]) => {
      const { facts } = standingOn({ ...nothing, standings }, null, [], on)
      return [facts.arrears, facts.abnormal]
    }
    assert.deepEqual(read([]), [null, null])
    assert.deepEqual(read([standing('2026-01-01', 1, null)]), [true, null])
    assert.deepEqual(read([standing('2026-01-01', 1, true), standing('2026-02-01', 0, null)]), [false, true])
  })

  test('a fact under examination is unknown, and the others are not', () => {
    const stated = {
      grades: [b2024],
      taxes: [tax(2025, '2026-01-31', 5)],
      standings: [standing('2026-01-01', 0, false)],
    }
    const known = (disputed: readonly string[]) => {
      const { grade: given, taxPaidFen, arrears, abnormal } = standingOn(stated, 'A', disputed, on).facts
      return [given, Object.keys(taxPaidFen).length, arrears, abnormal]
    }
    assert.deepEqual(known([]), ['B', 1, false, false])
    assert.deepEqual(known(['grade']), [null, 1, false, false])
    assert.deepEqual(known(['taxPaid-2025']), ['B', 0, false, false])
    assert.deepEqual(known(['taxPaid-2024']), ['B', 1, false, false])
    assert.deepEqual(known(['taxPaid-2025-vat', 'taxPaid-2025-refund']), ['B', 0, false, false])
    assert.deepEqual(known(['arrears', 'industry']), ['B', 1, null, false])
    assert.deepEqual(known(['abnormal']), ['B', 1, false, null])
  })
})
