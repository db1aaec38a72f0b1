import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  cpSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { checkCopy, copyBeforeChange, copyDatabase, restoreDatabase, Unsafe } from '../../db/backup-file.ts'
import { openSqlite } from '../../db/sqlite.ts'
import { openFile } from '../../db/sqlite-file.ts'
import { counters } from '../../db/tables/platform.ts'

const folder = mkdtempSync(join(tmpdir(), 'rongqiao-backup-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const path = (name: string) => join(folder, name)

/** A database with tables and so many rows, closed. */
async function database(name: string, rows: number): Promise<string> {
  const store = openSqlite(`file:${path(name)}`)
  await store.migrate()
  await store.transact(async (tx) => {
    for (let value = 1; value <= rows; value += 1)
      await tx.insert(counters).values({ name: `row ${value}`, value })
  })
  await store.close()
  return path(name)
}

const valuesIn = (file: string, side: string): number[] => {
  const copy = openFile(file, { readonly: true })
  const rows = copy.prepare(`select value from counters where name like '${side} %' order by value`).all()
  copy.close()
  return (rows as { value: number }[]).map(({ value }) => value)
}

function flip(file: string, place: number): void {
  const handle = openSync(file, 'r+')
  const byte = Buffer.alloc(1)
  readSync(handle, byte, 0, 1, place)
  byte[0] = (byte[0] ?? 0) ^ 1
  writeSync(handle, byte, 0, 1, place)
  closeSync(handle)
}

describe('a backup', () => {
  test('refuses to write over what is there, and to copy what is not', async () => {
    const from = await database('there.db', 3)
    await copyDatabase(from, path('there-copy.db'))
    await assert.rejects(copyDatabase(from, path('there-copy.db')), Unsafe)
    await assert.rejects(copyDatabase(path('nowhere.db'), path('nothing.db')), Unsafe)
    assert.equal(existsSync(path('nothing.db')), false)
  })

  test('under constant writing is whole: every transaction or nothing, up to one moment', async () => {
    const from = await database('busy.db', 0)
    const writer = spawn(process.execPath, [
      '--import',
      'tsx',
      fileURLToPath(new URL('writer.ts', import.meta.url)),
      from,
    ])
    try {
      await once(writer.stdout, 'data')
      let before = 0
      for (let attempt = 1; attempt <= 8; attempt += 1) {
        const copy = path(`busy-${attempt}.db`)
        await copyDatabase(from, copy)
        const left = valuesIn(copy, 'left')
        assert.deepEqual(valuesIn(copy, 'right'), left)
        assert.deepEqual(
          left,
          left.map((_, at) => at + 1),
        )
        assert(left.length >= before, 'a later copy has no less')
        before = left.length
        await checkCopy(copy)
      }
      assert(before > 0, 'something was written meanwhile')
    } finally {
      writer.kill('SIGKILL')
      await once(writer, 'exit')
    }
  })
})

describe('a restore', () => {
  let copy: string
  before(async () => {
    copy = path('sound.db')
    await copyDatabase(await database('first.db', 40), copy)
  })

  test('refuses a copy of which a single byte was changed, wherever it is', async () => {
    const { size } = statSync(copy)
    for (const place of [0, 30, 120, Math.floor(size / 2), size - 5]) {
      const hurt = path(`hurt-${place}.db`)
      cpSync(copy, hurt)
      cpSync(`${copy}.sha256`, `${hurt}.sha256`)
      flip(hurt, place)
      await assert.rejects(restoreDatabase(hurt, path('target-hurt.db'), true), Unsafe)
      assert.equal(existsSync(path('target-hurt.db')), false)
    }
  })

  test('refuses a copy that is cut short, has no mark, or is no database of ours', async () => {
    const bare = path('bare.db')
    cpSync(copy, bare)
    await assert.rejects(restoreDatabase(bare, path('target-bare.db'), true), /sha256 is missing/)
    const other = openFile(path('other.db'))
    other.exec('create table something (a)')
    other.close()
    await assert.rejects(
      copyDatabase(path('other.db'), path('other-copy.db')),
      /not a database of this program/,
    )
  })

  test('refuses to replace without being told, and then keeps the old one beside', async () => {
    const target = await database('target.db', 2)
    await assert.rejects(restoreDatabase(copy, target, false), /--replace/)
    assert.equal(valuesIn(target, 'row').length, 2)
    const old = await restoreDatabase(copy, target, true)
    assert.equal(valuesIn(target, 'row').length, 40)
    assert(old !== null)
    assert.equal(valuesIn(old, 'row').length, 2)
  })

  test('refuses while the program is running', async () => {
    const target = await database('running.db', 2)
    const store = openSqlite(`file:${target}`)
    await store.read.select().from(counters).limit(1)
    await assert.rejects(restoreDatabase(copy, target, true), /in use/)
    await store.close()
    await restoreDatabase(copy, target, true)
  })

  test('replaces a database that is broken, and keeps the pieces', async () => {
    const target = await database('broken.db', 2)
    flip(target, 0)
    const old = await restoreDatabase(copy, target, true)
    assert(old !== null && existsSync(old))
    assert.equal(valuesIn(target, 'row').length, 40)
  })
})

describe('a change of the tables', () => {
  test('makes a copy first, of what was there before, and none of a new file', async () => {
    const target = path('change/house.db')
    const store = openSqlite(`file:${target}`)
    await store.migrate()
    await store.migrate()
    assert.equal(existsSync(path('change/backups')), false)
    await store.close()
    const file = openFile(target)
    // As if the newest version of the tables were still to come.
    file.exec('update __drizzle_migrations set created_at = created_at - 1000000000000')
    file.close()
    const behind = openSqlite(`file:${target}`)
    await assert.rejects(behind.migrate(), 'the tables are there already, so the change itself fails')
    await behind.close()
    const copies = readdirSync(path('change/backups')).filter((name) => name.endsWith('.db'))
    assert.equal(copies.length, 1)
    await checkCopy(path(`change/backups/${copies[0]}`))
  })

  test('keeps the last five copies with their marks', async () => {
    const target = await database('five/house.db', 1)
    const made: string[] = []
    for (let count = 0; count < 7; count += 1) made.push(await copyBeforeChange(target))
    const names = readdirSync(path('five/backups')).map((name) => path(`five/backups/${name}`))
    assert.deepEqual(
      names.toSorted(),
      made
        .slice(-5)
        .flatMap((copy) => [copy, `${copy}.sha256`])
        .toSorted(),
    )
  })
})

describe('the commands', () => {
  const run = (script: string, url: string, ...words: string[]) => {
    const file = fileURLToPath(new URL(`../../db/${script}.ts`, import.meta.url))
    const environment = { ...process.env, DATABASE_URL: url }
    const ran = spawnSync(process.execPath, ['--import', 'tsx', file, ...words], {
      env: environment,
      encoding: 'utf8',
    })
    return { code: ran.status, said: ran.stdout + ran.stderr }
  }

  test('carry a database there and back', async () => {
    const from = await database('command.db', 5)
    const wrote = run('backup', `file:${from}`, path('command-copy.db'))
    assert.equal(wrote.code, 0, wrote.said)
    const refused = run('restore', `file:${from}`, path('command-copy.db'))
    assert.equal(refused.code, 1)
    assert.match(refused.said, /--replace/)
    const restored = run('restore', `file:${from}`, path('command-copy.db'), '--replace')
    assert.equal(restored.code, 0, restored.said)
    assert.equal(valuesIn(from, 'row').length, 5)
  })

  test('name the tools of PostgreSQL', () => {
    assert.match(run('backup', 'postgresql://localhost/x', 'a').said, /pg_dump --format=custom/)
    assert.match(run('restore', 'postgresql://localhost/x', 'a').said, /pg_restore --clean/)
  })
})
