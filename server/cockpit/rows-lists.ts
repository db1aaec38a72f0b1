import { and, asc, desc, eq, gte, inArray, lte, type SQL, sql } from 'drizzle-orm'
import { countRows, type Reader, startsWith, sumFen } from '../../db/index.ts'
import { offers } from '../../db/tables/applications.ts'
import { covers } from '../../db/tables/covers.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { guarantees } from '../../db/tables/guarantees.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { drawdowns, loans } from '../../db/tables/loans.ts'
import { needBlocks } from '../../db/tables/matching.ts'
import { needs } from '../../db/tables/needs.ts'
import { lentStates } from '../loans/loan.ts'
import type { FitRule } from '../matching/fit.ts'
import type { Day } from '../money/day.ts'
import { present } from '../platform/assert.ts'
import type { Instant } from '../platform/clock.ts'
import { type Id, isId } from '../platform/ids.ts'

/**
 * Which loans stand behind a cell: by the day of their first money, the county of their need, and what they are. Of a past day
 * those whose money had been reported by the moment at which its figures were kept (`knownAt`; null for all).
 */
export type LoanCell = {
  readonly region: string
  readonly from: Day
  readonly to: Day
  readonly kind: 'all' | 'first' | 'credit'
  readonly knownAt: Instant | null
}

const inCell = ({ region, from, to, kind, knownAt }: LoanCell): SQL | undefined =>
  and(
    inArray(loans.state, [...lentStates]),
    gte(loans.firstDrawnOn, from),
    lte(loans.firstDrawnOn, to),
    startsWith(needs.region, region),
    kind === 'first' ? eq(loans.firstLoan, true) : undefined,
    kind === 'credit' ? eq(offers.guaranteeMode, 'credit') : undefined,
    knownAt === null ? undefined : toldBy(knownAt),
  )

const toldBy = (at: Instant): SQL =>
  sql`exists (select 1 from ${drawdowns} where ${drawdowns.loanId} = ${loans.id} and ${lte(drawdowns.reportedAt, at)})`

const columns = {
  ...{ id: loans.id, number: loans.number, firm: enterprises.name, bank: institutions.shortName },
  ...{ amountFen: loans.amountFen, simplePpm: offers.simplePpm, firstDrawnOn: loans.firstDrawnOn },
  ...{ region: needs.region, firstLoan: loans.firstLoan, guaranteeMode: offers.guaranteeMode },
  ...{ balanceFen: loans.balanceFen, state: loans.state },
}

const cellLoans = (from: Reader) =>
  from
    .select(columns)
    .from(loans)
    .innerJoin(needs, eq(needs.id, loans.needId))
    .innerJoin(offers, eq(offers.id, loans.offerId))
    .innerJoin(enterprises, eq(enterprises.id, loans.enterpriseId))
    .innerJoin(institutions, eq(institutions.id, loans.institutionId))

export type CellLoan = Awaited<ReturnType<typeof cellLoans>>[number]

/** The loans behind a cell, the newest first. */
export const loansOf = (from: Reader, cell: LoanCell, limit: number, offset: number): Promise<CellLoan[]> =>
  cellLoans(from)
    .where(inCell(cell))
    .orderBy(desc(loans.firstDrawnOn), desc(loans.id))
    .limit(limit)
    .offset(offset)

/** The same in the order of their ids, behind one of them: a long list is read piece by piece. */
export const loansAfter = (from: Reader, cell: LoanCell, after: string, limit: number): Promise<CellLoan[]> =>
  cellLoans(from)
    .where(and(inCell(cell), sql`${loans.id} > ${after}`))
    .orderBy(asc(loans.id))
    .limit(limit)

/** How many loans stand behind a cell. */
export async function countOf(from: Reader, cell: LoanCell): Promise<number> {
  const [row] = await from
    .select({ count: countRows() })
    .from(loans)
    .innerJoin(needs, eq(needs.id, loans.needId))
    .innerJoin(offers, eq(offers.id, loans.offerId))
    .where(inCell(cell))
  return present(row, 'the row of a count').count
}

/** Needs in the hall that one condition alone keeps from every product, the largest first. */
export const blockedNeeds = (from: Reader, region: string, rule: FitRule, limit: number, offset: number) =>
  from
    .select({
      ...{ id: needs.id, number: needs.number, firm: enterprises.name, amountFen: needs.amountFen },
      ...{ months: needs.months, region: needs.region, kind: needBlocks.kind, postedAt: needs.publishedAt },
    })
    .from(needBlocks)
    .innerJoin(needs, eq(needs.id, needBlocks.needId))
    .innerJoin(enterprises, eq(enterprises.id, needs.enterpriseId))
    .where(
      and(eq(needBlocks.rule, rule), startsWith(needBlocks.region, region), eq(needs.state, 'published')),
    )
    .orderBy(desc(needs.amountFen), asc(needs.id))
    .limit(limit)
    .offset(offset)

/** How many needs that are now, and how much they ask for. */
export async function blockedSums(from: Reader, region: string, rule: FitRule) {
  const [row] = await from
    .select({ needs: countRows(), amountFen: sumFen(needs.amountFen) })
    .from(needBlocks)
    .innerJoin(needs, eq(needs.id, needBlocks.needId))
    .where(
      and(eq(needBlocks.rule, rule), startsWith(needBlocks.region, region), eq(needs.state, 'published')),
    )
  return present(row, 'the row of a count')
}

export type BlockedNeed = Awaited<ReturnType<typeof blockedNeeds>>[number]

/** One loan with its parties and terms, for the bureau of its region; null where there is none there. */
export async function loanIn(from: Reader, region: string, id: string) {
  if (!isId<'loan'>(id)) return null
  const [found] = await from
    .select({
      loan: loans,
      firm: enterprises.name,
      enterpriseId: enterprises.id,
      bank: institutions.name,
      simplePpm: offers.simplePpm,
      guaranteeMode: offers.guaranteeMode,
      region: needs.region,
      need: needs.number,
    })
    .from(loans)
    .innerJoin(needs, eq(needs.id, loans.needId))
    .innerJoin(offers, eq(offers.id, loans.offerId))
    .innerJoin(enterprises, eq(enterprises.id, loans.enterpriseId))
    .innerJoin(institutions, eq(institutions.id, loans.institutionId))
    .where(and(eq(loans.id, id), startsWith(needs.region, region)))
  return found ?? null
}

/** What stands behind a loan: its guarantee and its cover, where there is one. */
export async function behind(from: Reader, loanId: Id<'loan'>) {
  const [guarantee] = await from
    .select({ id: guarantees.id, number: guarantees.number })
    .from(guarantees)
    .where(eq(guarantees.loanId, loanId))
    .orderBy(desc(guarantees.id))
    .limit(1)
  const [cover] = await from
    .select({ id: covers.id, arrangement: covers.arrangement })
    .from(covers)
    .where(eq(covers.loanId, loanId))
    .orderBy(desc(covers.id))
    .limit(1)
  return { guarantee: guarantee ?? null, cover: cover ?? null }
}

/** Institutions of every kind by their short names. */
export const institutionNames = (from: Reader) =>
  from.select({ id: institutions.id, shortName: institutions.shortName }).from(institutions)
