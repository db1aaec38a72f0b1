import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'

const home = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'rongqiao-built-'))
const built = join(folder, 'dist')
after(() => rmSync(folder, { recursive: true, force: true }))
execFileSync(process.execPath, ['server/build.mjs', built], { cwd: home })
symlinkSync(join(home, 'node_modules'), join(folder, 'node_modules'))
const files = readdirSync(built, { recursive: true, encoding: 'utf8' })
const settings = {
  ...{ PATH: process.env.PATH, NODE_ENV: 'production', PORT: '0', LOG_LEVEL: 'error' },
  SECRET: 'zP4kQ9vLxT2mW8rN5bY7cD1fG6hJ3sA0',
  LEDGER_KEY: 'hJ3sA0zP4kQ9vLxT2mW8rN5bY7cD1fG6',
  ORIGIN: 'https://rongqiao.example',
  FILES_FOLDER: join(folder, 'files'),
  DATABASE_URL: `file:${join(folder, 'city.db')}`,
}

describe('the program as npm start runs it', () => {
  test('has each file that one of its files names beside itself', () => {
    const named = /new URL\(\s*["'`]([^"'`$]+)["'`],\s*import\.meta\.url/g
    const missing = files
      .filter((file) => file.endsWith('.js') && !file.startsWith('views'))
      .flatMap((file) => {
        const at = pathToFileURL(join(built, file))
        const names = [...readFileSync(at, 'utf8').matchAll(named)].map(([, name]) => name ?? '')
        // The first file of a thread is called as in the sources, see `thread.ts`.
        return names.filter((name) => !existsSync(new URL(name.replace(/\.ts$/, '.js'), at)))
      })
    assert.deepEqual(missing, [])
    assert.ok(existsSync(join(built, 'seeds/run.js')), 'what makes the demo city')
  })

  test('holds nothing but what the program needs', () => {
    const folders = new Set(files.map((file) => file.split('/')[0]))
    assert.deepEqual([...folders].toSorted(), ['db', 'package.json', 'seeds', 'server', 'views'])
    assert.deepEqual(
      files.filter((file) => /\.(ts|md|map)$/.test(file)),
      [],
    )
  })

  test('writes a workbook in a thread and reads it in another', async () => {
    const sheets = pathToFileURL(join(built, 'server/platform/sheets/'))
    const { writeXlsx } = await import(new URL('write.js', `${sheets}/`).href)
    const { readXlsx } = await import(new URL('read.js', `${sheets}/`).href)
    const path = join(folder, 'one.xlsx')
    writeFileSync(path, await writeXlsx([{ name: 'S', header: ['金额'], rows: [['1.00']], widths: [16] }]))
    const { sheet } = await readXlsx(path, { rows: 10, columns: 10 })
    assert.deepEqual(sheet.rows, [['金额'], ['1.00']])
  })

  test('opens its door in production, and closes it when told', async () => {
    const child = spawn(process.execPath, [join(built, 'server/start.js')], { cwd: folder, env: settings })
    after(() => child.kill('SIGKILL'))
    const address = await new Promise<string>((resolve, reject) => {
      let said = ''
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk: Buffer) => {
          said += chunk.toString('utf8')
          const [at] = /http:\/\/\S+:\d+/.exec(said) ?? []
          if (at) resolve(at)
        })
      child.once('exit', (code) => reject(new Error(`ended with ${code}: ${said}`)))
    })
    assert.equal((await fetch(new URL('/healthz', address))).status, 200)
    assert.match(await (await fetch(new URL('/sign-in', address))).text(), /<h1/)
    child.kill('SIGTERM')
    assert.deepEqual(await once(child, 'exit'), [0, null])
  })
})
