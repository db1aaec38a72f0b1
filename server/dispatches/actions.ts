import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { checkDecline, type DeclineReason } from '../applications/application.ts'
import { act, write } from '../audit/index.ts'
import { firmOf } from '../enterprises/index.ts'
import { notify } from '../inbox/index.ts'
import { type InstitutionId, institutionOf } from '../institutions/index.ts'
import { matchRuleOn, openFacts } from '../matching/index.ts'
import { fitsOf } from '../matching/reading.ts'
import { holdNeed, type Need, needById } from '../needs/index.ts'
import { isInHall } from '../needs/need.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { done, type Outcome, type Refusal, refuse } from '../platform/outcome.ts'
import { breath } from '../platform/work/breaths.ts'
import { dueBy } from '../policies/index.ts'
import { listedShelf } from '../products/index.ts'
import { type Candidate, type DispatchReason, nextBank } from './dispatch.ts'
import * as rows from './rows.ts'

type With = Pick<Parts, 'store' | 'policies'>

/** As many as one round of the platform's work takes on; the next round follows within a minute. */
const perRound = 100

/**
 * 精准派单 by the platform itself: ends what was taken, what went with its need and what is past its day, then puts
 * each need that waits before the next bank. A need that no further bank has a fitting product for is left to the
 * hall. Safe to repeat; answers how many needs went out.
 *
 * A need for which no day can be counted (`calendar-missing`) stays in the hall for the next round and keeps no other
 * one waiting; once all had their turn it is thrown, so that it is logged as an error and never passes in silence.
 */
export async function runDispatches(parts: With, by: By): Promise<number> {
  await parts.store.transact((tx) => endSettled(tx, by))
  const waiting = await rows.needsWithoutBank(parts.store.read, perRound)
  const stuck: Error[] = []
  let sent = 0
  for (const { id, number } of waiting) {
    const outcome = await parts.store.transact((tx) => sendOn(tx, parts, by, id))
    if (!outcome.ok) stuck.push(new Error(`${number}: ${refusalText(outcome.refusal)}`))
    else if (outcome.sent) sent += 1
    await breath()
  }
  if (stuck.length) throw new AggregateError(stuck, `needs not dispatched: ${stuck.map(String).join('; ')}`)
  return sent
}

const refusalText = ({ code, values }: Refusal): string => [code, ...Object.values(values ?? {})].join(' ')

async function endSettled(tx: Transaction, by: By): Promise<void> {
  const { taken, gone, late } = await rows.settledDispatches(tx, by.today, perRound)
  for (const { dispatch } of taken)
    await rows.endDispatch(tx, dispatch.id, { state: 'taken', endedAt: by.at })
  for (const { dispatch } of gone) await end(tx, by, dispatch, 'recalled')
  for (const { dispatch } of late) {
    await end(tx, by, dispatch, 'timed-out')
    await passOn(tx, dispatch.needId)
  }
}

async function sendOn(
  tx: Transaction,
  parts: With,
  by: By,
  id: Id<'need'>,
): Promise<Outcome<{ readonly sent: boolean }>> {
  const need = await needById(tx, id)
  if (need?.state !== 'published' || need.dispatch !== 'due') return done({ sent: false })
  const asked = await rows.askedSince(tx, id, present(need.publishedAt, 'the moment of a publication'))
  const next = nextBank(await candidatesFor(tx, parts, by, need), asked)
  if (!next) {
    await holdNeed(tx, need, { dispatch: 'ended', heldFor: null, heldUntil: null })
    return done({ sent: false })
  }
  const sent = await send(tx, parts, by, need, next)
  return sent.ok ? done({ sent: true }) : sent
}

/** The banks that have a product which the need fits, by what a bank may know of it. */
async function candidatesFor(tx: Transaction, { policies }: With, by: By, need: Need): Promise<Candidate[]> {
  const firm = present(await firmOf(tx, need.enterpriseId), 'the firm of a need')
  const facts = openFacts(need, firm, by.today)
  const fits = fitsOf(facts, await listedShelf(tx), matchRuleOn(policies, by.today))
  const loads = await rows.loads(tx)
  const best = new Map<InstitutionId, number>()
  for (const { verdict, score, product } of fits) {
    if (verdict !== 'eligible' || score === null) continue
    best.set(product.institutionId, Math.max(score, best.get(product.institutionId) ?? 0))
  }
  return [...best].map(([institutionId, score]) => ({
    institutionId,
    score,
    isMainBank: firm.mainBankId === institutionId,
    openCases: loads.get(institutionId) ?? 0,
  }))
}

type Chosen = {
  readonly institutionId: InstitutionId
  readonly reason: DispatchReason
  readonly why?: string
}

async function send(
  tx: Transaction,
  { policies }: With,
  by: By,
  need: Need,
  { institutionId, reason, why }: Chosen,
): Promise<Outcome<object>> {
  const clock = dueBy(policies, by.today, 'acceptWorkdays')
  if (!clock.ok) return clock
  const { on, policies: duePolicies } = clock.due
  const bank = present(await institutionOf(tx, institutionId), 'the bank that is asked')
  await rows.addDispatch(tx, {
    id: newId<'dispatch'>(),
    needId: need.id,
    institutionId,
    reason,
    why: why ?? null,
    state: 'waiting',
    sentAt: by.at,
    sentBy: by.person?.id ?? null,
    dueOn: on,
    duePolicies,
    endedAt: null,
    declineReason: null,
    declineWords: null,
  })
  const hold = need.openness === 'exclusive' ? { heldFor: institutionId, heldUntil: on } : nobody
  await holdNeed(tx, need, { ...hold, dispatch: 'waiting' })
  await write(tx, by, {
    happening: 'dispatches.sent',
    subject: { kind: 'need', id: need.id },
    why: why ? `${bank.name}: ${why}` : bank.name,
    details: { institutionId, reason, dueOn: on },
  })
  await tell(tx, by, 'sent', need, institutionId)
  return done()
}

const nobody = { heldFor: null, heldUntil: null } as const

/** The bank hears that it is asked, that its days have passed, or that it is asked no more. */
async function tell(
  tx: Transaction,
  by: By,
  what: 'sent' | 'timed-out' | 'recalled',
  { id, number }: Pick<Need, 'id' | 'number'>,
  institutionId: InstitutionId,
): Promise<void> {
  await notify(tx, by, {
    // A day that was missed is the manager's business.
    to: [what === 'timed-out' ? { managersOf: institutionId } : { bank: institutionId, officer: null }],
    kind: 'dispatches',
    words: `dispatches.notice.${what}`,
    values: { number },
    href: '/dispatches',
    subject: { kind: 'need', id },
  })
}

/**
 * The firm hears that a bank did not take its need, by its coded reason or by its silence, and how it goes on. No bank is
 * named: a notice may go out as mail, and the page of the need says more to whom it may.
 */
async function tellFirm(
  tx: Transaction,
  by: By,
  what: 'timed-out' | 'declined',
  { id, number, state, enterpriseId }: Need,
  reason?: DeclineReason | null,
): Promise<void> {
  if (!isInHall(state)) return
  await notify(tx, by, {
    to: [{ firm: enterpriseId }],
    kind: 'needs',
    words: `dispatches.notice.firm-${what}${state === 'published' ? '' : '-others-work'}`,
    values: { number, ...(reason ? { reason: { words: `applications.decline-reason.${reason}` } } : {}) },
    href: `/needs/${id}`,
    subject: { kind: 'need', id },
  })
}

/** The need looks for its next bank; while other banks work on it, none is asked beside them. */
async function passOn(tx: Transaction, needId: Id<'need'>): Promise<void> {
  const need = present(await needById(tx, needId), 'the need of a dispatch')
  if (!isInHall(need.state)) return
  await holdNeed(tx, need, { ...nobody, dispatch: need.state === 'published' ? 'due' : 'ended' })
}

async function end(
  tx: Transaction,
  by: By,
  { id, needId, institutionId }: rows.Dispatch,
  state: 'recalled' | 'timed-out' | 'declined',
  answer: Omit<rows.Ending, 'state' | 'endedAt'> = {},
): Promise<boolean> {
  if (!(await rows.endDispatch(tx, id, { ...answer, state, endedAt: by.at }))) return false
  const bank = present(await institutionOf(tx, institutionId), 'the bank that was asked')
  const why = answer.declineWords ? `${bank.name}: ${answer.declineWords}` : bank.name
  const reason = answer.declineReason
  await write(tx, by, {
    happening: `dispatches.${state}`,
    subject: { kind: 'need', id: needId },
    why,
    details: { institutionId, ...(reason ? { reason } : {}) },
  })
  const need = present(await needById(tx, needId), 'the need of a dispatch')
  if (state !== 'declined') await tell(tx, by, state, need, institutionId)
  if (state !== 'recalled') await tellFirm(tx, by, state, need, reason)
  return true
}

/**
 * The bureau puts a need before a bank of its choice; another bank that was asked is told that it no longer is.
 * Refuses: `need-not-in-hall`, `bank-does-not-lend` (no bank of that id, or no product of it is open to the need),
 * `dispatch-there`, `calendar-missing`.
 */
export const dispatchByHand = (
  parts: With,
  by: By,
  id: Id<'need'>,
  { institutionId, why }: { readonly institutionId: string; readonly why: string },
) =>
  act(parts.store, by, async (tx): Promise<Outcome<object>> => {
    const need = await needById(tx, id)
    if (need?.state !== 'published') return refuse('need-not-in-hall')
    const firm = present(await firmOf(tx, need.enterpriseId), 'the firm of a need')
    const facts = openFacts(need, firm, by.today)
    const own = (await listedShelf(tx)).filter((product) => product.institutionId === institutionId)
    const [product] = own
    if (!product) return refuse('bank-does-not-lend', { field: 'institutionId' })
    const fits = fitsOf(facts, own, matchRuleOn(parts.policies, by.today))
    if (fits.every(({ verdict }) => verdict === 'not'))
      return refuse('bank-does-not-lend', { field: 'institutionId' })
    for (const { dispatch } of await rows.dispatchesOf(tx, id)) {
      if (dispatch.state !== 'waiting') continue
      if (dispatch.institutionId === product.institutionId)
        return refuse('dispatch-there', { field: 'institutionId' })
      await end(tx, by, dispatch, 'recalled')
    }
    return send(tx, parts, by, need, { institutionId: product.institutionId, reason: 'by-hand', why })
  })

/**
 * A bank says that it will not take the need, with a coded reason; the need goes on to the next bank at once.
 * Refuses: `dispatch-ended`, and what `checkDecline` refuses.
 */
export const declineDispatch = (
  { store }: With,
  by: By,
  id: Id<'dispatch'>,
  { reason, words }: { readonly reason: DeclineReason; readonly words: string },
) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const fine = checkDecline(reason, words)
    if (!fine.ok) return fine
    const dispatch = present(await rows.dispatchById(tx, id), 'the dispatch that was looked up')
    const answer = { declineReason: reason, declineWords: words === '' ? null : words }
    if (!(await end(tx, by, dispatch, 'declined', answer))) return refuse('dispatch-ended')
    await passOn(tx, dispatch.needId)
    return done()
  })
