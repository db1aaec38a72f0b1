import type { Day } from '../money/day.ts'
import { showYuan } from '../money/fen.ts'
import { type Ppm, showPercent, wholePpm } from '../money/rate.ts'
import { dayOf } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { Refusal } from '../platform/outcome.ts'
import { yuanCell } from '../platform/web/cells.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import { claimRate, type Lines, type Measured, type StandingOfLine, scopeWords } from './line.ts'
import type { Stop, Watched } from './rows.ts'

const tones: Readonly<Record<StandingOfLine, string>> = {
  'too-little': 'neutral',
  open: 'good',
  warned: 'warn',
  stopped: 'bad',
}

export type Row = Watched & {
  readonly name: string
  readonly all: Rate
  readonly year: Rate
}
type Rate = Measured & { readonly lines: Lines; readonly standing: StandingOfLine }

const percent = (rate: Ppm | null): string => (rate === null ? '—' : showPercent(rate))
const rateOf = ({ claimedFen, releasedFen }: Measured): string => percent(claimRate(claimedFen, releasedFen))
const linesShown = ({ warnPpm, stopPpm }: Lines): string => `${percent(warnPpm)} / ${percent(stopPpm)}`
const column = (w: Words, key: string, kind?: 'number') => ({
  label: w(`stop-lines.column.${key}`),
  ...(kind ? { kind } : {}),
})

/** Who is nearest to his line stands first; those without a claim keep their order. */
const nearestFirst = (rows: readonly Row[]): readonly Row[] =>
  rows.toSorted(
    (one, other) =>
      order.indexOf(worst(one)) - order.indexOf(worst(other)) || nearness(other) - nearness(one),
  )
/** Either rate may warn and stop. */
const worst = ({ all, year }: Row): StandingOfLine =>
  order[Math.min(order.indexOf(all.standing), order.indexOf(year.standing))] ?? 'open'
const order = ['stopped', 'warned', 'open', 'too-little'] as const
const nearness = ({ all, year }: Row): number => Math.max(nearnessOf(all), nearnessOf(year))
const nearnessOf = ({ claimedFen, releasedFen, lines }: Rate): number =>
  (claimRate(claimedFen, releasedFen) ?? 0) / (lines.stopPpm ?? wholePpm)

export type StopsShown = {
  readonly rows: readonly Row[]
  readonly stops: readonly Stop[]
  readonly nameOf: (stop: Stop) => string
  /** The day that is shown, and whether it is a past one (null for now). */
  readonly asOf: Day
  readonly on: Day | null
  readonly today: Day
  readonly version: string
  /** The form that lifts a stop, for the head of the bureau; by the stop. */
  readonly lifting: ReadonlyMap<string, ShownForm>
}

/** What a stop's two sums are. */
function ofSums({ rate, ruleVersion }: Stop): string {
  if (rate === 'year') return '-year'
  return ruleVersion.startsWith('arrangement-') ? '-pool' : ''
}

/** A stop as it stood when a day ended: one that was lifted later still ran. */
export const stopOn = (stop: Stop, on: Day): Stop =>
  stop.liftedAt !== null && dayOf(stop.liftedAt) > on
    ? { ...stop, state: 'active', liftedAt: null, liftedBy: null, why: null }
    : stop

/** How many stops that are over a page shows. */
const mostOver = 20

/** Of the stops that a reader may see, the newest first: all that stand on a day, then the newest of those that are over. */
export function stopsToShow(known: readonly Stop[], on: Day): Stop[] {
  const stands = (stop: Stop) => stopOn(stop, on).state === 'active' && stop.untilOn >= on
  return [...known.filter(stands), ...known.filter((stop) => !stands(stop)).slice(0, mostOver)]
}

const filtersOf = (w: Words, value: string, max: Day, error?: string) => ({
  action: '/stop-lines',
  fields: [
    {
      ...{ name: 'on', label: w('stop-lines.on'), kind: 'date', value, max },
      ...(error ? { error } : {}),
    },
  ],
})

/** A day of which nothing can be said, with the question as it was asked. */
export const refusedPage = (w: Words, typed: string, today: Day, refusal: Refusal) => ({
  ...{ title: w('stop-lines.title'), lead: w('stop-lines.lead-none'), by: [], table: null, stops: [] },
  filters: filtersOf(w, typed, today, w.refusal(refusal)),
  empty: { title: w.refusal(refusal), text: w('exposures.other-day') },
})

/** 代偿率 of everybody against his lines, and what is stopped, until when and why; as of a day. */
export const stopsPage = (w: Words, shown: StopsShown) => ({
  title: w('stop-lines.title'),
  lead: w(shown.on ? 'stop-lines.lead-past' : 'stop-lines.lead', { day: shown.asOf }),
  by: shown.version,
  filters: filtersOf(w, shown.asOf, shown.today),
  empty: { title: w('stop-lines.none-title'), text: w('stop-lines.none-text') },
  table: shown.rows.length ? ratesTable(w, shown.rows) : null,
  stops: shown.stops.map((stop) => stopShown(w, shown, stop)),
})

const ratesTable = (w: Words, rows: readonly Row[]) => ({
  caption: w('stop-lines.rates'),
  columns: [
    column(w, 'who'),
    column(w, 'claimed', 'number'),
    column(w, 'released', 'number'),
    column(w, 'rate', 'number'),
    column(w, 'lines', 'number'),
    column(w, 'year', 'number'),
    column(w, 'year-lines', 'number'),
    column(w, 'standing'),
  ],
  rows: nearestFirst(rows).map((row) => ({
    cells: [
      { words: row.name, note: w(scopeWords(row.scope)) },
      yuanCell(row.all.claimedFen),
      yuanCell(row.all.releasedFen),
      rateOf(row.all),
      linesShown(row.all.lines),
      rateOf(row.year),
      linesShown(row.year.lines),
      { words: w(`stop-lines.standing.${worst(row)}`), tone: tones[worst(row)] },
    ],
  })),
})

function stopShown(w: Words, { nameOf, asOf, lifting }: StopsShown, stop: Stop) {
  const runs = stop.state === 'active' && stop.untilOn >= asOf
  const form = lifting.get(stop.id)
  return {
    title: w('stop-lines.stop-title', { name: nameOf(stop) }),
    state: {
      label: w(`stop-lines.state.${runs ? 'active' : stop.state === 'lifted' ? 'lifted' : 'over'}`),
      tone: runs ? 'bad' : 'neutral',
    },
    facts: [
      {
        label: w('stop-lines.days'),
        value: w('stop-lines.span', { from: stop.fromOn, until: stop.untilOn }),
      },
      {
        label: w('stop-lines.because'),
        value: w(stop.rate === 'year' ? 'stop-lines.reached-year' : 'stop-lines.reached', {
          rate: showPercent(stop.ratePpm),
          line: showPercent(stop.linePpm),
        }),
        // A pool's lines are its arrangement's; what it stands for was never released.
        note: w(`stop-lines.of-sums${ofSums(stop)}`, {
          claimed: showYuan(stop.claimedFen),
          released: showYuan(stop.releasedFen),
        }),
        by: stop.ruleVersion,
      },
      ...(stop.why ? [{ label: w('stop-lines.lifted-why'), value: stop.why }] : []),
    ],
    form:
      runs && form
        ? {
            ...{ ...form, action: `/stop-lines/${stop.id}/lifting`, submitLabel: w('stop-lines.lift') },
            ...{ once: newId(), formId: `lift-${stop.id}` },
          }
        : null,
  }
}
