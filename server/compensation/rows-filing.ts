import { and, asc, eq, gt, inArray, isNull, lte, or, sql } from 'drizzle-orm'
import type { Reader } from '../../db/index.ts'
import { compensationClaims } from '../../db/tables/compensation.ts'
import { covers } from '../../db/tables/covers.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { loans } from '../../db/tables/loans.ts'
import type { FiveClass } from '../loans/five-class.ts'
import type { Day } from '../money/day.ts'
import { fen } from '../money/fen.ts'
import type { Id } from '../platform/ids.ts'

/** What a bank may claim on a day: covered loans late since a day or before, or of some classes, with no claim standing. */
export const claimable = (
  from: Reader,
  institutionId: Id<'institution'>,
  { since, classes }: { readonly since: Day; readonly classes: readonly FiveClass[] },
  limit: number,
) =>
  from
    .select({ cover: covers, loan: loans, firm: enterprises.name })
    .from(covers)
    .innerJoin(loans, eq(loans.id, covers.loanId))
    .innerJoin(enterprises, eq(enterprises.id, covers.enterpriseId))
    .where(
      and(
        eq(covers.institutionId, institutionId),
        eq(covers.state, 'in-cover'),
        isNull(covers.compensatedOn),
        gt(loans.balanceFen, fen(0)),
        or(
          lte(loans.overdueSince, since),
          classes.length ? inArray(loans.riskClass, [...classes]) : undefined,
        ),
        sql`not exists (select 1 from ${compensationClaims} where ${compensationClaims.coverId} = ${covers.id} and ${compensationClaims.state} not in ('refused', 'withdrawn'))`,
      ),
    )
    .orderBy(asc(loans.overdueSince), asc(covers.id))
    .limit(limit)
