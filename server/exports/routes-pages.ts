import { setImmediate as breath } from 'node:timers/promises'
import type { Role } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import type { FigureCode } from '../cockpit/definition.ts'
import { newId } from '../platform/ids.ts'
import { done } from '../platform/outcome.ts'
import type { Cell, StreamedSheet } from '../platform/sheets/streaming.ts'
import { xlsxType } from '../platform/sheets/write.ts'
import type { Pager } from '../platform/web/paging.ts'
import { one, withQuery } from '../platform/web/paging.ts'
import {
  type Answer,
  get,
  go,
  NotFound,
  post,
  printed,
  Refusing,
  type Route,
  type SignedIn,
  stream,
} from '../web.ts'
import { type Taking, take, writeOut } from './actions.ts'
import { directRows } from './export.ts'
import { aboutSheet, askedLines, printPage } from './pages-about.ts'
import { type PageRow, type PageTable, shapeOf, tablesIn } from './tables.ts'

/** How a page of figures is taken away. */
type Way = {
  /** What the figures on it mean: they stand beside them in the workbook and on paper. */
  readonly figures?: readonly FigureCode[]
  /** All rows of its list, and how many, where they are too many to be asked for page by page. */
  readonly whole?: (visit: SignedIn) => Promise<Whole | null>
  /** A workbook or a paper of its own, where those hold more than the page; they leave the same trace. */
  readonly book?: Show
  readonly print?: Show
}
export type Whole = { readonly count: number; readonly rows: AsyncIterable<PageRow> }
type Show = (visit: SignedIn) => Promise<Answer> | Answer

/**
 * A page that shows tables of figures, and with it its workbook (`…/exports`) and its paper (`…/print`): both are made of what
 * the page itself shows, by the same rights and the same questions. Who asks for either by its button leaves a trace; to
 * read the address of a paper writes nothing, like all reading.
 *
 * `what` names it in the words of exports and in the trail.
 */
export const withExport = (
  url: string,
  right: readonly Role[],
  what: string,
  show: Show,
  way: Way = {},
): readonly Route[] => [
  get(url, right, async (visit) => offering(visit, await show(visit))),
  get(`${url}/print`, right, (visit) => paperOf(asPage(visit, visit.query), show, way)),
  post(`${url}/print`, right, (visit) => printOf(asPage(visit, queryIn(visit.body)), what, show, way), {
    perMinute: 30,
  }),
  post(`${url}/exports`, right, (visit) => bookOf(asPage(visit, queryIn(visit.body)), what, show, way), {
    perMinute: 10,
  }),
]

/** The page with the ways to take it away, where it has something to take. */
function offering({ path, query }: SignedIn, answer: Answer): Answer {
  if (answer.kind !== 'page' || answer.status !== 200 || !tablesIn(answer.data).length) return answer
  const carried = Object.entries(query).flatMap(([name, sent]) =>
    name === 'page' || one(sent) === '' ? [] : [[name, one(sent)] as const],
  )
  const taking = { book: `${path}/exports`, paper: `${path}/print`, carried }
  return { ...answer, data: { ...answer.data, taking } }
}

/** The visit as if it came to the page itself, whose address is one step above. */
function asPage(visit: SignedIn, query: SignedIn['query']): SignedIn {
  const path = visit.path.replace(/\/(exports|print)$/, '')
  return { ...visit, path, query, url: withQuery(path, query, {}) }
}

/** The questions of a page, as its form carries them; what cannot be one is passed over, as in an address. */
function queryIn(body: unknown): Record<string, string> {
  const sent = Object.entries(Object(body) as Record<string, unknown>)
  return Object.fromEntries(
    sent.flatMap(([name, value]) =>
      /^[a-zA-Z]{1,20}$/.test(name) && name !== 'page' && typeof value === 'string' && value.length <= 100
        ? [[name, value] as const]
        : [],
    ),
  )
}

/** Rows that a list is asked for at once. */
const atOnce = 1_000

async function bookOf(visit: SignedIn, what: string, show: Show, way: Way): Promise<Answer> {
  if (way.book) return way.book(visit)
  const { w, by, url, query, today } = visit
  const first = await show({ ...visit, slice: { limit: atOnce, offset: 0 } })
  if (first.kind !== 'page') return first
  const [table, ...others] = first.status === 200 ? tablesIn(first.data) : []
  if (!table) {
    if (first.status === 404) throw new NotFound(url)
    throw new Refusing({ code: 'nothing-to-take' }, url)
  }
  const whole = (await way.whole?.(visit)) ?? (await allOf(visit, show, first, table))
  const note = (label: string) => w('exports.note', { label })
  const sheets: StreamedSheet[] = [
    sheetOf(table, note, whole.rows),
    aboutSheet(w, askedLines(w, first.data, url), by, way.figures),
    ...others.map((one) => sheetOf(one, note)),
  ]
  return handOver(visit, url, sheets, {
    ...{ what, filters: { address: url }, name: `${what}-${one(query.on) || today}.xlsx` },
    rows: others.reduce((sum, { rows }) => sum + rows.length, whole.count),
  })
}

function sheetOf(
  table: PageTable,
  note: (label: string) => string,
  rows: Iterable<PageRow> | AsyncIterable<PageRow> = table.rows,
): StreamedSheet {
  const { line, ...sheet } = shapeOf(table, note)
  return { ...sheet, rows: linesOf(rows, line) }
}

async function* linesOf(
  rows: Iterable<PageRow> | AsyncIterable<PageRow>,
  line: (row: PageRow) => readonly Cell[],
) {
  for await (const row of rows) yield line(row)
}

/** All rows of a list, asked for one part after the other, with a breath between in which pages have their turn. */
async function allOf(visit: SignedIn, show: Show, first: Answer, table: PageTable) {
  const rows = [...table.rows]
  for (let last = first, offset = atOnce; hasNext(last); offset += atOnce) {
    await breath()
    last = await show({ ...visit, slice: { limit: atOnce, offset } })
    rows.push(...(listIn(last)?.rows ?? []))
  }
  return { count: rows.length, rows }
}

const hasNext = (answer: Answer): boolean =>
  answer.kind === 'page' && Boolean((answer.data.pager as Pager | null | undefined)?.nextHref)
/** The list of a page is its first table. */
const listIn = (answer: Answer): PageTable | undefined =>
  answer.kind === 'page' ? tablesIn(answer.data)[0] : undefined

/** A workbook as the answer, or the page of the export that is written behind it; either way with its trace. */
export async function handOver(
  { parts, by }: SignedIn,
  back: string,
  sheets: readonly StreamedSheet[],
  what: Taking,
): Promise<Answer> {
  const outcome = await take(parts, by, what, sheets)
  if (!outcome.ok) throw new Refusing(outcome.refusal, back)
  const { taken } = outcome
  if (taken.kind === 'file')
    return stream({ body: taken.body, type: xlsxType, name: what.name, inline: false })
  // Nobody waits for it: the page of the export says how far it is. One whose database is gone falls silent, and is lost.
  writeOut(parts, taken.row, sheets).catch(() => undefined)
  return go(`/exports/${taken.row.id}`)
}

/** The page as paper; where it has no figure, or cannot be shown, the page itself, which says why. */
async function paperOf(visit: SignedIn, show: Show, way: Way): Promise<Answer> {
  if (way.print) return way.print(visit)
  const { w, by, url } = visit
  const answer = await show({ ...visit, slice: { limit: directRows, offset: 0 } })
  if (answer.kind !== 'page' || answer.status !== 200) return answer
  const tables = tablesIn(answer.data)
  if (!tables.length) return answer
  return printed(
    'exports/print',
    printPage(w, answer.data, { url, by, figures: way.figures ?? [], tables, isCut: hasNext(answer) }),
  )
}

const isPaper = (answer: Answer): boolean =>
  answer.kind === 'page' && answer.layout === 'print' && answer.status === 200

async function printOf(visit: SignedIn, what: string, show: Show, way: Way): Promise<Answer> {
  const { path, query, url } = visit
  if (!isPaper(await paperOf(visit, show, way))) return go(url)
  await tracePrint(visit, what, url)
  return go(withQuery(`${path}/print`, query, {}))
}

/** Leaves in the trail who printed which figures, and by which questions. */
const tracePrint = ({ parts, by }: SignedIn, what: string, address: string) =>
  act(parts.store, by, async (tx) => {
    await write(tx, by, {
      ...{ happening: 'exports.printed', subject: { kind: 'export', id: newId<'export'>() } },
      details: { what, address },
    })
    return done({})
  })
