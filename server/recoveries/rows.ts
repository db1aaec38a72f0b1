import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Reader, Transaction } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { guarantees } from '../../db/tables/guarantees.ts'
import { recoveries, recoveryPlans, recoveryReversals, writeOffs } from '../../db/tables/recoveries.ts'
import type { GuaranteeId } from '../claims/index.ts'
import { type Fen, fen } from '../money/fen.ts'

export type Recovery = typeof recoveries.$inferSelect
export type RecoveryPlan = typeof recoveryPlans.$inferSelect
export type WriteOff = typeof writeOffs.$inferSelect

export async function addPlan(tx: Transaction, row: RecoveryPlan): Promise<void> {
  await tx.insert(recoveryPlans).values(row)
}

/** The plan that counts is the newest. */
export async function planOf(from: Reader, guaranteeId: GuaranteeId): Promise<RecoveryPlan | null> {
  const [row] = await from
    .select()
    .from(recoveryPlans)
    .where(eq(recoveryPlans.guaranteeId, guaranteeId))
    .orderBy(desc(recoveryPlans.id))
    .limit(1)
  return row ?? null
}

export async function addRecovery(tx: Transaction, row: Recovery): Promise<void> {
  await tx.insert(recoveries).values(row)
}

export const recoveriesOf = (from: Reader, guaranteeId: GuaranteeId) =>
  from
    .select({ recovery: recoveries, who: people.name })
    .from(recoveries)
    .leftJoin(people, eq(people.id, recoveries.recordedBy))
    .where(eq(recoveries.guaranteeId, guaranteeId))
    .orderBy(recoveries.id)

export async function recoveryById(from: Reader, id: Recovery['id']): Promise<Recovery | null> {
  const [row] = await from.select().from(recoveries).where(eq(recoveries.id, id))
  return row ?? null
}

/** What was taken back of a guarantee's recoveries, with who did it. */
export const reversalsOf = (from: Reader, guaranteeId: GuaranteeId) =>
  from
    .select({ reversal: recoveryReversals, who: people.name })
    .from(recoveryReversals)
    .leftJoin(people, eq(people.id, recoveryReversals.takenBackBy))
    .where(eq(recoveryReversals.guaranteeId, guaranteeId))
    .orderBy(recoveryReversals.id)

export async function addReversal(
  tx: Transaction,
  row: typeof recoveryReversals.$inferInsert,
): Promise<void> {
  await tx.insert(recoveryReversals).values(row)
}

export async function addWriteOff(tx: Transaction, row: typeof writeOffs.$inferInsert): Promise<void> {
  await tx.insert(writeOffs).values(row)
}

export async function writeOffById(from: Reader, id: WriteOff['id']): Promise<WriteOff | null> {
  const [row] = await from.select().from(writeOffs).where(eq(writeOffs.id, id))
  return row ?? null
}

export const writeOffsOf = (from: Reader, guaranteeId: GuaranteeId): Promise<WriteOff[]> =>
  from.select().from(writeOffs).where(eq(writeOffs.guaranteeId, guaranteeId)).orderBy(writeOffs.id)

/** The names of all who had a hand in these write-offs, by their ids. */
export async function handsIn(from: Reader, all: readonly WriteOff[]): Promise<ReadonlyMap<string, string>> {
  const ids = all.flatMap(({ proposedBy, agreedBy, approvedBy, endedBy }) =>
    [proposedBy, agreedBy, approvedBy, endedBy].filter((id) => id !== null),
  )
  if (ids.length === 0) return new Map()
  const rows = await from
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(inArray(people.id, ids))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Changes the version that was read; null when somebody was quicker. */
export async function changeWriteOff(
  tx: Transaction,
  { id, version }: Pick<WriteOff, 'id' | 'version'>,
  changes: Partial<typeof writeOffs.$inferInsert>,
): Promise<WriteOff | null> {
  const [row] = await tx
    .update(writeOffs)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(writeOffs.id, id), eq(writeOffs.version, version)))
    .returning()
  return row ?? null
}

/** What was written off under a guarantee so far. */
export async function writtenOff(from: Reader, guaranteeId: GuaranteeId): Promise<Fen> {
  const [row] = await from
    .select({ sum: sql<string | number>`coalesce(sum(${writeOffs.amountFen}), 0)` })
    .from(writeOffs)
    .where(and(eq(writeOffs.guaranteeId, guaranteeId), eq(writeOffs.state, 'approved')))
  return fen(Number(row?.sum ?? 0))
}

/** Write-offs that wait for the head of a bureau, oldest first. */
export const writeOffsIn = (from: Reader, region: string) =>
  from
    .select({ writeOff: writeOffs, number: guarantees.number, firm: enterprises.name })
    .from(writeOffs)
    .innerJoin(guarantees, eq(guarantees.id, writeOffs.guaranteeId))
    .innerJoin(enterprises, eq(enterprises.id, guarantees.enterpriseId))
    .where(and(eq(writeOffs.state, 'agreed'), sql`${enterprises.region} like ${`${region}%`}`))
    .orderBy(writeOffs.id)
