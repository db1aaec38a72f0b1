import { type Arrangement, type BadLoan, coveredLoss } from '../arrangements/index.ts'
import { showChinese } from '../money/chinese.ts'
import type { Day } from '../money/day.ts'
import { type Fen, minus, noFen, plus, smaller, times } from '../money/fen.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { type ClaimPaper, type ClaimRule, type Lateness, type Trigger, triggerOf } from './rule.ts'

/**
 * 代偿申请: `filed` by the bank, `checked` for completeness by the guarantor's officer, `approved` by its manager, `paid`.
 * `returned` waits for papers of the bank; `refused` and `withdrawn` are over.
 */
export const claimStates = [
  'filed',
  'returned',
  'checked',
  'approved',
  'paid',
  'refused',
  'withdrawn',
] as const
export type ClaimState = (typeof claimStates)[number]
export const claimStateWords = (state: ClaimState): string => `claims.state.${state}`

export const claimMoves = {
  filed: ['checked', 'returned', 'refused', 'withdrawn'],
  returned: ['filed', 'withdrawn'],
  checked: ['approved', 'returned', 'refused'],
  approved: ['paid', 'returned'],
  paid: [],
  refused: [],
  withdrawn: [],
} as const satisfies Record<ClaimState, readonly ClaimState[]>

/** Whether a claim may go from one state straight to the other. */
export const mayMoveClaim = (from: ClaimState, to: ClaimState): boolean =>
  (claimMoves[from] as readonly ClaimState[]).includes(to)

/** Still on its way: as long as there is such a claim, nothing releases its guarantee. */
export const openClaimStates = [
  'filed',
  'returned',
  'checked',
  'approved',
] as const satisfies readonly ClaimState[]
export const isOpenClaim = (state: ClaimState): boolean => openClaimStates.some((one) => one === state)

/** `interim`: more may follow, and adds to it; `final`: the bank claims nothing more under this guarantee. */
export const claimKinds = ['interim', 'final'] as const
export type ClaimKind = (typeof claimKinds)[number]

/** By what law the bank may claim (法律依据): each is an article of the Civil Code or of the Bankruptcy Law. */
export const legalBases = ['unperformed', 'accelerated', 'bankruptcy'] as const
export type LegalBasis = (typeof legalBases)[number]
export const basisWords = (basis: LegalBasis): string => `claims.basis.${basis}`

/** What is asked for: principal, and normal interest where the arrangement counts it. Penalties are no part of it. */
export type Asked = {
  readonly kind: ClaimKind
  readonly principalFen: Fen
  readonly interestFen: Fen
  readonly papers: readonly ClaimPaper[]
  /** Sums that look too small, and that whoever asks has confirmed. */
  readonly sure?: readonly Fen[] | undefined
}

/** What the platform knows when it is asked. */
export type ClaimFacts = {
  /** Guaranteed and still in force: principal repaid or claimed is out of it. */
  readonly balanceFen: Fen
  /** Neither released nor written off to its end. */
  readonly inForce: boolean
  readonly openClaim: boolean
  readonly finalPaid: boolean
  readonly lateness: Lateness
  /** 保证期间: the last day on which it can be called; null before it is in force. */
  readonly coverUntil: Day | null
  /** 见贷即担: what is left under the ceiling of the batch; null where there is none. */
  readonly ceilingFen: Fen | null
  /** The unpaid principal of the loan, and from when to when its normal interest is unpaid. */
  readonly loan: BadLoan
}

export type Accepted = { readonly trigger: Trigger; readonly claimedFen: Fen; readonly mostInterestFen: Fen }

/**
 * Whether a bank may file this claim today. A sum that is ten thousand times too large or too small is taken for a slip
 * between yuan and 万元, and sent back before anything else is said of it. One that is merely small beside what could be
 * claimed is asked about last, when nothing else is to be mended, and taken once that very sum is confirmed.
 *
 * Refuses: `claim-after-release`, `claim-open`, `claim-final-made`, `claim-too-early`, `claim-too-late`, `negative`,
 * `claim-of-nothing`, `claim-unit`, `claim-above-balance`, `claim-above-loan`, `claim-interest-not-covered`,
 * `claim-above-interest`, `claim-above-ceiling`, `claim-papers-missing`, `sum-small`.
 */
export function checkClaim(
  arrangement: Arrangement,
  rule: ClaimRule,
  facts: ClaimFacts,
  asked: Asked,
  today: Day,
): Outcome<Accepted> {
  const standing = checkStanding(rule, facts, today)
  if (!standing.ok) return standing
  const mostFen = mostInterest(arrangement, { ...facts.loan, principalFen: asked.principalFen })
  const sums = checkSums(arrangement, facts, asked, mostFen)
  if (!sums.ok) return sums
  const claimedFen = plus(asked.principalFen, asked.interestFen)
  const { ceilingFen } = facts
  if (ceilingFen !== null && claimedFen > ceilingFen)
    return refuse('claim-above-ceiling', { field: 'principalFen', values: { mostFen: ceilingFen } })
  const missing = rule.papers.filter((paper) => !asked.papers.includes(paper))
  if (missing.length > 0)
    return refuse('claim-papers-missing', { field: 'papers', values: { count: missing.length } })
  const openFen = smaller(facts.balanceFen, facts.loan.principalFen)
  const meant = checkMeant(
    [
      ['principalFen', asked.principalFen, ceilingFen === null ? openFen : smaller(openFen, ceilingFen)],
      ['interestFen', asked.interestFen, mostFen],
    ],
    asked.sure,
  )
  if (!meant.ok) return meant
  return done({ trigger: standing.trigger, claimedFen, mostInterestFen: mostFen })
}

/** Whether anything can be claimed at all. */
export function checkStanding(
  rule: ClaimRule,
  { inForce, openClaim, finalPaid, lateness, coverUntil }: Omit<ClaimFacts, 'balanceFen' | 'loan'>,
  today: Day,
): Outcome<{ readonly trigger: Trigger }> {
  if (openClaim) return refuse('claim-open')
  if (finalPaid) return refuse('claim-final-made')
  if (!inForce) return refuse('claim-after-release')
  if (coverUntil !== null && today > coverUntil)
    return refuse('claim-too-late', { values: { day: coverUntil } })
  const trigger = triggerOf(rule, lateness)
  if (!trigger)
    return refuse('claim-too-early', { values: { days: lateness.days, wanted: rule.triggerDays } })
  return done({ trigger })
}

function checkSums(
  { base }: Arrangement,
  { balanceFen, loan }: ClaimFacts,
  { principalFen, interestFen }: Asked,
  mostInterestFen: Fen,
): Outcome<object> {
  if (principalFen < 0) return refuse('negative', { field: 'principalFen' })
  if (interestFen < 0) return refuse('negative', { field: 'interestFen' })
  if (principalFen === 0) return refuse('claim-of-nothing', { field: 'principalFen' })
  if (looksLikeOtherUnit(principalFen, loan.principalFen))
    return refuse('claim-unit', { field: 'principalFen' })
  const [balance, owed] = [balanceFen, loan.principalFen]
  if (principalFen > balance)
    return refuse('claim-above-balance', { field: 'principalFen', values: { mostFen: balance } })
  if (principalFen > owed)
    return refuse('claim-above-loan', { field: 'principalFen', values: { mostFen: owed } })
  if (interestFen > 0 && !base.normalInterest)
    return refuse('claim-interest-not-covered', { field: 'interestFen' })
  if (looksLikeOtherUnit(interestFen, mostInterestFen)) return refuse('claim-unit', { field: 'interestFen' })
  return interestFen > mostInterestFen
    ? refuse('claim-above-interest', { field: 'interestFen', values: { mostFen: mostInterestFen } })
    : done()
}

/** Normal interest on so much principal, as far as the arrangement counts it: from its own base and its days. */
export const mostInterest = (arrangement: Arrangement, loan: BadLoan): Fen =>
  loan.principalFen > 0 ? minus(coveredLoss(arrangement, loan), loan.principalFen) : noFen

const wan = 10_000
/** So near to ten thousand times, in hundredths, that it is no chance. */
const near = [90, 110] as const

/**
 * Whether a sum was written in yuan where 万元 were meant, or the other way round: about ten thousand times what is owed,
 * or a ten-thousandth of it to the yuan, which nobody claims by chance.
 */
export function looksLikeOtherUnit(askedFen: Fen, owedFen: Fen): boolean {
  if (askedFen <= 0 || owedFen <= 0) return false
  const [asked, owed] = [BigInt(askedFen), BigInt(owedFen)]
  const large = asked * 100n
  const tooLarge = large >= owed * BigInt(wan * near[0]) && large <= owed * BigInt(wan * near[1])
  return tooLarge || (owedFen >= wan * 100 && asked * BigInt(wan) === owed)
}

/**
 * A sum below one part in so many of what it could be is asked about. 万元 typed where yuan are meant is never more than a
 * ten-thousandth of what is open, thousands of yuan never more than a thousandth; a hundredth finds both with room for a part
 * being meant, and lets the last instalments of a loan through. It bounds nothing that a policy sets: whoever confirms the sum
 * may ask for it.
 */
const smallOneIn = 100

/** Whether a sum is so small beside what it could be that it may be typed in the wrong unit. Nothing is no sum. */
export const looksSmall = (typedFen: Fen, openFen: Fen): boolean =>
  typedFen > 0 && BigInt(typedFen) * BigInt(smallOneIn) < BigInt(openFen)

/**
 * What getting money back cost is covered by what comes back before anybody else has anything of it (民法典 561), so what lies open
 * of it is never more than all that was claimed: a sum like that is a slip of the unit, or leaves those who bore with nothing.
 * `openFen` is what no money that came back has covered yet. Refuses `cost-above-claimed`, naming what it may still be.
 */
export function checkCost(costFen: Fen, openFen: Fen, claimedFen: Fen): Outcome<object> {
  const mostFen = minus(claimedFen, smaller(claimedFen, openFen))
  return costFen > mostFen ? refuse('cost-above-claimed', { field: 'costFen', values: { mostFen } }) : done()
}

/**
 * Asks about sums that look too small: says what was typed in figures and capitals, and what it were in 万元. Each is
 * `[field, what was typed, what it could be]`; confirmed is the very sum, so that another one is asked about again.
 * Refuses `sum-small`.
 */
export function checkMeant(
  sums: readonly (readonly [field: string, typedFen: Fen, openFen: Fen])[],
  sure: readonly Fen[] = [],
): Outcome<object> {
  const small = sums.find(
    ([, typedFen, openFen]) => looksSmall(typedFen, openFen) && !sure.includes(typedFen),
  )
  if (!small) return done()
  const [field, typedFen, openFen] = small
  const inWanFen = times(typedFen, wan)
  const capitals = { typedCapitals: showChinese(typedFen), inWanCapitals: showChinese(inWanFen) }
  return refuse('sum-small', { field, values: { typedFen, openFen, inWanFen, ...capitals } })
}
