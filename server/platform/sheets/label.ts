/** A column's name as a sheet has it, to be compared: stars, units in brackets, widths and blanks are no difference. */
export const plainLabel = (label: string): string =>
  label
    .normalize('NFKC')
    .replace(/\([^)]*\)|[*\s:]/g, '')
    .toLowerCase()
