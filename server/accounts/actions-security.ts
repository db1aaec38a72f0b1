import type { Store } from '../../db/index.ts'
import { act, write } from '../audit/index.ts'
import type { Config } from '../config.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { raiseAlarm } from './actions-alarm.ts'
import { isOwn } from './actions-people.ts'
import type { By } from './by.ts'
import { isLocked } from './lockout.ts'
import type { PersonId } from './person.ts'
import * as rows from './rows.ts'

/** Nobody has signed in for as long: such an account is a door that nobody watches. */
export const dormantDays = 90

/** Opens a locked account before its quarter of an hour is over. Refuses: `own-account`, `stale`. */
export const unlock = (store: Store, by: By, id: PersonId): Promise<Outcome<object>> =>
  act(store, by, async (tx) => {
    const account = await rows.account(tx, id)
    if (!account || isOwn(by, id)) return refuse('own-account')
    if (!isLocked(account, by.at) && account.failures === 0) return refuse('stale')
    await rows.changePerson(tx, id, { failures: 0, lockedUntil: null })
    await write(tx, by, { happening: 'accounts.unlocked', subject: { kind: 'person', id } })
    return done()
  })

/** Signs a person out everywhere. Refuses: `own-account`. */
export const endSessionsOf = (store: Store, by: By, id: PersonId): Promise<Outcome<object>> =>
  act(store, by, async (tx) => {
    if (isOwn(by, id)) return refuse('own-account')
    await rows.endSessions(tx, id, by.at)
    await write(tx, by, { happening: 'accounts.sessions-ended', subject: { kind: 'person', id } })
    return done()
  })

/**
 * Takes the lost second factor away: at the next sign-in the person connects a new one. Whoever holds the old one
 * is signed out. Refuses: `own-account`, `no-second-factor`.
 */
export const resetSecondFactor = (
  store: Store,
  config: Config,
  by: By,
  id: PersonId,
  why: string,
): Promise<Outcome<object>> =>
  act(store, by, async (tx) => {
    const account = await rows.account(tx, id)
    if (!account || isOwn(by, id)) return refuse('own-account')
    if (!account.totpSecret) return refuse('no-second-factor')
    await rows.changePerson(tx, id, { totpSecret: null, totpConfirmedAt: null })
    await rows.replaceRecoveryCodes(tx, id, [])
    await rows.endSessions(tx, id, by.at)
    await write(tx, by, { happening: 'accounts.second-factor-reset', subject: { kind: 'person', id }, why })
    await raiseAlarm(tx, config, by, 'accounts.second-factor-reset', account.signInName)
    return done()
  })
