import type { Reader } from '../../db/index.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import type { FirmExposure } from '../guarantees/circles.ts'
import type { Day } from '../money/day.ts'
import { type Fen, noFen, plus } from '../money/fen.ts'
import { firmsGuaranteedOn, guaranteesOfFirms, type Holder } from './rows-guaranteed.ts'
import { entriesUntil } from './rows-loans.ts'

/** Ids that go into one question. */
const atOnce = 400

/**
 * Firms with what they had in force of a holder's guarantees when a day ended, as it was known then; for whoever shares with his
 * part of it, for a place with the whole. Of some firms, or the ten with the most.
 */
export async function guaranteedOn(
  from: Reader,
  holder: Holder,
  on: Day,
  firms: readonly EnterpriseId[] | null,
): Promise<FirmExposure[]> {
  const found = []
  if (firms === null) found.push(...(await firmsGuaranteedOn(from, holder, on, { first: 10 })))
  else
    for (let at = 0; at < firms.length; at += atOnce)
      found.push(...(await firmsGuaranteedOn(from, holder, on, { firms: firms.slice(at, at + atOnce) })))
  const parts = await partsOn(
    from,
    holder,
    on,
    found.map(({ firmId }) => firmId),
  )
  return found.map((one) => ({
    ...one,
    shareFen: 'sharerId' in holder ? (parts.get(one.firmId) ?? noFen) : one.balanceFen,
  }))
}

/** What of each firm's guarantees somebody bore when a day ended: the parts of all entries until then. */
async function partsOn(from: Reader, holder: Holder, on: Day, firms: readonly EnterpriseId[]) {
  const parts = new Map<string, Fen>()
  if (!('sharerId' in holder)) return parts
  for (let at = 0; at < firms.length; at += atOnce) {
    const own = await guaranteesOfFirms(from, holder, firms.slice(at, at + atOnce))
    const firmOf = new Map(own.map(({ id, firmId }) => [id, firmId as string]))
    const ids = [...firmOf.keys()]
    for (let first = 0; first < ids.length; first += atOnce)
      for (const { exposureId, bearings } of await entriesUntil(from, ids.slice(first, first + atOnce), on)) {
        const firm = firmOf.get(exposureId) ?? ''
        const borne = bearings.filter(({ party }) => party === holder.sharerId).map((one) => one.fen)
        parts.set(firm, plus(parts.get(firm) ?? noFen, ...borne))
      }
  }
  return parts
}
