import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type FitFacts, type FitRule, fit, ownRules } from '../../server/matching/fit.ts'
import { matchRule2026 } from '../../server/matching/score.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { guaranteeModes, type ProductTerms } from '../../server/products/product.ts'
import { sampleTerms } from '../products/sample.ts'
import { table, whole, wholeOrNull, words } from '../support/table.ts'
import { anyFacts, anyShelf, sampleFacts } from './sample.ts'

type Changes = Parameters<typeof sampleFacts>[0]

function condition(rule: FitRule, facts: FitFacts, terms: Partial<ProductTerms> = {}) {
  const found = fit(facts, sampleTerms(terms), matchRule2026).conditions.find((each) => each.rule === rule)
  assert(found, `no condition ${rule}`)
  return found
}
const met = (rule: FitRule, changes: Changes, terms: Partial<ProductTerms> = {}) =>
  condition(rule, sampleFacts(changes), terms).met
const modesIn = (cell: string) => guaranteeModes.filter((mode) => words(cell).includes(mode))

describe('amount and months', () => {
  for (const row of table(`
    amountFen   | months | amount | term
    9,999,999   | 2      | no     | no
    10,000,000  | 3      | yes    | yes
    200,000,000 | 12     | yes    | yes
    200,000,001 | 13     | no     | no
  `))
    test(`${row.amountFen} fen: ${row.amount}; ${row.months} months: ${row.term}`, () => {
      const changes = { need: { amountFen: fen(whole(row.amountFen)), months: whole(row.months) } }
      assert.equal(met('amount', changes), row.amount)
      assert.equal(met('months', changes), row.term)
    })

  test('carry both sides as plain data', () => {
    const found = condition('amount', sampleFacts({ need: { amountFen: fen(1) } }))
    assert.deepEqual(found, {
      rule: 'amount',
      met: 'no',
      have: { kind: 'fen', fen: 1 },
      want: { kind: 'fen-range', min: 10_000_000, max: 200_000_000 },
    })
  })
})

describe('guarantee', () => {
  for (const row of table(`
    firm               | product            | met
    guarantee          | mortgage           | no
    mortgage           | mortgage guarantee | yes
    mortgage guarantee | guarantee          | yes
    mortgage           | credit             | yes
    mortgage           | credit guarantee   | yes
    credit             | mortgage           | no
                       | mortgage           | unknown
                       | credit             | yes
  `))
    test(`firm: ${row.firm || 'nothing said'}; product: ${row.product}: ${row.met}`, () => {
      const found = condition('guarantee', sampleFacts({ need: { guaranteeModes: modesIn(row.firm) } }), {
        guaranteeModes: modesIn(row.product),
      })
      assert.equal(found.met, row.met)
      assert.equal(found.missing, row.met === 'unknown' ? 'guaranteeModes' : undefined)
    })
})

describe('rate', () => {
  for (const row of table(`
    highest | met
    38,499  | no
    38,500  | yes
    99,999  | yes
    -       | yes
  `))
    test(`at most ${row.highest} ppm against 38,500 to 58,500: ${row.met}`, () => {
      const highest = wholeOrNull(row.highest)
      assert.equal(met('rate', { need: { highestRatePpm: highest === null ? null : ppm(highest) } }), row.met)
    })
})

describe('region', () => {
  for (const row of table(`
    firm         | product             | met
    340603001    |                     | yes
    -            |                     | yes
    -            | 3406                | unknown
    340603001    | 3406                | yes
    340603001    | 340603              | yes
    340603001    | 340603001           | yes
    340603001    | 340602              | no
    340603001    | 340602 340603       | yes
    340603001    | 340603001002        | unknown
    340603001    | 340602 340603001002 | unknown
    340603001002 | 340603001002        | yes
    340603001003 | 340603001002        | no
    340603001000 | 340603001           | yes
    411200001    | 3406                | no
  `))
    test(`firm in ${row.firm}, product for ${row.product || 'anywhere'}: ${row.met}`, () => {
      const region = row.firm === '-' ? null : row.firm
      const found = condition('region', sampleFacts({ firm: { region } }), { regions: words(row.product) })
      assert.equal(found.met, row.met)
      assert.equal(found.missing, row.met === 'unknown' ? 'region' : undefined)
    })
})

describe('industry', () => {
  for (const row of table(`
    firm  | wanted | excluded | met
    C1711 |        |          | yes
    -     |        |          | yes
    -     | C      |          | unknown
    -     |        | C25      | unknown
    C1711 | C      |          | yes
    C1711 | C17    |          | yes
    C1711 | C1711  |          | yes
    C1711 | C1712  |          | no
    C1711 | A C17  |          | yes
    C17   | C1711  |          | unknown
    C     | A      |          | no
    C1711 |        | C17      | no
    C1711 |        | C25      | yes
    C     |        | C25      | unknown
    C1711 | C      | C17      | no
    C     | C      | C25      | unknown
    C     | A      | C25      | no
    C17   | C1711  | C       | no
  `))
    test(`firm ${row.firm}, wanted ${row.wanted || 'any'}, not ${row.excluded || 'any'}: ${row.met}`, () => {
      const industry = row.firm === '-' ? null : row.firm
      const terms = { industries: words(row.wanted), excludedIndustries: words(row.excluded) }
      const found = condition('industry', sampleFacts({ firm: { industry } }), terms)
      assert.equal(found.met, row.met)
      assert.equal(found.missing, row.met === 'unknown' ? 'industry' : undefined)
    })
})

describe('size and tax grade', () => {
  test('are met where the product does not ask, known or not', () => {
    assert.equal(met('size', { firm: { size: null } }), 'yes')
    assert.equal(met('grade', { firm: { grade: null } }), 'yes')
  })

  test('are a no for a firm off the list', () => {
    assert.equal(met('size', { firm: { size: 'large' } }, { sizes: ['small', 'micro'] }), 'no')
    assert.equal(met('size', { firm: { size: 'not-classified' } }, { sizes: ['small', 'micro'] }), 'no')
    assert.equal(met('grade', { firm: { grade: 'C' } }, { grades: ['A', 'B', 'M'] }), 'no')
    assert.equal(met('grade', { firm: { grade: 'unrated' } }, { grades: ['A', 'B', 'M'] }), 'no')
  })

  test('are a yes for a firm on the list', () => {
    assert.equal(met('size', { firm: { size: 'micro' } }, { sizes: ['small', 'micro'] }), 'yes')
    assert.equal(met('grade', { firm: { grade: 'M' } }, { grades: ['A', 'B', 'M'] }), 'yes')
  })

  test('are unknown, and named, for a firm that did not say', () => {
    const unsaid = sampleFacts({ firm: { size: null, grade: null } })
    const asked = { sizes: ['small'], grades: ['A'] } as const
    for (const rule of ['size', 'grade'] as const) {
      const { met: answer, have, missing } = condition(rule, unsaid, asked)
      assert.deepEqual([answer, have, missing], ['unknown', { kind: 'not-said' }, rule])
    }
  })
})

describe('months in operation', () => {
  for (const row of table(`
    foundedOn  | on         | least | met
    2024-03-11 | 2026-03-10 | 24    | no
    2024-03-10 | 2026-03-10 | 24    | yes
    2024-03-10 | 2026-04-09 | 25    | no
    2024-03-10 | 2026-04-10 | 25    | yes
    2026-01-31 | 2026-02-27 | 1     | no
    2026-01-31 | 2026-02-28 | 1     | yes
    2024-02-29 | 2025-02-28 | 12    | yes
    2026-03-10 | 2026-03-10 | 1     | no
    2026-03-10 | 2026-03-10 | 0     | yes
    2027-03-10 | 2026-03-10 | 1     | no
    2027-03-10 | 2026-03-10 | 0     | yes
    -          | 2026-03-10 | 0     | yes
    -          | 2026-03-10 | 1     | unknown
  `))
    test(`founded ${row.foundedOn}, on ${row.on}, at least ${row.least}: ${row.met}`, () => {
      const foundedOn = row.foundedOn === '-' ? null : day(row.foundedOn)
      const facts = sampleFacts({ firm: { foundedOn } }, day(row.on))
      const found = condition('operating', facts, { minMonthsOperating: whole(row.least) })
      assert.equal(found.met, row.met)
      assert.equal(found.missing, row.met === 'unknown' ? 'foundedOn' : undefined)
    })
})

describe('the verdict', () => {
  const verdict = (changes: Changes, terms: Partial<ProductTerms>) =>
    fit(sampleFacts(changes), sampleTerms(terms), matchRule2026).verdict

  test('is a no by one no, even where much is unknown', () => {
    assert.equal(verdict({ firm: { grade: null }, need: { months: 13 } }, { grades: ['A'] }), 'not')
  })

  test('is unknown, never a no, when only facts are missing', () => {
    assert.equal(
      verdict({ firm: { grade: null, region: null } }, { grades: ['A'], regions: ['3406'] }),
      'unknown',
    )
  })

  test('does not ask a firm for facts that the product does not look at', () => {
    const unsaid = { region: null, industry: null, size: null, grade: null, foundedOn: null }
    assert.equal(verdict({ firm: unsaid }, {}), 'eligible')
  })

  test('lists every condition once, in one order', () => {
    const { conditions } = fit(sampleFacts(), sampleTerms(), matchRule2026)
    assert.deepEqual(
      conditions.map(({ rule }) => rule),
      [...ownRules],
    )
  })

  test('is eligible exactly when all conditions are met, and only then has a score', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(anyFacts, anyShelf, (facts, shelf) => {
        for (const { terms } of shelf) {
          const { verdict: found, conditions, score } = fit(facts, terms, matchRule2026)
          seen.add(found)
          assert.equal(
            found === 'eligible',
            conditions.every((each) => each.met === 'yes'),
          )
          assert.equal(
            found === 'not',
            conditions.some((each) => each.met === 'no'),
          )
          assert.equal(score !== null, found === 'eligible')
          for (const each of conditions) assert.equal(each.met === 'unknown', each.missing !== undefined)
        }
      }),
    )
    assert.deepEqual([...seen].sort(), ['eligible', 'not', 'unknown'])
  })
})
