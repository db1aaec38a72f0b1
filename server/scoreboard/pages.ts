import { showWan } from '../money/fen.ts'
import type { Reference } from '../parts.ts'
import { dayOf } from '../platform/clock.ts'
import { withQuery } from '../platform/web/paging.ts'
import { showCount, type Words } from '../platform/web/words.ts'
import type { Anyone } from '../web.ts'
import { type Breakdown, breakdowns } from './figures.ts'
import {
  bankColumns,
  chartOf,
  figureWords,
  loanColumns,
  type Named,
  namedRows,
  partWords,
  tableOf,
} from './pages-tables.ts'
import type { OpenEdition, publishedList } from './rows.ts'

type Headings = Awaited<ReturnType<typeof publishedList>>

export const quarterWords = (w: Words, code: string): string => {
  const [year = '', quarter = ''] = code.split('-q')
  return w('scoreboard.quarter', { year, quarter })
}

export type Shown = {
  readonly edition: OpenEdition
  readonly published: Headings
  /** What was chosen to be looked at, by breakdown; empty where nothing was. */
  readonly chosen: Readonly<Partial<Record<Breakdown, string>>>
}

/** 亮屏, for everybody. */
export async function boardPage({ w, parts, query }: Anyone, shown: Shown) {
  const { edition, published } = shown
  const { reference } = parts
  const here = { quarter: edition.quarter, edition: String(edition.edition) }
  const download = (name: string) => withQuery(`/scoreboard/figures.${name}`, here, {})
  return {
    title: w('scoreboard.title-of', { quarter: quarterWords(w, edition.quarter) }),
    lead: w('scoreboard.lead'),
    filters: filtersOf(w, reference, shown),
    clearHref: withQuery('/scoreboard', query, { bank: null, district: null, industry: null, size: null }),
    answer: answerOf(w, reference, shown),
    ...(await boardOf(w, reference, edition)),
    correction: edition.reason
      ? w('scoreboard.corrected', { edition: edition.edition, reason: edition.reason })
      : '',
    later: laterOf(w, edition, published),
    downloads: [
      { href: download('csv'), label: w('scoreboard.take-csv') },
      { href: download('json'), label: w('scoreboard.take-json') },
      { href: '/scoreboard/screen', label: w('scoreboard.see-screen') },
    ],
    editions: editionsTable(w, published),
  }
}

/** Numbers, tables with their charts, and what everything means: the same for the public and for whoever publishes. */
export async function boardOf(w: Words, reference: Reference, edition: OpenEdition) {
  const { total } = edition.content
  return {
    numbers: numbersOf(w, edition),
    sections: await Promise.all(
      breakdowns.map(async (by) => {
        const rows = namedRows(w, reference, edition, by)
        return { id: by, table: tableOf(w, by, rows, total), chart: await chartOf(w, by, rows, total) }
      }),
    ),
    hiding: w('scoreboard.hiding', {
      least: edition.rule.leastFirms,
      most: `${edition.rule.mostSharePpm / 10_000} %`,
    }),
    ruleBy: edition.ruleVersion,
    definitions: definitions(w),
  }
}

export const numbersOf = (w: Words, { content: { total } }: OpenEdition) =>
  (['firms', 'drawn', 'first', 'unsecured', 'cost', 'timely'] as const).map((key) => ({
    label: w(`scoreboard.number.${key}`),
    value: figureWords(w, total, key),
    ...(key === 'drawn' && !total.hidden.includes('volume') ? { unit: w('scoreboard.wan') } : {}),
  }))

const defined = [...new Set([...bankColumns, ...loanColumns])]
export const definitions = (w: Words) => [
  ...defined.map((key) => ({
    ...{ label: w(`scoreboard.column.${key}`), value: w(`scoreboard.definition.${key}`) },
  })),
  { label: w('scoreboard.definition-of-bounds'), value: w('scoreboard.definition.bounds') },
]

/** What stands in the way of a filter: a combination, or a part that tells of single firms. */
function answerOf(w: Words, reference: Reference, { edition, chosen }: Shown) {
  const asked = breakdowns.flatMap((by) => {
    const part = chosen[by]
    return part === undefined ? [] : [{ by, part }]
  })
  const [only] = asked
  if (!only) return null
  if (asked.length > 1)
    return { title: w('scoreboard.combined'), text: w('scoreboard.combined-text'), numbers: [] }
  const row = edition.content.tables[only.by].find(({ part }) => part === only.part)
  const title = w('scoreboard.only', { part: partWords(w, reference, edition, only.by, only.part) })
  if (!row) return { title, text: w('scoreboard.nothing-there'), numbers: [] }
  const columns = only.by === 'bank' ? bankColumns : loanColumns
  return {
    title,
    text: row.hidden.length
      ? w(row.hidden.includes('volume') ? 'scoreboard.too-few' : 'scoreboard.some-too-few', {
          least: edition.rule.leastFirms,
        })
      : '',
    numbers: columns.map((key) => ({
      label: w(`scoreboard.column.${key}`),
      value: figureWords(w, row, key),
    })),
  }
}

/** A later edition of the same quarter, for whoever looks at an earlier one. */
function laterOf(w: Words, edition: OpenEdition, published: Headings) {
  const newest = published.find(({ quarter }) => quarter === edition.quarter)
  if (!newest || newest.edition <= edition.edition) return null
  return {
    words: w('scoreboard.later', { edition: newest.edition }),
    href: `/scoreboard?quarter=${edition.quarter}`,
    label: w('scoreboard.see-later'),
  }
}

function filtersOf(w: Words, reference: Reference, { edition, published, chosen }: Shown) {
  const quarters = [...new Set(published.map(({ quarter }) => quarter))]
  const select = (name: string, value: string, options: readonly { value: string; label: string }[]) => ({
    ...{ name, label: w(`scoreboard.part-${name}`), value, options, kind: 'select' },
  })
  return {
    action: '/scoreboard',
    target: '#scoreboard',
    fields: [
      select(
        'quarter',
        edition.quarter,
        quarters.map((value) => ({ value, label: quarterWords(w, value) })),
      ),
      ...breakdowns.map((by) =>
        select(by, chosen[by] ?? '', [
          { value: '', label: w('scoreboard.all') },
          ...edition.content.tables[by].map(({ part }) => ({
            value: part,
            label: partWords(w, reference, edition, by, part),
          })),
        ]),
      ),
    ],
  }
}

const editionsTable = (w: Words, published: Headings) => ({
  caption: w('scoreboard.editions'),
  columns: [
    { label: w('scoreboard.part-quarter') },
    { label: w('scoreboard.column.edition') },
    { label: w('scoreboard.column.published'), kind: 'code' },
    { label: w('scoreboard.column.reason') },
  ],
  rows: published.map(({ quarter, edition, decidedAt, reason }) => ({
    cells: [
      { words: quarterWords(w, quarter), href: `/scoreboard?quarter=${quarter}&edition=${edition}` },
      w('scoreboard.edition', { edition }),
      decidedAt ? dayOf(decidedAt) : '',
      reason ?? '—',
    ],
  })),
})

/** In one sentence what the quarter came to, for screens and previews. */
export const summaryWords = (w: Words, { content: { total } }: OpenEdition): string =>
  total.figures.drawnFen === null || total.figures.loans === null
    ? w('scoreboard.hidden')
    : w('scoreboard.summary', {
        loans: showCount(total.figures.loans),
        wan: showWan(total.figures.drawnFen),
      })

export type { Named }
