import { bankRoles, isOneOf, type Person } from '../accounts/index.ts'
import { showWan, showYuan } from '../money/fen.ts'
import { newId } from '../platform/ids.ts'
import type { Refusal } from '../platform/outcome.ts'
import type { WrittenSheet } from '../platform/sheets/sheet.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import { type ColumnLabels, filingColumns, mostBytes, mostRows, type RowFault } from './filing.ts'
import { filingTones } from './pages.ts'
import type { Agreement, Filing, LoanToFile } from './rows.ts'

export type Candidate = LoanToFile & { readonly refusal: Refusal | null }

/** Where a bank files loans: those that it may are ticked, and the way of the file stands beside them. */
export function choosePage(
  w: Words,
  { id, number, perLoanFen }: Agreement,
  candidates: readonly Candidate[],
  refusal: Refusal | null,
) {
  const words = refusal ? w.refusal(refusal) : null
  return {
    title: w('batches.choose-title', { number }),
    lead: w('batches.choose-text', { yuan: showYuan(perLoanFen), rows: mostRows }),
    back: `/batches/${id}`,
    backLabel: w('batches.one-title', { number }),
    action: `/batches/${id}/loans`,
    fileAction: `/batches/${id}/files`,
    once: newId(),
    errors: words ? [{ href: '#file', words }] : [],
    error: words,
    most: mostBytes,
    fine: candidates
      .filter((one) => one.refusal === null)
      .map(({ loan, firm }) => ({
        id: loan.id,
        number: loan.number,
        words: w('batches.loan-row', {
          ...{ firm, sum: showWan(loan.amountFen), day: loan.firstDrawnOn ?? '' },
        }),
      })),
    barred: {
      caption: w('batches.barred'),
      columns: ['loan', 'firm', 'why'].map((key) => ({ label: w(`batches.column.${key}`) })),
      rows: candidates.flatMap((one) =>
        one.refusal ? [{ cells: [one.loan.number, one.firm, w.refusal(one.refusal)] }] : [],
      ),
    },
  }
}

/** One filing: what it would do, what is wrong with which row, and the two ways on. */
export function filingPage(w: Words, me: Person, agreement: Agreement, filing: Filing, why: ShownForm) {
  const isOwn = isOneOf(me, bankRoles)
  const { id, number, state, rows, goodRows, badRows, amountFen, fileName } = filing
  return {
    title: w('batches.filing-title', { number }),
    state: { label: w(`batches.filing-state.${state}`), tone: filingTones[state] },
    back: `/batches/${agreement.id}`,
    backLabel: w('batches.one-title', { number: agreement.number }),
    notice: w(`batches.filing-notice.${state}`, { good: goodRows, bad: badRows }),
    tone: (state === 'checked' && badRows > 0) || state === 'taken-back' ? 'warn' : 'good',
    figures: [
      { label: w('batches.column.good'), value: String(goodRows) },
      { label: w('batches.column.bad'), value: String(badRows), ...(badRows ? { tone: 'bad' } : {}) },
      { label: w('batches.figure.amount'), value: showWan(amountFen) },
    ],
    source: fileName ?? w('batches.chosen'),
    once: newId(),
    bookAction: isOwn && state === 'checked' && goodRows > 0 ? `/batch-filings/${id}/booking` : null,
    bookLabel: w('batches.book-label', { count: goodRows }),
    takenBack: filing.takenBackWords ? w('batches.taken-back-why', { why: filing.takenBackWords }) : null,
    takeBack:
      me.role === 'bank-manager' && state === 'booked'
        ? {
            ...{ ...why, action: `/batch-filings/${id}/taking-back`, once: newId() },
            submitLabel: w('batches.take-back'),
          }
        : null,
    giveUpAction: isOwn && state === 'checked' ? `/batch-filings/${id}/withdrawal` : null,
    table: {
      caption: w('batches.rows-title'),
      columns: ['row', 'loan', 'firm', 'sum', 'result'].map((key) => ({
        label: w(`batches.column.${key}`),
        ...(key === 'sum' || key === 'row' ? { kind: 'number' } : key === 'loan' ? { kind: 'code' } : {}),
      })),
      // What is wrong stands first.
      rows: rows
        .toSorted(
          (one, other) => Number(one.fault === null) - Number(other.fault === null) || one.row - other.row,
        )
        .map(({ row, typed, firm, amountFen: sum, fault }) => ({
          cells: [
            String(row),
            typed[0],
            firm ?? '',
            // A sum that is not the loan's is shown as it was typed: the loan's own stands in the words.
            sum === null || fault?.code === 'amount-differs' ? typed[1] : showYuan(sum),
            fault
              ? { words: w('batches.row-bad'), tone: 'bad', note: faultWords(w, fault) }
              : {
                  words: w(`batches.row-good.${state}`),
                  tone: state === 'checked' || state === 'booked' ? 'good' : 'neutral',
                },
          ],
        })),
    },
  }
}

/** Why a row is not filed; the rules of a guarantee have their words already. */
function faultWords(w: Words, { code, values = {} }: RowFault): string {
  for (const key of [`batches.fault.${code}`, `forms.${code}`]) if (w.has(key)) return w(key, values)
  return w.refusal({ code, values })
}

export const labelsOf = (w: Words): ColumnLabels => ({
  loan: w('batches.sheet.loan'),
  amount: w('batches.sheet.amount'),
})

/** The template: an empty sheet to fill in, and what goes where. */
export const templateSheets = (w: Words): WrittenSheet[] => [
  {
    name: w('batches.template-sheet'),
    header: filingColumns.map((column) => `${labelsOf(w)[column]}*`),
    rows: [],
    widths: [28, 22],
  },
  {
    name: w('batches.template-notes'),
    header: [w('batches.template-column'), w('batches.template-meaning'), w('batches.template-example')],
    rows: filingColumns.map((column) => [
      labelsOf(w)[column],
      w(`batches.template-about.${column}`),
      w(`batches.template-example.${column}`),
    ]),
    widths: [22, 60, 26],
  },
]
