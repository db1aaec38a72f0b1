import type { Store, Transaction } from '../../db/index.ts'
import { act, write } from '../audit/index.ts'
import type { Config } from '../config.ts'
import { type Instant, plusMinutes } from '../platform/clock.ts'
import { newId, newSecret } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { raiseAlarm } from './actions-alarm.ts'
import { actorOf, type By } from './by.ts'
import { afterFailure, type Failures, isLocked } from './lockout.ts'
import { samePassword } from './password.ts'
import { enterpriseRoles, isOneOf, type Person, type PersonId } from './person.ts'
import * as rows from './rows.ts'
import { absoluteMinutes, hashOf } from './session.ts'
import { newRecoveryCodes, newTotpSecret, stepOfCode } from './totp.ts'

export type Visitor = { readonly agent: string; readonly address: string }

/** What the person still owes before the session opens anything: a second factor, or a new password. */
export type SignedInAs = {
  readonly secret: string
  readonly endsAt: string
  readonly next: 'in' | 'code' | 'enrol'
}

/** The second factor is asked of everyone but enterprises. */
export const needsSecondFactor = (config: Config, person: Pick<Person, 'role'>): boolean =>
  config.secondFactor && !isOneOf(person, enterpriseRoles)

/**
 * Signs in by name and password. What is wrong is never told apart: unknown name, wrong password and a person
 * who was switched off answer alike, and take as long.
 *
 * Refuses: `sign-in-wrong`, `sign-in-locked`.
 */
export async function signIn(
  store: Store,
  config: Config,
  by: By,
  typed: { signInName: string; password: string },
  visitor: Visitor,
): Promise<Outcome<SignedInAs>> {
  const account = await rows.accountNamed(store.read, typed.signInName)
  const counted = account ?? strangerNamed(store, typed.signInName)
  if (isLocked(counted, by.at)) return refuse('sign-in-locked', { field: 'password' })
  const right = await samePassword(typed.password, account?.passwordHash ?? null, config)
  if (!account || !right || account.state !== 'active') {
    if (account) await noteFailure(store, config, by, account.id)
    else noteStranger(store, typed.signInName, afterFailure(counted, by.at))
    return refuse('sign-in-wrong', { field: 'password' })
  }
  const next = !needsSecondFactor(config, account) ? 'in' : account.totpConfirmedAt ? 'code' : 'enrol'
  return startSession(store, by, account.id, visitor, next)
}

/** A failure is kept although the sign-in is refused: that is why it is an action of its own. */
const noteFailure = (store: Store, config: Config, by: By, id: PersonId) =>
  store.transact(async (tx) => {
    const account = await rows.account(tx, id)
    if (!account) return
    const after = afterFailure(account, by.at)
    const locks = after.lockedUntil !== account.lockedUntil
    await rows.changePerson(tx, id, after)
    await write(tx, by, {
      happening: locks ? 'accounts.locked' : 'accounts.sign-in-failed',
      subject: { kind: 'person', id },
    })
    if (locks) await raiseAlarm(tx, config, by, 'accounts.locked', account.signInName)
  })

/**
 * Names that nobody has are counted and locked too: otherwise the lock would tell which names exist. Only in
 * memory, and only so many, since a stranger can make up any number of them.
 */
const strangers = new WeakMap<Store, Map<string, Failures>>()
const strangersKept = 1_000

const strangerNamed = (store: Store, name: string): Failures =>
  strangers.get(store)?.get(name.toLowerCase()) ?? { failures: 0, lockedUntil: null }

function noteStranger(store: Store, name: string, after: Failures): void {
  const known = strangers.get(store) ?? new Map<string, Failures>()
  strangers.set(store, known)
  const [oldest] = known.keys()
  if (known.size >= strangersKept && oldest !== undefined) known.delete(oldest)
  known.delete(name.toLowerCase())
  known.set(name.toLowerCase(), after)
}

/** Opens a session; the cookie's secret leaves this function once and is stored nowhere. */
export async function startSession(
  store: Store,
  by: By,
  personId: PersonId,
  visitor: Visitor,
  next: SignedInAs['next'],
): Promise<Outcome<SignedInAs>> {
  const secret = newSecret()
  const endsAt = plusMinutes(by.at, absoluteMinutes)
  return store.transact(async (tx) => {
    const person = await rows.person(tx, personId)
    if (!person) return refuse('sign-in-wrong', { field: 'password' })
    await rows.addSession(tx, {
      hash: hashOf(secret),
      id: newId<'session'>(),
      personId,
      startedAt: by.at,
      lastSeenAt: by.at,
      endsAt,
      endedAt: null,
      complete: next === 'in',
      agent: visitor.agent.slice(0, 200),
      address: visitor.address,
    })
    // While a code is owed the count stays: who knows a password could otherwise try codes without end.
    await rows.changePerson(tx, personId, {
      lastSignedInAt: by.at,
      ...(next === 'in' ? { failures: 0, lockedUntil: null } : {}),
    })
    await write(
      tx,
      { ...by, person, actor: actorOf(person) },
      {
        happening: 'accounts.signed-in',
        subject: { kind: 'person', id: personId },
      },
    )
    return done({ secret, endsAt, next })
  })
}

/** Notes that a session is still in use; called now and then, not with every request. */
export const noteSeen = (store: Store, by: By, hash: string): Promise<void> =>
  store.transact((tx) => rows.changeSession(tx, hash, { lastSeenAt: by.at }))

/** What the cookie of a session that has become whole is to hold. */
type Renewed = { readonly secret: string; readonly endsAt: Instant }

async function renew(tx: Transaction, session: string): Promise<Renewed> {
  const secret = newSecret()
  return { secret, endsAt: await rows.completeSession(tx, session, hashOf(secret)) }
}

/**
 * The second step: the six digits of the authenticator app, or a recovery code, each of which works once.
 * Wrong codes count as wrong passwords do. Answers the session's new secret. Refuses: `code-wrong`, `sign-in-locked`.
 */
export async function giveCode(
  store: Store,
  config: Config,
  by: By,
  personId: PersonId,
  session: string,
  code: string,
): Promise<Outcome<Renewed>> {
  const outcome = await store.transact(async (tx): Promise<Outcome<Renewed>> => {
    const account = await rows.account(tx, personId)
    if (!account?.totpSecret || !account.totpConfirmedAt) return refuse('code-wrong', { field: 'code' })
    if (isLocked(account, by.at)) return refuse('sign-in-locked', { field: 'code' })
    const step = stepOfCode(account.totpSecret, code, by.at, account.totpStep)
    if (step !== null) await rows.changePerson(tx, personId, { totpStep: step })
    else if (!(await rows.useRecoveryCode(tx, personId, hashOf(code.trim().toLowerCase()), by.at))) {
      return refuse('code-wrong', { field: 'code' })
    }
    await rows.changePerson(tx, personId, { failures: 0, lockedUntil: null })
    const renewed = await renew(tx, session)
    await write(tx, by, { happening: 'accounts.code-given', subject: { kind: 'person', id: personId } })
    return done(renewed)
  })
  if (!outcome.ok && outcome.refusal.code === 'code-wrong') await noteFailure(store, config, by, personId)
  return outcome
}

/** A fresh secret for the authenticator app; it counts only after a code of it was given. */
export const beginTotp = (store: Store, personId: PersonId): Promise<Outcome<{ secret: string }>> =>
  store.transact(async (tx) => {
    const account = await rows.account(tx, personId)
    if (!account || account.totpConfirmedAt) return refuse('second-factor-there')
    const secret = account.totpSecret ?? newTotpSecret()
    if (!account.totpSecret) await rows.changePerson(tx, personId, { totpSecret: secret })
    return done({ secret })
  })

/** Confirms the app by its first code and hands out the recovery codes, once. Refuses: `code-wrong`. */
export const confirmTotp = (store: Store, by: By, personId: PersonId, session: string, code: string) =>
  act(store, by, async (tx): Promise<Outcome<Renewed & { recovery: readonly string[] }>> => {
    const account = await rows.account(tx, personId)
    if (!account?.totpSecret || account.totpConfirmedAt) return refuse('second-factor-there')
    const step = stepOfCode(account.totpSecret, code, by.at, account.totpStep)
    if (step === null) return refuse('code-wrong', { field: 'code' })
    const recovery = newRecoveryCodes()
    await rows.changePerson(tx, personId, {
      totpStep: step,
      totpConfirmedAt: by.at,
      failures: 0,
      lockedUntil: null,
    })
    await rows.replaceRecoveryCodes(tx, personId, recovery.map(hashOf))
    const renewed = await renew(tx, session)
    await write(tx, by, {
      happening: 'accounts.second-factor-set',
      subject: { kind: 'person', id: personId },
    })
    return done({ ...renewed, recovery })
  })

export const signOut = (store: Store, by: By, session: string) =>
  store.transact(async (tx) => {
    await rows.changeSession(tx, session, { endedAt: by.at })
    if (by.person)
      await write(tx, by, { happening: 'accounts.signed-out', subject: { kind: 'person', id: by.person.id } })
    return done()
  })

/** Signs out everywhere, this place included or not. */
export const signOutEverywhere = (store: Store, by: By, personId: PersonId, butHash?: string) =>
  act(store, by, async (tx) => {
    await rows.endSessions(tx, personId, by.at, butHash)
    await write(tx, by, {
      happening: 'accounts.signed-out-everywhere',
      subject: { kind: 'person', id: personId },
    })
    return done()
  })
