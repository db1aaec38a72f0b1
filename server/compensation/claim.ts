import type { Arrangement } from '../arrangements/arrangement.ts'
import { type BadLoan, coveredLoss } from '../arrangements/cover.ts'
import { checkCost, checkMeant, looksLikeOtherUnit } from '../claims/claim.ts'
import type { CoverStanding } from '../covers/cover.ts'
import type { Day } from '../money/day.ts'
import { type Fen, minus, noFen, plus, smaller } from '../money/fen.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { type Lateness, type PoolClaimRule, type PoolPaper, type PoolTrigger, triggerOf } from './rule.ts'

/**
 * 补偿申请: written by the bank and filed with its papers; the pool's operator looks whether they are complete, a second
 * person approves, and what is approved lies open (公示) before a third one pays.
 */
export const poolClaimStates = [
  'draft',
  'filed',
  'returned',
  'checked',
  'noticed',
  'paid',
  'refused',
  'withdrawn',
] as const
export type PoolClaimState = (typeof poolClaimStates)[number]
export const isPoolClaimState = (text: string): text is PoolClaimState =>
  poolClaimStates.some((one) => one === text)

/** What lies open may still be stopped: an objection sends it back to the bank, or ends it. */
export const poolClaimMoves = {
  draft: ['filed', 'withdrawn'],
  filed: ['checked', 'returned', 'withdrawn'],
  returned: ['filed', 'withdrawn'],
  checked: ['noticed', 'returned', 'refused'],
  noticed: ['paid', 'returned', 'refused'],
  paid: [],
  refused: [],
  withdrawn: [],
} as const satisfies Record<PoolClaimState, readonly PoolClaimState[]>

export function mayMovePoolClaim(from: PoolClaimState, to: PoolClaimState): boolean {
  const onward: readonly PoolClaimState[] = poolClaimMoves[from]
  return onward.includes(to)
}

/** The bank still writes at it. */
export const isWritten = (state: PoolClaimState): boolean => state === 'draft' || state === 'returned'
export const endedStates = ['paid', 'refused', 'withdrawn'] as const satisfies readonly PoolClaimState[]
export const isOpenPoolClaim = (state: PoolClaimState): boolean =>
  !endedStates.some((ended) => ended === state)

/** 追回: reported by the bank, then booked by the pool's cashier when its part came in, or turned down. */
export const recoveryStates = ['reported', 'booked', 'refused'] as const
export type RecoveryState = (typeof recoveryStates)[number]

/** What a claim is held against. */
export type PoolClaimFacts = {
  readonly standing: CoverStanding
  /** Another claim of the same cover that is on its way or was paid. */
  readonly other: PoolClaimState | null
  readonly lateness: Lateness
  /** What is under cover now, and what is unpaid of the loan with its interest. */
  readonly coveredFen: Fen
  readonly loan: BadLoan
}
export type Asked = { readonly principalFen: Fen; readonly interestFen: Fen }

/**
 * Whether anything can be claimed at all. A stop bars new filings only; cover that stands is paid for.
 * Refuses: `pool-claim-made`, `pool-claim-open`, `pool-claim-after-release`, `pool-claim-too-early`.
 */
export function checkStanding(
  rule: PoolClaimRule,
  { standing, other, lateness }: Pick<PoolClaimFacts, 'standing' | 'other' | 'lateness'>,
): Outcome<{ readonly trigger: PoolTrigger }> {
  if (other === 'paid' || standing === 'compensated') return refuse('pool-claim-made')
  if (other !== null) return refuse('pool-claim-open')
  if (standing !== 'in-cover') return refuse('pool-claim-after-release')
  const trigger = triggerOf(rule, lateness)
  if (!trigger)
    return refuse('pool-claim-too-early', { values: { days: lateness.days, wanted: rule.triggerDays } })
  return done({ trigger })
}

/** The most principal that a claim may name: what is under cover and still unpaid. */
export const mostPrincipal = ({ coveredFen, loan }: Pick<PoolClaimFacts, 'coveredFen' | 'loan'>): Fen =>
  smaller(coveredFen, loan.principalFen)

/** Normal interest on so much principal, as far as the arrangement counts it. */
export const mostInterest = (arrangement: Arrangement, loan: BadLoan): Fen =>
  loan.principalFen > 0 ? minus(coveredLoss(arrangement, loan), loan.principalFen) : noFen

/**
 * Whether a bank may claim this today. Refuses what `checkStanding` refuses, and `negative`, `pool-claim-of-nothing`,
 * `pool-claim-unit`, `pool-claim-above-cover`, `pool-claim-interest-not-covered`, `pool-claim-above-interest`.
 */
export function checkPoolClaim(
  arrangement: Arrangement,
  rule: PoolClaimRule,
  facts: PoolClaimFacts,
  { principalFen, interestFen }: Asked,
): Outcome<{ readonly trigger: PoolTrigger; readonly claimedFen: Fen }> {
  const standing = checkStanding(rule, facts)
  if (!standing.ok) return standing
  if (principalFen < 0) return refuse('negative', { field: 'principalFen' })
  if (interestFen < 0) return refuse('negative', { field: 'interestFen' })
  if (principalFen === 0) return refuse('pool-claim-of-nothing', { field: 'principalFen' })
  const mostFen = mostPrincipal(facts)
  if (looksLikeOtherUnit(principalFen, mostFen)) return refuse('pool-claim-unit', { field: 'principalFen' })
  if (principalFen > mostFen)
    return refuse('pool-claim-above-cover', { field: 'principalFen', values: { mostFen } })
  if (interestFen > 0 && !arrangement.base.normalInterest)
    return refuse('pool-claim-interest-not-covered', { field: 'interestFen' })
  const mostInterestFen = mostInterest(arrangement, { ...facts.loan, principalFen })
  if (interestFen > mostInterestFen)
    return refuse('pool-claim-above-interest', { field: 'interestFen', values: { mostFen: mostInterestFen } })
  return done({ trigger: standing.trigger, claimedFen: plus(principalFen, interestFen) })
}

/** The papers that the rule asks for and that are not there. */
export const missingPapers = (
  { papers }: Pick<PoolClaimRule, 'papers'>,
  there: readonly PoolPaper[],
): readonly PoolPaper[] => papers.filter((paper) => !there.includes(paper))

/**
 * Whether what the bank says of a recovery can be meant. Its costs are bounded as those under a guarantee are, and lie open until
 * more comes back; but here it is the bank's own word that pools wait for, so costs above what came back are asked about, and so
 * is a sum in another unit. `mostFen` is what could come back, `openFen` what is open of costs before it; `sure` are the very sums
 * that were confirmed. Refuses `cost-above-claimed`, `cost-above-back`, `sum-small`.
 */
export function checkSaid(
  { recoveredFen, costFen }: { readonly recoveredFen: Fen; readonly costFen: Fen },
  {
    claimedFen,
    openFen,
    mostFen,
  }: { readonly claimedFen: Fen; readonly openFen: Fen; readonly mostFen: Fen },
  sure: readonly Fen[] = [],
): Outcome<object> {
  const cost = checkCost(costFen, openFen, claimedFen)
  if (!cost.ok) return cost
  const meant = checkMeant([['recoveredFen', recoveredFen, mostFen]], sure)
  if (!meant.ok) return meant
  return costFen > recoveredFen && !sure.includes(costFen)
    ? refuse('cost-above-back', {
        ...{ field: 'costFen', values: { typedFen: costFen, backFen: recoveredFen } },
      })
    : done()
}

type Steps = {
  readonly state: PoolClaimState
  readonly noticeUntil: Day | null
  readonly filedBy: string | null
  readonly checkedBy: string | null
  readonly decidedBy: string | null
}

/** Whether somebody may approve: neither who filed nor who found the papers complete. Refuses `same-person`. */
export const checkReviewer = ({ filedBy, checkedBy }: Steps, who: string): Outcome<object> =>
  filedBy === who || checkedBy === who ? refuse('same-person') : done()

/**
 * Whether a payment may be written down: by a third person, for a day behind the whole notice and not ahead.
 * Refuses: `same-person`, `day-ahead`, `pool-claim-notice-runs`.
 */
export function checkPayment(claim: Steps, who: string, paidOn: Day, today: Day): Outcome<object> {
  const before = checkReviewer(claim, who)
  if (!before.ok) return before
  if (claim.decidedBy === who) return refuse('same-person')
  if (paidOn > today) return refuse('day-ahead', { field: 'paidOn' })
  if (claim.noticeUntil === null || paidOn <= claim.noticeUntil)
    return refuse('pool-claim-notice-runs', {
      field: 'paidOn',
      values: { until: claim.noticeUntil ?? '' },
    })
  return done()
}
