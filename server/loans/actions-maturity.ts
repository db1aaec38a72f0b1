import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { write } from '../audit/index.ts'
import { plusDays } from '../money/day.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { untilNone } from '../platform/work/slices.ts'
import { tellOfLoan } from './actions-notices.ts'
import { renewalRuleOn } from './policies.ts'
import { markMaturityTold, untoldOfMaturity } from './rows-renewals.ts'

/**
 * The nightly job: tells a firm and the officer of its loan, once for each last day, that the day comes near and renewal
 * may be asked for, as many days before it as policy `renewal` names. Says how many loans.
 */
export async function tellOfMaturities({ store, policies }: Pick<Parts, 'store' | 'policies'>, by: By) {
  const until = plusDays(by.today, renewalRuleOn(policies, by.today).value.noticeDays)
  return untilNone(store, (tx, limit) => tellSome(tx, by, until, limit))
}

async function tellSome(tx: Transaction, by: By, until: By['today'], limit: number): Promise<number> {
  let told = 0
  const found = await untoldOfMaturity(tx, by.today, until, limit)
  for (const loan of found) {
    const day = present(loan.maturesOn, 'the last day of a loan that is out')
    if (!(await markMaturityTold(tx, loan, day))) continue
    told += 1
    await write(tx, by, {
      happening: 'loans.renewal-near',
      subject: { kind: 'loan', id: loan.id },
      details: { maturesOn: day },
    })
    await tellOfLoan(tx, by, 'renewal-near', loan)
  }
  return told
}
