import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { enterprises } from '../../db/tables/enterprises.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { decline, take } from '../../server/applications/index.ts'
import { trailOf } from '../../server/audit/index.ts'
import { declineDispatch, dispatchByHand, runDispatches } from '../../server/dispatches/index.ts'
import { dispatchesOf } from '../../server/dispatches/rows.ts'
import { fen } from '../../server/money/fen.ts'
import type { NeedDraft } from '../../server/needs/draft.ts'
import { needById } from '../../server/needs/index.ts'
import { present } from '../../server/platform/assert.ts'
import { codeOf, given, inHall, onShelf } from '../applications/played.ts'
import { runningTown } from '../support/app.ts'

/** A need in the hall, and a product of each of two banks that it fits. */
async function hallWith(draft: Partial<NeedDraft> = {}, on = '2026-03-10') {
  const made = await runningTown()
  made.clock.set(`${on}T01:30:00.000Z`)
  const { store, cast, clock } = made
  const products = { bankA: await onShelf(made), bankB: await onShelf(made, 'bankB') }
  const need = await inHall(made, draft)
  const platform = () => byPlatform(clock.now(), clock.today())
  const run = () => runDispatches(made.parts, platform())
  const history = async () =>
    (await dispatchesOf(store.read, need.id))
      .toReversed()
      .map(({ dispatch }) => [
        dispatch.institutionId === cast.institutionIds.bankA ? 'A' : 'B',
        dispatch.reason,
        dispatch.state,
      ])
  const waiting = async () =>
    present(
      (await dispatchesOf(store.read, need.id)).find(({ dispatch }) => dispatch.state === 'waiting'),
      'a dispatch that waits',
    ).dispatch
  const standing = async () => (await needById(store.read, need.id))?.dispatch
  return { ...made, products, need, run, history, waiting, standing }
}

describe('dispatch by rule', () => {
  test('asks one bank, in working days, and asks nobody else meanwhile', async () => {
    const { run, history, waiting, standing, browserOf, cast } = await hallWith()
    assert.equal(await run(), 1)
    assert.equal(await run(), 0)
    assert.equal((await history()).length, 1)
    // Tuesday 10 March 2026 and two working days.
    assert.equal((await waiting()).dueOn, '2026-03-12')
    assert.deepEqual((await waiting()).duePolicies.length > 0, true)
    assert.equal(await standing(), 'waiting')
    const isOfA = (await waiting()).institutionId === cast.institutionIds.bankA
    for (const [person, isAsked] of [
      [cast.zhou, isOfA],
      [cast.wu, !isOfA],
    ] as const) {
      const { body } = await (await browserOf(person)).get('/queue')
      assert.equal(
        body.includes('有 1 件派给本行的需求等答复，最早的一件：还有 2 个工作日。'),
        isAsked,
        person.name,
      )
    }
  })

  test('moves on by itself when nobody answers in time, says so, and ends with the hall', async () => {
    const { run, history, standing, clock, store, need } = await hallWith()
    await run()
    clock.set('2026-03-12T09:00:00.000Z')
    assert.equal(await run(), 0)
    clock.set('2026-03-13T01:00:00.000Z')
    assert.equal(await run(), 1)
    const [first, second] = await history()
    assert.deepEqual([first?.[2], second?.[2]], ['timed-out', 'waiting'])
    assert.notEqual(first?.[0], second?.[0])
    const said = (await trailOf(store.read, 'need', need.id)).map(({ happening }) => happening)
    assert.ok(said.includes('dispatches.timed-out'))
    clock.set('2026-03-18T01:00:00.000Z')
    assert.equal(await run(), 0)
    assert.equal(await standing(), 'ended')
    assert.equal((await history()).length, 2)
  })

  test('a no goes on to the next bank at once, and a second no is too late', async () => {
    const { run, history, waiting, parts, by, cast } = await hallWith()
    await run()
    const { id, institutionId } = await waiting()
    const who = by(institutionId === cast.institutionIds.bankA ? cast.zhou : cast.wu)
    const no = { reason: 'outside-policy' as const, words: '' }
    assert.equal(
      codeOf(await declineDispatch(parts, who, id, { reason: 'other', words: '' })),
      'words-required',
    )
    assert.equal(codeOf(await declineDispatch(parts, who, id, no)), 'done')
    assert.equal(codeOf(await declineDispatch(parts, who, id, no)), 'dispatch-ended')
    assert.equal(await run(), 1)
    assert.deepEqual(
      (await history()).map(([, , state]) => state),
      ['declined', 'waiting'],
    )
  })

  test('who takes it has answered; when that case ends, the next bank is asked', async () => {
    const { run, history, waiting, parts, store, by, cast, need, products } = await hallWith()
    await run()
    const isA = (await waiting()).institutionId === cast.institutionIds.bankA
    const [officer, productId] = isA ? [cast.zhou, products.bankA] : [cast.wu, products.bankB]
    const { application } = given(await take(parts, by(officer), { needId: need.id, productId }))
    assert.equal(await run(), 0)
    assert.deepEqual(
      (await history()).map(([, , state]) => state),
      ['taken'],
    )
    given(await decline(store, by(officer), application, { reason: 'outside-policy', words: '' }))
    assert.equal(await run(), 1)
    assert.deepEqual(
      (await history()).map(([, , state]) => state),
      ['taken', 'waiting'],
    )
  })

  test('who took it cannot decline it any more, even before the platform’s next round', async () => {
    const { run, history, waiting, parts, store, by, cast, need, products } = await hallWith()
    await run()
    const { id, institutionId } = await waiting()
    const isA = institutionId === cast.institutionIds.bankA
    const [officer, productId] = isA ? [cast.zhou, products.bankA] : [cast.wu, products.bankB]
    given(await take(parts, by(officer), { needId: need.id, productId }))
    const no = { reason: 'outside-policy' as const, words: '' }
    assert.equal(codeOf(await declineDispatch(parts, by(officer), id, no)), 'dispatch-ended')
    const said = (await trailOf(store.read, 'need', need.id)).map(({ happening }) => happening)
    assert.equal(said.includes('dispatches.declined'), false)
    await run()
    assert.deepEqual(
      (await history()).map(([, , state]) => state),
      ['taken'],
    )
  })

  test('gives its working days over a holiday and a worked Saturday, and moves on the day after', async () => {
    for (const [on, due, last, after] of [
      // Wednesday 29 April 2026, then 1 to 5 May off.
      ['2026-04-29', '2026-05-06', '2026-05-06', '2026-05-07'],
      // Thursday; Saturday 9 May is worked.
      ['2026-05-07', '2026-05-09', '2026-05-09', '2026-05-10'],
      ['2026-05-08', '2026-05-11', '2026-05-11', '2026-05-12'],
    ] as const) {
      const { run, history, waiting, clock, parts, store, by, cast, need, products } = await hallWith({}, on)
      assert.equal(await run(), 1)
      assert.equal((await waiting()).dueOn, due)
      clock.set(`${last}T09:00:00.000Z`)
      assert.equal(await run(), 0, `${last} counts in full`)
      clock.set(`${after}T01:00:00.000Z`)
      assert.equal(await run(), 1, after)
      assert.deepEqual(
        (await history()).map(([, , state]) => state),
        ['timed-out', 'waiting'],
      )
      // The decision counts over the same days.
      clock.set(`${on}T01:30:00.000Z`)
      const chosen = { needId: need.id, productId: products.bankA }
      const { application } = given(await take(parts, by(cast.zhou), chosen))
      const decided = { '2026-04-29': '2026-05-15', '2026-05-07': '2026-05-20', '2026-05-08': '2026-05-21' }[
        on
      ]
      assert.equal(application.dueOn, decided)
      assert.equal((await needById(store.read, need.id))?.state, 'in-progress')
    }
  })

  test('a year without a calendar is said aloud, and keeps no other need waiting', async () => {
    const { run, standing, need, clock, parts, store, ...made } = await hallWith()
    // The first fits a bank whose day would lie in 2027; no bank has anything for the second.
    const odd = await inHall({ ...made, clock, parts, store }, { amountFen: fen(99_999_000_000) })
    clock.set('2026-12-31T01:30:00.000Z')
    await assert.rejects(run(), ({ message }: Error) => {
      assert.ok(message.includes(`${need.number}: calendar-missing 2027`), message)
      assert.ok(!message.includes(odd.number))
      return true
    })
    assert.equal(await standing(), 'due')
    assert.equal((await needById(store.read, odd.id))?.dispatch, 'ended')
  })

  test('two rounds at once ask one bank', async () => {
    const { run, history } = await hallWith()
    const sent = await Promise.all([run(), run(), run()])
    assert.equal(
      sent.reduce((sum, count) => sum + count, 0),
      1,
    )
    assert.equal((await history()).length, 1)
  })
})

describe('one bank at a time', () => {
  test('the bank that is asked has the need to itself until its day is past', async () => {
    const { run, waiting, parts, by, cast, need, products, clock } = await hallWith({ openness: 'exclusive' })
    await run()
    const isA = (await waiting()).institutionId === cast.institutionIds.bankA
    const other = isA
      ? { who: () => by(cast.wu), productId: products.bankB }
      : { who: () => by(cast.zhou), productId: products.bankA }
    const takeIt = () => take(parts, other.who(), { needId: need.id, productId: other.productId })
    assert.equal(codeOf(await takeIt()), 'need-held')
    clock.set('2026-03-12T09:00:00.000Z')
    assert.equal(codeOf(await takeIt()), 'need-held')
    clock.set('2026-03-13T01:00:00.000Z')
    assert.equal(codeOf(await takeIt()), 'done')
  })

  test('who took it from the hall keeps it for the clock of the decision; the open one is anybody’s', async () => {
    for (const openness of ['exclusive', 'open'] as const) {
      const { parts, by, cast, need, products } = await hallWith({ openness })
      given(await take(parts, by(cast.zhou), { needId: need.id, productId: products.bankA }))
      const second = await take(parts, by(cast.wu), { needId: need.id, productId: products.bankB })
      assert.equal(codeOf(second), openness === 'exclusive' ? 'need-held' : 'done')
    }
  })
})

describe('dispatch by hand', () => {
  test('asks the chosen bank, calls back the one that was asked, and wants a bank that lends', async () => {
    const { run, history, waiting, parts, by, cast, need } = await hallWith()
    await run()
    const { institutionId } = await waiting()
    const { bankA, bankB } = cast.institutionIds
    const other = institutionId === bankA ? bankB : bankA
    const ask = async (id: string) =>
      codeOf(await dispatchByHand(parts, by(cast.lu), need.id, { institutionId: id, why: '企业主办行建议' }))
    assert.equal(await ask(institutionId), 'dispatch-there')
    assert.equal(await ask(cast.enterpriseIds.linFirm), 'bank-does-not-lend')
    assert.equal(await ask(other), 'done')
    const states = (await history()).map(([, reason, state]) => `${reason} ${state}`)
    assert.equal(states.length, 2)
    assert.ok(states[0]?.endsWith('recalled'))
    assert.equal(states[1], 'by-hand waiting')
  })
})

describe('the pages of dispatch', () => {
  test('a bank reads what was sent to it, says no with a reason, and finds nothing of another bank', async () => {
    const { browserOf, run, waiting, cast, need } = await hallWith()
    await run()
    const { id, institutionId } = await waiting()
    const isA = institutionId === cast.institutionIds.bankA
    const [mine, other] = [
      await browserOf(isA ? cast.zhou : cast.wu),
      await browserOf(isA ? cast.wu : cast.zhou),
    ]
    assert.match((await mine.get('/dispatches')).body, new RegExp(need.number))
    assert.ok(!(await other.get('/dispatches')).body.includes(need.number))
    assert.equal((await other.get(`/dispatches/${id}/decline`)).statusCode, 404)
    assert.equal((await other.post(`/dispatches/${id}/decline`, { reason: 'other' })).statusCode, 404)
    const empty = await mine.post(`/dispatches/${id}/decline`, { reason: 'other', words: '' })
    assert.equal(empty.statusCode, 422)
    const said = await mine.post(`/dispatches/${id}/decline`, { reason: 'other', words: '本季度额度已用完' })
    assert.equal(said.headers.location, '/dispatches')
    const lu = await browserOf(cast.lu)
    assert.match((await lu.get(`/bureau/needs/${need.id}/dispatches`)).body, /本季度额度已用完/)
  })

  test('a bank is not told by them that it is the firm’s main bank, nor that it is not', async () => {
    const { browserOf, run, history, parts, store, by, cast, need, products } = await hallWith()
    const { bankB } = cast.institutionIds
    await store.transact((tx) =>
      tx.update(enterprises).set({ mainBankId: bankB }).where(eq(enterprises.id, need.enterpriseId)),
    )
    await run()
    assert.deepEqual(await history(), [['B', 'main-bank', 'waiting']])
    const wu = await browserOf(cast.wu)
    const list = (await wu.get('/dispatches')).body
    assert.ok(list.includes('平台派单') && !list.includes('主办银行'))
    const { application } = given(
      await take(parts, by(cast.wu), { needId: need.id, productId: products.bankB }),
    )
    const file = (await wu.get(`/applications/${application.id}/file`)).body
    assert.ok(file.includes('平台派单') && !file.includes('主办银行'))
  })

  test('the bureau chooses a bank by its page, which keeps what was typed', async () => {
    const { browserOf, cast, need, history } = await hallWith()
    const lu = await browserOf(cast.lu)
    const url = `/bureau/needs/${need.id}/dispatches`
    const wrong = await lu.post(url, { institutionId: '', why: '离得近' })
    assert.equal(wrong.statusCode, 422)
    assert.match(wrong.body, /离得近/)
    const right = await lu.post(url, { institutionId: cast.institutionIds.bankB, why: '离得近' })
    assert.equal(right.headers.location, url)
    assert.deepEqual(await history(), [['B', 'by-hand', 'waiting']])
  })
})
