import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { coarse } from '../../server/dashboards/coarse.ts'
import { type Fen, fen } from '../../server/money/fen.ts'

const openOf = (loans: readonly Fen[]) => {
  const figures = { deals: loans.length, dealsFen: fen(loans.reduce((sum, one) => sum + one, 0)) }
  return coarse(figures, fen(Math.max(0, ...loans)))
}

test('what everybody reads never moves by what a single loan was', () => {
  const sum = fc.integer({ min: 100_000, max: 3_000_000_000 }).map(fen)
  fc.assert(
    fc.property(fc.array(sum, { minLength: 1, maxLength: 200 }), sum, (loans, next) => {
      const [before, after] = [openOf(loans), openOf([...loans, next])]
      const largest = Math.max(...loans, next)
      assert.ok(after.deals - before.deals === 0 || after.deals - before.deals === 10)
      // Where the step stays it moves by one or not at all; a loan that makes it coarser hides what was there.
      const isCoarser = String(largest - 1).length !== String(Math.max(...loans) - 1).length
      const moved = after.dealsFen - before.dealsFen
      if (!isCoarser) assert.ok(moved === 0 || moved >= largest, `${moved} for ${next}`)
      assert.ok(after.dealsFen <= loans.reduce((all, one) => all + one, 0) + next)
    }),
    { numRuns: 300 },
  )
})

test('a city of one loan has none that can be read, and a large one loses little', () => {
  assert.deepEqual(openOf([fen(123_000_000)]), { deals: 0, dealsFen: 0 })
  assert.deepEqual(openOf([]), { deals: 0, dealsFen: 0 })
  const many = Array.from({ length: 1_776 }, () => fen(1_054_054_054))
  assert.deepEqual(openOf(many), { deals: 1_770, dealsFen: 1_870_000_000_000 })
})
