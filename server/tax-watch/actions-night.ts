import type { By } from '../accounts/index.ts'
import { write } from '../audit/index.ts'
import { taxGrades } from '../enterprises/tax-grade.ts'
import { notify } from '../inbox/index.ts'
import { day, monthOf, yearOf } from '../money/day.ts'
import { workdayOnOrAfter } from '../money/workdays.ts'
import type { Parts } from '../parts.ts'
import { assert } from '../platform/assert.ts'
import { newId } from '../platform/ids.ts'
import { eachInTurn } from '../platform/work/slices.ts'
import { calendarOf } from '../policies/index.ts'
import { schemeOf } from '../products/product.ts'
import { schemeOn } from '../tax-credit/index.ts'
import { taxFactsOf } from '../tax-facts/index.ts'
import * as rows from './rows.ts'
import { metBy, raisedBy } from './warning.ts'

/**
 * 贷后监测: on the first working day of a month the tax facts of every borrower of a tax-credit loan are held against its
 * rules. A month that nobody was there for at its first working day is watched on the next day that somebody is. What
 * was told stays told: a rule warns again with another value, or once it was met in between. Says how many warnings were
 * raised.
 */
export async function watchBorrowers({ store, policies }: Pick<Parts, 'store' | 'policies'>, by: By) {
  const { today } = by
  const month = yearOf(today) * 100 + monthOf(today)
  const first = workdayOnOrAfter(calendarOf(policies), day(`${today.slice(0, 7)}-01`))
  assert(first.ok, `no calendar for ${first.ok ? '' : first.year}`)
  if (today < first.day || (await rows.watchedMonth(store.read)) >= month) return 0
  // The month is marked last: where the watch broke off, the next night goes through all of it again, and what was told
  // is not told twice.
  const count = await eachInTurn(store, rows.watchedLoans, async (tx, loans) => {
    const approved = await rows.approvedChecks(
      tx,
      loans.map(({ applicationId }) => applicationId),
    )
    const last = await rows.lastWarnings(
      tx,
      loans.map(({ id }) => id),
    )
    let count = 0
    for (const loan of loans) {
      const { facts } = await taxFactsOf(tx, loan.enterpriseId, today)
      const scheme = schemeOn(policies, schemeOf(loan.terms) ?? '', today)
      const admitted = scheme.ok ? taxGrades.filter((grade) => scheme.policy.value.grades[grade]) : null
      const watched = {
        ...{ grade: facts.grade, arrears: facts.arrears, abnormal: facts.abnormal, admitted },
        approvedGrade: approved.get(loan.applicationId) ?? null,
      }
      for (const rule of metBy(watched)) {
        const before = last.get(`${loan.id} ${rule}`)
        if (before?.clearedOn === null) await rows.clear(tx, before.id, today)
      }
      for (const { rule, have, want } of raisedBy(watched)) {
        const before = last.get(`${loan.id} ${rule}`)
        const isTold = before?.clearedOn === null && JSON.stringify(before.have) === JSON.stringify(have)
        if (isTold) continue
        const id = newId<'tax-warning'>()
        const { enterpriseId, institutionId } = loan
        const schemeVersion = scheme.ok && rule === 'grade-not-admitted' ? scheme.policy.version : null
        await rows.addWarning(tx, {
          ...{ id, loanId: loan.id, enterpriseId, institutionId, rule, have, want, schemeVersion },
          ...{
            raisedOn: today,
            raisedAt: by.at,
            clearedOn: null,
            outcome: null,
            did: null,
            answeredAt: null,
            answeredBy: null,
          },
        })
        await tell(tx, by, id, loan, rule)
        count += 1
      }
    }
    return count
  })
  await store.transact((tx) => rows.markMonth(tx, month))
  return count
}

type Loan = Awaited<ReturnType<typeof rows.watchedLoans>>[number]

/**
 * Bank and bureau hear that there is something. Which rule it is, is tax data already: the bureau is told, the bank reads
 * it on the page of the warning by the firm's consent, and a notice that lies in an inbox or a mail shows no look.
 */
async function tell(
  tx: Parameters<typeof notify>[0],
  by: By,
  id: rows.TaxWarning['id'],
  loan: Loan,
  rule: rows.TaxWarning['rule'],
): Promise<void> {
  const subject = { kind: 'loan', id: loan.id }
  await write(tx, by, { happening: 'tax-watch.raised', subject, details: { rule } })
  const { number } = loan
  await notify(tx, by, {
    ...{ kind: 'loans', subject, words: 'tax-watch.notice.to-look', values: { number } },
    to: [{ bank: loan.institutionId, officer: loan.officerId }],
    href: `/tax-warnings/${id}`,
  })
  await notify(tx, by, {
    ...{ kind: 'loans', subject, words: 'tax-watch.notice.raised' },
    values: { number, rule: { words: `tax-watch.rule.${rule}` } },
    to: [{ bureauOf: loan.region }],
    href: `/bureau/tax-warnings/${id}`,
  })
}
