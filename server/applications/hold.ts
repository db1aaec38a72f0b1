import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'

/** The bank that 派单 put a need before, and the last day on which it may answer; both null where none is asked. */
export type Asked = { readonly heldFor: InstitutionId | null; readonly heldUntil: Day | null }

/** A case of a need that has not come to its end. */
export type RunningCase = {
  readonly institutionId: InstitutionId
  /** The day by which the next step is owed; null while the clock stands still. */
  readonly dueOn: Day | null
  /** The bank's working days when its clock stopped, below nought when it was late; null where nobody counted. */
  readonly daysLeft: number | null
}

/** Whether a bank is asked today; its last day still counts. */
export const isAsked = ({ heldFor, heldUntil }: Asked, today: Day): boolean =>
  heldFor !== null && heldUntil !== null && today <= heldUntil

/** Whether the clock of a case has not run out. While it stands still nothing runs out, except for who was late then. */
const isInTime = ({ dueOn, daysLeft }: RunningCase, today: Day): boolean =>
  dueOn === null ? (daysLeft ?? 0) >= 0 : today <= dueOn

/**
 * 一家一家办理: whether a bank may take a need from the hall that the firm gives to one bank at a time. A bank has the
 * need to itself while it is asked by 派单, and while a case of it runs whose clock has not run out, whether it took the
 * need or the firm applied to it. It is read from the cases, so that a clock that stops or moves takes the hold along,
 * and whoever takes it after a clock ran out has it then. A bank that is asked may answer although the firm applied to
 * another one meanwhile: the firm may ask whom it likes.
 *
 * Refuses: `own-case-runs` (a second product while the first is not ended), `need-held` (with the day), `need-held-on`
 * (the other bank's clock stands still, so no day is known).
 */
export function checkHold(
  bank: InstitutionId,
  asked: Asked,
  running: readonly RunningCase[],
  today: Day,
): Outcome<object> {
  if (running.some(({ institutionId }) => institutionId === bank)) return refuse('own-case-runs')
  if (isAsked(asked, today)) return asked.heldFor === bank ? done() : held(asked.heldUntil)
  const others = running.filter((one) => isInTime(one, today))
  if (others.length === 0) return done()
  const days = others.map(({ dueOn }) => dueOn)
  return held(days.includes(null) ? null : (days.toSorted().at(-1) ?? null))
}

const held = (until: Day | null) =>
  until ? refuse('need-held', { values: { until } }) : refuse('need-held-on')
