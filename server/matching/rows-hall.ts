import { and, asc, desc, eq, gte, inArray, lte, type SQL, sql } from 'drizzle-orm'
import { prepared, type Reader } from '../../db/index.ts'
import { applications } from '../../db/tables/applications.ts'
import { documentRequests } from '../../db/tables/documents.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { needs } from '../../db/tables/needs.ts'
import { applicationStates, isClosed } from '../applications/application.ts'
import type { RunningCase } from '../applications/hold.ts'
import { type Day, plusDays } from '../money/day.ts'
import { startOf } from '../platform/clock.ts'
import type { Id } from '../platform/ids.ts'
import { perPage } from '../platform/web/paging.ts'
import type { HallFilters, Sort } from './hall.ts'

/** The firm's name where it may be read; of an anonymous need it does not leave the database. */
const nameColumn = sql<string | null>`case when ${needs.nameShown} = 'shown' then ${enterprises.name} end`

const hallColumns = {
  id: needs.id,
  number: needs.number,
  amountFen: needs.amountFen,
  months: needs.months,
  purpose: needs.purpose,
  guaranteeModes: needs.guaranteeModes,
  region: needs.region,
  industry: needs.industry,
  size: needs.size,
  publishedAt: needs.publishedAt,
  name: nameColumn,
}

/** One question of the hall: the condition with a place for its figure, and the figure. */
type Asked = { readonly where: SQL; readonly figure: string | number }
const place = (name: string) => sql.placeholder(name)

/**
 * One page of the hall, with one row more to know whether there is a next. There is one prepared statement for
 * each set of questions that anybody asked, and the order is that of an index, so that the reading stops after
 * twenty-one rows found. The finest regions and industries are equals, which an index finds by itself.
 */
export async function hallRows(from: Reader, filters: HallFilters, today: Day, page: number) {
  const asked = questionsOf(filters, today)
  const query = prepared(from, statementName(filters.sort, Object.keys(asked)), (reader, statement) =>
    reader
      .select(hallColumns)
      .from(needs)
      .innerJoin(enterprises, eq(enterprises.id, needs.enterpriseId))
      .where(and(...Object.values(asked).map(({ where }) => where)))
      .orderBy(...orders[filters.sort])
      .limit(perPage + 1)
      .offset(place('offset'))
      .prepare(statement),
  )
  const figures = Object.entries(asked).map(([key, { figure }]) => [key, figure])
  return query.execute({ ...Object.fromEntries(figures), offset: (page - 1) * perPage })
}

/** PostgreSQL reads 63 letters of a statement's name, so each question gives its first and its last. */
const statementName = (sort: Sort, keys: readonly string[]): string =>
  `matching_hall_${sort.replace('-', '_')}_${keys.map((key) => key.charAt(0) + key.slice(-1)).join('')}`

export type HallRow = Awaited<ReturnType<typeof hallRows>>[number]

const orders: Readonly<Record<Sort, SQL[]>> = {
  newest: [desc(needs.publishedAt), desc(needs.id)],
  'amount-high': [desc(needs.amountFen), desc(needs.id)],
  'amount-low': [asc(needs.amountFen), asc(needs.id)],
}

function questionsOf(filters: HallFilters, today: Day): Record<string, Asked> {
  const { floor, fromFen, toFen, region, industry, size, purpose, mode, days, words } = filters
  const asked: Record<string, Asked> = { floor: { where: eq(needs.state, place('floor')), figure: floor } }
  // By a plus the column is no column to an index: for a list in order of days, a scan of all amounts from one
  // figure on and a sort of them would be the worst way to twenty rows.
  const amount = filters.sort === 'newest' ? sql`+${needs.amountFen}` : sql`${needs.amountFen}`
  if (fromFen !== null) asked.from = { where: gte(amount, place('from')), figure: fromFen }
  if (toFen !== null) asked.until = { where: lte(amount, place('until')), figure: toFen }
  if (region !== null && region.length > 6)
    asked.town = { where: eq(needs.region, place('town')), figure: region }
  // The first letters are cheaper for each candidate than a pattern.
  if (region?.length === 6)
    asked.county = { where: sql`substr(${needs.region}, 1, 6) = ${place('county')}`, figure: region }
  if (region?.length === 4)
    asked.area = { where: sql`substr(${needs.region}, 1, 4) = ${place('area')}`, figure: region }
  if (industry !== null && industry.length > 1)
    asked.division = { where: eq(needs.industry, place('division')), figure: industry }
  if (industry?.length === 1)
    asked.section = { where: sql`substr(${needs.industry}, 1, 1) = ${place('section')}`, figure: industry }
  if (size !== null) asked.size = { where: eq(needs.size, place('size')), figure: size }
  if (purpose !== null) asked.purpose = { where: eq(needs.purpose, place('purpose')), figure: purpose }
  if (mode !== null)
    asked.mode = { where: sql`${needs.guaranteeModes} like ${place('mode')}`, figure: `%|${mode}|%` }
  if (days !== null) {
    const since = startOf(plusDays(today, 1 - days))
    asked.days = { where: gte(needs.publishedAt, place('days')), figure: since }
  }
  words.forEach((word, at) => {
    const key = `word${at}`
    asked[key] = { where: sql`${needs.search} like ${place(key)}`, figure: `%${word}%` }
  })
  return asked
}

/** The application of one bank on a need, the newest first if there are several; contact ends anonymity. */
export async function applicationOfBank(from: Reader, needId: Id<'need'>, institutionId: Id<'institution'>) {
  const [row] = await from
    .select({ id: applications.id, number: applications.number, state: applications.state })
    .from(applications)
    .where(and(eq(applications.needId, needId), eq(applications.institutionId, institutionId)))
    .orderBy(desc(applications.id))
    .limit(1)
  return row ?? null
}

/** Which products a need already has running applications with. */
export const applicationsOn = (from: Reader, needId: Id<'need'>) =>
  from
    .select({ id: applications.id, productId: applications.productId })
    .from(applications)
    .where(
      and(
        eq(applications.needId, needId),
        inArray(applications.state, ['submitted', 'taken', 'offered', 'agreed', 'signed']),
      ),
    )

/** The cases of a need that go on, with what of their clocks the rule of one bank at a time reads. */
export const runningOn = (from: Reader, needId: Id<'need'>): Promise<RunningCase[]> =>
  from
    .select({
      institutionId: applications.institutionId,
      dueOn: applications.dueOn,
      daysLeft: documentRequests.bankDaysLeft,
    })
    .from(applications)
    .leftJoin(
      documentRequests,
      and(
        eq(documentRequests.applicationId, applications.id),
        inArray(documentRequests.state, ['open', 'answered']),
      ),
    )
    .where(
      and(
        eq(applications.needId, needId),
        inArray(
          applications.state,
          applicationStates.filter((state) => !isClosed(state)),
        ),
      ),
    )
