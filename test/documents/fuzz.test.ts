import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { documents, storedFiles } from '../../db/tables/documents.ts'
import { documentRulesOn } from '../../server/documents/rules.ts'
import { ownTown } from '../support/app.ts'
import { type FormPart, multipart } from '../support/multipart.ts'
import { jpeg, pdf, png, xlsx } from '../support/papers.ts'
import { rawWorkbook } from '../support/workbook.ts'
import { filesOf } from './brought.ts'

const seed = 20_260_310

/** A stream of whole numbers that is the same each time (mulberry32), so that a form that breaks something can be had again. */
function numbers(from: number): (below: number) => number {
  let state = from
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const names = [
  '执照.pdf',
  '../../../etc/passwd',
  '..%2f..%2fserver%2fstart.ts',
  '/etc/passwd',
  'C:\\windows\\x.pdf',
  'a\u0000b.pdf',
  'a\r\nSet-Cookie: x=1.pdf',
  '\u202efdp.exe',
  `${'长'.repeat(300)}.pdf`,
  `${'x'.repeat(300)}`,
  '.',
  '..',
  '',
  ' ',
  'CON.pdf',
  '__proto__',
  '<img src=x onerror=alert(1)>.png',
  '"; filename="evil.html',
]
const fieldNames = [
  'file',
  'file',
  'file',
  'kind',
  '__proto__',
  'constructor',
  'enterpriseId',
  '',
  'x'.repeat(300),
]
const kinds = ['business-licence', 'identity', 'other', 'passport', '', 'x'.repeat(30_000)]
const days = ['', '', '2027-01-01', '2026-02-30', '0000-00-00', '9999999', '2026-03-09']

/** A town whose policy lets one person send as much as this test does. */
async function patient() {
  const made = await ownTown()
  const { parts, clock } = made
  const { row, value } = documentRulesOn(parts.policies, clock.today())
  const patience = { ...value, dailyFiles: 10_000, quotaMegabytes: 10_000 }
  parts.policies.refill([...parts.policies.rows, { ...row, version: row.version + 1, value: patience }])
  return { ...made, left: () => readdirSync(made.app.uploadFolder) }
}

describe('three hundred forms that mean no good', () => {
  test('each end in an answer; what is kept is whole and known, and nothing else lies anywhere', async () => {
    const made = await patient()
    const { store, app, cast, browserOf, left } = made
    const any = numbers(seed)
    const pick = <One>(list: readonly One[]): One => list[any(list.length)] as One
    const bomb = await rawWorkbook('', { 'xl/media/a.bin': Buffer.alloc(101 * 1024 * 1024) })
    const sheet = await xlsx()
    const contents: readonly (() => Buffer)[] = [
      () => pdf(String(any(40))),
      () => png(1 + any(9), 1 + any(9)),
      () => jpeg(),
      () => pdf(String(any(40))).subarray(0, any(400)),
      () => Buffer.concat([png(), Buffer.from('<script>alert(1)</script>')]),
      () => png(2, 2, { width: 100_000, height: 100_000 }),
      () => Buffer.alloc(0),
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
      () => Buffer.from('%PDF-1.7 <html><script>alert(1)</script>'),
      () => Buffer.alloc(1 + any(3000), any(256)),
    ]
    const before = new Set(readdirSync(tmpdir()))
    let browser = await browserOf(cast.lin)
    let kept = 0
    for (let at = 0; at < 300; at += 1) {
      // Each address may send sixty forms a minute.
      if (at % 50 === 49) browser = await browserOf(at % 100 === 99 ? cast.lin : cast.xu)
      // A sheet is looked at in a thread of its own, which takes its time: a few of them must do.
      const value = at % 100 === 60 ? bomb : at % 50 === 30 ? sheet : pick(contents)()
      const files: FormPart[] = Array.from({ length: 1 + (any(6) ? 0 : any(8)) }, (_, nth) => ({
        name: nth ? pick(fieldNames) : 'file',
        value: nth ? pick(contents)() : value,
        fileName: pick(names),
        type: pick(['application/pdf', 'image/svg+xml', 'text/html', 'application/json']),
      }))
      const fields: FormPart[] = [
        { name: 'kind', value: any(6) ? 'business-licence' : pick(kinds) },
        { name: 'expiresOn', value: any(3) ? '' : pick(days) },
        ...(any(40) ? [] : Array.from({ length: 1000 }, () => ({ name: 'kind', value: 'other' }))),
      ]
      const parts = any(5) ? [...fields, ...files] : [...files, ...fields]
      const answer = any(7) ? await browser.send('/documents', parts) : await cut(parts, any(100))
      assert.ok(answer.statusCode < 500, `form ${at} of seed ${seed}: ${answer.statusCode}`)
      assert.deepEqual(left(), [], `form ${at} of seed ${seed} left something`)
      if (answer.statusCode === 303 && answer.headers.location === '/documents') kept += 1
    }
    assert.ok(kept > 30, `only ${kept} forms were kept: the others prove too little`)
    const rows = await store.read.select().from(storedFiles)
    assert.deepEqual(
      filesOf(made)
        .map((path) => path.split('/')[1])
        .toSorted(),
      rows.map(({ id }) => id).toSorted(),
    )
    for (const { id, hash, bytes } of rows) {
      const content = readFileSync(join(made.parts.config.filesFolder, id.slice(-2), id))
      assert.equal(content.length, bytes)
      assert.equal(createHash('sha256').update(content).digest('hex'), hash)
    }
    for (const { name } of await store.read.select().from(documents)) {
      assert.doesNotMatch(name, /[/\\<>"]/)
      assert.doesNotMatch(name, /\p{Cc}|\u202e/u)
    }
    // Other test processes take uploads at the same time, into folders that bear their numbers.
    const fresh = readdirSync(tmpdir()).filter(
      (name) => !before.has(name) && name.startsWith(`rongqiao-uploads-${process.pid}-`),
    )
    assert.deepEqual(
      fresh.filter((name) => readdirSync(join(tmpdir(), name)).length > 0),
      [],
    )
    assert.equal(({} as Record<string, unknown>).file, undefined)

    /** The form cut short at some percent of its length, as a line that breaks would. */
    async function cut(parts: readonly FormPart[], percent: number) {
      const { payload, headers } = multipart([{ name: '_csrf', value: await browser.token() }, ...parts])
      const cookie = ['sid', 'csrf'].map((name) => `${name}=${browser.cookie(name)}`).join('; ')
      return app.inject({
        method: 'POST',
        url: '/documents',
        remoteAddress: `10.200.0.${percent}`,
        payload: payload.subarray(0, Math.floor((payload.length * percent) / 100)),
        headers: { ...headers, cookie },
      })
    }
  })
})

describe('an upload that breaks off', () => {
  test('leaves nothing in any folder and no row', async () => {
    const made = await patient()
    const { store, app, cast, browserOf, left } = made
    const browser = await browserOf(cast.lin)
    const { payload, headers } = multipart([
      { name: '_csrf', value: await browser.token() },
      { name: 'kind', value: 'business-licence' },
      { name: 'file', value: Buffer.concat([pdf(), Buffer.alloc(2_000_000)]), fileName: 'a.pdf' },
    ])
    const { port } = new URL(await app.listen({ port: 0, host: '127.0.0.1' }))
    const cookie = ['sid', 'csrf'].map((name) => `${name}=${browser.cookie(name)}`).join('; ')
    for (const share of [0.2, 0.5, 0.95]) {
      const socket = connect(Number(port), '127.0.0.1')
      socket.on('error', () => undefined)
      const lines = [
        'POST /documents HTTP/1.1',
        `host: 127.0.0.1:${port}`,
        `cookie: ${cookie}`,
        `content-type: ${headers['content-type']}`,
        `content-length: ${payload.length}`,
      ]
      socket.write(`${lines.join('\r\n')}\r\n\r\n`)
      socket.write(payload.subarray(0, Math.floor(payload.length * share)))
      for (let waited = 0; left().length === 0 && waited < 200; waited += 1) await pause(10)
      assert.equal(left().length, 1, 'it was on its way')
      socket.destroy()
      for (let waited = 0; left().length > 0 && waited < 200; waited += 1) await pause(10)
      assert.deepEqual(left(), [])
    }
    assert.equal(await store.read.$count(storedFiles), 0)
    assert.deepEqual(filesOf(made), [])
  })
})
