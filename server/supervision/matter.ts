import type { ApplicationState } from '../applications/application.ts'
import type { BankStep } from '../clocks/clock.ts'
import { type ContactClock, owesContact } from '../contacts/contact.ts'
import type { LoanState } from '../loans/loan.ts'
import type { Day } from '../money/day.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'

/** 督办 goes from the bureau to the bank's manager and back; the bureau ends it with its own words. */
export const supervisionStates = ['open', 'answered', 'closed'] as const

/** The state of a case in which a bank owes the step; what it owes after the contract, the loan says. */
export const owedIn = { accept: 'submitted', decision: 'taken', signing: 'agreed' } as const satisfies Record<
  Exclude<BankStep, 'contact' | 'report' | 'renewal'>,
  ApplicationState
>

/** The case and the loan behind a late step, as they are now. */
export type Behind = ContactClock & {
  readonly dueOn: Day | null
  readonly loanState: LoanState | null
  readonly reportDueOn: Day | null
  /** By when the bank answers the firm's wish to renew; null where no wish waits. */
  readonly renewalDueOn: Day | null
}

/** Late still; stopped, because the firm owes papers; or over, because the step was made or has a later day. */
export type Standing =
  | { readonly is: 'late'; readonly dueOn: Day }
  | { readonly is: 'stopped' }
  | { readonly is: 'over' }

/** Where a late step stands today. */
export function standingOf(step: BankStep, behind: Behind, today: Day): Standing {
  const { isOwed, dueOn } = owing(step, behind)
  if (!isOwed) return { is: 'over' }
  if (dueOn === null) return { is: 'stopped' }
  return dueOn < today ? { is: 'late', dueOn } : { is: 'over' }
}

function owing(step: BankStep, behind: Behind): { readonly isOwed: boolean; readonly dueOn: Day | null } {
  if (step === 'contact') return { isOwed: owesContact(behind), dueOn: behind.contactDueOn }
  if (step === 'report') return { isOwed: behind.loanState === 'signed', dueOn: behind.reportDueOn }
  if (step === 'renewal') return { isOwed: behind.renewalDueOn !== null, dueOn: behind.renewalDueOn }
  return { isOwed: behind.state === owedIn[step], dueOn: behind.dueOn }
}

/** How long a step is late, in the filter of the lists: working days from and up to. */
export const latenesses = { '1-3': [1, 3], '4-10': [4, 10], 'over-10': [11, null] } as const
export type Lateness = keyof typeof latenesses
export const isLateness = (text: string): text is Lateness => Object.keys(latenesses).includes(text)

/** What the bureau has done about a step, in the filter of its list. */
export const measures = ['none', 'urged', 'supervised'] as const
export type Measure = (typeof measures)[number]

/**
 * Whether the bureau may set this day for a supervision: a day after today. Refuses `supervision-day-past`.
 */
export const checkDay = (dueOn: Day, today: Day): Outcome<object> =>
  dueOn > today ? done() : refuse('supervision-day-past', { field: 'dueOn' })
