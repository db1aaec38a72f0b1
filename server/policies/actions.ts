import type { Store, Transaction } from '../../db/index.ts'
import type { By, Person } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { notify } from '../inbox/index.ts'
import type { NoticeValue } from '../inbox/notice.ts'
import type { Parts } from '../parts.ts'
import { assert, present } from '../platform/assert.ts'
import type { Clock } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import { done, type Outcome, type Refusal, refuse } from '../platform/outcome.ts'
import type { PolicyBook } from './book.ts'
import { checkValue, isFamily, kindOf, mayEnd } from './kinds.ts'
import type { PolicyRow } from './policy.ts'
import { checkProposed, mayDecide, mayWithdraw, type Proposed } from './proposal.ts'
import * as rows from './rows.ts'

/**
 * Adds the reference rows that the database does not have yet, and fills the book. Safe to repeat. A policy of which
 * the bureau has set a version itself takes none from the program any more.
 */
export async function loadPolicies(
  store: Store,
  clock: Clock,
  book: PolicyBook,
  reference: readonly PolicyRow[],
): Promise<void> {
  await store.transact(async (tx) => {
    const there = await rows.allPolicies(tx)
    const known = new Set(there.map((row) => `${row.code} ${row.version}`))
    const own = new Set(there.filter(({ proposalId }) => proposalId).map(({ code }) => code))
    for (const row of reference) {
      if (!known.has(`${row.code} ${row.version}`) && !own.has(row.code))
        await rows.addPolicy(tx, row, clock.now())
    }
  })
  book.refill(await rows.allPolicies(store.read))
}

/** Fills the book again if another process has added a version: one count, as often as the timetable likes. */
export async function refreshPolicies({ store, policies }: Pick<Parts, 'store' | 'policies'>): Promise<void> {
  if ((await rows.countPolicies(store.read)) !== policies.rows.length)
    policies.refill(await rows.allPolicies(store.read))
}

type With = Pick<Parts, 'store' | 'policies'>
type Kept = Outcome<{ readonly proposal: rows.Proposal }>
/** A proposal may have several faults at once; the form shows each beside its field. */
export type ProposedOutcome = Kept & { readonly faults?: readonly Refusal[] }

/**
 * Proposes a version; nothing changes until a second person approves it.
 *
 * Refuses: what is wrong with the value and what `checkProposed` finds (all in `faults`), `proposal-open` (another
 * one of the same policy waits), `unknown-policy-code`.
 */
export async function propose(
  { store }: With,
  by: By,
  proposed: Proposed,
  why: string,
): Promise<ProposedOutcome> {
  let faults: readonly Refusal[] = []
  const outcome = await act(store, by, async (tx): Promise<ProposedOutcome> => {
    const { code } = proposed
    const kind = kindOf(code)
    if (!kind) return refuse('unknown-policy-code', { field: 'code' })
    faults = [
      ...checkValue(code, proposed.value),
      ...checkProposed(await rows.policyVersions(tx, code), proposed, by.today, mayEnd(kind)),
    ]
    const [fault] = faults
    if (fault) return { ok: false, refusal: fault }
    if (await rows.openProposalOf(tx, code)) return refuse('proposal-open')
    const id = newId<'proposal'>()
    await rows.addProposal(tx, {
      ...proposed,
      id,
      why,
      state: 'open',
      proposedAt: by.at,
      proposedBy: whoOf(by).id,
    })
    await tell(tx, by, code, 'proposed', why, { proposal: id })
    await notify(tx, by, {
      ...noticeOf('proposed', id, code),
      // Whoever else is of the bureau that proposes may approve.
      to: [{ bureauOf: whoOf(by).region ?? '' }],
    })
    return done({ proposal: present(await rows.proposalById(tx, id), 'the proposal just made') })
  })
  return outcome.ok ? outcome : { ...outcome, faults }
}

/**
 * Approves a proposal: its version comes in force on its day, and every reader of the book has it from now on.
 *
 * Refuses: what `mayDecide` refuses, `policy-stale`, and what else `checkProposed` finds on the day of the approval
 * (a day that has passed since).
 */
export async function approve({ store, policies }: With, by: By, id: rows.ProposalId, words: string) {
  const outcome = await act(store, by, async (tx): Promise<Kept> => {
    const proposal = present(await rows.proposalById(tx, id), 'a proposal that was looked up')
    const allowed = mayDecide(proposal, whoOf(by).id)
    if (!allowed.ok) return allowed
    const kind = present(kindOf(proposal.code), 'the kind of a policy that was proposed')
    const [fault] = [
      ...checkProposed(await rows.policyVersions(tx, proposal.code), proposal, by.today, mayEnd(kind)),
      ...checkValue(proposal.code, proposal.value),
    ]
    // The page of the proposal has none of its fields.
    if (fault) return refuse(fault.code, { values: fault.values ?? {} })
    const { code, value, source, certainty, effectiveTo } = proposal
    const version = proposal.baseVersion + 1
    const effectiveFrom = proposal.effectiveFrom ?? by.today
    const row = { code, version, effectiveFrom, effectiveTo, value, source, certainty, proposalId: id }
    await rows.addPolicy(tx, row, by.at)
    return decide(tx, by, proposal, 'approved', words, version)
  })
  if (outcome.ok) policies.refill(await rows.allPolicies(store.read))
  return outcome
}

/** Rejects a proposal, with words that its maker reads. Refuses: what `mayDecide` refuses. */
export const reject = ({ store }: With, by: By, id: rows.ProposalId, words: string) =>
  act(store, by, async (tx): Promise<Kept> => {
    const proposal = present(await rows.proposalById(tx, id), 'a proposal that was looked up')
    const allowed = mayDecide(proposal, whoOf(by).id)
    return allowed.ok ? decide(tx, by, proposal, 'rejected', words, null) : allowed
  })

/** Takes one's own proposal back. Refuses: what `mayWithdraw` refuses. */
export const withdraw = ({ store }: With, by: By, id: rows.ProposalId) =>
  act(store, by, async (tx): Promise<Kept> => {
    const proposal = present(await rows.proposalById(tx, id), 'a proposal that was looked up')
    const allowed = mayWithdraw(proposal, whoOf(by).id)
    return allowed.ok ? decide(tx, by, proposal, 'withdrawn', '', null) : allowed
  })

async function decide(
  tx: Transaction,
  by: By,
  { id, code, proposedBy }: rows.Proposal,
  state: 'approved' | 'rejected' | 'withdrawn',
  words: string,
  version: number | null,
): Promise<Kept> {
  const changes = { state, decidedAt: by.at, decidedBy: whoOf(by).id, words: words || null, version }
  const closed = await rows.closeProposal(tx, id, changes)
  assert(closed, 'a proposal that was open a moment ago, in the same transaction')
  await tell(tx, by, code, state, words, { proposal: id, ...(version === null ? {} : { version }) })
  if (state !== 'withdrawn')
    await notify(tx, by, { ...noticeOf(state, id, code), to: [{ person: proposedBy }] })
  return done({ proposal: present(await rows.proposalById(tx, id), 'the proposal just decided') })
}

/** A policy of a family, and a year of the calendar, is told by its code: its name is in its value. */
function nameOf(code: string): NoticeValue {
  const kind = present(kindOf(code), 'the kind of a policy that was proposed')
  return isFamily(kind) ? code : { words: `policies.name.${kind}` }
}

const noticeOf = (what: 'proposed' | 'approved' | 'rejected', id: rows.ProposalId, code: string) =>
  ({
    kind: 'policies',
    words: `policies.notice.${what}`,
    values: { policy: nameOf(code) },
    href: `/policies/proposals/${id}`,
    subject: { kind: 'policy', id: code },
  }) as const

const tell = (
  tx: Transaction,
  by: By,
  code: string,
  what: string,
  why: string,
  details: Record<string, unknown>,
) =>
  write(tx, by, {
    happening: `policies.${what}`,
    subject: { kind: 'policy', id: code },
    ...(why ? { why } : {}),
    details,
  })

const whoOf = ({ person }: By): Person => present(person, 'the person who acts')
