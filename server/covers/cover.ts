import type { LoanState } from '../loans/loan.ts'
import type { Day } from '../money/day.ts'
import { type Fen, noFen, smaller } from '../money/fen.ts'

/** 备案: asked for by the bank, then confirmed or turned down by who runs the pool; the bank may take it back before. */
export const coverStates = ['filed', 'in-cover', 'rejected', 'withdrawn'] as const
export type CoverState = (typeof coverStates)[number]

export const coverMoves = {
  filed: ['in-cover', 'rejected', 'withdrawn'],
  'in-cover': [],
  rejected: [],
  withdrawn: [],
} as const satisfies Record<CoverState, readonly CoverState[]>

export function mayMoveCover(from: CoverState, to: CoverState): boolean {
  const onward: readonly CoverState[] = coverMoves[from]
  return onward.includes(to)
}

/**
 * Where a cover stands: besides its state, whether the pools have paid for it, and whether the loan has been paid back since,
 * which ends it. The latter follows from the loan, so a repayment that is reversed brings the cover back by itself.
 */
export const coverStandings = [...coverStates, 'ended', 'compensated'] as const
export type CoverStanding = (typeof coverStandings)[number]
export const isCoverStanding = (text: string): text is CoverStanding =>
  coverStandings.some((one) => one === text)

type Covered = {
  readonly state: CoverState
  readonly filedFen: Fen
  readonly compensatedOn: Day | null
}
type Lent = { readonly state: LoanState; readonly balanceFen: Fen }

export function standingOf(
  { state, compensatedOn }: Pick<Covered, 'state' | 'compensatedOn'>,
  loan: Lent,
): CoverStanding {
  if (compensatedOn !== null) return 'compensated'
  return state === 'in-cover' && loan.balanceFen === 0 ? 'ended' : state
}

/**
 * What is under cover now: what is out on the loan, and never more than was filed; nothing once it came to nothing or was
 * paid for.
 */
export const coverBalance = ({ state, filedFen, compensatedOn }: Covered, { balanceFen }: Lent): Fen =>
  compensatedOn === null && (state === 'filed' || state === 'in-cover')
    ? smaller(filedFen, balanceFen)
    : noFen
