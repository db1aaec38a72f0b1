import { showYuan } from '../money/fen.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import type { LoanRow, RepaymentRow } from './rows.ts'

/** The form by which a bank takes a repayment back: which one it is, and what follows. */
export const reversalPage = (w: Words, loan: LoanRow, repayment: RepaymentRow, shown: ShownForm) => ({
  title: w('loans.reversal-title', { number: loan.number }),
  lead: w('loans.reversal-text', {
    day: repayment.paidOn,
    principal: showYuan(repayment.principalFen),
    interest: showYuan(repayment.interestFen),
  }),
  ...shown,
  action: `/loans/${loan.id}/repayments/${repayment.id}/reversal`,
  back: `/loans/${loan.id}`,
  once: newId(),
  submitLabel: w('loans.reverse'),
})
