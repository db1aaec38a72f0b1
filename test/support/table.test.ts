import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { table, whole, wholeOrNull, words, yes } from './table.ts'

describe('a text table', () => {
  test('refuses a line with too few or too many cells', () => {
    assert.throws(() => table('a | b\n1'), /2 cells/)
    assert.throws(() => table('a | b\n1 | 2 | 3'), /2 cells/)
  })

  test('refuses a header with a nameless column or the same name twice', () => {
    assert.throws(() => table('a | \n1 | 2'), /without a name/)
    assert.throws(() => table('a | a\n1 | 2'), /twice/)
    assert.throws(() => table('\n \n'), /header/)
  })

  test('reads trimmed cells by header, empty ones too', () => {
    const rows = table(`
      grade | tax paid  | says

      A     | 1,200,000 | granted
      D     |           | too low
    `)
    assert.deepEqual(rows, [
      { grade: 'A', 'tax paid': '1,200,000', says: 'granted' },
      { grade: 'D', 'tax paid': '', says: 'too low' },
    ])
    assert.equal(rows[0]?.grade, 'A')
    // @ts-expect-error: a misspelt column does not compile
    assert.equal(rows[0]?.grdae, undefined)
  })
})

describe('the cells of a table', () => {
  test('refuse what is no whole number', () => {
    for (const cell of ['', '-', '1.5', '1,20', '12,00', '1e3', '９', '9007199254740993']) {
      assert.throws(() => whole(cell), { name: 'AssertionError' }, cell)
    }
  })

  test('read whole numbers with thousands separators', () => {
    assert.equal(whole('1,200,000'), 1_200_000)
    assert.equal(whole('43_500'), 43_500)
    assert.equal(whole('-1,000'), -1000)
    assert.equal(whole('0'), 0)
    assert.equal(wholeOrNull('-'), null)
    assert.equal(wholeOrNull(''), null)
    assert.equal(wholeOrNull('7'), 7)
  })

  test('read yes, no and words', () => {
    assert.equal(yes('yes'), true)
    assert.equal(yes('no'), false)
    assert.throws(() => yes('maybe'))
    assert.deepEqual(words(' a  b '), ['a', 'b'])
    assert.deepEqual(words(''), [])
  })
})
