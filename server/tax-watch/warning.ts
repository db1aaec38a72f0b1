import { type TaxGrade, taxGrades } from '../enterprises/tax-grade.ts'
import type { Figure } from '../tax-credit/limit.ts'

/** What the monthly watch asks of a borrower, in the order in which it is told. */
export const watchRules = ['grade-dropped', 'grade-not-admitted', 'arrears', 'abnormal'] as const
export type WatchRule = (typeof watchRules)[number]

/** What the bank found when it looked: the firm does worse, or all is well; null until it answered. */
export const warningOutcomes = ['confirmed', 'false-alarm'] as const
export type WarningOutcome = (typeof warningOutcomes)[number]

/** One rule that a borrower does not meet any more: the value that was found, and the threshold. */
export type Raised = { readonly rule: WatchRule; readonly have: Figure; readonly want: Figure }

export type Watched = {
  readonly grade: TaxGrade | null
  readonly arrears: boolean | null
  readonly abnormal: boolean | null
  /** The grade on which the loan was approved; null where none was kept. */
  readonly approvedGrade: TaxGrade | null
  /** The grades that the scheme of the loan admits; null where it went by none. */
  readonly admitted: readonly TaxGrade[] | null
}

/**
 * What of a borrower's tax facts speaks against its loan. A fact that nobody knows raises nothing. A grade that fell
 * below the one of the approval warns also while it is admitted; M stands below B for want of a record only, and falls
 * from A or B to it are told all the same.
 */
export function raisedBy({ grade, arrears, abnormal, approvedGrade, admitted }: Watched): Raised[] {
  const raised: Raised[] = []
  if (grade !== null && approvedGrade !== null && rank(grade) > rank(approvedGrade))
    raised.push({ rule: 'grade-dropped', have: grade, want: approvedGrade })
  if (grade !== null && admitted !== null && !admitted.includes(grade))
    raised.push({ rule: 'grade-not-admitted', have: grade, want: admitted })
  if (arrears) raised.push({ rule: 'arrears', have: true, want: false })
  if (abnormal) raised.push({ rule: 'abnormal', have: true, want: false })
  return raised
}

/** The rules that a borrower is known to meet: what was told of them before is over. A fact that nobody knows ends nothing. */
export function metBy(watched: Watched): WatchRule[] {
  const raised = raisedBy(watched).map(({ rule }) => rule)
  const known: Readonly<Record<WatchRule, boolean>> = {
    'grade-dropped': watched.grade !== null && watched.approvedGrade !== null,
    'grade-not-admitted': watched.grade !== null && watched.admitted !== null,
    arrears: watched.arrears !== null,
    abnormal: watched.abnormal !== null,
  }
  return watchRules.filter((rule) => known[rule] && !raised.includes(rule))
}

const rank = (grade: TaxGrade): number => taxGrades.indexOf(grade)

/** The fact of the firm's profile that a rule tells of: what a bank that reads it has looked at. */
export const factOf = {
  'grade-dropped': 'taxGrade',
  'grade-not-admitted': 'taxGrade',
  arrears: 'taxArrears',
  abnormal: 'taxAbnormal',
} as const satisfies Record<WatchRule, string>

export type WatchCount = {
  readonly raised: number
  readonly confirmed: number
  readonly falseAlarms: number
  /** Confirmed of those that were answered, in ppm; null while none was. */
  readonly precisionPpm: number | null
}
export type RuleCount = WatchCount & { readonly rule: WatchRule }

type Counted = { readonly outcome: WarningOutcome | null; readonly count: number }

/** How often each rule was right, over the warnings that were answered. */
export const precisionOf = (counts: readonly (Counted & { readonly rule: WatchRule })[]): RuleCount[] =>
  watchRules.map((rule) => ({ rule, ...totalOf(counts.filter((one) => one.rule === rule)) }))

/** The same of all together, for whoever may not know which rules they were. */
export function totalOf(counts: readonly Counted[]): WatchCount {
  const of = (wanted: (outcome: WarningOutcome | null) => boolean) =>
    counts.filter((one) => wanted(one.outcome)).reduce((sum, { count }) => sum + count, 0)
  const [confirmed, falseAlarms] = [of((one) => one === 'confirmed'), of((one) => one === 'false-alarm')]
  const answered = confirmed + falseAlarms
  return {
    ...{ confirmed, falseAlarms, raised: of(() => true) },
    precisionPpm: answered === 0 ? null : Math.round((confirmed * 1_000_000) / answered),
  }
}
