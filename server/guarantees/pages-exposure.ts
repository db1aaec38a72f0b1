import { isParty, partyWords } from '../arrangements/arrangement.ts'
import { type ExposureDimension, exposureDimensions } from '../exposures/exposure.ts'
import type { FigureRow } from '../exposures/index.ts'
import type { Day } from '../money/day.ts'
import { type Fen, noFen, plus, showWan, showYuan } from '../money/fen.ts'
import type { Words } from '../platform/web/words.ts'
import { type PastDimension, pastDimensions } from './rows-exposure.ts'

type Names = Readonly<Partial<Record<ExposureDimension, (key: string) => string>>>
type Past = {
  readonly dimension: PastDimension
  readonly rows: readonly { readonly key: string; readonly balanceFen: Fen; readonly guarantees: number }[]
  readonly shareFen: Fen | null
}

type Found = {
  readonly rows: readonly FigureRow[]
  readonly words: Names
  readonly top: readonly { readonly id: string; readonly firm: string; readonly balanceFen: Fen }[]
  readonly on: Day | null
  readonly past: Past | null
  readonly isBureau: boolean
}

/** What is in force now, divided every way; and, where a past day is asked for, as it stood at its end. */
export function exposurePage(w: Words, { rows, words, top, on, past, isBureau }: Found) {
  const nameOf = (dimension: ExposureDimension, key: string) => keyWords(w, words, dimension, key)
  const of = (dimension: ExposureDimension) =>
    rows.filter((row) => row.dimension === dimension && (row.loans > 0 || row.balanceFen > 0))
  const whole = of('scheme')
  const sum = (key: 'balanceFen' | 'shareFen') => plus(noFen, ...whole.map((row) => row[key]))
  return {
    title: w('guarantees.exposure-title'),
    numbers: [
      { label: w('guarantees.exposure-balance'), value: showWan(sum('balanceFen')) },
      ...(isBureau ? [] : [{ label: w('guarantees.exposure-share'), value: showWan(sum('shareFen')) }]),
      {
        label: w('guarantees.exposure-count'),
        value: whole.reduce((count, row) => count + row.loans, 0),
      },
    ],
    tables: [
      ...exposureDimensions
        .filter((dimension) => dimension !== 'party')
        .map((dimension) => ({ dimension, found: of(dimension) }))
        .filter(({ found }) => found.length > 0)
        .map(({ dimension, found }) => dimensionTable(w, dimension, found, nameOf)),
      ...(top.length ? [topTable(w, top)] : []),
    ],
    filters: askingFor(w, on, past?.dimension ?? null),
    past: past && on ? pastShown(w, on, past, nameOf) : null,
  }
}

/** Which past day, and by what divided. */
const askingFor = (w: Words, on: Day | null, by: PastDimension | null) => ({
  ...{ action: '/exposure', clearHref: '/exposure' },
  fields: [
    { name: 'on', label: w('guarantees.exposure-on'), kind: 'date', value: on ?? '' },
    {
      ...{ name: 'by', label: w('guarantees.exposure-divided'), kind: 'select', value: by ?? 'bank' },
      options: pastDimensions.map((value) => ({ value, label: w(`guarantees.dimension.${value}`) })),
    },
  ],
})

function keyWords(w: Words, words: Names, dimension: ExposureDimension, key: string): string {
  const name = words[dimension]
  if (name) return name(key)
  if (dimension === 'role') return isParty(key) ? w(partyWords(key)) : key
  if (dimension === 'size')
    return key === 'unknown' ? w('guarantees.not-known') : w(`enterprises.size.${key}`)
  return key
}

type NameOf = (dimension: ExposureDimension, key: string) => string

const dimensionTable = (
  w: Words,
  dimension: ExposureDimension,
  rows: readonly FigureRow[],
  nameOf: NameOf,
) => ({
  caption: w('guarantees.exposure-by', { what: w(`guarantees.dimension.${dimension}`) }),
  columns: [
    { label: w(`guarantees.dimension.${dimension}`) },
    { label: w('guarantees.exposure-balance'), kind: 'number' },
    { label: w('guarantees.exposure-share'), kind: 'number' },
    { label: w('guarantees.exposure-count'), kind: 'number' },
  ],
  rows: rows
    .toSorted((one, other) =>
      dimension === 'vintage' ? (one.key < other.key ? 1 : -1) : other.balanceFen - one.balanceFen,
    )
    .map((row) => ({
      cells: [nameOf(dimension, row.key), showWan(row.balanceFen), showWan(row.shareFen), String(row.loans)],
    })),
})

const topTable = (w: Words, top: Found['top']) => ({
  caption: w('guarantees.exposure-top'),
  columns: [
    { label: w('guarantees.column.firm') },
    { label: w('guarantees.exposure-balance'), kind: 'number' },
  ],
  rows: top.map(({ firm, balanceFen }) => ({ cells: [firm, showWan(balanceFen)] })),
})

const pastShown = (w: Words, on: Day, { dimension, rows, shareFen }: Past, nameOf: NameOf) => ({
  title: w('guarantees.exposure-past', { on }),
  share: shareFen === null ? null : w('guarantees.exposure-past-share', { yuan: showYuan(shareFen) }),
  none: rows.some(({ balanceFen }) => balanceFen > 0) ? null : w('guarantees.exposure-past-none'),
  table: {
    caption: w('guarantees.exposure-by', { what: w(`guarantees.dimension.${dimension}`) }),
    columns: [
      { label: w(`guarantees.dimension.${dimension}`) },
      { label: w('guarantees.column.after'), kind: 'number' },
    ],
    rows: rows
      .filter(({ balanceFen }) => balanceFen > 0)
      .toSorted((one, other) => other.balanceFen - one.balanceFen)
      .map(({ key, balanceFen }) => ({ cells: [nameOf(dimension, key), showYuan(balanceFen)] })),
  },
})
