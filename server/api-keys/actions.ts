import type { Store, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { plusDays } from '../money/day.ts'
import { present } from '../platform/assert.ts'
import { millisecondsOf, plusMinutes } from '../platform/clock.ts'
import { type Id, newId, newSecret } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { sweptSize, untilNone } from '../platform/work/slices.ts'
import {
  type ApiKey,
  hashOfKey,
  isLive,
  keyPrefix,
  looksLikeKey,
  mostKeys,
  type Scope,
  tailOf,
} from './key.ts'
import * as rows from './rows.ts'

type Wanted = { readonly name: string; readonly scopes: readonly Scope[]; readonly days: number }

/**
 * Makes a key for the person's institution. It is in the answer and nowhere else: what is stored cannot be turned back.
 * Refuses: `too-many-keys`.
 */
export const createKey = (store: Store, by: By, { name, scopes, days }: Wanted) =>
  act(store, by, async (tx): Promise<Outcome<{ readonly key: string; readonly id: Id<'api-key'> }>> => {
    const person = present(by.person, 'who makes a key')
    const institutionId = present(person.institutionId, 'the bank of its own people')
    if ((await rows.countKeys(tx, institutionId)) >= mostKeys) {
      return refuse('too-many-keys', { values: { max: mostKeys } })
    }
    const key = keyPrefix + newSecret()
    const id = newId<'api-key'>()
    await rows.addKey(tx, {
      ...{ id, institutionId, name, scopes, version: 1 },
      ...{ hash: hashOfKey(key), tail: tailOf(key) },
      ...{ createdAt: by.at, createdBy: person.id, endsOn: plusDays(by.today, days) },
    })
    const details = { name, scopes, tail: tailOf(key) }
    await write(tx, by, { happening: 'api-keys.created', subject: { kind: 'api-key', id }, details })
    return done({ key, id })
  })

/** Takes a key back, from the next request on. Refuses: `key-revoked`, `stale`. */
export const revokeKey = (store: Store, by: By, id: Id<'api-key'>) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const row = present(await rows.keyById(tx, id), 'a key that was found')
    if (row.revokedAt !== null) return refuse('key-revoked')
    const revokedBy = present(by.person, 'who takes a key back').id
    if (!(await rows.revoke(tx, row, { revokedAt: by.at, revokedBy }))) return refuse('stale')
    const details = { name: row.name, tail: row.tail }
    await write(tx, by, { happening: 'api-keys.revoked', subject: { kind: 'api-key', id }, details })
    return done()
  })

/** How often the last use is noted; a program that asks every second must not write every second. */
const noteMinutes = 5

/**
 * Whose key a request carries; null for none that is live. A key of an institution that is no longer in business opens
 * nothing.
 */
export async function keyOf(store: Store, by: By, sent: string): Promise<ApiKey | null> {
  if (!looksLikeKey(sent)) return null
  const found = await rows.keyByHash(store.read, hashOfKey(sent))
  if (found?.state !== 'active' || !isLive(found.key, by.today)) return null
  const { id, name, institutionId, scopes, lastUsedAt } = found.key
  const isDue =
    lastUsedAt === null || millisecondsOf(plusMinutes(lastUsedAt, noteMinutes)) <= millisecondsOf(by.at)
  if (isDue) await store.transact((tx) => rows.noteUsed(tx, id, by.at, by.address ?? ''))
  return { id, name, institutionId, institution: found.institution, scopes }
}

type Asked = {
  readonly institutionId: Id<'institution'>
  /** As the program names this write. */
  readonly key: string
  /** What it asked: the address and the body, hashed. */
  readonly asked: string
}

export type Answered = { readonly status: number; readonly answer: Record<string, unknown> }

/**
 * Carries a write out once for each idempotency key: sent again, it is answered as it was the first time, and changes
 * nothing. What the work refuses leaves nothing behind, so that a mended request may use the same key.
 *
 * Refuses: `idempotency-key-reused` (the same key with something else), and whatever the work refuses.
 */
export const onceForKey = (
  store: Store,
  by: By,
  { institutionId, key, asked }: Asked,
  work: (tx: Transaction) => Promise<Outcome<{ readonly answer: Record<string, unknown> }>>,
): Promise<Outcome<Answered>> =>
  store.transact(async (tx): Promise<Outcome<Answered>> => {
    const known = await rows.answerOf(tx, institutionId, key)
    if (known && known.asked !== asked) return refuse('idempotency-key-reused')
    if (known) return done({ status: known.status, answer: known.answer })
    const worked = await work(tx)
    if (!worked.ok) return worked
    const { answer } = worked
    await rows.addAnswer(tx, { institutionId, key, asked, status: 201, answer, at: by.at })
    return done({ status: 201, answer })
  })

/** An answer is kept this long: whoever has not asked again within a week has his. */
const keptDays = 7

/** The nightly job: lets go of answers that nobody asks for again. Says how many. */
export function forgetAnswers(store: Store, by: By): Promise<number> {
  const before = plusMinutes(by.at, -keptDays * 24 * 60)
  return untilNone(store, (tx, limit) => rows.forgetAnswersBefore(tx, before, limit), sweptSize)
}
