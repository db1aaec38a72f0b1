import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { supervisions, urges } from '../../db/tables/supervision.ts'
import { takeUp } from '../../server/applications/index.ts'
import { trailOf } from '../../server/audit/index.ts'
import { day } from '../../server/money/day.ts'
import { present } from '../../server/platform/assert.ts'
import * as actions from '../../server/supervision/actions.ts'
import { codeOf, given } from '../applications/played.ts'
import { runningTown } from '../support/app.ts'
import { keptMatters, morningOf, toldTo, waitingCase } from './played.ts'

/** A case of bank A that stands on the bureau's list since Monday 16 March. */
async function listed() {
  const made = await runningTown()
  const waiting = await waitingCase(made)
  await morningOf(made, '2026-03-13')
  await morningOf(made, '2026-03-16')
  const [matter] = await keptMatters(made)
  const { parts, store, by, cast } = made
  const id = present(matter, 'a late step').id
  const order = async () => present((await store.read.select().from(supervisions))[0], 'a supervision')
  return {
    ...{ ...made, id, waiting, order },
    urge: (words = '请尽快受理') => actions.urge(parts, by(cast.qin), id, words),
    supervise: (dueOn = '2026-03-23') =>
      actions.supervise(store, by(cast.lu), id, { words: '限期办理', dueOn: day(dueOn) }),
  }
}

describe('催办', () => {
  test('asks the officer and his manager once, and the answer comes back to who asked', async () => {
    const made = await listed()
    const { store, by, cast, id, urge, waiting } = made
    assert.equal(codeOf(await actions.answerUrge(store, by(cast.zhou), id, '没有人问')), 'urge-none')
    assert.equal(codeOf(await urge()), 'done')
    assert.equal(codeOf(await urge()), 'urge-open')
    const [asked] = await store.read.select().from(urges)
    assert.deepEqual([asked?.dueOn, asked?.duePolicies], ['2026-03-18', ['supervision-1', 'calendar-2026-1']])
    assert.equal((await toldTo(made, cast.qian)).at(-1), 'urged')
    assert.equal((await toldTo(made, cast.zhou)).at(-1), 'urged')
    // The bank is reminded before its day; after it, whoever asked hears that there was no answer.
    assert.equal((await morningOf(made, '2026-03-17')).reminded, 1)
    assert.equal((await morningOf(made, '2026-03-19')).told, 1)
    assert.equal((await toldTo(made, cast.qin)).at(-1), 'over')
    assert.equal(codeOf(await actions.answerUrge(store, by(cast.zhou), id, '明日受理')), 'done')
    assert.equal(codeOf(await actions.answerUrge(store, by(cast.qian), id, '再答一次')), 'urge-none')
    assert.equal((await toldTo(made, cast.qin)).at(-1), 'urge-answered')
    assert.equal(codeOf(await urge('还没有受理')), 'done', 'the bureau may ask again')
    const trail = await trailOf(store.read, 'application', waiting.id)
    assert.ok(trail.some(({ happening, why }) => happening === 'supervision.urged' && why === '请尽快受理'))
  })

  test('is not for a step that was made meanwhile', async () => {
    const made = await listed()
    given(await takeUp(made.parts, made.by(made.cast.zhou), made.waiting.id))
    assert.equal(codeOf(await made.urge()), 'overdue-over')
    assert.equal(codeOf(await made.supervise()), 'overdue-over')
    assert.equal(await made.store.read.$count(urges), 0)
  })
})

describe('督办', () => {
  test('has a number and a day, is answered by the manager, and closed by the bureau alone', async () => {
    const made = await listed()
    const { store, by, cast, supervise, order } = made
    assert.equal(codeOf(await supervise('2026-03-16')), 'supervision-day-past')
    assert.equal(codeOf(await supervise()), 'done')
    assert.equal(codeOf(await supervise()), 'supervision-running')
    const opened = await order()
    assert.deepEqual([opened.number, opened.state], ['DB20260316-0001', 'open'])
    assert.equal((await toldTo(made, cast.qian)).at(-1), 'supervised')
    const answer = () => actions.answerSupervision(store, by(cast.qian), opened.id, '已安排专人')
    const both = await Promise.all([answer(), answer()])
    assert.deepEqual(both.map(codeOf).toSorted(), ['done', 'supervision-answered'])
    const close = () => actions.closeSupervision(store, by(cast.lu), opened.id, '同意办结')
    assert.equal(codeOf(await close()), 'done')
    assert.equal(codeOf(await close()), 'supervision-closed')
    assert.equal(codeOf(await answer()), 'supervision-answered')
    assert.deepEqual([(await order()).answer, (await order()).closing], ['已安排专人', '同意办结'])
    assert.equal(codeOf(await supervise()), 'done', 'it stays late, so there may be a second')
  })
})

describe('the pages', () => {
  test('lead the bureau from its list to both measures, and keep what was typed', async () => {
    const { browserOf, cast, id, waiting } = await listed()
    const lu = await browserOf(cast.lu)
    const list = await lu.get('/bureau/overdue')
    assert.match(list.body, new RegExp(`href="/bureau/overdue/${id}">${waiting.number}<`))
    assert.match(list.body, /已超期 2 个工作日/)
    const found = async (query: string) =>
      (await lu.get(`/bureau/overdue?${query}`)).body.includes(`/bureau/overdue/${id}"`)
    const { bankA, bankB } = cast.institutionIds
    for (const [query, there] of [
      [`bank=${bankA}`, true],
      [`bank=${bankB}`, false],
      ['step=accept', true],
      ['step=decision', false],
      ['lateness=1-3', true],
      ['lateness=4-10', false],
      ['lateness=over-10', false],
      ['measure=none', true],
      ['measure=urged', false],
      ['measure=supervised', false],
    ] as const)
      assert.equal(await found(query), there, query)
    const wrong = await lu.post(`/bureau/overdue/${id}/supervisions`, {
      order: '限期三日',
      dueOn: '2026-03-01',
    })
    assert.equal(wrong.statusCode, 422)
    assert.match(wrong.body, /限期三日/)
    assert.match(wrong.body, /请填今天以后的日期/)
    const urged = await lu.post(`/bureau/overdue/${id}/urges`, { urging: '请尽快受理' })
    assert.equal(urged.headers.location, `/bureau/overdue/${id}`)
    await lu.post(`/bureau/overdue/${id}/supervisions`, { order: '限期三日', dueOn: '2026-03-23' })
    assert.deepEqual([await found('measure=urged'), await found('measure=supervised')], [true, true])
    assert.match((await lu.get('/bureau/overdue')).body, /督办 DB20260316-0001/)
    assert.equal(
      (await (await browserOf(cast.qin)).post(`/bureau/overdue/${id}/supervisions`)).statusCode,
      403,
    )
  })

  test('show a bank what is asked, and take its answers: the officer’s to an urge, the manager’s to an order', async () => {
    const { browserOf, cast, id, urge, supervise, order, waiting } = await listed()
    await urge('请尽快受理')
    await supervise()
    const [zhou, qian, lin] = [
      await browserOf(cast.zhou),
      await browserOf(cast.qian),
      await browserOf(cast.lin),
    ]
    assert.match((await qian.get('/overdue')).body, new RegExp(`${waiting.number}`))
    const { id: orderId } = await order()
    const officers = (await zhou.get(`/overdue/${id}`)).body
    assert.ok(officers.includes(`/overdue/${id}/answer"`) && !officers.includes(`/supervisions/${orderId}/`))
    assert.equal((await zhou.post(`/supervisions/${orderId}/answer`, { answer: '好的' })).statusCode, 403)
    const said = await zhou.post(`/overdue/${id}/answer`, { answer: '明日受理' })
    assert.equal(said.headers.location, `/overdue/${id}`)
    const empty = await qian.post(`/supervisions/${orderId}/answer`, { answer: '' })
    assert.equal(empty.statusCode, 422)
    await qian.post(`/supervisions/${orderId}/answer`, { answer: '已安排专人' })
    assert.match((await qian.get(`/overdue/${id}`)).body, /明日受理[\s\S]*请尽快受理|已安排专人/)
    // The firm reads in its case what was done for it.
    const firm = (await lin.get(`/applications/${waiting.id}`)).body
    assert.match(firm, /金融局催办/)
    assert.match(firm, /银行答复督办/)
    const lu = await browserOf(cast.lu)
    const closed = await lu.post(`/bureau/supervisions/${orderId}/closure`, { closing: '同意办结' })
    assert.equal(closed.headers.location, `/bureau/overdue/${id}`)
    assert.match((await lu.get(`/bureau/overdue/${id}`)).body, /同意办结/)
  })
})
