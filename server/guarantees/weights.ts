import type { z } from 'zod'
import { type Fen, part } from '../money/fen.ts'
import { type Ppm, ppm, wholePpm } from '../money/rate.ts'
import type { guaranteeWeightsShape } from '../policies/guarantee-rules.ts'
import type { CustomerKind } from './scope.ts'

export type WeightRules = z.infer<typeof guaranteeWeightsShape>

/** What one customer has with one guarantor. */
export type CustomerBalance = {
  readonly kind: CustomerKind
  /** The whole sum under guarantee, the bank's part included: the limits of 500 and 200 万元 look at it. */
  readonly balanceFen: Fen
  /** The guarantor's own share of it: what counts. */
  readonly ownFen: Fen
}

/**
 * How much of a customer's guarantees counts towards 担保责任余额 (融资担保责任余额计量办法). Small firms and farmers count less
 * as long as their whole balance is not above the limit; at the limit itself they still do. Of the two ways to read
 * 单户在保余额, before or after the shares of others, the stricter is taken: before.
 */
export function weightOf(rules: WeightRules, { kind, balanceFen }: Omit<CustomerBalance, 'ownFen'>): Ppm {
  const small = (kind === 'small' || kind === 'small-farming') && balanceFen <= rules.smallFirmsUpToFen
  if (small) return ppm(rules.smallFirmsPpm)
  const farming = (kind === 'farming' || kind === 'small-farming') && balanceFen <= rules.farmingUpToFen
  return ppm(farming ? rules.farmingPpm : rules.otherLoansPpm)
}

/** 担保责任余额 of one customer: the own share by its weight, half up to the fen. */
export const liabilityOf = (rules: WeightRules, customer: CustomerBalance): Fen =>
  part(customer.ownFen, weightOf(rules, customer), wholePpm)
