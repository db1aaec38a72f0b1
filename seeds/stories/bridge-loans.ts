import {
  and,
  asc,
  desc,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  max,
  notInArray,
  notLike,
  or,
} from 'drizzle-orm'
import { enterprises } from '../../db/tables/enterprises.ts'
import { renewals } from '../../db/tables/loan-life.ts'
import { loans } from '../../db/tables/loans.ts'
import { needs } from '../../db/tables/needs.ts'
import { repayments } from '../../db/tables/repayments.ts'
import { renewalRuleOn } from '../../server/loans/policies.ts'
import { type Day, plusDays } from '../../server/money/day.ts'
import { type Fen, fen } from '../../server/money/fen.ts'
import type { Parts } from '../../server/parts.ts'

const wan = (amount: number): Fen => fen(amount * 1_000_000)

export type Due = { readonly loan: typeof loans.$inferSelect; readonly lastPaidOn: Day | null }

/** Large loans that fall due within the weeks, of which nobody has asked for renewal. */
export async function dueLoans({ store, policies }: Parts, today: Day): Promise<Due[]> {
  const late = store.read
    .select({ id: loans.enterpriseId })
    .from(loans)
    .where(
      or(
        eq(loans.state, 'overdue'),
        isNotNull(loans.overdueSince),
        and(eq(loans.state, 'drawn'), notInArray(loans.riskClass, ['normal', 'special-mention'])),
      ),
    )
  const found = await store.read
    .select({ loan: loans })
    .from(loans)
    .innerJoin(needs, eq(needs.id, loans.needId))
    .innerJoin(enterprises, eq(enterprises.id, loans.enterpriseId))
    .leftJoin(renewals, eq(renewals.loanId, loans.id))
    .where(
      and(
        eq(loans.state, 'drawn'),
        // The story tells of firms; a household business borrows as such, under a cap of its own.
        notLike(enterprises.uscc, '92%'),
        gt(loans.maturesOn, plusDays(today, 3)),
        lt(loans.maturesOn, plusDays(today, 70)),
        lt(loans.balanceFen, wan(2_200)),
        // 流动资金贷款 alone is bridged.
        inArray(needs.purpose, [...renewalRuleOn(policies, today).value.purposes]),
        isNull(renewals.id),
        isNull(loans.overdueSince),
        // Of whom the platform knows that another loan is late, the pool bridges nothing.
        notInArray(loans.enterpriseId, late),
      ),
    )
    .orderBy(desc(loans.balanceFen), asc(loans.id))
    .limit(400)
  const paid = await store.read
    .select({ loanId: repayments.loanId, on: max(repayments.paidOn) })
    .from(repayments)
    .where(
      inArray(
        repayments.loanId,
        found.map(({ loan }) => loan.id),
      ),
    )
    .groupBy(repayments.loanId)
  const last = new Map(paid.map(({ loanId, on }) => [loanId, on]))
  return found.map(({ loan }) => ({ loan, lastPaidOn: last.get(loan.id) ?? null }))
}
