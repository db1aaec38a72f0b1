import type { Reader, Store, Transaction } from '../../db/index.ts'
import { act, write } from '../audit/index.ts'
import type { Parts } from '../parts.ts'
import { type Instant, plusMinutes } from '../platform/clock.ts'
import { type Id, newId, newSecret } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { By } from './by.ts'
import { type AppointableRole, type PersonId, placeFor, type Role } from './person.ts'
import * as rows from './rows.ts'
import { institutionKindOf, isAnybody, isNameTaken } from './rows-people.ts'
import { hashOf, linkDays } from './session.ts'

/** What is handed over to the person, once: the platform keeps only the link's hash. */
export type SetupLink = { readonly personId: PersonId; readonly secret: string; readonly endsAt: Instant }

export type Appointment = {
  readonly name: string
  readonly signInName: string
  readonly role: AppointableRole
  readonly institutionId: Id<'institution'> | null
  readonly region: string | null
}

/**
 * Adds a person, who sets the password himself by the link that this hands out.
 * Refuses: `sign-in-name-form`, `sign-in-name-taken`, and what `placeFor` refuses.
 */
export const addPerson = (
  { store, reference }: Pick<Parts, 'store' | 'reference'>,
  by: By,
  input: Appointment,
): Promise<Outcome<SetupLink>> =>
  act(store, by, async (tx) => {
    const signInName = input.signInName.toLowerCase()
    if (!/^[a-z][a-z0-9._-]{2,39}$/.test(signInName))
      return refuse('sign-in-name-form', { field: 'signInName' })
    if (await isNameTaken(tx, signInName)) return refuse('sign-in-name-taken', { field: 'signInName' })
    const kind = input.institutionId ? await institutionKindOf(tx, input.institutionId) : null
    const level = reference.divisions.find(({ code }) => code === input.region)?.level ?? null
    const place = placeFor(input.role, { institution: kind, region: level })
    if (!place.ok) return place
    return appoint(tx, by, { ...input, signInName })
  })

type Place = {
  readonly role: Role
  readonly enterpriseId?: Id<'enterprise'>
  readonly institutionId: Id<'institution'> | null
  readonly region: string | null
}

/** Adds somebody whose place is known to be right, and hands out the link to set the first password. */
export async function appoint(
  tx: Transaction,
  by: By,
  input: Place & Pick<Appointment, 'name' | 'signInName'>,
): Promise<Outcome<SetupLink>> {
  const { signInName } = input
  const id = newId<'person'>()
  await rows.addPerson(tx, {
    id,
    signInName,
    name: input.name,
    role: input.role,
    enterpriseId: input.enterpriseId ?? null,
    institutionId: input.institutionId,
    region: input.region,
    state: 'invited',
    language: 'zh',
    totpStep: 0,
    failures: 0,
    demo: false,
    createdAt: by.at,
    version: 1,
  })
  await write(tx, by, {
    happening: 'accounts.person-added',
    subject: { kind: 'person', id },
    to: 'invited',
    details: { role: input.role, signInName },
  })
  return makeLink(tx, by, id)
}

/**
 * A new link in place of a lost password. The old password and everything that was opened by it end at once.
 * Refuses: `own-account`, `person-disabled`.
 */
export const renewLink = (store: Store, by: By, id: PersonId): Promise<Outcome<SetupLink>> =>
  act(store, by, async (tx) => {
    const account = await rows.account(tx, id)
    if (!account || isOwn(by, id)) return refuse('own-account')
    if (account.state === 'disabled') return refuse('person-disabled')
    await rows.changePerson(tx, id, {
      state: 'invited',
      passwordHash: null,
      passwordSetAt: null,
      failures: 0,
      lockedUntil: null,
    })
    await rows.endSessions(tx, id, by.at)
    await write(tx, by, {
      happening: 'accounts.setup-link-made',
      subject: { kind: 'person', id },
      from: account.state,
      to: 'invited',
    })
    return makeLink(tx, by, id)
  })

/** Switches a person off; what he had open ends at once. Refuses: `own-account`, `stale`. */
export const disablePerson = (store: Store, by: By, id: PersonId, why: string): Promise<Outcome<object>> =>
  act(store, by, async (tx) => {
    const account = await rows.account(tx, id)
    if (!account || isOwn(by, id)) return refuse('own-account')
    if (account.state === 'disabled') return refuse('stale')
    await rows.changePerson(tx, id, { state: 'disabled' })
    await rows.endSessions(tx, id, by.at)
    await rows.useSetupLinks(tx, id, by.at)
    await write(tx, by, {
      happening: 'accounts.person-disabled',
      subject: { kind: 'person', id },
      from: account.state,
      to: 'disabled',
      why,
    })
    return done()
  })

/** Switches a person on again: with his password where he has one, else waiting for a link. Refuses as above. */
export const enablePerson = (store: Store, by: By, id: PersonId): Promise<Outcome<object>> =>
  act(store, by, async (tx) => {
    const account = await rows.account(tx, id)
    if (!account || isOwn(by, id)) return refuse('own-account')
    if (account.state !== 'disabled') return refuse('stale')
    const state = account.passwordHash ? 'active' : 'invited'
    await rows.changePerson(tx, id, { state, failures: 0, lockedUntil: null })
    await write(tx, by, {
      happening: 'accounts.person-enabled',
      subject: { kind: 'person', id },
      from: 'disabled',
      to: state,
    })
    return done()
  })

/** Nobody manages himself: not even the only administrator can lock himself out. */
export const isOwn = (by: By, id: PersonId): boolean => by.person?.id === id

async function makeLink(tx: Transaction, by: By, personId: PersonId): Promise<Outcome<SetupLink>> {
  const secret = newSecret()
  const endsAt = plusMinutes(by.at, linkDays * 24 * 60)
  await rows.useSetupLinks(tx, personId, by.at)
  await rows.addSetupLink(tx, {
    hash: hashOf(secret),
    personId,
    createdAt: by.at,
    createdBy: by.person?.id ?? null,
    endsAt,
    usedAt: null,
  })
  return done({ personId, secret, endsAt })
}

export const hasAdministrator = (from: Reader): Promise<boolean> => isAnybody(from, 'administrator')

/**
 * The way into an installation that has nobody yet: an administrator under a name that whoever installs it chose,
 * and a link to set the password. Refuses: `administrator-there`.
 */
export const inviteFirstAdministrator = (
  store: Store,
  by: By,
  input: { readonly signInName: string; readonly name: string; readonly region: string | null },
): Promise<Outcome<SetupLink>> =>
  store.transact(async (tx) => {
    if (await isAnybody(tx, 'administrator')) return refuse('administrator-there')
    return appoint(tx, by, { ...input, role: 'administrator', institutionId: null })
  })
