import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { plainLabel } from '../platform/sheets/label.ts'
import { type StatedReason, type TaxSum, taxSums } from './tax-fact.ts'

/** The columns that stand once, in the order of the template. */
export const singleColumns = [
  'code',
  'name',
  'assessYear',
  'grade',
  'gradedOn',
  'reason',
  'arrears',
  'abnormal',
  'asOf',
] as const
export type SingleColumn = (typeof singleColumns)[number]

/** The columns that stand once for each year of taxes. */
export const yearColumns = taxSums
export type YearColumn = TaxSum

/** `why` is the column that our own list of bad rows adds; what stands in it is passed over, as the firm's name is. */
export type TaxColumn =
  | { readonly kind: SingleColumn | 'why' }
  | { readonly kind: YearColumn; readonly year: number }

/** What things are called in one language; the columns of a year are called with '0000' in its place. */
export type TaxLabels = {
  readonly columns: Readonly<Record<SingleColumn | YearColumn | 'why', string>>
  readonly reasons: Readonly<Record<StatedReason, string>>
  /** What may stand for it, in small letters; so for yes and no. */
  readonly unrated: readonly string[]
  readonly yes: readonly string[]
  readonly no: readonly string[]
}

/** How the columns of a file stand. */
export type Layout = {
  readonly header: readonly string[]
  readonly columns: readonly (TaxColumn | null)[]
  readonly at: Readonly<Partial<Record<TaxColumn['kind'], number>>>
  readonly years: ReadonlyMap<number, Readonly<Partial<Record<YearColumn, number>>>>
  readonly reasons: Readonly<Partial<Record<StatedReason, readonly string[]>>>
  readonly unrated: readonly string[]
  readonly yes: readonly string[]
  readonly no: readonly string[]
}

const needed: readonly SingleColumn[] = singleColumns.filter((kind) => kind !== 'name')

/**
 * How the columns of a header stand, in whatever order and in either language. Refuses `import-header-wrong`: `missing`
 * and `unknown` name the columns in the reader's words; a column that stands twice is not known.
 */
export function layoutOf(
  header: readonly string[],
  languages: readonly TaxLabels[],
): Outcome<{ readonly layout: Layout }> {
  const columns = header.map((label) => meaningOf(label, languages))
  const keys = columns.map((column) => column && JSON.stringify(column))
  const missing = needed.filter((kind) => !columns.some((column) => column?.kind === kind))
  const unknown = header.filter(
    (label, at) => plainLabel(label) !== '' && (keys[at] == null || keys.indexOf(keys[at] ?? null) !== at),
  )
  if (missing.length || unknown.length) {
    const [labels] = languages
    return refuse('import-header-wrong', {
      values: {
        missing: listed(missing.map((kind) => labels?.columns[kind] ?? kind)),
        unknown: listed(unknown),
      },
    })
  }
  const years = new Map<number, Partial<Record<YearColumn, number>>>()
  const at: Partial<Record<TaxColumn['kind'], number>> = {}
  for (const [place, column] of columns.entries()) {
    if (!column) continue
    if ('year' in column) years.set(column.year, { ...years.get(column.year), [column.kind]: place })
    else at[column.kind] = place
  }
  return done({ layout: { header, columns, at, years, ...wordsOf(languages) } })
}

const listed = (names: readonly string[]): string =>
  names
    .map((name) => `“${name.slice(0, 40)}”`)
    .slice(0, 8)
    .join(' ') || '-'

function meaningOf(label: string, languages: readonly TaxLabels[]): TaxColumn | null {
  const year = /\d{4}/.exec(label)?.[0]
  const wanted = plainLabel(year ? label.replace(year, '0000') : label)
  for (const { columns } of languages) {
    for (const kind of [...singleColumns, 'why'] as const)
      if (plainLabel(columns[kind]) === wanted) return { kind }
    if (year)
      for (const kind of yearColumns)
        if (plainLabel(columns[kind]) === wanted) return { kind, year: Number(year) }
  }
  return null
}

/** What may stand in a cell that wants one of some words, in all languages. */
function wordsOf(languages: readonly TaxLabels[]): Pick<Layout, 'reasons' | 'unrated' | 'yes' | 'no'> {
  const reasons: Partial<Record<StatedReason, readonly string[]>> = {}
  for (const labels of languages)
    for (const [reason, words] of Object.entries(labels.reasons) as [StatedReason, string][])
      reasons[reason] = [...(reasons[reason] ?? []), words]
  const all = (name: 'unrated' | 'yes' | 'no') => languages.flatMap((labels) => labels[name])
  return { reasons, unrated: all('unrated'), yes: all('yes'), no: all('no') }
}
