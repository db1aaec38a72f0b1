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
