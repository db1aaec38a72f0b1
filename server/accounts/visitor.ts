import type { Reader, Store } from '../../db/index.ts'
import type { Config } from '../config.ts'
import type { Instant } from '../platform/clock.ts'
import { noteSeen } from './actions.ts'
import { isPasswordOld } from './actions-password.ts'
import type { By } from './by.ts'
import type { Person } from './person.ts'
import { personOfSession, sessionsAmong } from './rows.ts'
import { hashOf, isAlive, isDueForNote } from './session.ts'

export type Visitor = {
  readonly person: Person
  readonly session: string
  /** False while the second factor is still owed. */
  readonly complete: boolean
  /** The password is past its life: nothing else opens before it is changed. */
  readonly mustChangePassword: boolean
  /** Notices that he has not read. */
  readonly unread: number
}

/** What one query asks for at most: each hash is a value of its own. */
const atOnce = 500

/** Of these sessions those that still open something; others ended, ran out, or their person was switched off. */
export async function aliveSessions(
  from: Reader,
  hashes: readonly string[],
  at: Instant,
): Promise<ReadonlySet<string>> {
  const alive = new Set<string>()
  for (let first = 0; first < hashes.length; first += atOnce) {
    const found = await sessionsAmong(from, hashes.slice(first, first + atOnce))
    for (const session of found) if (isAlive(session, at)) alive.add(session.hash)
  }
  return alive
}

/**
 * Who sent this cookie; null for no session, a dead one, or a person who was switched off. A `quiet` request is
 * the page's and not the person's: it keeps no session alive.
 */
export async function visitorOf(
  store: Store,
  config: Config,
  by: By,
  secret: string | undefined,
  quiet = false,
): Promise<Visitor | null> {
  if (!secret || secret.length > 100) return null
  const session = hashOf(secret)
  const row = await personOfSession(store.read, session)
  if (!row || !isAlive(row, by.at)) return null
  if (!quiet && isDueForNote(row, by.at)) await noteSeen(store, by, session)
  const { id, name, role, enterpriseId, institutionId, region, language, organisation, complete } = row
  return {
    person: { id, name, role, enterpriseId, institutionId, region, language, organisation },
    session,
    complete,
    mustChangePassword: isPasswordOld(config, row.passwordSetAt, by),
    unread: row.unread,
  }
}
