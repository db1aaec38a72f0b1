import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { type Happening, writeAll } from '../audit/index.ts'
import { followCovers } from '../exposures/index.ts'
import { type FollowParts, followLoans } from '../guarantees/index.ts'
import type { Day } from '../money/day.ts'
import { type Fen, noFen, plus } from '../money/fen.ts'
import { type Outcome, refuse } from '../platform/outcome.ts'
import { breathing } from '../platform/work/breaths.ts'
import { newsOf, tellOfLoans } from './actions-notices.ts'
import type { LoanAfter } from './import-check.ts'
import { balance } from './loan.ts'
import type { LoanRow, RepaymentRow } from './rows.ts'
import * as rows from './rows-imports.ts'

type Booking = {
  readonly what: 'repaid' | 'repayment-reversed'
  readonly loans: readonly { readonly row: LoanRow; readonly after: LoanAfter }[]
  readonly payments: readonly RepaymentRow[]
  readonly told: readonly Happening[]
}

/**
 * Writes payments, loans and trail, and tells the sides of each loan once, as a single report would. Refuses: `stale`, if
 * one of the loans is no longer as it was counted.
 */
export async function booking(
  tx: Transaction,
  parts: FollowParts,
  by: By,
  { what, loans, payments, told }: Booking,
): Promise<Outcome<object>> {
  const changes = loans.map(({ row, after }) => ({
    row,
    after: {
      state: after.loan.state,
      drawnFen: after.loan.drawnFen,
      balanceFen: balance(after.loan),
      settledOn: after.settledOn,
      overdueSince: after.overdueSince,
      clearedOn: after.clearedOn,
    },
  }))
  const changed = await rows.bookAll(tx, payments, changes, breathing())
  if (changed !== loans.length) return refuse('stale')
  await writeAll(tx, by, told, breathing())
  const news = loans.map(({ row, after }) => ({ what: newsOf(row.state, after.loan.state, what), loan: row }))
  await tellOfLoans(tx, by, news, breathing())
  const lastPaidOn = new Map<string, Day>()
  // A reversal is of the day on which it is made.
  if (what === 'repaid')
    for (const { loanId, paidOn } of payments)
      if (paidOn > (lastPaidOn.get(loanId) ?? '')) lastPaidOn.set(loanId, paidOn)
  const all = changes.map(({ row, after }) => ({
    loan: { ...row, ...after },
    on: lastPaidOn.get(row.id) ?? by.today,
  }))
  const followed = await followLoans(tx, parts, by, all)
  if (!followed.ok) return followed
  await followCovers(
    tx,
    by,
    all.map(({ loan }) => loan),
  )
  return followed
}

/** What is told of a loan in the trail. */
export const happened = (
  batch: rows.ImportBatch,
  what: 'repaid' | 'repayment-reversed',
  row: LoanRow,
  { loan }: LoanAfter,
  payments: readonly { readonly principalFen: Fen; readonly interestFen: Fen }[],
  why?: string,
): Happening => ({
  happening: `loans.${what}`,
  subject: { kind: 'loan', id: row.id },
  from: row.state,
  to: loan.state,
  ...(why ? { why } : {}),
  details: {
    import: batch.number,
    payments: payments.length,
    principalFen: payments.reduce((sum, one) => plus(sum, one.principalFen), noFen),
    interestFen: payments.reduce((sum, one) => plus(sum, one.interestFen), noFen),
  },
})
