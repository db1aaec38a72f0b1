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
export const releasing = ['reduced', 'released', 'claimed', 'raised'] as const

type Found = Measured & { readonly key: string }

/** Days of the books; and of a past day until when what was written down of them counts, null for all that is known. */
export type Span = { readonly first: Day | null; readonly last: Day; readonly knownOn: Day | null }

/**
 * What was claimed and released within some days of the books, as it was known at the end of a day, by bank, guarantor or
 * arrangement.
 */
export async function measured(from: Reader, scope: StopScope, span: Span): Promise<Found[]> {
  const { first, last, knownOn } = span
  const key = sql<string>`${placeOf[scope]}`
  const sums = (of: SQL) => ({ key, sum: sumOf(of) })
  const releases = (which: SQL | undefined) =>
    releasedOf(from, sums(freed), span, which).groupBy(placeOf[scope])
  const released = await releases(within(guaranteeChanges.happenedOn, span))
  const told = knownOn && cameLate(guaranteeChanges, last, knownOn)
  const since = first === null ? undefined : gte(guaranteeChanges.happenedOn, first)
  const late = told ? await releases(and(since, told)) : []
  const known = knownOn === null ? undefined : lt(sharedEvents.at, endOf(knownOn))
  const claimed = await claimedOf(from, sums(lost), and(within(sharedEvents.on, span), known)).groupBy(
    placeOf[scope],
  )
  const keys = [...new Set([...released, ...claimed].map((row) => String(row.key)))].toSorted()
  const amountOf = (rows: readonly Summed[], one: string) =>
    fen(Number(rows.find((row) => row.key === one)?.sum ?? noFen))
  return keys
    .map((one) => ({
      ...{ key: one, claimedFen: amountOf(claimed, one) },
      releasedFen: minus(amountOf(released, one), amountOf(late, one)),
    }))
    .filter((one) => late.length === 0 || one.claimedFen !== 0 || one.releasedFen !== 0)
}

/** `key` and `sum`. */
type Summed = Readonly<Record<string, string | number>>

const within = (
  column: typeof guaranteeChanges.happenedOn | typeof sharedEvents.on,
  { first, last }: Span,
): SQL | undefined => and(first === null ? undefined : gte(column, first), lte(column, last))

/** The first moment after a day. */
const endOf = (on: Day) => startOf(plusDays(on, 1))

const isOf = (scope: StopScope, key: string) => eq(placeOf[scope], key as never)

const freed = sql`-${guaranteeChanges.deltaFen}`
const lost = sql`${sharedEvents.lossFen}`
const sumOf = (of: SQL) => sql<string | number>`coalesce(sum(${of}), 0)`

/** Sums over what was released. What was taken back by then was never business, so nothing of it was released. */
const releasedOf = (
  from: Reader,
  sums: Record<string, SQL<string | number>>,
  { last, knownOn }: Pick<Span, 'last' | 'knownOn'>,
  which: SQL | undefined,
) =>
  from
    .select(sums)
    .from(guaranteeChanges)
    .innerJoin(guarantees, eq(guarantees.id, guaranteeChanges.guaranteeId))
    .where(
      and(
        ...[inArray(guaranteeChanges.kind, [...releasing]), which],
        notInArray(guarantees.id, takenBackBy(from, last, knownOn)),
      ),
    )

/** Sums over what was claimed and paid. */
const claimedOf = (from: Reader, sums: Record<string, SQL<string | number>>, which: SQL | undefined) =>
  from
    .select(sums)
    .from(sharedEvents)
    .innerJoin(guarantees, eq(guarantees.id, sharedEvents.guaranteeId))
    .where(and(eq(sharedEvents.kind, 'claim'), which))

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
        return [`at${at}`, sumOf(sql`case when ${counts} then ${of} else 0 end`)] as const
      }),
    )
  const { happenedOn } = guaranteeChanges
  const known = { last: on, knownOn: null }
  const [released] = await releasedOf(from, sums(happenedOn, freed), known, and(any, lte(happenedOn, on)))
  const [claimed] = await claimedOf(from, sums(sharedEvents.on, lost), and(any, lte(sharedEvents.on, on)))
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
