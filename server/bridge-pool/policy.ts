import { z } from 'zod'
import { type Refusal, type Refused, refuse } from '../platform/outcome.ts'
import { basisPointsShape, fenShape, nameShape, ppmShape, wholeShape } from '../policies/shapes.ts'

/** Who borrows: a firm, its owner in person for the firm's use, a household business 个体工商户. */
export const bridgeBorrowers = ['firm', 'owner', 'household'] as const
export type BridgeBorrower = (typeof bridgeBorrowers)[number]
export const isBridgeBorrower = (text: string): text is BridgeBorrower =>
  bridgeBorrowers.some((one) => one === text)
export const bridgeBorrowerWords = (borrower: BridgeBorrower): string => `bridge-pool.borrower.${borrower}`

/** Which loans are bridged: working capital 流动资金贷款, or also loans for equipment, premises and technology 项目贷款. */
export const bridgeLoanKinds = ['working-capital', 'project'] as const
export type BridgeLoanKind = (typeof bridgeLoanKinds)[number]
export const bridgeLoanWords = (kind: BridgeLoanKind): string => `bridge-pool.loan.${kind}`

/** What else keeps a borrower out where the terms say so (Donghai 2023): 经营异常, 拖欠工资, 涉纠纷, 信用不良. */
export const bridgeMarks = ['abnormal-operation', 'wage-arrears', 'disputes', 'bad-credit'] as const
export type BridgeMark = (typeof bridgeMarks)[number]

export const dayKinds = ['calendar', 'working'] as const
export type DayKind = (typeof dayKinds)[number]
export const dayKindWords = (kind: DayKind): string => `bridge-pool.days.${kind}`

/** Whether the pool's account takes money back on days off: refused until the next working day, or taken as on any other. */
export const daysOffKinds = ['refused', 'taken'] as const
export type DaysOff = (typeof daysOffKinds)[number]

/** In which order cases wait when money is short: as they came, or first who paid most tax last year. */
export const queueKeys = ['arrival', 'tax-last-year'] as const
export type QueueKey = (typeof queueKeys)[number]
export const queueWords = (key: QueueKey): string => `bridge-pool.queue.${key}`

/** What a policy may assume for want of a source; each shows as a placeholder, whatever the row's certainty. */
export const bridgeAssumable = [
  'borrowers',
  'loans',
  'promise',
  'poolShare',
  'dayKind',
  'daysOff',
  'tiers',
  'longestDays',
  'overdue',
  'legalAction',
  'market',
  'queue',
  'exclusions',
] as const
export type BridgeAssumable = (typeof bridgeAssumable)[number]
export const bridgeAssumableWords = (part: BridgeAssumable): string => `bridge-pool.assumable.${part}`

const tierShape = z.strictObject({
  /** The last day of the tier, counted from the payout; null: all later days. */
  throughDay: wholeShape.nullable(),
  /** Parts per million of the principal for one day: 200 is 0.02 %. */
  ratePpmPerDay: wholeShape,
})

export const bridgePolicyShape = z.strictObject({
  name: nameShape,
  /** Who may borrow, and the most for one advance; null: no cap but the others. */
  borrowers: z.partialRecord(z.enum(bridgeBorrowers), z.strictObject({ capFen: fenShape.nullable() })),
  /** Terms of before this was asked bridge working capital alone. */
  loans: z.array(z.enum(bridgeLoanKinds)).default(['working-capital']),
  /** The most of what the bank promises to lend again. */
  promiseSharePpm: ppmShape,
  /** The most of the pool for one borrower; null: all of it. */
  poolSharePpm: ppmShape.nullable(),
  dayKind: z.enum(dayKinds),
  /** Terms of before this was asked say nothing, and then nothing comes in on a day off. */
  daysOff: z.enum(daysOffKinds).default('refused'),
  longestDays: wholeShape,
  tiers: z.array(tierShape),
  /** Days after the longest cost so many times their tier: 20,000 basis points are double. */
  overdueBasisPoints: basisPointsShape,
  /** After so many days overdue the pool goes to court; null: no rule. */
  legalActionAfterDays: wholeShape.nullable(),
  /** What a day costs on the market: for the saving that is shown, never for a fee. */
  marketRatePpmPerDay: wholeShape,
  queue: z.array(z.enum(queueKeys)),
  exclusions: z.strictObject({
    stoppedMonths: wholeShape.nullable(),
    noVatMonths: wholeShape.nullable(),
    overdueMonths: wholeShape.nullable(),
    dishonestDebtors: z.boolean(),
    marks: z.array(z.enum(bridgeMarks)).default([]),
    timesPerYear: wholeShape.nullable(),
  }),
  assumed: z.array(z.enum(bridgeAssumable)),
})
export type BridgePolicy = z.infer<typeof bridgePolicyShape>

const whole = 10_000
const million = 1_000_000

/**
 * Why a policy that somebody wrote cannot be used: an empty list when it can. Refuses what has another form, tiers
 * that do not rise or end too early, nobody who may borrow, no loans, no days, shares above the whole, a rate for overdue days
 * that is no whole ppm (a fee is exact until its one rounding), an overdue day cheaper than a day in time.
 */
export function checkBridgePolicy(value: unknown): readonly Refusal[] {
  const read = bridgePolicyShape.safeParse(value)
  if (!read.success)
    return read.error.issues.map(
      ({ path }) => refuse('bridge-policy-malformed', { field: path.join('.') }).refusal,
    )
  return faultsIn(read.data).map(({ refusal }) => refusal)
}

function faultsIn(policy: BridgePolicy): Refused[] {
  const faults = tierFaults(policy)
  if (Object.keys(policy.borrowers).length === 0)
    faults.push(refuse('nobody-may-borrow', { field: 'borrowers' }))
  if (policy.loans.length === 0) faults.push(refuse('no-loans', { field: 'loans' }))
  for (const [borrower, { capFen }] of Object.entries(policy.borrowers))
    if (capFen === 0) faults.push(refuse('bridge-cap-is-nothing', { field: `borrowers.${borrower}.capFen` }))
  if (policy.longestDays === 0) faults.push(refuse('no-days', { field: 'longestDays' }))
  for (const field of ['promiseSharePpm', 'poolSharePpm'] as const) {
    const share = policy[field]
    if (share !== null && (share === 0 || share > million))
      faults.push(refuse('bridge-share-wrong', { field }))
  }
  if (policy.overdueBasisPoints < whole)
    faults.push(refuse('overdue-cheaper', { field: 'overdueBasisPoints' }))
  return faults
}

function tierFaults({ tiers, overdueBasisPoints }: BridgePolicy): Refused[] {
  if (tiers.length === 0) return [refuse('no-tiers', { field: 'tiers' })]
  return tiers.flatMap(({ throughDay, ratePpmPerDay }, at) => {
    const last = at === tiers.length - 1
    const before = at === 0 ? 0 : (tiers[at - 1]?.throughDay ?? Number.POSITIVE_INFINITY)
    const faults: Refused[] = []
    if (last && throughDay !== null)
      faults.push(refuse('tiers-end-early', { field: `tiers.${at}.throughDay` }))
    if (!last && (throughDay === null || throughDay <= before))
      faults.push(refuse('tiers-do-not-rise', { field: `tiers.${at}.throughDay` }))
    if ((ratePpmPerDay * overdueBasisPoints) % whole !== 0)
      faults.push(refuse('overdue-rate-not-whole', { field: `tiers.${at}.ratePpmPerDay` }))
    return faults
  })
}
