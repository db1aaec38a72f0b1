import { type Fen, minus, smaller } from '../money/fen.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'

/*
 * Who paid a bank. A claim takes principal out of the guarantee on the day it is paid; a bank that books the same money as
 * a repayment would take it out once more. So from the first claim on a report says whose money it is, and what the
 * guarantor paid is counted by the claim alone.
 */

/** `guarantor`: the payout of a claim, and what comes back to the bank of a recovery. */
export const payers = ['firm', 'guarantor'] as const
export type Payer = (typeof payers)[number]

/** Who paid, as a report says it; it may be silent where nobody claims. */
export type Paid = { readonly payer?: Payer | null }

/** A guarantee as far as its bank has to say who paid. */
export type Claimed = {
  readonly openClaims: number
  readonly claimedFen: Fen
  /** Principal that the bank has reported as paid by the guarantor. */
  readonly paidByGuarantorFen: Fen
}

/** Whether a report has to say who paid: from the first claim on. */
export const asksPayer = ({ openClaims, claimedFen }: Pick<Claimed, 'openClaims' | 'claimedFen'>): boolean =>
  openClaims > 0 || claimedFen > 0

/**
 * Whether a repayment may be of whom it says; null for a loan without a guarantee, or a report that does not say. What the
 * guarantor paid is never more principal than its claims took over: its share by the payout, the bank's by recoveries.
 *
 * Refuses: `payer-required`, `no-payout` (no claim was paid: nothing came from a guarantor), `above-payout` (`mostFen` is
 * what is left of the claims).
 */
export function checkPayer(
  guarantee: Claimed | null,
  payer: Payer | null,
  principalFen: Fen,
): Outcome<{ readonly byGuarantor: boolean | null }> {
  if (!guarantee || !asksPayer(guarantee))
    return payer === 'guarantor' ? refuse('no-payout', { field: 'payer' }) : done({ byGuarantor: null })
  if (payer === null) return refuse('payer-required', { field: 'payer' })
  if (payer === 'firm') return done({ byGuarantor: false })
  if (guarantee.claimedFen === 0) return refuse('no-payout', { field: 'payer' })
  const mostFen = leftOfClaims(guarantee)
  return principalFen > mostFen
    ? refuse('above-payout', { field: 'principalFen', values: { mostFen } })
    : done({ byGuarantor: true })
}

/** Principal of claims that still stands in the bank's balance: claimed, and not yet reported as paid by the guarantor. */
export const leftOfClaims = ({
  claimedFen,
  paidByGuarantorFen,
}: Pick<Claimed, 'claimedFen' | 'paidByGuarantorFen'>): Fen =>
  minus(claimedFen, smaller(claimedFen, paidByGuarantorFen))
