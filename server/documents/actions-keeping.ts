import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import type { Parts } from '../parts.ts'
import { type FileId, type Files, filesIn } from '../platform/files/folder.ts'
import { recognise } from '../platform/files/recognise.ts'
import { newId } from '../platform/ids.ts'
import { type Outcome, refuse } from '../platform/outcome.ts'
import type { Upload, Uploads } from '../platform/web/uploads.ts'
import type { FileType } from './paper.ts'
import * as rows from './rows.ts'

/*
 * How bytes that somebody sent come into the folder: looked at first, on the disk before any row names them, and gone again
 * where the rows were refused. Papers of firms and letters of banks are kept alike.
 */

type With = Pick<Parts, 'store' | 'config'>

/** An upload whose content was looked at, and then with the place where its bytes lie. */
type Known = Upload & { readonly type: FileType }
export type Looked = Known & { readonly fileId: FileId; readonly isNew: boolean }

/** A refusal may be about one of several files; then it says which. */
export type KeptFiles<T extends object> = Outcome<T> & { readonly file?: string }

/** What the rows have to say: which of the files they name. */
type Used = { readonly used: ReadonlySet<FileId> }

export const folderOf = ({ config }: Pick<Parts, 'config'>): Files => filesIn(config.filesFolder)

/**
 * Keeps the files of a form and lets `work` write the rows that name them. All files or none: whatever is refused leaves
 * nothing behind. Refuses: what the upload itself refuses, `upload-missing`, what `recognise` refuses (naming the file), and
 * what `work` refuses.
 */
export async function keepFiles<T extends Used>(
  parts: With,
  { files, fault }: Uploads,
  work: (looked: readonly Looked[]) => Promise<Outcome<T>>,
): Promise<KeptFiles<T>> {
  if (fault) return { ok: false, refusal: { ...fault, field: 'file' } }
  if (files.length === 0) return refuse('upload-missing', { field: 'file' })
  const known: Known[] = []
  for (const upload of files) {
    const found = await recognise(upload.path)
    if (!found.ok) return { ok: false, refusal: { ...found.refusal, field: 'file' }, file: upload.name }
    known.push({ ...upload, type: found.type })
  }
  return keep(parts, known, work)
}

/** Only what is fine in every part gets as far as the folder. */
async function keep<T extends Used>(
  parts: With,
  known: readonly Known[],
  work: (looked: readonly Looked[]) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const folder = folderOf(parts)
  const looked: Looked[] = []
  try {
    for (const upload of known) looked.push({ ...upload, ...(await laid(parts, folder, upload)) })
    const outcome = await work(looked)
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

/** The row of a file, written where these bytes have none yet. */
export async function enterFile(
  tx: Transaction,
  by: By,
  { hash, bytes, type, fileId: laidAt }: Looked,
): Promise<FileId> {
  const known = await rows.fileOfHash(tx, hash)
  if (!known) await rows.addFile(tx, { id: laidAt, hash, bytes, type, storedAt: by.at })
  return known?.id ?? laidAt
}
