import type { By } from '../accounts/index.ts'
import { actorWords } from '../audit/index.ts'
import { definitionOf, type FigureCode } from '../cockpit/definition.ts'
import { showInstant } from '../platform/clock.ts'
import type { StreamedSheet } from '../platform/sheets/streaming.ts'
import type { PageData } from '../platform/web/answer.ts'
import type { Words } from '../platform/web/words.ts'

export type Line = readonly [label: string, value: string]

/** What was asked for, by whom and when, and what its figures mean: the second sheet of every export. */
export const aboutSheet = (
  w: Words,
  asked: readonly Line[],
  by: Pick<By, 'actor' | 'at'>,
  figures: readonly FigureCode[] = [],
): StreamedSheet => ({
  name: w('exports.about'),
  header: [w('exports.about'), ''],
  widths: [24, 90],
  rows: [
    ...asked,
    [w('exports.taken-by'), actorWords(w, by.actor)],
    [w('exports.taken-at'), showInstant(by.at)],
    ...meaningsOf(w, figures),
  ],
})

/** What figures mean, each by its formula and version. */
export const meaningsOf = (w: Words, figures: readonly FigureCode[]): readonly Line[] =>
  figures.map((code) => [
    w(`figures.name.${code}`),
    `${w(`figures.formula.${code}`)} ${w('figures.version', { version: definitionOf(code).version, code })}`,
  ])

type Field = {
  readonly label: string
  readonly value?: unknown
  readonly options?: readonly { readonly value: string; readonly label: string }[]
}

/** What a page was asked for: its title and lead, what its filters are set to, and its address. */
export function askedLines(w: Words, data: PageData, url: string): readonly Line[] {
  const { filters, fields } = data as { filters?: { fields?: readonly Field[] }; fields?: readonly Field[] }
  const set = (filters?.fields ?? fields ?? []).flatMap(({ label, value, options }): Line[] => {
    const words = options?.find((one) => one.value === value)?.label ?? value
    return typeof words === 'string' && words !== '' ? [[label, words]] : []
  })
  return [
    [w('exports.page'), data.title],
    ...(typeof data.lead === 'string' && data.lead ? [[w('exports.stands'), data.lead] as const] : []),
    ...set,
    ...factsIn(data),
    [w('exports.address'), url],
  ]
}

/** What a page says beside its tables: of a drawing all that it assumes. */
const factsIn = ({ facts, assumptions }: PageData): readonly Line[] =>
  [facts, assumptions].flat().flatMap((fact): Line[] => {
    const { label, value, note } = Object(fact) as { label?: unknown; value?: unknown; note?: unknown }
    if (typeof label !== 'string' || typeof value !== 'string') return []
    return [[label, typeof note === 'string' && note ? `${value} · ${note}` : value]]
  })

/** Title and lead stand above already. */
const printedLines = (
  w: Words,
  data: PageData,
  url: string,
  by: Pick<By, 'actor' | 'at'>,
): readonly Line[] => [
  ...askedLines(w, data, url).filter(([, value]) => value !== data.title && value !== data.lead),
  [w('exports.printed-by'), actorWords(w, by.actor)],
  [w('exports.printed-at'), showInstant(by.at)],
]

/** A page as paper: its pictures, its tables, what its figures mean, and who printed it when. */
export const printPage = (
  w: Words,
  data: PageData,
  {
    url,
    by,
    figures,
    tables,
    isCut,
  }: {
    readonly url: string
    readonly by: Pick<By, 'actor' | 'at'>
    readonly figures: readonly FigureCode[]
    readonly tables: readonly unknown[]
    readonly isCut: boolean
  },
) => ({
  title: data.title,
  lead: typeof data.lead === 'string' ? data.lead : '',
  chart: typeof data.chart === 'string' ? data.chart : '',
  map: typeof data.map === 'string' ? data.map : '',
  says: typeof data.says === 'string' ? data.says : data.title,
  tables,
  cut: isCut ? w('exports.cut') : '',
  about: printedLines(w, data, url, by),
  meanings: meaningsOf(w, figures),
  backHref: url,
})
