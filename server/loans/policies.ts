import { z } from 'zod'
import { sizeClasses } from '../enterprises/size-class.ts'
import type { Day } from '../money/day.ts'
import { needPurposes } from '../needs/need.ts'
import type { Refusal } from '../platform/outcome.ts'
import type { InForce, PolicyBook } from '../policies/index.ts'
import { dayShape, ppmShape, wholeShape } from '../policies/shapes.ts'
import type { ClassRule } from './five-class.ts'
import type { RenewalRule } from './renewal.ts'

const sizes = z.array(z.enum(sizeClasses))
const atLeastOne = z.number().int().min(1)

/** Policy `five-class`: how loans are classed by days, and when they may rise again. */
export const classRuleShape = z.strictObject({
  normalLastDay: wholeShape,
  mentionLastDay: wholeShape,
  substandardLastDay: wholeShape,
  doubtfulLastDay: wholeShape,
  sameBankPpm: ppmShape,
  byDaysSizes: sizes,
  observedInstalments: atLeastOne,
  observedMonths: atLeastOne,
})

export const classRuleOn = (book: PolicyBook, on: Day): InForce<ClassRule> =>
  book.read('five-class', on, classRuleShape)

/**
 * Why a rule that somebody wrote cannot be used: an empty list when it can. Refuses: `class-rule-malformed`,
 * `class-days-not-rising`.
 */
export function checkClassRule(value: unknown): Refusal[] {
  const read = classRuleShape.safeParse(value)
  if (!read.success)
    return read.error.issues.map(({ path }) => ({ code: 'class-rule-malformed', field: path.join('.') }))
  const steps = ['normalLastDay', 'mentionLastDay', 'substandardLastDay', 'doubtfulLastDay'] as const
  return steps.flatMap((field, at) => {
    const before = steps[at - 1]
    return before && read.data[before] >= read.data[field] ? [{ code: 'class-days-not-rising', field }] : []
  })
}

/** Policy `renewal`: when a loan comes up for renewal, and which may renew without paying back. */
export const renewalRuleShape = z.strictObject({
  noticeDays: atLeastOne,
  answerWorkdays: atLeastOne,
  sizes,
  untilSizes: sizes,
  untilDay: dayShape,
  purposes: z.array(z.enum(needPurposes)),
})

export const renewalRuleOn = (book: PolicyBook, on: Day): InForce<RenewalRule> =>
  book.read('renewal', on, renewalRuleShape)
