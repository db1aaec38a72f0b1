import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { lprPolicies } from '../../seeds/reference/lpr.ts'
import { taxCreditSchemes } from '../../seeds/reference/tax-credit-schemes.ts'
import { factsForBank } from '../../server/matching/facts.ts'
import { factsFingerprint } from '../../server/matching/fingerprint.ts'
import { type FitFacts, fit, isOfScheme, schemeRules } from '../../server/matching/fit.ts'
import { nearestChanges, openQuestions } from '../../server/matching/nearest.ts'
import { schemeVersions } from '../../server/matching/schemes.ts'
import { matchRule2026 } from '../../server/matching/score.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { needFacts } from '../../server/needs/index.ts'
import { policyBook } from '../../server/policies/index.ts'
import type { ProductTerms } from '../../server/products/product.ts'
import { rulesOn, type TaxCreditFacts } from '../../server/tax-credit/index.ts'
import { sampleDraft } from '../needs/sample-draft.ts'
import { table } from '../support/table.ts'
import { sampleFacts, sampleProduct } from './sample.ts'

const on = day('2026-11-20')
const yuan = (amount: number) => fen(amount * 100)
const made = rulesOn(policyBook([...taxCreditSchemes, ...lprPolicies]), on)
assert(made.ok)
const { rules } = made
const rule = { ...matchRule2026, schemes: rules }

/** Firm and taxes of which nothing stands against any scheme; B, 400,000 yuan of tax in each of two years. */
const sound: TaxCreditFacts = {
  ...{ grade: 'B', assessYear: 2025, foundedOn: day('2015-01-01'), on, industry: 'N77', size: 'small' },
  ...{ taxPaidFen: { 2024: yuan(400_000), 2025: yuan(400_000) }, outstandingFen: fen(0) },
  ...{ arrears: false, abnormal: false, dishonest: false },
  revenueFen: { 2024: yuan(9_000_000), 2025: yuan(9_000_000) },
}

type Changes = { credit?: Partial<TaxCreditFacts>; amount?: number; highest?: number | null }

function facts({ credit = {}, amount = 1_200_000, highest = null }: Changes = {}): FitFacts {
  const taxCredit = { ...sound, ...credit }
  const { grade, foundedOn, industry = null, size = null } = taxCredit
  const need = { amountFen: yuan(amount), highestRatePpm: highest === null ? null : ppm(highest) }
  return {
    ...sampleFacts({ firm: { grade, foundedOn, industry, size, taxCredit } }, on),
    need: { ...needFacts(sampleDraft({ guaranteeModes: [] })), ...need },
  }
}

/** A product that asks nothing of the firm by itself, so that what is found is the scheme's. */
const product = (changes: Partial<ProductTerms> = {}, id = 'p') =>
  sampleProduct(id, {
    ...{ kind: 'tax-credit', scheme: 'hefei-2015', guaranteeModes: ['credit'] },
    ...{ amountMinFen: yuan(10_000), amountMaxFen: yuan(20_000_000), monthsMin: 1, monthsMax: 36 },
    ...{ rateMinPpm: ppm(30_000), rateMaxPpm: ppm(90_000), minMonthsOperating: 0 },
    ...{ regions: [], industries: [], excludedIndustries: [], sizes: [], grades: [] },
    ...changes,
  })

const found = (scheme: string, changes: Changes = {}) => fit(facts(changes), product({ scheme }).terms, rule)
const condition = (scheme: string, name: string, changes: Changes = {}) =>
  found(scheme, changes).conditions.find((one) => one.rule === name)

describe('a product that goes by a scheme', () => {
  for (const scheme of ['hefei-2015', 'chaohu-2021', 'demo-2026'])
    test(`${scheme}: a sound firm fits, and every rule of the scheme says so with both sides`, () => {
      const { verdict, conditions } = found(scheme)
      assert.equal(verdict, 'eligible')
      const names = conditions.map(({ rule: name }) => name).filter(isOfScheme)
      const without = {
        'hefei-2015': ['minimum-tax', 'industry'],
        'chaohu-2021': ['industry'],
        'demo-2026': [],
      }
      const left = (without as Record<string, string[]>)[scheme]?.map((name) => `scheme-${name}`)
      assert.deepEqual(
        names,
        schemeRules.filter((name) => !left?.includes(name)),
      )
    })

  // What the firm has, the threshold at the number itself, and the fact that is missing, by name.
  for (const row of table(`
    scheme      | rule             | field          | value                              | met     | missing
    hefei-2015  | grade            | grade          | "A"                                | yes     | -
    hefei-2015  | grade            | grade          | "M"                                | no      | -
    hefei-2015  | grade            | grade          | null                               | unknown | grade
    chaohu-2021 | grade            | grade          | "B"                                | yes     | -
    chaohu-2021 | grade            | grade          | "C"                                | no      | -
    chaohu-2021 | grade            | grade          | null                               | unknown | grade
    demo-2026   | grade            | grade          | "M"                                | yes     | -
    demo-2026   | grade            | grade          | "D"                                | no      | -
    hefei-2015  | assess-year      | assessYear     | 2025                               | yes     | -
    hefei-2015  | assess-year      | assessYear     | 2024                               | unknown | assessYear
    chaohu-2021 | size             | size           | "medium"                           | yes     | -
    chaohu-2021 | size             | size           | "large"                            | no      | -
    chaohu-2021 | size             | size           | null                               | unknown | size
    hefei-2015  | operating-months | foundedOn      | "2024-11-20"                       | yes     | -
    hefei-2015  | operating-months | foundedOn      | "2024-11-21"                       | no      | -
    hefei-2015  | operating-months | foundedOn      | null                               | unknown | foundedOn
    chaohu-2021 | operating-months | foundedOn      | "2024-11-21"                       | no      | -
    demo-2026   | operating-months | foundedOn      | "2024-11-21"                       | no      | -
    hefei-2015  | tax-years        | taxPaidFen     | {"2024":1,"2025":1}                | yes     | -
    hefei-2015  | tax-years        | taxPaidFen     | {"2024":0,"2025":1}                | no      | -
    hefei-2015  | tax-years        | taxPaidFen     | {"2025":1}                         | unknown | taxPaid
    chaohu-2021 | tax-years        | taxPaidFen     | {"2024":90000000,"2025":0}         | no      | -
    chaohu-2021 | minimum-tax      | taxPaidFen     | {"2024":30000000,"2025":30000000}  | yes     | -
    chaohu-2021 | minimum-tax      | taxPaidFen     | {"2024":30000000,"2025":29999999}  | no      | -
    chaohu-2021 | minimum-tax      | taxPaidFen     | {"2025":30000000}                  | unknown | taxPaid
    demo-2026   | minimum-tax      | taxPaidFen     | {"2024":1000000,"2025":1000000}    | yes     | -
    demo-2026   | minimum-tax      | taxPaidFen     | {"2024":1000000,"2025":999999}     | no      | -
    demo-2026   | industry         | industry       | "C13"                              | yes     | -
    demo-2026   | industry         | industry       | "J66"                              | no      | -
    demo-2026   | industry         | industry       | null                               | unknown | industry
    hefei-2015  | arrears          | arrears        | false                              | yes     | -
    hefei-2015  | arrears          | arrears        | true                               | no      | -
    hefei-2015  | arrears          | arrears        | null                               | unknown | arrears
    chaohu-2021 | abnormal         | abnormal       | false                              | yes     | -
    chaohu-2021 | abnormal         | abnormal       | true                               | no      | -
    chaohu-2021 | abnormal         | abnormal       | null                               | unknown | abnormal
    demo-2026   | dishonest        | dishonest      | false                              | yes     | -
    demo-2026   | dishonest        | dishonest      | true                               | no      | -
    demo-2026   | dishonest        | dishonest      | null                               | unknown | dishonest
    hefei-2015  | total-cap        | outstandingFen | 999999999                          | yes     | -
    hefei-2015  | total-cap        | outstandingFen | 1000000000                         | no      | -
    demo-2026   | total-cap        | outstandingFen | null                               | unknown | -
  `))
    test(`${row.scheme} ${row.rule}: ${row.field} ${row.value} is ${row.met}`, () => {
      const credit = JSON.parse(`{"${row.field}":${row.value}}`)
      const one = condition(row.scheme, `scheme-${row.rule}`, { credit })
      assert.deepEqual([one?.met, one?.missing ?? '-'], [row.met, row.missing])
      if (row.met !== 'yes') {
        const { verdict, score } = found(row.scheme, { credit })
        assert.notEqual(verdict, 'eligible')
        assert.equal(score, null)
      }
    })

  // B: three times 400,000 are 1.2 million; of the demo scheme five times, 2 million, N has factor 1.
  for (const row of table(`
    scheme      | asked     | changes                                | met     | most      | missing
    hefei-2015  | 1,200,000 | {}                                     | yes     | 1,200,000 | -
    hefei-2015  | 1,200,001 | {}                                     | no      | 1,200,000 | -
    hefei-2015  | 2,000,000 | {"grade":"A"}                          | yes     | 2,000,000 | -
    hefei-2015  | 2,000,001 | {"grade":"A"}                          | no      | 2,000,000 | -
    hefei-2015  | 1,200,000 | {"outstandingFen":880000001}           | no      | 1,190,000 | -
    hefei-2015  | 1,000     | {"taxPaidFen":{"2025":40000000}}       | unknown | -         | taxPaid
    hefei-2015  | 1,000     | {"grade":null}                         | unknown | -         | grade
    demo-2026   | 2,000,000 | {}                                     | yes     | 2,000,000 | -
    demo-2026   | 2,000,001 | {}                                     | no      | 2,000,000 | -
    demo-2026   | 1,600,000 | {"industry":null}                      | yes     | 1,600,000 | -
    demo-2026   | 1,600,001 | {"industry":null}                      | unknown | 2,600,000 | industry
    demo-2026   | 2,600,000 | {"industry":null}                      | unknown | 2,600,000 | industry
    demo-2026   | 2,600,001 | {"industry":null}                      | no      | 2,600,000 | -
    demo-2026   | 2,200,000 | {"size":null,"taxPaidFen":{"2024":60000000,"2025":60000000}} | unknown | 3,000,000 | size
    demo-2026   | 2,300,000 | {"revenueFen":{},"taxPaidFen":{"2024":40000000,"2025":44000000}} | unknown | 2,520,000 | revenue
  `))
    test(`${row.scheme} ${row.asked} ${row.changes}: ${row.met}, at most ${row.most}`, () => {
      const amount = Number(row.asked.replaceAll(',', ''))
      const one = condition(row.scheme, 'scheme-limit', { amount, credit: JSON.parse(row.changes) })
      const most = one?.want.kind === 'fen-at-most' ? (one.want.max / 100).toLocaleString('en') : '-'
      assert.deepEqual([one?.met, most, one?.missing ?? '-'], [row.met, row.most, row.missing])
      assert.deepEqual(one?.have, { kind: 'fen', fen: yuan(amount) })
    })

  // LPR 3.0 % and 0.6 of a B, within what the product asks at least.
  for (const row of table(`
    highest | least | met     | price
    36000   | 30000 | yes     | 36000
    35999   | 30000 | no      | 36000
    -       | 30000 | yes     | 36000
    40000   | 40000 | yes     | 40000
    39999   | 40000 | no      | 40000
  `))
    test(`a highest rate of ${row.highest} before a product from ${row.least} on: ${row.met}`, () => {
      const highest = row.highest === '-' ? null : Number(row.highest)
      const { terms } = product({ rateMinPpm: ppm(Number(row.least)) })
      const one = fit(facts({ highest }), terms, rule).conditions.find((each) => each.rule === 'scheme-rate')
      assert.deepEqual([one?.met, one?.want], [row.met, { kind: 'ppm', ppm: Number(row.price) }])
    })

  test('a grade that it does not admit is one no, said once, and no limit is worked out', () => {
    const { terms } = product({ grades: ['A', 'B'] })
    const { conditions } = fit(facts({ credit: { grade: 'M' } }), terms, rule)
    assert.deepEqual(
      conditions.filter(({ met }) => met !== 'yes').map((one) => one.rule),
      ['grade'],
    )
  })

  test('a scheme that is not in force leaves it open, and nobody is asked for a fact', () => {
    const { verdict, conditions } = found('hefei-2016')
    assert.equal(verdict, 'unknown')
    assert.deepEqual(
      conditions.filter(({ met }) => met === 'unknown').map(({ rule: name, missing }) => [name, missing]),
      [['scheme-limit', undefined]],
    )
  })
})

describe('what would open a product that goes by a scheme', () => {
  test('1.2 million instead of 2.0, also where the product itself lends no more than 1.5', () => {
    for (const amountMaxFen of [yuan(20_000_000), yuan(1_500_000)])
      assert.deepEqual(nearestChanges(facts({ amount: 2_000_000 }), [product({ amountMaxFen })], rules), [
        { of: 'amount', from: yuan(2_000_000), to: yuan(1_200_000), opens: ['p'], closes: [] },
      ])
  })

  test('no amount where the limit lies below the least that the product lends', () => {
    const shelf = [product({ amountMinFen: yuan(1_200_001) })]
    assert.deepEqual(nearestChanges(facts({ amount: 2_000_000 }), shelf, rules), [])
  })

  test('a rate as high as the scheme’s price', () => {
    assert.deepEqual(nearestChanges(facts({ highest: 32_000 }), [product()], rules), [
      { of: 'rate', from: 32_000, to: 36_000, opens: ['p'], closes: [] },
    ])
  })

  test('the missing fact, once, however many rules wait for it; not one that is examined', () => {
    const open = facts({ credit: { taxPaidFen: {} } })
    assert.deepEqual(openQuestions(open, [product()], rules), [
      { fact: 'taxPaid', alone: ['p'], together: [] },
    ])
    const disputed = { ...open, firm: { ...open.firm, disputed: ['taxPaid-2025'] } }
    assert.deepEqual(openQuestions(disputed, [product()], rules), [])
  })
})

describe('an objection to the tax of one year', () => {
  const disputedIn = (year: number, scheme = 'chaohu-2021') => {
    // As the facts stand while the objection is examined: that year is not known.
    const { [year]: _, ...left } = { ...sound.taxPaidFen, 2023: yuan(400_000) } as Record<
      number,
      typeof noTax
    >
    const known = facts({ credit: { taxPaidFen: left, examinedYears: [year] } })
    const asked = { ...known, firm: { ...known.firm, disputed: [`taxPaid-${year}`] } }
    const { conditions } = fit(asked, product({ scheme }).terms, rule)
    return conditions
      .filter(({ met }) => met === 'unknown')
      .map(({ rule: name, have, missing }) => `${name} ${have.kind} ${missing}`)
  }
  const noTax = yuan(0)

  test('opens the rules whose years include it, and says that it is examined', () => {
    assert.deepEqual(disputedIn(2025), [
      'scheme-tax-years disputed taxPaid',
      'scheme-minimum-tax disputed taxPaid',
      'scheme-limit disputed taxPaid',
    ])
  })

  test('leaves those alone that rest on other years', () => {
    assert.deepEqual(disputedIn(2023), [])
    assert.deepEqual(disputedIn(2022), [])
  })
})

describe('a bank that the firm has not let read its tax data', () => {
  test('reads the same whatever the tax bureau says', () => {
    const said: readonly Partial<TaxCreditFacts>[] = [
      {},
      { arrears: true, abnormal: true, dishonest: true },
      { taxPaidFen: {}, outstandingFen: yuan(10_000_000) },
      { taxPaidFen: { 2024: yuan(9_000_000), 2025: yuan(1) } },
    ]
    const same = (['A', 'B', 'C', 'D', null] as const).flatMap((grade) =>
      said.map((credit) =>
        fit(factsForBank(facts({ credit: { ...credit, grade }, highest: 40_000 })), product().terms, rule),
      ),
    )
    for (const one of same) assert.deepEqual(one, same[0])
    const [first] = same
    assert.equal(first?.verdict, 'unknown')
    // What the hall shows of every firm is measured, and nothing of it is held back.
    const known = first?.conditions.filter(({ rule: name, met }) => isOfScheme(name) && met !== 'unknown')
    assert.deepEqual(
      known?.map((one) => one.rule),
      ['scheme-size', 'scheme-operating-months'],
    )
    const closed = first?.conditions.filter(({ met }) => met === 'unknown')
    assert.ok(closed?.every(({ have, want }) => have.kind === 'withheld' || want.kind === 'withheld'))
    assert.ok(closed?.every(({ missing }) => missing === undefined))
  })
})

describe('the marks of a match', () => {
  test('change with every fact that a scheme is asked with, and with nothing that it is not', () => {
    const mark = (credit: Partial<TaxCreditFacts>) => factsFingerprint(facts({ credit }))
    const now = mark({})
    for (const credit of [
      { grade: 'A' },
      { assessYear: 2024 },
      { taxPaidFen: { ...sound.taxPaidFen, 2025: yuan(400_001) } },
      { outstandingFen: fen(1) },
      { arrears: true },
      { abnormal: null },
      { dishonest: null },
      { revenueFen: {} },
    ] as Partial<TaxCreditFacts>[])
      assert.notEqual(mark(credit), now, JSON.stringify(credit))
    const swapped = { 2025: sound.taxPaidFen[2025] ?? fen(0), 2024: sound.taxPaidFen[2024] ?? fen(0) }
    assert.equal(mark({ taxPaidFen: swapped }), now)
  })

  test('name the versions of the shelf’s schemes and of the LPR; none where no product goes by one', () => {
    assert.deepEqual(schemeVersions([product(), product({ scheme: 'demo-2026' })], rules), [
      rules.lprVersion,
      'tax-credit-scheme-demo-2026-1',
      'tax-credit-scheme-hefei-2015-1',
    ])
    assert.deepEqual(schemeVersions([product({ scheme: null })], rules), [])
  })
})
