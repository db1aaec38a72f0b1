import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const home = fileURLToPath(new URL('../..', import.meta.url))
const folder = (dialect: string) => `${home}db/migrations/${dialect}`
const names = (dialect: string) => readdirSync(folder(dialect)).filter((file) => file.endsWith('.sql'))

describe('migrations', () => {
  test('both databases have the same ones under the same names', () => {
    assert.deepEqual(names('sqlite'), names('postgresql'))
    assert.ok(names('sqlite').length > 0)
  })

  for (const [dialect, url] of [
    ['sqlite', 'file:none.db'],
    ['postgresql', 'postgresql://localhost/none'],
  ] as const) {
    test(`the tables and the migrations of ${dialect} say the same`, () => {
      const copy = join(mkdtempSync(join(tmpdir(), 'rongqiao-migrations-')), dialect)
      cpSync(folder(dialect), copy, { recursive: true })
      const run = spawnSync(
        'npx',
        ['drizzle-kit', 'generate', '--config', 'db/drizzle.config.ts', '--name', 'difference'],
        {
          cwd: home,
          encoding: 'utf8',
          env: {
            ...process.env,
            DATABASE_URL: url,
            MIGRATIONS_OUT: relative(home, copy),
            NODE_OPTIONS: '--import tsx',
          },
        },
      )
      assert.match(run.stdout, /No schema changes/, run.stdout + run.stderr)
    })
  }

  test('no row is deleted behind our back', () => {
    for (const dialect of ['sqlite', 'postgresql']) {
      for (const name of names(dialect)) {
        assert.doesNotMatch(
          readFileSync(join(folder(dialect), name), 'utf8'),
          /ON DELETE (cascade|set)/i,
          name,
        )
      }
    }
  })
})
