import { and, desc, eq, gte, lt } from 'drizzle-orm'
import type { Reader, Transaction } from '../../db/index.ts'
import { consentLooks, consents } from '../../db/tables/consents.ts'
import { institutions } from '../../db/tables/institutions.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import { type Day, plusDays } from '../money/day.ts'
import { startOf } from '../platform/clock.ts'
import type { Id } from '../platform/ids.ts'
import type { DataKind } from './kind.ts'

export type Look = typeof consentLooks.$inferSelect

export async function addLooks(tx: Transaction, rows: readonly Look[]): Promise<void> {
  await tx.insert(consentLooks).values([...rows])
}

export type LookFilters = {
  readonly institutionId: InstitutionId | null
  readonly kind: DataKind | null
  readonly consentId: Id<'consent'> | null
  readonly from: Day | null
  readonly to: Day | null
}

/** Who saw what of a firm, newest first. */
export const looksAt = (
  from: Reader,
  enterpriseId: EnterpriseId,
  filters: LookFilters,
  limit: number,
  offset: number,
) =>
  from
    .select({ look: consentLooks, bank: institutions.shortName, number: consents.number })
    .from(consentLooks)
    .innerJoin(institutions, eq(institutions.id, consentLooks.institutionId))
    .leftJoin(consents, eq(consents.id, consentLooks.consentId))
    .where(
      and(
        eq(consentLooks.enterpriseId, enterpriseId),
        filters.institutionId ? eq(consentLooks.institutionId, filters.institutionId) : undefined,
        filters.kind ? eq(consentLooks.kind, filters.kind) : undefined,
        filters.consentId ? eq(consentLooks.consentId, filters.consentId) : undefined,
        filters.from ? gte(consentLooks.at, startOf(filters.from)) : undefined,
        filters.to ? lt(consentLooks.at, startOf(plusDays(filters.to, 1))) : undefined,
      ),
    )
    .orderBy(desc(consentLooks.id))
    .limit(limit)
    .offset(offset)

export type ListedLook = Awaited<ReturnType<typeof looksAt>>[number]

/** Everything that a bank saw in one place, oldest first: for the file of a case. */
export const looksIn = (
  from: Reader,
  subject: { readonly kind: string; readonly id: string },
  institutionId: InstitutionId,
): Promise<Look[]> =>
  from
    .select()
    .from(consentLooks)
    .where(
      and(
        eq(consentLooks.subjectKind, subject.kind),
        eq(consentLooks.subjectId, subject.id),
        eq(consentLooks.institutionId, institutionId),
      ),
    )
    .orderBy(consentLooks.id)
