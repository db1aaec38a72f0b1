import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type TaxGrade, taxGrades } from '../../server/enterprises/tax-grade.ts'
import { metBy, raisedBy, unstatedBy } from '../../server/warnings/tax.ts'
import { table } from '../support/table.ts'

const gradeOf = (text: string): TaxGrade | null => taxGrades.find((grade) => grade === text) ?? null
const factOf = (text: string) => (text === '-' ? null : text === 'yes')

describe('what speaks against a tax-credit loan', () => {
  // Approved on a grade; the scheme admits A and B, or there was none.
  for (const row of table(`
    now     | approved | admitted | arrears | abnormal | met                                               | raised
    A       | A        | A B      | no      | no       | grade-dropped grade-not-admitted arrears abnormal | -
    B       | A        | A B      | no      | no       | grade-not-admitted arrears abnormal               | grade-dropped B>A
    A       | B        | A B      | no      | no       | grade-dropped grade-not-admitted arrears abnormal | -
    M       | B        | A B      | no      | no       | arrears abnormal                                  | grade-dropped M>B, grade-not-admitted M>A,B
    M       | B        | A B M    | no      | no       | grade-not-admitted arrears abnormal               | grade-dropped M>B
    C       | -        | A B      | no      | no       | arrears abnormal                                  | grade-not-admitted C>A,B
    D       | D        | A B      | no      | no       | grade-dropped arrears abnormal                    | grade-not-admitted D>A,B
    C       | -        | -        | no      | no       | arrears abnormal                                  | -
    unrated | B        | A B      | no      | no       | arrears abnormal                                  | grade-dropped unrated>B, grade-not-admitted unrated>A,B
    -       | A        | A B      | -       | -        | -                                                 | -
    A       | A        | A B      | yes     | no       | grade-dropped grade-not-admitted abnormal         | arrears true>false
    A       | A        | A B      | no      | yes      | grade-dropped grade-not-admitted arrears          | abnormal true>false
    D       | A        | A B      | yes     | yes      | -                                                 | grade-dropped D>A, grade-not-admitted D>A,B, arrears true>false, abnormal true>false
  `)) {
    test(`${row.now} after ${row.approved}, arrears ${row.arrears}, abnormal ${row.abnormal}`, () => {
      const watched = {
        grade: gradeOf(row.now),
        approvedGrade: gradeOf(row.approved),
        admitted: row.admitted === '-' ? null : row.admitted.split(' ').flatMap((one) => gradeOf(one) ?? []),
        arrears: factOf(row.arrears),
        abnormal: factOf(row.abnormal),
      }
      const raised = raisedBy(watched)
      assert.equal(metBy(watched).join(' '), row.met === '-' ? '' : row.met)
      const says = raised.map(({ rule, have, want }) => `${rule} ${have}>${want}`).join(', ')
      assert.equal(says || '-', row.raised)
    })
  }
})

test('a warning of a fact that nobody states any more is over, of one under examination it stands', () => {
  const watched = { grade: null, approvedGrade: 'A', admitted: ['A'], arrears: null, abnormal: true } as const
  const grades = ['grade-dropped', 'grade-not-admitted']
  assert.deepEqual(unstatedBy(watched, []), [...grades, 'arrears'])
  assert.deepEqual(unstatedBy(watched, ['arrears', 'taxPaid-2025']), grades)
  assert.deepEqual(unstatedBy(watched, ['grade', 'arrears']), [])
})
