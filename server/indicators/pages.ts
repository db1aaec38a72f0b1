import type { ReserveRules, Reserves } from '../guarantees/reserves.ts'
import type { Day } from '../money/day.ts'
import { type Fen, showYuan } from '../money/fen.ts'
import { type Ppm, ppm, showPercent } from '../money/rate.ts'
import type { Words } from '../platform/web/words.ts'
import { type Figures, type Indicator, indicators, type MonthSums, type Sums } from './indicator.ts'

const percent = (rate: Ppm | null): string => (rate === null ? '—' : showPercent(rate))
/** Hundredths of a time, as people read leverage. */
const times = (w: Words, rate: Ppm | null): string =>
  rate === null ? '—' : w('indicators.times', { times: (Math.round(rate / 10_000) / 100).toString() })

export type Shown = {
  readonly name: string
  readonly on: Day
  readonly today: Day
  readonly sums: Sums
  readonly figures: Figures
  readonly versions: readonly string[]
  /** For the bureau, which looks at several. */
  readonly choices: readonly { readonly value: string; readonly label: string }[]
  readonly chosen: string
  readonly month: string
}

/** The eight figures of a guarantor as of the end of a day, each with what it is made of and how it is defined. */
export function indicatorsPage(w: Words, shown: Shown) {
  const { name, on, today, versions, choices, chosen, month } = shown
  const query = choices.length ? `&guarantor=${chosen}` : ''
  return {
    title: w('indicators.title', { name }),
    lead: w('indicators.lead', { day: on }),
    by: versions,
    monthHref: `/indicators/month?month=${month}${query}`,
    filters: { action: '/indicators', fields: [...choiceField(w, choices, chosen), dayField(w, on, today)] },
    table: {
      caption: w('indicators.caption'),
      columns: [
        { label: w('indicators.column.name') },
        { label: w('indicators.column.value'), kind: 'number' },
        { label: w('indicators.column.made-of') },
        { label: w('indicators.column.definition') },
      ],
      rows: indicators.map((one) => ({
        cells: [
          w(`indicators.name.${one}`),
          figureIn(w, one, shown.figures),
          madeOf(w, one, shown),
          w(`indicators.definition.${one}`),
        ],
      })),
    },
  }
}

const choiceField = (w: Words, choices: Shown['choices'], chosen: string) =>
  choices.length
    ? [
        {
          name: 'guarantor',
          label: w('indicators.guarantor'),
          kind: 'select',
          value: chosen,
          options: choices,
        },
      ]
    : []

const dayField = (w: Words, on: Day, today: Day) => ({
  ...{ name: 'on', label: w('indicators.on'), kind: 'date', value: on },
  max: today,
})

function figureIn(w: Words, one: Indicator, figures: Figures): string {
  switch (one) {
    case 'leverage':
      return times(w, figures.leveragePpm)
    case 'filed':
      return percent(figures.filedPpm)
    case 'shared':
      return percent(figures.sharedPpm)
    case 'small-and-farming':
      return percent(figures.smallPpm)
    case 'claim-rate':
      return percent(figures.claimPpm)
    case 'returned':
      return percent(figures.returnedPpm)
    case 'targets':
      return figures.targets ? `${figures.targetsMet} / ${figures.targets}` : '—'
    case 'grade':
      return figures.grade ?? '—'
  }
}

function madeOf(w: Words, one: Indicator, { sums, figures }: Shown): string {
  const over = (part: Fen, whole: Fen | null) =>
    w('indicators.over', { part: showYuan(part), whole: whole === null ? '—' : showYuan(whole) })
  switch (one) {
    case 'leverage':
      return over(sums.ownFen, sums.netAssetsFen)
    case 'filed':
      return over(sums.newFiledFen, sums.newFen)
    case 'shared':
      return over(sums.sharedFen, sums.balanceFen)
    case 'small-and-farming':
      return over(sums.smallFen, sums.balanceFen)
    case 'claim-rate':
      return over(sums.claimedFen, sums.releasedFen)
    case 'returned':
      return over(sums.returnedFen, sums.claimedFen)
    case 'targets':
      return w('indicators.targets-of', {
        small: percent(figures.smallPpm),
        ticket: percent(figures.smallTicketPpm),
      })
    case 'grade':
      return w('indicators.grade-of', {
        met: `${figures.targetsMet} / ${figures.targets}`,
        rate: percent(figures.claimPpm),
      })
  }
}

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

export type MonthShown = {
  readonly name: string
  readonly month: string
  readonly last: Day
  readonly sums: MonthSums
  readonly reserves: ReservesShown
  readonly choices: Shown['choices']
  readonly chosen: string
}

/** 月报: each line with its definition; until its last day a month is what has happened so far. */
export function monthPage(w: Words, { name, month, last, sums, reserves, choices, chosen }: MonthShown) {
  const query = choices.length ? `&guarantor=${chosen}` : ''
  const noteOf = (line: (typeof lines)[number]) =>
    line === 'newFen'
      ? w('indicators.count', { count: sums.newCount })
      : line === 'claimedFen'
        ? w('indicators.count', { count: sums.claimCount })
        : line === 'owedFen'
          ? w('indicators.late-count', { count: sums.lateCount })
          : undefined
  return {
    title: w('indicators.month-title', { name, month }),
    lead: w('indicators.month-lead', { day: last }),
    printHref: `/indicators/month/print?month=${month}${query}`,
    filters: {
      action: '/indicators/month',
      fields: [
        ...choiceField(w, choices, chosen),
        { name: 'month', label: w('indicators.month'), kind: 'month', value: month },
      ],
    },
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
            { words: showYuan(sums[line]), note: noteOf(line) },
            w(`indicators.line-definition.${line}`),
          ],
        })),
        ...reserveRows(w, reserves),
      ],
    },
  }
}
