import type { Words } from '../platform/web/words.ts'

type Cell = string | { readonly words: string; readonly note?: string; readonly href?: string }
type Row = { readonly cells: readonly Cell[] }

/** A table of the file: its columns are words of this room. */
export const table = (w: Words, caption: string, columns: readonly string[], rows: readonly Row[]) => ({
  caption,
  columns: columns.map((key) => ({ label: w(`case-files.${key}`) })),
  rows,
})
