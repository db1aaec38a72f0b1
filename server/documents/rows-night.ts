import { and, eq, gt, gte, isNotNull, isNull, lte, sql } from 'drizzle-orm'
import type { Reader } from '../../db/index.ts'
import { documentReminders, documents } from '../../db/tables/documents.ts'
import type { Day } from '../money/day.ts'
import type { Id } from '../platform/ids.ts'

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
