import type { LoanState } from '../loans/loan.ts'
import { type Day, plusMonths } from '../money/day.ts'
import { type Fen, larger, minus, noFen } from '../money/fen.ts'
import { assert } from '../platform/assert.ts'
import { type GuaranteeState, isOver } from './guarantee.ts'
import { leftOfClaims } from './payer.ts'

/** What changed what is in force. `claimed` is principal that a claim took over. */
export const changeKinds = [
  'in-force',
  'drawn',
  'reduced',
  'raised',
  'released',
  'claimed',
  'closed',
  'extended',
] as const
export type ChangeKind = (typeof changeKinds)[number]

/** What the bank has reported of the loan. */
export type LoanNow = {
  readonly state: LoanState
  readonly amountFen: Fen
  readonly drawnFen: Fen
  readonly balanceFen: Fen
  readonly drawingClosed: boolean
}

/** What the loan's guarantor has paid of it, as the bank reported. */
export type PaidByGuarantor = { readonly paidByGuarantorFen: Fen }

export type Stand = {
  readonly state: GuaranteeState
  readonly openFen: Fen
  readonly balanceFen: Fen
}

export type Standing = Stand & {
  readonly claimedFen: Fen
  readonly openClaims: number
  /** Since when it is free for good, by a final settlement or the end of its cover. */
  readonly endedOn: Day | null
}

/**
 * Where a guarantee stands after what a bank reported of its loan. It is in force from the first drawdown, comes down with
 * every repayment of principal and up again with its reversal, and is released when the loan is settled: unless a claim is
 * open, which keeps it. A contract that was cancelled undrawn frees the promise. Null where nothing changes.
 *
 * What claims took over was taken out when they were paid, so money of the guarantor's that the bank reports moves nothing:
 * guaranteed is what was drawn, less what others paid back, less what was claimed. What is free for good stays so.
 */
export function followed(
  before: Standing,
  loan: LoanNow & PaidByGuarantor,
): (Stand & { readonly kind: ChangeKind }) | null {
  const { state, openClaims, claimedFen, endedOn } = before
  if (state === 'declined' || state === 'withdrawn' || endedOn !== null) return null
  if (loan.state === 'cancelled')
    return isOver(state) ? null : { state: 'withdrawn', openFen: noFen, balanceFen: noFen, kind: 'closed' }
  if (loan.drawnFen === 0) return null
  // A drawdown before the letter is none of this guarantee's: nothing was promised.
  if (state === 'applied' || state === 'underwriting' || state === 'approved') return null
  const settled = loan.state === 'settled'
  const openFen = settled || loan.drawingClosed ? noFen : minus(loan.amountFen, loan.drawnFen)
  const { paidByGuarantorFen } = loan
  const balanceFen = larger(noFen, minus(loan.balanceFen, leftOfClaims({ claimedFen, paidByGuarantorFen })))
  const after = stateAfter(before, settled && openClaims === 0)
  assert(after !== 'released' || balanceFen === 0, 'what is released guarantees nothing')
  if (after === state && openFen === before.openFen && balanceFen === before.balanceFen) return null
  return { state: after, openFen, balanceFen, kind: kindOf(before, { state: after, openFen, balanceFen }) }
}

function stateAfter({ claimedFen }: Standing, done: boolean): GuaranteeState {
  if (done) return 'released'
  return claimedFen > 0 ? 'claimed' : 'in-force'
}

function kindOf(before: Standing, after: Stand): ChangeKind {
  if (before.state === 'signed') return 'in-force'
  if (after.state === 'released') return 'released'
  if (after.balanceFen === before.balanceFen) return 'closed'
  if (after.balanceFen < before.balanceFen) return 'reduced'
  return after.openFen < before.openFen ? 'drawn' : 'raised'
}

/** A guarantee as the end of its cover finds it. */
export type Covering = Standing & { readonly coverUntil: Day | null }

/**
 * 保证期间届满 (民法典 692, 693): whoever did not claim within it has nothing to claim any more. The last day itself still counts,
 * and a claim that is on its way keeps the guarantee.
 */
export const isCoverOver = ({ state, coverUntil, openClaims, endedOn }: Covering, today: Day): boolean =>
  (state === 'in-force' || state === 'claimed') &&
  coverUntil !== null &&
  coverUntil < today &&
  openClaims === 0 &&
  endedOn === null

/** Whether a guarantee may be extended: something of it is in force still. */
export const mayExtend = ({
  state,
  openFen,
  balanceFen,
  endedOn,
}: Pick<Standing, 'state' | 'openFen' | 'balanceFen' | 'endedOn'>): boolean =>
  (state === 'in-force' || state === 'claimed') && endedOn === null && openFen + balanceFen > 0

/** No loan runs longer: a later day is a slip of the year, and the cover behind it would leave the calendar. */
const longestMonths = 50 * 12

/** The last day until which a guarantee may be extended today. */
export const lastExtension = (today: Day): Day => plusMonths(today, longestMonths)
