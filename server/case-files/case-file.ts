/** More steps than a person reads on paper; a file that would leave some out is refused instead. */
export const fileLimit = 2000

/** Oldest first: ids rise with time. */
export const inOrder = <Row extends { readonly id: string }>(rows: readonly Row[]): Row[] =>
  rows.toSorted((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0))
