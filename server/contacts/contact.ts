import type { ApplicationState } from '../applications/application.ts'
import type { Day } from '../money/day.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'

/**
 * 首次联系 (design §6): what a bank does by which its firm hears from it. The first three the platform sees itself; a call
 * or a visit is the officer's word, which the firm is told.
 */
export const contactWays = ['message', 'papers', 'offer', 'phone', 'visit'] as const
export type ContactWay = (typeof contactWays)[number]

/** What an officer records himself. */
export const recordedWays = ['phone', 'visit'] as const satisfies readonly ContactWay[]
export type RecordedWay = (typeof recordedWays)[number]

/** A note is as long as a message. */
export const longestNote = 500

/** The states in which the first contact is still to come; what happens later cannot be the first. */
export const beforeOffer = ['submitted', 'taken'] as const satisfies readonly ApplicationState[]

/** The clock of a case as its row keeps it: by when, and how and on which day the firm was reached first. */
export type ContactClock = {
  readonly state: ApplicationState
  readonly contactDueOn: Day | null
  readonly contactedOn: Day | null
}

/**
 * Whether the bank owes the first contact: it accepted the case, and the firm has not heard from it. To ask for papers is
 * contact, so this clock never has to stand still while the firm owes some. A case from before there was this clock has none.
 */
export const owesContact = ({ state, contactDueOn, contactedOn }: ContactClock): boolean =>
  state === 'taken' && contactDueOn !== null && contactedOn === null

/** Whether an officer may still record how he reached the firm. */
export const mayRecord = (state: ApplicationState): boolean =>
  state === 'taken' || state === 'offered' || state === 'agreed'

/**
 * Checks a record of an officer. Refuses: `contact-case-closed` (nobody has accepted the case, or it is over),
 * `contact-in-future`, `contact-before-case` (`openedOn` is the day on which the firm and the bank came together).
 */
export function checkRecord(
  { state, openedOn }: { readonly state: ApplicationState; readonly openedOn: Day },
  reachedOn: Day,
  today: Day,
): Outcome<object> {
  if (!mayRecord(state)) return refuse('contact-case-closed')
  if (reachedOn > today) return refuse('contact-in-future', { field: 'reachedOn' })
  if (reachedOn < openedOn) return refuse('contact-before-case', { field: 'reachedOn', values: { openedOn } })
  return done()
}
