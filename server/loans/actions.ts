import type { Store, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import {
  type Application,
  applicationById,
  moveCase,
  offersOf,
  owedOn,
  released,
} from '../applications/index.ts'
import { act, write } from '../audit/index.ts'
import type { Day } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import { moveNeed, needById } from '../needs/index.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { dayOf } from '../platform/clock.ts'
import { type Id, newId } from '../platform/ids.ts'
import { nextNumber } from '../platform/numbers.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { dueBy } from '../policies/index.ts'
import {
  balance,
  cancel,
  closeDrawing,
  type Drawing,
  draw,
  type Loan,
  markOverdue,
  type Repayment,
  repay,
  signedLoan,
} from './loan.ts'
import { daysLate, loanOf, maturityOf, plan } from './plan.ts'
import * as rows from './rows.ts'

type Kept = Outcome<{ readonly loan: rows.LoanRow }>

/**
 * 签约: the agreed case becomes a loan on the terms of the offer that was accepted. Whether it is the firm's
 * first loan is flagged now and never computed again. The report of the first drawdown is due next, counted from the
 * day on which the platform learns of the contract.
 *
 * Refuses: `move-not-allowed`, `future-day`, `before-case` (a day before the case was opened),
 * `calendar-missing`, `stale`.
 */
export const sign = (
  { store, policies }: Pick<Parts, 'store' | 'policies'>,
  by: By,
  id: Application['id'],
  { signedOn, contractNumber }: { signedOn: Day; contractNumber: string },
) =>
  act(store, by, async (tx): Promise<Kept> => {
    const application = await applicationById(tx, id)
    const offer = (await offersOf(tx, id)).find(({ state }) => state === 'accepted')
    if (application?.state !== 'agreed' || !offer) return refuse('move-not-allowed')
    if (signedOn > by.today) return refuse('future-day', { field: 'signedOn' })
    const openedOn = dayOf(application.submittedAt)
    if (signedOn < openedOn) return refuse('before-case', { field: 'signedOn', values: { openedOn } })
    const clock = dueBy(policies, by.today, 'drawdownReportWorkdays')
    if (!clock.ok) return clock
    const { agreedFen, drawnFen, drawingClosed, state } = signedLoan(offer.amountFen, signedOn)
    const { enterpriseId, institutionId, needId } = application
    const { months, ratePpm, method } = offer
    const loanId = newId<'loan'>()
    await rows.addLoan(tx, {
      ...{ enterpriseId, institutionId, needId, months, ratePpm, method, state, drawnFen, drawingClosed },
      ...{ id: loanId, contractNumber, signedOn },
      number: await nextNumber(tx, 'DK', by.today),
      applicationId: id,
      offerId: offer.id,
      amountFen: agreedFen,
      balanceFen: drawnFen,
      reportDueOn: clock.due.on,
      reportDuePolicies: clock.due.policies,
      firstLoan: !(await rows.hadLoan(tx, enterpriseId)),
      version: 1,
    })
    const moved = await moveCase(tx, by, application, 'signed', 'institution', owedOn(null))
    if (!moved.ok) return moved
    await write(tx, by, { happening: 'loans.signed', subject: { kind: 'loan', id: loanId }, to: 'signed' })
    return done({ loan: present(await rows.loanById(tx, loanId), 'the loan just signed') })
  })

/**
 * 放款, whole or in parts, as the bank reports it. The first one finances the need. Refuses: what `draw`
 * refuses, and `stale`.
 */
export const reportDrawdown = (store: Store, by: By, id: Id<'loan'>, drawing: Drawing) =>
  act(store, by, async (tx): Promise<Kept> => {
    const row = present(await rows.loanById(tx, id), 'the loan of a report')
    const drawn = draw(loanOf(row), drawing, by.today)
    if (!drawn.ok) return drawn
    await rows.addDrawdown(tx, {
      ...drawing,
      id: newId<'drawdown'>(),
      loanId: id,
      reportedAt: by.at,
      reportedBy: by.person?.id ?? null,
    })
    const maturesOn = maturityOf(row.months, await rows.drawdownsOf(tx, id))
    const details = { fen: drawing.amountFen }
    const kept = await keep(tx, by, row, drawn.loan, { happened: 'drawn', more: { maturesOn }, details })
    return kept.ok && row.state === 'signed' ? financed(tx, by, kept.loan) : kept
  })

async function financed(tx: Transaction, by: By, loan: rows.LoanRow): Promise<Kept> {
  const need = present(await needById(tx, loan.needId), 'the need of a loan')
  const moved = await moveNeed(tx, by, need, 'financed')
  return moved.ok ? done({ loan }) : moved
}

/** 还款, as the bank reports it. Refuses: what `repay` refuses, and `stale`. */
export const reportRepayment = (store: Store, by: By, id: Id<'loan'>, repayment: Repayment) =>
  act(store, by, async (tx): Promise<Kept> => {
    const row = present(await rows.loanById(tx, id), 'the loan of a report')
    const repaid = repay(loanOf(row), repayment, by.today)
    if (!repaid.ok) return repaid
    await rows.addRepayment(tx, {
      ...repayment,
      id: newId<'repayment'>(),
      loanId: id,
      reportedAt: by.at,
      reportedBy: by.person?.id ?? null,
    })
    const dues = plan(row, await rows.drawdownsOf(tx, id))
    const late = daysLate(dues, await rows.repaymentsOf(tx, id), by.today)
    const settled = repaid.loan.state === 'settled'
    const after = settled ? repaid.loan : markOverdue(repaid.loan, late)
    const details = { principalFen: repayment.principalFen, interestFen: repayment.interestFen }
    const more = settled ? { settledOn: repayment.paidOn } : {}
    return keep(tx, by, row, after, { happened: 'repaid', more, details })
  })

/** Both sides give up what was not drawn. Refuses: what `closeDrawing` refuses, and `stale`. */
export const endDrawing = (store: Store, by: By, id: Id<'loan'>, why: string) =>
  act(store, by, async (tx): Promise<Kept> => {
    const row = present(await rows.loanById(tx, id), 'the loan of a report')
    const closed = closeDrawing(loanOf(row))
    if (!closed.ok) return closed
    const settled = closed.loan.state === 'settled'
    const more = settled ? { settledOn: by.today } : {}
    return keep(tx, by, row, closed.loan, { happened: 'drawing-closed', more, why })
  })

/** Ends a contract of which nothing was drawn; its need may be taken again. Refuses: `not-cancellable`, `stale`. */
export const cancelLoan = (store: Store, by: By, id: Id<'loan'>, why: string) =>
  act(store, by, async (tx): Promise<Kept> => {
    const row = present(await rows.loanById(tx, id), 'the loan of a report')
    const cancelled = cancel(loanOf(row))
    if (!cancelled.ok) return cancelled
    const kept = await keep(tx, by, row, cancelled.loan, { happened: 'cancelled', why })
    if (!kept.ok) return kept
    const application = present(await applicationById(tx, row.applicationId), 'the case of a loan')
    const back = await released(tx, by, application)
    return back.ok ? kept : back
  })

type Told = {
  readonly happened: string
  readonly why?: string
  readonly details?: Record<string, Fen>
  readonly more?: Partial<Pick<rows.LoanRow, 'maturesOn' | 'settledOn'>>
}

/** Writes what the pure rules decided, and the trail. Refuses: `stale`. */
async function keep(
  tx: Transaction,
  by: By,
  row: rows.LoanRow,
  after: Loan,
  { happened, why, details, more = {} }: Told,
): Promise<Kept> {
  const { state, drawnFen, firstDrawnOn, drawingClosed } = after
  const changes = { state, drawnFen, firstDrawnOn, drawingClosed, balanceFen: balance(after), ...more }
  const changed = await rows.changeLoan(tx, row, changes)
  if (!changed) return refuse('stale')
  await write(tx, by, {
    happening: `loans.${happened}`,
    subject: { kind: 'loan', id: row.id },
    from: row.state,
    to: state,
    ...(why ? { why } : {}),
    ...(details ? { details } : {}),
  })
  return done({ loan: changed })
}

const batch = 200

function byLoan<Row extends { readonly loanId: Id<'loan'> }>(
  all: readonly Row[],
): ReadonlyMap<string, Row[]> {
  const grouped = new Map<string, Row[]>()
  for (const row of all) grouped.set(row.loanId, [...(grouped.get(row.loanId) ?? []), row])
  return grouped
}

/** The nightly job: marks loans late, or in time again, by their plans. Says how many changed. */
export async function markOverdueLoans(store: Store, by: By): Promise<number> {
  let changed = 0
  for (let offset = 0; ; offset += batch) {
    const out = await rows.loansOut(store.read, batch, offset)
    if (out.length === 0) return changed
    const ids = out.map(({ id }) => id)
    const parts = byLoan(await rows.drawdownsOfAll(store.read, ids))
    const paid = byLoan(await rows.repaymentsOfAll(store.read, ids))
    for (const row of out) {
      const late = daysLate(plan(row, parts.get(row.id) ?? []), paid.get(row.id) ?? [], by.today)
      const after = markOverdue(loanOf(row), late)
      if (after.state === row.state) continue
      const happened = after.state === 'overdue' ? 'overdue' : 'in-time-again'
      // A report may have come in since; then the next night looks again.
      const kept = await store.transact((tx) => keep(tx, by, row, after, { happened }))
      if (kept.ok) changed++
    }
  }
}
