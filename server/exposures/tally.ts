import type { EnterpriseId } from '../enterprises/enterprise.ts'
import type { Day } from '../money/day.ts'
import { type Fen, fen } from '../money/fen.ts'
import {
  alikeName,
  type Bearer,
  type Bearing,
  type Counted,
  countedIn,
  type DayFigure,
  type Figure,
  type Placed,
  placesOf,
  type Stand,
} from './exposure.ts'

/** A figure, with the place of its sums of each day; `now` is what stands after all days. */
type Cell = Pick<Figure, 'party' | 'place' | 'dimension' | 'key'> & {
  readonly slots: Map<number, number>
  readonly now: Sums
  day: number
  slot: number
}
type Sums = { balanceFen: number; shareFen: number; loans: number }
type Counts = { readonly cell: Cell; readonly share: readonly number[] | null }

/** All that are placed alike count in the same figures: their sums of each day lie at `atoms`. */
type Alike = {
  readonly bearers: readonly Bearer[]
  readonly counts: readonly Counts[]
  readonly atoms: Map<number, number>
}
/** Where one exposure is counted: with all that are placed alike, and with its firm. */
export type Handle = { readonly alike: Alike; readonly firms: readonly FirmSum[] }
type FirmSum = { readonly place: string; readonly enterpriseId: EnterpriseId; fen: number }
type Firm = { readonly place: string; readonly enterpriseId: EnterpriseId; readonly balanceFen: Fen }

/** Sums of this many days of things placed alike are held before they are added to the figures. */
const mostAtoms = 400_000

/**
 * Figures counted from entries, many millions of them. An entry counts in some sixty figures: so entries of one day and of
 * things placed alike are added up first, and only their sum to the figures, day by day. What is held grows with the figures
 * that are kept and with the firms, not with the entries. With `less…` what is kept is taken away: what is left then is by how
 * much the figures are apart.
 */
export class Tally {
  /** By who bears and where, then by what is divided: as the kept figures lie. */
  readonly #cells = new Map<string, Map<string, Cell>>()
  readonly #alike = new Map<string, Alike>()
  readonly #firms = new Map<string, Map<EnterpriseId, FirmSum>>()
  readonly #days: Day[] = []
  readonly #dayAt = new Map<Day, number>()
  /** Balance, loans and the part of each bearer. */
  #atoms = new Numbers()
  #atomCount = 0
  /** Balance, share and loans. */
  readonly #slots = new Numbers()

  /** Where an exposure is counted. */
  handleOf(exposure: Placed & { readonly enterpriseId: EnterpriseId }, bearers: readonly Bearer[]): Handle {
    const firms = placesOf(exposure.district).map((place) => this.#firmOf(place, exposure.enterpriseId))
    return { alike: this.#alikeOf(exposure, bearers), firms }
  }

  add({ alike, firms }: Handle, { balanceFen, loans, bearings }: Stand, on: Day): void {
    const day = this.#dayOf(on)
    const { bearers, atoms } = alike
    let at = atoms.get(day)
    if (at === undefined) {
      at = this.#atoms.take(2 + bearers.length)
      atoms.set(day, at)
      this.#atomCount += 1
    }
    const { of } = this.#atoms
    of[at] = (of[at] ?? 0) + balanceFen
    of[at + 1] = (of[at + 1] ?? 0) + loans
    for (const [which, one] of bearings.entries()) {
      const own = isSame(bearers[which], one) ? which : bearers.findIndex((other) => isSame(other, one))
      if (own >= 0) of[at + 2 + own] = (of[at + 2 + own] ?? 0) + one.fen
    }
    for (const firm of firms) firm.fen += balanceFen
    if (this.#atomCount >= mostAtoms) this.#settle()
  }

  /** Adds the sums of all that are placed alike to the figures that they count in, in the order of their days. */
  #settle(): void {
    const found: { readonly day: number; readonly at: number; readonly counts: readonly Counts[] }[] = []
    for (const { atoms, counts } of this.#alike.values()) {
      for (const [day, at] of atoms) found.push({ day, at, counts })
      atoms.clear()
    }
    found.sort((one, other) => one.day - other.day)
    for (const { day, at, counts } of found) this.#spread(day, at, counts)
    this.#atoms = new Numbers()
    this.#atomCount = 0
  }

  #spread(day: number, at: number, counts: readonly Counts[]): void {
    const atoms = this.#atoms.of
    const [balanceFen, loans] = [atoms[at] ?? 0, atoms[at + 1] ?? 0]
    for (const { cell, share } of counts) {
      let shareFen = balanceFen
      if (share !== null) {
        shareFen = 0
        for (const which of share) shareFen += atoms[at + 2 + which] ?? 0
      }
      this.#move(cell, day, { balanceFen, shareFen, loans })
    }
  }

  #move(cell: Cell, day: number, { balanceFen, shareFen, loans }: Sums): void {
    if (cell.day !== day) this.#turn(cell, day)
    const { of } = this.#slots
    const { slot, now } = cell
    of[slot] = (of[slot] ?? 0) + balanceFen
    of[slot + 1] = (of[slot + 1] ?? 0) + shareFen
    of[slot + 2] = (of[slot + 2] ?? 0) + loans
    now.balanceFen += balanceFen
    now.shareFen += shareFen
    now.loans += loans
  }

  #turn(cell: Cell, day: number): void {
    let slot = cell.slots.get(day)
    if (slot === undefined) {
      slot = this.#slots.take(3)
      cell.slots.set(day, slot)
    }
    cell.day = day
    cell.slot = slot
  }

  /** Takes away a figure as it is kept. */
  lessFigure(kept: Figure): void {
    this.#settleAll()
    const { now } = this.#cellOf(kept)
    now.balanceFen -= kept.balanceFen
    now.shareFen -= kept.shareFen
    now.loans -= kept.loans
  }

  /** Takes away a figure of a day as it is kept; not what stands now. */
  lessDay(kept: DayFigure): void {
    this.#settleAll()
    const cell = this.#cellOf(kept)
    const day = this.#dayOf(kept.recordedOn)
    if (cell.day !== day) this.#turn(cell, day)
    const { of } = this.#slots
    const { slot } = cell
    of[slot] = (of[slot] ?? 0) - kept.balanceFen
    of[slot + 1] = (of[slot + 1] ?? 0) - kept.shareFen
    of[slot + 2] = (of[slot + 2] ?? 0) - kept.loans
  }

  lessFirm({ place, enterpriseId, balanceFen }: Firm): void {
    this.#firmOf(place, enterpriseId).fen -= balanceFen
  }

  #settleAll(): void {
    if (this.#atomCount > 0) this.#settle()
  }

  #dayOf(on: Day): number {
    const there = this.#dayAt.get(on)
    if (there !== undefined) return there
    this.#dayAt.set(on, this.#days.length)
    return this.#days.push(on) - 1
  }

  #firmOf(place: string, enterpriseId: EnterpriseId): FirmSum {
    const own = this.#firms.get(place) ?? new Map<EnterpriseId, FirmSum>()
    this.#firms.set(place, own)
    const there = own.get(enterpriseId) ?? { place, enterpriseId, fen: 0 }
    own.set(enterpriseId, there)
    return there
  }

  #alikeOf(placed: Placed, bearers: readonly Bearer[]): Alike {
    const name = alikeName(placed, bearers)
    const there = this.#alike.get(name)
    if (there) return there
    const counts = countedIn(placed, bearers).map((counted: Counted) => ({
      cell: this.#cellOf(counted),
      share: counted.share,
    }))
    const made = { bearers: bearers.map(({ party, role }) => ({ party, role })), counts, atoms: new Map() }
    this.#alike.set(name, made)
    return made
  }

  #cellOf({ party, place, dimension, key }: Pick<Figure, 'party' | 'place' | 'dimension' | 'key'>): Cell {
    const own = this.#cells.get(`${party} ${place}`) ?? new Map<string, Cell>()
    if (own.size === 0) this.#cells.set(`${party} ${place}`, own)
    const name = `${dimension} ${key}`
    const there = own.get(name)
    if (there) return there
    const now = { balanceFen: 0, shareFen: 0, loans: 0 }
    const made: Cell = { party, place, dimension, key, slots: new Map(), now, day: -1, slot: -1 }
    own.set(name, made)
    return made
  }

  /** What stands after all that was added; keys that stand at nothing are left out. */
  figures(): Figure[] {
    this.#settleAll()
    return [...this.#cells.values()].flatMap((own) =>
      [...own.values()].filter(({ now }) => isThere(now)).map((cell) => figureOf(cell, cell.now)),
    )
  }

  /** By how much each moved on each day, who bears by who bears and there day by day, as the table is ordered. */
  *days(): Generator<DayFigure> {
    this.#settleAll()
    const inTime = this.#days.map((on, day) => ({ on, day })).sort((a, b) => (a.on < b.on ? -1 : 1))
    for (const own of this.#cells.values()) {
      const cells = [...own].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, cell]) => cell)
      for (const { on, day } of inTime)
        for (const cell of cells) {
          const slot = cell.slots.get(day)
          if (slot === undefined || !this.#isThereAt(slot)) continue
          const { party, place, dimension, key } = cell
          const [balanceFen, shareFen, loans] = this.#sumsAt(slot)
          yield { party, place, dimension, key, recordedOn: on, balanceFen, shareFen, loans }
        }
    }
  }

  /** How many there are of them. */
  countDays(): number {
    this.#settleAll()
    let count = 0
    for (const own of this.#cells.values())
      for (const { slots } of own.values())
        for (const slot of slots.values()) if (this.#isThereAt(slot)) count += 1
    return count
  }

  #isThereAt(slot: number): boolean {
    const { of } = this.#slots
    return of[slot] !== 0 || of[slot + 1] !== 0 || of[slot + 2] !== 0
  }

  #sumsAt(slot: number): [balanceFen: Fen, shareFen: Fen, loans: number] {
    const { of } = this.#slots
    return [fen(of[slot] ?? 0), fen(of[slot + 1] ?? 0), of[slot + 2] ?? 0]
  }

  *firms(): Generator<Firm> {
    for (const own of this.#firms.values())
      for (const { place, enterpriseId, fen: sum } of own.values())
        if (sum !== 0) yield { place, enterpriseId, balanceFen: fen(sum) }
  }

  /** The sums of squares of what firms have, by place. */
  squares(): Map<string, bigint> {
    const squares = new Map<string, bigint>()
    for (const [place, own] of this.#firms) {
      let sum = 0n
      for (const one of own.values()) sum += BigInt(one.fen) ** 2n
      squares.set(place, sum)
    }
    return squares
  }
}

/** A list of numbers that grows by doubling, and begins with nothing but zeros. */
class Numbers {
  of = new Float64Array(4_096)
  #length = 0

  /** Room for some more: where they begin. */
  take(count: number): number {
    const at = this.#length
    this.#length += count
    if (this.#length > this.of.length) {
      const grown = new Float64Array(this.of.length * 2)
      grown.set(this.of)
      this.of = grown
    }
    return at
  }
}

const isSame = (one: Bearer | undefined, { party, role }: Bearer): boolean =>
  one !== undefined && one.party === party && one.role === role

const isThere = ({ balanceFen, shareFen, loans }: Sums): boolean =>
  balanceFen !== 0 || shareFen !== 0 || loans !== 0

const figureOf = (
  { party, place, dimension, key }: Pick<Figure, 'party' | 'place' | 'dimension' | 'key'>,
  { balanceFen, shareFen, loans }: Sums,
): Figure => ({ party, place, dimension, key, balanceFen: fen(balanceFen), shareFen: fen(shareFen), loans })

/** Who bears, each as what he bears, once. */
export const bearersIn = (...lists: readonly (readonly Bearing[])[]): readonly Bearing[] => [
  ...new Map(lists.flat().map((one) => [`${one.party} ${one.role}`, one])).values(),
]
