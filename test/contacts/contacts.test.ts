import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { contacts } from '../../db/tables/contacts.ts'
import { notices } from '../../db/tables/inbox.ts'
import * as papers from '../../server/applications/actions-documents.ts'
import { applicationById, decline } from '../../server/applications/index.ts'
import { trailOf } from '../../server/audit/index.ts'
import { sendMessage } from '../../server/messages/index.ts'
import { day } from '../../server/money/day.ts'
import { present } from '../../server/platform/assert.ts'
import type { Id } from '../../server/platform/ids.ts'
import { timesTaken } from '../../server/supervision/parts-times.ts'
import { takenKey } from '../../server/supervision/times.ts'
import { applied, given, inHall, offered, onShelf, taken, takenUp } from '../applications/played.ts'
import { keptMatters, listOf, morningOf, toldTo } from '../supervision/played.ts'
import { runningTown, type Town, town } from '../support/app.ts'
import { table, whole } from '../support/table.ts'

const firstOf = async ({ store }: Town, id: Id<'application'>) => {
  const { contactDueOn, contactedOn, contactWay } = present(await applicationById(store.read, id), 'the case')
  return [contactDueOn, contactedOn, contactWay]
}

/** A case that Zhou accepted on a morning. */
async function accepted(made: Town, morning = '2026-03-10T01:30:00.000Z') {
  made.clock.set(morning)
  const chosen = { needId: (await inHall(made)).id, productId: await onShelf(made) }
  return takenUp(made, await applied(made, chosen), made.cast.zhou)
}

describe('the clock of the first contact', () => {
  // Three working days; 15 to 23 February and 1 to 7 October are off, the Saturdays 14 and 28 February and 10 October worked.
  for (const { from, due } of table(`
    from       | due
    2026-03-10 | 2026-03-13
    2026-03-12 | 2026-03-17
    2026-02-12 | 2026-02-24
    2026-02-13 | 2026-02-25
    2026-02-26 | 2026-03-02
    2026-09-29 | 2026-10-09
    2026-09-30 | 2026-10-10
  `))
    test(`that begins on ${from} ends on the working day of the calendar`, async () => {
      const made = await town()
      const { id } = await accepted(made, `${from}T01:30:00.000Z`)
      assert.deepEqual(await firstOf(made, id), [due, null, null])
    })

  test('begins with the acceptance, whether the bank took the need up or took it from the hall', async () => {
    const made = await town()
    made.clock.set('2026-03-10T01:30:00.000Z')
    const productId = await onShelf(made)
    const waiting = await applied(made, { needId: (await inHall(made)).id, productId })
    assert.deepEqual(await firstOf(made, waiting.id), [null, null, null])
    const fromHall = await taken(made, { needId: (await inHall(made)).id, productId }, made.cast.zhou)
    assert.deepEqual(await firstOf(made, fromHall.id), ['2026-03-13', null, null])
    assert.ok(fromHall.contactDuePolicies?.some((one) => one.startsWith('clocks')))
  })

  test('reminds the desk, tells the manager, goes to the bureau, and ends everywhere with a word to the firm', async () => {
    const made = await town()
    const { cast, parts, by } = made
    const one = await accepted(made, '2026-02-13T01:30:00.000Z')
    for (const { on, reminded, late, listed } of table(`
      on         | reminded | late | listed
      2026-02-14 | 0        | 0    | 0
      2026-02-15 | 0        | 0    | 0
      2026-02-23 | 0        | 0    | 0
      2026-02-24 | 1        | 0    | 0
      2026-02-25 | 0        | 0    | 0
      2026-02-26 | 0        | 1    | 0
      2026-02-27 | 0        | 0    | 1
    `)) {
      const did = await morningOf(made, present(on, 'a day'))
      const want = { reminded: whole(reminded), late: whole(late), listed: whole(listed), told: 0 }
      assert.deepEqual(did, want, on)
    }
    assert.deepEqual(await toldTo(made, cast.zhou), ['near', 'overdue'])
    assert.ok((await toldTo(made, cast.qian)).includes('overdue'), 'the manager')
    assert.deepEqual(await toldTo(made, cast.lu), ['listed'])
    assert.deepEqual(
      (await listOf(made, 'bureau')).map(({ overdue }) => `${overdue.step} ${overdue.dueOn}`),
      ['contact 2026-02-25'],
    )
    given(await sendMessage(parts, by(cast.zhou), one, { text: '请问何时方便通话？', hidden: null }))
    assert.deepEqual([await listOf(made, 'bank'), await listOf(made, 'bureau')], [[], []])
    await morningOf(made, '2026-02-28')
    assert.notEqual((await keptMatters(made))[0]?.endedAt, null)
  })

  test('needs no pause: the papers that stop the clock of the decision are the first contact', async () => {
    const made = await town()
    const { parts, by, cast } = made
    const one = await accepted(made)
    const list = { items: [{ kind: 'bank-statements' as const, words: '' }], words: '' }
    made.clock.set('2026-03-12T02:00:00.000Z')
    given(await papers.returnForPapers(parts, by(cast.zhou), one.id, list))
    assert.deepEqual(await firstOf(made, one.id), ['2026-03-13', '2026-03-12', 'papers'])
    assert.equal((await morningOf(made, '2026-03-20')).late, 0)
    given(await papers.withdrawReturn(parts, by(cast.zhou), one.id))
    assert.deepEqual(await firstOf(made, one.id), ['2026-03-13', '2026-03-12', 'papers'])
  })
})

describe('what counts as first contact', () => {
  test('a word of the bank, before the acceptance too; not one of the firm', async () => {
    const made = await town()
    const { parts, by, cast } = made
    made.clock.set('2026-03-10T01:30:00.000Z')
    const waiting = await applied(made, { needId: (await inHall(made)).id, productId: await onShelf(made) })
    given(await sendMessage(parts, by(cast.lin), waiting, { text: '请问进展如何？', hidden: null }))
    assert.deepEqual(await firstOf(made, waiting.id), [null, null, null])
    given(await sendMessage(parts, by(cast.zhou), waiting, { text: '材料已收到。', hidden: null }))
    assert.deepEqual(await firstOf(made, waiting.id), [null, '2026-03-10', 'message'])
    made.clock.set('2026-03-12T01:30:00.000Z')
    await takenUp(made, waiting, cast.zhou)
    assert.equal((await morningOf(made, '2026-03-20')).late, 0)
    const happened = (await trailOf(made.store.read, 'application', waiting.id)).map((row) => row.happening)
    assert.equal(happened.filter((what) => what.startsWith('contacts.')).length, 1)
  })

  test('an offer; and what comes later is not the first', async () => {
    const made = await town()
    const one = await accepted(made)
    made.clock.set('2026-03-11T02:00:00.000Z')
    await offered(made, one, made.cast.zhou)
    assert.deepEqual(await firstOf(made, one.id), ['2026-03-13', '2026-03-11', 'offer'])
    given(await sendMessage(made.parts, made.by(made.cast.zhou), one, { text: '请看方案。', hidden: null }))
    assert.deepEqual(await firstOf(made, one.id), ['2026-03-13', '2026-03-11', 'offer'])
  })

  test('in the figures a bank that never called waited until its no', async () => {
    const made = await town()
    const { parts, by, cast } = made
    const chosen = { productId: await onShelf(made) }
    made.clock.set('2026-03-10T01:30:00.000Z')
    const days = []
    for (const on of ['2026-03-10', '2026-03-12', '2026-03-17']) {
      made.clock.set('2026-03-10T01:30:00.000Z')
      const one = await taken(made, { ...chosen, needId: (await inHall(made)).id }, cast.zhou)
      made.clock.set(`${on}T02:00:00.000Z`)
      if (days.length < 2)
        given(await sendMessage(parts, by(cast.zhou), one, { text: '您好。', hidden: null }))
      else {
        const no = { reason: 'outside-policy', words: '', facts: [], papers: [] } as const
        given(await decline(made.store, by(cast.zhou), one, no))
      }
      days.push(on)
    }
    const figures = await timesTaken(parts, null, made.clock.today())
    const { bankA } = cast.institutionIds
    assert.deepEqual(figures.get(takenKey(bankA, 'contact')), { count: 3, median: 2, ninetieth: 5 })
  })
})

describe('a record of a call', () => {
  test('is made in the case, ends the clock, keeps its note from the firm and tells it the day', async () => {
    const made = await runningTown()
    const { cast, store, browserOf } = made
    const one = await accepted(made)
    made.clock.set('2026-03-16T02:00:00.000Z')
    const [zhou, wu, lin] = [await browserOf(cast.zhou), await browserOf(cast.wu), await browserOf(cast.lin)]
    const at = `/applications/${one.id}`
    const late = /首次联系企业：2026-03-13 前，已超期 1 个工作日/
    assert.match((await zhou.get(at)).body, late)
    assert.match((await lin.get(at)).body, /银行首次联系您：2026-03-13 前，已超期 1 个工作日/)
    assert.equal((await wu.get(`${at}/contacts/new`)).statusCode, 404)
    assert.equal((await lin.get(`${at}/contacts/new`)).statusCode, 403)

    const form = { way: 'phone', reachedOn: '2026-03-17', note: '<b>约好周三上门</b>' }
    const refused = await zhou.post(`${at}/contacts`, form)
    assert.equal(refused.statusCode, 422)
    assert.match(refused.body, /约好周三上门/, 'what was typed stays')
    assert.match(refused.body, /不能晚于今天/)
    assert.equal((await zhou.post(`${at}/contacts`, { ...form, reachedOn: '2026-03-09' })).statusCode, 422)
    assert.deepEqual(await store.read.select().from(contacts), [])

    const said = await zhou.post(`${at}/contacts`, { ...form, reachedOn: '2026-03-12' })
    assert.equal(said.statusCode, 303)
    assert.deepEqual(await firstOf(made, one.id), ['2026-03-13', '2026-03-12', 'phone'])
    const [mine, theirs] = [(await zhou.get(at)).body, (await lin.get(at)).body]
    assert.match(mine, /&lt;b&gt;约好周三上门/)
    assert.doesNotMatch(mine, late)
    assert.match(theirs, /2026-03-12 首次联系：电话/)
    assert.doesNotMatch(theirs, /约好周三上门/)
    const told = (await store.read.select().from(notices)).filter(
      ({ words }) => words === 'contacts.notice.phone',
    )
    assert.deepEqual([...new Set(told.map(({ personId }) => personId))].includes(cast.lin.id), true)
    assert.equal(told[0]?.values.day, day('2026-03-12'))

    // A second call is listed; the first stays the first.
    await zhou.post(`${at}/contacts`, { way: 'visit', reachedOn: '2026-03-16', note: '看了厂房' })
    assert.deepEqual(await firstOf(made, one.id), ['2026-03-13', '2026-03-12', 'phone'])
    assert.equal((await store.read.select().from(contacts)).length, 2)
  })
})
