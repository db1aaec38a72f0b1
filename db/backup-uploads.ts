import { createHash } from 'node:crypto'
import {
  copyFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Unsafe } from './backup-file.ts'
import { openFile } from './sqlite-file.ts'

/*
 * Uploaded files belong to the database: a row without its bytes is no paper. A file is on the disk before a row names
 * it and is never changed, so the files that a copy of the database names can be copied after it.
 */

type Kept = { readonly id: string; readonly hash: string; readonly needed: boolean }

const folderOf = (copy: string): string => `${copy}.files`
const listOf = (copy: string): string => `${copy}.files.sha256`
const placeOf = ({ id }: Pick<Kept, 'id'>): string => join(id.slice(-2), id)

/** What names files beside the papers of firms, and which of its rows count. A copy of an older release lacks some. */
const elsewhere = { promises: 'true', compensation_papers: 'true', claim_papers: 'o.ended_at is null' }

/** What the rows of a database name; bytes that no paper needs any more may have been swept away. */
function filesNamed(database: string): Kept[] {
  const file = openFile(database, { readonly: true, fileMustExist: true })
  try {
    const there = file.prepare("select 1 from sqlite_master where name = 'stored_files'").get()
    if (!there) return []
    const besides = Object.entries(elsewhere)
      .filter(([table]) =>
        file.prepare(`select 1 from pragma_table_info(?) where name = 'file_id'`).get(table),
      )
      .map(([table, counts]) => ` or exists (select 1 from ${table} o where o.file_id = f.id and ${counts})`)
      .join('')
    const rows = file
      .prepare(
        `select f.id, f.hash, exists (
           select 1 from documents d where d.file_id = f.id and (d.ended_at is null or exists (
             select 1 from case_documents c where c.document_id = d.id and c.taken_back_at is null)))${besides} as needed
         from stored_files f order by f.id`,
      )
      .all() as { id: string; hash: string; needed: number }[]
    return rows.map(({ id, hash, needed }) => ({ id, hash, needed: needed === 1 }))
  } finally {
    file.close()
  }
}

export type CopiedFiles = { readonly copied: number; readonly faults: readonly string[] }

/**
 * Copies the files that a copy of the database names to `<copy>.files`, each checked against its hash, and writes their
 * list beside it, as `sha256sum -c` reads it. What is needed and missing or changed comes back as faults; all that is
 * sound is copied all the same.
 */
export async function copyUploads(copy: string, from: string): Promise<CopiedFiles> {
  const faults: string[] = []
  const lines: string[] = []
  for (const file of filesNamed(copy)) {
    const source = join(from, placeOf(file))
    if (!existsSync(source)) {
      if (file.needed) faults.push(`${source}: missing`)
    } else if ((await sumOf(source)) !== file.hash) faults.push(`${source}: not what was stored`)
    else {
      put(source, join(folderOf(copy), placeOf(file)))
      lines.push(`${file.hash}  ${join(basename(folderOf(copy)), placeOf(file))}\n`)
    }
  }
  writeFileSync(listOf(copy), lines.join(''))
  return { copied: lines.length, faults }
}

/**
 * Whether all files that a copy of the database needs lie beside it, unchanged.
 * @throws Unsafe naming the first that does not
 */
export async function checkUploads(copy: string): Promise<void> {
  const needed = filesNamed(copy).filter((file) => file.needed)
  if (needed.length === 0) return
  if (!existsSync(listOf(copy)))
    throw new Unsafe(`${listOf(copy)} is missing: the uploaded files were not copied, or not to their end`)
  const listed = new Set(
    readFileSync(listOf(copy), 'utf8')
      .split('\n')
      .map((line) => line.split(/\s+/)[0]),
  )
  for (const file of needed) {
    const place = join(folderOf(copy), placeOf(file))
    const isSound = listed.has(file.hash) && existsSync(place) && (await sumOf(place)) === file.hash
    if (!isSound) throw new Unsafe(`${place} is missing or not what was written`)
  }
}

/** Puts the files of a checked copy back; what lies there already under the same hash stays. Says how many were put. */
export async function restoreUploads(copy: string, to: string): Promise<number> {
  let count = 0
  for (const file of filesNamed(copy)) {
    const [source, target] = [join(folderOf(copy), placeOf(file)), join(to, placeOf(file))]
    if (!existsSync(source)) continue
    if (
      existsSync(target) &&
      statSync(target).size === statSync(source).size &&
      (await sumOf(target)) === file.hash
    )
      continue
    put(source, target)
    count += 1
  }
  return count
}

function put(source: string, target: string): void {
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
  const part = `${target}.part`
  rmSync(part, { force: true })
  copyFileSync(source, part)
  renameSync(part, target)
}

async function sumOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
