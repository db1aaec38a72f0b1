import { z } from 'zod'
import { type Day, plusDays } from '../money/day.ts'
import type { Refusal } from '../platform/outcome.ts'
import type { InForce, PolicyBook } from '../policies/index.ts'
import { ppmShape } from '../policies/shapes.ts'

const days = z.number().int().min(1).max(365)

/** Policy `case-terms`: what offers may say, how long a second look stays open, how long an objection is examined. */
export const caseTermsShape = z.strictObject({
  /** Calendar days that an offer stays open: what a form proposes, and the most. */
  offerUsualDays: days,
  offerMostDays: days,
  /** 罚息 on top of the contract's rate, as a share of it: the range, and what a form proposes. */
  penaltyLeastPpm: ppmShape,
  penaltyUsualPpm: ppmShape,
  penaltyMostPpm: ppmShape,
  /** The most that paying back early may cost, as a share of what is paid back. */
  earlyFeeMostPpm: ppmShape,
  /** Calendar days that a second look stays open: what a form proposes, and the most. */
  secondLookUsualDays: days,
  secondLookMostDays: days,
  /** Working days that the bureau has to decide on an objection. */
  objectionWorkdays: z.number().int().min(1).max(250),
})
export type CaseTerms = z.infer<typeof caseTermsShape>

export const caseTermsOn = (book: PolicyBook, on: Day): InForce<CaseTerms> =>
  book.read('case-terms', on, caseTermsShape)

/** Why terms that somebody wrote cannot be used: an empty list when they can. Refuses: `policy-malformed`, `min-above-max`. */
export function checkCaseTerms(value: unknown): Refusal[] {
  const read = caseTermsShape.safeParse(value)
  if (!read.success)
    return read.error.issues.map(({ path }) => ({ code: 'policy-malformed', field: path.join('.') }))
  const rising = [
    ['offerUsualDays', 'offerMostDays'],
    ['penaltyLeastPpm', 'penaltyUsualPpm'],
    ['penaltyUsualPpm', 'penaltyMostPpm'],
    ['secondLookUsualDays', 'secondLookMostDays'],
  ] as const
  return rising.flatMap(([less, more]) =>
    read.data[less] > read.data[more] ? [{ code: 'min-above-max', field: less }] : [],
  )
}

/** The last day to which an offer made today may stay open. */
export const latestValidity = ({ offerMostDays }: CaseTerms, today: Day): Day =>
  plusDays(today, offerMostDays)
