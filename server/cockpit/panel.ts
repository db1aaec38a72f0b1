import type { ShownCell } from '../platform/web/cells.ts'
import type { FigureCode, Panel } from './definition.ts'

/** One figure as a page shows it: with its unit, and the way to what it means. */
export type ShownFigure = {
  readonly label: string
  readonly value: string
  readonly unit?: string
  readonly note?: string
  readonly href?: string
  readonly tone?: 'bad'
  /** Where the figure is defined. */
  readonly define: string
}

type Cell = string | (Exclude<ShownCell, string> & { readonly words: string })

export type ShownTable = {
  readonly caption: string
  readonly columns: readonly { readonly label: string; readonly kind?: 'text' | 'number' | 'date' | 'code' }[]
  readonly rows: readonly { readonly cells: readonly Cell[] }[]
}

/** A panel: its finding is its title. `none` stands in place of figures that a day does not have. */
export type ShownPanel = {
  readonly id: Panel
  readonly title: string
  /** Figures that stand above all panels; `figures` are those within. */
  readonly headlines: readonly ShownFigure[]
  readonly figures: readonly ShownFigure[]
  readonly chart: string
  /** How the chart is read, where it does not say so itself. */
  readonly mark?: string
  /** A second drawing whose parts are links. */
  readonly map?: string
  readonly table: ShownTable | null
  readonly none: string
  readonly links: readonly { readonly href: string; readonly label: string }[]
}

export const definedAt = (code: FigureCode): string => `/figures/${code}`
