import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { mayMoveNeed, needStates } from '../../server/needs/need.ts'
import { table, words } from '../support/table.ts'

describe('the moves of a need', () => {
  for (const row of table(`
    from         | to
    draft        | under-review withdrawn
    under-review | draft published withdrawn
    published    | in-progress withdrawn expired
    in-progress  | published financed withdrawn expired
    financed     |
    withdrawn    |
    expired      |
  `))
    test(`from ${row.from}: ${row.to || 'nowhere'}`, () => {
      const from = needStates.find((state) => state === row.from)
      assert(from)
      const onward = needStates.filter((to) => mayMoveNeed(from, to))
      assert.deepEqual(onward.sort(), words(row.to).sort())
    })

  test('no institution sees a need that the centre has not read', () => {
    const sources = needStates.filter((from) => mayMoveNeed(from, 'published'))
    assert.deepEqual(sources, ['under-review', 'in-progress'])
  })

  test('a firm may withdraw until the need has come to its end', () => {
    const open = needStates.filter((from) => mayMoveNeed(from, 'withdrawn'))
    assert.deepEqual(open, ['draft', 'under-review', 'published', 'in-progress'])
  })
})
