import { and, asc, desc, eq, inArray, isNull, notInArray, type SQL, sql } from 'drizzle-orm'
import { countRows, type Reader, startsWith, type Transaction } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { applications } from '../../db/tables/applications.ts'
import {
  compensationClaims,
  compensationEvents,
  compensationPapers,
  compensationParts,
  compensationRecoveries,
} from '../../db/tables/compensation.ts'
import { covers } from '../../db/tables/covers.ts'
import { storedFiles } from '../../db/tables/documents.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { loans } from '../../db/tables/loans.ts'
import type { Party } from '../arrangements/index.ts'
import type { Day } from '../money/day.ts'
import { type Fen, fen } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import type { Instant } from '../platform/clock.ts'
import { type Id, isId } from '../platform/ids.ts'
import { endedStates, type PoolClaimState } from './claim.ts'

export type PoolClaim = typeof compensationClaims.$inferSelect
export type PoolClaimId = PoolClaim['id']
export type Recovery = typeof compensationRecoveries.$inferSelect
export type Paper = typeof compensationPapers.$inferSelect
export type EventRow = typeof compensationEvents.$inferSelect
export type PartRow = typeof compensationParts.$inferSelect

/** A covered loan with what a claim asks of it. */
export async function coveredById(from: Reader, id: Id<'cover'>) {
  const [row] = await from
    .select({ cover: covers, loan: loans, officerId: applications.officerId })
    .from(covers)
    .innerJoin(loans, eq(loans.id, covers.loanId))
    .innerJoin(applications, eq(applications.id, loans.applicationId))
    .where(eq(covers.id, id))
  return row ?? null
}
export type Covered = NonNullable<Awaited<ReturnType<typeof coveredById>>>

/** The pools have paid for a cover. Null when somebody was quicker. */
export async function markCompensated(
  tx: Transaction,
  { id, version }: Pick<Covered['cover'], 'id' | 'version'>,
  compensatedOn: Day,
): Promise<boolean> {
  const changed = await tx
    .update(covers)
    .set({ compensatedOn, version: version + 1 })
    .where(and(eq(covers.id, id), eq(covers.version, version)))
    .returning({ id: covers.id })
  return changed.length === 1
}

export async function claimById(from: Reader, id: PoolClaimId): Promise<PoolClaim | null> {
  const [row] = await from.select().from(compensationClaims).where(eq(compensationClaims.id, id))
  return row ?? null
}

/** The claim of a cover that is on its way or was paid. */
export async function standingClaim(from: Reader, coverId: Id<'cover'>): Promise<PoolClaim | null> {
  const [row] = await from
    .select()
    .from(compensationClaims)
    .where(
      and(
        eq(compensationClaims.coverId, coverId),
        notInArray(compensationClaims.state, ['refused', 'withdrawn']),
      ),
    )
  return row ?? null
}

/** All claims of a cover, the newest first. */
export const claimsOfCover = (from: Reader, coverId: Id<'cover'>): Promise<PoolClaim[]> =>
  from
    .select()
    .from(compensationClaims)
    .where(eq(compensationClaims.coverId, coverId))
    .orderBy(desc(compensationClaims.id))

export async function addClaim(tx: Transaction, row: typeof compensationClaims.$inferInsert): Promise<void> {
  await tx.insert(compensationClaims).values(row)
}

/** Changes the version that was read; null when somebody was quicker. */
export async function changeClaim(
  tx: Transaction,
  { id, version }: Pick<PoolClaim, 'id' | 'version'>,
  changes: Partial<Omit<typeof compensationClaims.$inferInsert, 'id' | 'version'>>,
): Promise<PoolClaim | null> {
  const [row] = await tx
    .update(compensationClaims)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(compensationClaims.id, id), eq(compensationClaims.version, version)))
    .returning()
  return row ?? null
}

/** The papers of a claim that count, in the order in which they came. */
export const papersOf = (from: Reader, claimId: PoolClaimId) =>
  from
    .select({
      ...{ id: compensationPapers.id, kind: compensationPapers.kind, name: compensationPapers.name },
      ...{ addedAt: compensationPapers.addedAt, addedBy: people.name, fileId: compensationPapers.fileId },
      ...{ type: storedFiles.type, bytes: storedFiles.bytes, hash: storedFiles.hash },
    })
    .from(compensationPapers)
    .innerJoin(storedFiles, eq(storedFiles.id, compensationPapers.fileId))
    .innerJoin(people, eq(people.id, compensationPapers.addedBy))
    .where(and(eq(compensationPapers.claimId, claimId), isNull(compensationPapers.endedAt)))
    .orderBy(asc(compensationPapers.id))
    .limit(300)
export type ShownPaper = Awaited<ReturnType<typeof papersOf>>[number]

export async function addPaper(tx: Transaction, row: typeof compensationPapers.$inferInsert): Promise<void> {
  await tx.insert(compensationPapers).values(row)
}

export async function endPaper(tx: Transaction, id: Paper['id'], at: Instant): Promise<void> {
  await tx.update(compensationPapers).set({ endedAt: at }).where(eq(compensationPapers.id, id))
}

/** Files that a person sent to claims since a moment. */
export async function addedSince(from: Reader, by: Id<'person'>, since: Instant): Promise<number> {
  const [row] = await from
    .select({ count: countRows() })
    .from(compensationPapers)
    .where(and(eq(compensationPapers.addedBy, by), sql`${compensationPapers.addedAt} >= ${since}`))
  return row?.count ?? 0
}

export const eventsOf = (from: Reader, claimId: PoolClaimId): Promise<EventRow[]> =>
  from
    .select()
    .from(compensationEvents)
    .where(eq(compensationEvents.claimId, claimId))
    .orderBy(asc(compensationEvents.position))

/** What each event of a claim moved for each party. */
export const partsOf = (from: Reader, claimId: PoolClaimId) =>
  from
    .select({ event: compensationEvents, part: compensationParts })
    .from(compensationParts)
    .innerJoin(compensationEvents, eq(compensationEvents.id, compensationParts.eventId))
    .where(eq(compensationEvents.claimId, claimId))
    .orderBy(asc(compensationEvents.position))

export async function addEvent(tx: Transaction, event: EventRow, parts: readonly PartRow[]): Promise<void> {
  await tx.insert(compensationEvents).values(event)
  await tx.insert(compensationParts).values([...parts])
}

/** What an insurer paid on claims of an arrangement since a day. */
export async function paidByPartySince(
  from: Reader,
  { arrangement, party, since }: { readonly arrangement: string; readonly party: Party; readonly since: Day },
): Promise<Fen> {
  const [row] = await from
    .select({ sum: sql<string | number>`coalesce(sum(${compensationParts.cashFen}), 0)` })
    .from(compensationParts)
    .innerJoin(compensationEvents, eq(compensationEvents.id, compensationParts.eventId))
    .innerJoin(compensationClaims, eq(compensationClaims.id, compensationEvents.claimId))
    .where(
      and(
        eq(compensationClaims.arrangement, arrangement),
        eq(compensationParts.party, party),
        sql`${compensationEvents.on} >= ${since}`,
      ),
    )
  return fen(Number(present(row, 'the row of a sum').sum))
}

export async function addRecovery(tx: Transaction, row: Recovery): Promise<void> {
  await tx.insert(compensationRecoveries).values(row)
}

export async function recoveryById(from: Reader, id: string): Promise<Recovery | null> {
  if (!isId<'compensation-recovery'>(id)) return null
  const [row] = await from.select().from(compensationRecoveries).where(eq(compensationRecoveries.id, id))
  return row ?? null
}

export const recoveriesOf = (from: Reader, claimId: PoolClaimId): Promise<Recovery[]> =>
  from
    .select()
    .from(compensationRecoveries)
    .where(eq(compensationRecoveries.claimId, claimId))
    .orderBy(asc(compensationRecoveries.id))

export async function changeRecovery(
  tx: Transaction,
  { id, version }: Pick<Recovery, 'id' | 'version'>,
  changes: Partial<Omit<Recovery, 'id' | 'version'>>,
): Promise<Recovery | null> {
  const [row] = await tx
    .update(compensationRecoveries)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(compensationRecoveries.id, id), eq(compensationRecoveries.version, version)))
    .returning()
  return row ?? null
}

/** Whose claims somebody sees: a bank's, an operator's, a firm's, or a region's. */
export type Scope =
  | { readonly institutionId: Id<'institution'> }
  | { readonly operatorId: Id<'institution'> }
  | { readonly enterpriseId: Id<'enterprise'> }
  | { readonly region: string }

/** What a bank has not filed yet, nobody else knows of. */
function within(scope: Scope): SQL | undefined {
  if ('institutionId' in scope) return eq(compensationClaims.institutionId, scope.institutionId)
  const filed = sql`${compensationClaims.filedOn} is not null`
  if ('operatorId' in scope) return and(filed, eq(compensationClaims.operatorId, scope.operatorId))
  if ('enterpriseId' in scope) return and(filed, eq(compensationClaims.enterpriseId, scope.enterpriseId))
  return and(filed, startsWith(enterprises.region, scope.region))
}

const shown = (from: Reader) =>
  from
    .select({
      claim: compensationClaims,
      ...{ coverNumber: covers.number, terms: covers.terms, arrangementVersion: covers.arrangementVersion },
      ...{ firm: enterprises.name, region: enterprises.region, bank: institutions.shortName },
      ...{ loanNumber: loans.number, officerId: applications.officerId },
    })
    .from(compensationClaims)
    .innerJoin(covers, eq(covers.id, compensationClaims.coverId))
    .innerJoin(loans, eq(loans.id, compensationClaims.loanId))
    .innerJoin(applications, eq(applications.id, loans.applicationId))
    .innerJoin(enterprises, eq(enterprises.id, compensationClaims.enterpriseId))
    .innerJoin(institutions, eq(institutions.id, compensationClaims.institutionId))
export type ShownClaim = Awaited<ReturnType<typeof claimsIn>>[number]

const isOver = inArray(compensationClaims.state, [...endedStates])

/** What is on its way first, what is due first; then the newest. */
export const claimsIn = (
  from: Reader,
  scope: Scope,
  state: PoolClaimState | null,
  limit: number,
  offset: number,
) =>
  shown(from)
    .where(and(within(scope), state ? eq(compensationClaims.state, state) : undefined))
    .orderBy(
      sql`case when ${isOver} then 1 else 0 end`,
      sql`case when ${isOver} then null else coalesce(${compensationClaims.dueOn}, '2999-12-31') end`,
      desc(compensationClaims.id),
    )
    .limit(limit)
    .offset(offset)

export async function claimIn(from: Reader, scope: Scope, id: string): Promise<ShownClaim | null> {
  if (!isId<'compensation-claim'>(id)) return null
  const [row] = await shown(from).where(and(within(scope), eq(compensationClaims.id, id)))
  return row ?? null
}

/** What lies open (公示) on a day, the newest first, and what was paid lately. */
export const noticesOn = (from: Reader, today: Day, limit: number, offset: number) =>
  shown(from)
    .where(and(eq(compensationClaims.state, 'noticed'), sql`${compensationClaims.noticeUntil} >= ${today}`))
    .orderBy(desc(compensationClaims.noticeUntil), desc(compensationClaims.id))
    .limit(limit)
    .offset(offset)

/** What was approved under an arrangement and not paid yet. */
export const noticedOf = (from: Reader, arrangement: string) =>
  from
    .select({ claim: compensationClaims, cover: covers })
    .from(compensationClaims)
    .innerJoin(covers, eq(covers.id, compensationClaims.coverId))
    .where(and(eq(compensationClaims.arrangement, arrangement), eq(compensationClaims.state, 'noticed')))

/** The claims of an arrangement that nobody has decided, with the terms of their covers, the first filed one first. */
export const undecidedClaims = (from: Reader, arrangement: string) =>
  from
    .select({ claim: compensationClaims, terms: covers.terms })
    .from(compensationClaims)
    .innerJoin(covers, eq(covers.id, compensationClaims.coverId))
    .where(
      and(
        eq(compensationClaims.arrangement, arrangement),
        inArray(compensationClaims.state, ['filed', 'checked']),
      ),
    )
    .orderBy(asc(compensationClaims.filedAt), asc(compensationClaims.id))
