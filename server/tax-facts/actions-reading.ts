import { setImmediate as breath } from 'node:timers/promises'
import type { Reader, Store } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import { checkUscc } from '../enterprises/uscc.ts'
import { present } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { nextNumber } from '../platform/numbers.ts'
import { done, type Outcome, type Refusal, refuse } from '../platform/outcome.ts'
import { piecesFrom, ThreadLost } from '../platform/work/thread.ts'
import type { ReadTaxRow, TaxRowFault } from './import-row.ts'
import type { TaxLabels } from './import-sheet.ts'
import type { ReadingPiece, ReadingTask } from './parts-reading.ts'
import * as rows from './rows-imports.ts'

export type TaxFile = { readonly name: string; readonly hash: string; readonly path: string }
type Checked = Outcome<{ readonly batch: rows.TaxImport }>

/** What the thread may take; writing goes on meanwhile, so the time is that of the whole check. */
const threadBounds = { seconds: 240, megabytes: 1200 }

/**
 * 试算: reads a file of the tax bureau and says what would happen; nothing of it counts. The file is read in a thread,
 * and its facts are written piece by piece, each in a transaction of its own and while the next is made ready, so that
 * pages and other people's work go on. They belong to an import that is still being read: broken off at any point, it never counts.
 *
 * Refuses: `tax-import-same-file` (it counts already), `import-header-wrong`, `import-no-rows`, `sheet-not-readable`,
 * `sheet-too-many-rows`, `sheet-too-large`, `already-submitted`.
 */
export async function checkFile(
  store: Store,
  by: By,
  file: TaxFile,
  languages: readonly TaxLabels[],
): Promise<Checked> {
  const same = await rows.bookedWithHash(store.read, file.hash)
  if (same) return refuse('tax-import-same-file', { values: { number: same.number } })
  // A bureau states nothing of another city's firms: to its file they are nobody's.
  const city = present(by.person?.region, 'the city of who sends a file')
  const task: ReadingTask = { path: file.path, languages, today: by.today }
  let batch: rows.TaxImport | null = null
  const sums = new Sums()
  const writing = new Writing(store)
  try {
    const entry = new URL('./parts-reading.ts', import.meta.url)
    for await (const piece of piecesFrom<ReadingPiece>(entry, task, threadBounds)) {
      if ('refusal' in piece) {
        await writing.end()
        return await brokenOff(store, by, batch, piece.refusal)
      }
      if ('header' in piece) {
        const begun = await begin(store, by, file, piece.header)
        if (!begun.ok) return begun
        batch = begun.batch
      } else {
        const { id } = present(batch, 'a header before the rows')
        await writing.begin(await factsIn(store.read, city, id, JSON.parse(piece.rows), sums))
      }
    }
    await writing.end()
  } catch (error) {
    await writing.end().catch(() => undefined)
    const lost = await brokenOff(store, by, batch, { code: 'sheet-too-large' })
    if (error instanceof ThreadLost) return lost
    throw error
  }
  return finish(store, by, present(batch, 'an import that was read'), sums)
}

const begin = (store: Store, by: By, { name, hash }: TaxFile, header: readonly string[]) =>
  act(store, by, async (tx): Promise<Checked> => {
    const batch: rows.TaxImport = {
      ...{ id: newId<'tax-import'>(), number: await nextNumber(tx, 'SW', by.today), state: 'reading' },
      ...{ fileName: name, fileHash: hash, columns: header, goodRows: 0, badRows: 0, firmCount: 0 },
      ...{ gradeCount: 0, taxCount: 0, standingCount: 0, years: [], mode: null, why: null, version: 1 },
      ...{ checkedAt: by.at, checkedBy: present(by.person, 'who sends a file').id },
      ...{ bookedAt: null, bookedBy: null, endedAt: null, endedBy: null },
    }
    await rows.addImport(tx, batch)
    return done({ batch })
  })

/** What a file comes to. */
class Sums {
  readonly firms = new Set<string>()
  readonly years = new Set<number>()
  good = 0
  bad = 0
  grades = 0
  taxes = 0
  standings = 0

  add(read: ReadTaxRow): void {
    this.good += 1
    this.firms.add(read.code)
    if (read.grade) this.years.add(read.grade.assessYear)
    for (const { year } of read.taxes) this.years.add(year)
    this.grades += read.grade ? 1 : 0
    this.taxes += read.taxes.length
    this.standings += read.standing ? 1 : 0
  }
}

/** Writes a piece while the next one is made ready; never more than one is on its way. */
class Writing {
  readonly #store: Store
  #under: Promise<void> = Promise.resolve()

  constructor(store: Store) {
    this.#store = store
  }

  /** Waits for the piece before, and rejects where that failed. */
  async begin(facts: rows.FactRows): Promise<void> {
    await this.#under
    this.#under = this.#store.transact((tx) => rows.addFacts(tx, facts, () => breath()))
    // Whoever waits next hears of a failure; until then it must not end the process.
    this.#under.catch(() => undefined)
  }

  end(): Promise<void> {
    return this.#under
  }
}

async function factsIn(
  from: Reader,
  region: string,
  importId: Id<'tax-import'>,
  read: readonly ReadTaxRow[],
  sums: Sums,
): Promise<rows.FactRows> {
  const codes = [...new Set(read.map(({ code }) => code))]
  const firms = await rows.firmsWithCodes(from, codes, region)
  const facts = { grades: [], taxes: [], standings: [], bad: [] } as Mutable<rows.FactRows>
  for (const one of read) {
    const enterpriseId = firms.get(one.code)
    const faults = enterpriseId || one.code === '' ? one.faults : [...one.faults, nobodys(one)]
    if (faults.length > 0 || !enterpriseId) {
      sums.bad += 1
      facts.bad.push({ importId, row: one.row, typed: one.typed, faults })
    } else {
      sums.add(one)
      factsOf(importId, enterpriseId, one, facts)
    }
  }
  return facts
}

type Mutable<Rows> = { [Key in keyof Rows]: Rows[Key] extends readonly (infer Row)[] ? Row[] : never }

/** A code that belongs to nobody here: mistyped, or of a firm that did not register. */
function nobodys({ code, typed }: ReadTaxRow): TaxRowFault {
  const at = Math.max(
    0,
    typed.findIndex((text) => text.includes(code)),
  )
  const { valid, fault } = checkUscc(code)
  return { at, code: valid ? 'code-of-nobody' : `code-${fault}` }
}

function factsOf(
  importId: Id<'tax-import'>,
  enterpriseId: EnterpriseId,
  { row, grade, taxes, standing }: ReadTaxRow,
  facts: Mutable<rows.FactRows>,
): void {
  const origin = (id = newId<'tax-fact'>()) => ({
    ...{ id, enterpriseId, importId, importRow: row, objectionId: null },
    source: 'tax-bureau' as const,
  })
  // An id is one of its table: what a row says once bears the same in each, for making them takes a fifth of the check.
  const first = origin()
  if (grade) facts.grades.push({ ...first, ...grade })
  if (standing) facts.standings.push({ ...first, ...standing })
  for (const [at, tax] of taxes.entries()) facts.taxes.push({ ...(at === 0 ? first : origin()), ...tax })
}

async function finish(store: Store, by: By, batch: rows.TaxImport, sums: Sums): Promise<Checked> {
  return store.transact(async (tx): Promise<Checked> => {
    const changed = await rows.changeImport(tx, batch, {
      ...{ state: 'checked' as const, goodRows: sums.good, badRows: sums.bad, firmCount: sums.firms.size },
      ...{ gradeCount: sums.grades, taxCount: sums.taxes, standingCount: sums.standings },
      years: [...sums.years].toSorted((one, other) => one - other).map(String),
    })
    if (!changed) return refuse('stale')
    await write(tx, by, {
      happening: 'tax-facts.import-checked',
      subject: { kind: 'tax-import', id: batch.id },
      to: 'checked',
      details: { number: batch.number, file: batch.fileName, good: sums.good, bad: sums.bad },
    })
    return done({ batch: changed })
  })
}

/** What was begun is given up at once, so that nobody finds half a file. */
async function brokenOff(
  store: Store,
  by: By,
  batch: rows.TaxImport | null,
  refusal: Refusal,
): Promise<Outcome<never>> {
  if (batch) {
    const ended = { state: 'given-up' as const, endedAt: by.at, endedBy: by.person?.id ?? null }
    await store.transact((tx) => rows.changeImport(tx, batch, ended))
  }
  return { ok: false, refusal }
}
