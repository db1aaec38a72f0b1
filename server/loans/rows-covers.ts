import { and, desc, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import type { Reader } from '../../db/index.ts'
import { compensationClaims, compensationEvents, compensationParts } from '../../db/tables/compensation.ts'
import { covers } from '../../db/tables/covers.ts'
import type { Id } from '../platform/ids.ts'

export type CoverOfLoan = NonNullable<Awaited<ReturnType<typeof coverOfLoan>>>

/** The newest compensation cover that was asked for of a loan; `covers`, which stands right of loans, writes it. */
export async function coverOfLoan(from: Reader, loanId: Id<'loan'>) {
  const [row] = await from
    .select({ id: covers.id, state: covers.state, compensatedOn: covers.compensatedOn })
    .from(covers)
    .where(eq(covers.loanId, loanId))
    .orderBy(desc(covers.id))
    .limit(1)
  return row ?? null
}

/**
 * Which of these loans pools have paid for, with something of it not back yet, and by which claim: what their firms pay is 追回,
 * and belongs to those who bore.
 */
export async function loansOwingPools(
  from: Reader,
  ids: readonly Id<'loan'>[],
): Promise<ReadonlyMap<string, Id<'compensation-claim'>>> {
  const found = await from
    .select({ loanId: covers.loanId, claimId: compensationClaims.id })
    .from(covers)
    .innerJoin(
      compensationClaims,
      and(eq(compensationClaims.coverId, covers.id), eq(compensationClaims.state, 'paid')),
    )
    .innerJoin(compensationEvents, eq(compensationEvents.claimId, compensationClaims.id))
    .innerJoin(compensationParts, eq(compensationParts.eventId, compensationEvents.id))
    .where(and(inArray(covers.loanId, [...ids]), isNotNull(covers.compensatedOn)))
    .groupBy(covers.loanId, compensationClaims.id)
    .having(sql`sum(${compensationParts.borneFen} - ${compensationParts.returnedFen}) > 0`)
  return new Map(found.map(({ loanId, claimId }) => [loanId, claimId]))
}
