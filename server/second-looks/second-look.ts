import type { Day } from '../money/day.ts'

/** `ended`: the firm applied on it, or the need left the hall; `expired` is past its last day. */
export const lookStates = ['open', 'withdrawn', 'expired', 'ended'] as const
export type LookState = (typeof lookStates)[number]

/** What a bank made of it: nothing yet, a product of its own proposed, or no. */
export const proposalStates = ['asked', 'proposed', 'passed'] as const
export type ProposalState = (typeof proposalStates)[number]

/** Whether banks may look today; `until` is the last day on which they may. */
export const isOpenOn = ({ state, until }: { readonly state: LookState; readonly until: Day }, today: Day) =>
  state === 'open' && today <= until
