import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { documents, storedFiles } from '../../db/tables/documents.ts'
import { trailOf } from '../../server/audit/index.ts'
import { changeExpiry, removePaper } from '../../server/documents/actions.ts'
import { giveFromShelf, takeBack } from '../../server/documents/index.ts'
import { bytesOf, casePapers, paperById, shelf } from '../../server/documents/rows.ts'
import { documentRulesOn } from '../../server/documents/rules.ts'
import { day } from '../../server/money/day.ts'
import { present } from '../../server/platform/assert.ts'
import type { Id } from '../../server/platform/ids.ts'
import { inHall, onShelf, taken } from '../applications/played.ts'
import { town } from '../support/app.ts'
import { jpeg, pdf, png, xlsx } from '../support/papers.ts'
import { brings, bringsOne, filesOf, upload } from './brought.ts'

const codeOf = async (outcome: Promise<{ ok: boolean; refusal?: { code: string } }>) => {
  const found = await outcome
  return found.ok ? 'done' : found.refusal?.code
}

type Made = Awaited<ReturnType<typeof town>>

/** The policy of this town with some of its figures changed. */
function ruled({ parts, clock }: Made, changes: object): void {
  const { row, value } = documentRulesOn(parts.policies, clock.today())
  const changed = { ...row, version: row.version + 1, value: { ...value, ...changes } }
  parts.policies.refill([...parts.policies.rows, changed])
}

/** A case of Lin's firm on which bank A works. */
async function withCase() {
  const made = await town()
  const productId = await onShelf(made)
  const need = await inHall(made)
  const application = await taken(made, { needId: need.id, productId }, made.cast.zhou)
  return { ...made, application }
}

describe('bringing papers', () => {
  test('refuses nothing, an expired paper, and what is no paper, and leaves nothing behind', async () => {
    const made = await town()
    const { store } = made
    const bad = (bytes: Buffer, name: string) => codeOf(brings(made, [upload(bytes, name)]))
    assert.equal(await codeOf(brings(made, [])), 'upload-missing')
    assert.equal(await codeOf(brings(made, [upload(pdf())], { expiresOn: '2026-03-09' })), 'paper-expired')
    assert.equal(await bad(Buffer.alloc(0), 'a.pdf'), 'upload-empty')
    assert.equal(await bad(Buffer.from('<script>'), 'a.pdf'), 'file-type-not-taken')
    assert.equal(await bad(pdf().subarray(0, 60), 'a.pdf'), 'file-damaged')
    const one = await brings(made, [upload(pdf('a'), 'a.pdf'), upload(Buffer.from('x'), 'b.pdf')])
    assert.deepEqual([one.ok, one.file], [false, 'b.pdf'], 'says which of them')
    assert.equal(await store.read.$count(documents), 0)
    assert.equal(await store.read.$count(storedFiles), 0)
    assert.deepEqual(filesOf(made), [])
  })

  test('refuses what goes over the quota of the firm, or over the files of a day, and leaves nothing behind', async () => {
    const made = await town()
    ruled(made, { quotaMegabytes: 1, dailyFiles: 3 })
    const large = () =>
      upload(
        Buffer.concat([pdf(String(Math.floor(Date.now()))), Buffer.alloc(700_000, 32), Buffer.from('%%EOF')]),
      )
    assert.equal(await codeOf(brings(made, [large()])), 'done')
    const second = upload(Buffer.concat([pdf('second'), Buffer.alloc(700_000, 32), Buffer.from('%%EOF')]))
    assert.equal(await codeOf(brings(made, [second])), 'quota-exceeded')
    assert.equal(await codeOf(brings(made, [upload(pdf('1')), upload(pdf('2'))])), 'done')
    assert.equal(await codeOf(brings(made, [upload(pdf('3'))])), 'too-many-today')
    assert.equal(filesOf(made).length, 3)
    made.clock.forward(24 * 60)
    assert.equal(await codeOf(brings(made, [upload(pdf('3'))])), 'done', 'the next day is another one')
  })

  test('keeps every type that is taken, with its hash, for the firm and nobody else', async () => {
    const made = await town()
    const { store, cast } = made
    for (const bytes of [pdf(), png(), jpeg(), await xlsx()])
      assert.equal(await codeOf(brings(made, [upload(bytes)])), 'done')
    const own = await shelf(store.read, present(cast.lin.enterpriseId, 'firm'), 50, 0)
    assert.deepEqual(own.map(({ type }) => type).toSorted(), ['jpeg', 'pdf', 'png', 'xlsx'])
    assert.ok(own.every(({ hash, cases }) => hash.length === 64 && cases === 0))
    assert.deepEqual(await shelf(store.read, present(cast.fang.enterpriseId, 'firm'), 50, 0), [])
    const [first] = own
    const trail = await trailOf(store.read, 'document', present(first, 'a paper').id)
    assert.deepEqual(
      trail.map(({ happening }) => happening),
      ['documents.added'],
    )
  })

  test('stores the same bytes once, whoever brings them how often, at the same moment too', async () => {
    const made = await town()
    const { store, cast } = made
    const same = () => upload(pdf('the one licence'))
    const [one, two] = await Promise.all([brings(made, [same()]), brings(made, [same()])])
    assert.ok(one.ok && two.ok)
    assert.deepEqual(one.ids, two.ids, 'on one shelf it is one paper')
    await bringsOne(made, 'the one licence', { kind: 'permits' })
    await bringsOne(made, 'the one licence', { who: cast.fang })
    const twice = await brings(made, [same(), same()])
    assert.ok(twice.ok && twice.ids.length === 1)
    assert.equal(await store.read.$count(storedFiles), 1)
    assert.equal(await store.read.$count(documents), 3)
    assert.equal(filesOf(made).length, 1)
    assert.equal(
      await bytesOf(store.read, present(cast.lin.enterpriseId, 'firm')),
      pdf('the one licence').length,
    )
  })

  test('takes the last day that is typed with a paper which is there, and keeps the one it knows where none is', async () => {
    const made = await town()
    const id = await bringsOne(made, 'permit')
    const ends = async () => present(await paperById(made.store.read, id), 'paper').expiresOn
    assert.equal(await bringsOne(made, 'permit', { expiresOn: '2027-03-01' }), id)
    assert.equal(await ends(), '2027-03-01')
    await bringsOne(made, 'permit', { expiresOn: '2027-03-01' })
    await bringsOne(made, 'permit')
    assert.equal(await ends(), '2027-03-01')
    const trail = await trailOf(made.store.read, 'document', id)
    const changes = trail.filter(({ happening }) => happening === 'documents.expiry-changed')
    assert.deepEqual(
      changes.map(({ details }) => details),
      [{ from: null, to: '2027-03-01' }],
    )
  })

  test('puts bytes back that were swept away while nobody needed them', async () => {
    const made = await town()
    const { store } = made
    const id = await bringsOne(made, 'gone')
    const paper = present(await paperById(store.read, id), 'paper')
    const { filesIn } = await import('../../server/platform/files/folder.ts')
    await filesIn(made.parts.config.filesFolder).drop(paper.fileId)
    await bringsOne(made, 'gone')
    assert.equal(await filesIn(made.parts.config.filesFolder).size(paper.fileId), paper.bytes)
    assert.equal(await store.read.$count(storedFiles), 1)
  })
})

describe('a paper on the shelf', () => {
  test('keeps its last day right, and never one that has passed', async () => {
    const made = await town()
    const { store, parts, by, cast } = made
    const id = await bringsOne(made, 'a', { expiresOn: '2026-12-31' })
    const paper = present(await paperById(store.read, id), 'paper')
    assert.equal(await codeOf(changeExpiry(parts, by(cast.xu), paper, day('2026-03-09'))), 'paper-expired')
    assert.equal(await codeOf(changeExpiry(parts, by(cast.xu), paper, day('2027-12-31'))), 'done')
    assert.equal(await codeOf(changeExpiry(parts, by(cast.xu), paper, null)), 'stale', 'somebody was quicker')
    assert.equal((await paperById(store.read, id))?.expiresOn, '2027-12-31')
  })

  test('is gone from the shelf when it is removed, and can come again', async () => {
    const made = await town()
    const { store, parts, by, cast } = made
    const id = await bringsOne(made, 'a')
    const paper = present(await paperById(store.read, id), 'paper')
    assert.equal(await codeOf(removePaper(parts, by(cast.lin), paper)), 'done')
    assert.equal(await codeOf(removePaper(parts, by(cast.lin), paper)), 'stale')
    const firm = present(cast.lin.enterpriseId, 'firm')
    assert.deepEqual(await shelf(store.read, firm, 50, 0), [])
    assert.equal(await bytesOf(store.read, firm), 0)
    assert.notEqual(await bringsOne(made, 'a'), id)
  })
})

describe('one licence for many applications', () => {
  test('is stored once and lies before each bank that it was given to', async () => {
    const made = await withCase()
    const { store, by, cast, application } = made
    const productB = await onShelf(made, 'bankB')
    const other = await taken(made, { needId: application.needId, productId: productB }, cast.wu)
    const id = await bringsOne(made, 'licence')
    for (const one of [application, other])
      assert.equal(await codeOf(giveFromShelf(store, by(cast.lin), one, [id])), 'done')
    assert.equal(
      await codeOf(giveFromShelf(store, by(cast.lin), other, [id])),
      'nothing-chosen',
      'there already',
    )
    for (const one of [application, other])
      assert.deepEqual(
        (await casePapers(store.read, one.id)).map((paper) => paper.id),
        [id],
      )
    assert.equal(await store.read.$count(storedFiles), 1)
    assert.equal(filesOf(made).length, 1)
    const trail = await trailOf(store.read, 'application', other.id)
    assert.equal(trail[0]?.happening, 'documents.given')
  })

  test('goes straight into a case when it is brought there', async () => {
    const made = await withCase()
    const { store, application } = made
    const id = await bringsOne(made, 'licence', { into: application.id })
    assert.equal(await bringsOne(made, 'licence', { into: application.id }), id)
    assert.equal((await casePapers(store.read, application.id)).length, 1)
  })

  test('is given by nobody but its firm, and not once it has expired', async () => {
    const made = await withCase()
    const { store, by, cast, clock, application } = made
    const foreign = await bringsOne(made, 'of Fang', { who: cast.fang })
    assert.equal(await codeOf(giveFromShelf(store, by(cast.lin), application, [foreign])), 'nothing-chosen')
    assert.equal(
      await codeOf(brings(made, [upload(pdf('x'))], { who: cast.fang, into: application.id })),
      'case-takes-no-papers',
    )
    const id = await bringsOne(made, 'licence', { expiresOn: '2026-03-11' })
    clock.forward(2 * 24 * 60)
    assert.equal(await codeOf(giveFromShelf(store, by(cast.lin), application, [id])), 'nothing-chosen')
    assert.deepEqual(await casePapers(store.read, application.id), [])
  })

  test('can be taken back until somebody of the bank has opened it', async () => {
    const made = await withCase()
    const { store, by, cast, application } = made
    const { noteLook } = await import('../../server/documents/index.ts')
    const id: Id<'document'> = await bringsOne(made, 'licence', { into: application.id })
    const paper = async () => present((await casePapers(store.read, application.id))[0], 'the paper')
    assert.equal(await codeOf(takeBack(store, by(cast.lin), application, await paper())), 'done')
    assert.deepEqual(await casePapers(store.read, application.id), [])
    assert.equal(await codeOf(giveFromShelf(store, by(cast.lin), application, [id])), 'done')
    await noteLook(store, by(cast.zhou), application, await paper(), 'shown')
    assert.equal(
      await codeOf(takeBack(store, by(cast.lin), application, await paper())),
      'paper-already-opened',
    )
    assert.notEqual((await paper()).openedAt, null)
    const trail = await trailOf(store.read, 'document', id)
    assert.equal(trail[0]?.happening, 'documents.shown')
    assert.equal(trail[0]?.personId, cast.zhou.id)
  })

  test('is not taken by a case that has ended', async () => {
    const made = await withCase()
    const { parts, store, by, cast, application } = made
    const { withdraw } = await import('../../server/applications/index.ts')
    const id = await bringsOne(made, 'licence')
    assert.equal(await codeOf(withdraw(store, by(cast.lin), application.id)), 'done')
    assert.equal(await codeOf(giveFromShelf(store, by(cast.lin), application, [id])), 'case-takes-no-papers')
    const before = filesOf(made).length
    assert.equal(
      await codeOf(brings(made, [upload(pdf('late'))], { into: application.id })),
      'case-takes-no-papers',
    )
    assert.equal(filesOf(made).length, before, 'nothing is left of it')
    assert.equal(await parts.store.read.$count(documents, eq(documents.name, '资料.pdf')), 0)
  })
})
