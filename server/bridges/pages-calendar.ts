import { type CashDay, type Forecast, lowest } from '../bridge-pool/index.ts'
import { daysBetween } from '../money/day.ts'
import { type Fen, showWan } from '../money/fen.ts'
import { columnChart } from '../platform/web/charts.ts'
import { withQuery } from '../platform/web/paging.ts'
import { showCount, type Words } from '../platform/web/words.ts'
import type { Calendar } from './parts-forecast.ts'
import type { Bridge } from './rows.ts'
import type { Pool } from './rows-pools.ts'

export type Tried = { readonly bridge: Bridge; readonly days: number; readonly calendar: Calendar }

type CalendarShown = {
  readonly pool: Pool
  readonly calendar: Calendar
  readonly names: ReadonlyMap<string, string>
  readonly tried: Tried | null
  readonly asked: { readonly late: string; readonly days: string; readonly isEveryDay: boolean }
  /** `calendarChart` of what is shown. */
  readonly chart: string
}

/** Columns of each day's end: what is free, set aside and out, in 万元. */
export const calendarChart = (w: Words, { days }: Forecast): Promise<string> =>
  columnChart({
    labels: days.map(({ on }) => on.slice(5)),
    series: (['free', 'reserved', 'out'] as const).map((key) => ({
      name: w(`bridges.calendar.${key}`),
      values: days.map((day) => Math.round(day[`${key}Fen`] / 10_000) / 100),
    })),
    mark: (value) => showCount(value),
  })

/** Days on which something moves or somebody waits, and the first; on the others all is as the day before. */
const isTold = (day: CashDay, at: number): boolean =>
  at === 0 ||
  day.waiting > 0 ||
  [day.backFen, day.fundedFen, day.withdrawnFen, day.setAsideFen, day.paidOutFen].some((fen) => fen !== 0)

/** So many of the largest stand in the list to be tried; each other one leads here from its own page. */
const mostTried = 60

const candidatesOf = (calendar: Calendar, names: ReadonlyMap<string, string>) =>
  calendar.moving
    .filter(({ paidOutOn }) => paidOutOn)
    .toSorted((a, b) => b.amountFen - a.amountFen)
    .map(({ id, number }) => ({ value: id as string, label: `${number} ${names.get(id) ?? ''}` }))

type Plain = {
  readonly least: string
  readonly candidates: ReturnType<typeof candidatesOf>
  readonly table: ReturnType<typeof daysTable>
}
/** As long as a calendar holds, its words do. */
const plain = new WeakMap<Calendar, Map<string, Plain>>()

function plainOf(w: Words, calendar: Calendar, names: ReadonlyMap<string, string>): Plain {
  const own = plain.get(calendar) ?? new Map<string, Plain>()
  plain.set(calendar, own)
  const known = own.get(w.language)
  if (known) return known
  const { found } = calendar
  const made = {
    least: leastWords(w, found),
    candidates: candidatesOf(calendar, names),
    table: daysTable(w, found.days.filter(isTold)),
  }
  own.set(w.language, made)
  return made
}

function leastWords(w: Words, found: Forecast): string {
  const least = lowest(found)
  return least ? w('bridges.calendar-least', { day: least.on, free: showWan(least.freeFen) }) : ''
}

/** The next sixty days, and what becomes of them if one is late. */
export function calendarPage(w: Words, shown: CalendarShown) {
  const { pool, calendar, names, tried, asked, chart } = shown
  const usual = plainOf(w, calendar, names)
  const { found } = tried?.calendar ?? calendar
  const action = `/bridge-pools/${pool.id}/calendar`
  const isListed = ({ value }: { readonly value: string }, at: number) =>
    at < mostTried || value === asked.late
  const table = () => daysTable(w, asked.isEveryDay ? found.days : found.days.filter(isTold))
  return {
    title: w('bridges.calendar-title', { pool: pool.name[w.language] }),
    poolHref: `/bridge-pools/${pool.id}`,
    poolName: pool.name[w.language],
    least: tried ? leastWords(w, found) : usual.least,
    filters: {
      ...{ action, target: '#calendar' },
      fields: [
        {
          ...{ name: 'late', id: 'late', kind: 'select', label: w('bridges.what-if'), value: asked.late },
          options: [{ value: '', label: w('bridges.nobody') }, ...usual.candidates.filter(isListed)],
        },
        {
          ...{ name: 'days', id: 'days', kind: 'number', label: w('bridges.late-days'), value: asked.days },
          inputmode: 'numeric',
          unit: w('forms.unit-days'),
        },
      ],
      ...(tried
        ? {
            active: [
              {
                label: w('bridges.tried', { number: tried.bridge.number, days: tried.days }),
                removeHref: action,
              },
            ],
            clearHref: action,
          }
        : {}),
    },
    effect: tried ? effectOf(w, calendar, tried, names) : null,
    chart,
    says: w('bridges.calendar-chart'),
    table: tried || asked.isEveryDay ? table() : usual.table,
    every: asked.isEveryDay
      ? null
      : {
          href: withQuery(action, { late: asked.late, days: asked.days }, { all: 'yes' }),
          words: w('bridges.calendar-every'),
        },
  }
}

const calendarColumns = [
  ...['day', 'in', 'funded', 'withdrawn', 'set-aside', 'paid'],
  ...['free', 'reserved', 'out', 'waiting'],
] as const

const daysTable = (w: Words, days: readonly CashDay[]) => ({
  caption: w('bridges.calendar-caption'),
  columns: calendarColumns.map((key) => ({
    label: w(`bridges.calendar.${key}`),
    ...(key === 'day' ? {} : { kind: 'number' }),
  })),
  rows: days.map((day) => ({ cells: dayCells(day) })),
  scroll: true,
})

const blankOr = (fen: Fen): string => (fen === 0 ? '' : showWan(fen))
const dayCells = (day: CashDay) => [
  day.on,
  ...[day.backFen, day.fundedFen, day.withdrawnFen, day.setAsideFen, day.paidOutFen].map(blankOr),
  ...[day.freeFen, day.reservedFen, day.outFen].map(showWan),
  day.waiting === 0 ? '' : String(day.waiting),
]

/** Whom it would make wait longer, and how long. */
function effectOf(
  w: Words,
  before: Calendar,
  { calendar: after, bridge, days }: Tried,
  names: ReadonlyMap<string, string>,
) {
  const moved = before.waiting.flatMap((one) => {
    const [was, is] = [before, after].map(({ found }) => found.expected.get(one.id)?.moneyOn ?? null)
    return was === is || was === undefined || is === undefined ? [] : [{ one, was, is }]
  })
  return {
    title: w('bridges.tried', { number: bridge.number, days }),
    none: moved.length ? '' : w('bridges.effect-none'),
    lines: moved.map(({ one, was, is }) =>
      is && was
        ? w('bridges.effect', {
            number: one.number,
            firm: names.get(one.id) ?? '',
            was,
            is,
            days: daysBetween(was, is),
          })
        : w('bridges.effect-beyond', { number: one.number, firm: names.get(one.id) ?? '' }),
    ),
  }
}
