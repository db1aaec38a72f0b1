import { setImmediate as breath } from 'node:timers/promises'
import type { Store, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { fen } from '../money/fen.ts'
import type { Id } from '../platform/ids.ts'
import { keepExposure } from './actions.ts'
import { advanceExposed, advanceStand } from './actions-bridges.ts'
import { endExposure, followCovers } from './actions-covers.ts'
import { guaranteeExposed, guaranteeStand } from './guarantee.ts'
import * as rows from './rows-apart.ts'

type When = Pick<By, 'at' | 'today'>

/** So many are set right while the lock for writing is held. */
const usualSlice = 200

/**
 * Where the rows of a room say otherwise than its exposures, an entry of today sets that right: what was said of past days
 * stays as it was said. So a house that had covers before it kept exposure has it from the first night on. Says how many.
 *
 * What is apart is looked for beside the program, and set right a slice at a time, so that nobody waits behind all of it: each
 * exposure stands by itself, and within the slice's transaction it is asked once more whether it is apart still.
 */
export async function correctExposures(store: Store, when: When, slice = usualSlice): Promise<number> {
  const { read } = store
  const guarantees = (await rows.guaranteesApart(read)).map(({ guarantee }) => guarantee.id)
  const covers = (await rows.coversApart(read)).map(({ id }) => id)
  const advances = (await rows.advancesApart(read)).map(({ advance }) => advance.id)
  const inSlices = async <One>(ids: readonly One[], correct: Correct<One>) => {
    let count = 0
    for (let at = 0; at < ids.length; at += slice) {
      count += await store.transact((tx) => correct(tx, when, ids.slice(at, at + slice)))
      await breath()
    }
    return count
  }
  const counts = [
    await inSlices(guarantees, correctGuarantees),
    await inSlices(covers, correctCovers),
    await inSlices(advances, correctAdvances),
  ]
  return counts.reduce((sum, one) => sum + one, 0)
}

type Correct<One> = (tx: Transaction, when: When, ids: readonly One[]) => Promise<number>

async function correctGuarantees(tx: Transaction, when: When, ids: readonly Id<'guarantee'>[]) {
  const found = await rows.guaranteesApart(tx, ids)
  for (const { guarantee } of found) {
    const shares = await rows.sharesOfGuarantee(tx, guarantee.id)
    const exposed = guaranteeExposed({ ...guarantee, inForceOn: guarantee.inForceOn ?? when.today })
    await keepExposure(tx, when, exposed, guaranteeStand(guarantee, shares))
  }
  return found.length
}

async function correctCovers(tx: Transaction, when: When, ids: readonly Id<'cover'>[]) {
  const found = await rows.coversApart(tx, ids)
  for (const { id, standing, loan } of found)
    if (standing === 1) await followCovers(tx, when, [loan])
    else await endExposure(tx, when, id)
  return found.length
}

async function correctAdvances(tx: Transaction, when: When, ids: readonly Id<'bridge'>[]) {
  const found = await rows.advancesApart(tx, ids)
  for (const { advance, scheme, outFen, firm } of found) {
    const paidOutOn = advance.paidOutOn ?? when.today
    await keepExposure(
      tx,
      when,
      advanceExposed({ ...advance, paidOutOn }, scheme, firm),
      advanceStand(advance, fen(outFen)),
    )
  }
  return found.length
}
