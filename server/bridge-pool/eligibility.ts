import type { BridgeBorrower, BridgePolicy } from './policy.ts'

/** The conditions of a pool in the order in which they are shown; those that its policy does not set are left out. */
export const bridgeConditions = [
  'borrower',
  'working-capital',
  'stopped',
  'no-vat',
  'overdue',
  'dishonest',
  'times',
] as const
export type BridgeCondition = (typeof bridgeConditions)[number]
export const bridgeConditionWords = (one: BridgeCondition): string => `bridge-pool.condition.${one}`

/** What is known of who borrows and of the old loan; null where nobody has said anything yet. */
export type BridgeFacts = {
  readonly borrower: BridgeBorrower
  /** Whether the old loan was for working capital: project loans are not bridged. */
  readonly workingCapital: boolean
  /** Whole months without production, without value added tax, overdue at any bank. */
  readonly stoppedMonths: number | null
  readonly noVatMonths: number | null
  readonly overdueMonths: number | null
  /** 失信被执行人. */
  readonly dishonest: boolean | null
  /** Advances of the pool to this borrower that were paid out in the calendar year so far, this one not among them. */
  readonly timesThisYear: number
}

export type BridgeCheck = {
  readonly condition: BridgeCondition
  readonly met: 'yes' | 'no' | 'unknown'
  /** What is known, and what the policy wants: months, times, or a word. */
  readonly have: number | string | null
  readonly want: number | null
}

const yesNo = (fine: boolean) => (fine ? 'yes' : 'no')

/**
 * Each condition of a policy: met, not met, or unknown because a fact is missing. Half a year without production or
 * value added tax keeps a firm out from the last day of the sixth month on; overdue for "more than three months" does
 * not begin at three (Wenzhou 2018). "No more than four times a year" lets the fourth in and keeps the fifth out.
 */
export function bridgeChecks(facts: BridgeFacts, { borrowers, exclusions }: BridgePolicy): BridgeCheck[] {
  const months = (condition: BridgeCondition, have: number | null, want: number | null, fits: boolean) =>
    want === null
      ? []
      : [{ condition, met: have === null ? ('unknown' as const) : yesNo(fits), have, want } as BridgeCheck]
  const { stoppedMonths, noVatMonths, overdueMonths, dishonest, timesThisYear } = facts
  const most = exclusions.timesPerYear
  return [
    {
      ...{ condition: 'borrower', have: facts.borrower, want: null },
      met: yesNo(borrowers[facts.borrower] !== undefined),
    },
    { condition: 'working-capital', met: yesNo(facts.workingCapital), have: null, want: null },
    ...months(
      'stopped',
      stoppedMonths,
      exclusions.stoppedMonths,
      (stoppedMonths ?? 0) < (exclusions.stoppedMonths ?? 0),
    ),
    ...months(
      'no-vat',
      noVatMonths,
      exclusions.noVatMonths,
      (noVatMonths ?? 0) < (exclusions.noVatMonths ?? 0),
    ),
    ...months(
      'overdue',
      overdueMonths,
      exclusions.overdueMonths,
      (overdueMonths ?? 0) <= (exclusions.overdueMonths ?? 0),
    ),
    ...(exclusions.dishonestDebtors
      ? [
          {
            ...{ condition: 'dishonest' as const, want: null },
            have: dishonest === null ? null : yesNo(dishonest),
            met: dishonest === null ? ('unknown' as const) : yesNo(!dishonest),
          } as BridgeCheck,
        ]
      : []),
    ...months('times', timesThisYear, most, timesThisYear < (most ?? 0)),
  ]
}

/** One no settles it; otherwise one unknown leaves it open. */
export const bridgeVerdict = (checks: readonly BridgeCheck[]): BridgeCheck['met'] =>
  checks.some(({ met }) => met === 'no')
    ? 'no'
    : checks.some(({ met }) => met === 'unknown')
      ? 'unknown'
      : 'yes'
