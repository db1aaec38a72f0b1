import { type Day, daysBetween, plusMonths } from '../money/day.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'

/*
 * 备案: a guarantee counts for the provincial group only once it is filed with it. The clock starts with the letter of
 * guarantee; what is filed late is filed, with the days counted.
 */

export const filingStates = ['none', 'due', 'sent', 'returned', 'filed'] as const
export type FilingState = (typeof filingStates)[number]

export const filingActors = ['guarantor', 'reguarantor'] as const
export type FilingActor = (typeof filingActors)[number]

export const filingMoves: Readonly<
  Record<FilingState, Readonly<Partial<Record<FilingState, readonly FilingActor[]>>>>
> = {
  none: {},
  due: { sent: ['guarantor'] },
  sent: { filed: ['reguarantor'], returned: ['reguarantor'] },
  returned: { sent: ['guarantor'] },
  filed: {},
}

/** Moves a filing. Refuses `filing-not-allowed`. */
export function moveFiling(
  state: FilingState,
  to: FilingState,
  actor: FilingActor,
): Outcome<{ readonly filing: FilingState }> {
  const actors = filingMoves[state][to] ?? []
  return actors.includes(actor)
    ? done({ filing: to })
    : refuse('filing-not-allowed', { values: { state, to } })
}

/** The last day on which a filing is in time, so many months after the letter: that day itself is in time. */
export const filingDueOn = (signedOn: Day, months: number): Day => plusMonths(signedOn, months)

/** Days by which a filing that was sent on a day is late; 0 when it is in time. */
export const filingLateDays = (dueOn: Day, sentOn: Day): number =>
  sentOn > dueOn ? daysBetween(dueOn, sentOn) : 0
