import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { lprPolicies } from '../../seeds/reference/lpr.ts'
import { taxCreditSchemes } from '../../seeds/reference/tax-credit-schemes.ts'
import type { TaxGrade } from '../../server/enterprises/tax-grade.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { policyBook } from '../../server/policies/index.ts'
import type { ProductTerms } from '../../server/products/product.ts'
import { checkProducts, checkSchemes, type FirmFacts } from '../../server/tax-checks/check.ts'
import { differences } from '../../server/tax-checks/difference.ts'
import { raises, whatWouldRaise } from '../../server/tax-checks/raise.ts'
import { whatStays } from '../../server/tax-checks/stays.ts'
import { rulesOn } from '../../server/tax-credit/index.ts'
import { type TaxCreditFacts, taxCreditLimit } from '../../server/tax-credit/limit.ts'
import { sampleTerms } from '../products/sample.ts'
import { table } from '../support/table.ts'

const on = day('2026-11-20')
const yuan = (amount: number) => fen(amount * 100)
const made = rulesOn(policyBook([...taxCreditSchemes, ...lprPolicies]), on)
assert(made.ok)
const { rules } = made

const firm: FirmFacts = {
  region: '340603001',
  industry: 'N77',
  size: 'small',
  grade: 'B',
  foundedOn: day('2015-01-01'),
}
const facts: TaxCreditFacts = {
  grade: 'B',
  taxPaidFen: { 2024: yuan(100_000), 2025: yuan(100_000) },
  assessYear: 2026,
  foundedOn: firm.foundedOn,
  on,
  outstandingFen: fen(0),
  industry: firm.industry,
  size: firm.size,
  arrears: false,
  abnormal: false,
  dishonest: false,
}

const product = (id: string, changes: Partial<ProductTerms> = {}) => ({
  id,
  terms: sampleTerms({
    kind: 'tax-credit',
    scheme: 'hefei-2015',
    amountMinFen: yuan(10_000),
    amountMaxFen: yuan(5_000_000),
    ...changes,
  }),
})

const checkedOn = (changes: Partial<TaxCreditFacts> = {}) => {
  const found = checkSchemes({ ...facts, ...changes }, rules)
  assert(found.ok)
  return found.checked
}

describe('the products a firm could get by its tax credit', () => {
  // B of hefei-2015: three times 100,000 yuan; LPR 3.0 % and a spread of 0.6.
  for (const row of table(`
    what                          | scheme      | least   | most      | lowest | highest | says
    the scheme bounds the limit   | hefei-2015  | 10,000  | 5,000,000 | 30000  | 90000   | open 300000 36000
    the product bounds it         | hefei-2015  | 10,000  | 200,000   | 30000  | 90000   | open 200000 36000
    at the product's least        | hefei-2015  | 300,000 | 5,000,000 | 30000  | 90000   | open 300000 36000
    below the product's least     | hefei-2015  | 300,001 | 5,000,000 | 30000  | 90000   | no 0 36000
    the product's lowest rate     | hefei-2015  | 10,000  | 5,000,000 | 52200  | 90000   | open 300000 52200
    the product's highest rate    | hefei-2015  | 10,000  | 5,000,000 | 30000  | 35000   | open 300000 35000
    a rule of the scheme is not met | chaohu-2021 | 10,000 | 5,000,000 | 30000 | 90000   | no 0 36000
    a scheme that is not in force | hefei-2016  | 10,000  | 5,000,000 | 30000  | 90000   | -
  `)) {
    test(row.what, () => {
      const number = (text: string) => Number(text.replaceAll(',', ''))
      const asked = product('p', {
        scheme: row.scheme,
        amountMinFen: yuan(number(row.least)),
        amountMaxFen: yuan(number(row.most)),
        rateMinPpm: ppm(number(row.lowest)),
        rateMaxPpm: ppm(number(row.highest)),
      })
      const [found] = checkProducts(firm, on, checkedOn(), [asked])
      const says = found ? `${found.chance} ${found.limitFen / 100} ${found.annualRatePpm}` : '-'
      assert.equal(says, row.says)
    })
  }

  test('a condition of the product itself stands against it, and says both sides', () => {
    const [found] = checkProducts(firm, on, checkedOn(), [product('p', { sizes: ['micro'] })])
    assert.equal(found?.chance, 'no')
    assert.deepEqual(
      found?.own.filter(({ met }) => met === 'no').map(({ rule }) => rule),
      ['size'],
    )
  })

  test('a tax year that nobody knows leaves the amount open and refuses nothing', () => {
    const [found] = checkProducts(firm, on, checkedOn({ taxPaidFen: {} }), [product('p')])
    assert.deepEqual([found?.chance, found?.limitFen], ['unknown', 0])
  })

  test('most money stands first, then the lower rate, then what is unknown, then what is shut', () => {
    const found = checkProducts(firm, on, checkedOn(), [
      product('shut', { sizes: ['micro'] }),
      product('dear', { rateMinPpm: ppm(50_000), rateMaxPpm: ppm(60_000) }),
      product('small', { amountMaxFen: yuan(100_000) }),
      product('cheap', { rateMinPpm: ppm(30_000) }),
    ])
    assert.deepEqual(
      found.map(({ product: { id } }) => id),
      ['cheap', 'dear', 'small', 'shut'],
    )
  })
})

describe('what would raise the limit', () => {
  const scheme = (code: string) => {
    const found = rules.schemes.find((one) => one.code === code)
    assert(found)
    return found.scheme
  }
  const saying = (code: string, changes: Partial<TaxCreditFacts> = {}) => {
    const asked = { ...facts, ...changes }
    const now = taxCreditLimit(scheme(code), asked, rules.lpr)
    assert(now.ok)
    const told = whatWouldRaise(scheme(code), asked, rules.lpr, now)
    return { now, told, stays: whatStays(scheme(code), asked, now, told) }
  }

  for (const row of table(`
    what                                   | scheme      | facts                                  | says
    one grade up, and the next step of tax | hefei-2015  | {}                                     | grade A 500000 0 0, tax 666700 310000 0 0
    nothing above the best grade           | hefei-2015  | {"grade":"A"}                          | tax 400000 510000 0 0
    C is not admitted, B is the nearest    | hefei-2015  | {"grade":"C"}                          | grade B 300000 1 1
    a grade that nobody gave               | hefei-2015  | {"grade":null}                         | grade-unknown B 300000 0 2
    a grade of long ago                    | hefei-2015  | {"grade":"A","assessYear":2024}        | assess-year 2025 500000 0 1, tax 400000 510000 0 0
    arrears to be paid                     | hefei-2015  | {"arrears":true,"grade":"A"}           | arrears null 500000 1 0
    arrears that nobody knows of           | hefei-2015  | {"arrears":null,"grade":"A"}           | arrears null 500000 0 1, tax 400000 510000 0 0
    arrears beside another thing           | hefei-2015  | {"arrears":true,"abnormal":true,"grade":"A"} | arrears null 0 1 0, abnormal null 0 1 0
    an abnormal household                  | hefei-2015  | {"abnormal":true,"grade":"A"}          | abnormal null 500000 1 0
    on the list of the courts              | hefei-2015  | {"dishonest":true,"grade":"A"}         | dishonest null 500000 1 0
    a list that nobody took over           | hefei-2015  | {"dishonest":null,"grade":"A"}         | dishonest null 500000 0 1, tax 400000 510000 0 0
    too young, by the day                  | hefei-2015  | {"foundedOn":"2024-11-21","grade":"A"} | wait 2026-11-21 500000 1 0
    too young until the year after next    | hefei-2015  | {"foundedOn":"2026-10-01","grade":"A"} | wait 2028-10-01 500000 1 0
    old enough on the day itself           | hefei-2015  | {"foundedOn":"2024-11-20","grade":"A"} | tax 400000 510000 0 0
    a founding day that nobody gave        | hefei-2015  | {"foundedOn":null,"grade":"A"}         | tax 400000 510000 0 0, founded null 500000 0 1
    a year without tax, the one before     | hefei-2015  | {"grade":"A","taxPaidFen":{"2024":0,"2025":20000000}} | tax-years 2027-01-01 1000000 1 0
    no tax in the last year                | hefei-2015  | {"grade":"A","taxPaidFen":{"2024":20000000,"2025":0}} | tax 100 500000 1 0
    what is outstanding takes the cap      | hefei-2015  | {"outstandingFen":1000000000}          | outstanding null 300000 2 0
    what nobody knows to be outstanding    | hefei-2015  | {"outstandingFen":null,"grade":"A"}    | outstanding-unknown null 500000 0 1, tax 400000 510000 0 0
    a year's tax that nobody stated        | hefei-2015  | {"grade":"A","taxPaidFen":{"2025":1000000}} | tax-unknown 2024 0 0 2
    the least tax                          | chaohu-2021 | {"grade":"A"}                          | tax 40000000 1500000 1 0
    a size class that nobody knows         | demo-2026   | {"size":null,"grade":"A","taxPaidFen":{"2024":100000000,"2025":100000000}} | size null 5000000 0 1
    a section that a factor divides        | demo-2026   | {"industry":"C","grade":"A"}           | tax 238100 850000 0 0, industry null 910000 0 1, growth 100000 1050000 0 0
    a stage that hangs on the revenue      | demo-2026   | {"grade":"A","taxPaidFen":{"2024":10000000,"2025":11000000}} | tax 142900 740000 0 0, revenue null 880000 0 1
    neither tax nor revenue grew           | demo-2026   | {"grade":"A","revenueFen":{"2024":100,"2025":100}} | tax 285800 710000 0 0, growth 100000 880000 0 0
    a start-up, of which more is lent later | demo-2026  | {"grade":"A","foundedOn":"2024-11-20","revenueFen":{"2024":100,"2025":100}} | tax 357200 570000 0 0, older 2027-11-20 700000 0 0
  `)) {
    test(row.what, () => {
      const says = saying(row.scheme, JSON.parse(row.facts)).told.map(
        ({ of, to, limitFen, opens, clears }) => `${of} ${to} ${limitFen / 100} ${opens} ${clears}`,
      )
      assert.equal(says.join(', '), row.says)
    })
  }

  for (const row of table(`
    what                                  | scheme     | facts                                   | says
    a large firm is not admitted          | hefei-2015 | {"size":"large","grade":"A"}            | size
    an excluded industry                  | demo-2026  | {"industry":"K70","grade":"A"}          | industry
    an industry whose factor is below one | demo-2026  | {"industry":"F51","grade":"A"}          | industry-factor
    the best grade at its cap             | demo-2026  | {"grade":"A","industry":"C39","size":"medium","taxPaidFen":{"2024":900000000,"2025":900000000}} | grade-cap
    the cap of a size                     | demo-2026  | {"grade":"A","size":"micro","taxPaidFen":{"2024":900000000,"2025":900000000}} | size-cap
    the cap over all banks                | hefei-2015 | {"grade":"A","taxPaidFen":{"2024":900000000,"2025":900000000}} | total-cap
    nothing                               | hefei-2015 | {"grade":"D","arrears":true}            |
  `)) {
    test(`nothing moves it: ${row.what}`, () =>
      assert.equal(saying(row.scheme, JSON.parse(row.facts)).stays.join(', '), row.says))
  }

  const anyFacts = fc.record({
    grade: fc.constantFrom<TaxGrade | null>('A', 'B', 'M', 'C', 'D', 'unrated', null),
    assessYear: fc.constantFrom(2023, 2024, 2025, 2026),
    foundedOn: fc.constantFrom(null, ...['2010-01-01', '2024-06-30', '2025-02-28', '2026-11-20'].map(day)),
    industry: fc.constantFrom(null, 'N77', 'K70', 'C', 'C39', 'F51', 'A'),
    size: fc.constantFrom(null, 'micro', 'small', 'medium', 'large'),
    taxPaidFen: fc.dictionary(
      fc.constantFrom('2023', '2024', '2025'),
      fc.oneof(fc.constant(fen(0)), fc.nat(2_000_000_000).map(fen)),
    ),
    revenueFen: fc.dictionary(fc.constantFrom('2024', '2025'), fc.nat(2_000_000_000).map(fen)),
    outstandingFen: fc.oneof(fc.constant(null), fc.nat(1_100_000_000).map(fen)),
    arrears: fc.constantFrom(true, false, null),
    abnormal: fc.constantFrom(true, false, null),
    dishonest: fc.constantFrom(true, false, null),
  })
  const anyScheme = fc.constantFrom(...rules.schemes.map(({ code }) => code))

  test('whatever a firm is, each rule that is not met or unknown has a sentence, and none is told that does not help', () =>
    fc.assert(
      fc.property(anyScheme, anyFacts, (code, changes) => {
        const { now, told, stays } = saying(code, changes as Partial<TaxCreditFacts>)
        const answered = [...told.flatMap(({ of }): readonly string[] => raises[of]), ...stays]
        for (const { rule, met } of now.reasons) if (met !== 'yes') assert.ok(answered.includes(rule), rule)
        for (const one of told)
          assert.ok(one.limitFen > now.limitFen || one.opens > 0 || one.clears > 0, JSON.stringify(one))
        const bound = now.eligible && now.boundBy !== 'tax' && now.boundBy !== null
        if (bound) assert.ok(told.some(({ limitFen }) => limitFen > now.limitFen) || stays.length > 0, code)
      }),
      { numRuns: 1000 },
    ))

  test('what is told of standing is what the rule itself says', () =>
    fc.assert(
      fc.property(anyScheme, anyFacts, (code, changes) => {
        const { told } = saying(code, changes as Partial<TaxCreditFacts>)
        for (const of of ['arrears', 'abnormal', 'dishonest'] as const) {
          const found = told.find((one) => one.of === of)
          const then = saying(code, { ...(changes as Partial<TaxCreditFacts>), [of]: false }).now
          if (found) assert.equal(found.limitFen, then.limitFen)
        }
      }),
      { numRuns: 300 },
    ))

  test('the least more tax is the least: trying every yuan by halves finds no less', () =>
    fc.assert(
      fc.property(anyScheme, anyFacts, (code, changes) => {
        const { now, told } = saying(code, changes as Partial<TaxCreditFacts>)
        const [year = 0] = now.years
        const paid = changes.taxPaidFen[year]
        if (paid === undefined) return
        const helps = (yuan: number) => {
          const taxPaidFen = { ...changes.taxPaidFen, [year]: fen(paid + yuan * 100) }
          const then = saying(code, { ...(changes as Partial<TaxCreditFacts>), taxPaidFen }).now
          const broken = (of: typeof now) => of.reasons.filter(({ met }) => met === 'no').length
          return then.limitFen > now.limitFen || broken(then) < broken(now)
        }
        let [below, enough] = [0, 50_000_000_000]
        const found = told.find(({ of }) => of === 'tax')
        assert.equal(found !== undefined, helps(enough))
        if (!found) return
        while (enough - below > 1) {
          const middle = Math.floor((below + enough) / 2)
          if (helps(middle)) enough = middle
          else below = middle
        }
        assert.equal(found.to, enough * 100)
      }),
      { numRuns: 150 },
    ))
})

describe('two checks of one firm', () => {
  const [before] = checkedOn()
  assert(before)

  test('of the same facts differ in nothing, the day aside', () => {
    assert.deepEqual(
      differences(
        { facts, checked: before },
        { facts: { ...facts, on: day('2026-11-21') }, checked: before },
      ),
      [],
    )
  })

  test('name every fact that changed and what became of the limit', () => {
    const later = { ...facts, grade: 'A', taxPaidFen: { 2025: yuan(100_000) }, arrears: true } as const
    const [after] = checkedOn(later)
    assert(after)
    assert.deepEqual(
      differences({ facts, checked: before }, { facts: later, checked: after }).map(
        ({ of, year, before: was, after: is }) => `${of} ${year} ${was} ${is}`,
      ),
      [
        'grade null B A',
        'taxPaidFen 2024 10000000 null',
        'arrears null false true',
        'limitFen null 30000000 0',
        'annualRatePpm null 36000 32000',
      ],
    )
  })
})
