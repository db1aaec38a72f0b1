import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, lte, or, sql } from 'drizzle-orm'
import { countRows, prepared, type Reader, type Transaction } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { applications } from '../../db/tables/applications.ts'
import { caseDocuments, documentReminders, documents, storedFiles } from '../../db/tables/documents.ts'
import { institutions } from '../../db/tables/institutions.ts'
import type { ApplicationState } from '../applications/application.ts'
import type { Day } from '../money/day.ts'
import type { Instant } from '../platform/clock.ts'
import type { FileId } from '../platform/files/folder.ts'
import type { Id } from '../platform/ids.ts'
import type { PaperKind } from './paper.ts'

export type StoredFile = typeof storedFiles.$inferSelect

/** A paper with what is in it, as pages and rights need it. */
const shown = {
  id: documents.id,
  enterpriseId: documents.enterpriseId,
  kind: documents.kind,
  name: documents.name,
  expiresOn: documents.expiresOn,
  addedAt: documents.addedAt,
  addedBy: people.name,
  endedAt: documents.endedAt,
  fileId: documents.fileId,
  type: storedFiles.type,
  bytes: storedFiles.bytes,
  hash: storedFiles.hash,
  version: documents.version,
}

const papers = (from: Reader) =>
  from
    .select(shown)
    .from(documents)
    .innerJoin(storedFiles, eq(storedFiles.id, documents.fileId))
    .innerJoin(people, eq(people.id, documents.addedBy))

export type Paper = Awaited<ReturnType<typeof papers>>[number]

export async function paperById(from: Reader, id: Id<'document'>): Promise<Paper | null> {
  const [row] = await papers(from).where(eq(documents.id, id))
  return row ?? null
}

/** How many cases a paper lies before. */
const inCases = sql<number>`(select count(*) from ${caseDocuments} where ${caseDocuments.documentId} = ${documents.id} and ${caseDocuments.takenBackAt} is null)`

/** A firm's shelf, kind by kind, the newest of each first. */
export const shelf = (from: Reader, enterpriseId: Id<'enterprise'>, limit: number, offset: number) =>
  from
    .select({ ...shown, cases: inCases.mapWith(Number) })
    .from(documents)
    .innerJoin(storedFiles, eq(storedFiles.id, documents.fileId))
    .innerJoin(people, eq(people.id, documents.addedBy))
    .where(and(eq(documents.enterpriseId, enterpriseId), isNull(documents.endedAt)))
    .orderBy(asc(documents.kind), desc(documents.id))
    .limit(limit)
    .offset(offset)

/** What a firm could give to a case: on its shelf, not past its day, and not there yet. */
export const givable = (
  from: Reader,
  enterpriseId: Id<'enterprise'>,
  applicationId: Id<'application'>,
  today: Day,
): Promise<Paper[]> =>
  papers(from)
    .where(
      and(
        eq(documents.enterpriseId, enterpriseId),
        isNull(documents.endedAt),
        or(isNull(documents.expiresOn), gte(documents.expiresOn, today)),
        sql`not exists (select 1 from ${caseDocuments} where ${caseDocuments.documentId} = ${documents.id} and ${caseDocuments.applicationId} = ${applicationId} and ${caseDocuments.takenBackAt} is null)`,
      ),
    )
    .orderBy(asc(documents.kind), desc(documents.id))
    .limit(200)

/** The same file of the same kind that a firm has on its shelf already. */
export async function sameOnShelf(
  from: Reader,
  { enterpriseId, fileId, kind }: { enterpriseId: Id<'enterprise'>; fileId: FileId; kind: PaperKind },
): Promise<Pick<Paper, 'id' | 'version' | 'expiresOn'> | null> {
  const [row] = await from
    .select({ id: documents.id, version: documents.version, expiresOn: documents.expiresOn })
    .from(documents)
    .where(
      and(
        eq(documents.enterpriseId, enterpriseId),
        eq(documents.fileId, fileId),
        eq(documents.kind, kind),
        isNull(documents.endedAt),
      ),
    )
  return row ?? null
}

export async function addPaper(tx: Transaction, row: typeof documents.$inferInsert): Promise<void> {
  await tx.insert(documents).values(row)
}

/** Changes the version that was read, and only that one; false when somebody was quicker. */
export async function changePaper(
  tx: Transaction,
  { id, version }: Pick<Paper, 'id' | 'version'>,
  changes: Partial<Pick<typeof documents.$inferInsert, 'expiresOn' | 'endedAt' | 'endedBy'>>,
): Promise<boolean> {
  const changed = await tx
    .update(documents)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(documents.id, id), eq(documents.version, version), isNull(documents.endedAt)))
    .returning({ id: documents.id })
  return changed.length === 1
}

export async function fileOfHash(from: Reader, hash: string): Promise<StoredFile | null> {
  const [row] = await from.select().from(storedFiles).where(eq(storedFiles.hash, hash))
  return row ?? null
}

export async function fileById(from: Reader, id: FileId): Promise<StoredFile | null> {
  const [row] = await from.select().from(storedFiles).where(eq(storedFiles.id, id))
  return row ?? null
}

export async function addFile(tx: Transaction, row: StoredFile): Promise<void> {
  await tx.insert(storedFiles).values(row)
}

/** Whether a paper still counts: it stands on a shelf, or lies before a bank. */
export const counts = or(
  isNull(documents.endedAt),
  sql`exists (select 1 from ${caseDocuments} where ${caseDocuments.documentId} = ${documents.id} and ${caseDocuments.takenBackAt} is null)`,
)

/** What a firm's papers take up, each file counted once. */
export async function bytesOf(from: Reader, enterpriseId: Id<'enterprise'>): Promise<number> {
  const own = from
    .select({ fileId: documents.fileId })
    .from(documents)
    .where(and(eq(documents.enterpriseId, enterpriseId), counts))
  const [row] = await from
    .select({ bytes: sql<number>`coalesce(sum(${storedFiles.bytes}), 0)`.mapWith(Number) })
    .from(storedFiles)
    .where(inArray(storedFiles.id, own))
  return row?.bytes ?? 0
}

export async function addedSince(from: Reader, by: Id<'person'>, since: Instant): Promise<number> {
  const [row] = await from
    .select({ count: countRows() })
    .from(documents)
    .where(and(eq(documents.addedBy, by), gte(documents.addedAt, since)))
  return row?.count ?? 0
}

export async function addReminder(
  tx: Transaction,
  row: typeof documentReminders.$inferInsert,
): Promise<void> {
  await tx.insert(documentReminders).values(row)
}

export async function forgetReminders(tx: Transaction, id: Id<'document'>): Promise<void> {
  await tx.delete(documentReminders).where(eq(documentReminders.documentId, id))
}

/** A firm's papers whose end is near or has come, for its first page. */
export const endingPapers = (from: Reader, enterpriseId: Id<'enterprise'>, until: Day) =>
  papers(from)
    .where(
      and(
        eq(documents.enterpriseId, enterpriseId),
        isNull(documents.endedAt),
        isNotNull(documents.expiresOn),
        lte(documents.expiresOn, until),
      ),
    )
    .orderBy(asc(documents.expiresOn))
    .limit(20)

/** Where a paper lies, and whether a bank has opened it there. */
export const casesOfPaper = (from: Reader, id: Id<'document'>) =>
  from
    .select({
      applicationId: applications.id,
      number: applications.number,
      bank: institutions.name,
      givenAt: caseDocuments.givenAt,
      takenBackAt: caseDocuments.takenBackAt,
      openedAt: caseDocuments.openedAt,
    })
    .from(caseDocuments)
    .innerJoin(applications, eq(applications.id, caseDocuments.applicationId))
    .innerJoin(institutions, eq(institutions.id, applications.institutionId))
    .where(eq(caseDocuments.documentId, id))
    .orderBy(desc(caseDocuments.id))
    .limit(100)

export type CasePaper = Paper & {
  readonly caseDocumentId: Id<'case-document'>
  readonly givenAt: Instant
  readonly openedAt: Instant | null
}

/** What lies before the bank of a case, in the order in which it came. */
export const casePapers = (from: Reader, applicationId: Id<'application'>): Promise<CasePaper[]> =>
  prepared(from, 'documents_of_case', (reader, name) =>
    reader
      .select({
        ...shown,
        caseDocumentId: caseDocuments.id,
        givenAt: caseDocuments.givenAt,
        openedAt: caseDocuments.openedAt,
      })
      .from(caseDocuments)
      .innerJoin(documents, eq(documents.id, caseDocuments.documentId))
      .innerJoin(storedFiles, eq(storedFiles.id, documents.fileId))
      .innerJoin(people, eq(people.id, documents.addedBy))
      .where(
        and(
          eq(caseDocuments.applicationId, sql.placeholder('applicationId')),
          isNull(caseDocuments.takenBackAt),
        ),
      )
      .orderBy(asc(caseDocuments.id))
      .limit(300)
      .prepare(name),
  ).execute({ applicationId })

/** How a firm's case stands; null for another firm's. */
export async function stateOfCase(
  from: Reader,
  id: Id<'application'>,
  enterpriseId: Id<'enterprise'>,
): Promise<ApplicationState | null> {
  const [row] = await from
    .select({ state: applications.state })
    .from(applications)
    .where(and(eq(applications.id, id), eq(applications.enterpriseId, enterpriseId)))
  return row?.state ?? null
}

export async function addToCase(tx: Transaction, row: typeof caseDocuments.$inferInsert): Promise<void> {
  await tx.insert(caseDocuments).values(row)
}

/** Takes a paper back that nobody of the bank has opened; false when somebody had. */
export async function takeFromCase(
  tx: Transaction,
  id: Id<'case-document'>,
  changes: Pick<typeof caseDocuments.$inferInsert, 'takenBackAt' | 'takenBackBy'>,
): Promise<boolean> {
  const changed = await tx
    .update(caseDocuments)
    .set(changes)
    .where(and(eq(caseDocuments.id, id), isNull(caseDocuments.openedAt), isNull(caseDocuments.takenBackAt)))
    .returning({ id: caseDocuments.id })
  return changed.length === 1
}

/** Notes the first look of a bank; later ones change nothing here. */
export async function noteOpened(tx: Transaction, id: Id<'case-document'>, at: Instant): Promise<void> {
  await tx
    .update(caseDocuments)
    .set({ openedAt: at })
    .where(and(eq(caseDocuments.id, id), isNull(caseDocuments.openedAt)))
}
