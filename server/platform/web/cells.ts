import { type Fen, showWan, showYuan } from '../../money/fen.ts'
import type { Cell } from '../sheets/streaming.ts'

/*
 * Cells of tables that are read on a page and taken away as a workbook: the words for the reader, and beside them what the
 * words are of, where they round.
 */

/** A cell as a table of a page takes it. */
export type ShownCell =
  | string
  | {
      readonly words?: string
      readonly href?: string
      readonly tone?: string
      readonly note?: string
      readonly links?: readonly { readonly href: string; readonly label: string }[]
      /** What the workbook holds in place of the words. */
      readonly value?: Cell
    }

export type CellKind = 'text' | 'number' | 'date' | 'code' | 'actions'

/** A sum in 万元, rounded for the reader and to the fen in the workbook. */
export const wanCell = (amount: Fen) => ({ words: showWan(amount), value: { wan: amount } })

/** A sum in yuan. */
export const yuanCell = (amount: Fen) => ({ words: showYuan(amount), value: { fen: amount } })
