import type { Id } from '../platform/ids.ts'

export type InstitutionId = Id<'institution'>

/** Who shares the business of financing, besides the firms themselves. */
export const institutionKinds = [
  'bank',
  'guarantor',
  'reguarantor',
  'treasury',
  'pool',
  'insurer',
  'bureau',
] as const
export type InstitutionKind = (typeof institutionKinds)[number]

export const institutionStates = ['active', 'closed'] as const

/** Who decides on a firm's money, and may therefore be let see its data: banks, and guarantors of their loans. */
export const mayBeConsentedTo = (kind: InstitutionKind): boolean => kind === 'bank' || kind === 'guarantor'
