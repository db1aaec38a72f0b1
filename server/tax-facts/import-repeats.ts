import type { ReadTaxRow, TaxRowFault } from './import-row.ts'
import type { Layout } from './import-sheet.ts'

/** Rows of one file that state something of a firm a second time, by the first row that did, in the order of the file. */
export type Repeats = Map<number, number[]>

/**
 * Finds rows of one file that state the same thing of the same firm twice. The second is refused where it comes; whether the
 * first holds says `contradicted`.
 */
export function repeatFinder(layout: Layout, repeats: Repeats = new Map()): (read: ReadTaxRow) => ReadTaxRow {
  const seen = new Map<string, number>()
  const earlier = (key: string, row: number): number | null => {
    const first = seen.get(key)
    if (first === undefined) seen.set(key, row)
    else if (repeats.get(first)?.at(-1) !== row) repeats.set(first, [...(repeats.get(first) ?? []), row])
    return first ?? null
  }
  return (read) => {
    const { row, code, grade, taxes, standing } = read
    const faults: TaxRowFault[] = []
    const found = (at: number | undefined, code: string, first: number | null, values = {}) => {
      if (first !== null) faults.push({ at: at ?? 0, code, values: { row: first, ...values } })
    }
    if (grade) found(layout.at.assessYear, 'year-twice', earlier(`${code} ${grade.assessYear}`, row))
    for (const { year } of taxes) {
      const [at] = Object.values(layout.years.get(year) ?? {})
      found(at, 'tax-twice', earlier(`${code} tax ${year}`, row), { year })
    }
    if (standing) found(layout.at.asOf, 'standing-twice', earlier(`${code} at ${standing.asOf}`, row))
    return faults.length ? { ...read, faults: [...read.faults, ...faults] } : read
  }
}

/**
 * Of two rows that say different things nobody can tell which holds, so the first is refused too, and names the other; one
 * that is said twice alike holds once. `rows` are the rows that `repeats` names.
 */
export function contradicted(
  layout: Layout,
  rows: ReadonlyMap<number, ReadTaxRow>,
  repeats: Repeats,
): Map<number, readonly TaxRowFault[]> {
  const refused = new Map<number, readonly TaxRowFault[]>()
  for (const [at, others] of repeats) {
    const first = rows.get(at)
    if (!first) continue
    const faults = others.flatMap((other) => {
      const second = rows.get(other)
      return second ? differing(layout, first, second) : []
    })
    const each = faults.filter(({ at: place }, here) => here === faults.findIndex((one) => one.at === place))
    if (each.length) refused.set(at, each)
  }
  return refused
}

/** What two rows of one firm say of the same thing in different words. */
function differing(layout: Layout, first: ReadTaxRow, { row, grade, taxes, standing }: ReadTaxRow) {
  const faults: TaxRowFault[] = []
  if (first.grade && grade && first.grade.assessYear === grade.assessYear && !isSame(first.grade, grade))
    faults.push({ at: layout.at.assessYear ?? 0, code: 'year-differs', values: { row } })
  for (const tax of taxes) {
    const own = first.taxes.find(({ year }) => year === tax.year)
    const [at = 0] = Object.values(layout.years.get(tax.year) ?? {})
    if (own && !isSame(own, tax)) faults.push({ at, code: 'tax-differs', values: { row, year: tax.year } })
  }
  if (
    first.standing &&
    standing &&
    first.standing.asOf === standing.asOf &&
    !isSame(first.standing, standing)
  )
    faults.push({ at: layout.at.asOf ?? 0, code: 'standing-differs', values: { row } })
  return faults
}

/** Both come from the same reader, with their fields in the same order. */
const isSame = (one: object, other: object): boolean => JSON.stringify(one) === JSON.stringify(other)
