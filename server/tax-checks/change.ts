import { limitOf, type TaxCreditFacts, type TaxCreditLimit } from '../tax-credit/limit.ts'
import type { Lpr } from '../tax-credit/lpr.ts'
import type { TaxCreditScheme } from '../tax-credit/scheme.ts'

/** What is asked: a scheme, the facts of a firm, and what the rule says to them. */
export type Asked = {
  readonly scheme: TaxCreditScheme
  readonly facts: TaxCreditFacts
  readonly lpr: Lpr
  readonly now: TaxCreditLimit
}

/** What the rule says with some of the facts changed to others that can be. */
export const limitWith = ({ scheme, facts, lpr }: Asked, changes: Partial<TaxCreditFacts>): TaxCreditLimit =>
  limitOf(scheme, { ...facts, ...changes }, lpr)

/** A change of one fact with what the rule says then. */
export type Change = {
  readonly then: TaxCreditLimit
  /** The grade reached, the fen of tax more, the growth in ppm, the day to wait for, the years that are missing. */
  readonly to: string | number | null
  /** The year that the tax is of; of a day to wait for, the year whose tax was taken for all that follow. */
  readonly year: number | null
}

export const changed = (
  then: TaxCreditLimit,
  to: Change['to'] = null,
  year: Change['year'] = null,
): Change => ({ then, to, year })

/** How many rules are broken, or unknown. */
export function count({ reasons }: TaxCreditLimit, met: 'no' | 'unknown'): number {
  let found = 0
  for (const reason of reasons) if (reason.met === met) found += 1
  return found
}
