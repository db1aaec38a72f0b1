import { and, desc, eq, gte, inArray, lte, or, type SQL, sql } from 'drizzle-orm'
import { type Reader, startsWith, type Transaction } from '../../db/index.ts'
import { settlements, sharedEvents, sharedParts } from '../../db/tables/claims.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { guarantees } from '../../db/tables/guarantees.ts'
import { institutions } from '../../db/tables/institutions.ts'
import type { Day } from '../money/day.ts'
import { type Id, isId } from '../platform/ids.ts'
import type { GuaranteeId } from './rows.ts'

export type Settlement = typeof settlements.$inferSelect
type InstitutionId = Id<'institution'>

export async function addSettlement(tx: Transaction, row: typeof settlements.$inferInsert): Promise<void> {
  await tx.insert(settlements).values(row)
}

export async function settlementById(from: Reader, id: Settlement['id']): Promise<Settlement | null> {
  const [row] = await from.select().from(settlements).where(eq(settlements.id, id))
  return row ?? null
}

export const settlementsOf = (from: Reader, guaranteeId: GuaranteeId): Promise<Settlement[]> =>
  from.select().from(settlements).where(eq(settlements.guaranteeId, guaranteeId)).orderBy(settlements.id)

/** Changes the version that was read; null when somebody was quicker. */
export async function changeSettlement(
  tx: Transaction,
  { id, version }: Pick<Settlement, 'id' | 'version'>,
  changes: Partial<typeof settlements.$inferInsert>,
): Promise<Settlement | null> {
  const [row] = await tx
    .update(settlements)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(settlements.id, id), eq(settlements.version, version)))
    .returning()
  return row ?? null
}

const name = (column: typeof settlements.fromId | typeof settlements.toId) =>
  sql<
    string | null
  >`(select ${institutions.shortName} from ${institutions} where ${institutions.id} = ${column})`

const shown = (from: Reader) =>
  from
    .select({
      settlement: settlements,
      kind: sharedEvents.kind,
      /** The day on which the books know of it. */
      arisenBookedOn: sharedEvents.on,
      guaranteeNumber: guarantees.number,
      firm: enterprises.name,
      fromName: name(settlements.fromId),
      toName: name(settlements.toId),
    })
    .from(settlements)
    .innerJoin(sharedEvents, eq(sharedEvents.id, settlements.eventId))
    .innerJoin(guarantees, eq(guarantees.id, settlements.guaranteeId))
    .innerJoin(enterprises, eq(enterprises.id, guarantees.enterpriseId))

export type ShownSettlement = Awaited<ReturnType<typeof settlementsAt>>[number]

/** What an institution owes or is owed, and what the other side, without an institution here, does by its hand. */
export const sideOf = (id: InstitutionId): SQL | undefined =>
  or(eq(settlements.fromId, id), eq(settlements.toId, id))

const open = ['due', 'confirmed'] as const
const isOpen = inArray(settlements.state, [...open])

/** What is open first, what is due first; then what was settled last. */
export const settlementsAt = (from: Reader, id: InstitutionId, limit: number, offset: number) =>
  shown(from)
    .where(sideOf(id))
    .orderBy(
      sql`case when ${isOpen} then 0 else 1 end`,
      sql`case when ${isOpen} then ${settlements.dueOn} end`,
      desc(settlements.settledOn),
      desc(settlements.id),
    )
    .limit(limit)
    .offset(offset)

export async function settlementAt(
  from: Reader,
  id: string,
  institutionId: InstitutionId,
): Promise<ShownSettlement | null> {
  if (!isId<'settlement'>(id)) return null
  const [row] = await shown(from).where(and(eq(settlements.id, id), sideOf(institutionId)))
  return row ?? null
}

/** What one institution has open: how many, how much, and how many are late. */
export async function openSums(from: Reader, id: InstitutionId, today: Day) {
  const [row] = await from
    .select({
      count: sql<string | number>`count(*)`,
      sum: sql<string | number>`coalesce(sum(${settlements.amountFen}), 0)`,
      late: sql<
        string | number
      >`coalesce(sum(case when ${settlements.dueOn} < ${today} then 1 else 0 end), 0)`,
    })
    .from(settlements)
    .where(and(eq(settlements.fromId, id), isOpen))
  return { count: Number(row?.count ?? 0), sum: Number(row?.sum ?? 0), late: Number(row?.late ?? 0) }
}

/** 对账单: what one institution paid, got and bore by claims and recoveries within a period, by their days; of the firms of one place where a bureau asks. */
export const partsBetween = (from: Reader, id: InstitutionId, first: Day, last: Day, region = '') =>
  from
    .select({
      event: sharedEvents,
      part: sharedParts,
      guaranteeNumber: guarantees.number,
      firm: enterprises.name,
    })
    .from(sharedParts)
    .innerJoin(sharedEvents, eq(sharedEvents.id, sharedParts.eventId))
    .innerJoin(guarantees, eq(guarantees.id, sharedEvents.guaranteeId))
    .innerJoin(enterprises, eq(enterprises.id, guarantees.enterpriseId))
    .where(
      and(
        ...[eq(sharedParts.institutionId, id), startsWith(enterprises.region, region)],
        ...[gte(sharedEvents.on, first), lte(sharedEvents.on, last)],
      ),
    )
    .orderBy(sharedEvents.on, sharedEvents.id)

/** Settlements that the books knew up to a day, on either side of an institution. */
export const settlementsUntil = (from: Reader, id: InstitutionId, last: Day, region = '') =>
  shown(from)
    .where(and(sideOf(id), lte(sharedEvents.on, last), startsWith(enterprises.region, region)))
    .orderBy(sharedEvents.on, settlements.id)

/** Who had a part in a claim or a recovery of the firms of a place: a bureau may read the statement of each. */
export const sharersIn = (from: Reader, region: string) =>
  from
    .selectDistinct({ id: institutions.id, name: institutions.shortName })
    .from(sharedParts)
    .innerJoin(sharedEvents, eq(sharedEvents.id, sharedParts.eventId))
    .innerJoin(guarantees, eq(guarantees.id, sharedEvents.guaranteeId))
    .innerJoin(enterprises, eq(enterprises.id, guarantees.enterpriseId))
    .innerJoin(institutions, eq(institutions.id, sharedParts.institutionId))
    .where(startsWith(enterprises.region, region))
    .orderBy(institutions.id)
