import { type Day, daysBetween } from '../money/day.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'

/**
 * `due`: asked for; `confirmed`: one of the payer's people found the sum right; `settled`: another one paid it;
 * `taken-back`: what it came of was entered in error, and nobody owes it any more.
 */
export const settlementStates = ['due', 'confirmed', 'settled', 'taken-back'] as const
export type SettlementState = (typeof settlementStates)[number]
export const settlementStateWords = (state: SettlementState): string => `claims.settlement.${state}`

export type Settling = {
  readonly state: SettlementState
  /** Null for a party that has no institution here: then the other side writes down what it paid. */
  readonly fromId: string | null
  readonly toId: string | null
  readonly confirmedBy: string | null
  readonly arisenOn: Day
}
type Who = { readonly id: string; readonly institutionId: string | null }

/** Whose people confirm and pay it. */
export const payerOf = ({ fromId, toId }: Pick<Settling, 'fromId' | 'toId'>): string | null => fromId ?? toId

/** Nobody pays it any more: it was paid, or what it came of was taken back. */
export const isOver = (state: SettlementState): boolean => state === 'settled' || state === 'taken-back'

/**
 * Whether a person may confirm what his institution owes. Refuses `not-the-payer`, `settlement-taken-back`,
 * `settlement-confirmed`.
 */
export function checkConfirm(one: Settling, who: Who): Outcome<object> {
  if (who.institutionId === null || who.institutionId !== payerOf(one)) return refuse('not-the-payer')
  if (one.state === 'taken-back') return refuse('settlement-taken-back')
  return one.state === 'due' ? done() : refuse('settlement-confirmed')
}

/**
 * Whether a person may pay it: of the same institution, and not who confirmed it. Refuses `not-the-payer`,
 * `settlement-taken-back`, `settlement-unconfirmed`, `settlement-settled`, `same-person`, `day-ahead`, `before-arisen`.
 */
export function checkSettle(one: Settling, who: Who, paidOn: Day, today: Day): Outcome<object> {
  if (who.institutionId === null || who.institutionId !== payerOf(one)) return refuse('not-the-payer')
  if (one.state === 'taken-back') return refuse('settlement-taken-back')
  if (one.state === 'due') return refuse('settlement-unconfirmed')
  if (one.state === 'settled') return refuse('settlement-settled')
  if (one.confirmedBy === who.id) return refuse('same-person')
  if (paidOn > today) return refuse('day-ahead', { field: 'paidOn' })
  return paidOn < one.arisenOn ? refuse('before-arisen', { field: 'paidOn' }) : done()
}

/**
 * Days by which a settlement is late: up to the day on which it was paid, or today while it is open. 0 when in time, and
 * for what nobody owes any more.
 */
export function lateDays(
  {
    dueOn,
    settledOn,
    state,
  }: { readonly dueOn: Day; readonly settledOn: Day | null; readonly state?: SettlementState },
  today: Day,
): number {
  if (state === 'taken-back') return 0
  const until = settledOn ?? today
  return until > dueOn ? daysBetween(dueOn, until) : 0
}
