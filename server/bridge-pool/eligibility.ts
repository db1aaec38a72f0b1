import { done, type Outcome, refuse } from '../platform/outcome.ts'
import {
  type BridgeBorrower,
  type BridgeLoanKind,
  type BridgeMark,
  type BridgePolicy,
  bridgeMarks,
} from './policy.ts'

/** The conditions of a pool in the order in which they are shown; those that its policy does not set are left out. */
export const bridgeConditions = [
  'borrower',
  'loan',
  // As a case was measured before the terms said which loans.
  'working-capital',
  'stopped',
  'no-vat',
  'overdue',
  'dishonest',
  ...bridgeMarks,
  'times',
] as const
export type BridgeCondition = (typeof bridgeConditions)[number]
export const bridgeConditionWords = (one: BridgeCondition): string => `bridge-pool.condition.${one}`

/** What is known of who borrows and of the old loan; null where nobody has said anything yet. */
export type BridgeFacts = {
  readonly borrower: BridgeBorrower
  /** What the old loan was for; none in what was written down before the terms asked. */
  readonly loan?: BridgeLoanKind
  /** Whole months without production, without value added tax, overdue at any bank. */
  readonly stoppedMonths: number | null
  readonly noVatMonths: number | null
  readonly overdueMonths: number | null
  /** 失信被执行人. */
  readonly dishonest: boolean | null
  /** Of what else may keep it out; what is not among them nobody has said. */
  readonly marks?: Readonly<Partial<Record<BridgeMark, boolean>>>
  /** What of it the platform's own records say, whatever anybody stated. */
  readonly onRecord?: readonly BridgeCondition[]
  /** Advances of the pool to this borrower that were paid out in the calendar year so far, this one not among them. */
  readonly timesThisYear: number
}

export type BridgeCheck = {
  readonly condition: BridgeCondition
  readonly met: 'yes' | 'no' | 'unknown'
  /** What is known, and what the policy wants: months, times, or a word. */
  readonly have: number | string | null
  readonly want: number | null
  /** The platform's own records say so. */
  readonly onRecord?: true
}

const yesNo = (fine: boolean) => (fine ? 'yes' : 'no')

/**
 * Each condition of a policy: met, not met, or unknown because a fact is missing. Half a year without production or
 * value added tax keeps a firm out from the last day of the sixth month on; overdue for "more than three months" does
 * not begin at three (Wenzhou 2018). "No more than four times a year" lets the fourth in and keeps the fifth out.
 */
export function bridgeChecks(facts: BridgeFacts, terms: BridgePolicy): BridgeCheck[] {
  const recorded = facts.onRecord ?? []
  return measured(facts, terms).map((one) =>
    recorded.includes(one.condition) ? { ...one, onRecord: true } : one,
  )
}

function measured(facts: BridgeFacts, { borrowers, loans, exclusions }: BridgePolicy): BridgeCheck[] {
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
    {
      ...{ condition: 'loan', have: facts.loan ?? null, want: null },
      met: facts.loan ? yesNo(loans.includes(facts.loan)) : 'unknown',
    },
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
    ...(exclusions.dishonestDebtors ? [mark('dishonest', dishonest)] : []),
    ...bridgeMarks
      .filter((one) => exclusions.marks.includes(one))
      .map((one) => mark(one, facts.marks?.[one] ?? null)),
    ...months('times', timesThisYear, most, timesThisYear < (most ?? 0)),
  ]
}

const mark = (condition: BridgeCondition, has: boolean | null): BridgeCheck => ({
  ...{ condition, want: null, have: has === null ? null : yesNo(has) },
  met: has === null ? 'unknown' : yesNo(!has),
})

/** What the platform's own records say of a firm: null where they say nothing. */
export type OnRecord = {
  /** On a list of the courts that is believed; false where such a list does not name it. */
  readonly dishonest: boolean | null
  /** Whole months that its oldest overdue loan of the platform is late; null where none is. */
  readonly overdueMonths: number | null
  /** A loan that is overdue, or that its bank classes as bad: true or null, for other banks may know more. */
  readonly badCredit: true | null
}

type Stated = Pick<BridgeFacts, 'dishonest' | 'overdueMonths' | 'marks'>

/**
 * What somebody stated, with what the platform knows beside it. Where they differ the worse of the two holds. Of what nobody
 * stated the record speaks where it is enough: a list of the courts is whole, and a loan that is late for longer than the terms
 * allow keeps a firm out whatever other banks say; a loan that is late for less leaves it unknown.
 */
export function withRecord<Of extends Stated>(
  stated: Of,
  { dishonest, overdueMonths, badCredit }: OnRecord,
  { exclusions }: Pick<BridgePolicy, 'exclusions'>,
): Of & Pick<BridgeFacts, 'onRecord'> {
  const isBad = badCredit === true && stated.marks?.['bad-credit'] !== true
  const isListed = dishonest !== null && stated.dishonest !== true && dishonest !== stated.dishonest
  const floor = stated.overdueMonths ?? exclusions.overdueMonths ?? Number.POSITIVE_INFINITY
  const isLate = overdueMonths !== null && overdueMonths > floor
  const onRecord: BridgeCondition[] = []
  if (isListed) onRecord.push('dishonest')
  if (isLate) onRecord.push('overdue')
  if (isBad) onRecord.push('bad-credit')
  return {
    ...stated,
    ...(isListed ? { dishonest } : {}),
    ...(isLate ? { overdueMonths } : {}),
    ...(isBad ? { marks: { ...stated.marks, 'bad-credit': true } } : {}),
    onRecord,
  }
}

/** Refuses `bridge-loan-not`: the pool does not bridge loans of this kind. */
export const checkLoanKind = (
  { loans }: Pick<BridgePolicy, 'loans'>,
  kind: BridgeLoanKind,
): Outcome<object> => (loans.includes(kind) ? done() : refuse('bridge-loan-not'))

/** One no settles it; otherwise one unknown leaves it open. */
export const bridgeVerdict = (checks: readonly BridgeCheck[]): BridgeCheck['met'] =>
  checks.some(({ met }) => met === 'no')
    ? 'no'
    : checks.some(({ met }) => met === 'unknown')
      ? 'unknown'
      : 'yes'
