import { and, asc, eq, exists, gt, inArray, isNull, lt, lte, not, or, type SQL, sql } from 'drizzle-orm'
import type { Reader } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { applications } from '../../db/tables/applications.ts'
import { documentRequests } from '../../db/tables/documents.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { needs } from '../../db/tables/needs.ts'
import { products } from '../../db/tables/products.ts'
import type { PersonId } from '../accounts/index.ts'
import type { ApplicationState } from '../applications/application.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import type { Id } from '../platform/ids.ts'
import type { Band } from './band.ts'

/** Whose cases: an officer's own and those that are nobody's yet, or all of a bank. */
export type Whose = { readonly institutionId: InstitutionId; readonly officerId: PersonId | null }
export type Days = { readonly today: Day; readonly soon: Day }

const openStates: readonly ApplicationState[] = ['submitted', 'taken', 'offered', 'agreed']

const atDesk = ({ institutionId, officerId }: Whose) =>
  and(
    eq(applications.institutionId, institutionId),
    inArray(applications.state, [...openStates]),
    officerId ? or(eq(applications.officerId, officerId), isNull(applications.officerId)) : undefined,
  )

const asked = (from: Reader): SQL =>
  exists(
    from
      .select({ one: sql`1` })
      .from(documentRequests)
      .where(and(eq(documentRequests.applicationId, applications.id), eq(documentRequests.state, 'open'))),
  )

const waits = (from: Reader): SQL => or(eq(applications.state, 'offered'), asked(from)) as SQL

/** The cases of one band: `bandOf` in the words of the database. */
function inBand(from: Reader, band: Band, { today, soon }: Days): SQL | undefined {
  const due = applications.dueOn
  const within: Readonly<Record<Exclude<Band, 'firm'>, SQL | undefined>> = {
    late: lt(due, today),
    today: eq(due, today),
    soon: and(gt(due, today), lte(due, soon)),
    later: or(isNull(due), gt(due, soon)),
  }
  return band === 'firm' ? waits(from) : and(not(waits(from)), within[band])
}

/** What the bank owes first, by its day; what waits for the firm last. */
const inTurn = (from: Reader) => [
  sql`case when ${waits(from)} then 1 else 0 end`,
  sql`case when ${applications.dueOn} is null then 1 else 0 end`,
  asc(applications.dueOn),
  asc(applications.id),
]

export const queueOf = (
  from: Reader,
  whose: Whose,
  band: Band | null,
  days: Days,
  limit: number,
  offset: number,
) =>
  from
    .select({
      ...{ id: applications.id, number: applications.number, state: applications.state },
      ...{ dueOn: applications.dueOn, duePolicies: applications.duePolicies },
      ...{ submittedAt: applications.submittedAt, takenAt: applications.takenAt },
      ...{ offeredAt: applications.offeredAt, decidedAt: applications.decidedAt },
      ...{ enterpriseId: applications.enterpriseId, firm: enterprises.name, nameShown: needs.nameShown },
      ...{ product: products.name, amountFen: needs.amountFen, months: needs.months },
      officer: people.name,
      asked: sql<boolean>`${asked(from)}`.mapWith(Boolean),
    })
    .from(applications)
    .innerJoin(enterprises, eq(enterprises.id, applications.enterpriseId))
    .innerJoin(products, eq(products.id, applications.productId))
    .innerJoin(needs, eq(needs.id, applications.needId))
    .leftJoin(people, eq(people.id, applications.officerId))
    .where(and(atDesk(whose), band ? inBand(from, band, days) : undefined))
    .orderBy(...inTurn(from))
    .limit(limit)
    .offset(offset)

export type QueueRow = Awaited<ReturnType<typeof queueOf>>[number]

/** How many cases stand at each state and day: few rows, of which the bands are summed. */
export const standings = (from: Reader, whose: Whose) =>
  from
    .select({
      ...{ state: applications.state, dueOn: applications.dueOn },
      asked: sql<boolean>`${asked(from)}`.mapWith(Boolean),
      count: sql<number>`count(*)`.mapWith(Number),
    })
    .from(applications)
    .where(atDesk(whose))
    .groupBy(applications.state, applications.dueOn, sql`3`)

/** The cases in their turn, as far as anybody goes through them one by one. */
export async function turnOf(from: Reader, whose: Whose, atMost: number): Promise<Id<'application'>[]> {
  const rows = await from
    .select({ id: applications.id })
    .from(applications)
    .where(atDesk(whose))
    .orderBy(...inTurn(from))
    .limit(atMost)
  return rows.map(({ id }) => id)
}
