import type { Role } from '../accounts/person.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'

/** The life of an advance, from the firm's application to the end of its case. */
export const bridgeStates = [
  'applied',
  'returned',
  'checking',
  'promise',
  'own-money',
  'approval',
  'third-approval',
  'queued',
  'reserved',
  'paid',
  'settled',
  'renewed',
  'repaid',
  'closed',
  'refused',
  'withdrawn',
  'lapsed',
] as const
export type BridgeState = (typeof bridgeStates)[number]
export const bridgeStateWords = (state: BridgeState): string => `bridges.state.${state}`

const exits = ['refused', 'withdrawn'] as const
const withPromise = [...exits, 'lapsed'] as const

/**
 * What may come after what. Money that was set aside and not paid out in time goes back to the second person, who decides
 * anew; a payout that was a mistake goes back to the money set aside. Once money is out nobody withdraws: it comes back.
 */
export const bridgeMoves: Readonly<Record<BridgeState, readonly BridgeState[]>> = {
  applied: ['checking', 'returned', ...exits],
  returned: ['applied', 'withdrawn'],
  checking: ['promise', ...exits],
  promise: ['own-money', ...exits],
  'own-money': ['approval', ...withPromise],
  approval: ['third-approval', 'queued', ...withPromise],
  'third-approval': ['queued', ...withPromise],
  queued: ['reserved', ...withPromise],
  reserved: ['paid', 'approval', ...withPromise],
  paid: ['settled', 'repaid', 'reserved'],
  settled: ['renewed', 'repaid'],
  renewed: ['repaid'],
  // Undoing the last money back leads to where it was before.
  repaid: ['closed', 'paid', 'settled', 'renewed'],
  closed: [],
  refused: [],
  withdrawn: [],
  lapsed: [],
}

/** Refuses: `bridge-move-not-allowed`, with the state it is in and the one that was asked for. */
export function moveBridge(state: BridgeState, to: BridgeState): Outcome<{ readonly state: BridgeState }> {
  return bridgeMoves[state].includes(to)
    ? done({ state: to })
    : refuse('bridge-move-not-allowed', { values: { state, to } })
}

/** States in which money of the pool is with the bank or on its way back. */
export const outStates = ['paid', 'settled', 'renewed'] as const satisfies readonly BridgeState[]
export const isOut = (state: BridgeState): boolean => outStates.some((one) => one === state)

/** States in which a case asks somebody for something. */
export const openStates = bridgeStates.filter((state) => bridgeMoves[state].length > 0)
export const isOpen = (state: BridgeState): boolean => bridgeMoves[state].length > 0

/** Until the operator has found all complete, a firm may lay papers beside its application and take them back. */
export const takesPapers = (state: BridgeState): boolean => state === 'applied' || state === 'returned'

/** What stands where a firm gave no reason for taking its application back. */
export const noReason = '—'

/** Before the payout: a firm may still take its application back. */
export const mayWithdraw = (state: BridgeState): boolean => bridgeMoves[state].includes('withdrawn')

/** Whose step a state is. */
export const ownerOf: Readonly<Record<BridgeState, 'firm' | 'bank' | 'bureau' | Role | null>> = {
  applied: 'pool-operator',
  returned: 'firm',
  checking: 'pool-operator',
  promise: 'bank',
  'own-money': 'pool-operator',
  approval: 'pool-checker',
  'third-approval': 'bureau-head',
  queued: null,
  reserved: 'pool-cashier',
  paid: 'bank',
  settled: 'bank',
  renewed: 'pool-cashier',
  repaid: 'pool-cashier',
  closed: null,
  refused: null,
  withdrawn: null,
  lapsed: null,
}

/** As whom somebody of the public side does a step: he prepares, approves, approves third, or moves the money. */
export const hands = ['maker', 'checker', 'third', 'cashier'] as const
export type Hand = (typeof hands)[number]

/** Who did a step of a case, and as whom. */
export type Did = { readonly hand: Hand; readonly by: string }

/**
 * Maker, checker, whoever approves third, and cashier are different people over the whole case: whoever has done any step of
 * it does none as somebody else, whatever role he has now. Refuses: `bridge-same-person`, naming what he did before.
 */
export function checkHands(before: readonly Did[], person: string, as: Hand): Outcome<object> {
  const other = before.find(({ hand, by }) => by === person && hand !== as)
  return other ? refuse('bridge-same-person', { values: { did: other.hand } }) : done()
}

/** Where an application comes from: made here, or taken over from the pool's books of before. */
export const bridgeOrigins = ['platform', 'taken-over'] as const
export const words = ['yes', 'no'] as const

export const fundingKinds = ['contribution', 'withdrawal'] as const
export type FundingKind = (typeof fundingKinds)[number]
export const fundingStates = ['agreed', 'booked', 'dropped'] as const
export type FundingState = (typeof fundingStates)[number]
