import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { daysSince } from '../loans/loan.ts'
import type { Day } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { newId } from '../platform/ids.ts'
import { nextNumber } from '../platform/numbers.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { countClaim, letGo } from './actions-guarantees.ts'
import { tell } from './actions-notices.ts'
import { type ClaimKind, type ClaimState, checkClaim, type LegalBasis, mayMoveClaim } from './claim.ts'
import { checkUnpaid, dueAfter, factsOf, unpaidSince } from './ground.ts'
import { claimRuleOn, standingOf } from './parts.ts'
import * as rows from './rows.ts'
import { attach, type PaperPlace, papersAt } from './rows-papers.ts'
import { claimPapers } from './rule.ts'

type With = Pick<Parts, 'store' | 'policies' | 'config'>
type Made = Outcome<{ readonly claim: rows.Claim }>

/** What a bank says when it claims. */
export type Claiming = {
  readonly kind: ClaimKind
  readonly basis: LegalBasis
  readonly principalFen: Fen
  readonly interestFen: Fen
  /** From when to when normal interest is unpaid; null where none is claimed. */
  readonly interestFrom: Day | null
  readonly interestUntil: Day | null
  readonly words: string
  /** Sums that look too small, and that whoever claims has confirmed. */
  readonly sure?: readonly Fen[] | undefined
}

/**
 * 代偿申请: the bank asks the guarantor to pay, with the papers that it brought. From now on nothing releases the guarantee until the claim is decided.
 * Refuses what `checkClaim` and `checkUnpaid` refuse, and `claim-without-loan`.
 */
export const fileClaim = (
  { store, policies }: With,
  by: By,
  guaranteeId: rows.GuaranteeId,
  input: Claiming,
) =>
  act(store, by, async (tx): Promise<Made> => {
    const guarantee = present(await rows.guaranteeById(tx, guaranteeId), 'the guarantee that was looked up')
    const found = await examined(tx, { policies }, by, guarantee, input, { guaranteeId })
    if (!found.ok) return found
    const id = newId<'claim'>()
    const { loanId, enterpriseId, bankId: institutionId, guarantorId } = guarantee
    await rows.addClaim(tx, {
      ...{ id, number: await nextNumber(tx, 'DC', by.today), guaranteeId, enterpriseId, institutionId },
      ...{ guarantorId, loanId: present(loanId, 'the loan of a guarantee in force') },
      ...{ ...found.columns, version: 1 },
      ...{ filedBy: present(by.person, 'who files').id },
    })
    await attach(tx, guaranteeId, id)
    const counted = await countClaim(tx, guarantee, 1)
    if (!counted.ok) return counted
    const claim = present(await rows.claimById(tx, id), 'the claim just filed')
    await write(tx, by, {
      happening: 'claims.filed',
      subject: { kind: 'claim', id },
      to: 'filed',
      details: { claimedFen: claim.claimedFen, basis: input.basis, trigger: claim.trigger },
    })
    await tell(tx, by, claim, 'filed', ['guarantor', 'firm'])
    return done({ claim })
  })

/** What the guarantor returned is filed again, with what was wrong mended; its days begin anew. Refuses as `fileClaim`. */
export const fileAgain = ({ store, policies }: With, by: By, id: rows.ClaimId, input: Claiming) =>
  act(store, by, async (tx): Promise<Made> => {
    const claim = present(await rows.claimById(tx, id), 'the claim that was looked up')
    if (!mayMoveClaim(claim.state, 'filed')) return refuse('claim-moved')
    const guarantee = present(await rows.guaranteeById(tx, claim.guaranteeId), 'the guarantee of a claim')
    const found = await examined(tx, { policies }, by, guarantee, input, { claimId: id })
    if (!found.ok) return found
    const cleared = {
      ...{ checkedAt: null, checkedBy: null, decidedAt: null, decidedBy: null, answer: null },
      filedBy: present(by.person, 'who files').id,
    }
    return moved(tx, by, claim, 'filed', { ...found.columns, ...cleared }, ['guarantor'])
  })

/** A claim held against everything that is known, and what is kept of it. */
async function examined(
  tx: Transaction,
  parts: Pick<Parts, 'policies'>,
  by: By,
  guarantee: rows.Guaranteed,
  input: Claiming,
  place: PaperPlace,
) {
  const besides = 'claimId' in place ? place.claimId : null
  const standing = await standingOf(tx, guarantee, by.today, besides)
  if (!standing) return refuse('claim-without-loan')
  const rule = claimRuleOn(parts, by.today)
  const usual = unpaidSince(standing, by.today)
  const unpaid = { from: input.interestFrom ?? usual.from, until: input.interestUntil ?? usual.until }
  // Days that are said are looked at, whether or not interest is asked for by them.
  if (input.interestFen > 0 || input.interestFrom !== null || input.interestUntil !== null) {
    const days = checkUnpaid(standing, unpaid, by.today)
    if (!days.ok) return days
  }
  const facts = factsOf(standing, unpaid, by.today)
  const brought = new Set((await papersAt(tx, place)).map(({ kind }) => kind))
  const papers = claimPapers.filter((paper) => brought.has(paper))
  const found = checkClaim(guarantee.terms, rule.value, facts, { ...input, papers }, by.today)
  if (!found.ok) return found
  const { kind, basis, principalFen, interestFen, words } = input
  const columns = {
    ...{ kind, basis, principalFen, interestFen, papers, words, state: 'filed' as const },
    ...{ trigger: found.trigger, claimedFen: found.claimedFen },
    overdueDays: daysSince(standing.loan.overdueSince, by.today),
    riskClass: standing.loan.riskClass,
    ...{ interestFrom: unpaid.from, interestUntil: unpaid.until, ruleVersion: rule.version },
    ...{ filedOn: by.today, filedAt: by.at, dueOn: dueAfter(by.today, rule.value.payDays) },
  }
  return done({ columns })
}

/** The bank takes its claim back before it is decided. Refuses `claim-moved`, `stale`. */
export const withdrawClaim = (parts: With, by: By, id: rows.ClaimId) =>
  act(parts.store, by, async (tx): Promise<Made> => {
    const claim = present(await rows.claimById(tx, id), 'the claim that was looked up')
    return ended(parts, tx, by, claim, 'withdrawn', {}, ['guarantor'])
  })

/** Which version of a claim lay before whoever acts on it; the program itself has just read it. */
export type Seen = { readonly seen?: number }

/** Whether a claim may move on, and is still what lay before whoever moves it. Refuses `claim-moved`, `stale`. */
export function checkSeen({ state, version }: rows.Claim, to: ClaimState, { seen }: Seen): Outcome<object> {
  if (!mayMoveClaim(state, to)) return refuse('claim-moved')
  return seen === undefined || seen === version ? done() : refuse('stale')
}

/** The guarantor's officer finds the papers complete. Refuses `claim-moved`, `stale`. */
export const checkPapers = ({ store }: With, by: By, id: rows.ClaimId, seen: Seen = {}) =>
  act(store, by, async (tx): Promise<Made> => {
    const claim = present(await rows.claimById(tx, id), 'the claim that was looked up')
    const fresh = checkSeen(claim, 'checked', seen)
    if (!fresh.ok) return fresh
    const checked = { checkedAt: by.at, checkedBy: present(by.person, 'who checks').id }
    return moved(tx, by, claim, 'checked', checked, ['managers'])
  })

/** The guarantor wants something mended, and says what. Refuses `claim-moved`, `stale`. */
export const returnClaim = ({ store }: With, by: By, id: rows.ClaimId, answer: string, seen: Seen = {}) =>
  act(store, by, async (tx): Promise<Made> => {
    const claim = present(await rows.claimById(tx, id), 'the claim that was looked up')
    const fresh = checkSeen(claim, 'returned', seen)
    if (!fresh.ok) return fresh
    return moved(tx, by, claim, 'returned', { answer }, ['bank'], answer)
  })

/**
 * The guarantor's manager decides. Whoever found the papers complete does not approve, and who refuses says why.
 * Refuses `claim-moved`, `claim-refusal-words`, `same-person`, `stale`.
 */
export const decideClaim = (
  parts: With,
  by: By,
  id: rows.ClaimId,
  { outcome, answer, ...seen }: { readonly outcome: 'approved' | 'refused'; readonly answer: string } & Seen,
) =>
  act(parts.store, by, async (tx): Promise<Made> => {
    const claim = present(await rows.claimById(tx, id), 'the claim that was looked up')
    const fresh = checkSeen(claim, outcome, seen)
    if (!fresh.ok) return fresh
    if (outcome === 'refused' && answer.trim() === '')
      return refuse('claim-refusal-words', { field: 'answer' })
    const who = present(by.person, 'who decides').id
    if (outcome === 'approved' && claim.checkedBy === who) return refuse('same-person')
    const decided = { decidedAt: by.at, decidedBy: who, answer }
    return outcome === 'approved'
      ? moved(tx, by, claim, 'approved', decided, ['bank', 'guarantor'], answer)
      : ended(parts, tx, by, claim, 'refused', decided, ['bank', 'firm'], answer)
  })

/** On to another state, with who, when and why. */
export async function moved(
  tx: Transaction,
  by: By,
  claim: rows.Claim,
  to: ClaimState,
  changes: Parameters<typeof rows.changeClaim>[2],
  sides: Parameters<typeof tell>[4],
  why?: string,
): Promise<Made> {
  if (!mayMoveClaim(claim.state, to)) return refuse('claim-moved')
  const after = await rows.changeClaim(tx, claim, { ...changes, state: to })
  if (!after) return refuse('stale')
  await write(tx, by, {
    happening: `claims.${to}`,
    subject: { kind: 'claim', id: claim.id },
    from: claim.state,
    to,
    ...(why ? { why } : {}),
  })
  await tell(tx, by, after, to, sides)
  return done({ claim: after })
}

/** The same for a claim that is over: its guarantee is no longer held by it. */
async function ended(parts: With, ...asked: Parameters<typeof moved>): Promise<Made> {
  const [tx, by, claim] = asked
  const found = await moved(...asked)
  if (!found.ok) return found
  const free = await letGo(tx, parts, by, claim.guaranteeId)
  return free.ok ? found : free
}
