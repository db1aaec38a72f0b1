import type { Store } from '../../db/index.ts'
import type { Config } from '../config.ts'
import { noteSeen } from './actions.ts'
import { isPasswordOld } from './actions-password.ts'
import type { By } from './by.ts'
import type { Person } from './person.ts'
import { personOfSession } from './rows.ts'
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

/** Who sent this cookie; null for no session, a dead one, or a person who was switched off. */
export async function visitorOf(
  store: Store,
  config: Config,
  by: By,
  secret: string | undefined,
): Promise<Visitor | null> {
  if (!secret || secret.length > 100) return null
  const session = hashOf(secret)
  const row = await personOfSession(store.read, session)
  if (!row || !isAlive(row, by.at)) return null
  if (isDueForNote(row, by.at)) await noteSeen(store, by, session)
  const { id, name, role, enterpriseId, institutionId, region, language, organisation, complete } = row
  return {
    person: { id, name, role, enterpriseId, institutionId, region, language, organisation },
    session,
    complete,
    mustChangePassword: isPasswordOld(config, row.passwordSetAt, by),
    unread: row.unread,
  }
}
