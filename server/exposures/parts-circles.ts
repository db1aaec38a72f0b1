import type { Reader } from '../../db/index.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import { type Circle, circlesOf } from '../guarantees/circles.ts'
import type { Day } from '../money/day.ts'
import { type Fen, minus, noFen, plus } from '../money/fen.ts'
import { isId } from '../platform/ids.ts'
import { slicesOf } from '../platform/work/breaths.ts'
import { exposuresOfFirms, firmsIn, relationsOn } from './rows-circles.ts'
import { firmsMoved } from './rows-figures.ts'
import { entriesUntil } from './rows-loans.ts'

/**
 * 实际控制人 and 互保圈 over all that is under cover in a place, guarantees, covers and advances alike, as it stood at the end of
 * a day (`null`: now): by the relations of that day, the largest first. `leastSharePpm` is the share from which a shareholder
 * joins.
 */
export async function circlesIn(
  from: Reader,
  place: string,
  on: Day | null,
  leastSharePpm: number,
): Promise<readonly Circle[]> {
  const relations = await relationsOn(from, on)
  const members = [...new Set(relations.flatMap((one) => [one.from, one.to]))].filter(
    (member): member is EnterpriseId => isId<'enterprise'>(member),
  )
  if (members.length === 0) return []
  const moved = new Map(
    (on === null ? [] : await firmsMoved(from, place, { after: on, ids: members })).map((one) => [
      one.id,
      one.movedFen,
    ]),
  )
  const firms = (await firmsIn(from, place, members)).flatMap(({ id, firm, balanceFen: nowFen }) => {
    const since = moved.get(id as EnterpriseId)
    const balanceFen = since === undefined ? nowFen : minus(nowFen, since)
    return balanceFen > 0 ? [{ firmId: id, firm, balanceFen, shareFen: balanceFen, guarantees: 1 }] : []
  })
  return circlesOf(relations, firms, leastSharePpm)
}

/** What one firm has under cover by one guarantee, cover or advance. */
export type CoveredOfFirm = Awaited<ReturnType<typeof exposuresOfFirms>>[number]

/** Ids that go into one question. */
const atOnce = 400

/**
 * All that some firms have under cover in a place, as it stood at the end of a day by the entries until then (`null`: now),
 * the largest first.
 */
export async function coveredOfFirms(
  from: Reader,
  place: string,
  firms: readonly EnterpriseId[],
  on: Day | null,
): Promise<readonly CoveredOfFirm[]> {
  const found: CoveredOfFirm[] = []
  for (const slice of slicesOf(firms, atOnce)) found.push(...(await exposuresOfFirms(from, place, slice)))
  const stood = on === null ? found : await asOf(from, found, on)
  return stood
    .filter(({ balanceFen }) => balanceFen > 0)
    .toSorted((one, other) => other.balanceFen - one.balanceFen || (one.id < other.id ? -1 : 1))
}

async function asOf(
  from: Reader,
  found: readonly CoveredOfFirm[],
  on: Day,
): Promise<readonly CoveredOfFirm[]> {
  const then = new Map<string, Fen>()
  for (const slice of slicesOf(found, atOnce)) {
    const ids = slice.map(({ id }) => id)
    for (const { exposureId, balanceFen } of await entriesUntil(from, ids, on))
      then.set(exposureId, plus(then.get(exposureId) ?? noFen, balanceFen))
  }
  return found.map((one) => ({ ...one, balanceFen: then.get(one.id) ?? noFen }))
}
