import type { By } from '../accounts/index.ts'
import { negative } from '../money/fen.ts'
import { newId } from '../platform/ids.ts'
import type { RepaymentRow } from './rows.ts'

/** 冲正: the row that takes a repayment back, with its sums below zero. The row itself stays as it was. */
export const reversalOf = (by: By, repayment: RepaymentRow): RepaymentRow => ({
  ...repayment,
  id: newId<'repayment'>(),
  principalFen: negative(repayment.principalFen),
  interestFen: negative(repayment.interestFen),
  // Its number is free again: the payment may be reported rightly under it.
  reference: null,
  reversalOf: repayment.id,
  reportedAt: by.at,
  reportedBy: by.person?.id ?? null,
  keyId: by.program?.keyId ?? null,
})
