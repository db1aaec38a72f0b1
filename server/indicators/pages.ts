import type { Day } from '../money/day.ts'
import { type Fen, showYuan } from '../money/fen.ts'
import { type Ppm, showPercent } from '../money/rate.ts'
import type { Refusal } from '../platform/outcome.ts'
import { withQuery } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { type Figures, type Indicator, indicators, type Sums } from './indicator.ts'

const percent = (rate: Ppm | null): string => (rate === null ? '—' : showPercent(rate))
/** Hundredths of a time, as people read leverage. */
const times = (w: Words, rate: Ppm | null): string =>
  rate === null ? '—' : w('indicators.times', { times: (Math.round(rate / 10_000) / 100).toString() })

/** Whose figures; `choices` are for the bureau, which looks at several. */
export type Whose = {
  readonly id: string
  readonly name: string
  readonly choices: readonly { readonly value: string; readonly label: string }[]
}

export type Shown = Whose & {
  readonly on: Day
  readonly today: Day
  readonly sums: Sums
  readonly figures: Figures
  readonly versions: readonly string[]
}

/** The eight figures of a guarantor as of the end of a day, each with what it is made of and how it is defined. */
export function indicatorsPage(w: Words, shown: Shown) {
  const { on, today, versions } = shown
  return {
    ...headOf(w, shown, { value: on, max: today }),
    lead: w('indicators.lead', { day: on }),
    by: versions,
    monthHref: withQuery('/indicators/month', whoseQuery(shown), {
      ...{ month: on.slice(0, 7), on: on === today ? null : on },
    }),
    nothing: null,
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

/** A day of which nothing can be said, with the question as it was asked. */
export const refusedFigures = (w: Words, whose: Whose, typed: string, today: Day, refusal: Refusal) => ({
  ...headOf(w, whose, { value: typed, max: today, error: w.refusal(refusal) }),
  lead: w('indicators.lead-none'),
  ...{ by: [], monthHref: withQuery('/indicators/month', whoseQuery(whose), {}), table: null },
  nothing: { title: w.refusal(refusal), text: w('exposures.other-day') },
})

type Typed = { readonly value: string; readonly max?: string; readonly error?: string }

const headOf = (w: Words, whose: Whose, day: Typed) => ({
  title: w('indicators.title', { name: whose.name }),
  filters: { action: '/indicators', fields: [...choiceField(w, whose), dayField(w, day)] },
})

export const whoseQuery = ({ id, choices }: Whose): Readonly<Record<string, string>> =>
  choices.length ? { guarantor: id } : {}

export const choiceField = (w: Words, { id, choices }: Whose) =>
  choices.length
    ? [
        {
          ...{ name: 'guarantor', label: w('indicators.guarantor'), kind: 'select' },
          ...{ value: id, options: choices },
        },
      ]
    : []

export const dayField = (w: Words, day: Typed) => ({
  ...{ name: 'on', label: w('indicators.on'), kind: 'date', ...day },
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
