import { setImmediate as breath } from 'node:timers/promises'
import type { Reader } from '../../db/index.ts'
import { type FirmBalance, firmsByBalance } from '../exposures/index.ts'
import { noFen } from '../money/fen.ts'
import * as rows from './rows-headroom.ts'

/** Up to so many covers of an arrangement are simply added up. */
const fewCovers = 2_000
/** So many firms are looked at between two breaths. */
const firmsAtOnce = 400

/**
 * The firms of a place with the most under an arrangement with pools, what is asked for included, as their caps count it. Where
 * it covers many loans, firms are gone through from the one with the most under cover in all: nobody has more under one
 * arrangement than under all, so it ends where the next can be none of the largest any more.
 */
export async function mostCovered(
  from: Reader,
  region: string,
  arrangement: string,
  limit: number,
  few = fewCovers,
): Promise<readonly rows.Covered[]> {
  if ((await rows.countCovered(from, region, arrangement)) <= few)
    return largest(await rows.coveredUnder(from, region, arrangement), limit)
  const besides = await rows.coveredBesides(from, region, arrangement)
  const known = new Set(besides.map(({ id }) => id))
  let found = largest(besides, limit)
  for (let behind: FirmBalance | null = null; ; ) {
    const firms: FirmBalance[] = await firmsByBalance(from, region, firmsAtOnce, behind)
    const ids = firms.map(({ id }) => id).filter((id) => !known.has(id))
    found = largest([...found, ...(await rows.exposedUnder(from, region, arrangement, ids))], limit)
    behind = firms.at(-1) ?? null
    const nextFen = behind?.balanceFen ?? noFen
    if (firms.length < firmsAtOnce || (found[limit - 1]?.usedFen ?? noFen) >= nextFen) return found
    await breath()
  }
}

const largest = (all: readonly rows.Covered[], limit: number): readonly rows.Covered[] =>
  all
    .filter(({ usedFen }) => usedFen > 0)
    .toSorted((one, other) => other.usedFen - one.usedFen || (one.id < other.id ? -1 : 1))
    .slice(0, limit)
