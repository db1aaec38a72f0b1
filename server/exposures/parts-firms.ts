import { setImmediate as breath } from 'node:timers/promises'
import type { Reader } from '../../db/index.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import { type Day, plusDays } from '../money/day.ts'
import { type Fen, minus, noFen, plus } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import { squaresOf } from './rows.ts'
import * as rows from './rows-figures.ts'

/** The firms of a place with the most, and the sum of the squares of what every firm has. */
export type Firms = { readonly top: readonly rows.FirmRow[]; readonly squares: bigint }

const mostShown = 10

/** As they stand now: from kept figures alone. */
export async function firmsNow(from: Reader, place: string): Promise<Firms> {
  return {
    top: await rows.topFirms(from, place, mostShown),
    squares: (await squaresOf(from, [place])).get(place) ?? 0n,
  }
}

/** As they stood when a day ended: those that moved since are taken back to what they had, the others have it still. */
export async function firmsOn(from: Reader, place: string, on: Day): Promise<Firms> {
  const moved = await movedSince(from, place, on)
  let squares = (await squaresOf(from, [place])).get(place) ?? 0n
  const most: rows.FirmBalance[] = []
  for (const { id, balanceFen: nowFen } of await balancesNow(from, place, [...moved.keys()])) {
    const balanceFen = minus(nowFen, moved.get(id) ?? noFen)
    squares += BigInt(balanceFen) ** 2n - BigInt(nowFen) ** 2n
    if (balanceFen > 0) most.push({ id, balanceFen })
  }
  const top = await withRest(from, place, moved, most.sort(largestFirst).slice(0, mostShown))
  const names = new Map(
    (
      await rows.firmNames(
        from,
        top.map(({ id }) => id),
      )
    ).map(({ id, firm }) => [id, firm]),
  )
  return {
    top: top.map((one) => ({ ...one, firm: present(names.get(one.id), 'the name of a firm') })),
    squares,
  }
}

const largestFirst = (one: rows.FirmBalance, other: rows.FirmBalance): number =>
  other.balanceFen - one.balanceFen || (one.id < other.id ? -1 : 1)

/** So many days are looked through at once: between two pieces other pages have their turn. */
const daysAtOnce = 7

/** By how much what each firm has moved after a day; a year of a large city are hundreds of thousands of entries. */
async function movedSince(from: Reader, place: string, on: Day): Promise<ReadonlyMap<EnterpriseId, Fen>> {
  const moved = new Map<EnterpriseId, Fen>()
  const newest = (await rows.newestDay(from)) ?? on
  for (let after = on; after < newest; ) {
    const until = plusDays(after, daysAtOnce)
    for (const { id, movedFen } of await rows.firmsMoved(from, place, { after, until }))
      moved.set(id, plus(moved.get(id) ?? noFen, movedFen))
    after = until
    // The newest days still move: what stands now is asked for at once after them.
    if (after < newest) await breath()
  }
  return moved
}

async function balancesNow(
  from: Reader,
  place: string,
  ids: readonly EnterpriseId[],
): Promise<readonly rows.FirmBalance[]> {
  const found: rows.FirmBalance[] = []
  const atOnce = 5_000
  for (let at = 0; at < ids.length; at += atOnce)
    found.push(...(await rows.balancesOf(from, place, ids.slice(at, at + atOnce))))
  return found
}

/**
 * The largest, with those among them that did not move: what these have now they had then, so it ends where the next has less
 * than the last of the largest.
 */
async function withRest(
  from: Reader,
  place: string,
  moved: ReadonlyMap<EnterpriseId, Fen>,
  most: readonly rows.FirmBalance[],
): Promise<readonly rows.FirmBalance[]> {
  let top = most
  const atOnce = 200
  for (let behind: rows.FirmBalance | null = null; ; ) {
    const page: rows.FirmBalance[] = await rows.firmsByBalance(from, place, atOnce, behind)
    const rest = page.filter(({ id }) => !moved.has(id))
    top = [...top, ...rest].toSorted(largestFirst).slice(0, mostShown)
    behind = page.at(-1) ?? null
    const leastFen = top[mostShown - 1]?.balanceFen ?? noFen
    if (behind === null || page.length < atOnce || behind.balanceFen < leastFen) return top
  }
}
