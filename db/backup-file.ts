import { createHash } from 'node:crypto'
import {
  copyFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { faultIn, isInUse, openFile, settle } from './sqlite-file.ts'

/** Why a copy or its return was refused; the message is for the operator. */
export class Unsafe extends Error {
  override readonly name = 'Unsafe'
}

const markOf = (path: string): string => `${path}.sha256`

/**
 * Writes a consistent copy of a database that may be in use, checks it, and lays a mark beside it (SHA-256, as
 * `sha256sum -c` reads it), by which a later change of a single byte is found. What is written half is never left
 * under the name of the copy.
 * @throws Unsafe when the target exists or the copy is not sound
 */
export async function copyDatabase(from: string, to: string): Promise<void> {
  if (!existsSync(from)) throw new Unsafe(`${from}: there is no such file`)
  if (existsSync(to)) throw new Unsafe(`${to} exists; choose another name`)
  mkdirSync(dirname(to), { recursive: true })
  const part = `${to}.part`
  rmSync(part, { force: true })
  const file = openFile(from, { readonly: true, timeout: 5_000, fileMustExist: true })
  try {
    file.prepare('VACUUM INTO ?').run(part)
  } finally {
    file.close()
  }
  const fault = faultIn(part)
  if (fault) {
    rmSync(part, { force: true })
    throw new Unsafe(`the copy is not sound: ${fault}`)
  }
  writeFileSync(markOf(to), `${await sumOf(part)}  ${basename(to)}\n`)
  renameSync(part, to)
}

/** Throws where a copy may not be trusted: no mark or another one, broken pages, rows without their parent. */
export async function checkCopy(path: string): Promise<void> {
  if (!existsSync(path)) throw new Unsafe(`${path}: there is no such file`)
  if (!existsSync(markOf(path)))
    throw new Unsafe(`${markOf(path)} is missing: without it a change cannot be found`)
  const [mark = ''] = readFileSync(markOf(path), 'utf8').split(/\s/)
  if (mark !== (await sumOf(path))) throw new Unsafe(`${path} is not what was written: its mark differs`)
  const fault = faultIn(path)
  if (fault) throw new Unsafe(`${path} is damaged: ${fault}`)
}

/**
 * Puts a checked copy in the place of the database and answers where the old one lies now; null where there was
 * none.
 * @throws Unsafe when the copy may not be trusted, the database exists and is not to be replaced, or is in use
 */
export async function restoreDatabase(copy: string, to: string, replace: boolean): Promise<string | null> {
  await checkCopy(copy)
  const exists = existsSync(to)
  if (exists && !replace) throw new Unsafe(`${to} exists; say --replace to put the copy in its place`)
  if (exists && isOpenElsewhere(to)) throw new Unsafe(`${to} is in use; stop the program first`)
  mkdirSync(dirname(to), { recursive: true })
  const fresh = `${to}.new`
  copyFileSync(copy, fresh)
  const old = exists ? moveAside(to) : null
  renameSync(fresh, to)
  return old
}

/** A database that cannot even be opened is surely to be replaced. */
function isOpenElsewhere(path: string): boolean {
  if (faultIn(path) !== null) return false
  const used = isInUse(path)
  if (!used) settle(path)
  return used
}

/** The log of a database belongs to it: left behind, it would be played into the copy. */
function moveAside(path: string): string {
  const aside = `${path}.before-${stamp()}`
  for (const ending of ['', '-wal', '-shm'])
    if (existsSync(path + ending)) renameSync(path + ending, aside + ending)
  return aside
}

const keptCount = 5

/** A copy beside the database before its tables change; the last five are kept. */
export async function copyBeforeChange(path: string): Promise<string> {
  const folder = join(dirname(path), 'backups')
  const copy = join(folder, `before-change-${stamp()}.db`)
  await copyDatabase(path, copy)
  const copies = readdirSync(folder).filter((name) => /^before-change-.*\.db$/.test(name))
  for (const name of copies.toSorted().slice(0, -keptCount)) {
    rmSync(join(folder, name), { force: true })
    rmSync(markOf(join(folder, name)), { force: true })
  }
  return copy
}

/** The moment as names of files have it, to the millisecond: 20261121T053012345. */
const stamp = (): string => new Date().toISOString().replaceAll(/[^\dT]/g, '')

async function sumOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
