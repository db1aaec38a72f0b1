import { setImmediate as breath } from 'node:timers/promises'
import type { Reader } from '../../db/index.ts'
import type { Day } from '../money/day.ts'
import { type Fen, noFen, plus } from '../money/fen.ts'
import { everybody, type Stand } from './exposure.ts'
import { type BehindRow, type Cell, entriesUntil, exposuresBehind, type Piece } from './rows-loans.ts'

/** One covered loan behind a figure, with what it had on the day, and whose part of it the figure counts. */
export type ExposedLoan = Pick<BehindRow, 'firm' | 'bank' | 'loanNumber' | 'exposure'> & {
  readonly balanceFen: Fen
  readonly shareFen: Fen
}

/**
 * 穿透到单笔: the covered loans behind a figure, by whose it is, by what it divides and by which key, as of the end of a day
 * (`null`: now). Their balances and shares add up to the figure.
 */
export async function exposedLoans(
  from: Reader,
  cell: Cell,
  on: Day | null,
  piece: Piece,
): Promise<ExposedLoan[]> {
  const found = await exposuresBehind(from, cell, on, piece)
  const then =
    on === null || found.length === 0
      ? null
      : await standsOn(
          from,
          found.map(({ exposure }) => exposure.id),
          on,
        )
  return found.map((one) => {
    const stand = then ? (then.get(one.exposure.id) ?? none) : one.exposure
    return { ...one, balanceFen: stand.balanceFen, shareFen: partOf(cell, stand) }
  })
}

const atOnce = 1_000

/** All of them, piece by piece, with a breath between in which pages have their turn. */
export async function* allExposedLoans(from: Reader, cell: Cell, on: Day | null) {
  for (let after: string | undefined; ; ) {
    const found = await exposedLoans(from, cell, on, { limit: atOnce, ...(after ? { after } : {}) })
    yield* found
    after = found.at(-1)?.exposure.id
    if (found.length < atOnce) return
    await breath()
  }
}

const none: Stand = { balanceFen: noFen, loans: 0, bearings: [] }

/** Where some exposures stood at the end of a day: all entries until then, added up. */
async function standsOn(from: Reader, ids: readonly string[], on: Day): Promise<Map<string, Stand>> {
  const stands = new Map<string, Stand>()
  for (const { exposureId, balanceFen, loans, bearings } of await entriesUntil(from, ids, on)) {
    const before = stands.get(exposureId) ?? none
    stands.set(exposureId, {
      ...{ balanceFen: plus(before.balanceFen, balanceFen), loans: before.loans + loans },
      bearings: [...before.bearings, ...bearings],
    })
  }
  return stands
}

/** What a figure counts of an exposure: the whole of it, or the part of whom or as what it is. */
function partOf({ party, dimension, key }: Cell, { balanceFen, bearings }: Stand): Fen {
  const parts = bearings.filter(
    (one) =>
      (party === everybody || one.party === party) &&
      (dimension !== 'party' || one.party === key) &&
      (dimension !== 'role' || one.role === key),
  )
  const isWhole = party === everybody && dimension !== 'party' && dimension !== 'role'
  return isWhole ? balanceFen : plus(noFen, ...parts.map(({ fen }) => fen))
}
