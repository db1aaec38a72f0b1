import type { Reference } from '../parts.ts'
import type { Words } from '../platform/web/words.ts'
import { breakdowns } from './figures.ts'
import { numbersOf, quarterWords, summaryWords } from './pages.ts'
import { chartOf, namedRows, tableOf } from './pages-tables.ts'
import type { OpenEdition } from './rows.ts'

/** So long a page of the hall display stays. */
export const secondsOfScreen = 15
const rowsOnScreen = 9

/** The slides of a quarter: what it came to, and each table in pieces that can be read from across a hall. */
function slidesOf(w: Words, reference: Reference, edition: OpenEdition) {
  const { total } = edition.content
  return [
    { by: null, table: null, rows: [] },
    ...breakdowns.flatMap((by) => {
      const rows = namedRows(w, reference, edition, by)
      const count = Math.max(1, Math.ceil(rows.length / rowsOnScreen))
      // The last piece is as long as the others, so that no page stands nearly empty.
      const each = Math.ceil(rows.length / count)
      return Array.from({ length: count }, (_, at) => ({
        by,
        rows,
        table: tableOf(w, by, rows.slice(at * each, (at + 1) * each), total),
      }))
    }),
  ]
}

type Asked = { readonly number: number; readonly isStill: boolean }

/** One page of the hall display; the page behind the last is the first. */
export async function screenPage(w: Words, reference: Reference, edition: OpenEdition, asked: Asked) {
  const slides = slidesOf(w, reference, edition)
  const at = (((asked.number - 1) % slides.length) + slides.length) % slides.length
  const slide = slides[at]
  const still = asked.isStill ? '&still=yes' : ''
  const href = (to: number) => `/scoreboard/screen?page=${((to + slides.length) % slides.length) + 1}${still}`
  const chart = slide?.by ? await chartOf(w, slide.by, slide.rows, edition.content.total) : null
  return {
    title: w('scoreboard.title-of', { quarter: quarterWords(w, edition.quarter) }),
    says: slide?.table ? (chart?.says ?? slide.table.caption) : summaryWords(w, edition),
    numbers: slide?.table ? [] : numbersOf(w, edition),
    table: slide?.table ?? null,
    picture: chart,
    legend: w('scoreboard.screen-hidden', { least: edition.rule.leastFirms }),
    place: w('scoreboard.screen-place', { page: at + 1, of: slides.length }),
    seconds: secondsOfScreen,
    isStill: asked.isStill,
    next: href(at + 1),
    before: href(at - 1),
    turning: {
      href: `/scoreboard/screen?page=${at + 1}${asked.isStill ? '' : '&still=yes'}`,
      label: w(asked.isStill ? 'scoreboard.screen-go' : 'scoreboard.screen-stop'),
    },
  }
}
