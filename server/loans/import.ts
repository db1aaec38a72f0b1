import { done, type Outcome, refuse } from '../platform/outcome.ts'

/** 导入: a file of repayments, read and checked but not booked; booked; taken back; or given up. */
export const importStates = ['checked', 'booked', 'reversed', 'given-up'] as const
export type ImportState = (typeof importStates)[number]

export const importMoves = {
  checked: ['booked', 'given-up'],
  booked: ['reversed'],
  reversed: [],
  'given-up': [],
} as const satisfies Record<ImportState, readonly ImportState[]>

/** All rows or none, or the good ones only. */
export const importModes = ['all', 'good'] as const
export type ImportMode = (typeof importModes)[number]

/** A row as it was read: waiting to be booked, or wrong. */
export const importRowStates = ['good', 'bad'] as const
export type ImportRowState = (typeof importRowStates)[number]

/** The largest file: about 100,000 rows would fit, so the row limit is what people meet. */
export const mostImportBytes = 5 * 1024 * 1024
export const mostImportRows = 20_000

type Checked = { readonly state: ImportState; readonly goodRows: number; readonly badRows: number }

/**
 * Whether a checked file may be booked. Refuses: `import-moved-on`, `import-has-bad-rows` (all or none, and some are
 * wrong), `import-nothing-good`.
 */
export function mayBook({ state, goodRows, badRows }: Checked, mode: ImportMode): Outcome<object> {
  const onward: readonly ImportState[] = importMoves[state]
  if (!onward.includes('booked')) return refuse('import-moved-on')
  if (goodRows === 0) return refuse('import-nothing-good')
  return mode === 'all' && badRows > 0
    ? refuse('import-has-bad-rows', { values: { count: badRows } })
    : done()
}

/** Whether a file may be taken back. Refuses: `import-moved-on`. */
export function mayReverse({ state }: Pick<Checked, 'state'>): Outcome<object> {
  const onward: readonly ImportState[] = importMoves[state]
  return onward.includes('reversed') ? done() : refuse('import-moved-on')
}
