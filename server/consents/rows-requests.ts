import { and, desc, eq, gte, lt, sql } from 'drizzle-orm'
import { prepared, type Reader, type Transaction } from '../../db/index.ts'
import { applications } from '../../db/tables/applications.ts'
import { consentRequests } from '../../db/tables/consents.ts'
import { institutions } from '../../db/tables/institutions.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import type { Id } from '../platform/ids.ts'

export type ConsentRequest = typeof consentRequests.$inferSelect

export async function addRequest(tx: Transaction, row: typeof consentRequests.$inferInsert): Promise<void> {
  await tx.insert(consentRequests).values(row)
}

export async function requestById(from: Reader, id: Id<'consent-request'>): Promise<ConsentRequest | null> {
  const [row] = await from.select().from(consentRequests).where(eq(consentRequests.id, id))
  return row ?? null
}

/** What a bank has asked a firm for and still waits for. */
export async function openRequestsBetween(
  from: Reader,
  enterpriseId: EnterpriseId,
  institutionId: InstitutionId,
  today: Day,
): Promise<ConsentRequest[]> {
  const query = prepared(from, 'consents_requests_between', (reader, name) =>
    reader
      .select()
      .from(consentRequests)
      .where(
        and(
          eq(consentRequests.enterpriseId, sql.placeholder('enterpriseId')),
          eq(consentRequests.institutionId, sql.placeholder('institutionId')),
          eq(consentRequests.state, 'open'),
          gte(consentRequests.lapsesOn, sql.placeholder('today')),
        ),
      )
      .prepare(name),
  )
  return query.execute({ enterpriseId, institutionId, today })
}

/** A firm is not asked by more banks at once than it would care to read about. */
const requestsLength = 100

/** The requests that a firm has before it, the first to lapse first. */
export const requestsBefore = (from: Reader, enterpriseId: EnterpriseId, today: Day) =>
  from
    .select({
      id: consentRequests.id,
      bank: institutions.shortName,
      kind: consentRequests.kind,
      purpose: consentRequests.purpose,
      lapsesOn: consentRequests.lapsesOn,
      number: applications.number,
    })
    .from(consentRequests)
    .innerJoin(institutions, eq(institutions.id, consentRequests.institutionId))
    .innerJoin(applications, eq(applications.id, consentRequests.applicationId))
    .where(
      and(
        eq(consentRequests.enterpriseId, enterpriseId),
        eq(consentRequests.state, 'open'),
        gte(consentRequests.lapsesOn, today),
      ),
    )
    .orderBy(consentRequests.lapsesOn, consentRequests.id)
    .limit(requestsLength)

/** What became of the last request of a bank for each kind in one case, newest first. */
export function requestsInCase(from: Reader, id: Id<'application'>): Promise<ConsentRequest[]> {
  const query = prepared(from, 'consent_requests_in_case', (reader, name) =>
    reader
      .select()
      .from(consentRequests)
      .where(eq(consentRequests.applicationId, sql.placeholder('id')))
      .orderBy(desc(consentRequests.id))
      .limit(requestsLength)
      .prepare(name),
  )
  return query.execute({ id })
}

/** Decides a request that is still open; false when it no longer was. */
export async function closeRequest(
  tx: Transaction,
  id: Id<'consent-request'>,
  decision: Pick<ConsentRequest, 'state' | 'decidedAt' | 'decidedBy' | 'consentId' | 'answer'>,
): Promise<boolean> {
  const closed = await tx
    .update(consentRequests)
    .set(decision)
    .where(and(eq(consentRequests.id, id), eq(consentRequests.state, 'open')))
    .returning({ id: consentRequests.id })
  return closed.length === 1
}

export const requestsPast = (
  from: Reader,
  today: Day,
  limit: number,
  between?: Pick<ConsentRequest, 'enterpriseId' | 'institutionId'>,
): Promise<ConsentRequest[]> =>
  from
    .select()
    .from(consentRequests)
    .where(
      and(
        ...[eq(consentRequests.state, 'open'), lt(consentRequests.lapsesOn, today)],
        between && eq(consentRequests.enterpriseId, between.enterpriseId),
        between && eq(consentRequests.institutionId, between.institutionId),
      ),
    )
    .orderBy(consentRequests.lapsesOn, consentRequests.id)
    .limit(limit)

/** Who works now on the case that a request came from; who asked may have handed it over. */
export async function officerOfRequest(from: Reader, id: Id<'application'>) {
  const [row] = await from
    .select({ officerId: applications.officerId })
    .from(applications)
    .where(eq(applications.id, id))
  return row?.officerId ?? null
}

/** Where a request came from, for the page that answers it. */
export async function caseOfRequest(from: Reader, id: Id<'application'>): Promise<string> {
  const [row] = await from
    .select({ number: applications.number })
    .from(applications)
    .where(eq(applications.id, id))
  return row?.number ?? ''
}
