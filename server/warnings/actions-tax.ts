import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { taxGrades } from '../enterprises/tax-grade.ts'
import { day, monthOf, yearOf } from '../money/day.ts'
import { workdayOnOrAfter } from '../money/workdays.ts'
import type { Parts } from '../parts.ts'
import { assert } from '../platform/assert.ts'
import type { Id } from '../platform/ids.ts'
import { eachInTurn } from '../platform/work/slices.ts'
import { calendarOf } from '../policies/index.ts'
import { schemeOf } from '../products/product.ts'
import { schemeOn } from '../tax-credit/index.ts'
import { taxFactsOf } from '../tax-facts/index.ts'
import { raise, warningRulesOn } from './parts.ts'
import { clear, keyOf, standing } from './rows.ts'
import * as rows from './rows-tax.ts'
import { metBy, raisedBy, unstatedBy, watchRules } from './tax.ts'

/**
 * 贷后监测: on the first working day of a month the tax facts of every borrower of a tax-credit loan are held against its
 * rules. A month that nobody was there for at its first working day is watched on the next day that somebody is. What
 * was told stays told: a rule warns again with another value, or once it was met in between.
 *
 * Every other day those are looked at again of which an objection was decided since the last look, for a fact under
 * examination warns of nothing, and those of whom a file spoke that was taken back, for what it said warns no more. Says how
 * many warnings were raised.
 */
export async function watchBorrowers({ store, policies }: Pick<Parts, 'store' | 'policies'>, by: By) {
  const { today } = by
  const month = yearOf(today) * 100 + monthOf(today)
  const first = workdayOnOrAfter(calendarOf(policies), day(`${today.slice(0, 7)}-01`))
  assert(first.ok, `no calendar for ${first.ok ? '' : first.year}`)
  const { value: rule, version } = warningRulesOn({ policies }, today).tax
  if (!rule.isOn) return 0
  const isDue = today >= first.day && (await rows.watchedMonth(store.read)) < month
  const since = isDue ? null : await rows.lastLook(store.read)
  // Before the first watch nothing was told, and nothing was passed over.
  if (!isDue && since === null) return 0
  const find = (tx: Transaction, after: Id<'loan'> | null, limit: number) =>
    rows.watchedLoans(tx, after, limit, since)
  const due = { dueWorkdays: rule.dueWorkdays, dueVersion: version }
  // The marks come last: where the watch broke off, the next night goes through all of it again, and what was told
  // is not told twice.
  const count = await eachInTurn(store, find, async (tx, loans) => {
    const ids = loans.map(({ id }) => id)
    const approved = await rows.approvedChecks(
      tx,
      loans.map(({ applicationId }) => applicationId),
    )
    const last = await standing(tx, watchRules, ids)
    let count = 0
    for (const loan of loans) {
      const { facts, disputed } = await taxFactsOf(tx, loan.enterpriseId, today)
      const scheme = schemeOn(policies, schemeOf(loan.terms) ?? '', today)
      const admitted = scheme.ok ? taxGrades.filter((grade) => scheme.policy.value.grades[grade]) : null
      const watched = {
        ...{ grade: facts.grade, arrears: facts.arrears, abnormal: facts.abnormal, admitted },
        approvedGrade: approved.get(loan.applicationId) ?? null,
      }
      for (const met of [...metBy(watched), ...unstatedBy(watched, disputed)]) {
        const before = last.get(keyOf(met, loan.id))
        if (before) await clear(tx, before.id, today, 'back')
      }
      for (const { rule, have, want } of raisedBy(watched)) {
        const draft = {
          ...({
            rule,
            subjectKind: 'loan',
            subject: loan.id,
            subjectId: loan.id,
            about: loan.number,
          } as const),
          ...{ enterpriseId: loan.enterpriseId, institutionId: loan.institutionId, region: loan.region },
          ...{ found: { have, want, mark: JSON.stringify(have) }, ...due },
          policyVersion: scheme.ok && rule === 'grade-not-admitted' ? scheme.policy.version : version,
        }
        if (await raise(tx, { policies }, by, draft, last.get(keyOf(rule, loan.id)) ?? null)) count += 1
      }
    }
    return count
  })
  await store.transact(async (tx) => {
    if (isDue) await rows.markMonth(tx, month)
    await rows.markLook(tx, today)
  })
  return count
}
