import { dueCell, dueWords, workdaysWords } from '../clocks/index.ts'
import { type Day, day } from '../money/day.ts'
import { showWan } from '../money/fen.ts'
import { workdaysBetween } from '../money/workdays.ts'
import type { Reference } from '../parts.ts'
import { dayOf, type Instant } from '../platform/clock.ts'
import type { Pager } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { type Band, bandOf, bands } from './band.ts'
import type { QueueRow, Stop, standings } from './rows.ts'
import type { Days } from './rows-duties.ts'

export type QueueShown = {
  readonly band: Band | null
  /** Everybody's duties, and not only one's own and those that are nobody's yet. */
  readonly all: boolean
  readonly days: Days
  readonly standings: Awaited<ReturnType<typeof standings>>
  readonly rows: readonly QueueRow[]
  /** Needs that were put before the bank (派单) and wait for its answer. */
  readonly dispatched: { readonly count: number; readonly dueOn: Day | null }
  /** The rows whose firm the reader may know. */
  readonly named: ReadonlySet<string>
  readonly pager: Pager
}

/** An officer's desk: how much presses, and each duty with its next step, its day and its age. */
export const queuePage = (w: Words, reference: Pick<Reference, 'calendar'>, shown: QueueShown) => ({
  title: w('queue.title'),
  counts: countsShown(w, shown),
  dispatched: dispatchedShown(w, reference, shown),
  scopes: [false, true].map((all) => ({
    href: addressOf(shown.band, all),
    label: w(all ? 'queue.everybody' : 'queue.mine'),
    current: all === shown.all,
  })),
  within: shown.band && {
    words: w(`queue.band.${shown.band}`),
    href: addressOf(null, shown.all),
    label: w('queue.every-band'),
  },
  dueBy: [...new Set(shown.rows.flatMap(duePoliciesOf))],
  table: shown.rows.length ? queueTable(w, reference, shown) : null,
  pager: { ...shown.pager, target: '#queue' },
})

const addressOf = (band: Band | null, all: boolean): string => `/queue${placeIn(band, all)}`

/** What was chosen, as the query of an address: it goes along from duty to duty. */
export function placeIn(band: Band | null, all: boolean): string {
  const query = new URLSearchParams({ ...(band ? { band } : {}), ...(all ? { of: 'all' } : {}) })
  return query.size ? `?${query}` : ''
}

/** Where a duty is done. */
export function hrefOf({ kind, caseId, loanId }: Stop): string {
  if (kind === 'case') return `/applications/${caseId}`
  return kind === 'loan' ? `/loans/${loanId}` : `/loans/${loanId}/renewal`
}

function countsShown(w: Words, { standings, days, all }: QueueShown) {
  const counts = new Map<Band, number>()
  for (const { count, ...standing } of standings) {
    const band = bandOf(standing, days.today, days.soon)
    counts.set(band, (counts.get(band) ?? 0) + count)
  }
  return bands.map((band) => {
    const value = counts.get(band) ?? 0
    const tone = band === 'late' && value > 0 ? 'bad' : 'plain'
    return { label: w(`queue.band.${band}`), value, tone, href: addressOf(band, all) }
  })
}

/** A need that was put before the bank is nobody's case yet, so it stands above the list, with the first day of all. */
function dispatchedShown(
  w: Words,
  reference: Pick<Reference, 'calendar'>,
  { dispatched: { count, dueOn }, days }: QueueShown,
) {
  if (count === 0) return null
  const { words, late } = dueWords(w, reference, dueOn, days.today)
  return { words: w('queue.dispatched', { count, due: words }), late, href: '/dispatches' }
}

type Step =
  | 'contact'
  | 'submitted'
  | 'taken'
  | 'offered'
  | 'agreed'
  | 'asked'
  | 'report'
  | 'repayment'
  | 'renewal'

/** What is to be done next, by whomever. */
function stepOf({ kind, state, waits, isContact }: QueueRow): Step {
  if (kind === 'renewal') return 'renewal'
  if (kind === 'loan') return waits ? 'repayment' : 'report'
  if (state === 'offered' || state === 'agreed') return state
  if (waits) return 'asked'
  if (state === 'taken') return isContact ? 'contact' : 'taken'
  return 'submitted'
}

/** The day since which a duty stands where it is; of an instalment, its own. */
const sinceOf = (row: QueueRow): Day =>
  stepOf(row) === 'repayment' && row.dueOn
    ? row.dueOn
    : day(row.since.length > 10 ? dayOf(row.since as Instant) : row.since)

/** How many working days a duty has stood at its step; its day of arrival where the calendar does not reach. */
function ageWords(w: Words, { calendar }: Pick<Reference, 'calendar'>, row: QueueRow, today: Day): string {
  const since = sinceOf(row)
  const found = workdaysBetween(calendar, since, today)
  if (!found.ok) return since
  return found.days ? w('queue.for', { days: workdaysWords(w, found.days) }) : w('queue.since-today')
}

const duePoliciesOf = ({ duePolicies, papersDuePolicy }: QueueRow): readonly string[] =>
  papersDuePolicy ? [papersDuePolicy] : (duePolicies ?? [])

/** The day of the next step; of papers that are owed it is the firm's, whose step the row names. */
function owedCell(w: Words, reference: Pick<Reference, 'calendar'>, row: QueueRow, today: Day) {
  const dueOn = row.papersDueOn ?? row.dueOn
  return row.waits && !dueOn ? '' : dueCell(w, reference, dueOn, today)
}

function queueTable(
  w: Words,
  reference: Pick<Reference, 'calendar'>,
  { rows, named, band, all, days }: QueueShown,
) {
  const place = placeIn(band, all)
  const cells = (row: QueueRow) => [
    { words: row.number, href: `${hrefOf(row)}${place}`, note: row.product },
    named.has(row.id) ? row.firm : w('queue.anonymous'),
    { words: showWan(row.amountFen), note: w('applications.months', { months: row.months }) },
    { words: w(`queue.step.${stepOf(row)}`), note: ageWords(w, reference, row, days.today) },
    owedCell(w, reference, row, days.today),
    ...(all ? [row.officer ?? w('queue.nobody')] : []),
  ]
  const columns = ['case', 'firm', 'amount', 'step', 'due', ...(all ? ['officer'] : [])]
  return {
    caption: w('queue.caption'),
    columns: columns.map((key) => ({
      label: w(`queue.column.${key}`),
      ...(key === 'amount' ? { kind: 'number' } : {}),
    })),
    rows: rows.map((row) => ({ cells: cells(row) })),
  }
}
