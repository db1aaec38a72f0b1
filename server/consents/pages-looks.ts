import { actorWords } from '../audit/index.ts'
import { showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Pager } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { factsOfKind, unnamedFactsOfKind } from './facts.ts'
import { chips, type Query } from './pages-filters.ts'
import type { ListedLook } from './rows-looks.ts'

const columns = ['at', 'who', 'kind', 'where', 'ground'] as const

/** Who saw what, when, where and on what ground. */
export const looksTable = (w: Words, rows: readonly ListedLook[]) => ({
  caption: w('consents.looks-title'),
  columns: columns.map((key) => ({
    label: w(`consents.column.${key}`),
    ...(key === 'at' ? { kind: 'date' } : {}),
  })),
  rows: rows.map(({ look, bank, number }) => ({
    cells: [
      showInstant(look.at),
      { words: bank, note: actorWords(w, look.actor) },
      { words: w(`consents.kind.${look.kind}`), note: whatWords(w, look.what) },
      { words: subjectWords(w, look.subjectKind), note: look.about },
      look.consentId && number
        ? { words: number, href: `/consents/${look.consentId}` }
        : w('consents.basis.contract'),
    ],
  })),
})

const factCodes: ReadonlySet<string> = new Set([
  ...Object.values(factsOfKind).flat(),
  ...Object.values(unnamedFactsOfKind).flat(),
  'taxCheck',
])

/** The facts and papers by their names; the code where a later release forgot the word. */
const whatWords = (w: Words, what: readonly string[]): string =>
  what.map((one) => factOrPaper(w, one)).join(w('consents.comma'))

function factOrPaper(w: Words, code: string): string {
  if (factCodes.has(code)) return w(`consents.fact.${code}`)
  const paper = `products.document.${code}`
  return w.has(paper) ? w(paper) : code
}

/** Where it was seen; the code where a later release forgot the word. */
function subjectWords(w: Words, kind: string): string {
  const key = `consents.subject.${kind}`
  return w.has(key) ? w(key) : kind
}

export const looksPage = (
  w: Words,
  rows: readonly ListedLook[],
  pager: Pager,
  filter: ShownForm,
  query: Query,
  carried: Readonly<Record<string, string>>,
) => ({
  title: w('consents.looks-title'),
  errors: filter.errors,
  filters: {
    action: '/consents/looks',
    fields: filter.fields,
    active: chips(w, filter, query, '/consents/looks'),
    clearHref: '/consents/looks',
    target: '#looks',
  },
  table: rows.length ? looksTable(w, rows) : null,
  pager: { ...pager, target: '#looks' },
  exported: {
    action: '/consents/looks/exports',
    once: newId(),
    carried: Object.entries(carried).map(([name, value]) => ({ name, value })),
  },
})

/** The same for a spreadsheet. */
export const looksExport = (w: Words, rows: readonly ListedLook[]): string[][] => [
  ['at', 'bank', 'who', 'kind', 'what', 'where', 'case', 'ground'].map((key) => w(`consents.column.${key}`)),
  ...rows.map(({ look, bank, number }) => [
    showInstant(look.at),
    bank,
    actorWords(w, look.actor),
    w(`consents.kind.${look.kind}`),
    whatWords(w, look.what),
    subjectWords(w, look.subjectKind),
    look.about,
    number ?? w('consents.basis.contract'),
  ]),
]
