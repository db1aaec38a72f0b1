import { bankRoles, isOneOf, type Person } from '../accounts/index.ts'
import { dueWords } from '../clocks/index.ts'
import type { Day } from '../money/day.ts'
import type { Reference } from '../parts.ts'
import type { Words } from '../platform/web/words.ts'
import { isOut } from './loan.ts'
import { loanOf } from './plan.ts'
import type { LoanRow } from './rows.ts'
import type { Renewal } from './rows-renewals.ts'

type About = { readonly me: Person; readonly today: Day; readonly reference: Reference }

/**
 * What a loan's renewal asks of this reader, beside what is reported next: after the bank's yes it is a task of both
 * sides until the loan is paid back; before, the answer is the bank's. Null where there is nothing to do.
 */
export function renewalStep(
  w: Words,
  { me, today, reference }: About,
  loan: LoanRow,
  newest: Renewal | undefined,
) {
  if (!newest || !isOut(loanOf(loan))) return null
  const side = isOneOf(me, bankRoles) ? 'bank' : 'firm'
  const isAgreed = newest.state === 'without-repayment' || newest.state === 'after-repayment'
  if (!isAgreed && !(newest.state === 'wished' && side === 'bank')) return null
  const dueOn = isAgreed ? loan.maturesOn : newest.dueOn
  const { words, late } = dueWords(w, reference, dueOn, today)
  const running = newest.applicationId
  const key = `loans.renewal-next.${side}.${running ? 'running' : newest.state}`
  return {
    headingId: 'renewal-step-title',
    title: w(`${key}-title`),
    text: w(`${key}-text`, { answer: newest.answer ?? '' }),
    href: running ? `/applications/${running}` : `/loans/${loan.id}/renewal`,
    label: w(running ? 'loans.renewal-to-case' : 'loans.renewal-go'),
    ...(dueOn ? { due: w('loans.renewal-due', { day: dueOn, words }) } : {}),
    ...(isAgreed ? {} : { dueBy: newest.duePolicies }),
    late,
  }
}
