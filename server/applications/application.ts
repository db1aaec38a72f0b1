import { done, type Outcome, refuse } from '../platform/outcome.ts'

/** One need before one product of one institution. */
export const applicationStates = [
  'submitted',
  'taken',
  'offered',
  'agreed',
  'signed',
  'declined',
  'withdrawn',
  'expired',
  'not-chosen',
] as const
export type ApplicationState = (typeof applicationStates)[number]

/** Who may move an application; `clock` is the platform itself when a term runs out. */
export const applicationActors = ['applicant', 'institution', 'clock'] as const
export type ApplicationActor = (typeof applicationActors)[number]

type MovesFrom = Partial<Record<ApplicationState, readonly ApplicationActor[]>>

/**
 * Where an application may go and who may send it there. `offered` returns to `taken` when the institution
 * takes its offer back to make another; `not-chosen` follows from the applicant agreeing with somebody else.
 */
export const applicationMoves: Readonly<Record<ApplicationState, Readonly<MovesFrom>>> = {
  submitted: {
    taken: ['institution'],
    declined: ['institution'],
    withdrawn: ['applicant'],
    'not-chosen': ['applicant'],
    expired: ['clock'],
  },
  taken: {
    offered: ['institution'],
    declined: ['institution'],
    withdrawn: ['applicant'],
    'not-chosen': ['applicant'],
    expired: ['clock'],
  },
  offered: {
    agreed: ['applicant'],
    taken: ['institution'],
    declined: ['institution'],
    withdrawn: ['applicant'],
    'not-chosen': ['applicant'],
    expired: ['clock'],
  },
  agreed: {
    signed: ['institution'],
    declined: ['institution'],
    withdrawn: ['applicant'],
    expired: ['clock'],
  },
  signed: {},
  declined: {},
  withdrawn: {},
  expired: {},
  'not-chosen': {},
}

/**
 * Moves an application. Refusal: `move-not-allowed`, with the state it is in and the one that was asked for,
 * whether the state does not lead there or this actor may not send it there.
 */
export function move(
  state: ApplicationState,
  to: ApplicationState,
  actor: ApplicationActor,
): Outcome<{ readonly state: ApplicationState }> {
  const actors = applicationMoves[state][to] ?? []
  return actors.includes(actor) ? done({ state: to }) : refuse('move-not-allowed', { values: { state, to } })
}

/** The states to which this actor may send an application now: the buttons on the page. */
export function movesOpenTo(actor: ApplicationActor, state: ApplicationState): ApplicationState[] {
  return applicationStates.filter((to) => applicationMoves[state][to]?.includes(actor) ?? false)
}

/** Whether the application has come to its end and no clock runs on it any more. */
export function isClosed(state: ApplicationState): boolean {
  return Object.keys(applicationMoves[state]).length === 0
}

/** Whether the firm has chosen this offer: from then on the bank knows with whom it contracts. */
export const isContract = (state: ApplicationState): boolean => state === 'agreed' || state === 'signed'

/** Why an institution said no; coded so that the bureau can count, and the firm can act on it. */
export const declineReasons = [
  'outside-policy',
  'credit-record',
  'repayment-ability',
  'collateral-insufficient',
  'documents-missing',
  'industry-restricted',
  'existing-debt',
  'purpose-unclear',
  'rate-not-agreed',
  'other',
] as const
export type DeclineReason = (typeof declineReasons)[number]

/**
 * Checks the answer no. Refusal: `words-required`, because `other` without a sentence tells the firm nothing
 * and would make the count of reasons worthless.
 */
export function checkDecline(
  reason: DeclineReason,
  words: string,
): Outcome<{ readonly reason: DeclineReason }> {
  if (reason === 'other' && words.trim() === '') return refuse('words-required', { field: 'words' })
  return done({ reason })
}
