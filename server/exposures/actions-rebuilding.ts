import { setImmediate as breath } from 'node:timers/promises'
import type { Reader, Store, Transaction } from '../../db/index.ts'
import { type Day, day, plusDays } from '../money/day.ts'
import { type Fen, minus, noFen } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import { type Bearing, type Figure, figureKey, type Stand } from './exposure.ts'
import { moveMany } from './rows.ts'
import { firstApart } from './rows-apart.ts'
import { newestDay } from './rows-figures.ts'
import { openDay } from './rows-open-day.ts'
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
  /** `rows`: a guarantee, cover or advance says otherwise than its exposure; `exposure`: that says otherwise than its entries. */
  readonly kind: 'rows' | 'exposure' | 'figure' | 'day' | 'firm' | 'squares'
  readonly name: string
}

/** The end of days. */
const allDays = day('2999-12-31')

type CountedAll = {
  readonly told: Tally
  readonly exposures: number
  readonly entries: number
  /** The first exposure that does not stand where its entries have brought it. */
  readonly apart: string | null
}

/** The entries until a day, exposure by exposure, with a breath between the pieces. */
async function counted(from: Reader, until: Day): Promise<CountedAll> {
  const told = new Tally()
  let [exposures, entries] = [0, 0]
  let apart: string | null = null
  for await (const found of rows.exposuresUntil(from, until)) {
    const known = new Map<string, Owed>()
    for (const one of found.exposures)
      known.set(one.id, { handle: told.handleOf(one, one.bearings), left: leftOf(one) })
    for (const entry of found.entries) {
      const { handle, left } = present(known.get(entry.exposureId), 'the exposure of an entry')
      told.add(handle, entry, entry.recordedOn)
      take(left, entry)
    }
    exposures += found.exposures.length
    entries += found.entries.length
    if (apart === null) for (const [id, { left }] of known) if (isOwed(left)) apart ??= id
    await breath()
  }
  return { told, exposures, entries, apart }
}

/** What an exposure stands at, less its entries so far. */
type Left = {
  balanceFen: Fen
  loans: number
  readonly bearings: { -readonly [Key in keyof Bearing]: Bearing[Key] }[]
}
type Owed = { readonly handle: Handle; readonly left: Left }

const leftOf = ({ balanceFen, loans, bearings }: Stand): Left => ({
  ...{ balanceFen, loans },
  bearings: bearings.map(({ party, role, fen }) => ({ party, role, fen })),
})

function take(left: Left, { balanceFen, loans, bearings }: Stand): void {
  left.balanceFen = minus(left.balanceFen, balanceFen)
  left.loans -= loans
  for (const { party, role, fen } of bearings) {
    const own = left.bearings.find((one) => one.party === party && one.role === role)
    if (own) own.fen = minus(own.fen, fen)
    else left.bearings.push({ party, role, fen: minus(noFen, fen) })
  }
}

const isOwed = ({ balanceFen, loans, bearings }: Left): boolean =>
  balanceFen !== 0 || loans !== 0 || bearings.some(({ fen }) => fen !== 0)

/** Takes away what is kept: what the tally has then is by how much the kept figures are apart. */
async function lessKept(from: Reader, told: Tally): Promise<void> {
  const open = await openDay(from)
  for (const figure of await rows.allFigures(from)) {
    told.lessFigure(figure)
    if (open) told.lessDay({ ...movedSinceOpening(figure), recordedOn: open })
  }
  for await (const found of rows.allDays(from)) {
    for (const figure of found) told.lessDay(figure)
    await breath()
  }
  for await (const found of rows.allFirms(from)) {
    for (const firm of found) told.lessFirm(firm)
    await breath()
  }
}

const movedSinceOpening = (figure: rows.KeptFigure): Figure => ({
  ...{ party: figure.party, place: figure.place, dimension: figure.dimension, key: figure.key },
  balanceFen: minus(figure.balanceFen, figure.openingBalanceFen),
  shareFen: minus(figure.shareFen, figure.openingShareFen),
  loans: figure.loans - figure.openingLoans,
})

/**
 * Counts every figure anew from the entries, and compares what is kept, the exposures as they stand and what the rooms' own
 * rows say with it. Changes nothing. Beside a program that is at work it has to read of one moment (`store.moment`).
 */
export async function proveExposures(from: Reader): Promise<Proof> {
  const { told, exposures, entries, apart } = await counted(from, allDays)
  const squares = told.squares()
  const [days, figures] = [told.countDays(), told.figures().length]
  await lessKept(from, told)
  const fault = (await firstFault(from, apart, told)) ?? (await squaresFault(from, squares))
  return { exposures, entries, figures, days, fault }
}

async function firstFault(from: Reader, apart: string | null, told: Tally): Promise<Fault | null> {
  const byRows = await firstApart(from)
  if (byRows) return { kind: 'rows', name: byRows }
  if (apart) return { kind: 'exposure', name: apart }
  const [figure] = told.figures()
  if (figure) return { kind: 'figure', name: figureKey(figure) }
  const [moved] = told.days()
  if (moved) return { kind: 'day', name: `${moved.recordedOn} ${figureKey(moved)}` }
  const [firm] = told.firms()
  return firm ? { kind: 'firm', name: `${firm.place} ${firm.enterpriseId}` } : null
}

async function squaresFault(from: Reader, squares: ReadonlyMap<string, bigint>): Promise<Fault | null> {
  const kept = new Map((await rows.allSquares(from)).map((one) => [one.place, BigInt(one.squares)]))
  const wrong = [...new Set([...kept.keys(), ...squares.keys()])].find(
    (place) => (kept.get(place) ?? 0n) !== (squares.get(place) ?? 0n),
  )
  return wrong === undefined ? null : { kind: 'squares', name: wrong }
}

/**
 * Makes all kept figures anew from the entries; what the entries say is never touched. Days that are over get no entry any
 * more, so they are counted while others work; the newest two are counted in the one transaction that compares all figures
 * with what is kept and writes by how much they are apart. Readers see the old figures until then, and the new ones after.
 */
export async function rebuildExposures(store: Store): Promise<{ readonly entries: number }> {
  for (;;) {
    const newest = await newestDay(store.read)
    const closed = newest ? plusDays(newest, -2) : allDays
    const { told, entries } = await store.moment((from) => counted(from, closed))
    const done = await store.transact(async (tx) => {
      // Something that was told late for a day long over, such as a past that was taken over: counted once more.
      if ((await rows.countUntil(tx, closed)) !== entries) return null
      return { entries: entries + (await replaced(tx, told, closed)) }
    })
    if (done) return done
  }
}

/** Counts what is after the days that are counted, and writes by how much the kept figures are apart. Says how many entries. */
async function replaced(tx: Transaction, told: Tally, closed: Day): Promise<number> {
  let entries = 0
  for await (const found of rows.entriesAfter(tx, closed)) {
    for (const { exposure, entry } of found)
      told.add(told.handleOf(exposure, exposure.bearings), entry, entry.recordedOn)
    entries += found.length
    await breath()
  }
  const squares = told.squares()
  await lessKept(tx, told)
  for (const slice of slicesOf(told.figures())) await moveMany(tx, slice, [])
  for (const slice of slicesOf(told.days())) {
    await moveMany(tx, [], slice)
    await breath()
  }
  for (const slice of slicesOf(told.firms())) await rows.moveFirms(tx, slice)
  await rows.replaceSquares(tx, squares)
  return entries
}

const atOnce = 500

function* slicesOf<One>(all: Iterable<One>): Generator<readonly One[]> {
  let slice: One[] = []
  for (const one of all) {
    slice.push(one)
    if (slice.length < atOnce) continue
    yield slice
    slice = []
  }
  if (slice.length) yield slice
}
