import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { type FileId, filesIn } from '../../server/platform/files/folder.ts'
import { jpegSize, pngSize } from '../../server/platform/files/pictures.ts'
import { recognise } from '../../server/platform/files/recognise.ts'
import { newId } from '../../server/platform/ids.ts'
import { disposition } from '../../server/platform/web/streams.ts'
import { jpeg, pdf, png, xlsx } from '../support/papers.ts'
import { rawWorkbook, zipped } from '../support/workbook.ts'

const folder = mkdtempSync(join(tmpdir(), 'rongqiao-files-test-'))
after(() => rmSync(folder, { recursive: true, force: true }))

let count = 0
function onDisk(bytes: Buffer | string): string {
  count += 1
  const path = join(folder, String(count))
  writeFileSync(path, bytes)
  return path
}

const found = async (bytes: Buffer | string): Promise<string> => {
  const outcome = await recognise(onDisk(bytes))
  return outcome.ok ? outcome.type : outcome.refusal.code
}

/** What a camera writes before and behind the picture. */
const withThumbnail = () => {
  const whole = jpeg()
  const inner = Buffer.concat([Buffer.from('Exif\0\0'), jpeg()])
  const segment = Buffer.alloc(4)
  segment.writeUInt16BE(0xffe1, 0)
  segment.writeUInt16BE(inner.length + 2, 2)
  return {
    whole: Buffer.concat([whole.subarray(0, 2), segment, inner, whole.subarray(2)]),
    inner: inner.length,
  }
}

const macros = {
  '[Content_Types].xml':
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
}

describe('what a file is', () => {
  const cases: readonly (readonly [string, string, () => Promise<Buffer | string> | Buffer | string])[] = [
    ['nothing', 'upload-empty', () => ''],
    ['text', 'file-type-not-taken', () => '营业执照'],
    ['HTML', 'file-type-not-taken', () => '<!doctype html><script>alert(1)</script>'],
    ['SVG', 'file-type-not-taken', () => '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'],
    ['a program', 'file-type-not-taken', () => Buffer.from('4d5a90000300000004000000ffff0000', 'hex')],
    ['GIF', 'file-type-not-taken', () => Buffer.from('GIF89a\x01\x00\x01\x00\x00\x00\x00;', 'latin1')],
    ['random bytes', 'file-type-not-taken', () => Buffer.concat([Buffer.from([0]), randomBytes(4000)])],
    ['a PDF', 'pdf', () => pdf()],
    ['a PDF that was cut short', 'file-damaged', () => pdf().subarray(0, -20)],
    ['a PDF in name only', 'file-damaged', () => '%PDF-1.4\nhello'],
    ['a picture (PNG)', 'png', () => png()],
    ['a PNG without its end', 'file-damaged', () => png().subarray(0, -12)],
    [
      'a PNG that would fill a memory',
      'picture-too-large',
      () => png(4, 4, { width: 60_000, height: 60_000 }),
    ],
    ['a PNG without a point', 'file-damaged', () => png(1, 1, { width: 0, height: 1 })],
    ['a picture (JPEG)', 'jpeg', () => jpeg()],
    [
      'a JPEG with a small copy within and a film behind',
      'jpeg',
      () => Buffer.concat([withThumbnail().whole, randomBytes(300)]),
    ],
    [
      'a JPEG of which only the small copy is whole',
      'file-damaged',
      () => {
        const { whole } = withThumbnail()
        return whole.subarray(0, whole.length - 2)
      },
    ],
    ['a workbook', 'xlsx', () => xlsx()],
    ['a workbook that was cut short', 'file-damaged', async () => (await xlsx()).subarray(0, -30)],
    ['an archive of something else', 'file-type-not-taken', () => zipped({ 'a.txt': 'a' })],
    [
      'a workbook with macros',
      'file-type-not-taken',
      () => rawWorkbook('', { ...macros, 'xl/vbaProject.bin': 'x' }),
    ],
    [
      'a small archive that unfolds into more than any workbook',
      'file-damaged',
      () => rawWorkbook('', { ...macros, 'xl/media/a.bin': Buffer.alloc(101 * 1024 * 1024) }),
    ],
  ]
  for (const [what, expected, bytes] of cases)
    test(`${what}: ${expected}`, async () => assert.equal(await found(await bytes()), expected))

  test('is said by its content, whatever cuts it short or stands in it, and never by breaking', async () => {
    // A workbook is looked at in a thread of its own, which takes its time: a few of them must do.
    const sound = [
      [pdf(), 25],
      [png(), 25],
      [jpeg(), 25],
      [await xlsx(), 6],
    ] as const
    for (const [bytes, turns] of sound) {
      for (let turn = 0; turn < turns; turn += 1) {
        const hurt = Buffer.from(bytes.subarray(0, 4 + Math.floor((bytes.length - 4) * (turn / turns))))
        if (hurt.length > 12) hurt[8 + (turn % (hurt.length - 8))] = turn * 9
        assert.match(await found(hurt), /^(pdf|png|jpeg|xlsx|file-|upload-empty|picture-too-large)/)
      }
    }
  })
})

describe('the size of a picture', () => {
  test('is read from its header', () => {
    assert.deepEqual(pngSize(png(7, 9)), { width: 7, height: 9 })
    assert.deepEqual(jpegSize(jpeg()), { width: 1, height: 1 })
    const { whole } = withThumbnail()
    assert.deepEqual(jpegSize(whole), { width: 1, height: 1 })
  })

  test('is unknown of whatever is no picture', () => {
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(40), randomBytes(500), pdf()]) {
      assert.equal(pngSize(bytes), null)
      assert.equal(jpegSize(bytes), null)
    }
  })
})

describe('the folder of files', () => {
  const files = filesIn(join(folder, 'kept'))
  const listed = async () => {
    const all: { id: FileId | null; writtenAt: string }[] = []
    for await (const one of files.all()) all.push(one)
    return all
  }

  test('is empty before anything was kept', async () => assert.deepEqual(await listed(), []))

  test('keeps a file beside what a crash left of it, and one that several bring at once', async () => {
    const id = newId<'file'>()
    const from = onDisk(pdf('again'))
    await files.keep(from, id)
    const place = join(folder, 'kept', id.slice(-2), id)
    writeFileSync(`${place}.part`, 'cut sh')
    await Promise.all([1, 2, 3].map(() => files.keep(from, id)))
    assert.deepEqual(readFileSync(place), pdf('again'))
    const left = readdirSync(join(folder, 'kept', id.slice(-2)))
    assert.deepEqual(left.toSorted(), [id, `${id}.part`])
    await assert.rejects(files.keep(join(folder, 'nowhere'), id))
    assert.equal(readdirSync(join(folder, 'kept', id.slice(-2))).length, 2)
    await files.forget(`${place}.part`)
    await files.drop(id)
  })

  test('gives back what it was given, under the id alone and for nobody else to read', async () => {
    const id = newId<'file'>()
    const from = onDisk(pdf('one'))
    await files.keep(from, id)
    assert.deepEqual(readFileSync(join(folder, 'kept', id.slice(-2), id)), pdf('one'))
    assert.equal(await files.size(id), pdf('one').length)
    const chunks: Buffer[] = []
    for await (const chunk of files.read(id)) chunks.push(chunk as Buffer)
    assert.deepEqual(Buffer.concat(chunks), pdf('one'))
    assert.equal(statSync(join(folder, 'kept', id.slice(-2))).mode & 0o077, 0)
    assert.deepEqual(
      (await listed()).map((one) => one.id),
      [id],
    )
    await files.drop(id)
    assert.equal(await files.size(id), null)
    await files.drop(id)
    assert.deepEqual(readdirSync(join(folder, 'kept', id.slice(-2))), [])
  })

  test('never writes a file twice under one id', async () => {
    const id = newId<'file'>()
    const from = onDisk(pdf('two'))
    await Promise.allSettled([files.keep(from, id), files.keep(from, id)])
    assert.equal(await files.size(id), pdf('two').length)
    await files.drop(id)
  })

  test('asserts that an id is one: a path would lead out of it', async () => {
    for (const id of ['../../etc/passwd', 'a/b', '', '00'] as FileId[]) {
      assert.throws(() => files.read(id), /ids of ours/)
      await assert.rejects(files.keep(onDisk('x'), id), /ids of ours/)
    }
  })

  test('shows what a crash left half-copied, with its age', async () => {
    const id = newId<'file'>()
    await files.keep(onDisk(pdf('three')), id)
    const half = join(folder, 'kept', id.slice(-2), `${newId()}.part`)
    writeFileSync(half, 'half')
    utimesSync(half, 1_000_000_000, 1_000_000_000)
    const left = (await listed()).find((one) => one.id === null)
    assert.equal(left?.writtenAt, '2001-09-09T01:46:40.000Z')
  })
})

describe('the name of a download', () => {
  for (const [name, expected] of [
    ['卷宗 SQ-1.zip', `inline; filename="SQ-1.zip"; filename*=UTF-8''%E5%8D%B7%E5%AE%97%20SQ-1.zip`],
    ['licence.pdf', `inline; filename="licence.pdf"; filename*=UTF-8''licence.pdf`],
    [
      '营业 执照.pdf',
      `inline; filename="__ __.pdf"; filename*=UTF-8''%E8%90%A5%E4%B8%9A%20%E6%89%A7%E7%85%A7.pdf`,
    ],
    [
      `a"b\\c'(1)*!.png`,
      `inline; filename="a_b_c'(1)*!.png"; filename*=UTF-8''a%22b%5Cc%27%281%29%2A%21.png`,
    ],
  ] as const)
    test(name, () => assert.equal(disposition('inline', name), expected))
})
