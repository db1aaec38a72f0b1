import { and, eq, inArray, isNotNull, isNull, ne, notInArray, or, sql } from 'drizzle-orm'
import { prepared, type Reader, sumFen, type Transaction } from '../../db/index.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import {
  firmRelations,
  guaranteeCustomers,
  guarantorAssets,
  guarantorCustomers,
  guarantors,
} from '../../db/tables/guarantee-figures.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'

/* The figures that are kept beside the guarantees, so that no page and no cap adds up a hundred thousand rows. */

export type CustomerRow = typeof guaranteeCustomers.$inferSelect
export type GuarantorCustomer = typeof guarantorCustomers.$inferSelect
export type GuarantorRow = typeof guarantors.$inferSelect

export async function customerRow(from: Reader, enterpriseId: EnterpriseId): Promise<CustomerRow | null> {
  const query = prepared(from, 'guarantee_customer', (reader, name) =>
    reader
      .select()
      .from(guaranteeCustomers)
      .where(eq(guaranteeCustomers.enterpriseId, sql.placeholder('enterpriseId')))
      .prepare(name),
  )
  const [row] = await query.execute({ enterpriseId })
  return row ?? null
}

export async function keepCustomer(tx: Transaction, { enterpriseId, ...sums }: CustomerRow): Promise<void> {
  await tx
    .insert(guaranteeCustomers)
    .values({ enterpriseId, ...sums })
    .onConflictDoUpdate({ target: guaranteeCustomers.enterpriseId, set: sums })
}

export async function guarantorCustomer(
  from: Reader,
  guarantorId: InstitutionId,
  enterpriseId: EnterpriseId,
): Promise<GuarantorCustomer | null> {
  const query = prepared(from, 'guarantor_customer', (reader, name) =>
    reader
      .select()
      .from(guarantorCustomers)
      .where(
        and(
          eq(guarantorCustomers.guarantorId, sql.placeholder('guarantorId')),
          eq(guarantorCustomers.enterpriseId, sql.placeholder('enterpriseId')),
        ),
      )
      .prepare(name),
  )
  const [row] = await query.execute({ guarantorId, enterpriseId })
  return row ?? null
}

export async function keepGuarantorCustomer(
  tx: Transaction,
  { guarantorId, enterpriseId, ...sums }: GuarantorCustomer,
): Promise<void> {
  await tx
    .insert(guarantorCustomers)
    .values({ guarantorId, enterpriseId, ...sums })
    .onConflictDoUpdate({
      target: [guarantorCustomers.guarantorId, guarantorCustomers.enterpriseId],
      set: sums,
    })
}

/** All customers that a guarantor ever had. */
export const customersOf = (from: Reader, guarantorId: InstitutionId): Promise<GuarantorCustomer[]> =>
  from.select().from(guarantorCustomers).where(eq(guarantorCustomers.guarantorId, guarantorId))

export async function guarantorRow(from: Reader, guarantorId: InstitutionId): Promise<GuarantorRow | null> {
  const query = prepared(from, 'guarantor_row', (reader, name) =>
    reader
      .select()
      .from(guarantors)
      .where(eq(guarantors.guarantorId, sql.placeholder('guarantorId')))
      .prepare(name),
  )
  const [row] = await query.execute({ guarantorId })
  return row ?? null
}

export async function keepGuarantor(tx: Transaction, { guarantorId, ...sums }: GuarantorRow): Promise<void> {
  await tx
    .insert(guarantors)
    .values({ guarantorId, ...sums })
    .onConflictDoUpdate({ target: guarantors.guarantorId, set: sums })
}

/** All guarantors with a book. */
export const allGuarantors = (from: Reader) =>
  from.select({ guarantorId: guarantors.guarantorId }).from(guarantors)

const smallKinds = ['small', 'small-farming'] as const
const smallSizes = ['small', 'micro'] as const

/** Customers of a guarantor that count as what their size class no longer says; one whose class is unknown stays. */
export const customersMoved = async (
  from: Reader,
  guarantorId: InstitutionId,
): Promise<GuarantorCustomer[]> =>
  (
    await from
      .select({ customer: guarantorCustomers })
      .from(guarantorCustomers)
      .innerJoin(enterprises, eq(enterprises.id, guarantorCustomers.enterpriseId))
      .where(
        and(
          eq(guarantorCustomers.guarantorId, guarantorId),
          isNotNull(enterprises.size),
          or(
            and(
              inArray(guarantorCustomers.kind, [...smallKinds]),
              notInArray(enterprises.size, [...smallSizes]),
            ),
            and(
              notInArray(guarantorCustomers.kind, [...smallKinds]),
              inArray(enterprises.size, [...smallSizes]),
            ),
          ),
        ),
      )
  ).map(({ customer }) => customer)

/** 担保责任余额 of several firms together, with what is promised, at one guarantor. */
export async function committedOf(
  from: Reader,
  guarantorId: InstitutionId,
  firms: readonly EnterpriseId[],
): Promise<Fen> {
  const [row] = await from
    .select({ fen: sumFen(guarantorCustomers.committedFen) })
    .from(guarantorCustomers)
    .where(
      and(
        eq(guarantorCustomers.guarantorId, guarantorId),
        inArray(guarantorCustomers.enterpriseId, [...firms]),
      ),
    )
  return row?.fen ?? (0 as Fen)
}

/** Relations in force that touch one of these members. */
export const relationsOf = (from: Reader, members: readonly string[]) =>
  from
    .select({
      kind: firmRelations.kind,
      from: firmRelations.fromId,
      to: firmRelations.toMember,
      sharePpm: firmRelations.sharePpm,
    })
    .from(firmRelations)
    .where(
      and(
        isNull(firmRelations.endedAt),
        or(
          inArray(firmRelations.fromId, members as readonly EnterpriseId[] as EnterpriseId[]),
          inArray(firmRelations.toMember, [...members]),
        ),
      ),
    )

export type NetAssets = typeof guarantorAssets.$inferSelect

/** The approved net assets that count on a day: the newest of that day or before. */
export async function netAssetsOn(
  from: Reader,
  guarantorId: InstitutionId,
  on: Day,
): Promise<NetAssets | null> {
  const [row] = await from
    .select()
    .from(guarantorAssets)
    .where(
      and(
        eq(guarantorAssets.guarantorId, guarantorId),
        eq(guarantorAssets.state, 'approved'),
        sql`${guarantorAssets.asOf} <= ${on}`,
      ),
    )
    .orderBy(sql`${guarantorAssets.asOf} desc`, sql`${guarantorAssets.id} desc`)
    .limit(1)
  return row ?? null
}

/** What was stated and not rejected. */
export const assetsStanding = (from: Reader, guarantorId: InstitutionId): Promise<NetAssets[]> =>
  from
    .select()
    .from(guarantorAssets)
    .where(and(eq(guarantorAssets.guarantorId, guarantorId), ne(guarantorAssets.state, 'rejected')))
    .orderBy(guarantorAssets.asOf, guarantorAssets.id)

export async function addNetAssets(tx: Transaction, row: NetAssets): Promise<void> {
  await tx.insert(guarantorAssets).values(row)
}

export async function netAssetsById(from: Reader, id: NetAssets['id']): Promise<NetAssets | null> {
  const [row] = await from.select().from(guarantorAssets).where(eq(guarantorAssets.id, id))
  return row ?? null
}

/** Decides a statement that waits; false when it was decided already. */
export async function decideNetAssets(
  tx: Transaction,
  id: NetAssets['id'],
  decision: Pick<NetAssets, 'state' | 'decidedAt' | 'decidedBy' | 'decisionWords'>,
): Promise<boolean> {
  const changed = await tx
    .update(guarantorAssets)
    .set(decision)
    .where(and(eq(guarantorAssets.id, id), eq(guarantorAssets.state, 'stated')))
    .returning({ id: guarantorAssets.id })
  return changed.length === 1
}

export type FirmRelation = typeof firmRelations.$inferSelect

export async function addRelation(tx: Transaction, row: FirmRelation): Promise<void> {
  await tx.insert(firmRelations).values(row)
}

/** Ends a relation that stands; false when it had ended. */
export async function endRelation(
  tx: Transaction,
  id: FirmRelation['id'],
  end: Pick<FirmRelation, 'endedAt' | 'endedBy' | 'endWords'>,
): Promise<boolean> {
  const changed = await tx
    .update(firmRelations)
    .set(end)
    .where(and(eq(firmRelations.id, id), isNull(firmRelations.endedAt)))
    .returning({ id: firmRelations.id })
  return changed.length === 1
}

/** Whether such a relation is recorded and has not ended. */
export async function relationStands(
  from: Reader,
  { fromId, kind, toMember }: Pick<FirmRelation, 'fromId' | 'kind' | 'toMember'>,
): Promise<boolean> {
  const is = [
    ...[eq(firmRelations.fromId, fromId), eq(firmRelations.kind, kind)],
    ...[eq(firmRelations.toMember, toMember), isNull(firmRelations.endedAt)],
  ]
  const found = await from
    .select({ id: firmRelations.id })
    .from(firmRelations)
    .where(and(...is))
    .limit(1)
  return found.length > 0
}
