import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { connect } from 'node:net'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import Fastify, { type FastifyInstance } from 'fastify'
import { systemMilliseconds } from '../../server/platform/clock.ts'
import { shownName, takeUploads, type Uploads, withUploads } from '../../server/platform/web/uploads.ts'
import { type FormPart, multipart } from '../support/multipart.ts'

const limits = { files: 2, bytes: 1000 }

type Seen = { readonly uploads: Uploads; readonly fields: object; readonly contents: readonly string[] }

/** A program with one form, which remembers what it was given. */
async function program() {
  const app = Fastify()
  const seen: Seen[] = []
  await takeUploads(app)
  app.post('/form', (request) =>
    withUploads(request, limits, async ({ fields, uploads }) => {
      const contents = uploads.files.map(({ path }) => readFileSync(path, 'utf8'))
      seen.push({ uploads, fields, contents })
      return { fault: uploads.fault?.code ?? null }
    }),
  )
  await app.ready()
  after(() => app.close())
  return { app, seen, left: () => readdirSync(app.uploadFolder) }
}

const send = (app: FastifyInstance, parts: readonly FormPart[]) =>
  app.inject({ method: 'POST', url: '/form', ...multipart(parts) })
const file = (value: string | Buffer, fileName = 'a.xlsx') => ({ name: 'file', value, fileName })

describe('uploads', () => {
  test('are there with their size and hash while the request is answered, and gone after', async () => {
    const { app, seen, left } = await program()
    await send(app, [{ name: 'words', value: '说明' }, file('one'), file('two', 'b.pdf')])
    const [got] = seen
    assert.deepEqual(got?.fields, { words: '说明' })
    assert.deepEqual(got?.contents, ['one', 'two'])
    assert.deepEqual(
      got?.uploads.files.map(({ field, name, bytes, hash }) => ({ field, name, bytes, hash })),
      [
        ['a.xlsx', 'one'],
        ['b.pdf', 'two'],
      ].map(([name, text = '']) => ({
        ...{ field: 'file', name, bytes: 3 },
        hash: createHash('sha256').update(text).digest('hex'),
      })),
    )
    assert.deepEqual(left(), [])
  })

  test('may be as large as allowed, and not a byte larger', async () => {
    const { app, seen, left } = await program()
    assert.equal((await send(app, [file('x'.repeat(1000))])).json().fault, null)
    assert.equal((await send(app, [file('x'.repeat(1001))])).json().fault, 'upload-too-large')
    assert.deepEqual(seen[1]?.uploads.files, [])
    assert.deepEqual(seen[1]?.uploads.fault?.values, { megabytes: 1000 / 1024 / 1024 })
    assert.deepEqual(left(), [])
  })

  test('that could not fit at all are refused without being read', async () => {
    const { app, seen } = await program()
    const answer = await send(app, [file(Buffer.alloc(2_000_000))])
    assert.equal(answer.statusCode, 413)
    assert.equal(seen.length, 0)
  })

  test('are no more than allowed', async () => {
    const { app, left } = await program()
    assert.equal((await send(app, [file('1'), file('2')])).json().fault, null)
    assert.equal((await send(app, [file('1'), file('2'), file('3')])).json().fault, 'upload-too-many')
    assert.deepEqual(left(), [])
  })

  test('of a form in which nothing was chosen are none; an empty file is one', async () => {
    const { app, seen } = await program()
    await send(app, [file('', '')])
    assert.deepEqual(seen[0]?.uploads, { files: [], fault: null })
    await send(app, [file('')])
    assert.equal(seen[1]?.uploads.files[0]?.bytes, 0)
  })

  test('that break off leave nothing behind', async () => {
    const { app, seen, left } = await program()
    const { port } = new URL(await app.listen({ port: 0, host: '127.0.0.1' }))
    const { payload, headers } = multipart([file('x'.repeat(900))])
    const socket = connect(Number(port), '127.0.0.1')
    socket.write(
      `POST /form HTTP/1.1\r\nhost: x\r\ncontent-type: ${headers['content-type']}\r\ncontent-length: ${payload.length}\r\n\r\n`,
    )
    socket.write(payload.subarray(0, 500))
    for (let waited = 0; left().length === 0 && waited < 100; waited += 1) await pause(20)
    assert.equal(left().length, 1)
    socket.destroy()
    for (let waited = 0; left().length > 0 && waited < 100; waited += 1) await pause(20)
    assert.deepEqual(left(), [])
    assert.equal(seen.length, 0)
  })

  test('of a process that was killed are gone with the next start, and those of one that lives are not', async () => {
    const made = (name: string, age = 0) => {
      const path = mkdtempSync(join(tmpdir(), `rongqiao-uploads-${name}-`))
      writeFileSync(join(path, 'paper'), 'x')
      const at = new Date(systemMilliseconds() - age)
      utimesSync(path, at, at)
      return path
    }
    // Waited for, a process is gone, and its number is not given away so soon.
    const dead = spawnSync(process.execPath, ['--version']).pid
    const hours = 60 * 60 * 1000
    const left = [made(`${hostname()}-${dead}`), made('elsewhere-1', 25 * hours), made('77', 25 * hours)]
    const kept = [made(`${hostname()}-${process.pid}`), made(`elsewhere-${dead}`, 23 * hours)]
    const { app } = await program()
    assert.deepEqual(left.filter(existsSync), [])
    assert.deepEqual(kept.filter(existsSync), kept)
    for (const path of kept) rmSync(path, { recursive: true })
    // Swept away by another while it was idle, the folder is there again for the next upload.
    rmSync(app.uploadFolder, { recursive: true })
    assert.equal((await send(app, [file('one')])).json().fault, null)
  })

  test('are taken away when the answer fails', async () => {
    const app = Fastify()
    await takeUploads(app)
    app.post('/form', (request) =>
      withUploads(request, limits, async () => {
        throw new Error('the room is broken')
      }),
    )
    assert.equal((await send(app, [file('x')])).statusCode, 500)
    assert.deepEqual(readdirSync(app.uploadFolder), [])
    await app.close()
    assert.equal(existsSync(app.uploadFolder), false)
  })

  test('under five hundred bad forms end in an answer, and nothing lies outside the folder or stays in it', async () => {
    const { app, left } = await program()
    const names = [
      '../../etc/x',
      '..%2f..%2fx',
      'a\u0000b',
      'a\r\nb: c',
      '\u202excod',
      'x'.repeat(300),
      '',
      'C:\\x',
      '.',
      '__proto__',
    ]
    const fields = ['file', '__proto__', 'constructor', '', 'x'.repeat(300), '_csrf', 'a[b]']
    for (let at = 0; at < 500; at += 1) {
      const parts: FormPart[] = Array.from({ length: 1 + (at % 5) }, (_, nth) => ({
        name: fields[(at + nth) % fields.length] ?? '',
        value: Buffer.alloc((at * 37 + nth * 501) % 1500, at % 256),
        ...(nth % 2 ? {} : { fileName: names[(at + nth) % names.length] ?? '' }),
        ...(at % 7 ? {} : { type: 'application/json' }),
      }))
      const { payload, headers } = multipart(parts)
      const cut = at % 3 ? payload : payload.subarray(0, (payload.length * (at % 11)) / 11)
      const { statusCode } = await app.inject({ method: 'POST', url: '/form', payload: cut, headers })
      assert.ok(statusCode < 500, `form ${at}: ${statusCode}`)
    }
    assert.deepEqual(left(), [])
    assert.equal(({} as Record<string, unknown>).file, undefined)
  })
})

describe('the name of a file', () => {
  for (const [sent, shown] of [
    ['还款.xlsx', '还款.xlsx'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\周\\还款.xlsx', '还款.xlsx'],
    ['a\r\nSet-Cookie: x=1.xlsx', 'aSet-Cookie x=1.xlsx'],
    ['\u202excod.exe', 'xcod.exe'],
    ['"><script>.xlsx', 'script.xlsx'],
    ['', ''],
  ] as const) {
    test(`${JSON.stringify(sent)} is shown as ${JSON.stringify(shown)}`, () =>
      assert.equal(shownName(sent), shown))
  }

  test('is cut in the middle when it is long, so that its end stays', () => {
    const name = shownName(`${'长'.repeat(300)}.xlsx`)
    assert.equal(name.length, 120)
    assert.ok(name.endsWith('.xlsx'))
  })
})
