import { and, asc, eq, type SQL, sql } from 'drizzle-orm'
import { prepared, type Reader } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { applications } from '../../db/tables/applications.ts'
import { documentRequests } from '../../db/tables/documents.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { renewals } from '../../db/tables/loan-life.ts'
import { loans } from '../../db/tables/loans.ts'
import { needs } from '../../db/tables/needs.ts'
import { products } from '../../db/tables/products.ts'
import type { Day } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import type { Instant } from '../platform/clock.ts'
import type { Band, Standing } from './band.ts'
import { countsOf, type Days, type DutyKind, dutiesOf, type Place, type Whose } from './rows-duties.ts'

const given = sql.placeholder

/** The duties of one band: `bandOf` in the words of the database. */
function inBand({ waits, due }: Pick<Place, 'waits' | 'due'>, band: Band): SQL | undefined {
  const [today, soon] = [given('today'), given('soon')]
  const within: Readonly<Record<Exclude<Band, 'firm'>, SQL | undefined>> = {
    late: sql`${due} < ${today}`,
    today: sql`${due} = ${today}`,
    soon: sql`${due} > ${today} and ${due} <= ${soon}`,
    later: sql`${due} > ${soon}`,
  }
  return band === 'firm' ? sql`${waits} = 1` : and(sql`${waits} = 0`, within[band])
}

const deskName = (whose: Whose) => (whose.officerId === null ? 'bank' : 'mine')

/**
 * A page of the queue: what the bank owes first, by its day; what waits for the firm last. The twenty duties are found
 * first and only they are joined with what is shown of them.
 */
export async function queueOf(
  from: Reader,
  whose: Whose,
  band: Band | null,
  days: Days,
  limit: number,
  offset: number,
): Promise<QueueRow[]> {
  const query = prepared(from, `queue_${deskName(whose)}_${band ?? 'every'}`, (reader, name) =>
    shownOf(reader, inPage(reader, whose.officerId !== null, band)).prepare(name),
  )
  const found = await query.execute({ ...whose, ...days, limit, offset, most: limit + offset })
  // In the order in which the twenty were found; the database would carry all that is shown of them through a sort.
  return found.toSorted(
    (one, other) =>
      Number(one.waits) - Number(other.waits) || compare(one.due, other.due) || compare(one.id, other.id),
  )
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

function inPage(from: Reader, isMine: boolean, band: Band | null) {
  const duty = dutiesOf(from, isMine, {
    within: (place) => (band ? inBand(place, band) : undefined),
    // Within a band all wait for the same side, and the index goes on to the day.
    order: ({ waits, due, id }) => [...(band ? [] : [waits]), due, id],
  })
  return (
    from
      .select({
        kind: duty.kind,
        ...{ id: duty.id, waits: duty.waits, due: duty.due, caseId: duty.caseId, loanId: duty.loanId },
      })
      .from(duty)
      // By a sum, which no arm gives: by the column, SQLite would sort each arm once more and merge them.
      .orderBy(sql`${duty.waits} + 0`, asc(duty.due), asc(duty.id))
      .limit(given('limit'))
      .offset(given('offset'))
      .as('turn')
  )
}

/** Of a case by its state, of a loan by what is owed on it; fewer columns, for each costs its share of a page. */
const shownOf = (from: Reader, turn: ReturnType<typeof inPage>) =>
  from
    .select({
      kind: sql<DutyKind>`${turn.kind}`,
      id: turn.id,
      waits: sql<boolean>`${turn.waits}`.mapWith(Boolean),
      due: turn.due,
      dueOn: sql<Day | null>`nullif(${turn.due}, '9999-12-31')`,
      ...{ caseId: applications.id, loanId: loans.id },
      number: sql<string>`coalesce(${loans.number}, ${applications.number})`,
      ...{ state: applications.state, openedBy: applications.openedBy },
      enterpriseId: applications.enterpriseId,
      /** An accepted case owes a first contact before its decision; the day of the turn is the earlier one. */
      isContact:
        sql<boolean>`${applications.state} = 'taken' and ${turn.due} <> ${applications.dueOn}`.mapWith(
          Boolean,
        ),
      duePolicies: sql<
        readonly string[] | null
      >`case when ${turn.kind} = 'renewal' then ${renewals.duePolicies} when ${turn.kind} = 'loan' then ${loans.reportDuePolicies} when ${turn.due} <> ${applications.dueOn} then ${applications.contactDuePolicies} else ${applications.duePolicies} end`.mapWith(
        applications.duePolicies,
      ),
      /** The day by which the firm owes papers, while the bank's clock stands still for them, and the policy behind it. */
      papersDueOn: documentRequests.dueOn,
      papersDuePolicy: documentRequests.duePolicy,
      /** Since when it stands at its step: a moment, or a day. */
      since: sql<
        Instant | Day
      >`coalesce(${renewals.wishedAt}, ${loans.signedOn}, ${documentRequests.owedSince}, case ${applications.state} when 'taken' then ${applications.takenAt} when 'offered' then ${applications.offeredAt} when 'agreed' then ${applications.decidedAt} end, ${applications.submittedAt})`,
      ...{ firm: enterprises.name, nameShown: needs.nameShown, product: products.name },
      amountFen: sql<Fen>`coalesce(${loans.amountFen}, ${needs.amountFen})`.mapWith(needs.amountFen),
      months: sql<number>`coalesce(${loans.months}, ${needs.months})`.mapWith(Number),
      officer: people.name,
    })
    .from(turn)
    .innerJoin(applications, eq(applications.id, turn.caseId))
    .innerJoin(enterprises, eq(enterprises.id, applications.enterpriseId))
    .innerJoin(products, eq(products.id, applications.productId))
    .innerJoin(needs, eq(needs.id, applications.needId))
    .leftJoin(loans, eq(loans.id, turn.loanId))
    .leftJoin(renewals, and(eq(renewals.id, turn.id), sql`${turn.kind} = 'renewal'`))
    .leftJoin(people, eq(people.id, applications.officerId))
    // Of a case on the desk one at most is open, which `document_requests_case` finds by the case and its state.
    .leftJoin(
      documentRequests,
      and(
        eq(documentRequests.applicationId, turn.caseId),
        eq(documentRequests.state, 'open'),
        sql`${turn.kind} = 'case'`,
      ),
    )

export type QueueRow = Awaited<ReturnType<typeof shownOf>>[number]

/** How many duties stand at each day: few rows, of which the bands are summed. */
export function standings(from: Reader, whose: Whose): Promise<(Standing & { readonly count: number })[]> {
  const query = prepared(from, `queue_standings_${deskName(whose)}`, (reader, name) =>
    countsOf(reader, whose.officerId !== null).prepare(name),
  )
  return query.execute(whose)
}

/** A duty as a way leads to it. */
export type Stop = { readonly kind: DutyKind; readonly caseId: string; readonly loanId: string | null }

/** The neighbour, if there is one, and whether the duty itself is in the turn. */
export type Neighbour = { readonly inTurn: boolean; readonly stop: Stop | null }

/**
 * The duty before or behind another in the same turn as `queueOf`, however long that is: first the place of the one, then
 * the nearest beyond it. `id` is that of a case, a loan or a wish to renew; where nothing but the wish is owed on a loan, the
 * loan stands for it.
 */
export async function neighbourOf(
  from: Reader,
  whose: Whose,
  band: Band | null,
  days: Days,
  id: string,
  by: 1 | -1,
): Promise<Neighbour> {
  const of = `${deskName(whose)}_${band ?? 'every'}`
  const isMine = whose.officerId !== null
  const inChosen = (place: Place) => (band ? inBand(place, band) : undefined)
  const placeBy = (what: 'id' | 'loanId') =>
    prepared(from, `queue_place_${what}_${of}`, (reader, name) => {
      const duty = dutiesOf(reader, isMine, { within: inChosen })
      return reader
        .select({ waits: duty.waits, due: duty.due, id: duty.id })
        .from(duty)
        .where(sql`${duty[what]} = ${given('id')}`)
        .limit(1)
        .prepare(name)
    }).execute({ ...whose, ...days, id })
  const [own] = [...(await placeBy('id')), ...(await placeBy('loanId'))]
  if (!own) return { inTurn: false, stop: null }
  const [then, way] = by > 0 ? [sql`>`, sql`asc`] : [sql`<`, sql`desc`]
  const beyond = prepared(from, `queue_${by > 0 ? 'after' : 'before'}_${of}`, (reader, name) => {
    const [atWaits, atDue, at] = [given('waits'), given('due'), given('dutyId')]
    const inOrder = ({ waits, due, id: one }: Place) => [waits, due, one].map((part) => sql`${part} ${way}`)
    const duty = dutiesOf(reader, isMine, {
      within: (place) => {
        const { waits, due, id: one } = place
        const isBeyond = sql`${waits} ${then}= ${atWaits} and (${waits} ${then} ${atWaits} or ${due} ${then} ${atDue} or (${due} = ${atDue} and ${one} ${then} ${at}))`
        return and(isBeyond, inChosen(place))
      },
      order: inOrder,
    })
    return reader
      .select({ kind: duty.kind, caseId: duty.caseId, loanId: duty.loanId })
      .from(duty)
      .orderBy(...inOrder({ waits: sql`${duty.waits}`, due: sql`${duty.due}`, id: sql`${duty.id}` }))
      .limit(1)
      .prepare(name)
  })
  const at = { waits: Number(own.waits), due: own.due, dutyId: own.id, most: 1 }
  const [next] = await beyond.execute({ ...whose, ...days, ...at })
  return { inTurn: true, stop: next ?? null }
}

/** Whether a case, a loan or a wish to renew is this bank's, in whatever state. */
export async function isOfBank(
  from: Reader,
  { institutionId }: Pick<Whose, 'institutionId'>,
  id: string,
): Promise<boolean> {
  for (const table of [applications, loans, renewals]) {
    const own = and(sql`${table.id} = ${id}`, eq(table.institutionId, institutionId))
    if ((await from.$count(table, own)) > 0) return true
  }
  return false
}
