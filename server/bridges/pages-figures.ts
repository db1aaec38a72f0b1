import { showWan } from '../money/fen.ts'
import type { Words } from '../platform/web/words.ts'
import type { PoolFigures } from './rows-figures.ts'

const oneDecimal = (value: number): string => String(Math.round(value * 10) / 10)
const percent = (part: number, whole: number): string =>
  whole === 0 ? '0' : String(Math.round((part / whole) * 1000) / 10)

/** What a pool has come to, in words that the bureau reports. */
export function figuresShown(w: Words, figures: PoolFigures) {
  const { times, firms, days, turns, since } = figures
  if (times === 0) return []
  const wan = (key: string, sum: PoolFigures['paidOutFen'], note?: string) => ({
    ...{ label: w(`bridges.figure.${key}`), value: w('bridges.in-wan', { wan: showWan(sum) }) },
    ...(note ? { note } : {}),
  })
  return [
    wan('paid-out', figures.paidOutFen, w('bridges.figure.times', { times, firms })),
    wan('renewed', figures.renewedFen),
    ...(turns === null
      ? []
      : [{ label: w('bridges.figure.turns'), value: oneDecimal(turns), note: since ?? '' }]),
    ...(days
      ? [
          {
            label: w('bridges.figure.days'),
            value: oneDecimal(days.mean),
            note: w('bridges.figure.days-note', { median: days.median, worst: days.worst }),
          },
        ]
      : []),
    wan('saving', figures.savingFen),
    wan('fees', figures.feesFen),
    wan(
      'late',
      figures.lateFen,
      w('bridges.figure.late-note', { times: figures.lateTimes, share: percent(figures.lateTimes, times) }),
    ),
  ]
}
