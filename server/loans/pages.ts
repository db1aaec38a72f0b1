import { bankRoles, isOneOf, type Person } from '../accounts/index.ts'
import type { Application } from '../applications/index.ts'
import { type Fen, showWan, showYuan } from '../money/fen.ts'
import { showPercent } from '../money/rate.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Pager } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { type LoanState, leftToDraw, loanStates } from './loan.ts'
import { loanOf } from './plan.ts'
import { renewable } from './renewed.ts'
import type { LoanRow, listLoans } from './rows.ts'

export const stateTones = {
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
    actions: [
      { href: '/loans/renewals', label: w('loans.renewals-title') },
      ...(isBank ? [{ href: '/loans/imports', label: w('loans.imports-title') }] : []),
    ],
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

type Old = { readonly number: string; readonly balanceFen: Fen }

/** The form of the contract; `renewed` is the loan that it pays back. */
export const signingPage = (
  w: Words,
  application: Application,
  shown: ShownForm,
  renewed: Old | null = null,
) => ({
  title: w('loans.signing-title', { number: application.number }),
  lead: renewed ? w('loans.renewal-signing-text', { number: renewed.number }) : w('loans.signing-text'),
  ...shown,
  action: `/applications/${application.id}/signing`,
  back: `/applications/${application.id}`,
  once: newId(),
})

const yuan = (amount: Fen): string => showYuan(amount)

type Report = 'drawdowns' | 'repayments' | 'drawing-end' | 'cancellation' | 'write-off'

/** What a write-off leaves as it is, only where something is not drawn. */
const textOf = (what: Report, loan: LoanRow): string =>
  what === 'write-off' && leftToDraw(loanOf(loan)) > 0 ? 'write-off-undrawn-text' : `${what}-text`

/** The form of a report of the bank: money out, money back, an early end, or that it gives up on the loan. */
export const reportPage = (
  w: Words,
  what: Report,
  loan: LoanRow,
  shown: ShownForm,
  renewed: Old | null = null,
) => ({
  title: w(`loans.${what}-title`, { number: loan.number }),
  lead: renewed
    ? w('loans.renewal-drawdown-text', {
        number: renewed.number,
        balance: yuan(renewed.balanceFen),
        left: yuan(renewable(leftToDraw(loanOf(loan)), renewed)),
      })
    : w(`loans.${textOf(what, loan)}`, {
        ...{ left: yuan(leftToDraw(loanOf(loan))), balance: yuan(loan.balanceFen) },
      }),
  ...shown,
  action: `/loans/${loan.id}/${what}`,
  back: `/loans/${loan.id}`,
  once: newId(),
})
