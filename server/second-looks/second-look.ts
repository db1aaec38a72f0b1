import type { Day } from '../money/day.ts'

/** `ended`: the firm applied on it, or the need left the hall; `expired` is past its last day. */
export const lookStates = ['open', 'withdrawn', 'expired', 'ended'] as const
export type LookState = (typeof lookStates)[number]

/** What a bank made of it: nothing yet, a product of its own proposed, or no. */
export const proposalStates = ['asked', 'proposed', 'passed'] as const
export type ProposalState = (typeof proposalStates)[number]

type Until = { readonly state: LookState; readonly until: Day }

/** How it stands: past its last day it has run out, whether or not the night noted it. */
export const lookStateOn = (look: Until, today: Day): LookState =>
  look.state === 'open' && !isOpenOn(look, today) ? 'expired' : look.state

/** Whether banks may look today; `until` is the last day on which they may. */
export const isOpenOn = ({ state, until }: Until, today: Day) => state === 'open' && today <= until
