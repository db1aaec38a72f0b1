export const loanStates = ['signed', 'drawn', 'overdue', 'settled', 'cancelled'] as const
export type LoanState = (typeof loanStates)[number]

/** An overdue loan that is brought up to date is simply drawn again; the trail keeps that it was late. */
export const loanMoves = {
  signed: ['drawn', 'cancelled'],
  drawn: ['overdue', 'settled'],
  overdue: ['drawn', 'settled'],
  settled: [],
  cancelled: [],
} as const satisfies Record<LoanState, readonly LoanState[]>

/** The five classes of the 2023 rules on the classification of financial assets' risk, best first. */
export const fiveClasses = ['normal', 'special-mention', 'substandard', 'doubtful', 'loss'] as const
export type FiveClass = (typeof fiveClasses)[number]
