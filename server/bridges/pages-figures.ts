import { type Fen, showWan } from '../money/fen.ts'
import { showCount, type Words } from '../platform/web/words.ts'
import { fundingTable } from './pages-pools.ts'
import { type BankFigures, type OftenFirm, oftenTimes, type PoolFigures } from './rows-figures.ts'
import type { Funding, Pool } from './rows-pools.ts'

const oneDecimal = (value: number): string => String(Math.round(value * 10) / 10)
const percent = (part: number, whole: number): string =>
  whole === 0 ? '0' : String(Math.round((part / whole) * 1000) / 10)

const inWan = (w: Words, sum: Fen) => w('bridges.in-wan', { wan: showWan(sum) })

/** What a pool has come to, in few words, beside what it does today. */
export function figuresShown(w: Words, figures: PoolFigures) {
  const { times, firms, turns } = figures
  if (times === 0) return []
  return [
    {
      ...{ label: w('bridges.figure.paid-out'), value: inWan(w, figures.paidOutFen) },
      note: w('bridges.figure.times', { times, firms }),
    },
    ...(turns === null ? [] : [{ label: w('bridges.figure.turns'), value: oneDecimal(turns) }]),
    { label: w('bridges.figure.saving'), value: inWan(w, figures.savingFen) },
  ]
}

export type LateNow = { readonly count: number; readonly fen: Fen; readonly outFen: Fen }

type Shown = {
  readonly pool: Pool
  readonly figures: PoolFigures
  readonly banks: readonly BankFigures[]
  readonly often: readonly OftenFirm[]
  readonly late: LateNow
  readonly marketRatePpmPerDay: number
  /** The version of the terms, whose market rate is an assumption. */
  readonly by: string
  /** Of a funder, who reads what its money did; the names of firms are not for it. */
  readonly fundings?: readonly Funding[]
}

/** Every figure of the report, in the order in which its definition is read. */
const defined = [
  ...['paid-out', 'turns', 'days', 'renewed', 'saving', 'fees', 'late-now', 'late'],
  ...['kept', 'renewal-days', 'often'],
] as const

/** The report of a pool: its money, its days, its banks' word, and who comes again and again. */
export function figuresPage(w: Words, shown: Shown) {
  const { pool, figures, banks, often, late, by, fundings } = shown
  return {
    title: w('bridges.figures-title', { pool: pool.name[w.language] }),
    poolHref: fundings ? null : `/bridge-pools/${pool.id}`,
    poolName: pool.name[w.language],
    lead: figures.since ? w('bridges.figures-since', { day: figures.since }) : '',
    numbers: figures.times ? numbersOf(w, figures, late, by) : [],
    facts: figures.times ? factsOf(w, figures, late, shown.marketRatePpmPerDay) : [],
    banks: banks.length ? banksTable(w, banks) : null,
    often: often.length && !fundings ? oftenTable(w, often) : null,
    oftenNone: fundings ? '' : w('bridges.often-none', { times: oftenTimes }),
    fundings: fundings?.length ? fundingTable(w, fundings) : null,
    definitions: defined.map((key) => ({
      label: w(`bridges.define.${key}`),
      value: w(`bridges.define.${key}-text`, { times: oftenTimes }),
    })),
    empty: { title: w('bridges.figures-none'), text: w('bridges.figures-none-text') },
  }
}

const numbersOf = (w: Words, figures: PoolFigures, late: LateNow, by: string) => [
  {
    ...{ label: w('bridges.figure.paid-out'), value: showWan(figures.paidOutFen), unit: w('bridges.wan') },
    note: w('bridges.figure.times', { times: showCount(figures.times), firms: showCount(figures.firms) }),
  },
  {
    ...{ label: w('bridges.figure.turns'), value: figures.turns === null ? '—' : oneDecimal(figures.turns) },
    note: w('bridges.figure.turns-note', { wan: showWan(figures.averageFen) }),
  },
  {
    ...{ label: w('bridges.figure.saving'), value: showWan(figures.savingFen), unit: w('bridges.wan') },
    ...{ note: w('bridges.figure.saving-note'), by },
  },
  {
    ...{ label: w('bridges.figure.late-now'), value: showWan(late.fen), unit: w('bridges.wan') },
    note: w('bridges.figure.late-now-note', { count: late.count, share: percent(late.fen, late.outFen) }),
    ...(late.count ? { tone: 'bad' as const } : {}),
  },
]

function factsOf(w: Words, figures: PoolFigures, late: LateNow, marketPpm: number) {
  const { days, times } = figures
  return [
    {
      ...{ label: w('bridges.figure.renewed'), value: inWan(w, figures.renewedFen) },
      note: w('bridges.figure.renewed-note', {
        used: showWan(figures.paidOutFen),
        times: figures.paidOutFen
          ? String(Math.round((figures.renewedFen / figures.paidOutFen) * 100) / 100)
          : '0',
      }),
    },
    ...(days
      ? [
          {
            label: w('bridges.figure.days'),
            value: w('bridges.figure.days-value', { days: oneDecimal(days.mean) }),
            note: w('bridges.figure.days-note', { median: days.median, worst: days.worst }),
          },
        ]
      : []),
    { label: w('bridges.figure.out-now'), value: inWan(w, late.outFen) },
    { label: w('bridges.figure.fees'), value: inWan(w, figures.feesFen) },
    {
      label: w('bridges.figure.market'),
      value: w('bridges.figure.market-value', { rate: String(marketPpm / 10_000) }),
    },
    {
      ...{ label: w('bridges.figure.late'), value: inWan(w, figures.lateFen) },
      note: w('bridges.figure.late-note', {
        times: figures.lateTimes,
        share: percent(figures.lateTimes, times),
        money: percent(figures.lateFen, figures.paidOutFen),
      }),
    },
  ]
}

const number = (label: string) => ({ label, kind: 'number' as const })

const banksTable = (w: Words, banks: readonly BankFigures[]) => ({
  caption: w('bridges.banks'),
  scroll: true,
  columns: [
    { label: w('bridges.column.bank') },
    ...['times', 'paid-out', 'renewed', 'kept', 'late', 'broken', 'renewal-days'].map((key) =>
      number(w(`bridges.column.${key}`)),
    ),
  ],
  rows: banks.map((one) => ({
    cells: [
      one.bank,
      showCount(one.times),
      showWan(one.paidOutFen),
      showWan(one.renewedFen),
      w('bridges.kept-of', { kept: one.kept, due: one.kept + one.late + one.broken }),
      String(one.late),
      one.broken ? { words: String(one.broken), tone: 'bad' } : '0',
      one.daysMean === null
        ? '—'
        : {
            words: oneDecimal(one.daysMean),
            note: w('bridges.worst-days', { days: one.daysWorst ?? 0 }),
          },
    ],
  })),
})

const oftenTable = (w: Words, often: readonly OftenFirm[]) => ({
  caption: w('bridges.often', { times: oftenTimes }),
  scroll: true,
  columns: [
    { label: w('bridges.column.firm') },
    ...['lately', 'times', 'paid-out'].map((key) => number(w(`bridges.column.${key}`))),
    { label: w('bridges.column.last') },
  ],
  rows: often.map(({ firm, times, lately, paidOutFen, last }) => ({
    cells: [firm, String(lately), String(times), showWan(paidOutFen), last],
  })),
})
