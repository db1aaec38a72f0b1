import { type Arrangement, type Party, partiesOf, poolsOf, splitLoss } from '../arrangements/index.ts'
import { type Fen, fen, larger, minus, noFen, plus } from '../money/fen.ts'
import { split } from '../money/split.ts'
import { assert, present } from '../platform/assert.ts'
import { type Losses, months } from './draw.ts'

/** Loans whose losses are shared in one way by the same people. */
export type Group = {
  /** The arrangement's code: groups of one code draw on the same pools. */
  readonly code: string
  readonly terms: Arrangement
  /** Which institution stands as the guarantor; null where the arrangement has none. */
  readonly guarantorId: string | null
  /** The banks whose loans they are. */
  readonly bankIds: readonly string[]
}

/** Who bears a part, as the answer tells them apart: parties, and each guarantor by himself. */
export type Bearer = { readonly party: Party; readonly guarantorId: string | null }

/** A pool with an account, and what it can pay. */
export type Purse = { readonly code: string; readonly party: Party; readonly freeFen: Fen }

export type YearShared = {
  /** What each bearer bears of the year's losses, in the order of `bearers`. */
  readonly borneFen: readonly Fen[]
  /** What each bank bears of it, in the order of `banks`: its part of a group is as its loans are of the group's losses. */
  readonly banksFen: readonly Fen[]
  /** For each purse the month in which it first could not pay its part, 0 to 11; null where it could. */
  readonly brokeIn: readonly (number | null)[]
  /** What each purse could not pay and others had to. */
  readonly shortFen: readonly Fen[]
}

/** Everybody who may bear a part of what these groups lose, guarantors one by one. */
export function bearersOf(groups: readonly Group[]): Bearer[] {
  const found = new Map<string, Bearer>()
  for (const { terms, guarantorId } of groups)
    for (const party of partiesOf(terms)) {
      const bearer = { party, guarantorId: party === 'guarantor' ? guarantorId : null }
      found.set(keyOf(bearer), bearer)
    }
  return [...found.values()]
}

const keyOf = ({ party, guarantorId }: Bearer): string => `${party} ${guarantorId ?? ''}`

/** A group with the places of those who share in `bearers`, and the purses that it draws on. */
type Sharer = Group & {
  readonly at: readonly number[]
  /** Its banks among all. */
  readonly banksAt: readonly number[]
  readonly draws: readonly { readonly party: Party; readonly purse: number }[]
}

function sharerOf(
  group: Group,
  bearers: readonly Bearer[],
  banks: readonly string[],
  purses: readonly Purse[],
): Sharer {
  const { code, terms, guarantorId } = group
  const places = new Map(bearers.map((bearer, at) => [keyOf(bearer), at]))
  const placeOf = (party: Party) =>
    present(places.get(keyOf({ party, guarantorId: party === 'guarantor' ? guarantorId : null })), party)
  return {
    ...group,
    at: partiesOf(terms).map(placeOf),
    banksAt: group.bankIds.map((id) => banks.indexOf(id)),
    draws: poolsOf(terms).flatMap((party) => {
      const purse = purses.findIndex((one) => one.code === code && one.party === party)
      return purse < 0 ? [] : [{ party, purse }]
    }),
  }
}

/**
 * Shares the losses of one year after another among those who bear them, by the engine that shares every real loss. Pools
 * pay month by month until they are empty; what they cannot pay falls to the next layer, and is counted.
 */
export class Sharing {
  readonly bearers: readonly Bearer[]
  readonly banks: readonly string[]
  readonly #sharers: readonly Sharer[]
  readonly #purses: readonly Purse[]

  constructor(groups: readonly Group[], purses: readonly Purse[]) {
    this.bearers = bearersOf(groups)
    this.banks = [...new Set(groups.flatMap(({ bankIds }) => bankIds))]
    this.#sharers = groups.map((group) => sharerOf(group, this.bearers, this.banks, purses))
    this.#purses = purses
  }

  yearOf(lost: Losses): YearShared {
    const wantedFen = this.#nothing()
    const whole = this.#sharers.map(({ terms, draws }, at) => {
      const rich = new Map(draws.map(({ party }) => [party, endless]))
      const shares = splitOf(terms, fen(lost.until(at, months)), rich)
      for (const { party, purse } of draws) add(wantedFen, purse, borneBy(shares, party))
      return shares
    })
    const isDry = this.#purses.map(({ freeFen }, at) => (wantedFen[at] ?? noFen) > freeFen)
    return isDry.some(Boolean) ? this.#monthByMonth(lost, whole, isDry) : this.#summed(lost, whole)
  }

  /** Anew for those who draw on a pool that runs dry; what the others bear stays as it was found for the whole year. */
  #monthByMonth(lost: Losses, whole: readonly Shares[], isDry: readonly boolean[]): YearShared {
    const brokeIn: (number | null)[] = this.#purses.map(() => null)
    const thirsty = this.#sharers.map(({ draws }) => draws.some(({ purse }) => isDry[purse]))
    let shortFen = this.#nothing()
    const shares: Shares[] = whole.map((found, at) => (thirsty[at] ? [] : found))
    for (let month = 0; month < months; month += 1) {
      shortFen = this.#nothing()
      for (const [at, { terms, draws }] of this.#sharers.entries()) {
        if (!thirsty[at]) continue
        const lossFen = fen(lost.until(at, month + 1))
        const free = new Map(draws.map(({ party, purse }) => [party, this.#leftFor(at, purse, shares)]))
        const found = splitOf(terms, lossFen, free)
        shares[at] = found
        for (const { party, purse } of draws) {
          const wanted = splitOf(terms, lossFen, new Map([...free, [party, endless]]))
          const missingFen = larger(noFen, minus(borneBy(wanted, party), borneBy(found, party)))
          add(shortFen, purse, missingFen)
          if (missingFen > 0) brokeIn[purse] ??= month
        }
      }
    }
    return { ...this.#summed(lost, shares), brokeIn, shortFen }
  }

  /** What the others, those before in this month included, have left of a purse. */
  #leftFor(me: number, purse: number, shares: readonly Shares[]): Fen {
    const drawn = this.#sharers.flatMap(({ draws }, at) => {
      const mine = draws.find((one) => one.purse === purse)
      return at === me || !mine ? [] : [borneBy(shares[at] ?? [], mine.party)]
    })
    return larger(noFen, minus(this.#purses[purse]?.freeFen ?? noFen, plus(...drawn)))
  }

  #summed(lost: Losses, all: readonly Shares[]): YearShared {
    const borneFen = this.bearers.map(() => noFen)
    const banksFen = this.banks.map(() => noFen)
    for (const [group, shares] of all.entries()) {
      const { at: places, banksAt } = present(this.#sharers[group], 'the sharers of a group')
      for (const [at, { borneFen: part }] of shares.entries())
        add(borneFen, present(places[at], 'the place of a sharer'), part)
      const ofBanks = borneBy(shares, 'bank')
      if (ofBanks === 0) continue
      const parts = banksAt.length === 1 ? [ofBanks] : split(ofBanks, lost.byBank(group))
      for (const [at, part] of parts.entries()) add(banksFen, present(banksAt[at], 'a bank'), part)
    }
    return { borneFen, banksFen, brokeIn: this.#purses.map(() => null), shortFen: this.#nothing() }
  }

  #nothing(): Fen[] {
    return this.#purses.map(() => noFen)
  }
}

function add(sums: Fen[], at: number, more: Fen): void {
  sums[at] = plus(sums[at] ?? noFen, more)
}

type Shares = readonly { readonly party: Party; readonly borneFen: Fen }[]

const endless = fen(Number.MAX_SAFE_INTEGER)

const borneBy = (shares: Shares, party: Party): Fen =>
  shares.find((share) => share.party === party)?.borneFen ?? noFen

function splitOf(terms: Arrangement, lossFen: Fen, free: ReadonlyMap<Party, Fen>): Shares {
  const outcome = splitLoss(terms, { lossFen, poolFreeFen: Object.fromEntries(free) })
  assert(outcome.ok, 'a loss of stress can be shared')
  return outcome.shares
}
