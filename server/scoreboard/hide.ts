import type { ScoreboardRule } from './rule.ts'

/*
 * Who looks at a table may add and subtract. A table here is one breakdown of one figure: rows that add up to a total which
 * every breakdown shares, so that all that can be worked out of hidden rows is what they make together, and between which
 * bounds each of them lies. Both are looked at before anything is shown; `test/scoreboard/hide.test.ts` attacks it.
 */

/** What each firm adds to a figure. */
export type Cell = ReadonlyMap<string, number>

/** One kind of amount in every row, and by how much it differs from each edition that was published before. */
export type Side = {
  readonly rows: readonly Cell[]
  readonly moved: readonly (readonly Cell[])[]
}

/** A figure by row. `rest` is what is missing from each row to the figure of which it is a part, where that is shown too. */
export type Column = {
  readonly isMoney: boolean
  readonly own: Side
  readonly rest: Side | null
}

export const sumOf = (cell: Cell): number => [...cell.values()].reduce((sum, one) => sum + one, 0)
const firmsIn = (cell: Cell): number => [...cell.values()].filter((one) => one !== 0).length

export function together(cells: readonly Cell[]): Cell {
  const sums = new Map<string, number>()
  for (const cell of cells) for (const [firm, one] of cell) sums.set(firm, (sums.get(firm) ?? 0) + one)
  return sums
}

/** How much each firm's part differs, either way. */
export function difference(one: Cell, other: Cell): Cell {
  const found = new Map<string, number>()
  for (const firm of new Set([...one.keys(), ...other.keys()])) {
    const by = Math.abs((one.get(firm) ?? 0) - (other.get(firm) ?? 0))
    if (by !== 0) found.set(firm, by)
  }
  return found
}

/** Tells of single firms: of too few, or, of money, of one that makes most of it. */
export function isTelling(
  cell: Cell,
  isMoney: boolean,
  { leastFirms, mostSharePpm }: ScoreboardRule,
): boolean {
  const firms = firmsIn(cell)
  if (firms === 0) return false
  if (firms < leastFirms) return true
  return isMoney && Math.max(...cell.values()) / sumOf(cell) > mostSharePpm / 1_000_000
}

const sidesOf = ({ own, rest }: Column): readonly Side[] => (rest ? [own, rest] : [own])

/** Whether some rows, taken together, tell of single firms: by themselves, by what is missing, or by what changed. */
const tells = (column: Column, rows: readonly number[], rule: ScoreboardRule): boolean =>
  sidesOf(column).some((side) =>
    [side.rows, ...side.moved].some((cells) => {
      const all = together(rows.map((at) => cells[at] ?? new Map()))
      return isTelling(all, column.isMoney, rule)
    }),
  )

/** What a figure's total and its changes tell: such a figure is not shown at all. */
export const totalTells = (column: Column, rule: ScoreboardRule): boolean =>
  tells(
    column,
    column.own.rows.map((_, at) => at),
    rule,
  )

/** Whether what changed since an earlier edition tells of single firms, over all rows. */
export const changeTells = (column: Column, rule: ScoreboardRule): boolean =>
  sidesOf(column).some(({ moved }) => moved.some((cells) => isTelling(together(cells), column.isMoney, rule)))

/** Rows that are hidden since what they are a part of is, each with the most that may be for all a reader knows. */
export type HiddenBefore = ReadonlyMap<number, number>

type Bound = {
  readonly at: number
  readonly value: number
  /** What it is a part of, as it really is. */
  readonly room: number
  readonly low: number
  readonly high: number
  /** The most that may be missing to what it is a part of. */
  readonly missing: number
}

/** Between which bounds each hidden row lies for who knows everything that is shown. */
export function boundsOf(
  { isMoney, own, rest }: Column,
  hidden: readonly number[],
  before: HiddenBefore,
): readonly Bound[] {
  const value = (at: number) => sumOf(own.rows[at] ?? new Map())
  const whole = (at: number) =>
    rest ? value(at) + sumOf(rest.rows[at] ?? new Map()) : Number.POSITIVE_INFINITY
  // Rows of nothing and of everything are hidden last, so who sees others shown knows that a hidden one is neither, unless it
  // is hidden for what it is a part of.
  const chosen = hidden.filter((at) => !before.has(at))
  const isPlain = (is: (at: number) => boolean) => isMoney || chosen.some(is)
  const [least, spare] = [
    isPlain((at) => value(at) === 0) ? 0 : 1,
    isPlain((at) => value(at) === whole(at)) ? 0 : 1,
  ]
  const floor = (at: number) => (before.has(at) ? 0 : least)
  // Of others no more than they can really be a part of, so that what is found here is possible in any case.
  const most = (at: number) => whole(at) - (before.has(at) ? 0 : spare)
  const total = (of: (at: number) => number) => hidden.reduce((all, at) => all + of(at), 0)
  const [sum, floors] = [total(value), total(floor)]
  return hidden.map((at) => {
    // Infinity less infinity is no number; without bounds above, the others may take everything.
    const others = rest ? total((one) => (one === at ? 0 : most(one))) : hidden.length > 1 ? sum : 0
    const room = whole(at)
    const low = Math.max(floor(at), sum - others)
    const mostLeft = sum - floors + floor(at)
    const all = before.get(at)
    return {
      ...{ at, value: value(at), room, low },
      high: Math.min(all ?? most(at), mostLeft),
      // Where the whole is hidden too, as much as it grows the other wholes lose, and with them room for parts.
      missing: all === undefined ? room - low : Math.min(all, room - (sum - others)),
    }
  })
}

/** How far a hidden sum of money has to stay open on either side. */
const openPart = 0.1

/** Whether the bounds leave open what is hidden: a count may be as large as one that is shown, a sum a tenth more or less. */
function isOpen(
  column: Column,
  { at, value, room, low, high, missing: mostMissing }: Bound,
  isGuarded: boolean,
  rule: ScoreboardRule,
): boolean {
  const own = column.own.rows[at] ?? new Map()
  const missing = column.rest?.rows[at] ?? new Map()
  const ownTells = isTelling(own, column.isMoney, rule) || (isGuarded && value > 0)
  const missingTells = isTelling(missing, column.isMoney, rule)
  if (!ownTells && !missingTells) return true
  if (high - low < 1) return false
  if (column.isMoney) {
    const margin = openPart * Math.min(value, room === Number.POSITIVE_INFINITY ? value : room - value)
    return high >= value + margin && low <= value - margin
  }
  return (!ownTells || high >= rule.leastFirms) && (!missingTells || mostMissing >= rule.leastFirms)
}

export type Asked = {
  /** Figures that are shown or hidden as one. */
  readonly columns: readonly Column[]
  /** Rows that are hidden in any case, since what they are a part of is. */
  readonly hiddenBefore: HiddenBefore
  /** Rows that an earlier edition hid: shown now, they would tell what they were. */
  readonly guarded: ReadonlySet<number>
  readonly rule: ScoreboardRule
}

/**
 * Which rows are not shown: those that tell of single firms, and as many others as it takes that nobody finds them by
 * subtraction, the smallest first. Null where no choice of rows is enough: then the figure is not shown at all.
 */
export function hiddenRows(asked: Asked): ReadonlySet<number> | null {
  const { columns, hiddenBefore, guarded, rule } = asked
  const rows = columns[0]?.own.rows.map((_, at) => at) ?? []
  const hidden = new Set([
    ...hiddenBefore.keys(),
    ...guarded,
    ...rows.filter((at) => columns.some((column) => tells(column, [at], rule))),
  ])
  const candidates = nextOf(columns, rows)
  while (hidden.size > 0 && !isSafe(columns, [...hidden], asked)) {
    const next = candidates.find((at) => !hidden.has(at))
    if (next === undefined) return null
    hidden.add(next)
  }
  return hidden
}

function isSafe(
  columns: readonly Column[],
  hidden: readonly number[],
  { hiddenBefore, guarded, rule }: Asked,
): boolean {
  return columns.every(
    (column) =>
      !tells(column, hidden, rule) &&
      boundsOf(column, hidden, hiddenBefore).every((bound) =>
        isOpen(column, bound, guarded.has(bound.at), rule),
      ),
  )
}

/** The smallest first; rows of nothing, and of everything of which they are a part, protect nobody and come last. */
function nextOf(columns: readonly Column[], rows: readonly number[]): readonly number[] {
  const [first] = columns
  const size = (at: number) => sumOf(first?.own.rows[at] ?? new Map())
  const isBare = (at: number) =>
    size(at) === 0 || (first?.rest ? sumOf(first.rest.rows[at] ?? new Map()) === 0 : false)
  return rows.toSorted(
    (one, other) => Number(isBare(one)) - Number(isBare(other)) || size(one) - size(other) || one - other,
  )
}
