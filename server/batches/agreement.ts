import type { Day } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import type { Ppm } from '../money/rate.ts'
import { done, type Outcome, type Refusal, refuse } from '../platform/outcome.ts'

/*
 * 见贷即担: a guarantor and a bank agree on loans that the bank decides by itself. The guarantor looks at none of them, so
 * the agreement bounds them: a period, so much for a loan and for all, and a ceiling on claims that is locked with it.
 * What goes above the ceiling stays with the bank.
 */

/** `proposed` by the guarantor's manager, `in-force` once the bank's agreed; ended, it takes no more loans. */
export const agreementStates = ['proposed', 'in-force', 'declined', 'ended'] as const
export type AgreementState = (typeof agreementStates)[number]

export const agreementMoves = {
  proposed: ['in-force', 'declined', 'ended'],
  'in-force': ['ended'],
  declined: [],
  ended: [],
} as const satisfies Record<AgreementState, readonly AgreementState[]>

/** Moves an agreement. Refuses `agreement-moved`. */
export function moveAgreement(state: AgreementState, to: AgreementState): Outcome<object> {
  const onward: readonly AgreementState[] = agreementMoves[state]
  return onward.includes(to) ? done() : refuse('agreement-moved')
}

export type AgreementTerms = {
  readonly startsOn: Day
  readonly endsOn: Day
  readonly perLoanFen: Fen
  readonly totalFen: Fen
  readonly feePpm: Ppm
  /** The most that claims may come to, of all that was guaranteed under it. */
  readonly ceilingPpm: Ppm
}

/** What policy and arrangement leave open. */
export type AgreementBounds = {
  /** 代偿率上限 by policy: an agreement may say less, never more. */
  readonly ceilingPpm: Ppm
  readonly feePpm: Ppm
  /** The arrangement's cap for one customer; null where it has none. */
  readonly customerCapFen: Fen | null
}

/**
 * Every fault of a draft, field by field. `day-passed`, `ends-before`, `not-positive`, `per-loan-above-total`,
 * `per-loan-above-cap` (`maxFen`), `ceiling-above-policy` and `fee-above-cap` (`max`), `negative`.
 */
export function checkAgreement(terms: AgreementTerms, bounds: AgreementBounds, today: Day): Refusal[] {
  const { startsOn, endsOn, perLoanFen, totalFen, feePpm, ceilingPpm } = terms
  const cap = bounds.customerCapFen
  const faults: (Refusal | null)[] = [
    startsOn < today ? { code: 'day-passed', field: 'startsOn' } : null,
    endsOn <= startsOn ? { code: 'ends-before', field: 'endsOn' } : null,
    perLoanFen <= 0 ? { code: 'not-positive', field: 'perLoanFen' } : null,
    perLoanFen > totalFen ? { code: 'per-loan-above-total', field: 'perLoanFen' } : null,
    cap !== null && perLoanFen > cap
      ? { code: 'per-loan-above-cap', field: 'perLoanFen', values: { maxFen: cap } }
      : null,
    feePpm < 0 ? { code: 'negative', field: 'feePpm' } : null,
    feePpm > bounds.feePpm
      ? { code: 'fee-above-cap', field: 'feePpm', values: { max: bounds.feePpm } }
      : null,
    ceilingPpm <= 0 ? { code: 'not-positive', field: 'ceilingPpm' } : null,
    ceilingPpm > bounds.ceilingPpm
      ? { code: 'ceiling-above-policy', field: 'ceilingPpm', values: { max: bounds.ceilingPpm } }
      : null,
  ]
  return faults.filter((fault) => fault !== null)
}

/** A loan as far as an agreement asks of it. */
export type LoanToGuarantee = {
  readonly bankId: string
  /** Null where the offer named nobody. */
  readonly guarantorId: string | null
  readonly state: string
  readonly amountFen: Fen
  readonly firstDrawnOn: Day | null
}

type Agreed = AgreementTerms & {
  readonly state: AgreementState
  readonly bankId: string
  readonly guarantorId: string
}

/**
 * Whether a loan may be filed under an agreement today, besides what every guarantee is asked. `usedFen` is what stands
 * under it already; at each sum itself it passes.
 *
 * Refuses: `agreement-not-in-force`, `loan-of-other-bank`, `other-guarantor-named`, `loan-not-out` (nothing drawn, or it is
 * over), `loan-late` (what is late already is no risk to be shared but a loss), `drawn-outside-period`,
 * `loan-above-agreement` (`maxFen`), `agreement-used-up` (`leftFen`).
 */
export function checkLoan(agreed: Agreed, loan: LoanToGuarantee, usedFen: Fen, today: Day): Outcome<object> {
  const { state, startsOn, endsOn, perLoanFen, totalFen } = agreed
  if (state !== 'in-force' || today < startsOn || today > endsOn) return refuse('agreement-not-in-force')
  if (loan.bankId !== agreed.bankId) return refuse('loan-of-other-bank')
  if (loan.guarantorId !== null && loan.guarantorId !== agreed.guarantorId)
    return refuse('other-guarantor-named')
  if (loan.state === 'overdue') return refuse('loan-late')
  if (loan.state !== 'drawn' || loan.firstDrawnOn === null) return refuse('loan-not-out')
  if (loan.firstDrawnOn < startsOn || loan.firstDrawnOn > endsOn)
    return refuse('drawn-outside-period', { values: { from: startsOn, to: endsOn } })
  if (loan.amountFen > perLoanFen) return refuse('loan-above-agreement', { values: { maxFen: perLoanFen } })
  const leftFen = Math.max(0, totalFen - usedFen)
  return loan.amountFen > leftFen ? refuse('agreement-used-up', { values: { leftFen } }) : done()
}
