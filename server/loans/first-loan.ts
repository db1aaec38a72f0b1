import type { BorrowedBefore } from '../enterprises/borrowed-before.ts'

/*
 * 首贷: a firm's first loan of any bank. The platform knows its own loans only, so the flag also asks those who know
 * more: the bank, which has looked at the credit register, and the firm. It is found once, when the contract is signed,
 * kept with all that was said and the version of the rule, and never found again.
 */

/** What the bank says of the credit register (征信): no earlier loan, an earlier one, or it did not look. */
export const registerSays = ['none', 'some', 'not-asked'] as const
export type RegisterSays = (typeof registerSays)[number]

/** What was known on the day of the contract. */
export type FirstLoanFacts = {
  /** Contracts on this platform before it, those cancelled without a drawdown left out. */
  readonly loansHere: number
  readonly register: RegisterSays
  /** What the firm says of itself; null where it was not asked. */
  readonly firm: BorrowedBefore | null
}

export const firstLoanFindings = ['first', 'not-first', 'not-known'] as const
export type FirstLoanFinding = (typeof firstLoanFindings)[number]

/** The version of the rule below, kept with each finding. */
export const firstLoanRule = 'first-loan-1'

/**
 * A contract here or one in the register makes it no first loan. The register outweighs what the firm remembers; where
 * the bank did not look and the firm did not say, it is not known, and does not count as one.
 */
export function firstLoan({ loansHere, register, firm }: FirstLoanFacts): FirstLoanFinding {
  if (loansHere > 0 || register === 'some' || (firm === 'before' && register !== 'none')) return 'not-first'
  return register === 'none' || firm === 'never' ? 'first' : 'not-known'
}

/** As it stays with the loan. */
export type FirstLoanFound = FirstLoanFacts & {
  readonly finding: FirstLoanFinding
  readonly rule: string
}

export const findFirstLoan = (facts: FirstLoanFacts): FirstLoanFound => ({
  ...facts,
  finding: firstLoan(facts),
  rule: firstLoanRule,
})
