import type { Day } from '../money/day.ts'
import { showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import { showCount, type Words } from '../platform/web/words.ts'
import type { ExportState } from './export.ts'
import type { Export } from './rows.ts'

const tones: Readonly<Record<ExportState, string>> = {
  running: 'info',
  done: 'good',
  cancelled: 'neutral',
  lost: 'bad',
  removed: 'neutral',
}

/** What a person took away, the newest first. */
export const listPage = (w: Words, found: readonly Export[]) => ({
  title: w('exports.title'),
  lead: w('exports.lead'),
  table: found.length
    ? {
        caption: w('exports.title'),
        columns: [
          { label: w('exports.column.what') },
          { label: w('exports.column.rows'), kind: 'number' },
          { label: w('exports.column.state') },
        ],
        rows: found.map(({ id, what, rows, state, askedAt }) => ({
          cells: [
            { words: w(`exports.what.${what}`), href: `/exports/${id}`, note: showInstant(askedAt) },
            showCount(rows),
            { words: w(`exports.state.${state}`), tone: tones[state] },
          ],
        })),
      }
    : null,
  nothing: { title: w('exports.none'), text: w('exports.none-text') },
})

/** One export: how far it is, or its file. */
export const exportPage = (w: Words, one: Export, until: Day) => ({
  title: w(`exports.what.${one.what}`),
  lead: w('exports.asked', { at: showInstant(one.askedAt), rows: one.rows }),
  state: { label: w(`exports.state.${one.state}`), tone: tones[one.state] },
  progress:
    one.state === 'running'
      ? {
          ...{ id: one.id, written: one.written, rows: one.rows, once: newId() },
          words: w('exports.progress', { written: one.written, rows: one.rows }),
        }
      : null,
  file:
    one.state === 'done'
      ? {
          href: `/exports/${one.id}/file`,
          label: w('exports.fetch'),
          note: w('exports.until', { day: until }),
        }
      : null,
  ended: one.state === 'running' || one.state === 'done' ? null : w(`exports.ended-${one.state}`),
})
