import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { byFunder, leverage, leverageWords } from '../../server/covers/pool.ts'
import { fen } from '../../server/money/fen.ts'
import { table, whole } from '../support/table.ts'

describe('how many times over a pool covers', () => {
  for (const row of table(`
    covered | capital | shown
    0       | 300     | 0.00
    2815    | 300     | 9.38
    2814    | 300     | 9.38
    2812    | 300     | 9.37
    300     | 300     | 1.00
    1       | 3       | 0.33
  `)) {
    test(`${row.covered} by ${row.capital}`, () => {
      const times = leverage(fen(whole(row.covered)), { capitalFen: fen(whole(row.capital)) })
      assert.equal(times === null ? null : leverageWords(times), row.shown)
    })
  }

  test('is none where nobody paid in', () => assert.equal(leverage(fen(5), { capitalFen: fen(0) }), null))
})

test('funders stand once each, the largest first', () => {
  const paid = (funder: string, amount: number) => ({ funder, amountFen: fen(amount) })
  assert.deepEqual(byFunder([paid('b', 2), paid('a', 2), paid('c', 1), paid('c', 4)]), [
    paid('c', 5),
    paid('b', 2),
    paid('a', 2),
  ])
  assert.deepEqual(byFunder([]), [])
})
