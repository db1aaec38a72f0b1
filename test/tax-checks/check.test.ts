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
import { whatWouldRaise } from '../../server/tax-checks/raise.ts'
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
  dishonest: null,
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
  const raises = (code: string, changes: Partial<TaxCreditFacts> = {}) =>
    whatWouldRaise(scheme(code), { ...facts, ...changes }, rules.lpr).map(
      ({ of, to, limitFen, opens, clears }) => `${of} ${to} ${limitFen / 100} ${opens} ${clears}`,
    )

  for (const row of table(`
    what                                   | scheme      | facts                                  | says
    one grade up, and the next step of tax | hefei-2015  | {}                                     | grade A 500000 0 0, tax 666700 310000 0 0
    nothing above the best grade           | hefei-2015  | {"grade":"A"}                          | tax 400000 510000 0 0
    C is not admitted, B is the nearest    | hefei-2015  | {"grade":"C"}                          | grade B 300000 1 1
    a grade that nobody gave               | hefei-2015  | {"grade":null}                         | grade B 300000 0 2
    arrears to be paid                     | hefei-2015  | {"arrears":true,"grade":"A"}           | arrears null 500000 1 0
    arrears that nobody knows of           | hefei-2015  | {"arrears":null,"grade":"A"}           | arrears null 500000 0 1, tax 400000 510000 0 0
    an abnormal household                  | hefei-2015  | {"abnormal":true,"grade":"A"}          | abnormal null 500000 1 0
    too young, by the day                  | hefei-2015  | {"foundedOn":"2024-11-21","grade":"A"} | wait 2026-11-21 500000 1 0
    old enough on the day itself           | hefei-2015  | {"foundedOn":"2024-11-20","grade":"A"} | tax 400000 510000 0 0
    what is outstanding takes the cap      | hefei-2015  | {"outstandingFen":1000000000}          | outstanding null 300000 2 0
    a year's tax that nobody stated        | hefei-2015  | {"grade":"A","taxPaidFen":{"2025":1000000}} | tax-unknown 2024 0 0 2
    the least tax                          | chaohu-2021 | {"grade":"A"}                          | tax 40000000 1500000 1 0
    a size class that nobody knows         | demo-2026   | {"size":null,"grade":"A","taxPaidFen":{"2024":100000000,"2025":100000000}} | size null 5000000 0 1
    a stage that hangs on the revenue      | demo-2026   | {"grade":"A","taxPaidFen":{"2024":10000000,"2025":11000000}} | tax 142900 740000 0 0, revenue null 880000 0 1
  `)) {
    test(row.what, () => assert.equal(raises(row.scheme, JSON.parse(row.facts)).join(', '), row.says))
  }

  test('the least more tax is the least: one yuan less does not do it', () => {
    for (const code of ['hefei-2015', 'chaohu-2021', 'demo-2026']) {
      const [found] = whatWouldRaise(scheme(code), facts, rules.lpr).filter(({ of }) => of === 'tax')
      assert(found, code)
      const with_ = (more: number) => {
        const paid = { ...facts.taxPaidFen, 2025: fen(yuan(100_000) + more) }
        const then = taxCreditLimit(scheme(code), { ...facts, taxPaidFen: paid }, rules.lpr)
        assert(then.ok)
        return then.limitFen
      }
      assert.equal(with_(Number(found.to)), found.limitFen, code)
      assert.ok(with_(Number(found.to) - 100) < found.limitFen, code)
    }
  })

  test('nothing is told that does not help', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('hefei-2015', 'chaohu-2021', 'demo-2026'),
        fc.constantFrom<TaxGrade | null>('A', 'B', 'M', 'C', 'D', null),
        fc.nat(2_000_000_000),
        fc.constantFrom(true, false, null),
        fc.nat(1_100_000_000),
        (code, grade, paid, arrears, outstanding) => {
          const changes = {
            grade,
            arrears,
            taxPaidFen: { 2024: fen(paid), 2025: fen(paid) },
            outstandingFen: fen(outstanding),
          }
          const now = taxCreditLimit(scheme(code), { ...facts, ...changes }, rules.lpr)
          assert(now.ok)
          for (const one of whatWouldRaise(scheme(code), { ...facts, ...changes }, rules.lpr))
            assert.ok(one.limitFen > now.limitFen || one.opens > 0 || one.clears > 0, JSON.stringify(one))
        },
      ),
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
