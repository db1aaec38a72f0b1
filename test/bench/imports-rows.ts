/** Numbers of the loans that `prepare-imports.ts` makes. */
export const loanName = (at: number): string => `DKI${String(at).padStart(6, '0')}`

/**
 * The rows of a file: each loan in turn, with sums and numbers that no other row of any file has. The order is that of a
 * bank's own list, so rows of one loan stand apart.
 */
export const importRows = (file: number, count: number, loans: number, paidOn: string): string[][] =>
  Array.from({ length: count }, (_, at) => [
    loanName(at % loans),
    paidOn,
    `${100 + Math.floor(at / loans)}.${String(file).padStart(2, '0')}`,
    `${(at % 97) + 1}.50`,
    `LS${file}-${at}`,
  ])
