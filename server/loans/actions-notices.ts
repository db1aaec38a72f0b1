import type { Transaction } from '../../db/index.ts'
import type { By, PersonId } from '../accounts/index.ts'
import { applicationById } from '../applications/index.ts'
import { type Notice, notify, notifyAll, type Recipient } from '../inbox/index.ts'
import { slicesOf } from '../platform/work/breaths.ts'
import type { LoanState } from './loan.ts'
import type { LoanRow } from './rows.ts'
import { officersOf } from './rows-imports.ts'

type Side = 'firm' | 'bank'

/** Who hears of what. A repayment is no news to the firm that made it. */
const hearers: Readonly<Record<string, readonly Side[]>> = {
  drawn: ['firm'],
  overdue: ['firm', 'bank'],
  settled: ['firm'],
  cancelled: ['firm'],
  'repayment-reversed': ['firm'],
  'renewal-near': ['firm', 'bank'],
  'renewal-wished': ['bank'],
  'renewal-withdrawn': ['bank'],
  'renewal-without-repayment': ['firm'],
  'renewal-after-repayment': ['firm'],
  'renewal-no': ['firm'],
}

/** What a change of a loan is called when it is told: that it became overdue or is settled says more than the report. */
export const newsOf = (before: LoanState, after: LoanState, happened: string): string =>
  after !== before && (after === 'overdue' || after === 'settled') ? after : happened

type Known = Pick<LoanRow, 'id' | 'number' | 'enterpriseId' | 'institutionId' | 'applicationId' | 'maturesOn'>

/** Tells the sides of a loan what happened to it; what nobody waits for, nobody is told. */
export async function tellOfLoan(tx: Transaction, by: By, what: string, loan: Known): Promise<void> {
  const sides = hearers[what]
  if (!sides) return
  const officer = sides.includes('bank') ? (await applicationById(tx, loan.applicationId))?.officerId : null
  await notify(tx, by, noticeOf(what, sides, loan, officer ?? null))
}

export type News = { readonly what: string; readonly loan: Known }

/** The same of many loans at once, in few statements; `written` hears how far it is. */
export async function tellOfLoans(
  tx: Transaction,
  by: By,
  news: readonly News[],
  written: (count: number) => unknown,
): Promise<void> {
  const told = news.flatMap(({ what, loan }) => {
    const sides = hearers[what]
    return sides ? [{ what, loan, sides }] : []
  })
  const cases = told.filter(({ sides }) => sides.includes('bank')).map(({ loan }) => loan.applicationId)
  const officers = new Map<string, PersonId | null>()
  for (const slice of slicesOf(cases, 400))
    for (const { id, officerId } of await officersOf(tx, slice)) officers.set(id, officerId)
  const notices = told.map(({ what, sides, loan }) =>
    noticeOf(what, sides, loan, officers.get(loan.applicationId) ?? null),
  )
  await notifyAll(tx, by, notices, written)
}

const noticeOf = (what: string, sides: readonly Side[], loan: Known, officer: PersonId | null): Notice => ({
  to: sides.map(
    (side): Recipient =>
      side === 'firm' ? { firm: loan.enterpriseId } : { bank: loan.institutionId, officer },
  ),
  kind: 'loans',
  words: `loans.notice.${what}`,
  values: { number: loan.number, day: loan.maturesOn ?? '' },
  href: what.startsWith('renewal') ? `/loans/${loan.id}/renewal` : `/loans/${loan.id}`,
  subject: { kind: 'loan', id: loan.id },
})
