import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Candidate, nextBank } from '../../server/dispatches/dispatch.ts'
import type { InstitutionId } from '../../server/institutions/institution.ts'
import { table } from '../support/table.ts'

const bank = (name: string) => name as InstitutionId

/** `a* 70 3`: bank a is the main bank, its best product scores 70, and it works on three cases. */
const candidatesFrom = (text: string): Candidate[] =>
  text.split(';').map((one) => {
    const [name = '', score, openCases] = one.trim().split(' ')
    return {
      institutionId: bank(name.replace('*', '')),
      isMainBank: name.endsWith('*'),
      score: Number(score),
      openCases: Number(openCases),
    }
  })

describe('the next bank for a need', () => {
  for (const row of table(`
    case                                  | candidates               | asked | next | reason
    the main bank before a better fit     | a* 40 9; b 90 0          |       | a    | main-bank
    after the main bank the best fit      | a* 40 9; b 60 0; c 90 5  | a     | c    | best-fit
    among equals the one with less to do  | a 70 4; b 70 3; c 69 0   |       | b    | best-fit
    what is still equal, always the same  | b 70 3; a 70 3           |       | a    | best-fit
    nobody is asked twice                 | a* 40 9; b 90 0          | a b   | -    | -
    a main bank without a product is none | b 90 0                   |       | b    | best-fit
  `)) {
    test(row.case ?? '', () => {
      const asked = (row.asked ?? '').split(' ').filter(Boolean).map(bank)
      const found = nextBank(candidatesFrom(row.candidates ?? ''), asked)
      assert.deepEqual([found?.institutionId ?? '-', found?.reason ?? '-'], [row.next, row.reason])
    })
  }

  test('nobody, where nobody has a product', () => {
    assert.equal(nextBank([], []), null)
  })
})
