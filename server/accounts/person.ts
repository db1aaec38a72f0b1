import type { RegionLevel } from '../enterprises/divisions.ts'
import type { InstitutionKind } from '../institutions/institution.ts'
import type { Id } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
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
  'industry-officer',
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
/** Who runs a pool: who takes up, who checks, who pays. */
export const poolRoles = ['pool-operator', 'pool-checker', 'pool-cashier'] as const satisfies readonly Role[]
export const guarantorRoles = ['guarantor-officer', 'guarantor-manager'] as const satisfies readonly Role[]
/** 三员分离: nobody holds two of the three (GB/T 22239-2019, 8.1.4.2). */
export const adminRoles = [
  'administrator',
  'security-administrator',
  'auditor',
] as const satisfies readonly Role[]

/** Whom the administrator appoints. Firms register their own people. */
export const appointableRoles = roles.filter(
  (role): role is Exclude<Role, (typeof enterpriseRoles)[number]> =>
    !enterpriseRoles.some((one) => one === role),
)
export type AppointableRole = (typeof appointableRoles)[number]

const institutionOf: Partial<Record<Role, InstitutionKind>> = {
  'bank-officer': 'bank',
  'bank-manager': 'bank',
  'guarantor-officer': 'guarantor',
  'guarantor-manager': 'guarantor',
  reguarantor: 'reguarantor',
  treasury: 'treasury',
  'pool-operator': 'pool',
  'pool-checker': 'pool',
  'pool-cashier': 'pool',
}

/**
 * Whether a person of this role may belong there: a bank's people to a bank, those of the bureaus and the administrators
 * to a city or a district, a township officer to a township; nobody to both an institution and a region.
 * Refuses: `needs-institution`, `institution-of-other-kind`, `no-institution-here`, `needs-region`,
 * `region-of-other-level`, `no-region-here`.
 */
export function placeFor(
  role: AppointableRole,
  place: { readonly institution: InstitutionKind | null; readonly region: RegionLevel | null },
): Outcome<object> {
  const wanted = institutionOf[role]
  if (wanted) {
    if (place.region) return refuse('no-region-here', { field: 'region' })
    if (!place.institution) return refuse('needs-institution', { field: 'institution' })
    return place.institution === wanted
      ? done()
      : refuse('institution-of-other-kind', { field: 'institution' })
  }
  if (place.institution) return refuse('no-institution-here', { field: 'institution' })
  if (!place.region) return refuse('needs-region', { field: 'region' })
  const levels = role === 'township-officer' ? ['town'] : ['city', 'county']
  return levels.includes(place.region) ? done() : refuse('region-of-other-level', { field: 'region' })
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
