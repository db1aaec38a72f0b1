import type { Reader } from '../../db/index.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import { type Circle, circlesOf } from '../guarantees/circles.ts'
import type { Day } from '../money/day.ts'
import { minus } from '../money/fen.ts'
import { isId } from '../platform/ids.ts'
import { firmsIn, relationsOn } from './rows-circles.ts'
import { firmsMoved } from './rows-figures.ts'

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
