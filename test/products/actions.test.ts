import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { trailOf } from '../../server/audit/index.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { newId } from '../../server/platform/ids.ts'
import * as actions from '../../server/products/actions.ts'
import { listedShelf, productsToReview, shelfFingerprint, termsOf } from '../../server/products/index.ts'
import { productById, versionsOf } from '../../server/products/rows.ts'
import { standingOf } from '../../server/products/standing.ts'
import { NotFound } from '../../server/web.ts'
import { town } from '../support/app.ts'
import { drafted, listed } from './listed.ts'
import { sampleTerms } from './sample.ts'

const refusalOf = (outcome: { ok: boolean; refusal?: { code: string } }) =>
  outcome.ok ? 'done' : outcome.refusal?.code

describe('a product and its versions', () => {
  test('wrong terms are refused and leave nothing behind', async () => {
    const made = await town()
    const wrong = sampleTerms({ amountMinFen: fen(200_000_001) })
    const bank = { name: 'A', shortName: 'A' }
    const outcome = await actions.draftProduct(made.store, made.by(made.cast.zhou), bank, wrong)
    assert.deepEqual(outcome, { ok: false, refusal: { code: 'min-above-max', field: 'amountMinFen' } })
    const id = await drafted(made)
    const seen = { id, version: 1 }
    assert.equal(
      refusalOf(await actions.writeVersion(made.parts, made.by(made.cast.zhou), seen, wrong, 'more')),
      'min-above-max',
    )
    assert.equal((await versionsOf(made.store.read, id)).length, 1)
  })

  test('another bank finds nothing, nor does anybody find what is not there', async () => {
    const made = await town()
    const id = await listed(made)
    const wu = made.by(made.cast.wu)
    const seen = { id, version: 1 }
    for (const step of [
      () => actions.submitProduct(made.parts, wu, seen),
      () => actions.suspendProduct(made.store, wu, seen, 'mine'),
      () => actions.relistProduct(made.store, wu, seen),
      () => actions.withdrawProduct(made.store, wu, seen, 'mine'),
      () => actions.writeVersion(made.parts, wu, seen, sampleTerms({ name: 'Mine' }), 'mine'),
      () => actions.listProduct(made.store, made.by(made.cast.lu), { id: newId(), version: 1 }),
    ])
      await assert.rejects(step, NotFound)
    assert.equal((await productById(made.store.read, id))?.state, 'listed')
  })

  test('a newer version can be taken back, and the shelf stays as it is', async () => {
    const made = await town()
    const id = await listed(made)
    const zhou = made.by(made.cast.zhou)
    const nothing = await actions.takeVersionBack(made.store, zhou, { id, version: 1 })
    assert.equal(refusalOf(nothing), 'product-nothing-to-take-back')
    const before = (await listedShelf(made.store.read)).find((one) => one.id === id)?.terms
    await actions.writeVersion(
      made.parts,
      zhou,
      { id, version: 1 },
      sampleTerms({ daysPromised: 1 }),
      'quicker',
    )
    assert.equal(refusalOf(await actions.takeVersionBack(made.store, zhou, { id, version: 1 })), 'stale')
    await assert.rejects(
      () => actions.takeVersionBack(made.store, made.by(made.cast.wu), { id, version: 2 }),
      NotFound,
    )
    assert.equal(refusalOf(await actions.takeVersionBack(made.store, zhou, { id, version: 2 })), 'done')
    const product = await productById(made.store.read, id)
    assert.deepEqual([product?.version, product?.listedVersion, product?.state], [3, 3, 'listed'])
    assert.deepEqual((await listedShelf(made.store.read)).find((one) => one.id === id)?.terms, before)
    assert.ok(!(await productsToReview(made.store.read)).some((one) => one.id === id))
  })

  test('every edit is a version with its writer and reason, and one without a change is none', async () => {
    const made = await town()
    const id = await drafted(made)
    const zhou = made.by(made.cast.zhou)
    const qian = made.by(made.cast.qian)
    assert.equal(
      refusalOf(await actions.writeVersion(made.parts, zhou, { id, version: 1 }, sampleTerms(), 'none')),
      'product-unchanged',
    )
    await actions.writeVersion(
      made.parts,
      qian,
      { id, version: 1 },
      sampleTerms({ daysPromised: 3 }),
      'quicker',
    )
    const versions = await versionsOf(made.store.read, id)
    assert.deepEqual(
      versions.map(({ version, writtenBy, why, terms }) => [version, writtenBy, why, terms.daysPromised]),
      [
        [2, made.cast.qian.id, 'quicker', 3],
        [1, made.cast.zhou.id, null, 7],
      ],
    )
    const product = await productById(made.store.read, id)
    assert.equal(product?.state, 'draft')
    assert.equal(product?.daysPromised, 3)
  })

  test('of two who edit the same version at once one is stale, and so is a reviewer who read it', async () => {
    const made = await town()
    const id = await drafted(made)
    const seen = { id, version: 1 }
    const edit = (who: typeof made.cast.zhou, days: number) =>
      actions.writeVersion(made.parts, made.by(who), seen, sampleTerms({ daysPromised: days }), 'race')
    const outcomes = await Promise.all([edit(made.cast.zhou, 3), edit(made.cast.qian, 4)])
    // Which of the two comes first is the database's to say.
    assert.deepEqual(outcomes.map(refusalOf).toSorted(), ['done', 'stale'])
    assert.equal((await versionsOf(made.store.read, id)).length, 2)
    const zhou = made.by(made.cast.zhou)
    assert.equal(refusalOf(await actions.submitProduct(made.parts, zhou, seen)), 'stale')
    assert.equal(refusalOf(await actions.submitProduct(made.parts, zhou, { id, version: 2 })), 'done')
    await actions.writeVersion(
      made.parts,
      zhou,
      { id, version: 2 },
      sampleTerms({ daysPromised: 9 }),
      'slower',
    )
    const lu = made.by(made.cast.lu)
    assert.equal(refusalOf(await actions.listProduct(made.store, lu, { id, version: 2 })), 'stale')
    assert.equal(refusalOf(await actions.returnProduct(made.store, lu, { id, version: 2 }, 'no')), 'stale')
    assert.equal(refusalOf(await actions.listProduct(made.store, lu, { id, version: 3 })), 'done')
  })

  test('no product comes to the shelf without the reviewer', async () => {
    const made = await town()
    const id = await drafted(made)
    const seen = { id, version: 1 }
    const zhou = made.by(made.cast.zhou)
    const lu = made.by(made.cast.lu)
    await assert.rejects(
      () => actions.listProduct(made.store, lu, seen),
      NotFound,
      'a draft is not his business',
    )
    assert.equal(refusalOf(await actions.relistProduct(made.store, zhou, seen)), 'product-move-not-allowed')
    await actions.submitProduct(made.parts, zhou, seen)
    assert.equal(refusalOf(await actions.relistProduct(made.store, zhou, seen)), 'product-move-not-allowed')
    assert.equal(refusalOf(await actions.submitProduct(made.parts, zhou, seen)), 'product-nothing-to-submit')
    assert.deepEqual(await listedShelf(made.store.read), [])
    assert.deepEqual(
      (await productsToReview(made.store.read)).map((one) => one.id),
      [id],
    )
    await actions.listProduct(made.store, lu, seen)
    assert.deepEqual(
      (await listedShelf(made.store.read)).map((one) => one.id),
      [id],
    )
    assert.deepEqual(await productsToReview(made.store.read), [])
    assert.equal(refusalOf(await actions.listProduct(made.store, lu, seen)), 'product-not-under-review')
  })

  test('a returned draft comes back with words and can be sent again', async () => {
    const made = await town()
    const id = await drafted(made)
    const seen = { id, version: 1 }
    await actions.submitProduct(made.parts, made.by(made.cast.zhou), seen)
    await actions.returnProduct(made.store, made.by(made.cast.lu), seen, 'say which papers')
    const product = await productById(made.store.read, id)
    assert.deepEqual([product?.state, product?.returnedFor], ['draft', 'say which papers'])
    const next = sampleTerms({ documents: ['identity'] })
    await actions.writeVersion(made.parts, made.by(made.cast.zhou), seen, next, 'papers named')
    assert.equal((await productById(made.store.read, id))?.returnedFor, null)
    const sent = await actions.submitProduct(made.parts, made.by(made.cast.zhou), { id, version: 2 })
    assert.equal(sent.ok, true)
  })

  test('a listed product is changed beside the shelf: firms see the old terms until the new ones passed', async () => {
    const made = await town()
    const id = await listed(made)
    const zhou = made.by(made.cast.zhou)
    const lu = made.by(made.cast.lu)
    const dearer = sampleTerms({ rateMinPpm: ppm(45_000) })
    await actions.writeVersion(made.parts, zhou, { id, version: 1 }, dearer, 'costs')
    const pending = await productById(made.store.read, id)
    assert(pending)
    assert.deepEqual(
      [pending.state, pending.version, pending.listedVersion, standingOf(pending), pending.rateMinPpm],
      ['listed', 2, 1, 'under-review', 38_500],
    )
    const shelf = await listedShelf(made.store.read)
    assert.deepEqual(
      shelf.map(({ version, terms }) => [version, terms.rateMinPpm]),
      [[1, 38_500]],
    )
    assert.deepEqual(
      (await productsToReview(made.store.read)).map((one) => [one.id, one.version]),
      [[id, 2]],
    )

    await actions.returnProduct(made.store, lu, { id, version: 2 }, 'too dear')
    const returned = await productById(made.store.read, id)
    assert(returned)
    assert.deepEqual([returned.state, standingOf(returned)], ['listed', 'returned'])
    assert.deepEqual(await productsToReview(made.store.read), [])
    assert.equal((await listedShelf(made.store.read)).length, 1)

    await actions.submitProduct(made.parts, zhou, { id, version: 2 })
    await actions.listProduct(made.store, lu, { id, version: 2 })
    const [after] = await listedShelf(made.store.read)
    assert.deepEqual([after?.version, after?.terms.rateMinPpm], [2, 45_000])
    assert.equal((await termsOf(made.store.read, id, 1))?.rateMinPpm, 38_500, 'applied under stays')
  })

  test('a suspended product leaves the shelf, returns by its bank, and a withdrawn one never does', async () => {
    const made = await town()
    const id = await listed(made)
    const seen = { id, version: 1 }
    const zhou = made.by(made.cast.zhou)
    const marks = [shelfFingerprint(await listedShelf(made.store.read))]
    await actions.suspendProduct(made.store, zhou, seen, 'no quota left')
    assert.deepEqual(await listedShelf(made.store.read), [])
    marks.push(shelfFingerprint(await listedShelf(made.store.read)))
    assert.equal(
      refusalOf(await actions.suspendProduct(made.store, zhou, seen, 'x')),
      'product-move-not-allowed',
    )
    await actions.relistProduct(made.store, zhou, seen)
    marks.push(shelfFingerprint(await listedShelf(made.store.read)))
    assert.equal(marks[0], marks[2])
    assert.notEqual(marks[0], marks[1])
    await actions.withdrawProduct(made.store, zhou, seen, 'replaced')
    assert.deepEqual(await listedShelf(made.store.read), [])
    assert.equal(refusalOf(await actions.relistProduct(made.store, zhou, seen)), 'product-move-not-allowed')
    assert.equal(
      refusalOf(await actions.writeVersion(made.parts, zhou, seen, sampleTerms({ name: 'Again' }), 'x')),
      'product-withdrawn',
    )
    assert.deepEqual(await termsOf(made.store.read, id, 1), sampleTerms())
    const trail = await trailOf(made.store.read, 'product', id)
    assert.deepEqual(
      trail.map(({ happening, why }) => [happening, why]),
      [
        ['products.withdrawn', 'replaced'],
        ['products.relisted', null],
        ['products.suspended', 'no quota left'],
        ['products.listed', null],
        ['products.submitted', null],
        ['products.drafted', null],
      ],
    )
  })

  test('a new version of a suspended product passes without putting it back on the shelf', async () => {
    const made = await town()
    const id = await listed(made)
    const zhou = made.by(made.cast.zhou)
    await actions.suspendProduct(made.store, zhou, { id, version: 1 }, 'reworked')
    await actions.writeVersion(
      made.parts,
      zhou,
      { id, version: 1 },
      sampleTerms({ daysPromised: 2 }),
      'quicker',
    )
    await actions.listProduct(made.store, made.by(made.cast.lu), { id, version: 2 })
    assert.deepEqual(await listedShelf(made.store.read), [])
    await actions.relistProduct(made.store, zhou, { id, version: 2 })
    assert.deepEqual(
      (await listedShelf(made.store.read)).map(({ version }) => version),
      [2],
    )
  })

  test('a second press of the same button is refused', async () => {
    const made = await town()
    const id = await drafted(made)
    const by = { ...made.by(made.cast.zhou), once: newId() }
    assert.equal(refusalOf(await actions.submitProduct(made.parts, by, { id, version: 1 })), 'done')
    assert.equal(
      refusalOf(await actions.submitProduct(made.parts, by, { id, version: 1 })),
      'already-submitted',
    )
  })

  test('the shelf is the same array as long as nothing changed', async () => {
    const made = await town()
    await listed(made)
    const shelf = await listedShelf(made.store.read)
    assert.equal(await listedShelf(made.store.read), shelf)
    await drafted(made, { name: 'Second' })
    assert.equal(await listedShelf(made.store.read), shelf)
    await listed(made, { name: 'Third' })
    assert.equal((await listedShelf(made.store.read)).length, 2)
  })
})
