import { and, eq, gte, isNull, sql } from 'drizzle-orm'
import { countRows, type Reader, type Transaction } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { bridgePapers } from '../../db/tables/bridge-papers.ts'
import { storedFiles } from '../../db/tables/documents.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import type { Instant } from '../platform/clock.ts'
import { type Id, isId } from '../platform/ids.ts'

const papers = (from: Reader) =>
  from
    .select({
      id: bridgePapers.id,
      bridgeId: bridgePapers.bridgeId,
      kind: bridgePapers.kind,
      name: bridgePapers.name,
      addedAt: bridgePapers.addedAt,
      addedBy: people.name,
      firm: enterprises.name,
      endedAt: bridgePapers.endedAt,
      fileId: bridgePapers.fileId,
      type: storedFiles.type,
      bytes: storedFiles.bytes,
      hash: storedFiles.hash,
    })
    .from(bridgePapers)
    .innerJoin(storedFiles, eq(storedFiles.id, bridgePapers.fileId))
    .innerJoin(people, eq(people.id, bridgePapers.addedBy))
    .leftJoin(enterprises, eq(enterprises.id, people.enterpriseId))

export type PaperRow = Awaited<ReturnType<typeof papers>>[number]

const beside = (bridgeId: Id<'bridge'>) =>
  and(eq(bridgePapers.bridgeId, bridgeId), isNull(bridgePapers.endedAt))

/** What lies beside an application, in the order in which it came. */
export const papersOf = (from: Reader, bridgeId: Id<'bridge'>): Promise<PaperRow[]> =>
  papers(from).where(beside(bridgeId)).orderBy(bridgePapers.id)

export async function paperById(from: Reader, id: string): Promise<PaperRow | null> {
  if (!isId<'bridge-paper'>(id)) return null
  const [row] = await papers(from).where(eq(bridgePapers.id, id))
  return row ?? null
}

export async function addPaper(tx: Transaction, row: typeof bridgePapers.$inferInsert): Promise<void> {
  await tx.insert(bridgePapers).values(row)
}

export async function endPaper(
  tx: Transaction,
  id: Id<'bridge-paper'>,
  ended: Pick<typeof bridgePapers.$inferInsert, 'endedAt' | 'endedBy'>,
): Promise<void> {
  await tx.update(bridgePapers).set(ended).where(eq(bridgePapers.id, id))
}

export async function addedSince(from: Reader, by: Id<'person'>, since: Instant): Promise<number> {
  const [row] = await from
    .select({ count: countRows() })
    .from(bridgePapers)
    .where(and(eq(bridgePapers.addedBy, by), gte(bridgePapers.addedAt, since)))
  return row?.count ?? 0
}

/** What the papers of an application take up. */
export async function bytesOf(from: Reader, bridgeId: Id<'bridge'>): Promise<number> {
  const [row] = await from
    .select({ bytes: sql<string | number>`coalesce(sum(${storedFiles.bytes}), 0)` })
    .from(bridgePapers)
    .innerJoin(storedFiles, eq(storedFiles.id, bridgePapers.fileId))
    .where(beside(bridgeId))
  return Number(row?.bytes ?? 0)
}
