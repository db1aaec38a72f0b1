import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openSqlite } from '../../db/sqlite.ts'
import { writeCast } from '../../seeds/cast.ts'
import { systemClock } from '../../server/platform/clock.ts'

const folder = mkdtempSync(join(tmpdir(), 'rongqiao-production-'))
after(() => rmSync(folder, { recursive: true, force: true }))

test('production does not start on a database that holds the demo people', async () => {
  const url = `file:${join(folder, 'demo.db')}`
  const store = openSqlite(url)
  await store.migrate()
  await store.transact((tx) => writeCast(tx, systemClock.now(), null))
  await store.close()
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'server/start.ts'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    encoding: 'utf8',
    timeout: 60_000,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: '0',
      SECRET: 'zP4kQ9vLxT2mW8rN5bY7cD1fG6hJ3sA0',
      LEDGER_KEY: 'hJ3sA0zP4kQ9vLxT2mW8rN5bY7cD1fG6',
      ORIGIN: 'https://rongqiao.example',
      FILES_FOLDER: folder,
      DATABASE_URL: url,
    },
  })
  assert.notEqual(status, 0)
  assert.match(stderr, /DATABASE_URL: this database holds the demo people/)
})
