import type { Id } from '../platform/ids.ts'

export type EnterpriseId = Id<'enterprise'>

/** A firm registers itself; the bureau verifies it, or returns it with what is to be mended. */
export const enterpriseStates = ['under-review', 'returned', 'verified', 'closed'] as const
export type EnterpriseState = (typeof enterpriseStates)[number]

export const enterpriseMoves = {
  'under-review': ['verified', 'returned'],
  returned: ['under-review', 'closed'],
  verified: ['under-review', 'closed'],
  closed: [],
} as const satisfies Record<EnterpriseState, readonly EnterpriseState[]>

/** What stands on the licence and was compared with it; a verified firm that changes one of these is compared anew. */
export const licensed = ['name', 'legalRepresentative', 'foundedOn', 'industry', 'region'] as const

/**
 * Where a firm stands after it changed its profile: what it was returned for counts as answered, and what the
 * bureau verified must not turn into something else under its word.
 */
export function stateAfterChange(state: EnterpriseState, changed: readonly string[]): EnterpriseState {
  if (state === 'returned') return 'under-review'
  return state === 'verified' && licensed.some((one) => changed.includes(one)) ? 'under-review' : state
}
