import { and, eq, gte, isNull, type SQL, sql } from 'drizzle-orm'
import { countRows, type Reader, type Transaction } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { claimPapers } from '../../db/tables/claims.ts'
import { storedFiles } from '../../db/tables/documents.ts'
import type { Instant } from '../platform/clock.ts'
import { type Id, isId } from '../platform/ids.ts'
import type { ClaimId, GuaranteeId } from './rows.ts'

const shown = {
  id: claimPapers.id,
  guaranteeId: claimPapers.guaranteeId,
  claimId: claimPapers.claimId,
  kind: claimPapers.kind,
  name: claimPapers.name,
  addedAt: claimPapers.addedAt,
  addedBy: people.name,
  endedAt: claimPapers.endedAt,
  fileId: claimPapers.fileId,
  type: storedFiles.type,
  bytes: storedFiles.bytes,
  hash: storedFiles.hash,
}

const papers = (from: Reader) =>
  from
    .select(shown)
    .from(claimPapers)
    .innerJoin(storedFiles, eq(storedFiles.id, claimPapers.fileId))
    .innerJoin(people, eq(people.id, claimPapers.addedBy))

export type ClaimPaperRow = Awaited<ReturnType<typeof papers>>[number]
export type ClaimPaperId = Id<'claim-paper'>

/** Which papers: those of a claim, or those that were brought for the next claim under a guarantee. */
export type PaperPlace = { readonly claimId: ClaimId } | { readonly guaranteeId: GuaranteeId }

const at = (place: PaperPlace): SQL | undefined =>
  and(
    isNull(claimPapers.endedAt),
    'claimId' in place
      ? eq(claimPapers.claimId, place.claimId)
      : and(eq(claimPapers.guaranteeId, place.guaranteeId), isNull(claimPapers.claimId)),
  )

export const papersAt = (from: Reader, place: PaperPlace): Promise<ClaimPaperRow[]> =>
  papers(from).where(at(place)).orderBy(claimPapers.id)

export async function claimPaperById(from: Reader, id: string): Promise<ClaimPaperRow | null> {
  if (!isId<'claim-paper'>(id)) return null
  const [row] = await papers(from).where(eq(claimPapers.id, id))
  return row ?? null
}

export async function addClaimPaper(tx: Transaction, row: typeof claimPapers.$inferInsert): Promise<void> {
  await tx.insert(claimPapers).values(row)
}

/** What was brought for the next claim is from now on this one's. */
export async function attach(tx: Transaction, guaranteeId: GuaranteeId, claimId: ClaimId): Promise<void> {
  await tx.update(claimPapers).set({ claimId }).where(at({ guaranteeId }))
}

export async function endClaimPaper(
  tx: Transaction,
  id: ClaimPaperId,
  ended: Pick<typeof claimPapers.$inferInsert, 'endedAt' | 'endedBy'>,
): Promise<void> {
  await tx.update(claimPapers).set(ended).where(eq(claimPapers.id, id))
}

export async function addedSince(from: Reader, by: Id<'person'>, since: Instant): Promise<number> {
  const [row] = await from
    .select({ count: countRows() })
    .from(claimPapers)
    .where(and(eq(claimPapers.addedBy, by), gte(claimPapers.addedAt, since)))
  return row?.count ?? 0
}

/** What the papers of a place take up. */
export async function bytesAt(from: Reader, place: PaperPlace): Promise<number> {
  const [row] = await from
    .select({ bytes: sql<string | number>`coalesce(sum(${storedFiles.bytes}), 0)` })
    .from(claimPapers)
    .innerJoin(storedFiles, eq(storedFiles.id, claimPapers.fileId))
    .where(at(place))
  return Number(row?.bytes ?? 0)
}
