import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq, gt, inArray, sql } from 'drizzle-orm'
import { covers } from '../../db/tables/covers.ts'
import { guarantees } from '../../db/tables/guarantees.ts'
import { loans } from '../../db/tables/loans.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { correctExposures, proveExposures } from '../../server/exposures/index.ts'
import { fen, minus } from '../../server/money/fen.ts'
import { covered } from '../compensation/played.ts'
import { pooled } from '../covers/lent.ts'
import { runningTown } from '../support/app.ts'
import { writeWorld } from '../support/world.ts'

/* The night sets right what rooms say otherwise than their exposures: here all of a town whose rows were written by hand. */

const made = await runningTown()
const { store, clock } = made
await writeWorld(made)

test('what is apart is set right: covers by their loans, and guarantees', async () => {
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
  assert.ok((await correctExposures(store, when)) > 0)
  assert.equal((await proveExposures(store.read)).fault, null)
})

test('it goes slice by slice, holds the lock for writing once for each, and not at all in a sound house', async () => {
  const lending = await pooled(await runningTown())
  const { store: own, cast, by } = lending
  const lent = [await covered(lending), await covered(lending), await covered(lending)].map(
    ({ loan }) => loan,
  )
  const less = fen(100)
  await own.transact((tx) =>
    tx
      .update(loans)
      .set({ balanceFen: sql`${loans.balanceFen} - ${less}` })
      .where(inArray(loans.id, lent)),
  )
  const { transact } = own
  let held = 0
  Object.assign(own, {
    transact: (work: Parameters<typeof transact>[0]) => {
      held += 1
      return transact.call(own, work)
    },
  })
  assert.equal(await correctExposures(own, by(cast.tang), 2), 3)
  assert.equal(held, 2, 'two slices of two and one')
  assert.equal((await proveExposures(own.read)).fault, null)
  assert.equal(await correctExposures(own, by(cast.tang)), 0)
  assert.equal(held, 2)
})
