import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Id } from '../platform/ids.ts'
import { newId } from '../platform/ids.ts'
import {
  between,
  type DayFigure,
  type ExposureKind,
  figureMoves,
  nothing,
  type Placed,
  placesOf,
  type Stand,
} from './exposure.ts'
import * as rows from './rows.ts'
import { beginDay, openDay } from './rows-open-day.ts'
import { bearersIn } from './tally.ts'

/** What is exposed: a guarantee, a cover or an advance under its own id, and under what it is counted. */
export type Exposed = Placed & {
  readonly id: string
  readonly kind: ExposureKind
  readonly loanId: Id<'loan'> | null
  readonly enterpriseId: EnterpriseId
  readonly bankId: InstitutionId
  readonly guarantorId: InstitutionId | null
}

/**
 * The one way in which exposure moves: says where a thing stands after what happened, in the transaction in which it
 * happened. Works out the difference to where it stood, adds it as an entry of today, and moves every figure by it. Under
 * what a thing is counted is what was said when it first counted; a thing that does not count yet and never did is passed
 * over, and so is one that did not move.
 */
export async function keepExposure(
  tx: Transaction,
  { at, today }: Pick<By, 'at' | 'today'>,
  exposed: Exposed,
  after: Stand,
): Promise<void> {
  const before = await rows.exposureById(tx, exposed.id)
  const moved = between(before ?? nothing, after)
  if (!moved) return
  const row = { ...(before ?? exposed), ...standOf(after) }
  if (before) await rows.changeExposure(tx, before.id, row)
  else await rows.addExposure(tx, { ...placedOf(exposed), ...standOf(after) })
  const bearers = before ? [...before.bearings, ...after.bearings] : after.bearings
  const entry = { id: newId<'exposure-entry'>(), exposureId: exposed.id, recordedOn: today, at, ...moved }
  await keepFigures(tx, entry, figureMoves(row, bearersIn(bearers), moved, today))
  if (moved.balanceFen !== 0) await keepFirm(tx, row, moved)
}

export const standOf = ({ balanceFen, loans, bearings }: Stand): Stand => ({ balanceFen, loans, bearings })

/** Nothing but the columns: what was handed in may be more. */
export const placedOf = (one: Exposed) => ({
  ...{ id: one.id, kind: one.kind, loanId: one.loanId, enterpriseId: one.enterpriseId },
  ...{ bankId: one.bankId, guarantorId: one.guarantorId, district: one.district },
  ...{ industry: one.industry, size: one.size, scheme: one.scheme, vintage: one.vintage },
})

/** The first entry of a day opens it. */
async function keepFigures(tx: Transaction, entry: rows.Entry, moves: readonly DayFigure[]): Promise<void> {
  const open = await openDay(tx)
  if (open !== null && open > entry.recordedOn) return rows.addLateEntry(tx, entry, moves)
  if (open !== entry.recordedOn) await beginDay(tx, open, entry.recordedOn)
  await rows.addEntry(tx, entry, moves)
}

/** What the firm has in its city and county, and by how much that changes the sum of squares. */
async function keepFirm(
  tx: Transaction,
  { enterpriseId, district }: Pick<rows.Exposure, 'enterpriseId' | 'district'>,
  { balanceFen }: Stand,
): Promise<void> {
  const after = await rows.moveFirm(tx, enterpriseId, placesOf(district), balanceFen)
  await rows.moveSquares(tx, after, balanceFen)
}
