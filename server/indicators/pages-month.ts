import type { AsOf } from '../exposures/as-of.ts'
import type { ReserveRules, Reserves } from '../guarantees/reserves.ts'
import type { Day } from '../money/day.ts'
import { type Fen, minus, showYuan } from '../money/fen.ts'
import { ppm, showPercent } from '../money/rate.ts'
import type { Refusal } from '../platform/outcome.ts'
import { withQuery } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import type { MonthSums } from './indicator.ts'
import { choiceField, dayField, type Whose, whoseQuery } from './pages.ts'

const lines = [
  'newFen',
  'releasedFen',
  'balanceFen',
  'ownFen',
  'claimedFen',
  'recoveredFen',
  'costFen',
  'returnedFen',
  'writtenOffFen',
  'outstandingFen',
  'owedFen',
] as const satisfies readonly (keyof MonthSums)[]

/** 准备金 with what they are made of, and the versions of the policies that decided them. */
export type ReservesShown = Reserves & {
  readonly feesFen: Fen
  readonly liabilityFen: Fen
  readonly rules: ReserveRules
  readonly version: string
  readonly weightsVersion: string
}

const reserveLines = ['feesFen', 'unearnedFen', 'liabilityFen', 'addedFen', 'compensationFen'] as const

const reserveRows = (w: Words, reserves: ReservesShown) =>
  reserveLines.map((line) => ({
    cells: [
      w(`indicators.line.${line}`),
      {
        words: showYuan(reserves[line]),
        note:
          line === 'feesFen'
            ? undefined
            : w('indicators.by-policy', {
                version: line === 'liabilityFen' ? reserves.weightsVersion : reserves.version,
              }),
      },
      w(`indicators.line-definition.${line}`, {
        unearned: showPercent(ppm(reserves.rules.unearnedFeesPpm)),
        yearly: showPercent(ppm(reserves.rules.compensationPpm)),
        full: showPercent(ppm(reserves.rules.compensationFullPpm)),
      }),
    ],
  }))

export type MonthShown = Whose & {
  readonly month: string
  readonly last: Day
  readonly day: AsOf
  readonly today: Day
  readonly sums: MonthSums
  /** As it was known when the month ended; null while it runs. */
  readonly ended: MonthSums | null
  readonly reserves: ReservesShown
}

export type MonthModel = ReturnType<typeof monthPage> | ReturnType<typeof refusedMonth>

/** 月报: each line with its definition; until its last day a month is what has happened so far. */
export function monthPage(w: Words, shown: MonthShown) {
  const { month, last, day, today, sums, ended, reserves } = shown
  return {
    ...headOf(w, shown, { month, on: { value: day.asOf, max: today } }),
    lead: w(last < day.asOf ? 'indicators.month-lead-known' : 'indicators.month-lead', {
      ...{ day: last, known: day.asOf },
    }),
    printHref: withQuery('/indicators/month/print', whoseQuery(shown), { month, on: day.on }),
    nothing: null,
    table: {
      caption: w('indicators.month-caption'),
      columns: [
        { label: w('indicators.column.line') },
        { label: w('indicators.column.yuan'), kind: 'number' },
        { label: w('indicators.column.definition') },
      ],
      rows: [
        ...lines.map((line) => ({
          cells: [
            w(`indicators.line.${line}`),
            { words: showYuan(sums[line]), note: noteOf(w, line, sums, ended) },
            w(`indicators.line-definition.${line}`),
          ],
        })),
        ...reserveRows(w, reserves),
      ],
    },
  }
}

/** A month or a day of which nothing can be said, with the question as it was asked. */
export function refusedMonth(
  w: Words,
  whose: Whose,
  typed: { readonly month: string; readonly on: string },
  today: Day,
  refusal: Refusal,
) {
  const words = w.refusal(refusal)
  const fault = (field: string) => (refusal.field === field ? { error: words } : {})
  return {
    ...headOf(
      w,
      whose,
      { month: typed.month, on: { value: typed.on, max: today, ...fault('on') } },
      fault('month'),
    ),
    ...{ lead: w('indicators.lead-none'), printHref: null, table: null },
    nothing: { title: words, text: w('exposures.other-day') },
  }
}

type Asked = { readonly month: string; readonly on: Parameters<typeof dayField>[1] }

const headOf = (w: Words, whose: Whose, { month, on }: Asked, fault: { readonly error?: string } = {}) => ({
  title: w('indicators.month-title', { name: whose.name, month }),
  filters: {
    action: '/indicators/month',
    fields: [
      ...choiceField(w, whose),
      { name: 'month', label: w('indicators.month'), kind: 'month', value: month, ...fault },
      dayField(w, on),
    ],
  },
})

/** How many, and what came late: the figure as the month ended with it, and what was added behind it. */
function noteOf(w: Words, line: (typeof lines)[number], sums: MonthSums, ended: MonthSums | null) {
  const counts = {
    ...{ newFen: ['count', sums.newCount], claimedFen: ['count', sums.claimCount] },
    owedFen: ['late-count', sums.lateCount],
  } as const
  const count = line === 'newFen' || line === 'claimedFen' || line === 'owedFen' ? counts[line] : null
  const late = ended && ended[line] !== sums[line] ? minus(sums[line], ended[line]) : null
  const words = [
    ...(count ? [w(`indicators.${count[0]}`, { count: count[1] })] : []),
    ...(late && ended
      ? [
          w('indicators.came-late', {
            ended: showYuan(ended[line]),
            late: late > 0 ? `+${showYuan(late)}` : showYuan(late),
          }),
        ]
      : []),
  ]
  return words.length ? words.join(' · ') : undefined
}
