import { and, eq, gt, isNull } from 'drizzle-orm'
import type { Store } from '../../db/index.ts'
import { covers } from '../../db/tables/covers.ts'
import { guarantees } from '../../db/tables/guarantees.ts'
import { loans } from '../../db/tables/loans.ts'
import type { By } from '../../server/accounts/index.ts'
import { guaranteeExposed, guaranteeStand } from '../../server/exposures/guarantee.ts'
import { followCovers, keepExposure } from '../../server/exposures/index.ts'
import { changeBalance, type FollowParts, sharesOf } from '../../server/guarantees/index.ts'
import { repayment } from '../../server/loans/index.ts'
import { fen, minus, noFen } from '../../server/money/fen.ts'
import { assert, present } from '../../server/platform/assert.ts'
import { type Line, spentOn } from './measuring.ts'

type Place = { readonly store: Store; readonly parts: FollowParts; readonly by: By; readonly changes: number }

/** What comes back by each change: no round sum, so that the shares are rounded as they are in life. */
const backFen = fen(100_001)
const leastFen = fen(1_000_000)

/** A change of a guarantee as a report makes it, and of the same moment what of it is keeping exposure. */
export async function guaranteesChanged({ store, parts, by, changes }: Place): Promise<Line> {
  const found = await store.read
    .select()
    .from(guarantees)
    .where(and(eq(guarantees.state, 'in-force'), gt(guarantees.balanceFen, leastFen)))
    .limit(changes)
  const line: Line = { whole: [], own: [] }
  for (const guarantee of found) {
    const shares = await sharesOf(store.read, guarantee.id)
    const less = minus(guarantee.balanceFen, backFen)
    // The same difference and back again: what a report would have kept, by itself.
    const exposed = guaranteeExposed({ ...guarantee, inForceOn: present(guarantee.inForceOn, 'in force') })
    const standAt = (balanceFen: typeof less) =>
      guaranteeStand(
        { state: 'in-force', balanceFen },
        shares.map((share) => ({
          ...share,
          contingentFen: fen(share.contingentFen - (balanceFen < guarantee.balanceFen ? 10 : 0)),
        })),
      )
    await store.transact(async (tx) => {
      line.own.push(await spentOn(() => keepExposure(tx, by, exposed, standAt(less))))
      await keepExposure(tx, by, exposed, standAt(guarantee.balanceFen))
    })
    await store.transact(async (tx) => {
      line.whole.push(
        await spentOn(async () => {
          const to = { openFen: guarantee.openFen, balanceFen: less, kind: 'reduced' } as const
          const happened = { on: by.today, quiet: true }
          const done = await changeBalance(tx, parts, by, guarantee, { state: 'in-force', ...to }, happened)
          assert(done.ok, 'a guarantee comes down')
        }),
      )
    })
  }
  return line
}

/** A repayment of a loan under cover of a pool, as the bank reports it, and what of it is keeping exposure. */
export async function coveredLoansRepaid({ store, parts, by, changes }: Place): Promise<Line> {
  const found = await store.read
    .select({ loan: loans })
    .from(covers)
    .innerJoin(loans, eq(loans.id, covers.loanId))
    .where(
      and(
        ...[eq(covers.state, 'in-cover'), isNull(covers.compensatedOn), eq(loans.state, 'drawn')],
        gt(loans.balanceFen, leastFen),
      ),
    )
    .limit(changes)
  const line: Line = { whole: [], own: [] }
  for (const { loan } of found) {
    await store.transact(async (tx) => {
      const less = { ...loan, balanceFen: minus(loan.balanceFen, backFen) }
      line.own.push(await spentOn(() => followCovers(tx, by, [less])))
      await followCovers(tx, by, [loan])
    })
    await store.transact(async (tx) => {
      const report = { principalFen: backFen, interestFen: noFen, paidOn: by.today }
      line.whole.push(
        await spentOn(async () => {
          const done = await repayment(tx, parts, by, loan.id, report)
          assert(done.ok, 'a covered loan is paid back in part')
        }),
      )
    })
  }
  return line
}
