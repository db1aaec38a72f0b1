import type { Day } from '../money/day.ts'
import { type Fen, showWan, showYuan } from '../money/fen.ts'
import { newId } from '../platform/ids.ts'
import { wanCell } from '../platform/web/cells.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import type { FundingState } from './bridge.ts'
import { stateShown } from './pages.ts'
import type { Calendar } from './parts-forecast.ts'
import type { Funding, Pool, PoolBalances } from './rows-pools.ts'

const wan = (w: Words, label: string, fen: Fen, more: object = {}) => ({
  ...{ label: w(`bridges.${label}`), value: showWan(fen), unit: w('bridges.wan') },
  ...more,
})

export type PoolLine = { readonly pool: Pool; readonly balances: PoolBalances }

/** The pools that a reader may see, each with its money at a glance. */
export const poolsPage = (
  w: Words,
  lines: readonly (PoolLine & { readonly lateFen: Fen })[],
  form: ShownForm | null,
  isFunder: boolean,
) => ({
  crumbs: !isFunder,
  form: form && { ...form, action: '/bridge-pools', once: newId(), submitLabel: w('bridges.pool-open') },
  title: w('bridges.pools-title'),
  table: lines.length
    ? {
        caption: w('bridges.pools-title'),
        columns: ['pool', 'capital', 'free', 'reserved', 'out', 'late'].map((key) => ({
          ...(key === 'pool'
            ? { label: w('bridges.pool.pool') }
            : { label: w('bridges.pool.in-wan', { what: w(`bridges.pool.${key}`) }), kind: 'number' }),
        })),
        rows: lines.map(({ pool, balances, lateFen }) => ({
          cells: [
            {
              words: pool.name[w.language],
              href: `/bridge-pools/${pool.id}${isFunder ? '/figures' : ''}`,
            },
            ...(['funders-capital', 'cash-free', 'cash-reserved', 'advances-out'] as const).map((code) =>
              wanCell(balances[code]),
            ),
            lateFen > 0 ? { ...wanCell(lateFen), tone: 'bad' } : '0',
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
  readonly dropping: ((funding: Funding) => ShownForm) | null
  /** The agreement that was asked for; else the next one is shown with its forms. */
  readonly chosen: string | undefined
  /** The version of its terms. */
  readonly by: string | null
  readonly today: Day
}

/** One pool: what it can pay, what is promised, what is out and what is late; who waits; who funds it. */
export function poolPage(w: Words, shown: PoolShown) {
  const { pool, balances, calendar, late, fundings, form, statementHref, figures } = shown
  const linkTo =
    shown.booking || shown.dropping
      ? ({ id }: Funding) => `/bridge-pools/${pool.id}?agreement=${id}#agreement`
      : null
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
        ...(shown.by ? { by: [shown.by] } : {}),
      },
    ],
    calendarHref: `/bridge-pools/${pool.id}/calendar`,
    statementHref,
    figures,
    figuresHref: `/bridge-pools/${pool.id}/figures`,
    ...tablesOf(w, calendar, shown.names),
    allHref: '/bridges?view=open',
    fundings: fundings.length ? fundingTable(w, fundings, linkTo) : null,
    agreed: agreedPart(w, shown),
    form: form && { ...form, action: `/bridge-pools/${pool.id}/fundings`, once: newId() },
  }
}

/** One agreement with what its people may do: the one that was asked for, or the next; thirty pairs of forms help nobody. */
function agreedPart(w: Words, { fundings, chosen, booking, dropping }: PoolShown) {
  const agreed = fundings.filter(({ state }) => state === 'agreed')
  const next = agreed.toSorted((one, other) => (one.plannedOn < other.plannedOn ? -1 : 1))
  const funding = agreed.find(({ id }) => id === chosen) ?? next[0]
  if (!funding || !(booking || dropping)) return null
  return {
    words: w(`bridges.funding-line.${funding.kind}`, {
      funder: funding.funder,
      amount: showYuan(funding.amountFen),
      day: funding.plannedOn,
    }),
    booking: booking && {
      ...booking(funding),
      ...{ action: `/bridge-fundings/${funding.id}/booking`, once: newId(), id: `book-${funding.id}` },
    },
    dropping: dropping && {
      ...dropping(funding),
      ...{ action: `/bridge-fundings/${funding.id}/dropping`, once: newId(), id: `drop-${funding.id}` },
    },
  }
}

const fundingTones: Readonly<Record<FundingState, string>> = {
  agreed: 'info',
  booked: 'good',
  dropped: 'neutral',
}

export const fundingTable = (
  w: Words,
  fundings: readonly Funding[],
  linkTo: ((funding: Funding) => string) | null = null,
) => ({
  caption: w('bridges.fundings'),
  columns: ['funder', 'kind', 'sum', 'agreed', 'moves', 'state'].map((key) => ({
    label: w(`bridges.column.${key}`),
    ...(key === 'sum' ? { kind: 'number' } : {}),
  })),
  rows: fundings.map((funding) => ({
    cells: [
      {
        words: funding.funder,
        note: funding.agreement,
        ...(linkTo && funding.state === 'agreed' ? { href: linkTo(funding) } : {}),
      },
      w(`bridges.funding.${funding.kind}`),
      showYuan(funding.amountFen),
      funding.agreedOn,
      funding.bookedOn ?? funding.plannedOn,
      {
        words: w(`bridges.funding-state.${funding.state}`),
        tone: fundingTones[funding.state],
        ...(funding.why ? { note: funding.why } : {}),
      },
    ],
  })),
})

type Tables = {
  readonly queue: ReturnType<typeof queueTable>
  readonly moving: ReturnType<typeof movingTable>
  /** How many wait or move beside those that are shown. */
  readonly more: number
}
/** As long as a calendar holds, its words do. */
const tables = new WeakMap<Calendar, Map<string, Tables>>()
const [mostWaiting, mostMoving] = [20, 10]

function tablesOf(w: Words, calendar: Calendar, names: ReadonlyMap<string, string>): Tables {
  const own = tables.get(calendar) ?? new Map<string, Tables>()
  tables.set(calendar, own)
  const known = own.get(w.language)
  if (known) return known
  const { waiting, moving } = calendar
  const made = {
    queue: queueTable(w, calendar, names, mostWaiting),
    moving: movingTable(w, calendar, names, mostMoving),
    more: Math.max(0, waiting.length - mostWaiting) + Math.max(0, moving.length - mostMoving),
  }
  own.set(w.language, made)
  return made
}

function queueTable(
  w: Words,
  { waiting, found }: Calendar,
  names: ReadonlyMap<string, string>,
  most: number,
) {
  if (waiting.length === 0) return null
  return {
    caption: w('bridges.queue'),
    columns: ['place', 'number', 'firm', 'amount', 'money-on'].map((key) => ({
      label: w(`bridges.column.${key}`),
      ...(key === 'amount' ? { kind: 'number' } : {}),
    })),
    rows: waiting.slice(0, most).map((bridge, at) => ({
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
  { moving, found, promised }: Calendar,
  names: ReadonlyMap<string, string>,
  most: number,
) {
  if (moving.length === 0) return null
  return {
    caption: w('bridges.moving', { count: moving.length }),
    columns: ['number', 'firm', 'amount', 'state', 'new-loan-by', 'back-on'].map((key) => ({
      label: w(`bridges.column.${key}`),
      ...(key === 'amount' ? { kind: 'number' } : key === 'firm' || key === 'state' ? {} : { kind: 'code' }),
    })),
    rows: moving.slice(0, most).map((bridge) => {
      const state = stateShown(w, bridge)
      return {
        cells: [
          { words: bridge.number, href: `/bridges/${bridge.id}` },
          names.get(bridge.id) ?? '',
          showWan(bridge.amountFen),
          { words: state.label, tone: state.tone },
          bridge.newLoanOn
            ? { words: bridge.newLoanOn, note: w('bridges.new-loan-paid') }
            : (promised.get(bridge.id) ?? '—'),
          found.expected.get(bridge.id)?.backOn ?? w('bridges.beyond'),
        ],
      }
    }),
  }
}
