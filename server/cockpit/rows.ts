import { and, asc, desc, eq, gte, inArray, isNotNull, lt, lte, type SQL, sql } from 'drizzle-orm'
import { countRows, prepared, type Reader, startsWith, sumFen, type Transaction } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { applications, offers } from '../../db/tables/applications.ts'
import { trail } from '../../db/tables/audit.ts'
import { bridges } from '../../db/tables/bridges.ts'
import { cockpitDays } from '../../db/tables/cockpit.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { loans } from '../../db/tables/loans.ts'
import { needBlocks } from '../../db/tables/matching.ts'
import { needs } from '../../db/tables/needs.ts'
import { bureauRoles } from '../accounts/index.ts'
import { lentStates } from '../loans/loan.ts'
import type { FitRule } from '../matching/fit.ts'
import type { Day } from '../money/day.ts'
import { fen, noFen } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import { type Instant, startOf } from '../platform/clock.ts'
import { endOf } from './as-of.ts'
import type { InclusionDay } from './inclusion.ts'

export type KeptDay = typeof cockpitDays.$inferSelect

type Within = { readonly region: string; readonly from: Day; readonly to: Day }

/** What was written last in the trail: as long as it is the same, nothing has changed. */
export async function lastMark(from: Reader): Promise<string> {
  const query = prepared(from, 'cockpit_last_mark', (reader, name) =>
    reader.select({ id: trail.id }).from(trail).orderBy(desc(trail.id)).limit(1).prepare(name),
  )
  const [row] = await query.execute()
  return row?.id ?? ''
}

/** So many entries of the trail are looked at to know whether anything moved. */
const marksRead = 200
/** Signing in, taking figures away and opening a book, which holds nothing yet, move none. */
const still = /^(accounts\.|exports\.|ledger\.book-opened$)/

/** Whether the trail says that something happened since a moment which may move a figure. */
export async function movedSince(from: Reader, since: Instant): Promise<boolean> {
  const newest = await from
    .select({ at: trail.at, happening: trail.happening })
    .from(trail)
    .orderBy(desc(trail.id))
    .limit(marksRead)
  const fresh = newest.filter(({ at }) => at >= since)
  return fresh.length === marksRead || fresh.some(({ happening }) => !still.test(happening))
}

/** The regions that have an office of the bureau. */
export async function officeRegions(from: Reader): Promise<readonly string[]> {
  const found = await from
    .selectDistinct({ region: people.region })
    .from(people)
    .where(and(inArray(people.role, [...bureauRoles]), isNotNull(people.region)))
    .orderBy(asc(people.region))
  return found.flatMap(({ region }) => region ?? [])
}

/** How many loans of all regions had their first money in a period: what a piece of it may hold, from an index alone. */
export async function countLent(from: Reader, period: Omit<Within, 'region'>): Promise<number> {
  const [row] = await from.select({ count: countRows() }).from(loans).where(lentIn(period))
  return present(row, 'the row of a count').count
}

/** Loans whose first money was paid out in a period; those cancelled lent nothing. */
const lentIn = ({ from, to }: Omit<Within, 'region'>): SQL | undefined =>
  and(inArray(loans.state, [...lentStates]), gte(loans.firstDrawnOn, from), lte(loans.firstDrawnOn, to))

const county = sql<string>`substr(${needs.region}, 1, 6)`
const sumWhen = (when: SQL, value: SQL) =>
  sql<number>`coalesce(sum(case when ${when} then ${value} else 0 end), 0)`.mapWith(Number)

/** Loans by the day of their first money and the county of their need. */
export async function lentByDay(from: Reader, within: Within): Promise<InclusionDay[]> {
  const found = await from
    .select({
      ...{ on: loans.firstDrawnOn, county, loans: countRows(), amountFen: sumFen(loans.amountFen) },
      firstLoans: sumWhen(sql`${loans.firstLoan}`, sql`1`),
      creditFen: sumWhen(sql`${offers.guaranteeMode} = 'credit'`, sql`${loans.amountFen}`),
      costedFen: sumWhen(sql`${offers.simplePpm} is not null`, sql`${loans.amountFen}`),
      // Cut to the fen for each loan, on both databases alike.
      yearlyCostFen: sumWhen(
        sql`${offers.simplePpm} is not null`,
        sql`${loans.amountFen} * ${offers.simplePpm} / 1000000`,
      ),
    })
    .from(loans)
    .innerJoin(needs, eq(needs.id, loans.needId))
    .innerJoin(offers, eq(offers.id, loans.offerId))
    .where(and(lentIn(within), startsWith(needs.region, within.region)))
    .groupBy(loans.firstDrawnOn, county)
  return found.map(({ on, creditFen, costedFen, yearlyCostFen, ...one }) => ({
    ...one,
    on: present(on, 'the day of a first drawdown'),
    creditFen: fen(creditFen),
    costedFen: fen(costedFen),
    yearlyCostFen: fen(yearlyCostFen),
    savingFen: noFen,
  }))
}

/** What bridges saved firms, by the day of the payout and the county of the firm. */
export async function savedByDay(from: Reader, { region, from: since, to }: Within): Promise<InclusionDay[]> {
  const place = sql<string>`substr(${enterprises.region}, 1, 6)`
  const found = await from
    .select({ on: bridges.paidOutOn, county: place, savingFen: sumFen(bridges.savingFen) })
    .from(bridges)
    .innerJoin(enterprises, eq(enterprises.id, bridges.enterpriseId))
    .where(
      and(gte(bridges.paidOutOn, since), lte(bridges.paidOutOn, to), startsWith(enterprises.region, region)),
    )
    .groupBy(bridges.paidOutOn, place)
  const none = { loans: 0, amountFen: noFen, firstLoans: 0, creditFen: noFen }
  return found.map(({ on, ...one }) => ({
    ...{ ...none, costedFen: noFen, yearlyCostFen: noFen, ...one },
    on: present(on, 'the day of a payout'),
  }))
}

/** Why banks said no to needs posted in a period, by bank; as far as they had when a day ended. */
export async function declinesBy(from: Reader, { region, from: since, to }: Within, on: Day) {
  const found = await from
    .select({ bank: applications.institutionId, reason: applications.declineReason, count: countRows() })
    .from(applications)
    .innerJoin(needs, eq(needs.id, applications.needId))
    .where(
      and(
        startsWith(needs.region, region),
        gte(needs.publishedAt, startOf(since)),
        lt(needs.publishedAt, endOf(to)),
        eq(applications.state, 'declined'),
        isNotNull(applications.declineReason),
        lt(applications.decidedAt, endOf(on)),
      ),
    )
    .groupBy(applications.institutionId, applications.declineReason)
  return found.map(({ reason, ...one }) => ({ ...one, reason: present(reason, 'why a bank said no') }))
}

/** The needs in the hall that one condition alone keeps from the shelf. */
export async function blockedBy(from: Reader, region: string, rule: FitRule) {
  const query = prepared(from, 'cockpit_blocked_by', (reader, name) =>
    reader
      .select({
        ...{ needs: countRows(), amountFen: sumFen(needs.amountFen) },
        firms: sql<number>`count(distinct ${needs.enterpriseId})`.mapWith(Number),
        unknown: sumWhen(sql`${needBlocks.kind} = 'unknown'`, sql`1`),
      })
      .from(needBlocks)
      .innerJoin(needs, eq(needs.id, needBlocks.needId))
      .where(
        and(
          eq(needBlocks.rule, sql.placeholder('rule')),
          sql`${needBlocks.region} like ${sql.placeholder('region')}`,
          eq(needs.state, 'published'),
        ),
      )
      .prepare(name),
  )
  const [row] = await query.execute({ rule, region: `${region}%` })
  return { rule, ...present(row, 'the row of a count') }
}

export async function addDay(tx: Transaction, row: KeptDay): Promise<void> {
  await tx.insert(cockpitDays).values(row)
}

/** All entries of a day, the first one first. */
export function entriesOf(from: Reader, region: string, on: Day): Promise<KeptDay[]> {
  const query = prepared(from, 'cockpit_entries_of', (reader, name) =>
    reader
      .select()
      .from(cockpitDays)
      .where(
        and(eq(cockpitDays.region, sql.placeholder('region')), eq(cockpitDays.on, sql.placeholder('on'))),
      )
      .orderBy(asc(cockpitDays.entry))
      .prepare(name),
  )
  return query.execute({ region, on })
}

/** The first day of which something is kept. */
export async function firstKept(from: Reader, region: string): Promise<Day | null> {
  const query = prepared(from, 'cockpit_first_kept', (reader, name) =>
    reader
      .select({ on: cockpitDays.on })
      .from(cockpitDays)
      .where(eq(cockpitDays.region, sql.placeholder('region')))
      .orderBy(asc(cockpitDays.on))
      .limit(1)
      .prepare(name),
  )
  const [row] = await query.execute({ region })
  return row?.on ?? null
}
