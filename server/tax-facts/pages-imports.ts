import { isOneOf, type Person } from '../accounts/index.ts'
import { showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { Refusal } from '../platform/outcome.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Pager } from '../platform/web/paging.ts'
import { showCount, type Words } from '../platform/web/words.ts'
import { mostTaxBytes, mostTaxRows, type TaxImportState } from './import.ts'
import type { TaxRowFault } from './import-row.ts'
import type { gradesOfImport, listImports, TaxImport, TaxImportRow } from './rows-imports.ts'

const stateTones = {
  reading: 'info',
  checked: 'info',
  booked: 'good',
  reversed: 'warn',
  'given-up': 'neutral',
} as const satisfies Record<TaxImportState, string>

const stateShown = (w: Words, state: TaxImportState) => ({
  label: w(`tax-facts.import-state.${state}`),
  tone: stateTones[state],
})

type Listed = Awaited<ReturnType<typeof listImports>>[number]

/** The files that came, and the form for the next one. */
export function importsPage(w: Words, found: readonly Listed[], pager: Pager, refusal: Refusal | null) {
  const words = refusal ? w.refusal(refusal) : null
  return {
    title: w('tax-facts.imports-title'),
    lead: w('tax-facts.imports-lead', { rows: mostTaxRows, megabytes: mostTaxBytes / 1024 / 1024 }),
    errors: words ? [{ href: '#file', words }] : [],
    error: words,
    once: newId(),
    pager: pager.previousHref || pager.nextHref ? pager : null,
    table: found.length
      ? {
          caption: w('tax-facts.imports-caption'),
          columns: [
            ...['number', 'file', 'years'].map((key) => ({ label: w(`tax-facts.import-${key}`) })),
            ...['firms', 'bad'].map((key) => ({ label: w(`tax-facts.import-${key}`), kind: 'number' })),
            ...['by', 'state-label'].map((key) => ({ label: w(`tax-facts.import-${key}`) })),
          ],
          rows: found.map(({ batch, by }) => ({
            cells: [
              { words: batch.number, href: `/tax-facts/imports/${batch.id}` },
              batch.fileName,
              yearsWords(w, batch),
              showCount(batch.firmCount),
              showCount(batch.badRows),
              { words: by ?? '', note: showInstant(batch.checkedAt) },
              { words: stateShown(w, batch.state).label, tone: stateTones[batch.state] },
            ],
          })),
        }
      : null,
  }
}

const yearsWords = (w: Words, { years }: Pick<TaxImport, 'years'>): string =>
  years.join(w('tax-facts.comma')) || '-'

export const importViews = ['bad', 'grades'] as const
export type ImportView = (typeof importViews)[number]

type GradeLine = Awaited<ReturnType<typeof gradesOfImport>>[number]
type Shown = {
  readonly batch: TaxImport
  readonly names: ReadonlyMap<string, string>
  readonly view: ImportView
  readonly bad: readonly TaxImportRow[]
  readonly grades: readonly GradeLine[]
  readonly pager: Pager
}

/** One file: what it says, what would happen, what is wrong with it, and what may be done now. */
export function importPage(w: Words, me: Person, { batch, names, view, bad, grades, pager }: Shown) {
  const { id, state, goodRows, badRows, gradeCount } = batch
  return {
    title: w('tax-facts.import-title', { number: batch.number }),
    state: stateShown(w, state),
    figures: figuresOf(w, batch),
    facts: factsOf(w, batch, names),
    outcome: w(`tax-facts.import-outcome.${state}`, { good: goodRows, bad: badRows, why: batch.why ?? '' }),
    tone: (badRows > 0 && state === 'checked') || state === 'reversed' ? 'warn' : 'good',
    steps: stepsOf(w, batch),
    reversal:
      state === 'booked' && isOneOf(me, ['bureau-head'])
        ? { href: `/tax-facts/imports/${id}/reversal`, label: w('tax-facts.import-reverse') }
        : null,
    once: newId(),
    downloads: badRows
      ? (['xlsx', 'csv'] as const).map((as) => ({
          href: `/tax-facts/imports/${id}/bad-rows?as=${as}`,
          label: w(`tax-facts.import-download-${as}`),
        }))
      : [],
    views: importViews
      .filter((one) => (one === 'bad' ? badRows > 0 : gradeCount > 0))
      .map((one) => ({
        href: `/tax-facts/imports/${id}?of=${one}`,
        words: w(`tax-facts.import-view-${one}`, { count: one === 'bad' ? badRows : gradeCount }),
        current: one === view,
      })),
    table: view === 'bad' ? badTable(w, batch, bad) : gradeTable(w, grades),
    pager: pager.previousHref || pager.nextHref ? pager : null,
  }
}

const figuresOf = (w: Words, batch: TaxImport) => [
  { label: w('tax-facts.import-good'), value: showCount(batch.goodRows) },
  {
    label: w('tax-facts.import-bad'),
    value: showCount(batch.badRows),
    ...(batch.badRows ? { tone: 'bad' as const } : {}),
  },
  { label: w('tax-facts.import-grades'), value: showCount(batch.gradeCount) },
  { label: w('tax-facts.import-taxes'), value: showCount(batch.taxCount) },
  { label: w('tax-facts.import-standings'), value: showCount(batch.standingCount) },
]

function factsOf(w: Words, batch: TaxImport, names: ReadonlyMap<string, string>) {
  const who = (key: string, id: string | null, at: TaxImport['bookedAt']) =>
    id && at
      ? [{ label: w(`tax-facts.import-${key}`), value: names.get(id) ?? '', note: showInstant(at) }]
      : []
  return [
    {
      label: w('tax-facts.import-file'),
      value: batch.fileName,
      note: `SHA-256 ${batch.fileHash.slice(0, 16)}…`,
    },
    { label: w('tax-facts.import-years'), value: yearsWords(w, batch) },
    ...who('checked-by', batch.checkedBy, batch.checkedAt),
    ...who('booked-by', batch.bookedBy, batch.bookedAt),
    ...who(batch.state === 'reversed' ? 'reversed-by' : 'given-up-by', batch.endedBy, batch.endedAt),
    ...(batch.why ? [{ label: w('tax-facts.field.why'), value: batch.why }] : []),
  ]
}

/** All rows where all are good; the good ones where some are wrong; and always the way out. */
function stepsOf(w: Words, { id, state, goodRows, badRows }: TaxImport) {
  if (state !== 'checked' && state !== 'reading') return []
  const mode = badRows > 0 ? 'good' : 'all'
  const book = {
    action: `/tax-facts/imports/${id}/booking`,
    fields: [{ name: 'mode', value: mode }],
    label: w(`tax-facts.import-book-${mode}`, { count: goodRows }),
    primary: true,
  }
  const giveUp = {
    action: `/tax-facts/imports/${id}/withdrawal`,
    fields: [],
    label: w('tax-facts.import-give-up'),
    primary: false,
  }
  return state === 'checked' && goodRows > 0 ? [book, giveUp] : [giveUp]
}

/** What is wrong with a cell, in words; what the fields of all forms say has words already. */
export function faultWords(w: Words, { code, values = {} }: TaxRowFault): string {
  for (const key of [`tax-facts.fault.${code}`, `forms.${code}`]) if (w.has(key)) return w(key, values)
  return w.refusal({ code, values })
}

/** One line for each cell that is wrong: row, column, what stands there, and why it cannot be taken over. */
export const faultLines = (
  w: Words,
  { columns }: Pick<TaxImport, 'columns'>,
  rows: readonly TaxImportRow[],
): string[][] =>
  rows.flatMap(({ row, typed, faults }) =>
    // As the columns stand, however they were found.
    faults
      .toSorted((one, other) => one.at - other.at)
      .map((fault) => [String(row), columns[fault.at] ?? '', typed[fault.at] ?? '', faultWords(w, fault)]),
  )

export const faultHeader = (w: Words): string[] =>
  ['row', 'column', 'value', 'reason'].map((key) => w(`tax-facts.fault-${key}`))

const badTable = (w: Words, batch: TaxImport, rows: readonly TaxImportRow[]) => ({
  caption: w('tax-facts.import-bad-caption'),
  columns: faultHeader(w).map((label) => ({ label })),
  rows: faultLines(w, batch, rows).map((cells) => ({ cells })),
})

const gradeTable = (w: Words, lines: readonly GradeLine[]) => ({
  caption: w('tax-facts.import-grades-caption'),
  columns: ['firm', 'assess-year', 'grade', 'reason', 'standing'].map((key) => ({
    label: w(`tax-facts.column-${key}`),
  })),
  rows: lines.map((line) => ({
    cells: [
      { words: line.name, href: `/enterprises/${line.enterpriseId}/tax-facts`, note: line.uscc },
      String(line.assessYear),
      { words: w(`enterprises.tax-grade.${line.grade}`), note: line.asOf },
      w(`tax-facts.reason.${line.reason}`),
      line.standing ? w(`enterprises.tax-grade.${line.standing}`) : w('tax-facts.not-known'),
    ],
  })),
})

export const reversalPage = (w: Words, batch: TaxImport, later: number, shown: ShownForm) => ({
  title: w('tax-facts.import-reversal-title', { number: batch.number }),
  lead: w('tax-facts.import-reversal-text', { firms: batch.firmCount, later }),
  ...shown,
  action: `/tax-facts/imports/${batch.id}/reversal`,
  back: `/tax-facts/imports/${batch.id}`,
  once: newId(),
})
