import { and, desc, eq, gte, inArray, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import type { Reader } from '../../db/index.ts'
import { claims, settlements, sharedEvents, sharedParts } from '../../db/tables/claims.ts'
import { guarantorAssets } from '../../db/tables/guarantee-figures.ts'
import { guaranteeChanges, guarantees } from '../../db/tables/guarantees.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { writeOffs } from '../../db/tables/recoveries.ts'
import { contingentShares } from '../guarantees/shares.ts'
import { type Day, day } from '../money/day.ts'
import { type Fen, fen, noFen, plus } from '../money/fen.ts'
import type { Id } from '../platform/ids.ts'
import { outstanding } from '../recoveries/write-off.ts'
import type { MonthSums, Sums } from './indicator.ts'

type GuarantorId = Id<'institution'>

/** Guarantors in business, for the bureau to choose from. */
export const guarantorsOf = (from: Reader, region: string) =>
  from
    .select({ id: institutions.id, name: institutions.shortName })
    .from(institutions)
    .where(and(eq(institutions.kind, 'guarantor'), sql`${institutions.region} like ${`${region}%`}`))
    .orderBy(institutions.pinyin, institutions.id)

const sumOf = async (query: PromiseLike<readonly { readonly sum: string | number | null }[]>): Promise<Fen> =>
  fen(Number((await query)[0]?.sum ?? 0))

const total = (
  column: SQL | typeof claims.claimedFen | typeof guarantees.amountFen | typeof guaranteeChanges.deltaFen,
) => sql<string | number>`coalesce(sum(${column}), 0)`

const ofGuarantor = (id: GuarantorId) => eq(guarantees.guarantorId, id)

/** What stood in force at the end of a day, guarantee by guarantee: the sum of its changes until then. */
const standing = (from: Reader, id: GuarantorId, on: Day) =>
  from
    .select({
      balance: total(guaranteeChanges.deltaFen),
      kind: guarantees.kind,
      terms: guarantees.terms,
      amountFen: guarantees.amountFen,
    })
    .from(guaranteeChanges)
    .innerJoin(guarantees, eq(guarantees.id, guaranteeChanges.guaranteeId))
    .where(and(ofGuarantor(id), lte(guaranteeChanges.happenedOn, on)))
    .groupBy(guarantees.id)

/** Everything that the eight figures are made of, as of the end of a day. */
export async function sumsOn(from: Reader, id: GuarantorId, on: Day, smallTicketFen: Fen): Promise<Sums> {
  const first = day(`${on.slice(0, 4)}-01-01`)
  const fresh = and(ofGuarantor(id), gte(guarantees.inForceOn, first), lte(guarantees.inForceOn, on))
  const held = heldOf(await standing(from, id, on), smallTicketFen)
  return {
    ...held,
    netAssetsFen: await netAssets(from, id, on),
    newFen: await sumOf(
      from
        .select({ sum: total(guarantees.amountFen) })
        .from(guarantees)
        .where(fresh),
    ),
    newFiledFen: await sumOf(
      from
        .select({ sum: total(guarantees.amountFen) })
        .from(guarantees)
        .where(and(fresh, lte(guarantees.filedOn, on))),
    ),
    releasedFen: await released(from, id, { first: null, last: on }),
    claimedFen: await claimed(from, id, { first: null, last: on }),
    returnedFen: await returned(from, id, { first: null, last: on }),
  }
}

type Held = Awaited<ReturnType<typeof standing>>[number]

function heldOf(rows: readonly Held[], smallTicketFen: Fen) {
  let held = { balanceFen: noFen, ownFen: noFen, sharedFen: noFen, smallFen: noFen, smallTicketFen: noFen }
  for (const { balance, kind, terms, amountFen } of rows) {
    const balanceFen = fen(Number(balance))
    const shares = contingentShares(terms, balanceFen)
    const ownFen = shares.find(({ party }) => party === 'guarantor')?.fen ?? noFen
    const isShared = shares.some(({ party }) => party === 'bank')
    const isSmall = kind !== 'other'
    held = {
      balanceFen: plus(held.balanceFen, balanceFen),
      ownFen: plus(held.ownFen, ownFen),
      sharedFen: isShared ? plus(held.sharedFen, balanceFen) : held.sharedFen,
      smallFen: isSmall ? plus(held.smallFen, balanceFen) : held.smallFen,
      smallTicketFen:
        isSmall && amountFen <= smallTicketFen ? plus(held.smallTicketFen, balanceFen) : held.smallTicketFen,
    }
  }
  return held
}

type Span = { readonly first: Day | null; readonly last: Day }
const since = (
  column:
    | typeof claims.paidOn
    | typeof guaranteeChanges.happenedOn
    | typeof sharedEvents.on
    | typeof writeOffs.approvedOn,
  { first, last }: Span,
) => and(first === null ? undefined : gte(column, first), lte(column, last))

const released = (from: Reader, id: GuarantorId, span: Span): Promise<Fen> =>
  sumOf(
    from
      .select({ sum: total(sql`-${guaranteeChanges.deltaFen}`) })
      .from(guaranteeChanges)
      .innerJoin(guarantees, eq(guarantees.id, guaranteeChanges.guaranteeId))
      .where(
        and(
          ofGuarantor(id),
          inArray(guaranteeChanges.kind, ['reduced', 'released', 'claimed', 'raised']),
          since(guaranteeChanges.happenedOn, span),
        ),
      ),
  )

const claimed = (from: Reader, id: GuarantorId, span: Span): Promise<Fen> =>
  sumOf(
    from
      .select({ sum: total(claims.claimedFen) })
      .from(claims)
      .where(and(eq(claims.guarantorId, id), eq(claims.state, 'paid'), since(claims.paidOn, span))),
  )

/** What came back to all who bore, beyond its costs. */
const returned = (from: Reader, id: GuarantorId, span: Span): Promise<Fen> =>
  sumOf(
    from
      .select({ sum: total(sql`${sharedParts.returnedFen}`) })
      .from(sharedParts)
      .innerJoin(sharedEvents, eq(sharedEvents.id, sharedParts.eventId))
      .innerJoin(guarantees, eq(guarantees.id, sharedEvents.guaranteeId))
      .where(and(ofGuarantor(id), since(sharedEvents.on, span))),
  )

const writtenOff = (from: Reader, id: GuarantorId, span: Span): Promise<Fen> =>
  sumOf(
    from
      .select({ sum: total(sql`${writeOffs.amountFen}`) })
      .from(writeOffs)
      .innerJoin(guarantees, eq(guarantees.id, writeOffs.guaranteeId))
      .where(and(ofGuarantor(id), eq(writeOffs.state, 'approved'), since(writeOffs.approvedOn, span))),
  )

async function netAssets(from: Reader, id: GuarantorId, on: Day): Promise<Fen | null> {
  const [row] = await from
    .select({ netAssetsFen: guarantorAssets.netAssetsFen })
    .from(guarantorAssets)
    .where(
      and(
        eq(guarantorAssets.guarantorId, id),
        eq(guarantorAssets.state, 'approved'),
        lte(guarantorAssets.asOf, on),
      ),
    )
    .orderBy(desc(guarantorAssets.asOf), desc(guarantorAssets.id))
    .limit(1)
  return row?.netAssetsFen ?? null
}

/** 月报 of a guarantor from the first to the last day that is asked for. */
export async function monthOf(from: Reader, id: GuarantorId, first: Day, last: Day): Promise<MonthSums> {
  const span = { first, last }
  const ever = { first: null, last }
  const fresh = and(ofGuarantor(id), gte(guarantees.inForceOn, first), lte(guarantees.inForceOn, last))
  const [count] = await from
    .select({ sum: total(guarantees.amountFen), count: sql<string | number>`count(*)` })
    .from(guarantees)
    .where(fresh)
  const [paid] = await from
    .select({ count: sql<string | number>`count(*)` })
    .from(claims)
    .where(and(eq(claims.guarantorId, id), eq(claims.state, 'paid'), since(claims.paidOn, span)))
  const [money] = await from
    .select({
      recovered: total(sql`${sharedEvents.recoveredFen}`),
      cost: total(sql`${sharedEvents.costFen}`),
    })
    .from(sharedEvents)
    .innerJoin(guarantees, eq(guarantees.id, sharedEvents.guaranteeId))
    .where(and(ofGuarantor(id), since(sharedEvents.on, span)))
  const held = heldOf(await standing(from, id, last), noFen)
  const open = await openUntil(from, id, last)
  return {
    newCount: Number(count?.count ?? 0),
    newFen: fen(Number(count?.sum ?? 0)),
    releasedFen: await released(from, id, span),
    ...{ balanceFen: held.balanceFen, ownFen: held.ownFen, claimCount: Number(paid?.count ?? 0) },
    claimedFen: await claimed(from, id, span),
    recoveredFen: fen(Number(money?.recovered ?? 0)),
    costFen: fen(Number(money?.cost ?? 0)),
    returnedFen: await returned(from, id, span),
    writtenOffFen: await writtenOff(from, id, span),
    outstandingFen: outstanding({
      claimedFen: await claimed(from, id, ever),
      returnedFen: await returned(from, id, ever),
      writtenOffFen: await writtenOff(from, id, ever),
    }),
    ...open,
  }
}

/** What others owed the guarantor at the end of a day, and how many of these were late by then. */
async function openUntil(from: Reader, id: GuarantorId, last: Day) {
  const [row] = await from
    .select({
      sum: total(sql`${settlements.amountFen}`),
      late: sql<
        string | number
      >`coalesce(sum(case when ${settlements.dueOn} < ${last} then 1 else 0 end), 0)`,
    })
    .from(settlements)
    .where(
      and(
        eq(settlements.toId, id),
        lte(settlements.arisenOn, last),
        or(isNull(settlements.settledOn), sql`${settlements.settledOn} > ${last}`),
      ),
    )
  return { owedFen: fen(Number(row?.sum ?? 0)), lateCount: Number(row?.late ?? 0) }
}
