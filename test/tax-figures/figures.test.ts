import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type TaxGrade, taxGrades } from '../../server/enterprises/tax-grade.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import type { Id } from '../../server/platform/ids.ts'
import {
  type AtApproval,
  type Breakdown,
  breakdowns,
  brokenDown,
  counted,
  figuresOf,
  type TaxEvent,
} from '../../server/tax-figures/figures.ts'
import { table, whole } from '../support/table.ts'

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
