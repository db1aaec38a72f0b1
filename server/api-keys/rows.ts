import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm'
import { deleteSome, prepared, type Reader, type Transaction } from '../../db/index.ts'
import { apiAnswers, apiKeys } from '../../db/tables/api-keys.ts'
import { institutions } from '../../db/tables/institutions.ts'
import type { Instant } from '../platform/clock.ts'
import type { Id } from '../platform/ids.ts'

export type ApiKeyRow = typeof apiKeys.$inferSelect
export type StoredAnswer = typeof apiAnswers.$inferSelect

/** The key of a request, with its institution: asked with every request of a program. */
export async function keyByHash(from: Reader, hash: string) {
  const query = prepared(from, 'api_keys_by_hash', (reader, name) =>
    reader
      .select({ key: apiKeys, institution: institutions.name, state: institutions.state })
      .from(apiKeys)
      .innerJoin(institutions, eq(institutions.id, apiKeys.institutionId))
      .where(eq(apiKeys.hash, sql.placeholder('hash')))
      .prepare(name),
  )
  const [row] = await query.execute({ hash })
  return row ?? null
}

export async function keyById(from: Reader, id: Id<'api-key'>): Promise<ApiKeyRow | null> {
  const [row] = await from.select().from(apiKeys).where(eq(apiKeys.id, id))
  return row ?? null
}

/** The keys of an institution, newest first, those taken back too. */
export const keysOf = (
  from: Reader,
  institutionId: Id<'institution'>,
  limit: number,
  offset: number,
): Promise<ApiKeyRow[]> =>
  from
    .select()
    .from(apiKeys)
    .where(eq(apiKeys.institutionId, institutionId))
    .orderBy(desc(apiKeys.id))
    .limit(limit)
    .offset(offset)

export const countKeys = (from: Reader, institutionId: Id<'institution'>): Promise<number> =>
  from.$count(apiKeys, and(eq(apiKeys.institutionId, institutionId), isNull(apiKeys.revokedAt)))

export async function addKey(tx: Transaction, row: typeof apiKeys.$inferInsert): Promise<void> {
  await tx.insert(apiKeys).values(row)
}

/** Takes back the version that was read, and only that one; false when somebody was quicker. */
export async function revoke(
  tx: Transaction,
  { id, version }: Pick<ApiKeyRow, 'id' | 'version'>,
  by: { readonly revokedAt: Instant; readonly revokedBy: Id<'person'> },
): Promise<boolean> {
  const rows = await tx
    .update(apiKeys)
    .set({ ...by, version: version + 1 })
    .where(and(eq(apiKeys.id, id), eq(apiKeys.version, version), isNull(apiKeys.revokedAt)))
    .returning({ id: apiKeys.id })
  return rows.length > 0
}

export async function noteUsed(tx: Transaction, id: Id<'api-key'>, at: Instant, from: string): Promise<void> {
  await tx.update(apiKeys).set({ lastUsedAt: at, lastUsedFrom: from }).where(eq(apiKeys.id, id))
}

export async function answerOf(
  from: Reader,
  institutionId: Id<'institution'>,
  key: string,
): Promise<StoredAnswer | null> {
  const [row] = await from
    .select()
    .from(apiAnswers)
    .where(and(eq(apiAnswers.institutionId, institutionId), eq(apiAnswers.key, key)))
  return row ?? null
}

export async function addAnswer(tx: Transaction, row: StoredAnswer): Promise<void> {
  await tx.insert(apiAnswers).values(row)
}

export const forgetAnswersBefore = (tx: Transaction, before: Instant, limit: number): Promise<number> =>
  deleteSome(tx, apiAnswers, [apiAnswers.institutionId, apiAnswers.key], lt(apiAnswers.at, before), limit)
