import { done, type Outcome, refuse } from '../platform/outcome.ts'

/**
 * A file of the tax bureau: while it is read its facts are there but count for nothing, and nobody sees them; checked,
 * it waits for a person; booked, its facts count; taken back or given up, they stay as history and count no more.
 */
export const taxImportStates = ['reading', 'checked', 'booked', 'reversed', 'given-up'] as const
export type TaxImportState = (typeof taxImportStates)[number]

export const taxImportMoves = {
  reading: ['checked', 'given-up'],
  checked: ['booked', 'given-up'],
  booked: ['reversed'],
  reversed: [],
  'given-up': [],
} as const satisfies Record<TaxImportState, readonly TaxImportState[]>

/** All rows or none, or the good ones only. */
export const taxImportModes = ['all', 'good'] as const
export type TaxImportMode = (typeof taxImportModes)[number]

/** A file of every firm of a city with several years of taxes; more is a mistake, or is sent in parts. */
export const mostTaxBytes = 40 * 1024 * 1024
export const mostTaxRows = 120_000

type Checked = {
  readonly state: TaxImportState
  readonly goodRows: number
  readonly badRows: number
}

const moves = (from: TaxImportState, to: TaxImportState): boolean => {
  const onward: readonly TaxImportState[] = taxImportMoves[from]
  return onward.includes(to)
}

/**
 * Whether a checked file may be booked. Refuses: `tax-import-moved-on`, `tax-import-nothing-good`,
 * `tax-import-has-bad-rows` (all or none, and some are wrong).
 */
export function mayBook({ state, goodRows, badRows }: Checked, mode: TaxImportMode): Outcome<object> {
  if (!moves(state, 'booked')) return refuse('tax-import-moved-on')
  if (goodRows === 0) return refuse('tax-import-nothing-good')
  return mode === 'all' && badRows > 0
    ? refuse('tax-import-has-bad-rows', { values: { count: badRows } })
    : done()
}

/** Whether a booked file may be taken back. Refuses: `tax-import-moved-on`. */
export const mayReverse = ({ state }: Pick<Checked, 'state'>): Outcome<object> =>
  moves(state, 'reversed') ? done() : refuse('tax-import-moved-on')

/** Whether a file may be given up: one that is checked, or whose reading was broken off. Refuses: `tax-import-moved-on`. */
export const mayGiveUp = ({ state }: Pick<Checked, 'state'>): Outcome<object> =>
  moves(state, 'given-up') ? done() : refuse('tax-import-moved-on')
