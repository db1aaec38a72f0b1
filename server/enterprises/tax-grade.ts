/**
 * The yearly tax credit grade 纳税缴费信用等级 (State Taxation Administration, announcement 12 of 2025, in
 * force since 1 July 2025; before it 40 of 2014 and 8 of 2018), best first:
 * A from 90 points; B from 70; M a new firm, or 70 points and more without business income in the year;
 * C from 40; D below 40 or judged directly for a grave breach; unrated where no grade was given, as while
 * an investigation is open. M stands behind B for want of a record, and is no bad mark.
 */
export const taxGrades = ['A', 'B', 'M', 'C', 'D', 'unrated'] as const
export type TaxGrade = (typeof taxGrades)[number]

export const isTaxGrade = (text: string): text is TaxGrade => taxGrades.some((grade) => grade === text)

/**
 * The grade that counts: the tax bureau's word where it gave one, 'unrated' included, and else what the firm declares.
 * Matching, limits and pages all ask here, so that one fact has one answer.
 */
export const standingGrade = ({
  taxBureauGrade,
  taxGrade,
}: {
  readonly taxBureauGrade: TaxGrade | null
  readonly taxGrade: TaxGrade | null
}): TaxGrade | null => taxBureauGrade ?? taxGrade
