import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import type { Day } from '../money/day.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { startOf } from '../platform/clock.ts'
import type { FileId } from '../platform/files/folder.ts'
import { type Id, newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { Uploads } from '../platform/web/uploads.ts'
import { takesPapers } from './access.ts'
import { enterFile, type KeptFiles, keepFiles, type Looked } from './actions-keeping.ts'
import { checkExpiry, type PaperKind } from './paper.ts'
import * as rows from './rows.ts'
import { itemsOf, runningRequest } from './rows-requests.ts'
import { documentRulesOn, megabyte } from './rules.ts'

type With = Pick<Parts, 'store' | 'policies' | 'config'>

/** What the form says about the files that it carries. */
export type Brought = { readonly kind: PaperKind; readonly expiresOn: Day | null }

/** Where papers come to: a firm's shelf, and from there at once before the bank of a case. */
export type Place = {
  readonly enterpriseId: Id<'enterprise'>
  readonly applicationId: Id<'application'> | null
}

export type Kept = KeptFiles<{ readonly ids: readonly Id<'document'>[] }>

/**
 * 上传: keeps what a form carried as papers of one kind. Bytes that are known are not kept again, and a paper that is
 * on the shelf already is not put there twice. All files or none: whatever is refused leaves nothing behind.
 *
 * Refuses: what `keepFiles` refuses, `paper-expired`, `quota-exceeded`, `too-many-today`, `stale`, and what `give` refuses.
 */
export async function bringPapers(
  parts: With,
  by: By,
  place: Place,
  uploads: Uploads,
  brought: Brought,
): Promise<Kept> {
  const fine = checkExpiry(brought.expiresOn, by.today)
  if (!uploads.fault && uploads.files.length > 0 && !fine.ok) return fine
  return keepFiles(parts, uploads, (looked) =>
    act(parts.store, by, (tx) => enter(tx, parts, by, place, looked, brought)),
  )
}

type Entered = Outcome<{ readonly ids: readonly Id<'document'>[]; readonly used: ReadonlySet<FileId> }>

async function enter(
  tx: Transaction,
  { policies }: With,
  by: By,
  { enterpriseId, applicationId }: Place,
  looked: readonly Looked[],
  { kind, expiresOn }: Brought,
): Promise<Entered> {
  const bringer = present(by.person, 'somebody who brings papers')
  const { value: rules } = documentRulesOn(policies, by.today)
  const today = await rows.addedSince(tx, bringer.id, startOf(by.today))
  if (today + looked.length > rules.dailyFiles)
    return refuse('too-many-today', { field: 'file', values: { max: rules.dailyFiles } })
  const used = new Set<FileId>()
  const ids: Id<'document'>[] = []
  const told: Told[] = []
  for (const one of looked) {
    const { hash, bytes, name } = one
    const fileId = await enterFile(tx, by, one)
    used.add(fileId)
    const there = await rows.sameOnShelf(tx, { enterpriseId, fileId, kind })
    const id = there?.id ?? newId<'document'>()
    if (there) {
      // What the form says of its last day is about this paper too; where it says nothing, what is known stays.
      const isNews = expiresOn !== null && expiresOn !== there.expiresOn
      if (isNews && !(await correctExpiry(tx, by, there, expiresOn))) return refuse('stale')
    } else {
      const paper = { id, enterpriseId, fileId, kind, name, expiresOn, addedAt: by.at, addedBy: bringer.id }
      await rows.addPaper(tx, { ...paper, version: 1 })
      await write(tx, by, {
        happening: 'documents.added',
        subject: { kind: 'document', id },
        details: { kind, name, hash, bytes },
      })
    }
    if (!ids.includes(id)) ids.push(id)
    told.push({ document: id, kind, name, hash })
  }
  if ((await rows.bytesOf(tx, enterpriseId)) > rules.quotaMegabytes * megabyte)
    return refuse('quota-exceeded', { field: 'file', values: { max: rules.quotaMegabytes } })
  if (applicationId) {
    const given = await give(tx, by, { enterpriseId, applicationId }, ids, told)
    if (!given.ok) return given
  }
  return done({ ids, used })
}

/** A paper as the trail of its case tells of it. */
export type Told = Pick<rows.Paper, 'kind' | 'name' | 'hash'> & { readonly document: Id<'document'> }

/**
 * Lays papers of a firm before the bank of its case; those that lie there already are passed over. Refuses:
 * `case-takes-no-papers`, `paper-lies-there`.
 */
export async function give(
  tx: Transaction,
  by: By,
  { enterpriseId, applicationId }: Place & { readonly applicationId: Id<'application'> },
  ids: readonly Id<'document'>[],
  told: readonly Told[],
): Promise<Outcome<{ readonly ids: readonly Id<'document'>[] }>> {
  const state = await rows.stateOfCase(tx, applicationId, enterpriseId)
  if (!state || !takesPapers(state)) return refuse('case-takes-no-papers')
  const lying = await rows.casePapers(tx, applicationId)
  if (await areReturned(tx, applicationId, lying, told)) return refuse('paper-lies-there', { field: 'file' })
  const there = new Set(lying.map(({ id }) => id))
  for (const documentId of ids.filter((id) => !there.has(id)))
    await rows.addToCase(tx, {
      id: newId<'case-document'>(),
      applicationId,
      documentId,
      givenAt: by.at,
      givenBy: present(by.person, 'somebody who gives papers').id,
    })
  await write(tx, by, {
    happening: 'documents.given',
    subject: { kind: 'application', id: applicationId },
    details: { papers: told },
  })
  return done({ ids })
}

/**
 * Whether all of these are what the bank had before it when it asked. It asks for a kind anew because of what is wrong with
 * the paper that is there, or must still come; `checklist` counts only what was given since. The same bytes are no answer to
 * that, and a firm that is told they were handed in would take its duty for done.
 */
async function areReturned(
  tx: Transaction,
  applicationId: Id<'application'>,
  lying: readonly rows.CasePaper[],
  told: readonly Told[],
): Promise<boolean> {
  const request = await runningRequest(tx, applicationId)
  if (request?.state !== 'open') return false
  const asked = (await itemsOf(tx, [request.id])).map(({ kind }) => kind)
  const before = lying.filter(({ kind, givenAt }) => asked.includes(kind) && givenAt <= request.owedSince)
  return told.every(({ kind, hash }) => before.some((paper) => paper.kind === kind && paper.hash === hash))
}

/** Takes a paper from the shelf; the cases that it was given to keep it. Refuses: `stale`. */
export const removePaper = ({ store }: With, by: By, paper: Pick<rows.Paper, 'id' | 'version'>) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const ended = { endedAt: by.at, endedBy: present(by.person, 'somebody who removes papers').id }
    if (!(await rows.changePaper(tx, paper, ended))) return refuse('stale')
    await write(tx, by, { happening: 'documents.removed', subject: { kind: 'document', id: paper.id } })
    return done()
  })

/** Corrects the last day of a paper. Refuses: `paper-expired`, `stale`. */
export const changeExpiry = (
  { store }: With,
  by: By,
  paper: Pick<rows.Paper, 'id' | 'version' | 'expiresOn'>,
  expiresOn: Day | null,
) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const fine = checkExpiry(expiresOn, by.today)
    if (!fine.ok) return fine
    return (await correctExpiry(tx, by, paper, expiresOn)) ? done() : refuse('stale')
  })

/** False when somebody was quicker. */
async function correctExpiry(
  tx: Transaction,
  by: By,
  paper: Pick<rows.Paper, 'id' | 'version' | 'expiresOn'>,
  expiresOn: Day | null,
): Promise<boolean> {
  if (!(await rows.changePaper(tx, paper, { expiresOn }))) return false
  // Another end is told of anew.
  await rows.forgetReminders(tx, paper.id)
  await write(tx, by, {
    happening: 'documents.expiry-changed',
    subject: { kind: 'document', id: paper.id },
    details: { from: paper.expiresOn, to: expiresOn },
  })
  return true
}
