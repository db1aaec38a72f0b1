import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { loanCost } from '../../server/money/cost.ts'
import { day } from '../../server/money/day.ts'
import { fen, plus } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { isRepaymentMethod, type LoanTerms, schedule } from '../../server/money/schedule.ts'
import { irr } from '../../server/money/xirr.ts'
import { table, whole, words } from '../support/table.ts'
import { granted, lines, yuan } from './rows.ts'

/* Whole loans as other people publish them, through the same function that the calculators and the API call. */

const terms = (changes: Partial<LoanTerms>): LoanTerms => ({
  principalFen: yuan('10000'),
  annualRatePpm: ppm(120_000),
  months: 3,
  method: 'equal-instalment',
  drawnOn: day('2025-01-31'),
  dayCount: 'monthly',
  ...changes,
})
const rowsOf = (changes: Partial<LoanTerms>) => granted(schedule(terms(changes))).rows
const yuanOf = (amount: number): string => (amount / 100).toFixed(2)

// apache/fineract, LoanMonthEndDueDateStrategy.feature, UC3 and UC5: drawn on 31 January 2025.
describe('Fineract: 10,000 at 12 % in three, due at the end of the month', () => {
  const dueOns = ['2025-02-28', '2025-03-31', '2025-04-30']

  for (const { dayCount, published } of [
    {
      dayCount: 'monthly',
      published: [
        '3400.22 100.00 3300.22 6699.78',
        '3400.22 67.00 3333.22 3366.56',
        '3400.23 33.67 3366.56 0.00',
      ],
    },
    {
      dayCount: 'actual/actual',
      published: [
        '3397.82 92.05 3305.77 6694.23',
        '3397.82 68.23 3329.59 3364.64',
        '3397.83 33.19 3364.64 0.00',
      ],
    },
  ] as const)
    test(dayCount, () => {
      const rows = rowsOf({ dayCount })
      assert.deepEqual(lines(rows), published)
      assert.deepEqual(
        rows.map((row) => row.dueOn),
        dueOns,
      )
    })
})

// apache/fineract, LoanBulletBalloon.feature, BL01.
test('Fineract: 100 at 30 %, eight months, the principal at the end', () => {
  const loan = {
    principalFen: yuan('100'),
    annualRatePpm: ppm(300_000),
    months: 8,
    drawnOn: day('2024-01-01'),
  }
  assert.deepEqual(lines(rowsOf({ ...loan, method: 'interest-only' })), [
    ...Array.from({ length: 7 }, () => '2.50 2.50 0.00 100.00'),
    '102.50 2.50 100.00 0.00',
  ])
})

// actusfrf/actus-tests, actus-tests-ann.json and actus-tests-lam.json. ACTUS rounds nothing, we round each interest,
// so ours may be a cent off and no more.
describe('ACTUS', () => {
  test('ann01: 5,000 at 8 % over 2013 by actual/365', () => {
    const rows = rowsOf({
      principalFen: yuan('5000'),
      annualRatePpm: ppm(80_000),
      months: 12,
      drawnOn: day('2013-01-01'),
      dayCount: 'actual/365',
    })
    const interest = words(
      `33.9726027397 28.2246505734 28.4857832366 24.8947940001 22.9390586468 19.4905243963
       17.317927302 14.4808843055 11.2495789956 8.7462904484 5.6622651186 2.9347696566`,
    )
    assert.equal(interest.length, rows.length)
    // nextPrincipalRedemptionPayment is 434.866594118346.
    assert.ok(rows.slice(0, -1).every((row) => row.paymentFen === 43_487))
    for (const [index, row] of rows.entries())
      assert.ok(Math.abs(row.interestFen / 100 - Number(interest[index])) < 0.01, row.dueOn)
  })

  test('ann02: 100,000 at 7 % for ten years by 30/360 pays 1161.08479218624 a month', () => {
    const rows = rowsOf({
      principalFen: yuan('100000'),
      annualRatePpm: ppm(70_000),
      months: 120,
      drawnOn: day('2013-01-01'),
    })
    assert.equal(rows[0]?.paymentFen, 116_108)
    for (const [index, interest] of [583.3333333333, 579.96311649, 576.5732400484, 573.1635893276].entries())
      assert.ok(Math.abs((rows[index]?.interestFen ?? 0) / 100 - interest) < 0.01)
  })

  test('lam01: 5,000 in ten equal parts at 8 % by actual/365, until its rate is reset', () => {
    const rows = rowsOf({
      principalFen: yuan('5000'),
      annualRatePpm: ppm(80_000),
      months: 10,
      method: 'equal-principal',
      drawnOn: day('2013-01-01'),
      dayCount: 'actual/365',
    })
    assert.deepEqual(lines(rows).slice(0, 3), [
      '533.97 33.97 500.00 4500.00',
      '527.62 27.62 500.00 4000.00',
      '527.18 27.18 500.00 3500.00',
    ])
  })
})

// The examples in Microsoft's documentation of PMT, IPMT, PPMT, CUMIPMT and IRR.
describe('Excel', () => {
  for (const row of table(`
    function                              | principal | ratePpm | months | row | column    | amount
    PMT(8%/12, 10, 10000)                 | 10000     | 80000   | 10     | 1   | payment   | 1037.03
    IPMT(10%/12, 1, 36, 8000)             | 8000      | 100000  | 36     | 1   | interest  | 66.67
    PPMT(10%/12, 1, 24, 2000)             | 2000      | 100000  | 24     | 1   | principal | 75.62
    CUMIPMT(9%/12, 360, 125000, 1, 1)     | 125000    | 90000   | 360    | 1   | interest  | 937.50
  `))
    test(`${row.function} is ${row.amount}`, () => {
      const rows = rowsOf({
        principalFen: yuan(row.principal),
        annualRatePpm: ppm(whole(row.ratePpm)),
        months: whole(row.months),
      })
      const found = rows[whole(row.row) - 1]
      assert.ok(found)
      const columns = {
        payment: found.paymentFen,
        interest: found.interestFen,
        principal: found.principalFen,
      }
      const { column } = row
      assert.ok(column === 'payment' || column === 'interest' || column === 'principal')
      assert.equal(yuanOf(columns[column]), row.amount)
    })

  test('CUMIPMT(9%/12, 360, 125000, 13, 24) is 11135.23213, but for twelve roundings to the fen', () => {
    const rows = rowsOf({ principalFen: yuan('125000'), annualRatePpm: ppm(90_000), months: 360 })
    const secondYear = plus(...rows.slice(12, 24).map((row) => row.interestFen))
    assert.ok(Math.abs(secondYear / 100 - 11_135.23213) <= 12 * 0.005, String(secondYear))
  })

  for (const row of table(`
    flows                                   | percent
    -70000 12000 15000 18000 21000          | -2.1
    -70000 12000 15000 18000 21000 26000    | 8.7
    -70000 12000 15000                      | -44.4
  `))
    test(`IRR of ${row.flows} is ${row.percent} %`, () => {
      const root = irr(words(row.flows).map((amount) => fen(Number(amount) * 100)))
      assert.ok(root.outcome === 'one')
      assert.equal((root.rate * 100).toFixed(1), row.percent)
    })
})

// What calculators for home loans in China publish, and their tests hold them to; 4,139.87 is LPRTest of
// youngzhu/CodeLab (600,000 yuan, 20 years, 4.8 % + 0.737 %).
describe('房贷', () => {
  for (const row of table(`
    method           | principal | ratePpm | months | first   | last
    equal-instalment | 1000000   | 49000   | 360    | 5307.27 |
    equal-instalment | 1000000   | 45000   | 360    | 5066.85 |
    equal-instalment | 1000000   | 35000   | 360    | 4490.45 |
    equal-instalment | 600000    | 55370   | 240    | 4139.87 |
    equal-instalment | 120000    | 0       | 12     | 10000.00 | 10000.00
    equal-principal  | 1000000   | 49000   | 360    | 6861.11 | 2789.12
  `))
    test(`${row.principal} 元 at ${row.ratePpm} ppm in ${row.months}, ${row.method}: ${row.first}`, () => {
      assert.ok(isRepaymentMethod(row.method))
      const rows = rowsOf({
        principalFen: yuan(row.principal),
        annualRatePpm: ppm(whole(row.ratePpm)),
        months: whole(row.months),
        method: row.method,
      })
      assert.equal(yuanOf(rows[0]?.paymentFen ?? 0), row.first)
      // The published last instalment is the unrounded one; ours takes a residue of half a fen a month at most.
      if (row.last)
        assert.ok(Math.abs((rows.at(-1)?.paymentFen ?? 0) - yuan(row.last)) <= whole(row.months) / 2 + 1)
    })

  for (const row of table(`
    method           | interest
    equal-instalment | 910616.19
    equal-principal  | 737041.67
  `))
    test(`100 万, 4.9 %, 30 years, ${row.method}: interest of ${row.interest}, but for 360 roundings`, () => {
      assert.ok(isRepaymentMethod(row.method))
      const loan = {
        principalFen: yuan('1000000'),
        annualRatePpm: ppm(49_000),
        months: 360,
        method: row.method,
      }
      const { totalInterestFen } = granted(schedule(terms(loan)))
      // A payment rounded by up to half a fen moves the end by what half a fen a month has grown to.
      assert.ok(Math.abs(totalInterestFen - yuan(row.interest)) <= 420, yuanOf(totalInterestFen))
    })

  test('100 万, 4.9 %, 30 years: after a year 984,978.41 is owed', () => {
    const rows = rowsOf({ principalFen: yuan('1000000'), annualRatePpm: ppm(49_000), months: 360 })
    assert.ok(Math.abs((rows[11]?.balanceFen ?? 0) - yuan('984978.41')) <= 6)
  })
})

// COM(2005) 483 final/2, annex II, examples 2 to 5: a credit of 6,000 in 48 months, with fees and insurance.
describe('the European Commission', () => {
  for (const row of table(`
    example | advance | payment | percent
    2       | 6000    | 149.31  | 9.380593
    3       | 5940    | 149.31  | 9.954966
    4       | 6000    | 150.56  | 9.856689
    5       | 5940    | 152.31  | 11.1070115
  `))
    test(`example ${row.example}: ${row.advance} for 48 times ${row.payment} is ${row.percent} %`, () => {
      const paid = Array.from({ length: 48 }, () => fen(-yuan(row.payment)))
      const root = irr([yuan(row.advance), ...paid])
      assert.ok(root.outcome === 'one')
      const yearly = Math.expm1(12 * root.growth) * 100
      // Example 5 is printed with more places than it has: 11.10701466 by fifty digits.
      assert.ok(Math.abs(yearly - Number(row.percent)) < 5e-6, String(yearly))
    })
})

// Issue and domain: 1,000,000 yuan over 12 months at 4.35 %; 公告〔2021〕第3号.
describe('100 万, 12 months, 4.35 %', () => {
  test('pays 85,309.90 a month', () => {
    const rows = rowsOf({ principalFen: yuan('1000000'), annualRatePpm: ppm(43_500), months: 12 })
    assert.equal(rows[0]?.paymentFen, yuan('85309.90'))
  })

  for (const row of table(`
    upfront | simplePpm | compoundPpm
    0       | 43,500    | 44,378
    10000   | 62,288    | 64,097
  `))
    test(`with ${row.upfront} yuan first costs ${row.simplePpm} and ${row.compoundPpm}`, () => {
      const cost = granted(
        loanCost({
          principalFen: yuan('1000000'),
          annualRatePpm: ppm(43_500),
          months: 12,
          method: 'equal-instalment',
          upfrontFeesFen: yuan(row.upfront),
        }),
      )
      assert.equal(cost.simplePpm, whole(row.simplePpm))
      assert.equal(cost.compoundPpm, whole(row.compoundPpm))
    })
})
