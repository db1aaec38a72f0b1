import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inPlace, placeCount } from './places.ts'

test('no more is under way at once than there are places, in the order in which it came, and what breaks leaves its place', async () => {
  const began: number[] = []
  let under = 0
  let most = 0
  const work = (at: number) =>
    inPlace(async () => {
      began.push(at)
      under += 1
      most = Math.max(most, under)
      await new Promise((go) => setImmediate(go))
      under -= 1
      if (at % 3 === 0) throw new Error('broken')
      return at
    })
  const ends = await Promise.allSettled(Array.from({ length: 20 }, (_, at) => work(at)))
  assert.equal(most, placeCount)
  assert.deepEqual(
    began,
    [...began].toSorted((one, other) => one - other),
  )
  assert.deepEqual(
    ends.map((end) => end.status === 'fulfilled'),
    ends.map((_, at) => at % 3 !== 0),
  )
})
