import type { z } from 'zod'
import { type Fen, larger, minus, noFen, part, plus, smaller } from '../money/fen.ts'
import { wholePpm } from '../money/rate.ts'
import type { guaranteeReservesShape } from '../policies/guarantee-rules.ts'
import { type CustomerBalance, liabilityOf, type WeightRules } from './weights.ts'

export type ReserveRules = z.infer<typeof guaranteeReservesShape>

/** What a year's two reserves are made of. */
export type ReserveBase = {
  /** 当年担保费收入: what fell due in the year until the day. */
  readonly feesFen: Fen
  /** 担保责任余额 at the year's end, or at the end of the day. */
  readonly liabilityFen: Fen
  /** 担保赔偿准备金 that earlier years have set aside. */
  readonly accumulatedFen: Fen
}

export type Reserves = {
  /** 未到期责任准备金 */
  readonly unearnedFen: Fen
  /** 担保赔偿准备金: what this year sets aside, and what stands with that of the years before. */
  readonly addedFen: Fen
  readonly compensationFen: Fen
}

/**
 * 准备金 of a guarantor, each half up once to the fen (融资性担保公司管理暂行办法, 31): of the year's fees a half, of the
 * liability balance a hundredth more each year until a tenth of it is set aside, from there on only the difference to
 * the tenth (差额提取). Nothing that was set aside is given back by a balance that came down.
 */
export function reservesOf(
  rules: ReserveRules,
  { feesFen, liabilityFen, accumulatedFen }: ReserveBase,
): Reserves {
  const yearly = part(liabilityFen, rules.compensationPpm, wholePpm)
  const full = part(liabilityFen, rules.compensationFullPpm, wholePpm)
  const addedFen = smaller(yearly, larger(noFen, minus(full, accumulatedFen)))
  return {
    unearnedFen: part(feesFen, rules.unearnedFeesPpm, wholePpm),
    ...{ addedFen, compensationFen: plus(accumulatedFen, addedFen) },
  }
}

/** What a guarantor had in force at a year's end, by customer, with the rules of that day. */
export type ReserveYear = {
  readonly customers: readonly CustomerBalance[]
  readonly weights: WeightRules
  readonly reserves: ReserveRules
}

/** The reserves of the last of these years, on top of what those before it set aside; none without a year. */
export function reservesAfter(
  years: readonly ReserveYear[],
  feesFen: Fen,
): Reserves & Omit<ReserveBase, 'accumulatedFen'> {
  let found = { feesFen, liabilityFen: noFen, unearnedFen: noFen, addedFen: noFen, compensationFen: noFen }
  for (const { customers, weights, reserves } of years) {
    const liabilityFen = plus(...customers.map((customer) => liabilityOf(weights, customer)))
    const base = { feesFen, liabilityFen, accumulatedFen: found.compensationFen }
    found = { feesFen, liabilityFen, ...reservesOf(reserves, base) }
  }
  return found
}
