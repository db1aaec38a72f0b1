import { type ExposureDimension, exposureDimensions } from '../exposures/exposure.ts'
import type { FigureRow, NameOf } from '../exposures/index.ts'
import type { Day } from '../money/day.ts'
import { type Fen, noFen, plus, showWan, showYuan } from '../money/fen.ts'
import type { Refusal } from '../platform/outcome.ts'
import type { Words } from '../platform/web/words.ts'
import type { reservesYesterday } from './parts-reserves.ts'

type Found = {
  readonly rows: readonly FigureRow[]
  readonly nameOf: NameOf
  readonly top: readonly { readonly id: string; readonly firm: string; readonly balanceFen: Fen }[]
  /** The day as it was typed, the day that is shown (null for now), and why it is not. */
  readonly asked: string
  readonly on: Day | null
  readonly refusal: Refusal | null
  /** What the reader's own book bore contingently at the end of that day. */
  readonly bookedFen: Fen | null
  /** Of guarantors; null for everybody else. */
  readonly reserves: Reserves | null
  readonly isBureau: boolean
}
export type Reserves = Awaited<ReturnType<typeof reservesYesterday>>

/** What is in force, divided every way: now, or as the platform knew it at the end of a past day. */
export function exposurePage(w: Words, shown: Found) {
  const { rows, nameOf, top, asked, on, refusal, bookedFen, reserves, isBureau } = shown
  const of = (dimension: ExposureDimension) =>
    rows.filter((row) => row.dimension === dimension && (row.loans > 0 || row.balanceFen > 0))
  return {
    title: on ? w('guarantees.exposure-past', { on }) : w('guarantees.exposure-title'),
    refusal: refusal ? w.refusal(refusal) : null,
    booked: bookedFen === null ? null : w('guarantees.exposure-past-share', { yuan: showYuan(bookedFen) }),
    // A day that is refused was not counted: it shows no figure, and no nought.
    numbers: refusal ? [] : numbersOf(w, of('scheme'), isBureau),
    tables: [
      ...exposureDimensions
        .filter((dimension) => dimension !== 'party')
        .map((dimension) => ({ dimension, found: of(dimension) }))
        .filter(({ found }) => found.length > 0)
        .map(({ dimension, found }) => dimensionTable(w, dimension, found, nameOf, isBureau)),
      ...(top.length ? [topTable(w, top)] : []),
    ],
    reserves: reserves ? reservesShown(w, reserves) : null,
    filters: askingFor(w, asked),
  }
}

function numbersOf(w: Words, whole: readonly FigureRow[], isBureau: boolean) {
  const sum = (key: 'balanceFen' | 'shareFen') => plus(noFen, ...whole.map((row) => row[key]))
  return [
    { label: w('guarantees.exposure-balance'), value: showWan(sum('balanceFen')) },
    ...(isBureau ? [] : [{ label: w('guarantees.exposure-share'), value: showWan(sum('shareFen')) }]),
    {
      label: w('guarantees.exposure-count'),
      value: whole.reduce((count, row) => count + row.loans, 0),
    },
  ]
}

/** The two reserves, and where they are told in full. */
export const reservesShown = (w: Words, { on, unearnedFen, compensationFen, version }: Reserves) => ({
  title: w('guarantees.reserves-title', { day: on }),
  href: '/indicators/month',
  facts: [
    { label: w('indicators.line.unearnedFen'), value: inYuan(w, unearnedFen), by: version },
    { label: w('indicators.line.compensationFen'), value: inYuan(w, compensationFen), by: version },
  ],
})
const inYuan = (w: Words, amount: Fen): string => w('guarantees.yuan', { yuan: showYuan(amount) })

const askingFor = (w: Words, asked: string) => ({
  ...{ action: '/exposure', clearHref: '/exposure' },
  fields: [{ name: 'on', label: w('guarantees.exposure-on'), kind: 'date', value: asked }],
})

/** A place bears everything of what is in force in it: its share says nothing that the balance does not. */
function dimensionTable(
  w: Words,
  dimension: ExposureDimension,
  rows: readonly FigureRow[],
  nameOf: NameOf,
  isBureau: boolean,
) {
  const what = w(`guarantees.dimension.${dimension}`)
  const number = (key: string) => ({ label: w(`guarantees.exposure-${key}`), kind: 'number' })
  return {
    caption: w('guarantees.exposure-by', { what }),
    columns: [
      { label: `${what.slice(0, 1).toUpperCase()}${what.slice(1)}` },
      number('balance'),
      ...(isBureau ? [] : [number('share')]),
      number('count'),
    ],
    rows: rows
      .toSorted((one, other) =>
        dimension === 'vintage' ? (one.key < other.key ? 1 : -1) : other.balanceFen - one.balanceFen,
      )
      .map((row) => ({
        cells: [
          nameOf(dimension, row.key),
          showWan(row.balanceFen),
          ...(isBureau ? [] : [showWan(row.shareFen)]),
          String(row.loans),
        ],
      })),
  }
}

const topTable = (w: Words, top: Found['top']) => ({
  caption: w('guarantees.exposure-top'),
  columns: [
    { label: w('guarantees.column.firm') },
    { label: w('guarantees.exposure-balance'), kind: 'number' },
  ],
  rows: top.map(({ firm, balanceFen }) => ({ cells: [firm, showWan(balanceFen)] })),
})
