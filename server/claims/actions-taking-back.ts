import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { write } from '../audit/index.ts'
import { entriesAbout, reverse } from '../ledger/index.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { tellOfSettlement } from './actions-notices.ts'
import * as rows from './rows.ts'
import { changeSettlement, settlementsOf } from './rows-settlements.ts'
import { isOver } from './settlement.ts'

type With = Pick<Parts, 'store' | 'config'>

type Undoing = {
  /** The recovery, and the key under which it was booked. */
  readonly event: rows.SharedEventRow
  readonly key: string
  /** What takes it back, as the event names it. */
  readonly subjectId: string
  readonly why: string
}

/**
 * Takes back the newest recovery of a guarantee: an event of its own with everybody's part the other way, the mirror of its
 * entry in the books of all, and an end to what nobody owes any more. All of it bears today, so that no figure of a day
 * before moves. Whether it may be taken back is said by the room that asks. Refuses what the ledger refuses, and `stale`.
 */
export async function unbook(
  tx: Transaction,
  parts: With,
  by: By,
  { event, key, subjectId, why }: Undoing,
): Promise<Outcome<object>> {
  const { guaranteeId, lossFen, recoveredFen, costFen } = event
  const count = (await rows.eventsOf(tx, guaranteeId)).length
  const eventId = newId<'shared-event'>()
  await rows.addEvent(
    tx,
    {
      ...{ id: eventId, guaranteeId, position: count + 1, kind: 'taken-back', subjectId, on: by.today },
      ...{ lossFen, recoveredFen, costFen, at: by.at },
    },
    (await rows.partsOf(tx, event.id)).map((part) => ({ ...part, eventId })),
  )
  const entries = await entriesAbout(tx, { kind: 'guarantee', id: guaranteeId })
  const entry = present(
    entries.find((one) => one.key === key),
    'the entry of a recovery',
  )
  const undone = await reverse(tx, by, parts, { entry: entry.id, key: `${key} taken-back`, why })
  if (!undone.ok) return undone
  for (const one of (await settlementsOf(tx, guaranteeId)).filter(({ eventId: of }) => of === event.id)) {
    if (isOver(one.state)) continue
    const after = await changeSettlement(tx, one, { state: 'taken-back', bookedOn: by.today })
    if (!after) return refuse('stale')
    await write(tx, by, {
      happening: 'claims.settlement-taken-back',
      subject: { kind: 'settlement', id: one.id },
      ...{ from: one.state, to: 'taken-back', why },
    })
    await tellOfSettlement(tx, by, after, 'taken-back')
  }
  return done()
}
