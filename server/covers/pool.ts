import { type Arrangement, type Party, partiesOf, poolsOf } from '../arrangements/arrangement.ts'
import { type Fen, noFen, plus } from '../money/fen.ts'
import { halfUp } from '../money/rounding.ts'

/**
 * Whose money lies in books of the platform, in the order of the layers: every pool that bounds a layer; where none does, the
 * treasury's (政银保). None where a guarantor pays first, for that is settled between the parties.
 */
export function fundedParties(arrangement: Arrangement): readonly Party[] {
  if (arrangement.firstPayer) return []
  const pools = poolsOf(arrangement)
  return pools.length ? pools : partiesOf(arrangement).filter((party) => party === 'treasury')
}

/** A pool by the accounts of its book. */
export type PoolMoney = {
  /** What its funders paid in. */
  readonly capitalFen: Fen
  readonly freeFen: Fen
  readonly reservedFen: Fen
  /** 代偿余额: paid on claims, less what came back. Nobody writes it off: a loan that is lost stays in it, and bad, until it is paid. */
  readonly outFen: Fen
}

/**
 * 放大倍数: what is covered to what its funders paid in, in hundredths, rounded half up: 937 is 9.37 times. Null for a pool
 * into which nobody paid.
 */
export const leverage = (coveredFen: Fen, { capitalFen }: Pick<PoolMoney, 'capitalFen'>): number | null =>
  capitalFen === 0 ? null : Number(halfUp(BigInt(coveredFen) * 100n, BigInt(capitalFen)))

export const leverageWords = (hundredths: number): string =>
  `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`

type Paid = { readonly funder: string; readonly amountFen: Fen }

/** What each funder paid in, the largest first; equals in the order in which they paid first. */
export function byFunder(payments: readonly Paid[]): readonly Paid[] {
  const sums = new Map<string, Fen>()
  for (const { funder, amountFen } of payments) sums.set(funder, plus(sums.get(funder) ?? noFen, amountFen))
  return [...sums]
    .map(([funder, amountFen]) => ({ funder, amountFen }))
    .sort((one, other) => other.amountFen - one.amountFen)
}
