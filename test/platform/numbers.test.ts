import assert from 'node:assert/strict'
import { test } from 'node:test'
import { day } from '../../server/money/day.ts'
import { isId, newId, withIdsOf } from '../../server/platform/ids.ts'
import { nextNumber } from '../../server/platform/numbers.ts'
import { refuse } from '../../server/platform/outcome.ts'
import { freshStore } from '../support/database.ts'

const tenth = day('2026-03-10')

test('numbers run on within a day, begin anew the next day, and each prefix has its own', async () => {
  const store = await freshStore()
  const given = await store.transact(async (tx) => [
    await nextNumber(tx, 'XQ', tenth),
    await nextNumber(tx, 'XQ', tenth),
    await nextNumber(tx, 'SQ', tenth),
    await nextNumber(tx, 'XQ', day('2026-03-11')),
  ])
  assert.deepEqual(given, ['XQ20260310-0001', 'XQ20260310-0002', 'SQ20260310-0001', 'XQ20260311-0001'])
})

test('work that is refused gives its number back', async () => {
  const store = await freshStore()
  await store.transact(async (tx) => {
    await nextNumber(tx, 'DK', tenth)
    return refuse('stale')
  })
  assert.equal(await store.transact((tx) => nextNumber(tx, 'DK', tenth)), 'DK20260310-0001')
})

test('two at once never get the same number', async () => {
  const store = await freshStore()
  const given = await Promise.all(
    Array.from({ length: 20 }, () => store.transact((tx) => nextNumber(tx, 'SQ', tenth))),
  )
  assert.equal(new Set(given).size, 20)
})

test('ids of one process are in order, and none comes twice', async () => {
  const made = Array.from({ length: 20_000 }, () => newId())
  assert.deepEqual(made, made.toSorted())
  assert.equal(new Set(made).size, made.length)
  assert(made.every(isId))
  const ends = new Set(made.map((id) => id.slice(-4)))
  assert(ends.size > made.length * 0.9, 'their ends are drawn, not counted')
  let told = 0
  const past = await withIdsOf(
    () => (told += 5),
    async () => [newId(), newId()],
  )
  assert(
    past.every((id) => id < (made[0] ?? '')),
    'an id of a story bears the time of the story',
  )
})
