import { type TaxGrade, taxGrades } from '../enterprises/tax-grade.ts'
import type { Figure } from '../tax-credit/limit.ts'

/** What the monthly watch asks of a borrower, in the order in which it is told. */
export const watchRules = ['grade-dropped', 'grade-not-admitted', 'arrears', 'abnormal'] as const
export type WatchRule = (typeof watchRules)[number]
export const isWatchRule = (text: string): text is WatchRule => watchRules.some((one) => one === text)

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

/** What of the tax facts a rule tells of. */
const factIn = {
  'grade-dropped': 'grade',
  'grade-not-admitted': 'grade',
  arrears: 'arrears',
  abnormal: 'abnormal',
} as const satisfies Record<WatchRule, keyof Watched>

/**
 * The rules whose fact nobody states any more: what was told of it rested on a file that was taken back, and is over. While
 * the fact is under examination it is merely not known, and nothing ends.
 */
export const unstatedBy = (watched: Watched, disputed: readonly string[]): WatchRule[] =>
  watchRules.filter((rule) => watched[factIn[rule]] === null && !disputed.includes(factIn[rule]))

const rank = (grade: TaxGrade): number => taxGrades.indexOf(grade)

/** The fact of the firm's profile that a rule tells of: what a bank that reads it has looked at. */
export const factOf = {
  'grade-dropped': 'taxGrade',
  'grade-not-admitted': 'taxGrade',
  arrears: 'taxArrears',
  abnormal: 'taxAbnormal',
} as const satisfies Record<WatchRule, string>
