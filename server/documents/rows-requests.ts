import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm'
import { prepared, type Reader, type Transaction } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { documentRequestItems, documentRequests } from '../../db/tables/documents.ts'
import type { Id } from '../platform/ids.ts'
import type { RequestItem, RequestState } from './request.ts'

export type PaperRequest = typeof documentRequests.$inferSelect

const running: RequestState[] = ['open', 'answered']

/** The request of a case that is not over: the firm's turn, or its answer before the bank. */
export async function runningRequest(
  from: Reader,
  applicationId: Id<'application'>,
): Promise<PaperRequest | null> {
  const [row] = await from
    .select()
    .from(documentRequests)
    .where(and(eq(documentRequests.applicationId, applicationId), inArray(documentRequests.state, running)))
  return row ?? null
}

/** When the firms of these cases owed papers; `until` is null while they do. */
export const owedTimes = async (from: Reader, applicationIds: readonly Id<'application'>[]) =>
  applicationIds.length
    ? from
        .select({
          applicationId: documentRequests.applicationId,
          since: documentRequests.owedSince,
          until: documentRequests.owedUntil,
        })
        .from(documentRequests)
        .where(inArray(documentRequests.applicationId, [...applicationIds]))
    : []

/** All requests of a case with their askers, newest first. */
export function requestsOf(from: Reader, applicationId: Id<'application'>) {
  return prepared(from, 'documents_requests_of', (reader, name) =>
    reader
      .select({ request: documentRequests, asker: people.name })
      .from(documentRequests)
      .innerJoin(people, eq(people.id, documentRequests.askedBy))
      .where(eq(documentRequests.applicationId, sql.placeholder('applicationId')))
      .orderBy(desc(documentRequests.id))
      .limit(50)
      .prepare(name),
  ).execute({ applicationId })
}

/** What each of these requests asks for, in the order of its list. */
export const itemsOf = (from: Reader, ids: readonly Id<'document-request'>[]) =>
  from
    .select()
    .from(documentRequestItems)
    .where(inArray(documentRequestItems.requestId, [...ids]))
    .orderBy(asc(documentRequestItems.requestId), asc(documentRequestItems.position))

export async function addRequest(
  tx: Transaction,
  row: typeof documentRequests.$inferInsert,
  items: readonly RequestItem[],
): Promise<void> {
  await tx.insert(documentRequests).values(row)
  await tx
    .insert(documentRequestItems)
    .values(items.map((item, position) => ({ ...item, requestId: row.id, position })))
}

/** Changes the version that was read, and only that one; false when somebody was quicker. */
export async function changeRequest(
  tx: Transaction,
  { id, version }: Pick<PaperRequest, 'id' | 'version'>,
  changes: Partial<Omit<typeof documentRequests.$inferInsert, 'id' | 'applicationId' | 'version'>>,
): Promise<boolean> {
  const changed = await tx
    .update(documentRequests)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(documentRequests.id, id), eq(documentRequests.version, version)))
    .returning({ id: documentRequests.id })
  return changed.length === 1
}
