import type { Store, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { fen } from '../money/fen.ts'
import { keepExposure } from './actions.ts'
import { advanceExposed, advanceStand } from './actions-bridges.ts'
import { endExposure, followCovers } from './actions-covers.ts'
import { guaranteeExposed, guaranteeStand } from './guarantee.ts'
import * as rows from './rows-apart.ts'

/**
 * Where the rows of a room say otherwise than its exposures, an entry of today sets that right: what was said of past days
 * stays as it was said. So a house that had covers before it kept exposure has it from the first night on. Says how many.
 */
export const correctExposures = (store: Store, when: Pick<By, 'at' | 'today'>): Promise<number> =>
  store.transact((tx) => corrected(tx, when))

async function corrected(tx: Transaction, when: Pick<By, 'at' | 'today'>): Promise<number> {
  const guarantees = await rows.guaranteesApart(tx)
  for (const { guarantee } of guarantees) {
    const shares = await rows.sharesOfGuarantee(tx, guarantee.id)
    const exposed = guaranteeExposed({ ...guarantee, inForceOn: guarantee.inForceOn ?? when.today })
    await keepExposure(tx, when, exposed, guaranteeStand(guarantee, shares))
  }
  const covers = await rows.coversApart(tx)
  for (const { id, standing, loan } of covers)
    if (standing === 1) await followCovers(tx, when, [loan])
    else await endExposure(tx, when, id)
  const advances = await rows.advancesApart(tx)
  for (const { advance, scheme, outFen, firm } of advances) {
    const paidOutOn = advance.paidOutOn ?? when.today
    await keepExposure(
      tx,
      when,
      advanceExposed({ ...advance, paidOutOn }, scheme, firm),
      advanceStand(advance, fen(outFen)),
    )
  }
  return guarantees.length + covers.length + advances.length
}
