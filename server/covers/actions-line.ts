import type { Reader, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { arrangementOn } from '../arrangements/index.ts'
import type { Day } from '../money/day.ts'
import type { Parts } from '../parts.ts'
import type { PolicyBook } from '../policies/index.ts'
import { watchArrangement } from '../stop-lines/index.ts'
import { allPools } from './rows-pools.ts'
import { linedUp, poolTotals } from './rows-totals.ts'

/**
 * 熔断 of a pool: what is bad among what it stands for is held against the lines of its arrangement. At the warning the bureau
 * is told once a month; at the stop nothing new is filed until the stop's last day or until the bureau lifts it.
 */
export async function watchPool(
  tx: Transaction,
  { policies }: { readonly policies: PolicyBook },
  by: By,
  code: string,
): Promise<boolean> {
  const found = arrangementOn(policies, code, by.today)
  if (!found.ok) return false
  const { value, version } = found.policy
  const { badFen, coveredFen } = linedUp(await poolTotals(tx, code))
  return watchArrangement(tx, { policies }, by, {
    ...{ key: code, name: value.name.zh, version, sums: { claimedFen: badFen, releasedFen: coveredFen } },
    lines: { warnPpm: value.warnLinePpm, stopPpm: value.stopLinePpm },
  })
}

/** What is bad among what the pools of each arrangement stand for, with the lines of the arrangement and its version. */
export async function poolRates(from: Reader, policies: PolicyBook, on: Day) {
  const rates = []
  const pools = new Map((await allPools(from)).map(({ arrangement, region }) => [arrangement, region]))
  for (const [code, region] of pools) {
    const found = arrangementOn(policies, code, on)
    if (!found.ok) continue
    const { value, version } = found.policy
    const { badFen, coveredFen } = linedUp(await poolTotals(from, code))
    rates.push({
      ...{ code, region, name: value.name, version, badFen, coveredFen },
      ...{ warnPpm: value.warnLinePpm, stopPpm: value.stopLinePpm },
    })
  }
  return rates
}

/** The nightly job: every arrangement with a pool, because classes move the rate as well. Says how many were stopped. */
export const watchPools = ({ store, policies }: Pick<Parts, 'store' | 'policies'>, by: By): Promise<number> =>
  store.transact(async (tx) => {
    let count = 0
    for (const code of new Set((await allPools(tx)).map(({ arrangement }) => arrangement)))
      if (await watchPool(tx, { policies }, by, code)) count += 1
    return count
  })
