import { z } from 'zod'
import type { Refusal } from '../platform/outcome.ts'
import { fenShape, ppmShape, wholeShape } from '../policies/shapes.ts'

const common = {
  isOn: z.boolean(),
  /** Within so many working days a warning of this rule is to be dealt with. */
  dueWorkdays: wholeShape,
}

/** Policy `warning-rules`: which rules are asked, from which value on they warn, and how long an answer may take. */
export const warningRuleShape = z.strictObject({
  /** 税融通贷后: the thresholds are the grade of the approval and the scheme's own. */
  tax: z.strictObject(common),
  /** 逾期: days after the oldest unpaid instalment; each of the three warns once. */
  overdue: z.strictObject({
    ...common,
    firstDays: wholeShape,
    secondDays: wholeShape,
    thirdDays: wholeShape,
  }),
  /** 集中度: share of what a pool or a guarantor has in force, for whoever has at least so much in force. */
  concentration: z.strictObject({
    ...common,
    customerPpm: ppmShape,
    circlePpm: ppmShape,
    bankPpm: ppmShape,
    industryPpm: ppmShape,
    leastFen: fenShape,
    /** Grown by so much, it warns anew. */
    againPpm: ppmShape,
  }),
  /** 承诺函失效而过桥资金未收回 */
  promise: z.strictObject(common),
  /** 代偿率 near the warning line: from this part of the line on. */
  claimRate: z.strictObject({ ...common, nearPpm: ppmShape }),
  /** 过桥依赖: more often than this within a year. */
  bridge: z.strictObject({ ...common, timesAYear: wholeShape }),
  /** 从不答复的产品: so many cases within so many days, of which none was answered in the promised time or after it. */
  product: z.strictObject({ ...common, leastCases: wholeShape, withinDays: wholeShape }),
})
export type WarningPolicy = z.infer<typeof warningRuleShape>

/** Why such a row cannot be used. Refuses: `policy-malformed`, `ratios-in-wrong-order`, `figure-is-nothing`. */
export function checkWarningRule(value: unknown): Refusal[] {
  const read = warningRuleShape.safeParse(value)
  if (!read.success)
    return read.error.issues.map(({ path }) => ({ code: 'policy-malformed', field: path.join('.') }))
  const { overdue, concentration, claimRate, bridge, product } = read.data
  const nothing = (field: string, figure: number): Refusal[] =>
    figure === 0 ? [{ code: 'figure-is-nothing', field }] : []
  return [
    ...nothing('overdue.firstDays', overdue.firstDays),
    ...(overdue.firstDays > overdue.secondDays
      ? [{ code: 'ratios-in-wrong-order', field: 'overdue.secondDays' }]
      : []),
    ...(overdue.secondDays > overdue.thirdDays
      ? [{ code: 'ratios-in-wrong-order', field: 'overdue.thirdDays' }]
      : []),
    ...nothing('concentration.customerPpm', concentration.customerPpm),
    ...nothing('concentration.circlePpm', concentration.circlePpm),
    ...nothing('concentration.bankPpm', concentration.bankPpm),
    ...nothing('concentration.industryPpm', concentration.industryPpm),
    ...nothing('concentration.againPpm', concentration.againPpm),
    ...nothing('claimRate.nearPpm', claimRate.nearPpm),
    ...nothing('bridge.timesAYear', bridge.timesAYear),
    ...nothing('product.leastCases', product.leastCases),
    ...nothing('product.withinDays', product.withinDays),
  ]
}
