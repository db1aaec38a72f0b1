/** What is wrong with a cell: its column as headed, a code that has words, and figures for the sentence. */
export type TaxRowFault = {
  /** Where in the row, from zero; what the row as a whole lacks stands at its first cell. */
  readonly at: number
  readonly code: string
  readonly values?: Readonly<Record<string, string | number>>
}
