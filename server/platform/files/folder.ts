import { constants, createReadStream, type ReadStream } from 'node:fs'
import { copyFile, mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { assert } from '../assert.ts'
import { type Instant, instantOf } from '../clock.ts'
import { type Id, isId, newId } from '../ids.ts'

/*
 * Where uploaded bytes stay: one file each, under an id of ours, in a folder that nothing serves. What people call
 * their files never becomes a path.
 */

export type FileId = Id<'file'>

export type Files = {
  /**
   * Copies a file here under its id. When this returns, the bytes are on the disk; a file that was cut short by a crash
   * is never found under an id.
   */
  keep(from: string, id: FileId): Promise<void>
  read(id: FileId): ReadStream
  /** In bytes; null where nothing lies under the id. */
  size(id: FileId): Promise<number | null>
  drop(id: FileId): Promise<void>
  /** Takes away what a crash left half-copied, by a path that `all` gave. */
  forget(path: string): Promise<void>
  /** Everything that lies here, what a crash left half-copied included, with the time at which it was written. */
  all(): AsyncIterable<{ readonly id: FileId | null; readonly path: string; readonly writtenAt: Instant }>
}

/** Many files in one folder make some systems slow: the last two letters of an id, which are random, part them. */
const shelfOf = (id: FileId): string => id.slice(-2)
const halfDone = '.part'

export function filesIn(folder: string): Files {
  const placeOf = (id: FileId): string => {
    assert(isId(id), 'files lie under ids of ours')
    return join(folder, shelfOf(id), id)
  }
  return {
    async keep(from, id) {
      const place = placeOf(id)
      await mkdir(dirname(place), { recursive: true, mode: 0o700 })
      // A name of its own: what a crash left, or another upload of the same bytes, is never in the way.
      const part = `${place}.${newId()}${halfDone}`
      try {
        await copyFile(from, part, constants.COPYFILE_EXCL)
        await settled(part)
        await rename(part, place)
      } catch (error) {
        await rm(part, { force: true })
        throw error
      }
      await settled(dirname(place))
    },
    read: (id) => createReadStream(placeOf(id)),
    size: (id) =>
      stat(placeOf(id)).then(
        ({ size }) => size,
        () => null,
      ),
    drop: (id) => rm(placeOf(id), { force: true }),
    async forget(path) {
      assert(path.startsWith(folder) && path.endsWith(halfDone), 'only what is half-copied is forgotten')
      await rm(path, { force: true })
    },
    all: () => everythingIn(folder),
  }
}

/** Waits until the disk has it, not only the system's memory. */
async function settled(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function* everythingIn(folder: string) {
  const shelves = await opendir(folder).catch(() => null)
  if (!shelves) return
  for await (const shelf of shelves) {
    if (!shelf.isDirectory()) continue
    for await (const { name } of await opendir(join(folder, shelf.name))) {
      const path = join(folder, shelf.name, name)
      // An upload may have given its file the name for good since the folder was read.
      const found = await stat(path).catch(() => null)
      if (!found) continue
      const { mtimeMs } = found
      yield { id: isId<'file'>(name) ? name : null, path, writtenAt: instantOf(Math.floor(mtimeMs)) }
    }
  }
}
