import type { Id } from '../platform/ids.ts'

export type EnterpriseId = Id<'enterprise'>

/** A firm registers itself; the bureau verifies it, or returns it with what is to be mended. */
export const enterpriseStates = ['under-review', 'returned', 'verified', 'closed'] as const
export type EnterpriseState = (typeof enterpriseStates)[number]

export const enterpriseMoves = {
  'under-review': ['verified', 'returned'],
  returned: ['under-review', 'closed'],
  verified: ['closed'],
  closed: [],
} as const satisfies Record<EnterpriseState, readonly EnterpriseState[]>
