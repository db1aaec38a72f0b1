import { minus, showYuan } from '../money/fen.ts'
import { showPercent } from '../money/rate.ts'
import type { Words } from '../platform/web/words.ts'
import type { ChargeRow } from './rows-charges.ts'

/** 助保金 or 保费, how much and whether it was paid. */
export const chargeFact = (w: Words, charge: ChargeRow) => ({
  label: w(`covers.charge.${charge.kind}`),
  value: w('covers.charge-says', {
    ...{ amount: showYuan(charge.amountFen), rate: showPercent(charge.ratePpm), months: charge.months },
  }),
  note: [
    w(`covers.charge-state.${charge.state}`),
    ...(charge.subsidyFen > 0
      ? [
          w('covers.charge-subsidy', {
            subsidy: showYuan(charge.subsidyFen),
            own: showYuan(minus(charge.amountFen, charge.subsidyFen)),
          }),
        ]
      : []),
  ].join(' · '),
  by: charge.ruleVersion,
})
