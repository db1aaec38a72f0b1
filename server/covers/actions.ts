import type { Store, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { followCovers } from '../exposures/index.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { nextNumber } from '../platform/numbers.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { dueIn } from '../policies/index.ts'
import { charge, dropCharge } from './actions-charges.ts'
import { tellOfDecision, tellOperator } from './actions-notices.ts'
import { mayMoveCover } from './cover.ts'
import { filingRefusal, stillSound } from './filing.ts'
import { filingOf } from './parts-filing.ts'
import * as rows from './rows.ts'
import { chargeOf } from './rows-charges.ts'
import { tally } from './rows-tallies.ts'

type With = Pick<Parts, 'store' | 'policies'>
type Kept = Outcome<{ readonly cover: rows.CoverRow }>

/**
 * 备案: the bank puts a drawn loan under an arrangement. The version in force today and the shares for this loan are kept with
 * it, and every rule as it stood. One writer at a time, so two filings that pass the customer's cap only together never
 * both come in.
 *
 * Refuses: `unknown-arrangement`, `calendar-missing`, and a code for each rule that is not met: `cover-pool`,
 * `cover-kind`, `cover-once`, `cover-guaranteed`, `cover-out`, `cover-overdue`, `cover-class`, `cover-time`, `cover-size`,
 * `cover-industry`, `cover-unsecured`, `cover-single-customer-cap`, `cover-stop-line`, or for one that cannot be told,
 * the same with `-unknown`.
 */
export const fileCover = (parts: With, by: By, loanId: Id<'loan'>, arrangement: string) =>
  act(parts.store, by, (tx) => filed(tx, parts, by, loanId, arrangement))

/** The same within a transaction that is open already. */
export async function filed(
  tx: Transaction,
  { policies }: Pick<Parts, 'policies'>,
  by: By,
  loanId: Id<'loan'>,
  code: string,
): Promise<Kept> {
  const loan = present(await rows.loanForFiling(tx, loanId), 'the loan of a filing')
  const found = await filingOf(tx, policies, loan, code, by.today)
  if (!found.ok) return found
  const { checks, arrangement, variant, rule, pools } = found.filing
  const refused = filingRefusal(checks)
  if (refused) return refused
  const due = dueIn(policies, by.today, rule.value.confirmWorkdays, rule.version)
  if (!due.ok) return due
  const { institutionId: operatorId } = present(pools[0], 'the pool of an arrangement that is open')
  const id = newId<'cover'>()
  await rows.addCover(tx, {
    ...{ id, loanId, standsFor: loanId, enterpriseId: loan.enterpriseId },
    ...{ institutionId: loan.institutionId, operatorId, state: 'filed', filedFen: loan.balanceFen },
    number: await nextNumber(tx, 'BA', by.today),
    ...{ arrangement: code, arrangementVersion: arrangement.version, variant, terms: arrangement.value },
    ...{ checks, ruleVersion: rule.version, version: 1 },
    ...{ filedOn: by.today, filedAt: by.at, filedBy: by.person?.id ?? null },
    ...{ dueOn: due.due.on, duePolicies: due.due.policies },
  })
  const cover = present(await rows.coverStandingFor(tx, loanId), 'the cover just filed')
  await write(tx, by, {
    happening: 'covers.filed',
    subject: { kind: 'cover', id },
    to: 'filed',
    details: { arrangement: arrangement.version, variant, fen: loan.balanceFen },
  })
  await charge(tx, policies, by, cover, loan.months)
  await tellOperator(tx, by, cover)
  return done({ cover })
}

/**
 * The pool's operator takes a filed loan into cover. Refuses: `cover-decided` once it was decided, `cover-same-person`
 * for whoever filed it, `cover-charge-due`, `stale`, and what became of the loan meanwhile: `cover-out`, `cover-overdue`, `cover-class`.
 */
export const confirmCover = (store: Store, by: By, shown: rows.ShownCover) =>
  act(store, by, async (tx): Promise<Kept> => {
    const loan = present(await rows.loanForFiling(tx, shown.loan.id), 'the loan of a cover')
    const unsound = shown.cover.state === 'filed' ? stillSound({ loan }) : null
    if (unsound) return unsound
    const owed = await chargeOf(tx, shown.cover.id)
    if (owed?.state === 'due' && shown.cover.state === 'filed') return refuse('cover-charge-due')
    const outcome = await decided(tx, by, shown, 'in-cover', null)
    const { arrangement, filedFen } = shown.cover
    if (!outcome.ok) return outcome
    await tally(tx, arrangement, { covers: 1, coveredFen: filedFen })
    await followCovers(tx, by, [loan])
    return outcome
  })

/**
 * The pool's operator turns a filed loan down, with words. Refuses: `cover-decided`, `cover-same-person`,
 * `cover-charge-paid`, `stale`.
 */
export const rejectCover = (store: Store, by: By, shown: rows.ShownCover, why: string) =>
  act(store, by, (tx) => decided(tx, by, shown, 'rejected', why))

/** The bank takes a filing back before it was decided. Refuses: `cover-decided`, `cover-charge-paid`, `stale`. */
export const withdrawCover = (store: Store, by: By, shown: rows.ShownCover, why: string) =>
  act(store, by, (tx) => decided(tx, by, shown, 'withdrawn', why))

async function decided(
  tx: Transaction,
  by: By,
  shown: rows.ShownCover,
  to: 'in-cover' | 'rejected' | 'withdrawn',
  why: string | null,
): Promise<Kept> {
  const { cover } = shown
  if (!mayMoveCover(cover.state, to)) return refuse('cover-decided')
  if (to !== 'withdrawn' && cover.filedBy !== null && cover.filedBy === by.person?.id)
    return refuse('cover-same-person')
  const changed = await rows.changeCover(tx, cover, {
    ...{ state: to, why, decidedAt: by.at, decidedBy: by.person?.id ?? null, dueOn: null },
    standsFor: to === 'in-cover' ? cover.loanId : null,
  })
  if (!changed) return refuse('stale')
  const dropped = to === 'in-cover' ? done() : await dropCharge(tx, cover.id)
  if (!dropped.ok) return dropped
  await write(tx, by, {
    ...{ happening: `covers.${to}`, subject: { kind: 'cover', id: cover.id }, from: cover.state, to },
    ...(why ? { why } : {}),
  })
  await tellOfDecision(tx, by, shown, to)
  return done({ cover: changed })
}
