import type { SizeClass } from '../enterprises/size-class.ts'
import { type Day, daysBetween, plusDays } from '../money/day.ts'
import type { NeedPurpose } from '../needs/need.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { FiveClass } from './five-class.ts'
import type { LoanState } from './loan.ts'

/*
 * 续贷: what becomes of a loan that falls due soon. 无还本续贷 (金规〔2024〕13号) comes first, because it costs the firm
 * nothing: the new contract pays back the old one. The bridge pool is for those who must pay back first.
 */

/** The numbers of the rule, a policy row. */
export type RenewalRule = {
  /** How many days before its last day a loan comes onto the list. */
  readonly noticeDays: number
  /** Working days in which the bank answers a wish. */
  readonly answerWorkdays: number
  /** Firms of these sizes may renew without paying back, at any time. */
  readonly sizes: readonly SizeClass[]
  /** Firms of these sizes only for loans that fall due by a day. */
  readonly untilSizes: readonly SizeClass[]
  readonly untilDay: Day
  /** 流动资金贷款: the purposes that count as working capital. */
  readonly purposes: readonly NeedPurpose[]
}

/** The conditions in the order in which they are shown. The last four nobody but the bank can know. */
export const renewalConditions = [
  'size',
  'before-maturity',
  'working-capital',
  'no-arrears',
  'class-normal',
  'lawful',
  'in-business',
  'good-credit',
  'grant-standard',
] as const
export type RenewalCondition = (typeof renewalConditions)[number]

export const bankConditions = ['lawful', 'in-business', 'good-credit', 'grant-standard'] as const
export type BankCondition = (typeof bankConditions)[number]

export type Met = 'yes' | 'no' | 'unknown'
export type RenewalCheck = { readonly condition: RenewalCondition; readonly met: Met }

/** What the platform knows of the loan and its firm; what the bank has said of the rest. */
export type RenewalFacts = {
  readonly size: SizeClass | null
  readonly purpose: NeedPurpose
  readonly maturesOn: Day
  readonly daysLate: number
  /** Of last night; null before the first night. */
  readonly class: FiveClass | null
  readonly said: Readonly<Partial<Record<BankCondition, boolean>>>
}

/** Each condition of 无还本续贷: met, not met, or unknown because a fact is missing or the bank has not spoken. */
export function renewalChecks(facts: RenewalFacts, rule: RenewalRule, today: Day): RenewalCheck[] {
  const known: Record<Exclude<RenewalCondition, BankCondition>, Met> = {
    size: sizeMet(facts, rule),
    'before-maturity': yesNo(today < facts.maturesOn),
    'working-capital': yesNo(rule.purposes.includes(facts.purpose)),
    'no-arrears': yesNo(facts.daysLate === 0),
    'class-normal': facts.class === null ? 'unknown' : yesNo(facts.class === 'normal'),
  }
  return renewalConditions.map((condition) => ({
    condition,
    met: isBankCondition(condition) ? saidMet(facts.said[condition]) : known[condition],
  }))
}

const yesNo = (fine: boolean): Met => (fine ? 'yes' : 'no')
const saidMet = (said: boolean | undefined): Met => (said === undefined ? 'unknown' : yesNo(said))
const isBankCondition = (one: RenewalCondition): one is BankCondition =>
  bankConditions.some((other) => other === one)

function sizeMet({ size, maturesOn }: RenewalFacts, rule: RenewalRule): Met {
  if (size === null) return 'unknown'
  if (rule.sizes.includes(size)) return 'yes'
  return yesNo(rule.untilSizes.includes(size) && maturesOn <= rule.untilDay)
}

/** One no settles it; otherwise one unknown leaves it open. */
export const verdictOf = (checks: readonly RenewalCheck[]): Met =>
  checks.some(({ met }) => met === 'no')
    ? 'no'
    : checks.some(({ met }) => met === 'unknown')
      ? 'unknown'
      : 'yes'

/** What the bank answers: renew without paying back, renew after paying back, or not at all. */
export const renewalAnswers = ['without-repayment', 'after-repayment', 'no'] as const
export type RenewalAnswer = (typeof renewalAnswers)[number]

export const renewalStates = ['wished', ...renewalAnswers, 'withdrawn'] as const
export type RenewalState = (typeof renewalStates)[number]

type LoanOfRenewal = { readonly state: LoanState; readonly maturesOn: Day | null }

/** Whether a loan is on the list of those that fall due soon; one that is past its last day stays on it. */
export const isDueSoon = ({ state, maturesOn }: LoanOfRenewal, rule: RenewalRule, today: Day): boolean =>
  (state === 'drawn' || state === 'overdue') &&
  maturesOn !== null &&
  maturesOn <= plusDays(today, rule.noticeDays)

/**
 * Whether the firm may ask now. Refuses: `renewal-not-due` (`days` is how many are left until it may), `renewal-open`
 * (it asked already and has no answer), `renewal-past` (the loan is past its last day, or not out).
 */
export function checkWish(
  loan: LoanOfRenewal,
  isOpen: boolean,
  rule: RenewalRule,
  today: Day,
): Outcome<object> {
  const { maturesOn } = loan
  const isOut = loan.state === 'drawn' || loan.state === 'overdue'
  if (!isOut || maturesOn === null || maturesOn <= today) return refuse('renewal-past')
  const days = daysBetween(today, maturesOn) - rule.noticeDays
  if (days > 0) return refuse('renewal-not-due', { values: { days } })
  return isOpen ? refuse('renewal-open') : done()
}

/**
 * Whether the bank may answer so. Refuses: `renewal-answered`, `renewal-conditions` (without repayment, while a
 * condition is not met or not known), `renewal-words-needed` (a no, or paying back first, without a reason).
 */
export function checkAnswer(
  state: RenewalState,
  answer: RenewalAnswer,
  checks: readonly RenewalCheck[],
  words: string,
): Outcome<object> {
  if (state !== 'wished') return refuse('renewal-answered')
  if (answer === 'without-repayment' && verdictOf(checks) !== 'yes') {
    return refuse('renewal-conditions', { field: 'answer' })
  }
  if (answer !== 'without-repayment' && words.trim() === '') {
    return refuse('renewal-words-needed', { field: 'words' })
  }
  return done()
}
