import { and, type Column, eq, lt, sql } from 'drizzle-orm'
import { countRows, type Reader, type Transaction } from '../../db/index.ts'
import { compensationClaims, compensationEvents, compensationParts } from '../../db/tables/compensation.ts'
import { compensationTallies, covers } from '../../db/tables/covers.ts'
import { type Day, plusDays } from '../money/day.ts'
import { fen, noFen } from '../money/fen.ts'
import { startOf } from '../platform/clock.ts'
import { fundedParties } from './pool.ts'

export type Tally = typeof compensationTallies.$inferSelect
export type TallyMove = Partial<Omit<Tally, 'arrangement'>>

const nothing = (arrangement: string): Tally => ({
  ...{ arrangement, covers: 0, coveredFen: noFen, claims: 0, claimedFen: noFen },
  ...{ paidFen: noFen, returnedFen: noFen },
})

/** What an arrangement ever covered and paid, as it is kept. */
export async function tallyOf(from: Reader, arrangement: string): Promise<Tally> {
  const [row] = await from
    .select()
    .from(compensationTallies)
    .where(eq(compensationTallies.arrangement, arrangement))
  return row ?? nothing(arrangement)
}

/** Adds to what is kept. One writer at a time, so what was read is still so. */
export async function tally(tx: Transaction, arrangement: string, move: TallyMove): Promise<void> {
  const before = await tallyOf(tx, arrangement)
  const after: Tally = {
    arrangement,
    covers: before.covers + (move.covers ?? 0),
    coveredFen: fen(before.coveredFen + (move.coveredFen ?? 0)),
    claims: before.claims + (move.claims ?? 0),
    claimedFen: fen(before.claimedFen + (move.claimedFen ?? 0)),
    paidFen: fen(before.paidFen + (move.paidFen ?? 0)),
    returnedFen: fen(before.returnedFen + (move.returnedFen ?? 0)),
  }
  const { arrangement: key, ...set } = after
  await tx
    .insert(compensationTallies)
    .values({ arrangement: key, ...set })
    .onConflictDoUpdate({ target: compensationTallies.arrangement, set })
}

/**
 * The same figures from the rows alone: what is kept is proven by it, and begun anew after rows came in by bulk. Of a day that is
 * over, as far as it was recorded by its end.
 */
export async function tallyFromRows(
  from: Reader,
  arrangement: string,
  knownOn: Day | null = null,
): Promise<Tally> {
  const end = knownOn && startOf(plusDays(knownOn, 1))
  const known = (at: Column) => (end ? lt(at, end) : undefined)
  const [covered] = await from
    .select({ covers: countRows(), sum: sql<string | number>`coalesce(sum(${covers.filedFen}), 0)` })
    .from(covers)
    .where(and(eq(covers.arrangement, arrangement), eq(covers.state, 'in-cover'), known(covers.decidedAt)))
  const paid = await from
    .select({ claimedFen: compensationClaims.claimedFen })
    .from(compensationClaims)
    .where(
      and(
        eq(compensationClaims.arrangement, arrangement),
        eq(compensationClaims.state, 'paid'),
        known(compensationClaims.paidAt),
      ),
    )
  const parts = await from
    .select({
      ...{ party: compensationParts.party, terms: covers.terms },
      ...{ borneFen: compensationParts.borneFen, returnedFen: compensationParts.returnedFen },
    })
    .from(compensationParts)
    .innerJoin(compensationEvents, eq(compensationEvents.id, compensationParts.eventId))
    .innerJoin(compensationClaims, eq(compensationClaims.id, compensationEvents.claimId))
    .innerJoin(covers, eq(covers.id, compensationClaims.coverId))
    .where(and(eq(compensationClaims.arrangement, arrangement), known(compensationEvents.at)))
  const own = parts.filter(({ party, terms }) => fundedParties(terms).includes(party))
  const sum = (amounts: readonly number[]) => fen(amounts.reduce((all, one) => all + one, 0))
  return {
    arrangement,
    covers: covered?.covers ?? 0,
    coveredFen: fen(Number(covered?.sum ?? 0)),
    claims: paid.length,
    claimedFen: sum(paid.map(({ claimedFen }) => claimedFen)),
    paidFen: sum(own.map(({ borneFen }) => borneFen)),
    returnedFen: sum(own.map(({ returnedFen }) => returnedFen)),
  }
}

/** Writes down what the rows say, whatever was kept before. */
export async function tallyAnew(tx: Transaction, arrangement: string): Promise<void> {
  const { arrangement: key, ...set } = await tallyFromRows(tx, arrangement)
  await tx
    .insert(compensationTallies)
    .values({ arrangement: key, ...set })
    .onConflictDoUpdate({ target: compensationTallies.arrangement, set })
}
