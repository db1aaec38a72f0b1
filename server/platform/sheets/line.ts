/** One row of a table as text, numbered as the spreadsheet counts it; `formulas` are places in it, from zero. */
export type SheetLine = {
  readonly row: number
  readonly cells: readonly string[]
  readonly formulas: readonly number[]
}
