import assert from 'node:assert/strict'
import { test } from 'node:test'
import { day } from '../../server/money/day.ts'
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
