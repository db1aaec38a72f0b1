import type { Reader, Store, Transaction } from '../../db/index.ts'
import { act, write } from '../audit/index.ts'
import type { Config } from '../config.ts'
import { daysBetween } from '../money/day.ts'
import { dayOf } from '../platform/clock.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { needsSecondFactor } from './actions.ts'
import type { By } from './by.ts'
import { checkPassword, hashPassword, passwordLife, samePassword } from './password.ts'
import type { PersonId } from './person.ts'
import * as rows from './rows.ts'
import { hashOf, isOpen } from './session.ts'

type Account = NonNullable<Awaited<ReturnType<typeof rows.account>>>

/** Whether the password is past its life and must be changed before anything else. */
export const isPasswordOld = (config: Config, setAt: By['at'] | null, by: Pick<By, 'today'>): boolean => {
  const { days } = passwordLife[config.passwordPolicy]
  return days !== null && setAt !== null && daysBetween(dayOf(setAt), by.today) > days
}

/**
 * Sets a new password; all other sessions end. The old one is asked for.
 * Refuses: `password-wrong`, `password-reused`, and what `checkPassword` refuses.
 */
export async function changePassword(
  store: Store,
  config: Config,
  by: By,
  personId: PersonId,
  typed: { old: string; password: string },
  keepHash?: string,
): Promise<Outcome<object>> {
  const account = await rows.account(store.read, personId)
  if (!account || !(await samePassword(typed.old, account.passwordHash, config))) {
    return refuse('password-wrong', { field: 'old' })
  }
  const made = await newPassword(store, config, account, typed.password)
  if (!made.ok) return made
  return act(store, by, async (tx) => {
    await keepPassword(tx, by, personId, made.hash, keepHash)
    await write(tx, by, { happening: 'accounts.password-changed', subject: { kind: 'person', id: personId } })
    return done()
  })
}

/**
 * Sets the first password, or a new one in place of a lost one, by the one-time link that was handed over. The
 * link then opens nothing any more, and neither does any other link of this person.
 * Refuses: `setup-link-dead`, `password-reused`, and what `checkPassword` refuses.
 */
export async function setUpPassword(
  store: Store,
  config: Config,
  by: By,
  secret: string,
  password: string,
): Promise<Outcome<object>> {
  const account = await accountOfLink(store.read, by, secret)
  if (!account) return refuse('setup-link-dead')
  const made = await newPassword(store, config, account, password)
  if (!made.ok) return made
  return act(store, by, async (tx) => {
    // Asked again inside the transaction: of two who hold the link, one is late.
    if (!(await accountOfLink(tx, by, secret))) return refuse('setup-link-dead')
    await keepPassword(tx, by, account.id, made.hash)
    await rows.changePerson(tx, account.id, { state: 'active' })
    await rows.useSetupLinks(tx, account.id, by.at)
    await write(tx, by, { happening: 'accounts.password-set', subject: { kind: 'person', id: account.id } })
    return done()
  })
}

/** Whose link this is; null for an unknown, used or overdue one, and for a person who was switched off. */
export async function accountOfLink(from: Reader, by: By, secret: string): Promise<Account | null> {
  const link = await rows.setupLink(from, hashOf(secret))
  if (!link || !isOpen(link, by.at)) return null
  const account = await rows.account(from, link.personId)
  return account && account.state !== 'disabled' ? account : null
}

/** The new password's hash, if the rules take it. */
async function newPassword(
  store: Store,
  config: Config,
  account: Account,
  password: string,
): Promise<Outcome<{ hash: string }>> {
  const fine = checkPassword(config.passwordPolicy, password, {
    signInName: account.signInName,
    secondFactor: needsSecondFactor(config, account),
  })
  if (!fine.ok) return fine
  const { remembered } = passwordLife[config.passwordPolicy]
  const known = remembered ? await rows.oldPasswords(store.read, account.id, remembered) : []
  // A password that nobody remembered, such as one of a story, is remembered by the account itself.
  const hashes = new Set([...known.map(({ hash }) => hash), ...(remembered ? [account.passwordHash] : [])])
  for (const hash of hashes) {
    if (hash !== null && (await samePassword(password, hash, config)))
      return refuse('password-reused', { field: 'password', values: { count: remembered } })
  }
  return done({ hash: await hashPassword(password, config) })
}

async function keepPassword(tx: Transaction, by: By, id: PersonId, hash: string, keepHash?: string) {
  await rows.changePerson(tx, id, {
    passwordHash: hash,
    passwordSetAt: by.at,
    failures: 0,
    lockedUntil: null,
  })
  await rows.addPassword(tx, id, hash, by.at)
  await rows.endSessions(tx, id, by.at, keepHash)
}
