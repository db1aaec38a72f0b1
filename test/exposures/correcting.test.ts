import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq, gt, sql } from 'drizzle-orm'
import { covers } from '../../db/tables/covers.ts'
import { guarantees } from '../../db/tables/guarantees.ts'
import { loans } from '../../db/tables/loans.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { correctExposures, proveExposures } from '../../server/exposures/index.ts'
import { fen, minus } from '../../server/money/fen.ts'
import { runningTown } from '../support/app.ts'
import { writeWorld } from '../support/world.ts'

/* The night sets right what rooms say otherwise than their exposures: here all of a town whose rows were written by hand. */

const made = await runningTown()
const { store, clock } = made
await writeWorld(made)

test('what is apart is set right a slice at a time, and the lock for writing is taken for nothing else', async () => {
  const when = byPlatform(clock.now(), clock.today())
  await correctExposures(store, when)
  const lent = await store.read.select().from(loans)
  await store.transact(async (tx) => {
    for (const { id, balanceFen } of lent.filter((loan) => loan.balanceFen > 100))
      await tx
        .update(loans)
        .set({ balanceFen: minus(balanceFen, fen(100)) })
        .where(eq(loans.id, id))
    await tx.update(covers).set({ filedFen: sql`${covers.filedFen} - 100` })
    await tx
      .update(guarantees)
      .set({ balanceFen: sql`${guarantees.balanceFen} - 100` })
      .where(gt(guarantees.balanceFen, fen(100)))
  })
  assert.equal((await proveExposures(store.read)).fault?.kind, 'rows')
  const { transact } = store
  let held = 0
  Object.assign(store, {
    transact: (work: Parameters<typeof transact>[0]) => {
      held += 1
      return transact.call(store, work)
    },
  })
  const corrected = await correctExposures(store, when, 1)
  assert.ok(corrected > 0)
  assert.equal(held, corrected, 'one lock for each slice')
  assert.equal((await proveExposures(store.read)).fault, null)
  assert.equal(await correctExposures(store, when), 0)
  assert.equal(held, corrected, 'a sound house is not locked at all')
})
