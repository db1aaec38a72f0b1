import { z } from 'zod'
import { present } from '../platform/assert.ts'
import type { Refusal } from '../platform/outcome.ts'
import { fenShape, ppmShape, wholeShape } from '../policies/shapes.ts'

const common = {
  isOn: z.boolean(),
  /** Within so many working days a warning of this rule is to be dealt with. */
  dueWorkdays: wholeShape,
}

/*
 * Each rule is a policy of its own, so that one is changed without the others: whether it is asked, from which value on it
 * warns, and how long an answer may take.
 */
export const warningShapes = {
  /**
   * 税融通贷后: the thresholds are the grade of the approval and the scheme's own. One row for what the watch of tax facts finds:
   * a bank that may not read a firm's facts reads the version that dates a warning, and must not learn from it which they were.
   */
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
    customerSharePpm: ppmShape,
    circleSharePpm: ppmShape,
    bankSharePpm: ppmShape,
    industrySharePpm: ppmShape,
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
  product: z.strictObject({ ...common, silentCases: wholeShape, withinDays: wholeShape }),
} as const

export type RulePart = keyof typeof warningShapes
export type WarningPolicy = { readonly [Part in RulePart]: z.infer<(typeof warningShapes)[Part]> }

/** Each rule with the policy that it is, in the order of the public list. */
export const kindOfPart = {
  tax: 'warning-tax',
  overdue: 'warning-overdue',
  concentration: 'warning-concentration',
  promise: 'warning-promise-lapsed',
  claimRate: 'warning-claim-rate',
  bridge: 'warning-bridge-dependence',
  product: 'warning-silent-product',
} as const satisfies Record<RulePart, string>

export type WarningKind = (typeof kindOfPart)[RulePart]
export const ruleParts = [
  'tax',
  'overdue',
  'concentration',
  'promise',
  'claimRate',
  'bridge',
  'product',
] as const
export const warningKinds = ruleParts.map((part) => kindOfPart[part])
export const isWarningKind = (kind: string): kind is WarningKind => warningKinds.some((one) => one === kind)

/** Figures that warn of everything, or of nothing, where they are nought. */
const positive = new Set<string>([
  'firstDays',
  'customerSharePpm',
  'circleSharePpm',
  'bankSharePpm',
  'industrySharePpm',
  'againPpm',
  'nearPpm',
  'timesAYear',
  'silentCases',
  'withinDays',
])

/** Why such a row cannot be used. Refuses: `policy-malformed`, `ratios-in-wrong-order`, `figure-is-nothing`. */
export function checkWarningRule(kind: WarningKind, value: unknown): Refusal[] {
  const part = present(
    ruleParts.find((one) => kindOfPart[one] === kind),
    'the rule of a kind',
  )
  const read: z.ZodSafeParseResult<object> = warningShapes[part].safeParse(value)
  if (!read.success)
    return read.error.issues.map(({ path }) => ({ code: 'policy-malformed', field: path.join('.') }))
  const figures: Readonly<Record<string, unknown>> = { ...read.data }
  const nothing = Object.entries(figures).flatMap(([field, figure]): Refusal[] =>
    positive.has(field) && figure === 0 ? [{ code: 'figure-is-nothing', field }] : [],
  )
  const order = [
    ['firstDays', 'secondDays'],
    ['secondDays', 'thirdDays'],
  ] as const
  const wrong = order.flatMap(([one, other]): Refusal[] =>
    Number(figures[one]) > Number(figures[other]) ? [{ code: 'ratios-in-wrong-order', field: other }] : [],
  )
  return [...nothing, ...wrong]
}
