import { isRole } from '../accounts/person.ts'
import { showInstant } from '../platform/clock.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { perPage, withQuery } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { happenings } from './forms.ts'
import type { TrailCursor, TrailRow } from './rows.ts'

type Step = { readonly at: string; readonly who: string; readonly what: string; readonly why?: string }

/** Rows of the trail as `views/parts/timeline.ejs` shows them. */
export const timelineSteps = (
  w: Words,
  rows: readonly Pick<TrailRow, 'at' | 'actor' | 'happening' | 'why'>[],
): Step[] =>
  rows.map((row) => ({
    at: showInstant(row.at),
    who: actorWords(w, row.actor),
    what: happeningWords(w, row.happening),
    ...(row.why ? { why: row.why } : {}),
  }))

/** The sentence of `<room>.<what happened>`. Rows outlive the words of their day: then the code must do. */
export function happeningWords(w: Words, happening: string): string {
  const key = happening.replace('.', '.happening.')
  return w.has(key) ? w(key) : happening
}

/** The trail keeps the role's code, so that it can be read in either language. */
export function actorWords(w: Words, actor: string): string {
  if (actor === 'platform' || actor === 'visitor') return w(`audit.actor-${actor}`)
  return actor
    .split(' · ')
    .map((part) =>
      isRole(part) ? w(`accounts.role.${part}`) : part === 'api-key' ? w('audit.actor-api-key') : part,
    )
    .join(' · ')
}

/** What something is called; the code where a later release forgot the word. */
const kindWords = (w: Words, kind: string): string => {
  const key = `audit.kind.${kind}`
  return w.has(key) ? w(key) : kind
}

export const happeningOptions = (w: Words) =>
  happenings.map((value) => ({ value, label: happeningWords(w, value) }))

type Query = Parameters<typeof withQuery>[1]

/** The auditor's page: the rows between two cursors, newest first. */
export function trailPage(
  w: Words,
  found: readonly TrailRow[],
  cursor: TrailCursor,
  query: Query,
  asked: Readonly<Record<string, string>>,
  filter: ShownForm,
) {
  const upwards = cursor !== null && 'newer' in cursor
  const hasMore = found.length > perPage
  const rows = upwards ? found.slice(-perPage) : found.slice(0, perPage)
  const [first, last] = [rows[0], rows.at(-1)]
  const turn = (changes: { older: string | null; newer: string | null }) =>
    withQuery('/trail', query, changes)
  return {
    title: w('audit.trail-title'),
    filters: { action: '/trail', fields: filter.fields, target: '#trail', clearHref: '/trail' },
    table: {
      caption: w('audit.trail-title'),
      columns: ['at', 'what', 'who', 'about', 'why'].map((key) => ({
        label: w(`audit.column-${key}`),
        ...(key === 'at' ? { kind: 'date' } : {}),
      })),
      rows: rows.map((row) => tableRow(w, row)),
    },
    isEmpty: rows.length === 0,
    turns: {
      newerHref: first && (upwards ? hasMore : cursor) ? turn({ newer: first.id, older: null }) : null,
      olderHref: last && (upwards || hasMore) ? turn({ older: last.id, newer: null }) : null,
      range: first && last ? w('audit.range', { from: showInstant(last.at), to: showInstant(first.at) }) : '',
    },
    carried: Object.entries(asked).map(([name, value]) => ({ name, value })),
  }
}

const tableRow = (w: Words, row: TrailRow) => ({
  cells: [
    showInstant(row.at),
    { words: happeningWords(w, row.happening), note: movement(w, row) },
    { words: actorWords(w, row.actor), note: row.address ?? undefined },
    { words: kindWords(w, row.subjectKind), href: `/trail?subject=${encodeURIComponent(row.subjectId)}` },
    row.why ?? '',
  ],
})

/** From which state to which, in the words of the room that it happened in. */
const movement = (w: Words, { happening, fromState, toState }: TrailRow): string | undefined => {
  const [room] = happening.split('.')
  const words = (state: string) => {
    const key = `${room}.state.${state}`
    return w.has(key) ? w(key) : state
  }
  const states = [fromState, toState].filter((state) => state !== null && state !== '')
  return states.length ? states.map((state) => words(String(state))).join(' → ') : undefined
}

/** The same rows for a spreadsheet, with everything that the trail keeps. */
export const exportTable = (w: Words, rows: readonly TrailRow[]): string[][] => [
  ['at', 'what', 'code', 'who', 'about', 'id', 'from', 'to', 'why', 'details', 'request', 'address'].map(
    (key) => w(`audit.column-${key}`),
  ),
  ...rows.map((row) => [
    showInstant(row.at),
    happeningWords(w, row.happening),
    row.happening,
    actorWords(w, row.actor),
    kindWords(w, row.subjectKind),
    row.subjectId,
    row.fromState ?? '',
    row.toState ?? '',
    row.why ?? '',
    row.details ? JSON.stringify(row.details) : '',
    row.requestId ?? '',
    row.address ?? '',
  ]),
]
