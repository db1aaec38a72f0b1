import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { inflateSync } from 'node:zlib'
import { PDFDocument, type PDFPage, PDFRawStream } from '@cantoo/pdf-lib'
import { eq } from 'drizzle-orm'
import { documents, storedFiles } from '../../db/tables/documents.ts'
import { dataKinds } from '../../server/consents/kind.ts'
import { present } from '../../server/platform/assert.ts'
import { inHall, onShelf, taken } from '../applications/played.ts'
import { runningTown } from '../support/app.ts'
import { consented } from '../support/consenting.ts'
import { jpeg, pdf, png, xlsx } from '../support/papers.ts'
import { brings, upload } from './brought.ts'

/** A case of Lin's firm before bank A, with a paper of these bytes in it. */
async function with1(bytes: Buffer, name: string) {
  const made = await runningTown()
  const productId = await onShelf(made)
  const application = await taken(made, { needId: (await inHall(made)).id, productId }, made.cast.zhou)
  await consented(made, dataKinds)
  const outcome = await brings(made, [upload(bytes, name)], { into: application.id })
  assert.ok(outcome.ok)
  const id = present(outcome.ids[0], 'the paper')
  const at = `/applications/${application.id}/documents/${id}`
  const [lin, zhou] = [await made.browserOf(made.cast.lin), await made.browserOf(made.cast.zhou)]
  /** What lies in the folder, and the hash that was kept of it when it came. */
  const kept = async () => {
    const [row] = await made.store.read
      .select({ fileId: documents.fileId, hash: storedFiles.hash })
      .from(documents)
      .innerJoin(storedFiles, eq(storedFiles.id, documents.fileId))
      .where(eq(documents.id, id))
    const { fileId, hash } = present(row, 'the file')
    const there = readFileSync(join(made.parts.config.filesFolder, fileId.slice(-2), fileId))
    return [createHash('sha256').update(there).digest('hex'), hash]
  }
  return { ...made, application, at, lin, zhou, kept }
}

/** All that is drawn on a page. */
function drawnOn(page: PDFPage): string {
  const { context } = page.doc
  const all = context.enumerateIndirectObjects().flatMap(([, object]) => {
    if (!(object instanceof PDFRawStream)) return []
    const bytes = Buffer.from(object.contents)
    try {
      return inflateSync(bytes).toString('latin1')
    } catch {
      return bytes.toString('latin1')
    }
  })
  return all.join('\n')
}

describe('a paper that a bank opens', () => {
  test('is a PDF with its reader’s name over the page; firm and download have the original', async () => {
    const content = pdf('licence')
    const { at, lin, zhou, cast, application, kept } = await with1(content, '执照.pdf')
    const seen = await zhou.get(`${at}/content`)
    assert.deepEqual([seen.statusCode, seen.headers['content-type']], [200, 'application/pdf'])
    assert.match(String(seen.headers['content-disposition']), /^inline.*\.pdf/)
    const copy = await PDFDocument.load(seen.rawPayload)
    assert.equal(copy.getPageCount(), 1)
    const drawn = drawnOn(copy.getPage(0)).toLowerCase()
    const words = `${cast.zhou.name} ${cast.zhou.organisation} 2026-03-10 09:30 ${application.number}`
    assert.ok(drawn.includes(Buffer.from(words, 'utf16le').swap16().toString('hex')), 'in Chinese')
    const plain = `${cast.zhou.id} 2026-03-10 09:30 ${application.number}`
    assert.ok(drawn.includes(Buffer.from(plain).toString('hex')), 'in Latin letters')
    assert.ok((await lin.get(`${at}/content`)).rawPayload.equals(content))
    assert.ok((await zhou.get(`${at}/download`)).rawPayload.equals(content))
    const [now, then] = await kept()
    assert.equal(now, then)
  })

  for (const [name, content, type] of [
    ['章程.png', png(80, 60), 'png'],
    ['照片.jpg', jpeg(), 'jpeg'],
  ] as const)
    test(`is a ${type} within a drawing that bears the name, and may load nothing`, async () => {
      const { at, lin, zhou, cast, kept } = await with1(content, name)
      const seen = await zhou.get(`${at}/content`)
      assert.deepEqual([seen.statusCode, seen.headers['content-type']], [200, 'image/svg+xml'])
      const policy = String(seen.headers['content-security-policy'])
      assert.match(policy, /^default-src 'none'.*img-src data:.*sandbox$/)
      assert.ok(seen.body.includes(`>${cast.zhou.name} ${cast.zhou.organisation} 2026-03-10 09:30`))
      assert.ok(seen.body.includes(`data:image/${type};base64,${content.toString('base64')}`))
      assert.ok((await lin.get(`${at}/content`)).rawPayload.equals(content))
      const [now, then] = await kept()
      assert.equal(now, then)
    })

  test('and that cannot be taken apart, is not shown to it without a name', async () => {
    const content = Buffer.from('%PDF-1.4\nnothing that anybody could read\n%%EOF\n')
    const { at, lin, zhou } = await with1(content, '执照.pdf')
    assert.ok((await lin.get(`${at}/content`)).rawPayload.equals(content))
    const refused = await zhou.get(`${at}/content`)
    assert.ok(refused.statusCode === 303 || refused.statusCode === 422, String(refused.statusCode))
    assert.ok(!refused.rawPayload.includes('nothing that anybody'))
    assert.ok((await zhou.get(`${at}/download`)).rawPayload.equals(content))
  })

  test('is a workbook to be downloaded, as ever', async () => {
    const content = await xlsx()
    const { at, zhou } = await with1(content, '流水.xlsx')
    const seen = await zhou.get(`${at}/content`)
    assert.match(String(seen.headers['content-disposition']), /^attachment/)
    assert.ok(seen.rawPayload.equals(content))
  })
})
