import { type Fen, noFen, plus } from '../money/fen.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'

/** 出资, 退出. */
export const fundingKinds = ['contribution', 'withdrawal'] as const
export type FundingKind = (typeof fundingKinds)[number]

/** `agreed`: written down; `booked`: the money moved; `dropped`: it does not come about. */
export const fundingStates = ['agreed', 'booked', 'dropped'] as const
export type FundingState = (typeof fundingStates)[number]

type Funded = { readonly funder: string; readonly amountFen: Fen }

/** The same name whichever width its brackets were typed in. */
const plain = (name: string): string => name.normalize('NFKC').trim()

/** What a funder has in a pool: what it paid in less what it took out. */
export const inPoolOf = (funder: string, payments: readonly Funded[]): Fen =>
  plus(
    noFen,
    ...payments.filter((one) => plain(one.funder) === plain(funder)).map(({ amountFen }) => amountFen),
  )

/**
 * Whether a funder may take so much out: never more than it has in the pool, and never what is promised or out.
 * Refuses: `funding-above-own`, `funding-above-free`.
 */
export function checkWithdrawal(
  { funder, amountFen }: Funded,
  payments: readonly Funded[],
  freeFen: Fen,
): Outcome<object> {
  const ownFen = inPoolOf(funder, payments)
  if (amountFen > ownFen)
    return refuse('funding-above-own', { field: 'amountFen', values: { mostFen: ownFen } })
  return amountFen > freeFen
    ? refuse('funding-above-free', { field: 'amountFen', values: { mostFen: freeFen } })
    : done()
}
