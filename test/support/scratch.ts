import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const inMemory = '/dev/shm'
const enough = 2 * 1024 ** 3

/**
 * A folder for whatever a run writes for the time being, gone with it. In memory where the machine has such a folder
 * with room to spare: the databases of the tests wait for the disk at every commit otherwise.
 */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(isRoomy(inMemory) ? inMemory : tmpdir(), 'rongqiao-tests-'))
  // PostgreSQL may run as another user, who must reach his own files inside this one.
  chmodSync(folder, 0o755)
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function isRoomy(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize >= enough
  } catch {
    return false
  }
}
