import { and, eq, gte, inArray, isNotNull, isNull, lt, or, sql } from 'drizzle-orm'
import { countRows, prepared, type Reader, sumFen } from '../../db/index.ts'
import { covers } from '../../db/tables/covers.ts'
import { loans } from '../../db/tables/loans.ts'
import { standingUnder } from '../exposures/index.ts'
import { type Day, plusDays } from '../money/day.ts'
import { type Fen, plus } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import { startOf } from '../platform/clock.ts'
import type { Id } from '../platform/ids.ts'

/** What is out on a loan, and at most what was filed: what is under cover. */
const balance = sql`case when ${covers.filedFen} < ${loans.balanceFen} then ${covers.filedFen} else ${loans.balanceFen} end`

/** What a customer has under an arrangement at all banks, what is asked for included. */
export async function coveredOf(
  from: Reader,
  enterpriseId: Id<'enterprise'>,
  arrangement: string,
): Promise<Fen> {
  const query = prepared(from, 'covers_of_customer', (reader, name) =>
    reader
      .select({ coveredFen: sumFen(balance) })
      .from(covers)
      .innerJoin(loans, eq(loans.id, covers.loanId))
      .where(
        and(
          eq(covers.enterpriseId, sql.placeholder('enterpriseId')),
          eq(covers.arrangement, sql.placeholder('arrangement')),
          inArray(covers.state, ['filed', 'in-cover']),
        ),
      )
      .prepare(name),
  )
  const [row] = await query.execute({ enterpriseId, arrangement })
  return present(row, 'the row of a sum').coveredFen
}

export type PoolTotals = {
  readonly loans: number
  readonly coveredFen: Fen
  readonly badFen: Fen
  /** Still out on loans that the pools have paid for: covered no more, and bad all the same. */
  readonly compensatedFen: Fen
}

/** A pool's bad among all that it stands or stood for and is still out: paying for a loan does not make it a good one. */
export const linedUp = ({ coveredFen, badFen, compensatedFen }: PoolTotals) => ({
  coveredFen: plus(coveredFen, compensatedFen),
  badFen: plus(badFen, compensatedFen),
})

/**
 * What stands under an arrangement and is not paid back, what of it is 不良 by the class of the last night, and what is
 * still out of what the pools have paid for. The first is what exposure keeps; the others are read of the few loans that are
 * bad or paid for, so that a filing waits for them and not for all that was ever filed.
 */
export async function poolTotals(from: Reader, arrangement: string): Promise<PoolTotals> {
  return {
    ...(await standingUnder(from, arrangement)),
    badFen: await badUnder(from, arrangement),
    compensatedFen: await compensatedUnder(from, arrangement),
  }
}

/*
 * Both begin with the few: `cross join` is what holds SQLite to that order, whatever it reckons of the indexes. The classes
 * stand as text, because an index of some rows is taken only by a condition that is written like its own; and what was paid for
 * is asked for nothing but that, because with its state SQLite would go by the index of all that is in cover.
 */

async function badUnder(from: Reader, arrangement: string): Promise<Fen> {
  const query = prepared(from, 'covers_bad', (reader, name) =>
    reader
      .select({ fen: sumFen(balance) })
      .from(loans)
      .crossJoin(covers)
      .where(
        and(
          sql`${loans.riskClass} in ('substandard', 'doubtful', 'loss')`,
          eq(covers.standsFor, loans.id),
          eq(covers.arrangement, sql.placeholder('arrangement')),
          eq(covers.state, 'in-cover'),
          isNull(covers.compensatedOn),
        ),
      )
      .prepare(name),
  )
  const [row] = await query.execute({ arrangement })
  return present(row, 'the row of a sum').fen
}

async function compensatedUnder(from: Reader, arrangement: string): Promise<Fen> {
  const query = prepared(from, 'covers_compensated', (reader, name) =>
    reader
      .select({ fen: sumFen(balance) })
      .from(covers)
      .crossJoin(loans)
      .where(
        and(
          eq(covers.arrangement, sql.placeholder('arrangement')),
          isNotNull(covers.compensatedOn),
          eq(loans.id, covers.loanId),
        ),
      )
      .prepare(name),
  )
  const [row] = await query.execute({ arrangement })
  return present(row, 'the row of a sum').fen
}

/** What waits for the operator's word under an arrangement; of a day that is over, what waited at its end. */
export async function waitingTotals(from: Reader, arrangement: string, on: Day | null = null) {
  const end = on && startOf(plusDays(on, 1))
  const [row] = await from
    .select({ loans: countRows(), filedFen: sumFen(covers.filedFen) })
    .from(covers)
    .where(
      and(
        eq(covers.arrangement, arrangement),
        end
          ? and(lt(covers.filedAt, end), or(isNull(covers.decidedAt), gte(covers.decidedAt, end)))
          : eq(covers.state, 'filed'),
      ),
    )
  return present(row, 'the row of a sum')
}
