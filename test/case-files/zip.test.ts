import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { consentLooks, consents } from '../../db/tables/consents.ts'
import { trailOf } from '../../server/audit/index.ts'
import { revoke } from '../../server/consents/actions.ts'
import { casePapers } from '../../server/documents/index.ts'
import { present } from '../../server/platform/assert.ts'
import { unzipped } from '../../server/platform/sheets/unzip.ts'
import { applied, given, inHall, offered, onShelf, takenUp } from '../applications/played.ts'
import { brings, upload } from '../documents/brought.ts'
import { type Browser, runningTown } from '../support/app.ts'
import { pdf } from '../support/papers.ts'

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const evil = '../../etc/cron.d/"x"\u202efdp.exe.pdf'

/** A case of Lin's firm that bank A works on, with statements under a name that plays tricks, and a licence. */
async function worked() {
  const made = await runningTown()
  const documents = ['bank-statements'] as const
  const need = await inHall(made)
  const productId = await onShelf(made, 'bankA', { documents })
  const one = await takenUp(made, await applied(made, { needId: need.id, productId }), made.cast.zhou)
  const statements = pdf('六个月流水')
  for (const [bytes, name, kind] of [
    [statements, evil, 'bank-statements'],
    [pdf('执照'), '执照.pdf', 'business-licence'],
  ] as const)
    given(await brings(made, [upload(bytes, name)], { kind, into: one.id }))
  await offered(made, one, made.cast.zhou)
  const url = `/applications/${one.id}/file.zip`
  return { ...made, one, url, statements, zhou: await made.browserOf(made.cast.zhou) }
}

async function taken(browser: Browser, url: string) {
  const answer = await browser.get(url)
  assert.equal(answer.statusCode, 200)
  assert.equal(answer.headers['content-type'], 'application/zip')
  const bytes = answer.rawPayload
  const files = present(unzipped(bytes, { entries: 100, bytes: 10_000_000 }), 'a sound archive')
  const text = (name: string) => present(files.get(name), name).toString('utf8')
  return { bytes, files, text, record: JSON.parse(text('case.json')), names: [...files.keys()] }
}

const sumsHold = ({ files, text, names }: Awaited<ReturnType<typeof taken>>) =>
  assert.deepEqual(
    text('SHA256SUMS').trim().split('\n'),
    names
      .filter((name) => name !== 'SHA256SUMS')
      .map((name) => `${sha256(present(files.get(name), name))}  ${name}`),
  )

describe('the file of a case, taken away', () => {
  test('holds record, page, papers and their sums; twice the same; and the trail keeps which one it was', async () => {
    const { zhou, url, one, store, cast, browserOf, statements } = await worked()
    const first = await taken(zhou, url)
    assert.deepEqual(first.names, [
      ...['case.json', 'case.html', 'papers.csv'],
      ...['documents/001-bank-statements.pdf', 'documents/002-business-licence.pdf', 'SHA256SUMS'],
    ])
    sumsHold(first)
    assert.deepEqual(first.files.get('documents/001-bank-statements.pdf'), statements)
    const { record } = first
    assert.deepEqual([record.number, record.firm], [one.number, cast.lin.organisation])
    assert.equal(record.offers[0].amountFen, 100_000_000)
    assert.equal(record.papers[0].sha256, sha256(statements))
    const kinds = record.looks.map(({ kind, consent }: { kind: string; consent: string }) => [kind, consent])
    assert.equal(kinds.length, 3, 'the name, and two papers')
    for (const [, number] of kinds) assert.match(number, /^[A-Z]+\d{8}-\d+$/)
    const page = first.text('case.html')
    for (const words of [one.number, '4.35%', 'href="documents/001-bank-statements.pdf"'])
      assert.ok(page.includes(words), words)
    assert.ok(!/<script|src=|href="\/|<link/.test(page), 'it opens without the platform')
    assert.deepEqual((await taken(zhou, url)).bytes, first.bytes)

    const told = (await trailOf(store.read, 'application', one.id)).filter(
      ({ happening }) => happening === 'case-files.taken',
    )
    assert.equal(told.length, 2)
    assert.deepEqual(
      [told[0]?.personId, told[0]?.details],
      [cast.zhou.id, { sums: sha256(Buffer.from(first.text('SHA256SUMS'))), files: 5, withheld: 0 }],
    )
    const firm = await taken(await browserOf(cast.lin), url)
    sumsHold(firm)
    assert.equal(firm.record.papers[0].addedBy, cast.lin.name)
    assert.ok(
      !first.text('case.json').includes(cast.lin.name),
      'who acted for the firm is the firm’s to know',
    )
  })

  test('a name that plays tricks stays a word in the list and never becomes a path', async () => {
    const { zhou, url } = await worked()
    const { names, record, text } = await taken(zhou, url)
    for (const name of names) assert.match(name, /^(documents\/)?[A-Za-z0-9.-]+$/)
    assert.ok(record.papers[0].name.endsWith('.pdf'))
    assert.ok(!/(^|,)[=+@-]/m.test(text('papers.csv').replace('\ufeff', '')))
  })

  test('taking a paper is a look at it; a revoked consent keeps it back at the next request, by name', async () => {
    const { zhou, url, store, by, cast, one, statements } = await worked()
    const looks = () => store.read.$count(consentLooks, eq(consentLooks.subjectKind, 'document'))
    assert.equal(await looks(), 0)
    await taken(zhou, url)
    assert.equal(await looks(), 2)
    assert.ok((await casePapers(store.read, one.id)).every(({ openedAt }) => openedAt !== null))
    const held = await store.read
      .select()
      .from(consents)
      .where(eq(consents.institutionId, cast.institutionIds.bankA))
    for (const consent of held.filter(({ kind }) => kind !== 'contact'))
      given(await revoke(store, by(cast.lin), consent.id))
    const { names, record, text, bytes } = await taken(zhou, url)
    assert.deepEqual(names, ['case.json', 'case.html', 'papers.csv', 'SHA256SUMS'])
    const kept = { file: null, withheld: 'no-consent', name: null, bytes: null, sha256: null }
    for (const [at, kind] of ['bank-statements', 'business-licence'].entries()) {
      const { file, withheld, name, bytes: size, sha256: hash } = record.papers[at]
      assert.deepEqual({ file, withheld, name, bytes: size, sha256: hash }, kept, kind)
      assert.equal(record.papers[at].kind, kind)
    }
    assert.equal(text('papers.csv').match(/未经授权，不予显示/g)?.length, 2)
    assert.ok(text('case.html').includes('未经授权，不予显示'))
    assert.ok(!bytes.includes(statements))
    for (const name of ['case.json', 'case.html', 'papers.csv'])
      assert.ok(!/cron|执照\.pdf/.test(text(name)), `${name} names no paper that is kept back`)
    assert.equal(await looks(), 2, 'what was kept back was not looked at')
  })

  test('is nobody else’s, whatever role he has', async () => {
    const { browserOf, cast, url, store, one } = await worked()
    for (const person of [cast.wu, cast.fang])
      assert.equal((await (await browserOf(person)).get(url)).statusCode, 404, person.name)
    for (const person of [cast.lu, cast.qin, cast.han])
      assert.equal((await (await browserOf(person)).get(url)).statusCode, 403, person.name)
    const told = await trailOf(store.read, 'application', one.id)
    assert.ok(!told.some(({ happening }) => happening === 'case-files.taken'))
  })

  test('a stored paper that is altered or gone breaks the file off instead of lying', async () => {
    const { browserOf, cast, url, parts, store, one, statements } = await worked()
    const [paper] = await casePapers(store.read, one.id)
    const { fileId } = present(paper, 'the first paper')
    const stored = join(parts.config.filesFolder, fileId.slice(-2), fileId)
    const lin = await browserOf(cast.lin)
    const broken = async () => {
      const answer = await lin.get(url).catch(() => null)
      return answer === null || unzipped(answer.rawPayload, { entries: 100, bytes: 1e7 }) === null
    }
    assert.equal(await broken(), false)
    writeFileSync(stored, Buffer.alloc(statements.length, 'x'))
    assert.equal(await broken(), true)
    rmSync(stored)
    assert.equal(await broken(), true)
  })
})
