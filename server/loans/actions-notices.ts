import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { applicationById } from '../applications/index.ts'
import { notify, type Recipient } from '../inbox/index.ts'
import type { LoanRow } from './rows.ts'

type Side = 'firm' | 'bank'

/** Who hears of what. A repayment is no news to the firm that made it. */
const hearers: Readonly<Record<string, readonly Side[]>> = {
  drawn: ['firm'],
  overdue: ['firm', 'bank'],
  settled: ['firm'],
  cancelled: ['firm'],
  'repayment-reversed': ['firm'],
  'renewal-wished': ['bank'],
  'renewal-withdrawn': ['bank'],
  'renewal-without-repayment': ['firm'],
  'renewal-after-repayment': ['firm'],
  'renewal-no': ['firm'],
}

/** Tells the sides of a loan what happened to it; what nobody waits for, nobody is told. */
export async function tellOfLoan(
  tx: Transaction,
  by: By,
  what: string,
  loan: Pick<LoanRow, 'id' | 'number' | 'enterpriseId' | 'institutionId' | 'applicationId'>,
): Promise<void> {
  const sides = hearers[what]
  if (!sides) return
  const to: Recipient[] = []
  for (const side of sides) {
    if (side === 'firm') to.push({ firm: loan.enterpriseId })
    else {
      const officer = (await applicationById(tx, loan.applicationId))?.officerId ?? null
      to.push({ bank: loan.institutionId, officer })
    }
  }
  await notify(tx, by, {
    to,
    kind: 'loans',
    words: `loans.notice.${what}`,
    values: { number: loan.number },
    href: what.startsWith('renewal') ? `/loans/${loan.id}/renewal` : `/loans/${loan.id}`,
    subject: { kind: 'loan', id: loan.id },
  })
}
