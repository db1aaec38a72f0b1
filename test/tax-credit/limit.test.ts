import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { lprPolicies } from '../../seeds/reference/lpr.ts'
import { taxCreditSchemes } from '../../seeds/reference/tax-credit-schemes.ts'
import { sizeClasses } from '../../server/enterprises/size-class.ts'
import { taxGrades } from '../../server/enterprises/tax-grade.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { policyBook } from '../../server/policies/index.ts'
import {
  checkScheme,
  lprOn,
  schemeCodesOn,
  schemeOn,
  type TaxCreditFacts,
  type TaxCreditScheme,
  taxCreditLimit,
} from '../../server/tax-credit/index.ts'
import { table, whole, wholeOrNull } from '../support/table.ts'

const book = policyBook([...taxCreditSchemes, ...lprPolicies])
const today = day('2026-11-20')

function scheme(code: string): TaxCreditScheme {
  const found = schemeOn(book, code, today)
  assert(found.ok)
  return found.policy.value
}

function lpr(on = today) {
  const found = lprOn(book, on)
  assert(found.ok)
  return found.policy.value
}

const yuan = (amount: number) => fen(amount * 100)

/** A sound small firm of which everything is known. */
const sound: TaxCreditFacts = {
  grade: 'A',
  taxPaidFen: { 2024: yuan(1_000_000), 2025: yuan(1_000_000) },
  assessYear: 2026,
  foundedOn: day('2015-01-01'),
  on: today,
  outstandingFen: fen(0),
  industry: 'N77',
  size: 'small',
  arrears: false,
  abnormal: false,
  dishonest: false,
}

function limit(code: string, changed: Partial<TaxCreditFacts> = {}) {
  const found = taxCreditLimit(scheme(code), { ...sound, ...changed }, lpr())
  assert(found.ok, found.ok ? '' : found.refusal.code)
  return found
}

const reason = (found: ReturnType<typeof limit>, rule: string) =>
  found.reasons.find((one) => one.rule === rule)

describe('facts that cannot be', () => {
  for (const row of table(`
    field          | becomes             | says
    taxPaidFen     | {"2024":-1}         | tax-wrong taxPaidFen.2024
    taxPaidFen     | {"2024":0.5}        | tax-wrong taxPaidFen.2024
    taxPaidFen     | {"24":1}            | tax-year-wrong taxPaidFen.24
    revenueFen     | {"2024":-1}         | tax-wrong revenueFen.2024
    outstandingFen | -1                  | tax-amount-wrong outstandingFen
    requestedFen   | 0                   | tax-amount-wrong requestedFen
    assessYear     | 2027                | assess-year-wrong assessYear
    assessYear     | 2025.5              | assess-year-wrong assessYear
    foundedOn      | "2026-11-21"        | founded-later foundedOn
    industry       | "C99"               | not-an-industry industry
    industry       | ""                  | not-an-industry industry
  `)) {
    test(`${row.field} ${row.becomes}: ${row.says}`, () => {
      const facts: TaxCreditFacts = { ...sound, ...JSON.parse(`{"${row.field}":${row.becomes}}`) }
      const found = taxCreditLimit(scheme('hefei-2015'), facts, lpr())
      assert.equal(found.ok ? 'ok' : `${found.refusal.code} ${found.refusal.field}`, row.says)
    })
  }
})

describe('合肥 2015 and 巢湖 2021', () => {
  // Yuan. The limit is the multiple of the average of two years, within 10 million less what is outstanding.
  for (const row of table(`
    scheme      | grade   | tax2024   | tax2025   | outstanding | requested | eligible | limit      | bound
    hefei-2015  | A       | 1,200,000 | 1,800,000 | 0           | -         | true     | 7,500,000  | tax
    hefei-2015  | B       | 1,200,000 | 1,800,000 | 0           | -         | true     | 4,500,000  | tax
    hefei-2015  | M       | 1,200,000 | 1,800,000 | 0           | -         | false    | 0          | -
    hefei-2015  | C       | 1,200,000 | 1,800,000 | 0           | -         | false    | 0          | -
    hefei-2015  | D       | 1,200,000 | 1,800,000 | 0           | -         | false    | 0          | -
    hefei-2015  | unrated | 1,200,000 | 1,800,000 | 0           | -         | false    | 0          | -
    hefei-2015  | A       | 2,000,000 | 2,000,000 | 0           | -         | true     | 10,000,000 | tax
    hefei-2015  | A       | 2,002,000 | 2,002,000 | 0           | -         | true     | 10,000,000 | total-cap
    hefei-2015  | A       | 2,000,000 | 2,000,000 | 3,000,000   | -         | true     | 7,000,000  | total-cap
    hefei-2015  | A       | 2,000,000 | 2,000,000 | 9,990,000   | -         | true     | 10,000     | total-cap
    hefei-2015  | A       | 2,000,000 | 2,000,000 | 9,990,001   | -         | false    | 0          | total-cap
    hefei-2015  | A       | 2,000,000 | 2,000,000 | 10,000,000  | -         | false    | 0          | total-cap
    hefei-2015  | A       | 2,000,000 | 2,000,000 | 12,000,000  | -         | false    | 0          | total-cap
    hefei-2015  | A       | 1,200,000 | 1,800,000 | 0           | 2,345,678 | true     | 2,340,000  | requested
    hefei-2015  | A       | 1,999     | 2,001     | 0           | -         | true     | 10,000     | tax
    hefei-2015  | A       | 1,998     | 2,001     | 0           | -         | false    | 0          | tax
    hefei-2015  | A       | 3,999     | 4,000     | 0           | -         | true     | 10,000     | tax
    hefei-2015  | A       | 4,000     | 4,000     | 0           | -         | true     | 20,000     | tax
    hefei-2015  | A       | 0         | 1,800,000 | 0           | -         | false    | 0          | tax
    hefei-2015  | A       | 1,800,000 | 0         | 0           | -         | false    | 0          | tax
    chaohu-2021 | A       | 299,999   | 300,001   | 0           | -         | true     | 1,500,000  | tax
    chaohu-2021 | A       | 299,999   | 300,000   | 0           | -         | false    | 0          | tax
    chaohu-2021 | B       | 300,000   | 300,000   | 0           | -         | true     | 900,000    | tax
  `)) {
    test(`${row.scheme} ${row.grade}: ${row.tax2024} and ${row.tax2025} give ${row.limit}`, () => {
      const requested = wholeOrNull(row.requested)
      const found = limit(row.scheme, {
        grade: taxGrades.find((grade) => grade === row.grade) ?? null,
        taxPaidFen: { 2024: yuan(whole(row.tax2024)), 2025: yuan(whole(row.tax2025)) },
        outstandingFen: yuan(whole(row.outstanding)),
        requestedFen: requested === null ? null : yuan(requested),
      })
      assert.equal(String(found.eligible), row.eligible)
      assert.equal(found.limitFen, yuan(whole(row.limit)))
      assert.equal(found.boundBy ?? '-', row.bound)
    })
  }

  test('the price is the LPR of the day with the spread of the grade', () => {
    const on = (text: string, grade: 'A' | 'B' | 'D') => {
      const found = taxCreditLimit(
        scheme('hefei-2015'),
        { ...sound, grade, on: day(text), assessYear: 2024 },
        lpr(day(text)),
      )
      assert(found.ok)
      return found.annualRatePpm
    }
    assert.equal(on('2026-11-20', 'A'), 32_000)
    assert.equal(on('2026-11-20', 'B'), 36_000)
    assert.equal(on('2026-11-20', 'D'), null)
    assert.equal(on('2025-05-20', 'A'), 32_000)
    assert.equal(on('2025-05-19', 'A'), 33_000)
    assert.equal(on('2024-10-21', 'A'), 33_000)
    assert.equal(on('2024-10-20', 'A'), 35_500)
  })
})

describe('a rule is met, not met or unknown', () => {
  for (const row of table(`
    rule             | field          | value                          | met     | have
    grade            | grade          | "B"                            | yes     | "B"
    grade            | grade          | "C"                            | no      | "C"
    grade            | grade          | null                           | unknown | null
    assess-year      | assessYear     | 2025                           | yes     | 2025
    assess-year      | assessYear     | 2024                           | unknown | 2024
    size             | size           | "medium"                       | yes     | "medium"
    size             | size           | "large"                        | no      | "large"
    size             | size           | null                           | unknown | null
    operating-months | foundedOn      | "2024-11-20"                   | yes     | 24
    operating-months | foundedOn      | "2024-11-21"                   | no      | 23
    operating-months | foundedOn      | null                           | unknown | null
    tax-years        | taxPaidFen     | {"2024":1,"2025":1}            | yes     | 2
    tax-years        | taxPaidFen     | {"2023":1,"2024":1,"2025":1}   | yes     | 3
    tax-years        | taxPaidFen     | {"2024":0,"2025":1}            | no      | 1
    tax-years        | taxPaidFen     | {"2024":1,"2025":0}            | no      | 0
    tax-years        | taxPaidFen     | {"2025":1}                     | unknown | 1
    tax-years        | taxPaidFen     | {"2024":1}                     | unknown | null
    minimum-tax      | taxPaidFen     | {"2024":1000000,"2025":1000000} | yes    | 1000000
    minimum-tax      | taxPaidFen     | {"2024":1000000,"2025":999999} | no      | 999999
    minimum-tax      | taxPaidFen     | {"2025":1000000}               | unknown | null
    industry         | industry       | "C13"                          | yes     | "C13"
    industry         | industry       | "J66"                          | no      | "J66"
    industry         | industry       | null                           | unknown | null
    arrears          | arrears        | false                          | yes     | false
    arrears          | arrears        | true                           | no      | true
    arrears          | arrears        | null                           | unknown | null
    abnormal         | abnormal       | false                          | yes     | false
    abnormal         | abnormal       | true                           | no      | true
    abnormal         | abnormal       | null                           | unknown | null
    dishonest        | dishonest      | true                           | no      | true
    dishonest        | dishonest      | null                           | unknown | null
    total-cap        | outstandingFen | 999999999                      | yes     | 999999999
    total-cap        | outstandingFen | 1000000000                     | no      | 1000000000
    total-cap        | outstandingFen | null                           | unknown | null
    industry-factor  | industry       | "C13"                          | yes     | "C13"
    industry-factor  | industry       | "C"                            | unknown | "C"
    industry-factor  | industry       | null                           | unknown | null
    stage            | foundedOn      | "2023-11-21"                   | yes     | "start-up"
    stage            | foundedOn      | "2023-11-20"                   | yes     | "mature"
    limit            | requestedFen   | 1000000                        | yes     | 1000000
    limit            | requestedFen   | 999999                         | no      | 0
    limit            | grade          | "D"                            | unknown | null
  `)) {
    test(`${row.rule}, ${row.field} ${row.value}: ${row.met}`, () => {
      const found = limit('demo-2026', JSON.parse(`{"${row.field}":${row.value}}`))
      const { met, have } = reason(found, row.rule) ?? {}
      assert.deepEqual({ met, have }, { met: row.met, have: JSON.parse(row.have) })
      if (row.met === 'no') assert.deepEqual([found.eligible, found.limitFen], [false, 0])
    })
  }

  // Last year's assessment is out by the end of April; until then that of the year before is the newest.
  for (const row of table(`
    on         | assessed | met
    2026-04-30 | 2024     | yes
    2026-04-30 | 2023     | unknown
    2026-05-01 | 2025     | yes
    2026-05-01 | 2024     | unknown
  `))
    test(`on ${row.on} an assessment of ${row.assessed} is the newest: ${row.met}`, () => {
      const found = limit('hefei-2015', { on: day(row.on), assessYear: Number(row.assessed) })
      assert.equal(reason(found, 'assess-year')?.met, row.met)
    })

  test('with the least that can be said the answer holds, and says what it does not know', () => {
    const { grade, taxPaidFen, assessYear, foundedOn, on } = sound
    const found = taxCreditLimit(
      scheme('hefei-2015'),
      { grade, taxPaidFen, assessYear, foundedOn, on },
      lpr(),
    )
    assert(found.ok)
    assert.equal(found.eligible, true)
    assert.equal(found.limitFen, yuan(5_000_000))
    assert.deepEqual(
      found.reasons.filter(({ met }) => met === 'unknown').map(({ rule }) => rule),
      ['size', 'arrears', 'abnormal', 'dishonest', 'total-cap'],
    )
  })

  test('a year that is not known yet gives way to those before the assessment', () => {
    const facts = {
      on: day('2026-02-10'),
      assessYear: 2025,
      taxPaidFen: { 2023: yuan(100_000), 2024: yuan(300_000) },
    }
    const found = limit('hefei-2015', facts)
    assert.deepEqual(found.years, [2024, 2023])
    assert.equal(found.limitFen, yuan(1_000_000))
    const known = limit('hefei-2015', {
      ...facts,
      taxPaidFen: { ...facts.taxPaidFen, 2025: yuan(500_000) },
    })
    assert.deepEqual(known.years, [2025, 2024])
    assert.equal(known.limitFen, yuan(2_000_000))
  })

  test('taxes before an assessment of long ago stand for no year of today', () => {
    const facts = {
      on: day('2026-11-20'),
      assessYear: 2020,
      taxPaidFen: { 2018: yuan(300_000), 2019: yuan(300_000) },
    }
    const found = limit('hefei-2015', facts)
    assert.deepEqual(
      [found.eligible, found.limitFen, reason(found, 'tax-years')?.met, reason(found, 'assess-year')?.met],
      [false, 0, 'unknown', 'unknown'],
    )
  })

  test('a missing year leaves the limit unknown and guesses nothing', () => {
    const found = limit('hefei-2015', { taxPaidFen: { 2025: yuan(9_000_000) } })
    assert.deepEqual(
      [found.eligible, found.limitFen, found.averageTaxFen, reason(found, 'limit')?.met],
      [false, 0, null, 'unknown'],
    )
  })
})

describe('factors and caps of the demo scheme', () => {
  // Average tax 100,000 yuan; A seven times. N has factor 1, the firm is mature.
  for (const row of table(`
    grade | industry | size   | tax2024 | tax2025 | revenue2024 | revenue2025 | founded    | limit
    A     | N77      | small  | 100,000 | 100,000 | -           | -           | 2015-01-01 | 700,000
    B     | N77      | small  | 100,000 | 100,000 | -           | -           | 2015-01-01 | 500,000
    M     | N77      | small  | 100,000 | 100,000 | -           | -           | 2015-01-01 | 200,000
    A     | C13      | small  | 100,000 | 100,000 | -           | -           | 2015-01-01 | 840,000
    A     | C39      | small  | 100,000 | 100,000 | -           | -           | 2015-01-01 | 910,000
    A     | C391     | small  | 100,000 | 100,000 | -           | -           | 2015-01-01 | 910,000
    A     | C        | small  | 100,000 | 100,000 | -           | -           | 2015-01-01 | 840,000
    A     | -        | small  | 100,000 | 100,000 | -           | -           | 2015-01-01 | 560,000
    A     | F51      | small  | 100,000 | 100,000 | -           | -           | 2015-01-01 | 560,000
    A     | N77      | small  | 100,000 | 110,000 | 1,000,000   | 1,100,000   | 2015-01-01 | 880,000
    A     | N77      | small  | 100,000 | 109,999 | 1,000,000   | 1,100,000   | 2015-01-01 | 730,000
    A     | N77      | small  | 100,000 | 110,000 | 1,000,000   | 1,099,999   | 2015-01-01 | 730,000
    A     | N77      | small  | 100,000 | 110,000 | -           | -           | 2015-01-01 | 730,000
    A     | N77      | small  | 100,000 | 100,000 | -           | -           | 2024-01-01 | 560,000
    A     | N77      | small  | 100,000 | 100,000 | -           | -           | -          | 560,000
    A     | N77      | micro  | 1,000,000 | 1,000,000 | -       | -           | 2015-01-01 | 2,000,000
    A     | N77      | -      | 1,000,000 | 1,000,000 | -       | -           | 2015-01-01 | 2,000,000
    A     | N77      | small  | 1,000,000 | 1,000,000 | -       | -           | 2015-01-01 | 5,000,000
    A     | N77      | medium | 1,000,000 | 1,000,000 | -       | -           | 2015-01-01 | 5,000,000
    M     | N77      | medium | 1,000,000 | 1,000,000 | -       | -           | 2015-01-01 | 1,000,000
  `)) {
    test(`${row.grade} ${row.industry} ${row.size} ${row.tax2025} ${row.founded}: ${row.limit}`, () => {
      const [before, after] = [wholeOrNull(row.revenue2024), wholeOrNull(row.revenue2025)]
      const found = limit('demo-2026', {
        grade: taxGrades.find((grade) => grade === row.grade) ?? null,
        industry: row.industry === '-' ? null : row.industry,
        size: sizeClasses.find((size) => size === row.size) ?? null,
        taxPaidFen: { 2024: yuan(whole(row.tax2024)), 2025: yuan(whole(row.tax2025)) },
        revenueFen: before === null || after === null ? {} : { 2024: yuan(before), 2025: yuan(after) },
        foundedOn: row.founded === '-' ? null : day(row.founded),
      })
      assert.equal(found.limitFen, yuan(whole(row.limit)))
    })
  }

  test('whatever the facts: within every bound, whole steps, and more tax never gives less', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('hefei-2015', 'chaohu-2021', 'demo-2026'),
        fc.constantFrom(...taxGrades, null),
        fc.nat(2_000_000_000),
        fc.nat(2_000_000_000),
        fc.option(fc.nat(1_100_000_000)),
        fc.option(fc.integer({ min: 1, max: 1_100_000_000 })),
        fc.option(fc.constantFrom('C', 'C39', 'F51', 'J66', 'N77')),
        (code, grade, before, after, outstanding, requested, industry) => {
          const facts = {
            grade,
            taxPaidFen: { 2024: fen(before), 2025: fen(after) },
            outstandingFen: outstanding === null ? null : fen(outstanding),
            requestedFen: requested === null ? null : fen(requested),
            industry,
          }
          const found = limit(code, facts)
          const more = limit(code, { ...facts, taxPaidFen: { 2024: fen(before), 2025: fen(after + 1) } })
          assert.equal(found.limitFen % 1_000_000, 0)
          assert.ok(found.limitFen + (outstanding ?? 0) <= 1_000_000_000 || found.limitFen === 0)
          assert.ok(found.limitFen <= (requested ?? Number.POSITIVE_INFINITY))
          assert.equal(found.eligible, found.limitFen > 0)
          // A firm that was growing in tax but whose revenue nobody knows keeps the lesser factor, so nothing is lost.
          assert.ok(more.limitFen >= found.limitFen)
        },
      ),
    ))
})

describe('the schemes', () => {
  test('an unknown one is refused, and one from before its day', () => {
    assert.deepEqual(schemeOn(book, 'hefei-2016', today), {
      ok: false,
      refusal: { code: 'unknown-scheme', field: 'scheme', values: { code: 'hefei-2016' } },
    })
    assert.equal(schemeOn(book, 'demo-2026', day('2025-12-31')).ok, false)
  })

  test('five are there, all good', () => {
    const codes = ['hefei-2015', 'chaohu-2021', 'lishui-2015', 'owners-shanghai', 'demo-2026']
    assert.deepEqual(schemeCodesOn(book, today), codes)
    for (const row of taxCreditSchemes) assert.deepEqual(checkScheme(row.value), [], row.code)
  })

  test('there is no LPR before the first', () => {
    assert.equal(lprOn(book, day('2019-08-19')).ok, false)
    assert.deepEqual(lpr(day('2019-08-20')), { oneYearPpm: 42_500, fiveYearPpm: 48_500 })
    assert.deepEqual(lpr(), { oneYearPpm: 30_000, fiveYearPpm: 35_000 })
  })

  for (const row of table(`
    field              | becomes                                | says
    grades             | {}                                     | no-grade-admitted grades
    grades             | {"E":{}}                               | scheme-malformed grades
    grades             | {"A":{"multiplierBasisPoints":0,"capFen":0,"spreadPpm":0}} | scheme-cap-is-nothing grades.A.capFen, scheme-cap-is-nothing grades.A.multiplierBasisPoints
    sizes              | []                                     | no-size-admitted sizes
    averageYears       | 0                                      | no-years averageYears
    averageYears       | 1.5                                    | scheme-malformed averageYears
    roundDownToFen     | 0                                      | no-rounding roundDownToFen
    totalCapFen        | 0                                      | scheme-cap-is-nothing totalCapFen
    capBySizeFen       | {"small":0}                            | scheme-cap-is-nothing capBySizeFen.small
    excludedIndustries | ["C99"]                                | not-an-industry excludedIndustries.0
    industryFactors    | [{"industry":"C","basisPoints":10000}] | industry-without-factor industryFactors
    industryFactors    | []                                     | ok
  `)) {
    test(`${row.field} ${row.becomes}: ${row.says}`, () => {
      const made = { ...scheme('demo-2026'), [row.field]: JSON.parse(row.becomes) }
      const says = checkScheme(made).map(({ code, field }) => `${code} ${field}`)
      assert.equal(says.join(', ') || 'ok', row.says)
    })
  }

  test('a factor for one industry twice is refused, and which sections have none is named', () => {
    const { industryFactors } = scheme('demo-2026')
    const [first] = industryFactors
    assert(first)
    assert.deepEqual(
      checkScheme({ ...scheme('demo-2026'), industryFactors: [...industryFactors, first] }).map(
        ({ code }) => code,
      ),
      ['industry-twice'],
    )
    assert.deepEqual(
      checkScheme({ ...scheme('demo-2026'), industryFactors: industryFactors.slice(2) })[0]?.values,
      { sections: 'A B' },
    )
  })
})
