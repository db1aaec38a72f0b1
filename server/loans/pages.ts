import { bankRoles, isOneOf, type Person } from '../accounts/index.ts'
import type { Application } from '../applications/index.ts'
import { type TrailRow, timelineSteps } from '../audit/index.ts'
import { showChinese } from '../money/chinese.ts'
import type { Day } from '../money/day.ts'
import { type Fen, showWan, showYuan } from '../money/fen.ts'
import { showPercent } from '../money/rate.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Pager } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { fiveClass, type LoanState, leftToDraw, loanStates } from './loan.ts'
import { type Due, daysLate, loanOf, nextDue, plan } from './plan.ts'
import type { DrawdownRow, LoanRow, listLoans, partiesOf, RepaymentRow } from './rows.ts'

const stateTones = {
  signed: 'info',
  drawn: 'good',
  overdue: 'bad',
  settled: 'neutral',
  cancelled: 'neutral',
} as const satisfies Record<LoanState, string>

type Row = Awaited<ReturnType<typeof listLoans>>[number]

export function listPage(w: Words, me: Person, state: LoanState | null, rows: readonly Row[], pager: Pager) {
  const isBank = isOneOf(me, bankRoles)
  const columns = ['number', isBank ? 'firm' : 'bank', 'amount', 'balance', 'rate', 'maturesOn', 'state']
  return {
    title: w('loans.title'),
    filters: {
      action: '/loans',
      clearHref: '/loans',
      target: '#loans',
      fields: [
        {
          name: 'state',
          label: w('loans.column.state'),
          kind: 'select',
          value: state ?? '',
          options: [
            { value: '', label: w('loans.any') },
            ...loanStates.map((value) => ({ value, label: w(`loans.state.${value}`) })),
          ],
        },
      ],
    },
    pager: { ...pager, target: '#loans' },
    table: rows.length
      ? {
          caption: w('loans.caption'),
          columns: columns.map((key) => ({
            label: w(`loans.column.${key}`),
            ...(key === 'amount' || key === 'balance' || key === 'rate' ? { kind: 'number' } : {}),
          })),
          rows: rows.map((row) => ({
            cells: [
              { words: row.number, href: `/loans/${row.id}` },
              isBank ? row.firm : row.bank,
              showWan(row.amountFen),
              showWan(row.balanceFen),
              showPercent(row.ratePpm),
              row.maturesOn ?? '',
              { words: w(`loans.state.${row.state}`), tone: stateTones[row.state] },
            ],
          })),
        }
      : null,
  }
}

export type LoanShown = {
  readonly loan: LoanRow
  readonly parties: NonNullable<Awaited<ReturnType<typeof partiesOf>>>
  readonly drawdowns: readonly DrawdownRow[]
  readonly repayments: readonly RepaymentRow[]
  readonly trail: readonly TrailRow[]
}

/** One loan: its contract, its plan, what was drawn and paid, and what the bank reports next. */
export function loanPage(
  w: Words,
  me: Person,
  today: Day,
  { loan, parties, drawdowns, repayments, trail }: LoanShown,
) {
  const dues = plan(loan, drawdowns)
  const late = loan.state === 'settled' ? 0 : daysLate(dues, repayments, today)
  const isBank = isOneOf(me, bankRoles)
  return {
    title: w('loans.loan-title', { number: loan.number }),
    state: { label: w(`loans.state.${loan.state}`), tone: stateTones[loan.state] },
    lateWords:
      late > 0 ? w('loans.late', { days: late, class: w(`loans.five-class.${fiveClass(late)}`) }) : null,
    step: { ...(isBank ? bankStep(w, loan) : firmStep(w, loan, dues, repayments)), late: late > 0 },
    facts: loanFacts(w, loan, parties, late),
    plan: dues.length ? planTable(w, dues, drawdowns.length > 1) : null,
    drawn: drawdowns.length
      ? movesTable(
          w,
          'drawn',
          drawdowns.map(({ drawnOn, amountFen }) => [drawnOn, yuan(amountFen)]),
        )
      : null,
    paid: repayments.length
      ? movesTable(
          w,
          'paid',
          repayments.map(({ paidOn, principalFen, interestFen }) => [
            paidOn,
            yuan(principalFen),
            yuan(interestFen),
          ]),
        )
      : null,
    buttons: isBank ? bankButtons(w, loan) : [],
    steps: timelineSteps(w, trail),
  }
}

const yuan = (amount: Fen): string => showYuan(amount)

const loanFacts = (w: Words, loan: LoanRow, parties: LoanShown['parties'], late: number) => [
  { label: w('loans.column.firm'), value: parties.firm },
  { label: w('loans.column.bank'), value: parties.bank },
  {
    label: w('loans.agreed'),
    value: w('loans.yuan', { yuan: yuan(loan.amountFen) }),
    note: w('loans.in-words', { words: showChinese(loan.amountFen) }),
  },
  { label: w('loans.drawn-sum'), value: w('loans.yuan', { yuan: yuan(loan.drawnFen) }) },
  { label: w('loans.column.balance'), value: w('loans.yuan', { yuan: yuan(loan.balanceFen) }) },
  { label: w('loans.column.rate'), value: showPercent(loan.ratePpm) },
  { label: w('loans.months'), value: String(loan.months) },
  { label: w('loans.method'), value: w(`products.method.${loan.method}`) },
  { label: w('loans.field.contractNumber'), value: loan.contractNumber },
  { label: w('loans.field.signedOn'), value: loan.signedOn },
  { label: w('loans.column.maturesOn'), value: loan.maturesOn ?? w('loans.not-drawn') },
  { label: w('loans.class'), value: w(`loans.five-class.${fiveClass(late)}`) },
  { label: w('loans.first-loan'), value: w(loan.firstLoan ? 'loans.yes' : 'loans.no') },
]

/** What the bank reports next. */
function bankStep(w: Words, loan: LoanRow) {
  const next =
    loan.state === 'signed'
      ? 'drawdowns'
      : loan.state === 'drawn' || loan.state === 'overdue'
        ? 'repayments'
        : null
  if (!next) return { title: w(`loans.next.${loan.state}-title`), text: w(`loans.next.${loan.state}-text`) }
  return {
    title: w(`loans.next.bank-${next}-title`),
    text: w(`loans.next.bank-${next}-text`),
    href: `/loans/${loan.id}/${next}/new`,
    label: w(`loans.next.bank-${next}-label`),
  }
}

/** The firm's next instalment, less what was paid towards it already. */
function firmStep(w: Words, loan: LoanRow, dues: readonly Due[], repayments: readonly RepaymentRow[]) {
  const next = nextDue(dues, repayments)
  if (!next || loan.state === 'settled') {
    return { title: w(`loans.next.${loan.state}-title`), text: w(`loans.next.${loan.state}-text`) }
  }
  return {
    title: w('loans.next.firm-title', { day: next.dueOn, yuan: yuan(next.owedFen) }),
    text: w('loans.next.firm-text', { yuan: yuan(next.ofFen) }),
  }
}

function bankButtons(w: Words, loan: LoanRow) {
  const out = loan.state === 'drawn' || loan.state === 'overdue'
  const left = leftToDraw(loanOf(loan))
  return [
    ...(loan.state === 'drawn' && left > 0
      ? [{ link: `/loans/${loan.id}/drawdowns/new`, words: w('loans.report-drawdown') }]
      : []),
    ...(out && left > 0 ? [{ link: `/loans/${loan.id}/drawing-end`, words: w('loans.end-drawing') }] : []),
    ...(loan.state === 'signed'
      ? [{ link: `/loans/${loan.id}/cancellation`, words: w('loans.cancel') }]
      : []),
  ]
}

function planTable(w: Words, dues: readonly Due[], inParts: boolean) {
  const columns = [...(inParts ? ['part'] : []), 'due', 'payment', 'principal', 'interest', 'left']
  return {
    caption: w('loans.plan-title'),
    scroll: true,
    columns: columns.map((key) => ({
      label: w(`loans.plan.${key}`),
      ...(key === 'due' ? {} : { kind: 'number' }),
    })),
    rows: dues.map(({ part, dueOn, paymentFen, principalFen, interestFen, balanceFen }) => ({
      cells: [
        ...(inParts ? [part] : []),
        dueOn,
        yuan(paymentFen),
        yuan(principalFen),
        yuan(interestFen),
        yuan(balanceFen),
      ],
    })),
  }
}

function movesTable(w: Words, what: 'drawn' | 'paid', rows: readonly (readonly string[])[]) {
  const columns = what === 'drawn' ? ['drawnOn', 'amountFen'] : ['paidOn', 'principalFen', 'interestFen']
  return {
    caption: w(`loans.${what}-title`),
    columns: columns.map((key, at) => ({
      label: w(`loans.field.${key}`),
      ...(at ? { kind: 'number' } : {}),
    })),
    rows: rows.map((cells) => ({ cells })),
  }
}

export const signingPage = (w: Words, application: Application, shown: ShownForm) => ({
  title: w('loans.signing-title', { number: application.number }),
  lead: w('loans.signing-text'),
  ...shown,
  action: `/applications/${application.id}/signing`,
  back: `/applications/${application.id}`,
  once: newId(),
})

type Report = 'drawdowns' | 'repayments' | 'drawing-end' | 'cancellation'

/** The form of a report of the bank: money out, money back, or an early end. */
export const reportPage = (w: Words, what: Report, loan: LoanRow, shown: ShownForm) => ({
  title: w(`loans.${what}-title`, { number: loan.number }),
  lead: w(`loans.${what}-text`, {
    left: yuan(leftToDraw(loanOf(loan))),
    balance: yuan(loan.balanceFen),
  }),
  ...shown,
  action: `/loans/${loan.id}/${what}`,
  back: `/loans/${loan.id}`,
  once: newId(),
})
