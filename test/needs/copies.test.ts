import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { enterprises } from '../../db/tables/enterprises.ts'
import { needById, refreshCopies } from '../../server/needs/index.ts'
import { present } from '../../server/platform/assert.ts'
import { inHall } from '../applications/played.ts'
import { town } from '../support/app.ts'

test('a firm that moved and grew is found in the hall by what it is now, and its need stays as it was read', async () => {
  const made = await town()
  const { store, parts } = made
  const before = await inHall(made)
  assert.equal(await refreshCopies(parts), 0)
  const moved = { region: '340604000000', industry: 'C3311', size: 'medium' as const }
  await store.transact((tx) =>
    tx.update(enterprises).set(moved).where(eq(enterprises.id, before.enterpriseId)),
  )
  assert.equal(await refreshCopies(parts), 1)
  const after = present(await needById(store.read, before.id), 'the need')
  assert.deepEqual([after.region, after.industry, after.size], ['340604', 'C33', 'medium'])
  assert.ok(after.search !== before.search && after.version === before.version)
  assert.equal(await refreshCopies(parts), 0)
})
