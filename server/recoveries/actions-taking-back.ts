import type { Reader } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { eventsOf, guaranteeById, settlementsOf, sharersOf, unbook } from '../claims/index.ts'
import { newestOf } from '../claims/sharing.ts'
import { notify, type Recipient } from '../inbox/index.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import * as rows from './rows.ts'
import { checkTakingBack, type TakingBack } from './taking-back.ts'

type With = Pick<Parts, 'store' | 'config'>

/** What stands for or against taking a recovery back, and its event. */
export async function standingOf(from: Reader, recovery: rows.Recovery) {
  const { guaranteeId, id, recordedAt, recordedBy } = recovery
  const events = await eventsOf(from, guaranteeId)
  const event = events.find(({ subjectId }) => subjectId === id) ?? null
  const writeOffs = await rows.writeOffsOf(from, guaranteeId)
  const own = (await settlementsOf(from, guaranteeId)).filter(({ eventId }) => eventId === event?.id)
  const standing: TakingBack = {
    recordedBy,
    isTakenBack: (await rows.reversalsOf(from, guaranteeId)).some(
      ({ reversal }) => reversal.recoveryId === id,
    ),
    isNewest: event !== null && newestOf(events) === event,
    isSettled: own.some(({ state }) => state === 'settled'),
    isWriteOffRunning: writeOffs.some(({ state }) => state === 'proposed' || state === 'agreed'),
    isWrittenOff: writeOffs.some(({ approvedAt }) => approvedAt !== null && approvedAt >= recordedAt),
  }
  return { event, standing, settlements: own }
}

/**
 * 追偿撤销: a recovery that was entered in error is taken back by the guarantor's manager, who did not record it, as of today:
 * everybody stands where he stood before it, what was owed of it is owed no more, and what was shown of days before stays.
 * Refuses what `checkTakingBack` and the ledger refuse, and `stale`.
 */
export const takeBackRecovery = (parts: With, by: By, id: rows.Recovery['id'], why: string) =>
  act(parts.store, by, async (tx): Promise<Outcome<object>> => {
    const recovery = present(await rows.recoveryById(tx, id), 'the recovery that was looked up')
    const who = present(by.person, 'who takes back').id
    const { event, standing } = await standingOf(tx, recovery)
    const may = checkTakingBack(standing, who)
    if (!may.ok) return may
    if (why.trim() === '') return refuse('reason-missing', { field: 'why' })
    const reversalId = newId<'recovery-reversal'>()
    const { guaranteeId, number, recoveredFen, costFen } = recovery
    await rows.addReversal(tx, {
      ...{ id: reversalId, recoveryId: id, guaranteeId, why },
      ...{ takenBackOn: by.today, takenBackAt: by.at, takenBackBy: who },
    })
    const undone = await unbook(tx, parts, by, {
      ...{ event: present(event, 'the event of a recovery'), key: `recoveries.received ${id}` },
      ...{ subjectId: reversalId, why },
    })
    if (!undone.ok) return undone
    await write(tx, by, {
      ...{ happening: 'recoveries.taken-back', subject: { kind: 'guarantee', id: guaranteeId }, why },
      details: { number, recoveredFen, costFen },
    })
    const guarantee = present(await guaranteeById(tx, guaranteeId), 'the guarantee of a recovery')
    const sharers = (await sharersOf(tx, guaranteeId)).map(({ institutionId }) => institutionId)
    const to: Recipient[] = [
      ...[...new Set(sharers)].filter((one) => one !== null).map((bank) => ({ bank, officer: null })),
      { firm: guarantee.enterpriseId },
    ]
    await notify(tx, by, {
      ...{ to, kind: 'claims', words: 'recoveries.notice.taken-back', values: { number: guarantee.number } },
      ...{ href: `/guarantees/${guaranteeId}/recovery`, subject: { kind: 'guarantee', id: guaranteeId } },
    })
    return done()
  })
