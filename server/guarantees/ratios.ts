import type { z } from 'zod'
import { type Fen, fenOf, larger, minus, noFen, plus, showYuan } from '../money/fen.ts'
import { million } from '../money/rate.ts'
import { assert, present } from '../platform/assert.ts'
import { type Refusal, refuse } from '../platform/outcome.ts'
import type { guarantorLimitsShape } from '../policies/guarantee-rules.ts'

export type LimitRules = z.infer<typeof guarantorLimitsShape>

export const capRules = ['customer-cap', 'leverage', 'customer-ratio', 'group-ratio'] as const
export type CapRule = (typeof capRules)[number]

/** One cap: what may be, what is with all that is promised, what a promise would add, and what then is left. */
export type Headroom = {
  readonly rule: CapRule
  /** Null where it cannot be told: nobody has stated net assets. */
  readonly limitFen: Fen | null
  readonly usedFen: Fen
  readonly addedFen: Fen
  /** Before the promise; below zero where the cap is passed already. */
  readonly leftFen: Fen | null
  readonly met: 'yes' | 'no' | 'unknown'
}

/** A guarantor's whole book, what is promised and not drawn yet included. Its own share only. */
export type GuarantorPosition = {
  readonly ownFen: Fen
  readonly smallOwnFen: Fen
  readonly customers: number
  readonly smallCustomers: number
  /** 担保责任余额, by its weights. */
  readonly liabilityFen: Fen
}

/**
 * Whether a guarantor serves mainly small firms and farming, by balance and by customers, each line included. Nobody at
 * all is not mainly anybody.
 */
export function isMainlySmall(rules: LimitRules, position: GuarantorPosition): boolean {
  const { ownFen, smallOwnFen, customers, smallCustomers } = position
  if (customers === 0 || ownFen === 0) return false
  return (
    BigInt(smallOwnFen) * million >= BigInt(rules.smallBalancePpm) * BigInt(ownFen) &&
    BigInt(smallCustomers) * million >= BigInt(rules.smallCustomersPpm) * BigInt(customers)
  )
}

/** 放大倍数 allowed: ten, or fifteen for whoever serves mainly small firms and farming. */
export const leverageTimes = (rules: LimitRules, position: GuarantorPosition): number =>
  isMainlySmall(rules, position) ? rules.smallLeverageTimes : rules.leverageTimes

export type Asked = {
  /** The customer's balance over all banks and guarantors, pending included; and what is asked for in addition. */
  readonly customerFen: Fen
  readonly addedFen: Fen
  /** The arrangement's cap for one customer; null where it has none. */
  readonly customerCapFen: Fen | null
}

export type Ratios = {
  /** Approved net assets; null where there are none. */
  readonly netAssetsFen: Fen | null
  readonly before: GuarantorPosition
  readonly after: GuarantorPosition
  /** 担保责任余额 of the customer, and of the customer with all related to it, with this guarantor. */
  readonly customerBeforeFen: Fen
  readonly customerAfterFen: Fen
  readonly groupBeforeFen: Fen
  readonly groupAfterFen: Fen
}

/** The room under the customer's cap alone: what is checked when a guarantee is asked for. At the cap itself it passes. */
export function customerRoom({ customerFen, addedFen, customerCapFen }: Asked): Headroom {
  return roomUnder(
    'customer-cap',
    customerCapFen,
    customerFen,
    addedFen,
    customerCapFen === null ? 'yes' : null,
  )
}

/** The room under every cap of 国务院令683号 arts 15 and 16; each line itself is allowed. */
export function ratioRooms(rules: LimitRules, ratios: Ratios): Headroom[] {
  const { netAssetsFen, before, after } = ratios
  const limit = (perMillion: bigint): Fen | null =>
    netAssetsFen === null
      ? null
      : present(fenOf((BigInt(netAssetsFen) * perMillion) / million), 'a limit that can be counted')
  const times = BigInt(leverageTimes(rules, after)) * million
  return [
    roomUnder('leverage', limit(times), before.liabilityFen, minus(after.liabilityFen, before.liabilityFen)),
    roomUnder(
      'customer-ratio',
      limit(BigInt(rules.customerPpm)),
      ratios.customerBeforeFen,
      minus(ratios.customerAfterFen, ratios.customerBeforeFen),
    ),
    roomUnder(
      'group-ratio',
      limit(BigInt(rules.groupPpm)),
      ratios.groupBeforeFen,
      minus(ratios.groupAfterFen, ratios.groupBeforeFen),
    ),
  ]
}

function roomUnder(
  rule: CapRule,
  limitFen: Fen | null,
  usedFen: Fen,
  addedFen: Fen,
  free: 'yes' | null = null,
): Headroom {
  assert(usedFen >= 0, 'what is used is not negative')
  const leftFen = limitFen === null ? null : minus(limitFen, usedFen)
  const met = free ?? (limitFen === null ? 'unknown' : plus(usedFen, addedFen) <= limitFen ? 'yes' : 'no')
  return { rule, limitFen, usedFen, addedFen, leftFen, met }
}

/**
 * The first cap that says no, as a refusal with its figures in yuan; null when all say yes. Refuses `cap-customer-cap`,
 * `cap-leverage`, `cap-customer-ratio`, `cap-group-ratio`, and `net-assets-missing` where they cannot be told.
 */
export function capRefusal(
  rooms: readonly Headroom[],
): { readonly ok: false; readonly refusal: Refusal } | null {
  const over = rooms.find(({ met }) => met === 'no')
  if (over) {
    const { limitFen, usedFen, addedFen, leftFen } = over
    return refuse(`cap-${over.rule}`, {
      values: {
        ...{ limit: showYuan(limitFen ?? noFen), used: showYuan(usedFen) },
        ...{ added: showYuan(addedFen), left: showYuan(larger(noFen, leftFen ?? noFen)) },
      },
    })
  }
  return rooms.some(({ met }) => met === 'unknown') ? refuse('net-assets-missing') : null
}
