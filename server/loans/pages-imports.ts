import { isOneOf, type Person } from '../accounts/index.ts'
import { type Fen, minus, showYuan } from '../money/fen.ts'
import { showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { Refusal } from '../platform/outcome.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Pager } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { type ImportState, mostImportBytes, mostImportRows } from './import.ts'
import { type ImportFault, importColumns } from './import-row.ts'
import type { ColumnLabels } from './import-sheet.ts'
import type { ImportBatch, ImportRow, importsOf, loansOfImport } from './rows-imports.ts'

const stateTones = {
  checked: 'info',
  booked: 'good',
  reversed: 'warn',
  'given-up': 'neutral',
} as const satisfies Record<ImportState, string>

const stateShown = (w: Words, state: ImportState) => ({
  label: w(`loans.import-state.${state}`),
  tone: stateTones[state],
})

type Listed = Awaited<ReturnType<typeof importsOf>>[number]

/** The bank's imports, and the form for the next one. */
export function importsPage(w: Words, found: readonly Listed[], pager: Pager, refusal: Refusal | null) {
  const words = refusal ? w.refusal(refusal) : null
  return {
    title: w('loans.imports-title'),
    lead: w('loans.imports-lead', { rows: mostImportRows, megabytes: mostImportBytes / 1024 / 1024 }),
    errors: words ? [{ href: '#file', words }] : [],
    error: words,
    most: mostImportBytes,
    once: newId(),
    pager: pager.previousHref || pager.nextHref ? pager : null,
    table: found.length
      ? {
          caption: w('loans.imports-caption'),
          columns: [
            { label: w('loans.import-number') },
            { label: w('loans.import-file') },
            { label: w('loans.import-good'), kind: 'number' },
            { label: w('loans.import-bad'), kind: 'number' },
            { label: w('loans.import-principal'), kind: 'number' },
            { label: w('loans.import-by') },
            { label: w('loans.column.state') },
          ],
          rows: found.map(({ batch, by }) => ({
            cells: [
              { words: batch.number, href: `/loans/imports/${batch.id}` },
              batch.fileName,
              String(batch.goodRows),
              String(batch.badRows),
              showYuan(batch.principalFen),
              { words: by, note: showInstant(batch.checkedAt) },
              { words: stateShown(w, batch.state).label, tone: stateTones[batch.state] },
            ],
          })),
        }
      : null,
  }
}

export const importViews = ['bad', 'loans'] as const
export type ImportView = (typeof importViews)[number]

type LoanLine = Awaited<ReturnType<typeof loansOfImport>>[number]
type Shown = {
  readonly batch: ImportBatch
  readonly names: ReadonlyMap<string, string>
  readonly view: ImportView
  readonly bad: readonly ImportRow[]
  readonly loans: readonly LoanLine[]
  readonly pager: Pager
}

/** One file: what it says, what would happen, what is wrong with it, and what may be done now. */
export function importPage(w: Words, me: Person, { batch, names, view, bad, loans, pager }: Shown) {
  const { id, state, goodRows, badRows } = batch
  return {
    title: w('loans.import-title', { number: batch.number }),
    state: stateShown(w, state),
    figures: figuresOf(w, batch),
    facts: factsOf(w, batch, names),
    outcome: w(`loans.import-outcome.${state}`, { good: goodRows, bad: badRows, why: batch.why ?? '' }),
    tone: badRows > 0 && state === 'checked' ? 'warn' : state === 'reversed' ? 'warn' : 'good',
    steps: state === 'checked' ? checkedSteps(w, batch) : [],
    reversal:
      state === 'booked' && isOneOf(me, ['bank-manager'])
        ? { href: `/loans/imports/${id}/reversal`, label: w('loans.import-reverse') }
        : null,
    once: newId(),
    downloads: badRows
      ? (['xlsx', 'csv'] as const).map((as) => ({
          href: `/loans/imports/${id}/bad-rows?as=${as}`,
          label: w(`loans.import-download-${as}`),
        }))
      : [],
    views: importViews
      .filter((one) => (one === 'bad' ? badRows > 0 : goodRows > 0))
      .map((one) => ({
        href: `/loans/imports/${id}?of=${one}`,
        words: w(`loans.import-view-${one}`, { count: one === 'bad' ? badRows : batch.loanCount }),
        current: one === view,
      })),
    table: view === 'bad' ? badTable(w, bad) : loansTable(w, state, loans),
    pager: pager.previousHref || pager.nextHref ? pager : null,
  }
}

const figuresOf = (w: Words, batch: ImportBatch) => [
  { label: w('loans.import-good'), value: String(batch.goodRows) },
  {
    label: w('loans.import-bad'),
    value: String(batch.badRows),
    ...(batch.badRows ? { tone: 'bad' as const } : {}),
  },
  { label: w('loans.import-principal'), value: showYuan(batch.principalFen) },
  { label: w('loans.import-interest'), value: showYuan(batch.interestFen) },
  { label: w('loans.import-settled'), value: String(batch.settledCount) },
]

function factsOf(w: Words, batch: ImportBatch, names: ReadonlyMap<string, string>) {
  const who = (key: string, id: string | null, at: ImportBatch['bookedAt']) =>
    id && at ? [{ label: w(`loans.import-${key}`), value: names.get(id) ?? '', note: showInstant(at) }] : []
  return [
    { label: w('loans.import-file'), value: batch.fileName, note: `SHA-256 ${batch.fileHash.slice(0, 16)}…` },
    ...who('checked-by', batch.checkedBy, batch.checkedAt),
    ...who('booked-by', batch.bookedBy, batch.bookedAt),
    ...who(`${batch.state === 'reversed' ? 'reversed' : 'given-up'}-by`, batch.endedBy, batch.endedAt),
    ...(batch.why ? [{ label: w('loans.field.why'), value: batch.why }] : []),
  ]
}

/** All rows where all are good; the good ones where some are wrong; and always the way out. */
function checkedSteps(w: Words, { id, goodRows, badRows }: ImportBatch) {
  const mode = badRows > 0 ? 'good' : 'all'
  const book = {
    action: `/loans/imports/${id}/booking`,
    fields: [{ name: 'mode', value: mode }],
    label: w(`loans.import-book-${mode}`, { count: goodRows }),
    primary: true,
  }
  const giveUp = {
    action: `/loans/imports/${id}/withdrawal`,
    fields: [],
    label: w('loans.import-give-up'),
    primary: false,
  }
  return goodRows > 0 ? [book, giveUp] : [giveUp]
}

export const labelsOf = (w: Words): ColumnLabels => ({
  loan: w('loans.import-column.loan'),
  paidOn: w('loans.import-column.paidOn'),
  principal: w('loans.import-column.principal'),
  interest: w('loans.import-column.interest'),
  reference: w('loans.import-column.reference'),
  reason: w('loans.import-column.reason'),
})

/** What is wrong with a cell, in words; the rules of a single report have theirs already. */
export function faultWords(w: Words, { code, values = {} }: ImportFault): string {
  for (const key of [`loans.import-fault.${code}`, `forms.${code}`]) if (w.has(key)) return w(key, values)
  return w.refusal({ code, values })
}

/** One line for each cell that is wrong: row, column, what stands there, and why it cannot be booked. */
export const faultLines = (w: Words, rows: readonly ImportRow[]): string[][] =>
  rows.flatMap(({ row, typed, faults }) =>
    faults.map((fault) => [
      String(row),
      labelsOf(w)[fault.column],
      typed[importColumns.indexOf(fault.column)] ?? '',
      faultWords(w, fault),
    ]),
  )

export const faultHeader = (w: Words): string[] =>
  ['row', 'column', 'value', 'reason'].map((key) => w(`loans.import-fault-${key}`))

const badTable = (w: Words, rows: readonly ImportRow[]) => ({
  caption: w('loans.import-bad-caption'),
  columns: faultHeader(w).map((label) => ({ label })),
  rows: faultLines(w, rows).map((cells) => ({ cells })),
})

function loansTable(w: Words, state: ImportState, loans: readonly LoanLine[]) {
  const before = state === 'checked'
  const yuan = (amount: Fen) => showYuan(amount)
  return {
    caption: w(`loans.import-loans-caption.${state}`),
    columns: [
      { label: w('loans.column.number') },
      { label: w('loans.column.firm') },
      ...['rows', 'principal', 'interest', ...(before ? ['balance-after'] : [])].map((key) => ({
        label: w(`loans.import-${key}`),
        kind: 'number',
      })),
    ],
    rows: loans.map((loan) => ({
      cells: [
        { words: loan.number, href: `/loans/${loan.id}` },
        loan.firm,
        String(loan.rows),
        yuan(loan.principalFen),
        yuan(loan.interestFen),
        ...(before ? [yuan(minus(loan.balanceFen, loan.principalFen))] : []),
      ],
    })),
  }
}

export const reversalPage = (w: Words, batch: ImportBatch, shown: ShownForm) => ({
  title: w('loans.import-reversal-title', { number: batch.number }),
  lead: w('loans.import-reversal-text', {
    count: batch.goodRows,
    loans: batch.loanCount,
    principal: showYuan(batch.principalFen),
  }),
  ...shown,
  action: `/loans/imports/${batch.id}/reversal`,
  back: `/loans/imports/${batch.id}`,
  backLabel: w('loans.import-back'),
  once: newId(),
})
