import { daysBetween } from '../money/day.ts'
import { type Fen, showYuan } from '../money/fen.ts'
import { dayOf } from '../platform/clock.ts'
import type { Words } from '../platform/web/words.ts'
import type { LoanShown } from './pages-loan.ts'
import { type Due, openAccount } from './plan.ts'
import type { DrawdownRow, RepaymentRow } from './rows.ts'
import type { LoanClassRow } from './rows-classes.ts'

/* What a loan's page lists: what was drawn, what came back, how it was classed, and what is still to come. */

type Planned = {
  readonly dues: readonly Due[]
  readonly repayments: readonly RepaymentRow[]
  readonly drawdowns: readonly DrawdownRow[]
}

const yuan = (amount: Fen): string => showYuan(amount)

const columnsOf = (w: Words, keys: readonly string[], numbers: readonly string[]) =>
  keys.map((key) => ({ label: w(key), ...(numbers.includes(key) ? { kind: 'number' } : {}) }))

/** Each part with the day of its report; a report after its day says so. */
export const drawnTable = (w: Words, drawdowns: readonly DrawdownRow[]) => ({
  caption: w('loans.drawn-title'),
  columns: columnsOf(
    w,
    ['loans.field.drawnOn', 'loans.field.amountFen', 'loans.reported-on'],
    ['loans.field.amountFen'],
  ),
  rows: drawdowns.map(({ drawnOn, amountFen, reportedAt, reportDueOn }) => {
    const on = dayOf(reportedAt)
    const days = reportDueOn && on > reportDueOn ? daysBetween(reportDueOn, on) : 0
    return {
      cells: [
        drawnOn,
        yuan(amountFen),
        days ? { words: on, tone: 'bad', note: w('loans.reported-late', { days }) } : on,
      ],
    }
  }),
})

/** What was reversed stays, with the row against it. A bank can take back what it reported wrongly. */
export function paidTable(w: Words, { loan: { id }, repayments, links }: LoanShown, isBank: boolean) {
  const reversed = new Set(repayments.map(({ reversalOf }) => reversalOf))
  const said = (row: RepaymentRow): string =>
    row.renewedBy
      ? w('loans.paid-by-renewal', { number: links.renewal?.number ?? '' })
      : row.reversalOf
        ? w('loans.reversal')
        : reversed.has(row.id)
          ? w('loans.was-reversed')
          : ''
  const noteOf = (row: RepaymentRow): string =>
    [
      row.byGuarantor ? w('loans.paid-by-guarantor') : '',
      row.recoveryId ? w('loans.paid-by-recovery') : '',
      said(row),
    ]
      .filter(Boolean)
      .join(' · ')
  const reversalOf = (row: RepaymentRow) =>
    said(row) || row.recoveryId
      ? ''
      : { links: [{ href: `/loans/${id}/repayments/${row.id}/reversal`, label: w('loans.reverse') }] }
  const keys = ['paidOn', 'principalFen', 'interestFen', 'reference'].map((key) => `loans.field.${key}`)
  return {
    caption: w('loans.paid-title'),
    columns: [
      ...columnsOf(w, keys, ['loans.field.principalFen', 'loans.field.interestFen']),
      ...(isBank ? [{ label: w('loans.column.steps'), kind: 'actions' }] : []),
    ],
    rows: repayments.map((row) => ({
      cells: [
        { words: row.paidOn, note: noteOf(row) },
        yuan(row.principalFen),
        yuan(row.interestFen),
        row.reference ?? '',
        ...(isBank ? [reversalOf(row)] : []),
      ],
    })),
  }
}

export const classTable = (w: Words, classes: readonly LoanClassRow[]) => ({
  caption: w('loans.class-history'),
  columns: columnsOf(
    w,
    ['loans.classed-on', 'loans.class', 'loans.class-days', 'loans.class-reason'],
    ['loans.class-days'],
  ),
  rows: classes.map(({ classedOn, toClass, overdueDays, reason, ruleVersion }) => ({
    cells: [
      classedOn,
      w(`loans.five-class.${toClass}`),
      String(overdueDays),
      { words: w(`loans.class-reason.${reason}`), note: ruleVersion },
    ],
  })),
})

/**
 * 还款计划 of what is out. A drawing that came back whole is owed no more, whatever its plan asked for later, and is not
 * listed; where all came back there is no plan.
 */
export function planTable(w: Words, { dues, repayments, drawdowns }: Planned) {
  const open = openAccount(dues, repayments).dues
  if (open.length === 0) return null
  const columns = [
    ...(drawdowns.length > 1 ? ['part'] : []),
    'due',
    'payment',
    'principal',
    'interest',
    'left',
  ]
  return {
    caption: w(open.length < dues.length ? 'loans.plan-title-rest' : 'loans.plan-title'),
    scroll: true,
    columns: columns.map((key) => ({
      label: w(`loans.plan.${key}`),
      ...(key === 'due' ? {} : { kind: 'number' }),
    })),
    rows: open.map(({ part, dueOn, paymentFen, principalFen, interestFen, balanceFen }) => ({
      cells: [
        ...(drawdowns.length > 1 ? [part] : []),
        dueOn,
        yuan(paymentFen),
        yuan(principalFen),
        yuan(interestFen),
        yuan(balanceFen),
      ],
    })),
  }
}
