import { and, eq, gt, gte, inArray, isNotNull, isNull, lte, sql } from 'drizzle-orm'
import type { Reader } from '../../db/index.ts'
import { bridgePapers } from '../../db/tables/bridge-papers.ts'
import { promises } from '../../db/tables/bridges.ts'
import { claimPapers } from '../../db/tables/claims.ts'
import { compensationPapers } from '../../db/tables/compensation.ts'
import { documentReminders, documents } from '../../db/tables/documents.ts'
import type { Day } from '../money/day.ts'
import type { FileId } from '../platform/files/folder.ts'
import type { Id } from '../platform/ids.ts'
import { counts } from './rows.ts'

/** Papers on shelves whose last day comes within so many days, each with the smallest distance that its firm was told of. */
export const expiring = (from: Reader, today: Day, until: Day, after: Id<'document'> | null, limit: number) =>
  from
    .select({
      id: documents.id,
      enterpriseId: documents.enterpriseId,
      expiresOn: documents.expiresOn,
      told: sql<number | null>`min(${documentReminders.daysBefore})`,
    })
    .from(documents)
    .leftJoin(documentReminders, eq(documentReminders.documentId, documents.id))
    .where(
      and(
        isNotNull(documents.expiresOn),
        gte(documents.expiresOn, today),
        lte(documents.expiresOn, until),
        isNull(documents.endedAt),
        after ? gt(documents.id, after) : undefined,
      ),
    )
    .groupBy(documents.id, documents.enterpriseId, documents.expiresOn)
    .orderBy(documents.id)
    .limit(limit)

export type Ending = Awaited<ReturnType<typeof expiring>>[number]

/** The files among these that no paper needs any more. */
export async function unneeded(from: Reader, ids: readonly FileId[]): Promise<ReadonlySet<FileId>> {
  const needed = await from
    .selectDistinct({ fileId: documents.fileId })
    .from(documents)
    .where(and(inArray(documents.fileId, [...ids]), counts))
  // The letters of banks and the papers beside claims lie in the same folder.
  const letters = await from
    .selectDistinct({ fileId: promises.fileId })
    .from(promises)
    .where(inArray(promises.fileId, [...ids]))
  // And what a bank laid beside a claim on a pool, taken away again or not.
  const claimed = await from
    .selectDistinct({ fileId: compensationPapers.fileId })
    .from(compensationPapers)
    .where(inArray(compensationPapers.fileId, [...ids]))
  const guaranteed = await from
    .selectDistinct({ fileId: claimPapers.fileId })
    .from(claimPapers)
    .where(and(inArray(claimPapers.fileId, [...ids]), isNull(claimPapers.endedAt)))
  const bridged = await from
    .selectDistinct({ fileId: bridgePapers.fileId })
    .from(bridgePapers)
    .where(and(inArray(bridgePapers.fileId, [...ids]), isNull(bridgePapers.endedAt)))
  const kept = new Set(
    [...needed, ...letters, ...claimed, ...guaranteed, ...bridged].map(({ fileId }) => fileId),
  )
  return new Set(ids.filter((id) => !kept.has(id)))
}
