import { eq, sql } from 'drizzle-orm'
import { prepared, type Reader } from '../../db/index.ts'
import { renewals } from '../../db/tables/loan-life.ts'
import { loans } from '../../db/tables/loans.ts'
import type { Id } from '../platform/ids.ts'

/** The old loan that a case renews, with what the firm asked for; null for a case that lends anew. */
export async function renewedInCase(from: Reader, applicationId: Id<'application'>) {
  const query = prepared(from, 'renewal_of_case', (reader, name) =>
    reader
      .select({
        loanId: loans.id,
        number: loans.number,
        state: loans.state,
        balanceFen: loans.balanceFen,
        maturesOn: loans.maturesOn,
        overdueSince: loans.overdueSince,
        riskClass: loans.riskClass,
        method: loans.method,
        wishedFen: renewals.amountFen,
        wishedMonths: renewals.months,
      })
      .from(renewals)
      .innerJoin(loans, eq(loans.id, renewals.loanId))
      .where(eq(renewals.applicationId, sql.placeholder('applicationId')))
      .prepare(name),
  )
  const [row] = await query.execute({ applicationId })
  return row ?? null
}

export type RenewedLoan = NonNullable<Awaited<ReturnType<typeof renewedInCase>>>
