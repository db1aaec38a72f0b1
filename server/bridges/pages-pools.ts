import { type CashDay, lowest } from '../bridge-pool/index.ts'
import { type Day, daysBetween } from '../money/day.ts'
import { type Fen, showWan, showYuan } from '../money/fen.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import type { FundingState } from './bridge.ts'
import { stateShown } from './pages.ts'
import type { Calendar } from './parts-forecast.ts'
import type { Bridge } from './rows.ts'
import type { Funding, Pool, PoolBalances } from './rows-pools.ts'

const wan = (w: Words, label: string, fen: Fen, more: object = {}) => ({
  ...{ label: w(`bridges.${label}`), value: showWan(fen), unit: w('bridges.wan') },
  ...more,
})

export type PoolLine = { readonly pool: Pool; readonly balances: PoolBalances }

/** The pools that a reader may see, each with its money at a glance. */
export const poolsPage = (w: Words, lines: readonly PoolLine[]) => ({
  title: w('bridges.pools-title'),
  table: lines.length
    ? {
        caption: w('bridges.pools-title'),
        columns: ['pool', 'capital', 'free', 'reserved', 'out'].map((key) => ({
          ...(key === 'pool'
            ? { label: w('bridges.pool.pool') }
            : { label: w('bridges.pool.in-wan', { what: w(`bridges.pool.${key}`) }), kind: 'number' }),
        })),
        rows: lines.map(({ pool, balances }) => ({
          cells: [
            { words: pool.name[w.language], href: `/bridge-pools/${pool.id}` },
            ...(['funders-capital', 'cash-free', 'cash-reserved', 'advances-out'] as const).map((code) =>
              showWan(balances[code]),
            ),
          ],
        })),
      }
    : null,
  empty: { title: w('bridges.pools-none'), text: w('bridges.pools-none-text') },
})

export type PoolShown = PoolLine & {
  readonly calendar: Calendar
  readonly names: ReadonlyMap<string, string>
  readonly late: { readonly count: number; readonly fen: Fen }
  readonly fundings: readonly Funding[]
  readonly statementHref: string | null
  readonly figures: readonly { readonly label: string; readonly value: string; readonly note?: string }[]
  readonly form: ShownForm | null
  readonly booking: ((funding: Funding) => ShownForm) | null
  readonly mayDrop: boolean
  readonly today: Day
}

/** One pool: what it can pay, what is promised, what is out and what is late; who waits; who funds it. */
export function poolPage(w: Words, shown: PoolShown) {
  const { pool, balances, calendar, late, fundings, form, booking, statementHref, figures } = shown
  return {
    title: pool.name[w.language],
    numbers: [
      wan(w, 'pool.free', balances['cash-free']),
      wan(w, 'pool.reserved', balances['cash-reserved']),
      wan(w, 'pool.out', balances['advances-out']),
      wan(w, 'pool.late', late.fen, {
        note: w('bridges.pool.late-count', { count: late.count }),
        ...(late.count ? { tone: 'bad' } : {}),
      }),
    ],
    facts: [
      {
        label: w('bridges.pool.capital'),
        value: w('bridges.in-wan', { wan: showWan(balances['funders-capital']) }),
      },
      { label: w('bridges.pool.fees'), value: w('bridges.in-wan', { wan: showWan(balances['fee-income']) }) },
      {
        label: w('bridges.pool.terms'),
        value: pool.policyCode,
        href: `/policies/bridge-policy-${pool.policyCode}`,
      },
    ],
    calendarHref: `/bridge-pools/${pool.id}/calendar`,
    statementHref,
    figures,
    queue: queueTable(w, calendar, shown.names),
    moving: movingTable(w, calendar, shown.names, 10),
    fundings: fundings.length ? fundingTable(w, fundings) : null,
    agreed: fundings
      .filter(({ state }) => state === 'agreed')
      .map((funding) => ({
        words: w(`bridges.funding-line.${funding.kind}`, {
          funder: funding.funder,
          amount: showYuan(funding.amountFen),
          day: funding.plannedOn,
        }),
        booking: booking && {
          ...booking(funding),
          ...{ action: `/bridge-fundings/${funding.id}/booking`, once: newId(), id: `book-${funding.id}` },
        },
        dropping: shown.mayDrop
          ? { action: `/bridge-fundings/${funding.id}/dropping`, version: funding.version, once: newId() }
          : null,
      })),
    form: form && { ...form, action: `/bridge-pools/${pool.id}/fundings`, once: newId() },
  }
}

const fundingTones: Readonly<Record<FundingState, string>> = {
  agreed: 'info',
  booked: 'good',
  dropped: 'neutral',
}

const fundingTable = (w: Words, fundings: readonly Funding[]) => ({
  caption: w('bridges.fundings'),
  columns: ['funder', 'kind', 'sum', 'agreed', 'moves', 'state'].map((key) => ({
    label: w(`bridges.column.${key}`),
    ...(key === 'sum' ? { kind: 'number' } : {}),
  })),
  rows: fundings.map(({ funder, agreement, kind, amountFen, agreedOn, plannedOn, bookedOn, state }) => ({
    cells: [
      { words: funder, note: agreement },
      w(`bridges.funding.${kind}`),
      showYuan(amountFen),
      agreedOn,
      bookedOn ?? plannedOn,
      { words: w(`bridges.funding-state.${state}`), tone: fundingTones[state] },
    ],
  })),
})

function queueTable(w: Words, { waiting, found }: Calendar, names: ReadonlyMap<string, string>) {
  if (waiting.length === 0) return null
  return {
    caption: w('bridges.queue'),
    columns: ['place', 'number', 'firm', 'amount', 'money-on'].map((key) => ({
      label: w(`bridges.column.${key}`),
      ...(key === 'amount' ? { kind: 'number' } : {}),
    })),
    rows: waiting.slice(0, 50).map((bridge, at) => ({
      cells: [
        String(at + 1),
        { words: bridge.number, href: `/bridges/${bridge.id}` },
        names.get(bridge.id) ?? '',
        showWan(bridge.amountFen),
        found.expected.get(bridge.id)?.moneyOn ?? { words: w('bridges.beyond'), tone: 'warn' },
      ],
    })),
  }
}

function movingTable(
  w: Words,
  { moving, found }: Calendar,
  names: ReadonlyMap<string, string>,
  most: number,
) {
  if (moving.length === 0) return null
  return {
    caption: w('bridges.moving', { count: moving.length }),
    columns: ['number', 'firm', 'amount', 'state', 'back-on'].map((key) => ({
      label: w(`bridges.column.${key}`),
      ...(key === 'amount' ? { kind: 'number' } : {}),
    })),
    rows: moving.slice(0, most).map((bridge) => {
      const state = stateShown(w, bridge)
      return {
        cells: [
          { words: bridge.number, href: `/bridges/${bridge.id}` },
          names.get(bridge.id) ?? '',
          showWan(bridge.amountFen),
          { words: state.label, tone: state.tone },
          found.expected.get(bridge.id)?.backOn ?? w('bridges.beyond'),
        ],
      }
    }),
  }
}

export type Tried = { readonly bridge: Bridge; readonly days: number; readonly calendar: Calendar }

type CalendarShown = {
  readonly pool: Pool
  readonly calendar: Calendar
  readonly names: ReadonlyMap<string, string>
  readonly tried: Tried | null
  readonly asked: { readonly late: string; readonly days: string }
}

/** The next sixty days, and what becomes of them if one is late. */
export function calendarPage(w: Words, { pool, calendar, names, tried, asked }: CalendarShown) {
  const { found, moving } = tried?.calendar ?? calendar
  const least = lowest(found)
  const action = `/bridge-pools/${pool.id}/calendar`
  return {
    title: w('bridges.calendar-title', { pool: pool.name[w.language] }),
    poolHref: `/bridge-pools/${pool.id}`,
    poolName: pool.name[w.language],
    least: least ? w('bridges.calendar-least', { day: least.on, free: showWan(least.freeFen) }) : '',
    filters: {
      ...{ action, target: '#calendar' },
      fields: [
        {
          ...{ name: 'late', id: 'late', kind: 'select', label: w('bridges.what-if'), value: asked.late },
          options: [
            { value: '', label: w('bridges.nobody') },
            ...moving
              .filter(({ paidOutOn }) => paidOutOn)
              .map(({ id, number }) => ({ value: id as string, label: `${number} ${names.get(id) ?? ''}` })),
          ],
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
    table: daysTable(w, found.days),
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
