import { and, asc, desc, eq, gte, inArray, lt, lte, notInArray, or, type SQL, sql } from 'drizzle-orm'
import type { Reader, Transaction } from '../../db/index.ts'
import { sharedEvents } from '../../db/tables/claims.ts'
import { guaranteeChanges, guarantees } from '../../db/tables/guarantees.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { stops } from '../../db/tables/stop-lines.ts'
import { cameLate } from '../ledger/index.ts'
import { type Day, day, plusDays } from '../money/day.ts'
import { fen, minus, noFen } from '../money/fen.ts'
import { startOf } from '../platform/clock.ts'
import { isId } from '../platform/ids.ts'
import { type Measured, type StopRate, type StopScope, stopRates } from './line.ts'
import { takenBackBy } from './rows-business.ts'

export type Stop = typeof stops.$inferSelect
/** Whose rate: an institution's id, or the code of an arrangement. */
export type Watched = { readonly scope: StopScope; readonly key: string }
/** One of the two rates of somebody. */
export type WatchedRate = Watched & { readonly rate: StopRate }

const placeOf = {
  bank: guarantees.bankId,
  guarantor: guarantees.guarantorId,
  arrangement: guarantees.arrangement,
}

/** What brings a balance down counts as released; what a reversed repayment brings up again is taken off. */
const releasing = ['reduced', 'released', 'claimed', 'raised'] as const

type Found = Measured & { readonly key: string }

/** Days of the books; and of a past day until when what was written down of them counts, null for all that is known. */
export type Span = { readonly first: Day | null; readonly last: Day; readonly knownOn: Day | null }

/**
 * What was claimed and released within some days of the books, as it was known at the end of a day, by bank, guarantor or
 * arrangement; of one of them where `key` is given.
 */
export async function measured(
  from: Reader,
  scope: StopScope,
  span: Span,
  key: string | null = null,
): Promise<Found[]> {
  const { first, last, knownOn } = span
  const released = await releasedBy(from, scope, key, span, within(guaranteeChanges.happenedOn, span))
  const told = knownOn && cameLate(guaranteeChanges, last, knownOn)
  const since = first === null ? undefined : gte(guaranteeChanges.happenedOn, first)
  const late = told ? await releasedBy(from, scope, key, span, and(since, told)) : []
  const claimed = await claimedBy(
    from,
    scope,
    key,
    and(within(sharedEvents.on, span), knownOn === null ? undefined : lt(sharedEvents.at, endOf(knownOn))),
  )
  const keys = [...new Set([...released, ...claimed].map((row) => String(row.key)))].toSorted()
  const sumOf = (rows: readonly Summed[], one: string) =>
    fen(Number(rows.find((row) => row.key === one)?.sum ?? noFen))
  return keys
    .map((one) => ({
      ...{ key: one, claimedFen: sumOf(claimed, one) },
      releasedFen: minus(sumOf(released, one), sumOf(late, one)),
    }))
    .filter((one) => late.length === 0 || one.claimedFen !== 0 || one.releasedFen !== 0)
}

type Summed = { readonly key: string; readonly sum: string | number }

const within = (
  column: typeof guaranteeChanges.happenedOn | typeof sharedEvents.on,
  { first, last }: Span,
): SQL | undefined => and(first === null ? undefined : gte(column, first), lte(column, last))

/** The first moment after a day. */
const endOf = (on: Day) => startOf(plusDays(on, 1))

const isOf = (scope: StopScope, key: string | null) =>
  key === null ? undefined : eq(placeOf[scope], key as never)

/** What was taken back by then was never business, so nothing of it was released. */
const releasedBy = (
  from: Reader,
  scope: StopScope,
  key: string | null,
  { last, knownOn }: Span,
  which?: SQL,
): Promise<Summed[]> =>
  from
    .select({
      key: placeOf[scope],
      sum: sql<string | number>`coalesce(sum(-${guaranteeChanges.deltaFen}), 0)`,
    })
    .from(guaranteeChanges)
    .innerJoin(guarantees, eq(guarantees.id, guaranteeChanges.guaranteeId))
    .where(
      and(
        ...[isOf(scope, key), inArray(guaranteeChanges.kind, [...releasing]), which],
        notInArray(guarantees.id, takenBackBy(from, last, knownOn)),
      ),
    )
    .groupBy(placeOf[scope])

const claimedBy = (from: Reader, scope: StopScope, key: string | null, which?: SQL): Promise<Summed[]> =>
  from
    .select({ key: placeOf[scope], sum: sql<string | number>`coalesce(sum(${sharedEvents.lossFen}), 0)` })
    .from(sharedEvents)
    .innerJoin(guarantees, eq(guarantees.id, sharedEvents.guaranteeId))
    .where(and(isOf(scope, key), eq(sharedEvents.kind, 'claim'), which))
    .groupBy(placeOf[scope])

export type MeasuredRate = WatchedRate & { readonly sums: Measured }

/**
 * Both rates of a few, as of the end of a day, by two questions in all: a payout asks while it holds its transaction, and
 * of its bank, guarantor and arrangement the same guarantees are gone through.
 */
export async function measuredOf(
  from: Reader,
  watched: readonly Watched[],
  on: Day,
): Promise<MeasuredRate[]> {
  const asked = watched.flatMap((one) => stopRates.map((rate) => ({ ...one, rate })))
  const any = or(...watched.map(({ scope, key }) => isOf(scope, key)))
  const sums = (column: typeof guaranteeChanges.happenedOn | typeof sharedEvents.on, of: SQL) =>
    Object.fromEntries(
      asked.map((one, at) => {
        const { first } = spanOf(one.rate, on)
        const counts = and(isOf(one.scope, one.key), first === null ? undefined : gte(column, first))
        const sum = sql<string | number>`coalesce(sum(case when ${counts} then ${of} else 0 end), 0)`
        return [`at${at}`, sum] as const
      }),
    )
  const { happenedOn, deltaFen, kind } = guaranteeChanges
  const [released] = await from
    .select(sums(happenedOn, sql`-${deltaFen}`))
    .from(guaranteeChanges)
    .innerJoin(guarantees, eq(guarantees.id, guaranteeChanges.guaranteeId))
    .where(
      and(
        ...[any, inArray(kind, [...releasing]), lte(happenedOn, on)],
        notInArray(guarantees.id, takenBackBy(from, on, null)),
      ),
    )
  const [claimed] = await from
    .select(sums(sharedEvents.on, sql`${sharedEvents.lossFen}`))
    .from(sharedEvents)
    .innerJoin(guarantees, eq(guarantees.id, sharedEvents.guaranteeId))
    .where(and(any, eq(sharedEvents.kind, 'claim'), lte(sharedEvents.on, on)))
  const fenAt = (row: Record<string, string | number> | undefined, at: number) =>
    fen(Number(row?.[`at${at}`] ?? 0))
  return asked.map((one, at) => ({
    ...one,
    sums: { claimedFen: fenAt(claimed, at), releasedFen: fenAt(released, at) },
  }))
}

/**
 * The days by which a rate is measured: all until a day, or from the first of January of its year. `isPast` says that the day is
 * over, and only what was known by its end counts.
 */
export const spanOf = (rate: StopRate, last: Day, isPast = false): Span => ({
  first: rate === 'all' ? null : day(`${last.slice(0, 4)}-01-01`),
  ...{ last, knownOn: isPast ? last : null },
})

/** The day of the first entry among guarantees; null before there is one. */
export async function firstDay(from: Reader): Promise<Day | null> {
  const [row] = await from
    .select({ on: guaranteeChanges.happenedOn })
    .from(guaranteeChanges)
    .orderBy(asc(guaranteeChanges.happenedOn))
    .limit(1)
  return row?.on ?? null
}

/** Stops that count on a day, of any of these. */
export const stopsOn = (from: Reader, watched: readonly Watched[], today: Day): Promise<Stop[]> =>
  from
    .select()
    .from(stops)
    .where(
      and(
        or(...watched.map(({ scope, key }) => and(eq(stops.scope, scope), eq(stops.scopeKey, key)))),
        eq(stops.state, 'active'),
        lte(stops.fromOn, today),
        gte(stops.untilOn, today),
      ),
    )
    .orderBy(desc(stops.untilOn))

/** Whether a stop, be it lifted, covers a day: until its end nobody is stopped again for the same rate. */
export const isCovered = async (from: Reader, watched: WatchedRate, today: Day): Promise<boolean> =>
  (await stopCovering(from, watched, today)) !== null

/** The newest stop, be it lifted, whose days a day is one of. */
export async function stopCovering(
  from: Reader,
  { scope, key, rate }: WatchedRate,
  today: Day,
): Promise<Stop | null> {
  const [row] = await from
    .select()
    .from(stops)
    .where(
      and(
        ...[eq(stops.scope, scope), eq(stops.scopeKey, key), eq(stops.rate, rate)],
        gte(stops.untilOn, today),
      ),
    )
    .orderBy(desc(stops.fromOn))
    .limit(1)
  return row ?? null
}

export async function addStop(tx: Transaction, row: typeof stops.$inferInsert): Promise<void> {
  await tx.insert(stops).values(row)
}

export async function stopById(from: Reader, id: string): Promise<Stop | null> {
  if (!isId<'stop'>(id)) return null
  const [row] = await from.select().from(stops).where(eq(stops.id, id))
  return row ?? null
}

/** Changes the version that was read; null when somebody was quicker. */
export async function changeStop(
  tx: Transaction,
  { id, version }: Pick<Stop, 'id' | 'version'>,
  changes: Partial<typeof stops.$inferInsert>,
): Promise<Stop | null> {
  const [row] = await tx
    .update(stops)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(stops.id, id), eq(stops.version, version)))
    .returning()
  return row ?? null
}

/** Stops that had begun on a day, the newest first. */
export const stopsLately = (from: Reader, on: Day, limit: number): Promise<Stop[]> =>
  from
    .select()
    .from(stops)
    .where(lte(stops.fromOn, on))
    .orderBy(desc(stops.fromOn), desc(stops.id))
    .limit(limit)

/** The names and regions of institutions. */
export async function namesOf(
  from: Reader,
): Promise<ReadonlyMap<string, { readonly name: string; readonly region: string }>> {
  const all = await from
    .select({ id: institutions.id, name: institutions.shortName, region: institutions.region })
    .from(institutions)
    .where(inArray(institutions.kind, ['bank', 'guarantor']))
  return new Map(all.map(({ id, ...rest }) => [id as string, rest]))
}
