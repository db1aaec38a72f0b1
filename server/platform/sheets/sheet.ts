/** What a sheet may hold at most, its header left out. */
export type SheetBounds = { readonly rows: number; readonly columns: number }

/** The first sheet of a workbook as text, row by row as the spreadsheet counts them; the header is the first. */
export type Sheet = {
  readonly rows: readonly (readonly string[])[]
  /** Cells that hold a formula, as row and column from zero. */
  readonly formulas: readonly (readonly [row: number, column: number])[]
}

export type SheetFault = 'sheet-not-xlsx' | 'sheet-not-readable' | 'sheet-too-large' | 'sheet-too-many-rows'

/** A sheet to be written: everything as text, so that nothing in it is taken for a formula. */
export type WrittenSheet = {
  readonly name: string
  /** Written bold. */
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** In letters. */
  readonly widths: readonly number[]
}
