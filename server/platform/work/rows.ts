import { and, asc, eq, isNull, lt, lte } from 'drizzle-orm'
import { deleteSome, type Reader, type Transaction } from '../../../db/index.ts'
import { counters, outbox } from '../../../db/tables/platform.ts'
import type { Instant } from '../clock.ts'
import type { Id } from '../ids.ts'

type Row = typeof outbox.$inferSelect

export async function addToOutbox(tx: Transaction, row: Row): Promise<void> {
  await tx.insert(outbox).values(row)
}

/** What is due, neither done nor given up, oldest first. */
export const dueInOutbox = (from: Reader, at: Instant, count: number): Promise<Row[]> =>
  from
    .select()
    .from(outbox)
    .where(and(isNull(outbox.doneAt), isNull(outbox.givenUpAt), lte(outbox.dueAt, at)))
    .orderBy(asc(outbox.dueAt), asc(outbox.id))
    .limit(count)

/** Takes a row up for a while; false when another process was quicker. */
export async function claimInOutbox(
  tx: Transaction,
  { id, dueAt }: Pick<Row, 'id' | 'dueAt'>,
  until: Instant,
): Promise<boolean> {
  const claimed = await tx
    .update(outbox)
    .set({ dueAt: until })
    .where(and(eq(outbox.id, id), eq(outbox.dueAt, dueAt), isNull(outbox.doneAt), isNull(outbox.givenUpAt)))
    .returning({ id: outbox.id })
  return claimed.length === 1
}

export async function changeOutbox(
  tx: Transaction,
  id: Id<'outbox'>,
  changes: Partial<Pick<Row, 'doneAt' | 'attempts' | 'dueAt' | 'fault' | 'givenUpAt'>>,
): Promise<void> {
  await tx.update(outbox).set(changes).where(eq(outbox.id, id))
}

/** What was carried out before that moment has told all it had to tell: the trail keeps the cause. */
export const forgetOutbox = (tx: Transaction, before: Instant, limit: number): Promise<number> =>
  deleteSome(tx, outbox, [outbox.id], lt(outbox.doneAt, before), limit)

export async function standOf(from: Reader, name: string): Promise<number | null> {
  const [row] = await from.select({ value: counters.value }).from(counters).where(eq(counters.name, name))
  return row?.value ?? null
}

export async function setStand(tx: Transaction, name: string, value: number): Promise<void> {
  await tx
    .insert(counters)
    .values({ name, value })
    .onConflictDoUpdate({ target: counters.name, set: { value } })
}
