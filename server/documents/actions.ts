import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import type { Day } from '../money/day.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { startOf } from '../platform/clock.ts'
import { type FileId, type Files, filesIn } from '../platform/files/folder.ts'
import { recognise } from '../platform/files/recognise.ts'
import { type Id, newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { Upload, Uploads } from '../platform/web/uploads.ts'
import { takesPapers } from './access.ts'
import { checkExpiry, type FileType, type PaperKind } from './paper.ts'
import * as rows from './rows.ts'
import { documentRulesOn, megabyte } from './rules.ts'

type With = Pick<Parts, 'store' | 'policies' | 'config'>

/** What the form says about the files that it carries. */
export type Brought = { readonly kind: PaperKind; readonly expiresOn: Day | null }

/** Where papers come to: a firm's shelf, and from there at once before the bank of a case. */
export type Place = {
  readonly enterpriseId: Id<'enterprise'>
  readonly applicationId: Id<'application'> | null
}

/** A refusal may be about one of several files; then it says which. */
export type Kept = Outcome<{ readonly ids: readonly Id<'document'>[] }> & { readonly file?: string }

/** An upload whose content was looked at, and then with the place where its bytes lie. */
type Known = Upload & { readonly type: FileType }
type Looked = Known & { readonly fileId: FileId; readonly isNew: boolean }

export const folderOf = ({ config }: Pick<Parts, 'config'>): Files => filesIn(config.filesFolder)

/**
 * 上传: keeps what a form carried as papers of one kind. Bytes that are known are not kept again, and a paper that is
 * on the shelf already is not put there twice. All files or none: whatever is refused leaves nothing behind.
 *
 * Refuses: what the upload itself refuses, `upload-missing`, `paper-expired`, what `recognise` refuses (naming the
 * file), `quota-exceeded`, `too-many-today`, `case-takes-no-papers`.
 */
export async function bringPapers(
  parts: With,
  by: By,
  place: Place,
  { files, fault }: Uploads,
  brought: Brought,
): Promise<Kept> {
  if (fault) return { ok: false, refusal: { ...fault, field: 'file' } }
  if (files.length === 0) return refuse('upload-missing', { field: 'file' })
  const fine = checkExpiry(brought.expiresOn, by.today)
  if (!fine.ok) return fine
  const known: Known[] = []
  for (const upload of files) {
    const found = await recognise(upload.path)
    if (!found.ok) return { ok: false, refusal: { ...found.refusal, field: 'file' }, file: upload.name }
    known.push({ ...upload, type: found.type })
  }
  return keep(parts, by, place, known, brought)
}

/** Only what is fine in every part gets as far as the folder. */
async function keep(
  parts: With,
  by: By,
  place: Place,
  known: readonly Known[],
  brought: Brought,
): Promise<Kept> {
  const folder = folderOf(parts)
  const looked: Looked[] = []
  try {
    for (const upload of known) looked.push({ ...upload, ...(await laid(parts, folder, upload)) })
    const outcome = await act(parts.store, by, (tx) => enter(tx, parts, by, place, looked, brought))
    if (outcome.ok) await settle(folder, looked, outcome.used)
    else await dropNew(folder, looked)
    return outcome
  } catch (error) {
    await dropNew(folder, looked)
    throw error
  }
}

/** The bytes go to the disk before any row names them, so that no row ever names what is not there. */
async function laid({ store }: With, folder: Files, upload: Upload) {
  const known = await rows.fileOfHash(store.read, upload.hash)
  if (known && (await folder.size(known.id)) === upload.bytes) return { fileId: known.id, isNew: false }
  // A file that was dropped when nobody needed it comes back under its old id.
  const fileId = known?.id ?? newId<'file'>()
  await folder.keep(upload.path, fileId)
  return { fileId, isNew: known === null }
}

const dropNew = (folder: Files, looked: readonly Looked[]) =>
  Promise.all(looked.filter(({ isNew }) => isNew).map(({ fileId }) => folder.drop(fileId)))

/**
 * Of two that brought the same bytes at the same moment, the second one's copy is not needed; and bytes that the night
 * swept away between our look and our row are put back.
 */
async function settle(folder: Files, looked: readonly Looked[], used: ReadonlySet<FileId>): Promise<void> {
  for (const { isNew, fileId, path } of looked) {
    if (isNew && !used.has(fileId)) await folder.drop(fileId)
    if (!isNew && (await folder.size(fileId)) === null) await folder.keep(path, fileId)
  }
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
  const told: object[] = []
  for (const { hash, bytes, type, name, fileId: laidAt } of looked) {
    const known = await rows.fileOfHash(tx, hash)
    const fileId = known?.id ?? laidAt
    used.add(fileId)
    if (!known) await rows.addFile(tx, { id: fileId, hash, bytes, type, storedAt: by.at })
    const there = await rows.sameOnShelf(tx, { enterpriseId, fileId, kind })
    const id = there ?? newId<'document'>()
    if (!there) {
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

/** Lays papers of a firm before the bank of its case; those that lie there already are passed over. */
export async function give(
  tx: Transaction,
  by: By,
  { enterpriseId, applicationId }: Place & { readonly applicationId: Id<'application'> },
  ids: readonly Id<'document'>[],
  told: readonly object[],
): Promise<Outcome<{ readonly ids: readonly Id<'document'>[] }>> {
  const state = await rows.stateOfCase(tx, applicationId, enterpriseId)
  if (!state || !takesPapers(state)) return refuse('case-takes-no-papers')
  const there = new Set((await rows.casePapers(tx, applicationId)).map(({ id }) => id))
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
    if (!(await rows.changePaper(tx, paper, { expiresOn }))) return refuse('stale')
    // Another end is told of anew.
    await rows.forgetReminders(tx, paper.id)
    await write(tx, by, {
      happening: 'documents.expiry-changed',
      subject: { kind: 'document', id: paper.id },
      details: { from: paper.expiresOn, to: expiresOn },
    })
    return done()
  })
