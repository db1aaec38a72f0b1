import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { copyDatabase, Unsafe } from '../../db/backup-file.ts'
import { checkUploads, copyUploads, restoreUploads } from '../../db/backup-uploads.ts'
import { openSqlite } from '../../db/sqlite.ts'
import { documents, storedFiles } from '../../db/tables/documents.ts'
import { writeCast } from '../../seeds/cast.ts'
import type { Instant } from '../../server/platform/clock.ts'
import { newId } from '../../server/platform/ids.ts'

const folder = mkdtempSync(join(tmpdir(), 'rongqiao-backup-uploads-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const at = '2026-03-10T01:30:00.000Z' as Instant

/** A database with two papers on a shelf and one that was removed, and their bytes in the folder beside it. */
async function house(name: string) {
  const home = join(folder, name)
  const [database, files] = [join(home, 'house.db'), join(home, 'files')]
  const store = openSqlite(`file:${database}`)
  await store.migrate()
  const places = await store.transact(async (tx) => {
    const cast = await writeCast(tx, at, null)
    const found: string[] = []
    for (const words of ['one', 'two', 'removed']) {
      const id = newId<'file'>()
      const bytes = Buffer.from(`%PDF-1.4 ${words} %%EOF`)
      mkdirSync(join(files, id.slice(-2)), { recursive: true })
      const place = join(files, id.slice(-2), id)
      writeFileSync(place, bytes)
      found.push(place)
      const hash = createHash('sha256').update(bytes).digest('hex')
      await tx.insert(storedFiles).values({ id, hash, bytes: bytes.length, type: 'pdf', storedAt: at })
      await tx.insert(documents).values({
        id: newId<'document'>(),
        enterpriseId: cast.enterpriseIds.linFirm,
        fileId: id,
        kind: 'permits',
        name: `${words}.pdf`,
        addedAt: at,
        addedBy: cast.lin.id,
        endedAt: words === 'removed' ? at : null,
        version: 1,
      })
    }
    return found
  })
  await store.close()
  const copy = join(home, 'backups', 'today.db')
  await copyDatabase(database, copy)
  return { home, database, files, copy, places: places as [string, string, string] }
}

describe('a copy of uploaded files', () => {
  test('holds each file that the copied database names, and a list that sha256sum reads', async () => {
    const { files, copy } = await house('sound')
    assert.deepEqual(await copyUploads(copy, files), { copied: 3, faults: [] })
    await checkUploads(copy)
    const checked = spawnSync('sha256sum', ['-c', 'today.db.files.sha256'], {
      cwd: join(copy, '..'),
      encoding: 'utf8',
    })
    assert.equal(checked.status, 0, checked.stdout + checked.stderr)
    assert.equal(checked.stdout.trim().split('\n').length, 3)
  })

  test('names what is missing or changed and needed, and misses nothing that nobody needs', async () => {
    const { files, copy, places } = await house('wanting')
    rmSync(places[2])
    assert.deepEqual(await copyUploads(copy, files), { copied: 2, faults: [] })
    rmSync(places[0])
    appendFileSync(places[1], 'x')
    const { copied, faults } = await copyUploads(copy, files)
    assert.equal(copied, 0)
    assert.deepEqual(faults, [`${places[0]}: missing`, `${places[1]}: not what was stored`])
  })
})

describe('a return of uploaded files', () => {
  test('is refused when one was not copied, or changed since', async () => {
    const { files, copy } = await house('hurt')
    await assert.rejects(checkUploads(copy), /files.sha256 is missing/)
    await copyUploads(copy, files)
    const [line = ''] = readFileSync(`${copy}.files.sha256`, 'utf8').split('\n')
    const copied = join(copy, '..', line.split(/\s+/)[1] ?? '')
    appendFileSync(copied, 'x')
    await assert.rejects(checkUploads(copy), Unsafe)
    rmSync(copied)
    await assert.rejects(checkUploads(copy), Unsafe)
  })

  test('puts back what is gone or changed, and leaves what is there', async () => {
    const { files, copy, places } = await house('back')
    await copyUploads(copy, files)
    rmSync(places[0])
    appendFileSync(places[1], 'x')
    assert.equal(await restoreUploads(copy, files), 2)
    assert.equal(readFileSync(places[0], 'utf8'), '%PDF-1.4 one %%EOF')
    assert.equal(readFileSync(places[1], 'utf8'), '%PDF-1.4 two %%EOF')
    assert.equal(await restoreUploads(copy, files), 0)
  })
})

describe('the commands', () => {
  const run = (script: string, database: string, files: string, ...words: string[]) => {
    const ran = spawnSync(
      process.execPath,
      ['--import', 'tsx', fileURLToPath(new URL(`../../db/${script}.ts`, import.meta.url)), ...words],
      { env: { ...process.env, DATABASE_URL: `file:${database}`, FILES_FOLDER: files }, encoding: 'utf8' },
    )
    return { code: ran.status, said: ran.stdout + ran.stderr }
  }

  test('carry a database and its files there and back', async () => {
    const { home, database, files, places } = await house('commands')
    const copy = join(home, 'other.db')
    const wrote = run('backup', database, files, copy)
    assert.equal(wrote.code, 0, wrote.said)
    assert.match(wrote.said, /3 uploaded files lie in/)
    rmSync(files, { recursive: true })
    const restored = run('restore', database, files, copy, '--replace')
    assert.equal(restored.code, 0, restored.said)
    assert.match(restored.said, /3 uploaded files were put back/)
    for (const place of places) assert.ok(existsSync(place))
  })

  test('say it when a file is wanting, and put nothing in place of anything then', async () => {
    const { home, database, files, places } = await house('loud')
    rmSync(places[0])
    const copy = join(home, 'other.db')
    const wrote = run('backup', database, files, copy)
    assert.equal(wrote.code, 1)
    assert.match(wrote.said, /missing/)
    const before = readFileSync(database)
    const refused = run('restore', database, files, copy, '--replace')
    assert.equal(refused.code, 1)
    assert.deepEqual(readFileSync(database), before)
    assert.equal(run('restore', database, files, copy, '--replace', '--without-files').code, 0)
  })
})
