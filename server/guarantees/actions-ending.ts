import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { write } from '../audit/index.ts'
import type { Day } from '../money/day.ts'
import { noFen } from '../money/fen.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { type Outcome, refuse } from '../platform/outcome.ts'
import { breath } from '../platform/work/breaths.ts'
import { changeBalance, type FollowParts } from './actions-following.ts'
import { isCoverOver } from './following.ts'
import * as rows from './rows.ts'

/* How a guarantee ends although its loan is not paid back: what is left of it is free for good. */

/** Why: the bank claimed for the last time, or its time to claim is over. */
export const endings = ['final-settlement', 'cover-over'] as const
export type Ending = (typeof endings)[number]

/**
 * 解除: frees what is left of a guarantee, with its entry in every sharer's book. What was claimed stays claimed and is
 * recovered as ever; later reports of the loan move nothing any more. Refuses `stale`, and what the ledger refuses.
 */
export async function endGuarantee(
  tx: Transaction,
  parts: FollowParts,
  by: By,
  guarantee: rows.Guarantee,
  { on, why }: { readonly on: Day; readonly why: Ending },
): Promise<Outcome<{ readonly guarantee: rows.Guarantee }>> {
  const stand = { state: 'released', openFen: noFen, balanceFen: noFen, kind: 'released' } as const
  const more = { endedOn: on, releasedOn: on }
  const ended = await changeBalance(tx, parts, by, guarantee, stand, { on, more })
  if (!ended.ok) return ended
  await write(tx, by, {
    happening: `guarantees.ended-${why}`,
    subject: { kind: 'guarantee', id: guarantee.id },
    details: { on, fen: guarantee.balanceFen },
  })
  return ended
}

/** So many are looked up at once; each is released by itself. */
const atOnce = 50

/** The nightly job: what nobody claimed within its time is released, unless a claim is on its way. How many were. */
export async function releaseExpired(parts: FollowParts & Pick<Parts, 'store'>, by: By): Promise<number> {
  let count = 0
  for (let after: rows.Guarantee['id'] | null = null; ; ) {
    const found: rows.Guarantee['id'][] = await rows.coverOverBy(parts.store.read, by.today, after, atOnce)
    for (const id of found) if (await released(parts, by, id)) count += 1
    after = found.at(-1) ?? null
    if (found.length < atOnce) return count
    await breath()
  }
}

async function released(
  parts: FollowParts & Pick<Parts, 'store'>,
  by: By,
  id: rows.Guarantee['id'],
): Promise<boolean> {
  const found = await parts.store.transact(async (tx): Promise<Outcome<object>> => {
    const guarantee = present(await rows.guaranteeById(tx, id), 'a guarantee whose cover is over')
    if (!isCoverOver(guarantee, by.today)) return refuse('stale')
    return endGuarantee(tx, parts, by, guarantee, { on: by.today, why: 'cover-over' })
  })
  return found.ok
}
