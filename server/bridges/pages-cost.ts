import { type BridgePolicy, bridgeFee, bridgeSaving } from '../bridge-pool/index.ts'
import type { Day } from '../money/day.ts'
import { type Fen, fen, minus, noFen, plus, showYuan } from '../money/fen.ts'
import type { Reference } from '../parts.ts'
import type { Words } from '../platform/web/words.ts'
import type { Bridge, BridgeReturn } from './rows.ts'

type Asked = { readonly amountFen: Fen; readonly from: Day; readonly to: Day }

/** What a cost is made of: the sums, and the line behind each. */
type Cost = { readonly feeFen: Fen; readonly savingFen: number; readonly lines: readonly string[] }

/** The same for days that are planned or run: by the terms, tier by tier; null where the calendar ends before. */
function costOf(w: Words, terms: BridgePolicy, reference: Reference, asked: Asked): Cost | null {
  const { amountFen, from, to } = asked
  const fee = bridgeFee(terms, { principalFen: amountFen, paidOutOn: from, repaidOn: to }, reference.calendar)
  const saved = fee.ok ? bridgeSaving(terms, amountFen, fee) : fee
  if (!fee.ok || !saved.ok) return null
  const lines = fee.tiers.map((tier) =>
    w('bridges.cost-tier', {
      days: tier.days,
      rate: String(tier.ratePpmPerDay / 10_000),
      fee: showYuan(tier.feeFen),
    }),
  )
  return { feeFen: fee.feeFen, savingFen: saved.savingFen, lines }
}

const shownAs = (w: Words, title: string, { feeFen, savingFen, lines }: Cost, by: string) => ({
  ...{ title, lines, feeFen, marketFen: fen(feeFen + savingFen) },
  facts: [
    { label: w('bridges.cost.fee'), value: w('bridges.yuan', { yuan: showYuan(feeFen) }), by: [by] },
    {
      label: w('bridges.cost.market'),
      value: w('bridges.yuan', { yuan: showYuan(fen(feeFen + savingFen)) }),
      note: w('bridges.cost.market-note'),
    },
    savingFen >= 0
      ? { label: w('bridges.cost.saving'), value: w('bridges.yuan', { yuan: showYuan(fen(savingFen)) }) }
      : { label: w('bridges.cost.dearer'), value: w('bridges.yuan', { yuan: showYuan(fen(-savingFen)) }) },
  ],
})

/** What an advance would cost to the yuan for the days that are planned, beside the market. */
export function costPlanned(w: Words, terms: BridgePolicy, by: string, reference: Reference, asked: Asked) {
  const cost = costOf(w, terms, reference, asked)
  return cost && shownAs(w, w('bridges.cost-planned', { day: asked.to }), cost, by)
}

/**
 * What an advance costs as it stands: the parts that are back cost what was booked for them, the rest what it comes to by the
 * day on which it is promised back, or by today where that day is past.
 */
export function costStanding(
  w: Words,
  terms: BridgePolicy,
  reference: Reference,
  { bridge, returns, today }: { bridge: Bridge; returns: readonly BridgeReturn[]; today: Day },
) {
  const { paidOutOn, backOn, policyVersion: by } = bridge
  const restFen = minus(bridge.amountFen, bridge.repaidFen)
  const isLate = paidOutOn !== null && today > backOn
  const to = isLate ? today : backOn
  const none: Cost = { feeFen: noFen, savingFen: 0, lines: [] }
  const asked = { amountFen: restFen, from: paidOutOn ?? bridge.payOn, to }
  const rest = restFen > 0 ? costOf(w, terms, reference, asked) : none
  if (!rest) return null
  const back = returns.map(({ amountFen, days, feeFen }) =>
    w('bridges.cost-back', { amount: showYuan(amountFen), days, fee: showYuan(feeFen) }),
  )
  const isRest = returns.length > 0 && restFen > 0
  const lines = [
    ...back,
    ...(isRest ? [w('bridges.cost-rest', { amount: showYuan(restFen), day: to })] : []),
    ...rest.lines,
  ]
  const cost = {
    feeFen: plus(bridge.feeFen, rest.feeFen),
    savingFen: bridge.savingFen + rest.savingFen,
    lines,
  }
  const title = restFen === 0 ? 'cost-real' : isLate ? 'cost-today' : 'cost-planned'
  return shownAs(w, w(`bridges.${title}`, { day: to }), cost, by)
}
