import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { lprPolicies } from '../../seeds/reference/lpr.ts'
import { taxCreditSchemes } from '../../seeds/reference/tax-credit-schemes.ts'
import { type TaxGrade, taxGrades } from '../../server/enterprises/tax-grade.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { present } from '../../server/platform/assert.ts'
import type { Id } from '../../server/platform/ids.ts'
import { policyBook } from '../../server/policies/index.ts'
import { checkSchemes } from '../../server/tax-checks/check.ts'
import { rulesOn, type TaxCreditFacts } from '../../server/tax-credit/index.ts'
import {
  type AtApproval,
  type Breakdown,
  breakdowns,
  brokenDown,
  counted,
  figuresOf,
  stageAt,
  type TaxEvent,
} from '../../server/tax-figures/figures.ts'
import { table, whole } from '../support/table.ts'

const made = rulesOn(policyBook([...taxCreditSchemes, ...lprPolicies]), day('2026-03-10'))
assert(made.ok)
const { rules } = made

/** Two firms, three cases, one of them without a kept check; the second firm's loan is bad. */
const told = table(`
  what     | on         | case | firm | bank | region    | industry | fen
  approved | 2026-01-31 | one  | f    | x    | 340602001 | C1311    | 1000
  drawn    | 2026-02-01 | one  | f    | x    | 340602001 | C1311    | 400
  drawn    | 2026-02-28 | one  | f    | x    | 340602001 | C1311    | 600
  approved | 2026-02-10 | two  | f    | y    | 340602001 | C1311    | 500
  drawn    | 2026-02-11 | two  | f    | y    | 340602001 | C1311    | 500
  approved | 2026-02-12 | three| g    | y    | 340621100 | F51      | 70
  drawn    | 2026-02-12 | three| g    | y    | 340621100 | F51      | 70
  bad      | 2026-02-12 | three| g    | y    | 340621100 | F51      | 65
`)

const events = told.map(
  (row): TaxEvent => ({
    what: present(
      counted.find((one) => one === row.what),
      'what is counted',
    ),
    on: day(row.on),
    amountFen: fen(whole(row.fen)),
    applicationId: row.case as Id<'application'>,
    enterpriseId: row.firm as Id<'enterprise'>,
    institutionId: row.bank as Id<'institution'>,
    ...{ region: row.region, industry: row.industry },
  }),
)
const gradeOf = (text: string): TaxGrade =>
  present(
    taxGrades.find((grade) => grade === text),
    'a grade',
  )
const approvals = new Map<string, AtApproval>([
  ['one', { grade: gradeOf('A'), stage: 'mature' }],
  ['two', { grade: gradeOf('B'), stage: null }],
])

describe('the figures of tax-credit loans', () => {
  test('of nothing are nothing', () => {
    const nothing = { approvals: 0, approvedFen: 0, firms: 0, drawnFen: 0, badLoans: 0, badFen: 0 }
    assert.deepEqual(figuresOf([]), nothing)
    for (const by of breakdowns) assert.deepEqual(brokenDown(by, [], new Map()), [])
  })

  test('count a firm once however often it draws, and a loan with what is still out on it', () => {
    const all = { approvals: 3, approvedFen: 1570, firms: 2, drawnFen: 1570, badLoans: 1, badFen: 65 }
    assert.deepEqual(figuresOf(events), all)
  })

  test('have the stage of the scheme, or else the one of the lines that the city drew', () => {
    const on = day('2026-03-10')
    const lines = { startUpMonths: 36, growingPpm: ppm(100_000) }
    const facts = (foundedOn: string | null, tax: number, revenue: number | null): TaxCreditFacts => ({
      ...{ grade: 'A', assessYear: 2025, on, foundedOn: foundedOn === null ? null : day(foundedOn) },
      taxPaidFen: { 2024: fen(1000), 2025: fen(tax) },
      ...(revenue === null ? {} : { revenueFen: { 2024: fen(1000), 2025: fen(revenue) } }),
    })
    const cases = [
      ['36 months on the day', 'mature', facts('2023-03-10', 1000, 1000)],
      ['a day less', 'start-up', facts('2023-03-11', 1000, 1000)],
      ['both grew by a tenth', 'growing', facts('2015-01-01', 1100, 1100)],
      ['one a fen less', 'mature', facts('2015-01-01', 1100, 1099)],
      ['revenue nobody knows', null, facts('2015-01-01', 1100, null)],
      ['a founding nobody knows', null, facts(null, 1100, 1100)],
    ] as const
    for (const [what, wanted, known] of cases)
      for (const code of ['hefei-2015', 'demo-2026']) {
        const used = present(
          rules.schemes.find((one) => one.code === code),
          code,
        )
        const asked = checkSchemes(known, { ...rules, schemes: [used] })
        assert(asked.ok)
        assert.equal(stageAt({ facts: known, checked: asked.checked }, lines), wanted, `${code}: ${what}`)
        const always = { startUpMonths: 600, growingPpm: ppm(0) }
        const own = code === 'demo-2026' ? 'mature' : 'start-up'
        if (wanted === 'mature')
          assert.equal(stageAt({ facts: known, checked: asked.checked }, always), own, `${code}: ${what}`)
      }
    assert.equal(stageAt({ facts: facts('2015-01-01', 1, 1), checked: [] }, lines), null, 'no check kept')
  })

  for (const row of table(`
    by       | part    | approvals | approved | firms | drawn | bad | badFen
    month    | 2026-01 | 1         | 1000     | 0     | 0     | 0   | 0
    month    | 2026-02 | 2         | 570      | 2     | 1570  | 1   | 65
    grade    | A       | 1         | 1000     | 1     | 1000  | 0   | 0
    grade    | B       | 1         | 500      | 1     | 500   | 0   | 0
    grade    | -       | 1         | 70       | 1     | 70    | 1   | 65
    stage    | mature  | 1         | 1000     | 1     | 1000  | 0   | 0
    stage    | -       | 2         | 570      | 2     | 570   | 1   | 65
    district | 340602  | 2         | 1500     | 1     | 1500  | 0   | 0
    district | 340621  | 1         | 70       | 1     | 70    | 1   | 65
    industry | C       | 2         | 1500     | 1     | 1500  | 0   | 0
    industry | F       | 1         | 70       | 1     | 70    | 1   | 65
    bank     | x       | 1         | 1000     | 1     | 1000  | 0   | 0
    bank     | y       | 2         | 570      | 2     | 570   | 1   | 65
  `)) {
    test(`by ${row.by}: ${row.part}`, () => {
      const by = present(
        breakdowns.find((one): one is Breakdown => one === row.by),
        'a breakdown',
      )
      const found = new Map(brokenDown(by, events, approvals)).get(row.part)
      assert.deepEqual(found, {
        ...{ approvals: whole(row.approvals), approvedFen: whole(row.approved), firms: whole(row.firms) },
        ...{ drawnFen: whole(row.drawn), badLoans: whole(row.bad), badFen: whole(row.badFen) },
      })
    })
  }
})
