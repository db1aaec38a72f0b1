import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { byPlatform } from '../../server/accounts/index.ts'
import * as papers from '../../server/applications/actions-documents.ts'
import { decline, take, takeUp } from '../../server/applications/index.ts'
import { declineDispatch, runDispatches } from '../../server/dispatches/index.ts'
import { dispatchesOf } from '../../server/dispatches/rows.ts'
import { needById } from '../../server/needs/index.ts'
import { present } from '../../server/platform/assert.ts'
import { applied, given, inHall, onShelf, taken } from '../applications/played.ts'
import { runningTown, town } from '../support/app.ts'

/** A need for one bank at a time, two products of bank A and one of bank B that it fits. */
async function exclusive() {
  const made = await town()
  const { store, parts, by, cast, clock } = made
  const need = await inHall(made, { openness: 'exclusive' })
  const products = { A: await onShelf(made), second: await onShelf(made), B: await onShelf(made, 'bankB') }
  const officers = { A: cast.zhou, second: cast.zhou, B: cast.wu }
  /** What a bank hears that takes the need on a day: `done`, or the refusal's code with its day. */
  const takes = async (which: keyof typeof products, on: string) => {
    clock.set(`2026-${on}T01:30:00.000Z`)
    const chosen = { needId: need.id, productId: products[which] }
    const found = await take(parts, by(officers[which]), chosen)
    return found.ok
      ? 'done'
      : [found.refusal.code, found.refusal.values?.until].filter((one) => one !== undefined).join(' ')
  }
  const run = () => runDispatches(parts, byPlatform(clock.now(), clock.today()))
  const standing = async () => {
    const { state, dispatch, heldFor } = present(await needById(store.read, need.id), 'the need')
    return [state, dispatch, heldFor]
  }
  return { ...made, need, products, officers, takes, run, standing }
}

describe('one bank at a time, whoever opened the case', () => {
  test('is said in the hall, with the day, before anybody presses the button', async () => {
    const made = await runningTown()
    const { cast, parts, browserOf } = made
    const need = await inHall(made, { openness: 'exclusive' })
    const productId = await onShelf(made)
    await onShelf(made, 'bankB')
    const [zhou, wu] = [await browserOf(cast.zhou), await browserOf(cast.wu)]
    const page = async (browser: typeof wu) => (await browser.get(`/hall/${need.id}`)).body
    assert.ok((await page(wu)).includes('name="productId"'))
    const { dueOn } = await taken(made, { needId: need.id, productId }, cast.zhou)
    const until = present(dueOn, 'the day of the decision')
    const held = await page(wu)
    assert.ok(held.includes(parts.words.zh.refusal({ code: 'need-held', values: { until } })))
    assert.ok(!held.includes('name="productId"'))
    assert.ok(!(await page(zhou)).includes('独家办理'), 'its own case stands there instead')
  })

  test('the bank that the firm applied to has it to itself, and takes no second product', async () => {
    const made = await exclusive()
    const { parts, by, cast, need, products, takes } = made
    const one = await applied(made, { needId: need.id, productId: products.A })
    assert.equal(await takes('B', '03-10'), 'need-held 2026-03-12')
    assert.equal(await takes('second', '03-10'), 'own-case-runs')
    given(await takeUp(parts, by(cast.zhou), one.id))
    assert.equal(await takes('B', '03-24'), 'need-held 2026-03-24')
    assert.equal(await takes('second', '03-25'), 'own-case-runs')
    assert.equal(await takes('B', '03-25'), 'done')
  })

  test('who takes it after a clock ran out has it in his turn', async () => {
    const made = await exclusive()
    const { store, by, cast, need, products, takes } = made
    const first = await taken(made, { needId: need.id, productId: products.A }, cast.zhou)
    assert.equal(await takes('B', '03-25'), 'done')
    given(await decline(store, by(cast.zhou), first, { reason: 'outside-policy', words: '' }))
    // Ten working days from 25 March, and 6 April is off.
    assert.equal(await takes('second', '03-26'), 'need-held 2026-04-09')
    assert.equal(await takes('second', '04-09'), 'need-held 2026-04-09')
    assert.equal(await takes('second', '04-10'), 'done')
  })

  test('a clock that stands still takes the hold along, and gives none back to who was late', async () => {
    const made = await exclusive()
    const { parts, by, cast, need, products, takes, clock } = made
    const one = await taken(made, { needId: need.id, productId: products.A }, cast.zhou)
    clock.set('2026-03-23T01:30:00.000Z')
    const list = { items: [{ kind: 'bank-statements' as const, words: '' }], words: '' }
    given(await papers.returnForPapers(parts, by(cast.zhou), one.id, list))
    assert.equal(await takes('B', '03-26'), 'need-held-on')
    given(await papers.resubmit(parts, by(cast.lin), one.id, '已在柜台提交'))
    assert.equal(await takes('B', '03-27'), 'need-held 2026-03-27')
    given(await papers.resume(parts, by(cast.zhou), one.id))
    clock.set('2026-03-30T01:30:00.000Z')
    given(await papers.returnForPapers(parts, by(cast.zhou), one.id, list))
    assert.equal(await takes('B', '03-30'), 'done')
  })
})

describe('one bank at a time, and the bank that is asked', () => {
  const asked = async () => {
    const made = await exclusive()
    await made.run()
    const [row] = await dispatchesOf(made.store.read, made.need.id)
    const dispatch = present(row, 'the dispatch').dispatch
    const isA = dispatch.institutionId === made.cast.institutionIds.bankA
    const [mine, other] = isA ? (['A', 'B'] as const) : (['B', 'A'] as const)
    return { ...made, dispatch, mine, other }
  }

  test('it stays asked while the firm applies elsewhere, and no third one beside it', async () => {
    const made = await asked()
    const { store, by, need, products, officers, takes, run, standing, dispatch, mine, other } = made
    const one = await applied(made, { needId: need.id, productId: products[other] })
    assert.deepEqual(await standing(), ['in-progress', 'waiting', dispatch.institutionId])
    given(await decline(store, by(officers[other]), one, { reason: 'outside-policy', words: '' }))
    assert.deepEqual(await standing(), ['published', 'waiting', dispatch.institutionId])
    assert.equal(await run(), 0)
    assert.equal(await takes(mine, '03-12'), 'done')
    assert.deepEqual(await standing(), ['in-progress', 'ended', null])
  })

  test('it answers beside the firm’s own application, and its no or its silence frees the need', async () => {
    for (const answer of ['yes', 'no', 'none'] as const) {
      const made = await asked()
      const { parts, by, clock, need, products, officers, takes, run, standing, dispatch, mine, other } = made
      await applied(made, { needId: need.id, productId: products[other] })
      if (answer === 'yes') assert.equal(await takes(mine, '03-12'), 'done')
      const no = { reason: 'outside-policy' as const, words: '' }
      if (answer === 'no') given(await declineDispatch(parts, by(officers[mine]), dispatch.id, no))
      if (answer === 'none') clock.set('2026-03-13T01:30:00.000Z')
      assert.equal(await run(), 0)
      assert.deepEqual(await standing(), ['in-progress', 'ended', null])
    }
  })
})
