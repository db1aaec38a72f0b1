import type { CostItem, Payee } from '../money/cost.ts'
import type { Fen } from '../money/fen.ts'
import { type Ppm, ppm, showPercent } from '../money/rate.ts'
import type { RepaymentMethod } from '../money/schedule.ts'
import type { Words } from '../platform/web/words.ts'
import { amountWords, type Calculator, nothing, orLeftOut, type Result, yuan } from './result.ts'

/* The cost sheet 贷款明白纸 as a page. */

export const loanCostCalculator: Calculator = {
  name: 'loan-cost',
  begin: () => ({ months: '12', method: 'equal-instalment', upfrontFees: '0' }),
}

type CostAsked = {
  readonly principal: Fen
  readonly rate: Ppm
  readonly months: number
  readonly method: RepaymentMethod
  readonly upfrontFees: Fen
  readonly yearlyFees: Fen | null
}

export const loanCostAsked = ({ principal, rate, months, method, upfrontFees, yearlyFees }: CostAsked) => ({
  principalFen: principal,
  annualRatePpm: rate,
  months,
  method,
  upfrontFeesFen: upfrontFees,
  yearlyFeesFen: orLeftOut(yearlyFees),
})

type Cost = {
  readonly simplePpm: number
  readonly compoundPpm: number
  readonly totalCostFen: number
  readonly lines: readonly { readonly payee: Payee; readonly item: CostItem; readonly fen: number }[]
}

export const loanCostResult = (w: Words, { simplePpm, compoundPpm, totalCostFen, lines }: Cost): Result => ({
  ...nothing,
  facts: [
    { label: w('calculators.cost-simple'), value: showPercent(ppm(simplePpm)) },
    { label: w('calculators.cost-compound'), value: showPercent(ppm(compoundPpm)) },
    { label: w('calculators.cost-total'), value: amountWords(w, totalCostFen) },
  ],
  table: {
    caption: w('calculators.cost-caption'),
    columns: [
      { label: w('calculators.column-item') },
      { label: w('calculators.column-payee') },
      { label: w('calculators.column-amount'), kind: 'number' },
    ],
    rows: lines.map(({ payee, item, fen }) => ({
      cells: [w(`calculators.item.${item}`), w(`calculators.payee.${payee}`), yuan(fen)],
    })),
  },
})
