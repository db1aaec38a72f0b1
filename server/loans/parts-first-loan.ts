import type { Transaction } from '../../db/index.ts'
import type { Application } from '../applications/index.ts'
import { firmOf } from '../enterprises/index.ts'
import { present } from '../platform/assert.ts'
import { findFirstLoan, type RegisterSays } from './first-loan.ts'
import * as rows from './rows.ts'

/** 首贷 as it stays with the contract. */
export async function firstLoanFound(
  tx: Transaction,
  enterpriseId: Application['enterpriseId'],
  register: RegisterSays | undefined,
) {
  const firm = present(await firmOf(tx, enterpriseId), 'the firm of a case')
  const loansHere = await rows.countLoans(tx, enterpriseId)
  const said = present(register, 'what the register says of a loan that is lent anew')
  return findFirstLoan({ loansHere, register: said, firm: firm.borrowedBefore })
}
