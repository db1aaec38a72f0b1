import { done, type Outcome, refuse } from '../platform/outcome.ts'

/**
 * The life of a guarantee 担保. `claimed` is reached by a paid claim (代偿); filing with the provincial group (备案) runs
 * beside it, see `filing.ts`. A released guarantee is in force again only where the repayment that released it is
 * reversed.
 */
export const guaranteeStates = [
  'applied',
  'underwriting',
  'approved',
  'signed',
  'in-force',
  'claimed',
  'released',
  'declined',
  'withdrawn',
] as const
export type GuaranteeState = (typeof guaranteeStates)[number]

/**
 * Who moves a guarantee: the bank that asks, the guarantor's people, `loan`, what the bank reports of the loan,
 * `agreement`, by which a guarantor promised beforehand (见贷即担), and `time`, when nobody may claim any more.
 */
export const guaranteeActors = ['bank', 'officer', 'manager', 'loan', 'agreement', 'time'] as const
export type GuaranteeActor = (typeof guaranteeActors)[number]

type MovesFrom = Partial<Record<GuaranteeState, readonly GuaranteeActor[]>>

/** Where a guarantee may go, and who may send it there. */
export const guaranteeMoves: Readonly<Record<GuaranteeState, Readonly<MovesFrom>>> = {
  applied: {
    underwriting: ['officer', 'manager'],
    signed: ['agreement'],
    declined: ['officer', 'manager'],
    withdrawn: ['bank', 'loan'],
  },
  underwriting: { approved: ['manager'], declined: ['manager'], withdrawn: ['bank', 'loan'] },
  approved: { signed: ['officer', 'manager'], withdrawn: ['bank', 'loan'] },
  signed: { 'in-force': ['loan'], withdrawn: ['bank', 'loan'] },
  'in-force': { released: ['loan', 'time'], claimed: ['manager'], withdrawn: ['agreement'] },
  claimed: { 'in-force': ['manager', 'loan'], released: ['manager', 'loan', 'time'] },
  released: { 'in-force': ['loan'] },
  declined: {},
  withdrawn: {},
}

/** Moves a guarantee. Refuses `move-not-allowed`, whether the state does not lead there or not by this actor. */
export function move(
  state: GuaranteeState,
  to: GuaranteeState,
  actor: GuaranteeActor,
): Outcome<{ readonly state: GuaranteeState }> {
  const actors = guaranteeMoves[state][to] ?? []
  return actors.includes(actor) ? done({ state: to }) : refuse('move-not-allowed', { values: { state, to } })
}

/** Before the guarantor has promised: it counts towards what the customer may have, not towards the guarantor's ratios. */
export const isPending = (state: GuaranteeState): boolean => state === 'applied' || state === 'underwriting'

/** Promised, and what is not drawn of it may still be drawn. */
export const isPromised = (state: GuaranteeState): boolean =>
  state === 'approved' || state === 'signed' || state === 'in-force' || state === 'claimed'

/** Whether it has come to its end without ever being in force, or by release. */
export const isOver = (state: GuaranteeState): boolean =>
  state === 'released' || state === 'declined' || state === 'withdrawn'

/** How a guarantee came: asked for one by one, or in a file of loans that the bank has decided (见贷即担). */
export const guaranteeOrigins = ['single', 'batch'] as const
export type GuaranteeOrigin = (typeof guaranteeOrigins)[number]

/** Why a guarantor says no; coded, so that the bureau can count. */
export const guaranteeDeclines = [
  'outside-scope',
  'over-cap',
  'repayment-ability',
  'counter-guarantee-insufficient',
  'credit-record',
  'consent-missing',
  'other',
] as const
export type GuaranteeDecline = (typeof guaranteeDeclines)[number]

/** 反担保: what stands behind the guarantor. A policy guarantor may do without (`none`). */
export const counterKinds = ['none', 'person', 'enterprise', 'mortgage', 'pledge', 'other'] as const
export type CounterKind = (typeof counterKinds)[number]
