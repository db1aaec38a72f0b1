import type { Store, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import type { SizeClass } from '../enterprises/size-class.ts'
import type { Parts } from '../parts.ts'
import { type Id, newId } from '../platform/ids.ts'
import { breath } from '../platform/work/breaths.ts'
import { keep } from './actions.ts'
import { byLoanId } from './actions-checking.ts'
import { type Classed, type ClassRule, classesOf, type Finding } from './five-class.ts'
import { daysSince, isOut } from './loan.ts'
import { type Due, loanOf, openAccount, paidSince, plan, standing } from './plan.ts'
import { classRuleOn } from './policies.ts'
import * as rows from './rows.ts'
import { addClass } from './rows-classes.ts'

/* 日终: what becomes of loans by the mere passing of days. */

/** Loans whose plans are worked out in one go, firm by firm. */
const atOnce = 20

type Out = { readonly loan: rows.LoanRow; readonly size: SizeClass | null }
type Stands = { readonly row: rows.LoanRow; readonly dues: readonly Due[] } & ReturnType<typeof standing>

/**
 * The nightly job: marks loans late, or in time again, by their plans, and classes them; each class is a row. Firm by
 * firm, because what one firm owes one bank is classed together. Safe to repeat. Says how many loans changed.
 */
export async function closeLoanDay({ store, policies }: Pick<Parts, 'store' | 'policies'>, by: By) {
  const { value: rule, version } = classRuleOn(policies, by.today)
  let [changed, limit] = [0, atOnce]
  for (let after: Id<'enterprise'> | null = null; ; ) {
    const found: Out[] = await rows.loansOutAfter(store.read, after, limit)
    if (found.length === 0) return changed
    const whole = found.length < limit ? found : withoutLastFirm(found)
    const last = whole.at(-1)
    // A firm that fills a page alone is asked for again, with room for all its loans.
    limit = last ? atOnce : limit * 2
    if (!last) continue
    after = last.loan.enterpriseId
    changed += await closeDayOf(store, by, whole, { rule, version })
    await breath()
  }
}

/** The last firm of a full page may have more loans on the next. */
function withoutLastFirm(found: readonly Out[]): readonly Out[] {
  const last = found.at(-1)?.loan.enterpriseId
  return found.filter(({ loan }) => loan.enterpriseId !== last)
}

type Rule = { readonly rule: ClassRule; readonly version: string }

async function closeDayOf(
  store: Store,
  by: By,
  found: readonly Out[],
  { rule, version }: Rule,
): Promise<number> {
  const ids = found.map(({ loan }) => loan.id)
  const parts = byLoanId(await rows.drawdownsOfAll(store.read, ids))
  const paid = byLoanId(await rows.repaymentsOfAll(store.read, ids))
  const all = found.map(({ loan: row }): Stands => {
    const own = openAccount(plan(row, parts.get(row.id) ?? []), paid.get(row.id) ?? [])
    return { row, dues: own.dues, ...standing(loanOf(row), row, own.dues, own.paid, by.today) }
  })
  const findings = findingsOf(
    all,
    new Map(found.map(({ loan, size }) => [loan.enterpriseId, size])),
    rule,
    by,
  )
  let changed = 0
  await store.transact(async (tx) => {
    for (const one of all) if (await keepDay(tx, by, one, findings.get(one.row.id), version)) changed += 1
  })
  return changed
}

/** The classes, of each firm at each bank together. */
function findingsOf(
  all: readonly Stands[],
  sizes: ReadonlyMap<string, SizeClass | null>,
  rule: ClassRule,
  { today }: By,
): ReadonlyMap<string, Finding> {
  const together = new Map<string, Stands[]>()
  for (const one of all) {
    const key = `${one.row.enterpriseId} ${one.row.institutionId}`
    together.set(key, [...(together.get(key) ?? []), one])
  }
  return new Map(
    [...together.values()].flatMap((loans) => [
      ...classesOf(
        loans.map((one) => classed(one, today)),
        sizes.get(loans[0]?.row.enterpriseId ?? '') ?? null,
        rule,
        today,
      ),
    ]),
  )
}

const classed = ({ row, dues, overdueSince, clearedOn }: Stands, today: By['today']): Classed => ({
  id: row.id,
  days: daysSince(overdueSince, today),
  balanceFen: row.balanceFen,
  before: row.riskClass,
  clearedOn,
  paidSince: paidSince(dues, clearedOn, today),
})

/** Writes what a night changed; true if anything did. A report may have come in since: then the next night looks again. */
async function keepDay(
  tx: Transaction,
  by: By,
  { row, loan, overdueSince, clearedOn }: Stands,
  found: Finding | undefined,
  ruleVersion: string,
): Promise<boolean> {
  const lateness = { overdueSince, clearedOn }
  const isClassed = found !== undefined && found.class !== row.riskClass && isOut(loan)
  const moved = loan.state !== row.state
  if (!isClassed && !moved && overdueSince === row.overdueSince) return false
  const days = daysSince(overdueSince, by.today)
  const more = isClassed ? { ...lateness, riskClass: found.class, classedOn: by.today } : lateness
  const happened = isClassed && !moved ? 'classed' : loan.state === 'overdue' ? 'overdue' : 'in-time-again'
  const details = { days, ...(isClassed ? { class: found.class, before: row.riskClass } : {}) }
  const kept = await keep(tx, by, row, loan, { happened, more, details })
  if (!kept.ok) return false
  if (isClassed) {
    await addClass(tx, {
      ...{ id: newId<'loan-class'>(), loanId: row.id, at: by.at, ruleVersion },
      ...{ classedOn: by.today, fromClass: row.riskClass, toClass: found.class },
      ...{ reason: found.reason, overdueDays: days, balanceFen: row.balanceFen },
    })
  }
  return true
}
