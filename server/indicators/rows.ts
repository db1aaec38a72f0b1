import { and, desc, eq, gt, gte, inArray, isNull, lt, lte, notInArray, or, type SQL, sql } from 'drizzle-orm'
import { countRows, type Reader, startsWith, sumFen } from '../../db/index.ts'
import { settlements, sharedEvents, sharedParts } from '../../db/tables/claims.ts'
import { guarantorAssets } from '../../db/tables/guarantee-figures.ts'
import { guaranteeChanges, guarantees } from '../../db/tables/guarantees.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { writeOffs } from '../../db/tables/recoveries.ts'
import { partiesOf } from '../arrangements/index.ts'
import { netOf } from '../claims/index.ts'
import { institutionOf } from '../institutions/index.ts'
import { balanceKnown, bookByCode, cameLate } from '../ledger/index.ts'
import { type Day, day, plusDays } from '../money/day.ts'
import { type Fen, fen, negative, noFen, plus } from '../money/fen.ts'
import { startOf } from '../platform/clock.ts'
import type { Id } from '../platform/ids.ts'
import { breath } from '../platform/work/breaths.ts'
import { outstanding } from '../recoveries/write-off.ts'
import { takenBackBy } from '../stop-lines/index.ts'
import type { MonthSums, Sums } from './indicator.ts'

/*
 * Every sum is of what the books had by the end of a day: changes of guarantees, claims and recoveries by the day on which
 * they were booked, statements of net assets by the day on which they were approved. And of what was known by the end of
 * a day, the same or a later one: what was written down after it for days before is left out. So every day says the same
 * whenever it is asked, and what came late stands in the figures of the day on which it came.
 *
 * Between the long ones the others' requests have a breath: SQLite answers in the thread that answers everybody, and a
 * second without one is what the guard against overload takes for a server that is drowning.
 */

type GuarantorId = Id<'institution'>

/** Guarantors in business, for the bureau to choose from. */
export const guarantorsOf = (from: Reader, region: string) =>
  from
    .select({ id: institutions.id, name: institutions.shortName })
    .from(institutions)
    .where(and(eq(institutions.kind, 'guarantor'), startsWith(institutions.region, region)))
    .orderBy(institutions.pinyin, institutions.id)

/** Days of the books, and until when what was written down of them counts. */
export type Span = { readonly first: Day | null; readonly last: Day; readonly knownOn: Day }

const within = ({ first, last, knownOn }: Span) =>
  and(
    first === null ? undefined : gte(sharedEvents.on, first),
    lte(sharedEvents.on, last),
    lt(sharedEvents.at, endOf(knownOn)),
  )
/** The first moment after a day. */
const endOf = (on: Day) => startOf(plusDays(on, 1))
const ofGuarantor = (id: GuarantorId) => eq(guarantees.guarantorId, id)

/** Everything that the eight figures are made of, as of the end of a day and as it was known then. */
export async function sumsOn(from: Reader, id: GuarantorId, on: Day, smallTicketFen: Fen): Promise<Sums> {
  const ever = { first: null, last: on, knownOn: on }
  const moved = await movedIn(from, id, {
    ...{ on, knownOn: on, smallTicketFen, releasedSince: null, freshSince: day(`${on.slice(0, 4)}-01-01`) },
  })
  await breath()
  const ownFen = await ownOn(from, id, on, on)
  await breath()
  return {
    ...{ ...moved.held, newFen: moved.newFen, newFiledFen: moved.filedFen, releasedFen: moved.releasedFen },
    ownFen,
    netAssetsFen: await netAssets(from, id, on),
    claimedFen: (await claimed(from, id, ever)).claimedFen,
    returnedFen: await returned(from, id, ever),
  }
}

type Asked = {
  readonly on: Day
  readonly knownOn: Day
  readonly smallTicketFen: Fen
  /** From when on what was released, and what came in force, is counted; null for all. */
  readonly releasedSince: Day | null
  readonly freshSince: Day
}

/** What brings a balance down counts as released; what a reversed repayment brings up again is taken off. */
const releasing = ['reduced', 'released', 'claimed', 'raised'] as const

/**
 * Changes of a guarantor's guarantees until the end of a day, gone through once: what stood in force, what was released
 * and what came in force, by what the figures divide them: whom the guarantee is for, whether it is a small one, and the
 * letter's terms, which say whether the bank bears a share.
 */
function changesOf(from: Reader, id: GuarantorId, asked: Asked, which: SQL) {
  const { kind, deltaFen, happenedOn } = guaranteeChanges
  const { amountFen, filedOn } = guarantees
  const isFresh = sql`${kind} = 'in-force' and ${happenedOn} >= ${asked.freshSince}`
  const sumWhere = (condition: SQL, of: SQL) =>
    sql<string | number>`coalesce(sum(case when ${condition} then ${of} else 0 end), 0)`
  const since = asked.releasedSince === null ? sql`` : sql` and ${happenedOn} >= ${asked.releasedSince}`
  return from
    .select({
      balanceFen: sumFen(deltaFen),
      kind: guarantees.kind,
      small: sql<number>`case when ${amountFen} <= ${asked.smallTicketFen} then 1 else 0 end`,
      sample: sql<Id<'guarantee'>>`min(${guarantees.id})`,
      released: sumWhere(sql`${inArray(kind, [...releasing])}${since}`, sql`-${deltaFen}`),
      fresh: sumWhere(isFresh, sql`1`),
      newFen: sumWhere(isFresh, sql`${amountFen}`),
      filed: sumWhere(sql`${isFresh} and ${filedOn} <= ${asked.on}`, sql`${amountFen}`),
    })
    .from(guaranteeChanges)
    .innerJoin(guarantees, eq(guarantees.id, guaranteeChanges.guaranteeId))
    .where(
      and(
        ...[ofGuarantor(id), which],
        // What was taken back by then adds up to nothing in force, and was no new business either.
        notInArray(guarantees.id, takenBackBy(from, asked.on, asked.knownOn)),
      ),
    )
    .groupBy(guarantees.kind, sql`3`, guarantees.arrangement, guarantees.arrangementVersion)
}

/** All of them, less those that came late: so what is known is a range of an index, whatever else a row holds. */
async function changesUntil(from: Reader, id: GuarantorId, asked: Asked) {
  const all = await changesOf(from, id, asked, lte(guaranteeChanges.happenedOn, asked.on))
  const told = cameLate(guaranteeChanges, asked.on, asked.knownOn)
  const late = told ? await changesOf(from, id, asked, told) : []
  return [...all, ...late.map(takenOff)]
}

type Group = Awaited<ReturnType<typeof changesOf>>[number]
const takenOff = (late: Group): Group => ({
  ...late,
  balanceFen: negative(late.balanceFen),
  ...{ released: -Number(late.released), fresh: -Number(late.fresh) },
  ...{ newFen: -Number(late.newFen), filed: -Number(late.filed) },
})

async function movedIn(from: Reader, id: GuarantorId, asked: Asked) {
  const rows = await changesUntil(from, id, asked)
  const samples = rows.map(({ sample }) => sample)
  const letters = samples.length
    ? await from
        .select({ id: guarantees.id, terms: guarantees.terms })
        .from(guarantees)
        .where(inArray(guarantees.id, samples))
    : []
  const shared = new Set(
    letters.filter(({ terms }) => partiesOf(terms).includes('bank')).map(({ id: letter }) => letter),
  )
  const sum = (key: 'balanceFen' | 'released' | 'newFen' | 'filed', of: readonly (typeof rows)[number][]) =>
    plus(noFen, ...of.map((row) => fen(Number(row[key]))))
  const small = rows.filter(({ kind }) => kind !== 'other')
  return {
    held: {
      balanceFen: sum('balanceFen', rows),
      sharedFen: sum(
        'balanceFen',
        rows.filter(({ sample }) => shared.has(sample)),
      ),
      smallFen: sum('balanceFen', small),
      smallTicketFen: sum(
        'balanceFen',
        small.filter((row) => Number(row.small) === 1),
      ),
    },
    releasedFen: sum('released', rows),
    newCount: rows.reduce((count, { fresh }) => count + Number(fresh), 0),
    newFen: sum('newFen', rows),
    filedFen: sum('filed', rows),
  }
}

/** What the guarantor itself bore of it: its contingent share as its book had it at the end of the day. */
async function ownOn(from: Reader, id: GuarantorId, on: Day, knownOn: Day): Promise<Fen> {
  const institution = await institutionOf(from, id)
  const book = institution && (await bookByCode(from, `party-${institution.code.toLowerCase()}`))
  return book ? balanceKnown(from, book.id, 'contingent', on, knownOn) : noFen
}

/** 代偿 that was paid and booked within some days. */
async function claimed(from: Reader, id: GuarantorId, span: Span) {
  const [row] = await from
    .select({ count: countRows(), claimedFen: sumFen(sharedEvents.lossFen) })
    .from(sharedEvents)
    .innerJoin(guarantees, eq(guarantees.id, sharedEvents.guaranteeId))
    .where(and(ofGuarantor(id), eq(sharedEvents.kind, 'claim'), within(span)))
  return { count: row?.count ?? 0, claimedFen: row?.claimedFen ?? noFen }
}

/** What came back to all who bore, beyond its costs. */
async function returned(from: Reader, id: GuarantorId, span: Span): Promise<Fen> {
  const [row] = await from
    .select({ sum: netOf(sharedParts.returnedFen) })
    .from(sharedParts)
    .innerJoin(sharedEvents, eq(sharedEvents.id, sharedParts.eventId))
    .innerJoin(guarantees, eq(guarantees.id, sharedEvents.guaranteeId))
    .where(and(ofGuarantor(id), within(span)))
  return row?.sum ?? noFen
}

/** By the day of the approval, which is that on which it was given. */
async function writtenOff(from: Reader, id: GuarantorId, { first, last }: Span): Promise<Fen> {
  const [row] = await from
    .select({ sum: sumFen(writeOffs.amountFen) })
    .from(writeOffs)
    .innerJoin(guarantees, eq(guarantees.id, writeOffs.guaranteeId))
    .where(
      and(
        ...[ofGuarantor(id), eq(writeOffs.state, 'approved'), lte(writeOffs.approvedOn, last)],
        first === null ? undefined : gte(writeOffs.approvedOn, first),
      ),
    )
  return row?.sum ?? noFen
}

/** The newest net assets of no later day that were approved by the end of the day. */
async function netAssets(from: Reader, id: GuarantorId, on: Day): Promise<Fen | null> {
  const { guarantorId, state, asOf, decidedAt, netAssetsFen } = guarantorAssets
  const [row] = await from
    .select({ netAssetsFen })
    .from(guarantorAssets)
    .where(and(eq(guarantorId, id), eq(state, 'approved'), lte(asOf, on), lt(decidedAt, endOf(on))))
    .orderBy(desc(asOf), desc(guarantorAssets.id))
    .limit(1)
  return row?.netAssetsFen ?? null
}

/** 月报 of a guarantor from the first to the last day that is asked for, as it was known at the end of a day. */
export async function monthOf(
  from: Reader,
  id: GuarantorId,
  span: Span & { readonly first: Day },
): Promise<MonthSums> {
  const { first, last, knownOn } = span
  const ever = { ...span, first: null }
  const moved = await movedIn(from, id, {
    ...{ on: last, knownOn, smallTicketFen: noFen, releasedSince: first, freshSince: first },
  })
  await breath()
  const ownFen = await ownOn(from, id, last, knownOn)
  await breath()
  const paid = await claimed(from, id, span)
  const returnedEver = await returned(from, id, ever)
  await breath()
  return {
    ...{ newCount: moved.newCount, newFen: moved.newFen, releasedFen: moved.releasedFen },
    balanceFen: moved.held.balanceFen,
    ownFen,
    ...{ claimCount: paid.count, claimedFen: paid.claimedFen },
    ...(await cameBack(from, id, span)),
    returnedFen: await returned(from, id, span),
    writtenOffFen: await writtenOff(from, id, span),
    outstandingFen: outstanding({
      claimedFen: (await claimed(from, id, ever)).claimedFen,
      returnedFen: returnedEver,
      writtenOffFen: await writtenOff(from, id, ever),
    }),
    ...(await openUntil(from, id, span)),
  }
}

/** Money that came back, and what it cost. */
async function cameBack(from: Reader, id: GuarantorId, span: Span) {
  const [row] = await from
    .select({ recoveredFen: netOf(sharedEvents.recoveredFen), costFen: netOf(sharedEvents.costFen) })
    .from(sharedEvents)
    .innerJoin(guarantees, eq(guarantees.id, sharedEvents.guaranteeId))
    .where(and(ofGuarantor(id), within(span)))
  return { recoveredFen: row?.recoveredFen ?? noFen, costFen: row?.costFen ?? noFen }
}

/** What others owed the guarantor at the end of a day, and how many of these were late by then. */
async function openUntil(from: Reader, id: GuarantorId, { last, knownOn }: Span) {
  const [row] = await from
    .select({
      owedFen: sumFen(settlements.amountFen),
      late: sql<
        string | number
      >`coalesce(sum(case when ${settlements.dueOn} < ${last} then 1 else 0 end), 0)`,
    })
    .from(settlements)
    .innerJoin(sharedEvents, eq(sharedEvents.id, settlements.eventId))
    .where(
      and(
        eq(settlements.toId, id),
        lte(sharedEvents.on, last),
        lt(sharedEvents.at, endOf(knownOn)),
        or(
          isNull(settlements.bookedOn),
          gt(settlements.bookedOn, last),
          gte(settlements.settledAt, endOf(knownOn)),
        ),
      ),
    )
  return { owedFen: row?.owedFen ?? noFen, lateCount: Number(row?.late ?? 0) }
}
