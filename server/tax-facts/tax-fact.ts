import type { TaxGrade } from '../enterprises/tax-grade.ts'
import type { Day } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'

/** Whose word a stated fact is: the tax bureau's file, or the finance bureau's after an objection that was upheld. */
export const factSources = ['tax-bureau', 'correction'] as const
export type FactSource = (typeof factSources)[number]

/**
 * Why a grade was given (公告2025年第12号): the yearly assessment 年度评价, one made up for later 补充评价, a review that
 * was asked for 复评, a repair 信用修复, a grave breach 失信行为判级; a correction comes from an objection here.
 */
export const gradeReasons = ['annual', 'supplement', 'review', 'repair', 'offence', 'objection'] as const
export type GradeReason = (typeof gradeReasons)[number]
/** What a file of the tax bureau may say. */
export const statedReasons = ['annual', 'supplement', 'review', 'repair', 'offence'] as const
export type StatedReason = (typeof statedReasons)[number]

/** Kinds of tax whose receipts are kept apart; social insurance and other dues are no tax and stay out. */
export const taxKinds = ['vat', 'income', 'other'] as const
export type TaxKind = (typeof taxKinds)[number]
/** What is kept of the tax of a year: what came in of each kind, and what went back 退税. */
export const taxSums = [...taxKinds, 'refund'] as const
export type TaxSum = (typeof taxSums)[number]

/** What is kept of a firm by the tax bureau's word, and what an objection may be about. */
export const taxFacts = ['grade', 'taxPaid', 'arrears', 'abnormal'] as const
export type TaxFact = (typeof taxFacts)[number]

/** A grade as somebody stated it; history, never changed. */
export type StatedGrade = {
  readonly id: string
  readonly assessYear: number
  readonly grade: TaxGrade
  /** The day since which it is so. */
  readonly asOf: Day
  readonly source: FactSource
  readonly reason: GradeReason
}

/** What came in during a calendar year, as it stood on a day. */
export type StatedTax = {
  readonly id: string
  readonly year: number
  /** The one sum of which this speaks, where an objection corrected it; null: all of them. */
  readonly sum: TaxSum | null
  readonly asOf: Day
  readonly source: FactSource
  readonly vatFen: Fen
  readonly incomeFen: Fen
  readonly otherFen: Fen
  /** What went back to the firm (退税), as a sum above zero. */
  readonly refundFen: Fen
}

/** Arrears 欠税 and abnormal household 非正常户 as of a day; null where that statement does not say. */
export type StatedStanding = {
  readonly id: string
  readonly asOf: Day
  readonly source: FactSource
  readonly arrearsFen: Fen | null
  readonly abnormal: boolean | null
}
