import type { EnterpriseId } from '../enterprises/enterprise.ts'
import type { Day } from '../money/day.ts'
import { type Fen, fen } from '../money/fen.ts'
import {
  alikeName,
  type Bearing,
  type Counted,
  countedIn,
  type DayFigure,
  type Figure,
  figureKey,
  type Placed,
  partsOf,
  placesOf,
  type Stand,
} from './exposure.ts'

type Sums = { balanceFen: number; shareFen: number; loans: number }
type Cell = Counted & { readonly sums: Sums; readonly days: Map<Day, Sums>; day: Day | null; open: Sums }
type Counts = { readonly cell: Cell; readonly share: readonly number[] | null }

/** Where one exposure is counted: with all that are placed alike, and with its firm. */
type Alike = { readonly bearers: readonly Bearer[]; readonly counts: readonly Counts[] }
export type Handle = { readonly alike: Alike; readonly firms: readonly FirmSum[] }
type Bearer = Pick<Bearing, 'party' | 'role'>
type FirmSum = { readonly place: string; readonly enterpriseId: EnterpriseId; fen: number }

/**
 * Figures counted from entries, many millions of them: what each exposure counts in is worked out once for all that are
 * placed alike, and the sums are added in place.
 */
export class Tally {
  readonly #cells = new Map<string, Cell>()
  readonly #alike = new Map<string, Alike>()
  readonly #firms = new Map<string, FirmSum>()

  /** Where an exposure is counted; small enough to be kept for a million of them. */
  handleOf(exposure: Placed & { readonly enterpriseId: EnterpriseId }, bearers: readonly Bearer[]): Handle {
    const firms = placesOf(exposure.district).map((place) => this.#firmOf(place, exposure.enterpriseId))
    return { alike: this.#alikeOf(exposure, bearers), firms }
  }

  add({ alike, firms }: Handle, moved: Stand, on: Day): void {
    const parts = partsOf(alike.bearers, moved)
    for (const { cell, share } of alike.counts) {
      let shareFen: number = moved.balanceFen
      if (share !== null) {
        shareFen = 0
        for (const at of share) shareFen += parts[at] ?? 0
      }
      if (cell.day !== on) this.#turn(cell, on)
      for (const sums of [cell.sums, cell.open]) {
        sums.balanceFen += moved.balanceFen
        sums.shareFen += shareFen
        sums.loans += moved.loans
      }
    }
    for (const firm of firms) firm.fen += moved.balanceFen
  }

  #firmOf(place: string, enterpriseId: EnterpriseId): FirmSum {
    const key = `${place} ${enterpriseId}`
    const there = this.#firms.get(key) ?? { place, enterpriseId, fen: 0 }
    this.#firms.set(key, there)
    return there
  }

  #turn(cell: Cell, on: Day): void {
    cell.day = on
    const there = cell.days.get(on)
    cell.open = there ?? { balanceFen: 0, shareFen: 0, loans: 0 }
    if (!there) cell.days.set(on, cell.open)
  }

  #alikeOf(placed: Placed, bearers: readonly Bearer[]): Alike {
    const name = alikeName(placed, bearers)
    const there = this.#alike.get(name)
    if (there) return there
    const counts = countedIn(placed, bearers).map((counted) => ({
      cell: this.#cellOf(counted),
      share: counted.share,
    }))
    const made = { bearers: bearers.map(({ party, role }) => ({ party, role })), counts }
    this.#alike.set(name, made)
    return made
  }

  #cellOf(counted: Counted): Cell {
    const key = figureKey(counted)
    const there = this.#cells.get(key)
    if (there) return there
    const made: Cell = {
      ...counted,
      ...{ sums: { balanceFen: 0, shareFen: 0, loans: 0 }, days: new Map(), day: null },
      open: { balanceFen: 0, shareFen: 0, loans: 0 },
    }
    this.#cells.set(key, made)
    return made
  }

  /** What stands after all that was added; keys that stand at nothing are left out. */
  figures(): Figure[] {
    return [...this.#cells.values()]
      .filter(({ sums }) => isThere(sums))
      .map((cell) => figureOf(cell, cell.sums))
  }

  /** By how much each moved on each day. */
  *days(): Generator<DayFigure> {
    for (const cell of this.#cells.values())
      for (const [recordedOn, sums] of cell.days)
        if (isThere(sums)) yield { ...figureOf(cell, sums), recordedOn }
  }

  firms(): { readonly place: string; readonly enterpriseId: EnterpriseId; readonly balanceFen: Fen }[] {
    return [...this.#firms.values()]
      .filter((one) => one.fen !== 0)
      .map(({ place, enterpriseId, fen: sum }) => ({ place, enterpriseId, balanceFen: fen(sum) }))
  }

  /** The sums of squares of what firms have, by place. */
  squares(): Map<string, bigint> {
    const squares = new Map<string, bigint>()
    for (const { place, fen: sum } of this.#firms.values())
      squares.set(place, (squares.get(place) ?? 0n) + BigInt(sum) ** 2n)
    return squares
  }
}

const isThere = ({ balanceFen, shareFen, loans }: Sums): boolean =>
  balanceFen !== 0 || shareFen !== 0 || loans !== 0

const figureOf = ({ party, place, dimension, key }: Counted, sums: Sums): Figure => ({
  ...{ party, place, dimension, key, loans: sums.loans },
  ...{ balanceFen: fen(sums.balanceFen), shareFen: fen(sums.shareFen) },
})

/** Who bears, each as what he bears, once. */
export const bearersIn = (...lists: readonly (readonly Bearing[])[]): readonly Bearing[] => [
  ...new Map(lists.flat().map((one) => [`${one.party} ${one.role}`, one])).values(),
]
