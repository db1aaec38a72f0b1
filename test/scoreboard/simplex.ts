import assert from 'node:assert/strict'

/* The least and the most that something may be under linear constraints, nothing being below zero: the simplex method. */

export type Terms = Readonly<Record<string, number>>
export type Constraint = { readonly terms: Terms; readonly is: 'at-most' | 'exactly'; readonly value: number }

export const atMost = (terms: Terms, value: number): Constraint => ({ terms, is: 'at-most', value })
export const exactly = (terms: Terms, value: number): Constraint => ({ terms, is: 'exactly', value })

const tiny = 1e-7

/** Puts in what single equations fix, until nothing new is fixed; what is left has unknowns only. */
function reduced(all: readonly Constraint[]) {
  const fixed = new Map<string, number>()
  let rest = all
  for (let before = -1; before !== fixed.size; ) {
    before = fixed.size
    rest = rest.map(({ terms, is, value }) => {
      const open = Object.entries(terms).filter(([name, by]) => by !== 0 && !fixed.has(name))
      const known = Object.entries(terms).reduce((sum, [name, by]) => sum + by * (fixed.get(name) ?? 0), 0)
      const left = { terms: Object.fromEntries(open), is, value: value - known }
      const [only] = open
      if (is === 'exactly' && open.length === 1 && only) fixed.set(only[0], left.value / only[1])
      return left
    })
  }
  return { fixed, rest: rest.filter(({ terms }) => Object.keys(terms).length > 0) }
}

/** A tableau with a right side in its last place, and which column each row stands for. */
type Tableau = { readonly rows: number[][]; readonly basis: number[] }

/** Moves to the least of `costs` by Bland's rule, which never turns in a circle; columns from `from` on stay out. */
function minimise({ rows, basis }: Tableau, costs: readonly number[], from: number): number {
  for (;;) {
    const priced = (column: number) =>
      (costs[column] ?? 0) -
      rows.reduce((sum, row, at) => sum + (costs[basis[at] ?? 0] ?? 0) * (row[column] ?? 0), 0)
    let entering = -1
    for (let column = 0; column < from && entering < 0; column += 1)
      if (!basis.includes(column) && priced(column) < -tiny) entering = column
    if (entering < 0) break
    let leaving = -1
    let least = Number.POSITIVE_INFINITY
    for (const [at, row] of rows.entries()) {
      const by = row[entering] ?? 0
      if (by <= tiny) continue
      const step = (row.at(-1) ?? 0) / by
      const isFirst = leaving < 0 || step < least - tiny
      if (isFirst || (step < least + tiny && (basis[at] ?? 0) < (basis[leaving] ?? 0))) {
        leaving = at
        least = step
      }
    }
    if (leaving < 0) return Number.NEGATIVE_INFINITY
    pivot({ rows, basis }, leaving, entering)
  }
  return rows.reduce((sum, row, at) => sum + (costs[basis[at] ?? 0] ?? 0) * (row.at(-1) ?? 0), 0)
}

function pivot({ rows, basis }: Tableau, leaving: number, entering: number): void {
  const lead = rows[leaving]?.[entering] ?? 1
  const row = (rows[leaving] ?? []).map((one) => one / lead)
  rows[leaving] = row
  for (const [at, other] of rows.entries()) {
    const by = other[entering] ?? 0
    if (at !== leaving && by !== 0) rows[at] = other.map((one, place) => one - by * (row[place] ?? 0))
  }
  basis[leaving] = entering
}

/** A corner at which all constraints hold, with the columns of the unknowns. */
function corner(all: readonly Constraint[], names: readonly string[]): Tableau {
  const slacks = all.filter(({ is }) => is === 'at-most').length
  const width = names.length + slacks
  const rows: number[][] = []
  let slack = names.length
  for (const { terms, is, value } of all) {
    const row = Array.from<number>({ length: width + all.length + 1 }).fill(0)
    for (const [at, name] of names.entries()) row[at] = terms[name] ?? 0
    if (is === 'at-most') row[slack++] = 1
    row[row.length - 1] = value
    rows.push(value < 0 ? row.map((one) => -one) : row)
  }
  for (const [at, row] of rows.entries()) row[width + at] = 1
  const tableau = { rows, basis: rows.map((_, at) => width + at) }
  const costs = Array.from({ length: width + all.length }, (_, at) => (at < width ? 0 : 1))
  assert.ok(minimise(tableau, costs, width) < 1e-3, 'what is published can be')
  // What stands in the basis for nothing is turned out, or says nothing.
  for (const [at, column] of tableau.basis.entries()) {
    if (column < width) continue
    const other = rows[at]?.findIndex((one, place) => place < width && Math.abs(one) > tiny) ?? -1
    if (other >= 0) pivot(tableau, at, other)
  }
  return {
    rows: rows
      .filter((_, at) => (tableau.basis[at] ?? 0) < width)
      .map((row) => [...row.slice(0, width), row.at(-1) ?? 0]),
    basis: tableau.basis.filter((column) => column < width),
  }
}

/** What can be said of any sum of unknowns. */
export function solverOf(all: readonly Constraint[]): (asked: Terms) => readonly [low: number, high: number] {
  const { fixed, rest } = reduced(all)
  const names = [...new Set(rest.flatMap(({ terms }) => Object.keys(terms)))]
  const start = corner(rest, names)
  const width = (start.rows[0]?.length ?? 1) - 1
  return (asked) => {
    const known = Object.entries(asked).reduce((sum, [name, by]) => sum + by * (fixed.get(name) ?? 0), 0)
    const costs = (sign: 1 | -1) =>
      Array.from({ length: width }, (_, at) => sign * (asked[names[at] ?? ''] ?? 0))
    const least = (sign: 1 | -1) => {
      const isFree = Object.keys(asked).some((name) => !fixed.has(name) && !names.includes(name))
      if (isFree) return sign === 1 ? 0 : Number.NEGATIVE_INFINITY
      const copy = { rows: start.rows.map((row) => [...row]), basis: [...start.basis] }
      return minimise(copy, costs(sign), width)
    }
    return [known + least(1), known - least(-1)]
  }
}
