import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  industryLevel,
  industrySections,
  industryWithin,
  isIndustry,
} from '../../server/enterprises/industry.ts'
import { isTaxGrade, taxGrades } from '../../server/enterprises/tax-grade.ts'
import { table } from '../support/table.ts'

describe('an industry of GB/T 4754-2017', () => {
  for (const code of [
    '',
    'U',
    'a',
    '01',
    'A06',
    'C12',
    'C44',
    'K71',
    'T98',
    'A00',
    'C1',
    'C13111',
    ' C13',
    'C1x',
  ]) {
    test(`is not '${code}'`, () => assert.equal(isIndustry(code), false))
  }

  test('is a section, or a section and a division of it with up to two digits more', () => {
    for (const code of ['A', 'A01', 'A05', 'C13', 'C43', 'G591', 'K7010', 'S96', 'T97', 'T9700']) {
      assert.equal(isIndustry(code), true, code)
    }
  })

  test('has each of the 97 divisions in one section only', () => {
    for (let division = 1; division <= 97; division += 1) {
      const digits = String(division).padStart(2, '0')
      assert.equal(industrySections.filter((section) => isIndustry(section + digits)).length, 1, digits)
    }
    assert.equal(industrySections.length, 20)
  })

  test('has four levels', () => {
    assert.deepEqual(
      (['C', 'C13', 'C131', 'C1311'] as const).map((code) => industryLevel(code)),
      ['section', 'division', 'group', 'class'],
    )
    assert.throws(() => industryLevel('C99'))
  })

  for (const row of table(`
    code  | prefix | within
    C     | C      | yes
    C13   | C      | yes
    C1311 | C      | yes
    C1311 | C13    | yes
    C1311 | C131   | yes
    C     | C13    | no
    C14   | C13    | no
    B06   | C      | no
    Z99   | C      | no
  `)) {
    test(`${row.code} is ${row.within === 'yes' ? '' : 'not '}within ${row.prefix}`, () => {
      assert.equal(industryWithin(row.code, row.prefix), row.within === 'yes')
    })
  }

  test('throws on a prefix that is no industry, so that a list of barred ones cannot fail open', () => {
    for (const prefix of ['', 'C1', 'U', 'C99']) assert.throws(() => industryWithin('C13', prefix), prefix)
  })
})

describe('a tax credit grade', () => {
  test('is one of six, M behind B and no bad mark', () => {
    assert.deepEqual(taxGrades, ['A', 'B', 'M', 'C', 'D', 'unrated'])
    assert.equal(isTaxGrade('M'), true)
    for (const text of ['', 'a', 'E', 'AB']) assert.equal(isTaxGrade(text), false)
  })
})
