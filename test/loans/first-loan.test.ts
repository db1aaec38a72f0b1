import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type FirstLoanFacts, findFirstLoan, firstLoan } from '../../server/loans/first-loan.ts'

const cases: readonly [loansHere: number, FirstLoanFacts['register'], FirstLoanFacts['firm'], string][] = [
  [0, 'none', 'never', 'first'],
  [0, 'none', null, 'first'],
  [0, 'none', 'before', 'first'],
  [0, 'not-asked', 'never', 'first'],
  [0, 'not-asked', null, 'not-known'],
  [0, 'not-asked', 'before', 'not-first'],
  [0, 'some', 'never', 'not-first'],
  [0, 'some', null, 'not-first'],
  [0, 'some', 'before', 'not-first'],
  [1, 'none', 'never', 'not-first'],
  [1, 'not-asked', 'never', 'not-first'],
  [3, 'none', null, 'not-first'],
]

describe('a first loan', () => {
  for (const [loansHere, register, firm, wanted] of cases) {
    test(`${loansHere} loans here, register ${register}, firm ${firm}: ${wanted}`, () => {
      assert.equal(firstLoan({ loansHere, register, firm }), wanted)
    })
  }

  test('keeps what it was found from and by which rule', () => {
    assert.deepEqual(findFirstLoan({ loansHere: 0, register: 'none', firm: null }), {
      ...{ loansHere: 0, register: 'none', firm: null },
      finding: 'first',
      rule: 'first-loan-1',
    })
  })
})
