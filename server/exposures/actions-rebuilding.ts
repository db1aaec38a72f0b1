import type { Reader, Store, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { day } from '../money/day.ts'
import { fen } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import { keepExposure } from './actions.ts'
import { advanceExposed, advanceStand } from './actions-bridges.ts'
import { endExposure, followCovers } from './actions-covers.ts'
import { type DayFigure, type Figure, figureKey } from './exposure.ts'
import { guaranteeExposed, guaranteeStand } from './guarantee.ts'
import * as rows from './rows-rebuilding.ts'
import { type Handle, Tally } from './tally.ts'

/** What was counted anew, and the first figure that is not as it was kept; null where all are equal to the fen. */
export type Proof = {
  readonly exposures: number
  readonly entries: number
  readonly figures: number
  readonly days: number
  readonly fault: Fault | null
}
export type Fault = {
  /** `rows`: a guarantee, cover or advance says otherwise than its exposure. */
  readonly kind: 'rows' | 'exposure' | 'figure' | 'day' | 'firm' | 'squares'
  readonly name: string
}

/** Everything counted twice: from the exposures as they stand, and from the entries, day by day. */
async function counted(from: Reader) {
  const handles = new Map<string, Handle>()
  const [standing, told] = [new Tally(), new Tally()]
  const anyDay = day('2000-01-01')
  for await (const found of rows.allExposures(from))
    for (const one of found) {
      handles.set(one.id, told.handleOf(one, one.bearings))
      standing.add(standing.handleOf(one, one.bearings), one, anyDay)
    }
  let entries = 0
  for await (const found of rows.allEntries(from))
    for (const entry of found) {
      entries += 1
      told.add(present(handles.get(entry.exposureId), 'the exposure of an entry'), entry, entry.recordedOn)
    }
  return { exposures: handles.size, entries, standing, told }
}

/**
 * Counts every figure anew from the entries, and those of now from the exposures as they stand as well, and compares both and
 * what the rooms' own rows say with what is kept. Changes nothing.
 */
export async function proveExposures(from: Reader): Promise<Proof> {
  const { exposures, entries, standing, told } = await counted(from)
  const figures = told.figures()
  const proof = { exposures, entries, figures: figures.length, days: 0 }
  const wrong = (kind: Fault['kind'], name: string) => ({ ...proof, fault: { kind, name } })
  const apart = await firstApart(from)
  if (apart) return wrong('rows', apart)
  const byStanding = firstDifference(standing.figures(), figures)
  if (byStanding) return wrong('exposure', byStanding)
  const byFigure = firstDifference(await rows.allFigures(from), figures)
  if (byFigure) return wrong('figure', byFigure)
  const days = new Map<string, Figure>()
  for (const one of told.days()) days.set(dayKey(one), one)
  proof.days = days.size
  for await (const kept of rows.allDays(from))
    for (const one of kept) {
      const there = days.get(dayKey(one))
      if (isApart(one, there)) return wrong('day', dayKey(one))
      days.delete(dayKey(one))
    }
  const [missing] = days.keys()
  if (missing) return wrong('day', missing)
  const firms = new Map(told.firms().map((one) => [`${one.place} ${one.enterpriseId}`, one.balanceFen]))
  for (const { place, enterpriseId, balanceFen } of await rows.allFirms(from))
    if ((firms.get(`${place} ${enterpriseId}`) ?? 0) !== balanceFen)
      return wrong('firm', `${place} ${enterpriseId}`)
  const squares = told.squares()
  for (const { place, squares: kept } of await rows.allSquares(from))
    if ((squares.get(place) ?? 0n) !== BigInt(kept)) return wrong('squares', place)
  return { ...proof, fault: null }
}

const dayKey = (one: DayFigure): string => `${one.recordedOn} ${figureKey(one)}`

function firstDifference(kept: readonly Figure[], wanted: readonly Figure[]): string | null {
  const left = new Map(wanted.map((one) => [figureKey(one), one]))
  for (const one of kept) {
    if (isApart(one, left.get(figureKey(one)))) return figureKey(one)
    left.delete(figureKey(one))
  }
  const [missing] = left.keys()
  return missing ?? null
}

const isApart = (one: Figure, other: Figure | undefined): boolean =>
  one.balanceFen !== (other?.balanceFen ?? 0) ||
  one.shareFen !== (other?.shareFen ?? 0) ||
  one.loans !== (other?.loans ?? 0)

async function firstApart(from: Reader): Promise<string | null> {
  const [guarantee] = await rows.guaranteesApart(from)
  if (guarantee) return `guarantee ${guarantee.guarantee.id}`
  const [cover] = await rows.coversApart(from)
  if (cover) return `cover ${cover.id}`
  const [advance] = await rows.advancesApart(from)
  return advance ? `bridge ${advance.advance.id}` : null
}

/** Makes all kept figures anew from the entries, in one transaction. What the entries say is never touched. */
export const rebuildExposures = (store: Store): Promise<{ readonly entries: number }> =>
  store.transact(async (tx) => {
    const { entries, told } = await counted(tx)
    await rows.replaceFigures(tx, {
      ...{ figures: told.figures(), days: told.days() },
      ...{ firms: told.firms(), squares: told.squares() },
    })
    return { entries }
  })

/**
 * Where the rows of a room say otherwise than its exposures, an entry of today sets that right: what was said of past days
 * stays as it was said. So a house that had covers before it kept exposure has it from the first night on. Says how many.
 */
export const correctExposures = (store: Store, when: Pick<By, 'at' | 'today'>): Promise<number> =>
  store.transact((tx) => corrected(tx, when))

async function corrected(tx: Transaction, when: Pick<By, 'at' | 'today'>): Promise<number> {
  const guarantees = await rows.guaranteesApart(tx)
  for (const { guarantee } of guarantees) {
    const shares = await rows.sharesOfGuarantee(tx, guarantee.id)
    const exposed = guaranteeExposed({ ...guarantee, inForceOn: guarantee.inForceOn ?? when.today })
    await keepExposure(tx, when, exposed, guaranteeStand(guarantee, shares))
  }
  const covers = await rows.coversApart(tx)
  for (const { id, standing, loan } of covers)
    if (standing === 1) await followCovers(tx, when, [loan])
    else await endExposure(tx, when, id)
  const advances = await rows.advancesApart(tx)
  for (const { advance, scheme, outFen, firm } of advances) {
    const paidOutOn = advance.paidOutOn ?? when.today
    await keepExposure(
      tx,
      when,
      advanceExposed({ ...advance, paidOutOn }, scheme, firm),
      advanceStand(advance, fen(outFen)),
    )
  }
  return guarantees.length + covers.length + advances.length
}
