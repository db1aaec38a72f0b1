import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { checkCost, checkMeant, isOpenClaim } from '../claims/claim.ts'
import {
  book,
  claimRuleOn,
  claimsOf,
  type Guaranteed,
  type GuaranteeId,
  guaranteeById,
  sharingOf,
} from '../claims/index.ts'
import { mostRecovered } from '../claims/sharing.ts'
import { notify, type Recipient } from '../inbox/index.ts'
import { type Day, plusMonths } from '../money/day.ts'
import { type Fen, minus, noFen, plus } from '../money/fen.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { newId } from '../platform/ids.ts'
import { nextNumber } from '../platform/numbers.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { RecoveryMeans } from './recovery.ts'
import * as rows from './rows.ts'
import { checkWriteOff, type Outstanding } from './write-off.ts'

type With = Pick<Parts, 'store' | 'policies' | 'config'>

export type Planning = {
  readonly means: readonly RecoveryMeans[]
  readonly expectedFen: Fen
  readonly untilOn: Day
  readonly words: string
}

/** Behind this nobody plans: judgements are enforced within two years and again, and a later day is a slip of the year. */
const longestPlanMonths = 10 * 12

/**
 * 追偿方案: how the guarantor means to get the money back, and how much of what the debtor still owes.
 * Refuses `nothing-claimed`, `day-passed`, `plan-too-far` (naming the last day), `recovery-above-owed`.
 */
export const plan = ({ store }: With, by: By, guaranteeId: GuaranteeId, input: Planning) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const guarantee = present(await guaranteeById(tx, guaranteeId), 'the guarantee that was looked up')
    const { sharing } = await sharingOf(tx, guarantee)
    if (sharing.lossFen === 0) return refuse('nothing-claimed')
    if (input.untilOn < by.today) return refuse('day-passed', { field: 'untilOn' })
    const latest = plusMonths(by.today, longestPlanMonths)
    if (input.untilOn > latest) return refuse('plan-too-far', { field: 'untilOn', values: { day: latest } })
    const borneFen = plus(...sharing.series.shares.map((share) => share.borneFen))
    const mostFen = plus(borneFen, sharing.openCostFen)
    if (input.expectedFen > mostFen)
      return refuse('recovery-above-owed', { field: 'expectedFen', values: { mostFen } })
    const madeBy = present(by.person, 'who plans').id
    await rows.addPlan(tx, { ...input, id: newId<'recovery-plan'>(), guaranteeId, madeAt: by.at, madeBy })
    await write(tx, by, {
      happening: 'recoveries.planned',
      subject: { kind: 'guarantee', id: guaranteeId },
      details: { expectedFen: input.expectedFen, untilOn: input.untilOn },
    })
    return done()
  })

export type Recovering = {
  readonly means: RecoveryMeans
  readonly receivedOn: Day
  readonly recoveredFen: Fen
  readonly costFen: Fen
  readonly words: string
  /** A sum that looks too small, and that whoever records it has confirmed. */
  readonly sure?: readonly Fen[] | undefined
}

/**
 * 追偿到账: money that came back and what it cost. Costs are covered first; the rest goes back to those who bore, who are
 * owed their parts from now on.
 *
 * What getting money back cost and nothing has covered yet is not more than all that was claimed (`checkCost`).
 *
 * Refuses `nothing-claimed`, `negative`, `not-positive`, `cost-above-claimed`, `day-ahead`, `before-payout`,
 * `recovery-above-owed`, and `sum-small` where the sum looks like 万元 and was not confirmed.
 */
export const recover = (parts: With, by: By, guaranteeId: GuaranteeId, input: Recovering) =>
  act(parts.store, by, async (tx): Promise<Outcome<{ readonly recovery: rows.Recovery }>> => {
    const guarantee = present(await guaranteeById(tx, guaranteeId), 'the guarantee that was looked up')
    const claimed = (await claimsOf(tx, guaranteeId)).filter(({ state }) => state === 'paid')
    const [paid] = claimed
    if (!paid?.paidOn) return refuse('nothing-claimed')
    const { sure, ...said } = input
    const { receivedOn, recoveredFen, costFen } = said
    if (recoveredFen < 0) return refuse('negative', { field: 'recoveredFen' })
    if (costFen < 0) return refuse('negative', { field: 'costFen' })
    if (recoveredFen === 0 && costFen === 0) return refuse('not-positive', { field: 'recoveredFen' })
    const mostFen = plus(...claimed.map(({ claimedFen }) => claimedFen))
    const { sharing } = await sharingOf(tx, guarantee)
    const cost = checkCost(costFen, sharing.openCostFen, mostFen)
    if (!cost.ok) return cost
    if (receivedOn > by.today) return refuse('day-ahead', { field: 'receivedOn' })
    if (receivedOn < paid.paidOn) return refuse('before-payout', { field: 'receivedOn' })
    const owedFen = mostRecovered(sharing, costFen)
    const meant = checkMeant([['recoveredFen', recoveredFen, owedFen]], sure)
    if (!meant.ok) return meant
    const recovery: rows.Recovery = {
      ...{ ...said, id: newId<'recovery'>(), guaranteeId },
      ...{ number: await nextNumber(tx, 'ZC', by.today), recordedAt: by.at },
      recordedBy: present(by.person, 'who records').id,
    }
    await rows.addRecovery(tx, recovery)
    const rule = claimRuleOn(parts, by.today)
    const due = { days: rule.value.returnDays, version: rule.version }
    const event = { kind: 'recovery', recoveredFen, costFen } as const
    const shared = await book(tx, parts, by, guarantee, event, {
      ...{ subjectId: recovery.id, on: receivedOn, due, kind: 'recoveries.received' },
      memo: { number: recovery.number, recoveredFen, costFen },
    })
    if (!shared.ok) return shared
    await write(tx, by, {
      happening: 'recoveries.received',
      subject: { kind: 'guarantee', id: guaranteeId },
      details: { number: recovery.number, recoveredFen, costFen },
    })
    const to = [{ bank: guarantee.bankId, officer: null }, { firm: guarantee.enterpriseId }]
    await tell(tx, by, guarantee, 'received', to)
    return done({ recovery })
  })

/** What is out under a guarantee: claimed, back, written off. */
export async function outstandingOf(
  from: Parameters<typeof sharingOf>[0],
  guarantee: Guaranteed,
): Promise<Outstanding> {
  const { sharing } = await sharingOf(from, guarantee)
  const borne = plus(...sharing.series.shares.map(({ borneFen }) => borneFen))
  return {
    claimedFen: sharing.lossFen,
    returnedFen: minus(sharing.lossFen, borne),
    writtenOffFen: await rows.writtenOff(from, guarantee.id),
  }
}

type Made = Outcome<{ readonly writeOff: rows.WriteOff }>

/** 核销 is proposed by the guarantor's officer. Refuses what `checkWriteOff` refuses, and `nothing-claimed`. */
export const proposeWriteOff = (
  { store }: With,
  by: By,
  guaranteeId: GuaranteeId,
  { amountFen, why }: { readonly amountFen: Fen; readonly why: string },
) =>
  act(store, by, async (tx): Promise<Made> => {
    const guarantee = present(await guaranteeById(tx, guaranteeId), 'the guarantee that was looked up')
    const rest = await outstandingOf(tx, guarantee)
    if (rest.claimedFen === noFen) return refuse('nothing-claimed')
    const running = (await rows.writeOffsOf(tx, guaranteeId)).some(isRunning)
    const may = checkWriteOff(rest, { openClaim: await hasOpenClaim(tx, guaranteeId), running }, amountFen)
    if (!may.ok) return may
    const id = newId<'write-off'>()
    await rows.addWriteOff(tx, {
      ...{ id, number: await nextNumber(tx, 'HX', by.today), guaranteeId, state: 'proposed', amountFen, why },
      ...{ proposedAt: by.at, proposedBy: present(by.person, 'who proposes').id, version: 1 },
    })
    const writeOff = present(await rows.writeOffById(tx, id), 'the write-off just proposed')
    await write(tx, by, {
      ...{ happening: 'recoveries.write-off-proposed', subject: { kind: 'guarantee', id: guaranteeId }, why },
      details: { number: writeOff.number, amountFen },
    })
    await tell(tx, by, guarantee, 'write-off-proposed', [{ managersOf: guarantee.guarantorId }])
    return done({ writeOff })
  })

const isRunning = ({ state }: rows.WriteOff): boolean => state === 'proposed' || state === 'agreed'

const hasOpenClaim = async (tx: Transaction, guaranteeId: GuaranteeId): Promise<boolean> =>
  (await claimsOf(tx, guaranteeId)).some(({ state }) => isOpenClaim(state))

/** The first approval: the guarantor's manager, who did not propose it. Refuses `write-off-moved`, `same-person`. */
export const agreeToWriteOff = ({ store }: With, by: By, id: rows.WriteOff['id']) =>
  act(store, by, async (tx): Promise<Made> => {
    const found = present(await rows.writeOffById(tx, id), 'the write-off that was looked up')
    const who = present(by.person, 'who agrees').id
    if (found.state !== 'proposed') return refuse('write-off-moved')
    if (found.proposedBy === who) return refuse('same-person')
    return moved(tx, by, found, 'agreed', { agreedAt: by.at, agreedBy: who }, 'bureau')
  })

/**
 * The second approval: the head of the bureau. What is out is looked at once more. The guarantee stays as it is.
 * Refuses `write-off-moved`, `same-person`, what `checkWriteOff` refuses.
 */
export const approveWriteOff = ({ store }: With, by: By, id: rows.WriteOff['id']) =>
  act(store, by, async (tx): Promise<Made> => {
    const found = present(await rows.writeOffById(tx, id), 'the write-off that was looked up')
    const who = present(by.person, 'who approves').id
    if (found.state !== 'agreed') return refuse('write-off-moved')
    if (found.proposedBy === who || found.agreedBy === who) return refuse('same-person')
    const guarantee = present(await guaranteeById(tx, found.guaranteeId), 'the guarantee of a write-off')
    const openClaim = await hasOpenClaim(tx, found.guaranteeId)
    const may = checkWriteOff(
      await outstandingOf(tx, guarantee),
      { openClaim, running: false },
      found.amountFen,
    )
    if (!may.ok) return may
    const approved = { approvedOn: by.today, approvedAt: by.at, approvedBy: who }
    return moved(tx, by, found, 'approved', approved, 'guarantor')
  })

/** Either of the two says no, with a reason. Refuses `write-off-moved`. */
export const rejectWriteOff = ({ store }: With, by: By, id: rows.WriteOff['id'], answer: string) =>
  act(store, by, async (tx): Promise<Made> => {
    const found = present(await rows.writeOffById(tx, id), 'the write-off that was looked up')
    if (!isRunning(found)) return refuse('write-off-moved')
    const ended = { answer, endedAt: by.at, endedBy: present(by.person, 'who rejects').id }
    return moved(tx, by, found, 'rejected', ended, 'guarantor', answer)
  })

async function moved(
  tx: Transaction,
  by: By,
  found: rows.WriteOff,
  to: 'agreed' | 'approved' | 'rejected',
  changes: Parameters<typeof rows.changeWriteOff>[2],
  side: 'guarantor' | 'bureau',
  why?: string,
): Promise<Made> {
  const writeOff = await rows.changeWriteOff(tx, found, { ...changes, state: to })
  if (!writeOff) return refuse('stale')
  await write(tx, by, {
    happening: `recoveries.write-off-${to}`,
    subject: { kind: 'guarantee', id: found.guaranteeId },
    ...{ from: found.state, to, details: { number: found.number, amountFen: found.amountFen } },
    ...(why ? { why } : {}),
  })
  const guarantee = present(await guaranteeById(tx, found.guaranteeId), 'the guarantee of a write-off')
  const recipient: Recipient =
    side === 'bureau' ? { bureauOf: guarantee.district } : { bank: guarantee.guarantorId, officer: null }
  await tell(tx, by, guarantee, `write-off-${to}`, [recipient])
  return done({ writeOff })
}

const tell = (tx: Transaction, by: By, { id, number }: Guaranteed, what: string, to: readonly Recipient[]) =>
  notify(tx, by, {
    ...{ to, kind: 'claims', words: `recoveries.notice.${what}`, values: { number } },
    ...{ href: `/guarantees/${id}/recovery`, subject: { kind: 'guarantee', id } },
  })
