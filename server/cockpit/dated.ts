import type { Day } from '../money/day.ts'
import type { ShownFigure, ShownPanel, ShownTable } from './panel.ts'

/** The entry of a day that is shown. */
export type DayShown = { readonly on: Day; readonly entry: number }

/** Pages that tell a past day themselves, or say plainly what they cannot. */
const telling = [
  ...['/cockpit', '/cockpit/exposure', '/cockpit/exposure/loans', '/cockpit/headroom', '/cockpit/inclusion'],
  ...['/cockpit/loans', '/cockpit/banks', '/cockpit/unlock', '/exposure/groups', '/stop-lines'],
  ...['/bureau/warnings', '/bureau/warnings/precision', '/bureau/assignments', '/bureau/overdue'],
  '/bureau/funnel',
  '/bureau/times',
  '/compensation',
]
/** Pages that are of now, and say so where they are asked for a day. */
const saying = ['/cockpit/yuan']

const pathOf = (href: string): string => href.split('?')[0] ?? ''
const onePool = /^\/compensation\/pools\/[0-9a-z]{26}$/
export const tellsDays = (href: string): boolean =>
  telling.includes(pathOf(href)) || onePool.test(pathOf(href))

/** The way to a page as of a day; a page of now stays as it is, and so does everything where no day is shown. */
export function onDay(href: string, day: DayShown | null): string {
  const carries = tellsDays(href) || saying.includes(pathOf(href))
  if (day === null || !carries || /[?&]on=/.test(href)) return href
  const entry = day.entry > 1 && href.startsWith('/cockpit') ? `&entry=${day.entry}` : ''
  return `${href}${href.includes('?') ? '&' : '?'}on=${day.on}${entry}`
}

/** A panel whose ways down lead to the day that it shows; `now` marks those that lead to what is there now. */
export function panelOn(panel: ShownPanel, day: DayShown, now: (label: string) => string): ShownPanel {
  const figureOn = (one: ShownFigure): ShownFigure =>
    one.href ? { ...one, href: onDay(one.href, day) } : one
  return {
    ...panel,
    headlines: panel.headlines.map(figureOn),
    figures: panel.figures.map(figureOn),
    ...(panel.map ? { map: mapOn(panel.map, day) } : {}),
    table: panel.table && tableOn(panel.table, day),
    links: panel.links.map(({ href, label }) => ({
      ...{ href: onDay(href, day), label: tellsDays(href) ? label : now(label) },
    })),
  }
}

export const tableOn = <Table extends Pick<ShownTable, 'rows'>>(
  table: Table,
  day: DayShown | null,
): Table => ({
  ...table,
  rows: table.rows.map(({ cells }) => ({
    cells: cells.map((cell) =>
      typeof cell === 'string' || !cell.href ? cell : { ...cell, href: onDay(cell.href, day) },
    ),
  })),
})

/** The same within a drawing, where a link stands as it is sent. */
const mapOn = (drawing: string, day: DayShown): string =>
  drawing.replaceAll(
    /href="([^"]*)"/g,
    (_, href: string) => `href="${onDay(href.replaceAll('&amp;', '&'), day).replaceAll('&', '&amp;')}"`,
  )
