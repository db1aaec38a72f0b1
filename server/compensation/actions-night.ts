import type { By } from '../accounts/index.ts'
import type { Parts } from '../parts.ts'
import { type Side, tell, tellOfRecovery } from './actions-notices.ts'
import type { PoolClaimState } from './claim.ts'
import * as rows from './rows-night.ts'

/** Whose step it is while a claim is on its way. */
const ownerOf: Readonly<Partial<Record<PoolClaimState, Side>>> = {
  filed: 'operator',
  checked: 'checker',
  noticed: 'cashier',
}

const atOnce = 500

/**
 * The nightly job: the cashier hears that a notice is over, and whoever is late with a step hears so, with the bureau. Each
 * is told once. Says how many were told of.
 */
export const tendPoolClaims = ({ store }: Pick<Parts, 'store'>, by: By): Promise<number> =>
  store.transact(async (tx) => {
    let count = 0
    for (const { claim, region } of await rows.pastTheirDay(tx, by.today, atOnce)) {
      const owner = ownerOf[claim.state]
      if (!owner) continue
      const once = `pool-claim-late ${claim.id} ${claim.state} ${claim.dueOn}`
      count += await tell(tx, by, claim, 'late', [owner, 'bureau'], { once, region })
    }
    for (const { claim } of await rows.noticesOver(tx, by.today, atOnce))
      count += await tell(tx, by, claim, 'payable', ['cashier'], {
        once: `pool-claim-payable ${claim.id} ${claim.noticeUntil}`,
      })
    for (const { claim, recovery } of await rows.lateRecoveries(tx, by.today, atOnce))
      count += await tellOfRecovery(tx, by, claim, recovery, `pool-recovery-late ${recovery.id}`)
    return count
  })
