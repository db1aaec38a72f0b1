import type { Id } from '../platform/ids.ts'
import type { Language } from '../platform/web/words.ts'

/** The people of the platform, by what they come for (design §2). */
export const roles = [
  'enterprise-owner',
  'enterprise-clerk',
  'bank-officer',
  'bank-manager',
  'guarantor-officer',
  'guarantor-manager',
  'reguarantor',
  'treasury',
  'pool-operator',
  'pool-checker',
  'pool-cashier',
  'bureau-analyst',
  'bureau-head',
  'township-officer',
  'administrator',
  'security-administrator',
  'auditor',
] as const
export type Role = (typeof roles)[number]
export const isRole = (text: string): text is Role => roles.some((role) => role === text)

/** Families of roles, for rights that read as the office says them. */
export const enterpriseRoles = ['enterprise-owner', 'enterprise-clerk'] as const satisfies readonly Role[]
export const bankRoles = ['bank-officer', 'bank-manager'] as const satisfies readonly Role[]
export const bureauRoles = ['bureau-analyst', 'bureau-head'] as const satisfies readonly Role[]
export const guarantorRoles = ['guarantor-officer', 'guarantor-manager'] as const satisfies readonly Role[]
/** 三员分离: nobody holds two of the three (GB/T 22239-2019, 8.1.4.2). */
export const adminRoles = [
  'administrator',
  'security-administrator',
  'auditor',
] as const satisfies readonly Role[]

/** Where a person of this role belongs; the organisation limits what rows he can see. */
export const organisationOf = (role: Role): 'enterprise' | 'institution' | 'region' => {
  if (enterpriseRoles.some((one) => one === role)) return 'enterprise'
  const officeRoles: readonly Role[] = [...bureauRoles, 'township-officer', ...adminRoles]
  return officeRoles.includes(role) ? 'region' : 'institution'
}

export const personStates = ['invited', 'active', 'disabled'] as const
export type PersonState = (typeof personStates)[number]

export type PersonId = Id<'person'>

/** A signed-in person, as every action sees him. */
export type Person = {
  readonly id: PersonId
  readonly name: string
  readonly role: Role
  readonly enterpriseId: Id<'enterprise'> | null
  readonly institutionId: Id<'institution'> | null
  /** Prefix of the division codes that he answers for; null for no region, empty never. */
  readonly region: string | null
  readonly organisation: string
  readonly language: Language
}

export const isOneOf = (person: Pick<Person, 'role'>, allowed: readonly Role[]): boolean =>
  allowed.includes(person.role)
