import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { type Clock, plusMinutes } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { type StreamedSheet, streamXlsx } from '../platform/sheets/streaming.ts'
import { directRows, keptDays, patienceMinutes } from './export.ts'
import * as rows from './rows.ts'

type With = Pick<Parts, 'store' | 'clock' | 'config'>

/** What is taken away: which list (a name in the words of exports), by which filters, as which file, and how many rows. */
export type Taking = {
  readonly what: string
  readonly filters: Readonly<Record<string, string>>
  readonly name: string
  readonly rows: number
}

/** A file at once, or an export that is written behind the page. */
export type Taken =
  | { readonly kind: 'file'; readonly body: Readable }
  | { readonly kind: 'job'; readonly row: rows.Export }

/**
 * Takes figures or rows away as a workbook, and leaves in the trail who took what, by which filters and how many rows. Up to
 * `directRows` rows the file is the answer; beyond, `writeOut` writes it and the person comes back for it.
 *
 * Refuses: `export-under-way` (the person's last one is not written yet), `already-submitted`.
 */
export const take = (
  { store }: Pick<With, 'store'>,
  by: By,
  taking: Taking,
  sheets: readonly StreamedSheet[],
): Promise<Outcome<{ readonly taken: Taken }>> =>
  act(store, by, async (tx): Promise<Outcome<{ readonly taken: Taken }>> => {
    const { what, filters, name } = taking
    const askedBy = present(by.person, 'who takes something away').id
    const id = newId<'export'>()
    const isJob = taking.rows > directRows
    if (isJob && (await rows.isUnderWay(tx, askedBy, plusMinutes(by.at, -patienceMinutes))))
      return refuse('export-under-way')
    await write(tx, by, {
      happening: 'exports.taken',
      subject: { kind: 'export', id },
      details: { what, ...filters, rows: taking.rows },
    })
    if (!isJob) return done({ taken: { kind: 'file', body: streamXlsx(sheets, by.at) } })
    const row: rows.Export = {
      ...{ id, what, filters, name, state: 'running', rows: taking.rows, written: 0 },
      ...{ beatAt: by.at, askedAt: by.at, askedBy, endedAt: null },
    }
    await rows.addExport(tx, row)
    return done({ taken: { kind: 'job', row } })
  })

/** Beside the papers, in a folder that nothing serves. */
const folderOf = ({ config }: Pick<Parts, 'config'>): string => `${config.filesFolder}-exports`
const placeOf = (parts: Pick<Parts, 'config'>, id: rows.Export['id']): string =>
  join(folderOf(parts), `${id}.xlsx`)

/** At every so manieth row the export says how far it is, and hears whether it was called off. */
const rowsPerBeat = 5_000

class CalledOff extends Error {}

/**
 * Writes an export to its file, row by row, until it is done or called off; one that fails is lost and leaves no file. Never
 * rejects but for a database that is gone.
 */
export async function writeOut(
  parts: With,
  { id }: rows.Export,
  sheets: readonly StreamedSheet[],
): Promise<void> {
  const { store, clock } = parts
  const place = placeOf(parts, id)
  try {
    await mkdir(folderOf(parts), { recursive: true, mode: 0o700 })
    const counted = sheets.map((sheet, at) =>
      at === 0 ? { ...sheet, rows: beating(parts, id, sheet) } : sheet,
    )
    await pipeline(streamXlsx(counted, clock.now()), createWriteStream(`${place}.part`, { mode: 0o600 }))
    await rename(`${place}.part`, place)
    const ended = { state: 'done', endedAt: clock.now(), beatAt: clock.now() } as const
    const kept = await store.transact((tx) => rows.changeRunning(tx, id, ended))
    if (!kept) await rm(place, { force: true })
  } catch {
    await rm(`${place}.part`, { force: true })
    await store.transact((tx) => rows.changeRunning(tx, id, lostAt(clock)))
  }
}

const lostAt = (clock: Clock) => ({ state: 'lost', endedAt: clock.now() }) as const

async function* beating(
  { store, clock }: Pick<With, 'store' | 'clock'>,
  id: rows.Export['id'],
  sheet: StreamedSheet,
) {
  let written = 0
  for await (const row of sheet.rows) {
    yield row
    written += 1
    if (written % rowsPerBeat > 0) continue
    const beat = { written, beatAt: clock.now() }
    if (!(await store.transact((tx) => rows.changeRunning(tx, id, beat)))) throw new CalledOff()
  }
  await store.transact((tx) => rows.changeRunning(tx, id, { written, beatAt: clock.now() }))
}

/** Calls an export off; its file is never there. Refuses: `export-over` (it is not under way any more), `already-submitted`. */
export const cancel = (store: Parts['store'], by: By, { id }: rows.Export) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const changed = await rows.changeRunning(tx, id, { state: 'cancelled', endedAt: by.at })
    if (!changed) return refuse('export-over')
    await write(tx, by, {
      ...{ happening: 'exports.cancelled', subject: { kind: 'export', id } },
      ...{ from: 'running', to: 'cancelled' },
    })
    return done({})
  })

/** The file of an export that is done; null where it is gone. */
export async function fileOf(parts: Pick<Parts, 'config'>, { id }: rows.Export) {
  const place = placeOf(parts, id)
  const found = await stat(place).catch(() => null)
  return found && { body: createReadStream(place), length: found.size }
}

const atOnce = 100

/** Each night: files are gone some days after they were asked for, and what fell silent is lost. Bears being repeated. */
export async function sweepExports(parts: With, by: By): Promise<void> {
  const { store } = parts
  const before = plusMinutes(by.at, -keptDays * 24 * 60)
  for (const { id } of await rows.oldExports(store.read, before, atOnce)) {
    await rm(placeOf(parts, id), { force: true })
    await store.transact((tx) => rows.markRemoved(tx, id))
  }
  for (const { id } of await rows.silentExports(store.read, plusMinutes(by.at, -patienceMinutes), atOnce)) {
    await rm(`${placeOf(parts, id)}.part`, { force: true })
    await store.transact((tx) => rows.changeRunning(tx, id, { state: 'lost', endedAt: by.at }))
  }
}
