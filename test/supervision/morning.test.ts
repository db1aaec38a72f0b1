import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as papers from '../../server/applications/actions-documents.ts'
import { applicationById, takeUp } from '../../server/applications/index.ts'
import { trailOf } from '../../server/audit/index.ts'
import { sendMessage } from '../../server/messages/index.ts'
import { overdueSteps } from '../../server/supervision/index.ts'
import { agreedCase, given, inHall, offered, onShelf, taken, takenUp } from '../applications/played.ts'
import { drawn, signed } from '../loans/contract.ts'
import { sentIn } from '../needs/sample-draft.ts'
import { runningTown, town } from '../support/app.ts'
import { table, whole } from '../support/table.ts'
import { keptMatters, listOf, morningOf, toldTo, waitingCase } from './played.ts'

describe('the mornings of a case that nobody takes up', () => {
  // Two working days to take it up, a reminder one before the day, on the bureau's list two after it.
  for (const { what, from, days } of [
    {
      what: 'over a weekend',
      from: '2026-03-10',
      days: table(`
        on         | reminded | late | listed
        2026-03-10 | 0        | 0    | 0
        2026-03-11 | 1        | 0    | 0
        2026-03-12 | 0        | 0    | 0
        2026-03-13 | 0        | 1    | 0
        2026-03-14 | 0        | 0    | 0
        2026-03-15 | 0        | 0    | 0
        2026-03-16 | 0        | 0    | 1
        2026-03-17 | 0        | 0    | 0
      `),
    },
    {
      what: 'over Spring Festival, with its worked Saturdays',
      from: '2026-02-13',
      days: table(`
        on         | reminded | late | listed
        2026-02-14 | 1        | 0    | 0
        2026-02-15 | 0        | 0    | 0
        2026-02-23 | 0        | 0    | 0
        2026-02-24 | 0        | 0    | 0
        2026-02-25 | 0        | 1    | 0
        2026-02-26 | 0        | 0    | 1
        2026-02-28 | 0        | 0    | 0
      `),
    },
    {
      what: 'over National Day, with its worked Saturday',
      from: '2026-09-29',
      days: table(`
        on         | reminded | late | listed
        2026-09-30 | 1        | 0    | 0
        2026-10-01 | 0        | 0    | 0
        2026-10-08 | 0        | 0    | 0
        2026-10-09 | 0        | 1    | 0
        2026-10-10 | 0        | 0    | 1
      `),
    },
  ])
    test(`${what}: each thing is told on its working day, once`, async () => {
      const made = await town()
      await waitingCase(made, `${from}T01:30:00.000Z`)
      for (const day of days) {
        const { reminded, late, listed } = await morningOf(made, day.on)
        const want = { reminded: whole(day.reminded), late: whole(day.late), listed: whole(day.listed) }
        assert.deepEqual({ reminded, late, listed }, want, day.on)
        const again = await morningOf(made, day.on)
        assert.deepEqual(again, { reminded: 0, late: 0, listed: 0, told: 0 }, `${day.on} again`)
      }
    })

  test('tells the desk, then the manager, then the bureau, and leaves each step in the trail', async () => {
    const made = await town()
    const { cast, store } = made
    const { id } = await waitingCase(made)
    for (const on of ['2026-03-11', '2026-03-13', '2026-03-16']) await morningOf(made, on)
    assert.deepEqual(await toldTo(made, cast.zhou), ['near', 'overdue'])
    assert.deepEqual(await toldTo(made, cast.qian), ['near', 'overdue'])
    assert.deepEqual(await toldTo(made, cast.lu), ['listed'])
    assert.deepEqual([await toldTo(made, cast.wu), await toldTo(made, cast.lin)], [[], []])
    const happened = (await trailOf(store.read, 'application', id)).map(({ happening }) => happening)
    assert.deepEqual(happened.filter((one) => one.startsWith('supervision.')).toReversed(), [
      'supervision.reminded',
      'supervision.overdue',
      'supervision.listed',
    ])
  })

  test('by two processes at once, each thing happens once', async () => {
    const made = await town()
    await waitingCase(made)
    for (const on of ['2026-03-11', '2026-03-13', '2026-03-16']) {
      const both = await Promise.all([morningOf(made, on), morningOf(made, on)])
      const sum = both.reduce((all, { reminded, late, listed }) => all + reminded + late + listed, 0)
      assert.equal(sum, 1, on)
    }
    assert.equal((await keptMatters(made)).length, 1)
    assert.deepEqual(await toldTo(made, made.cast.qian), ['near', 'overdue'])
  })

  test('the figure of overdue steps is the list that it leads to, what is not before the bureau yet included', async () => {
    const made = await runningTown()
    const { number } = await waitingCase(made)
    const lu = made.cast.lu
    const told = async (on: string) => {
      await morningOf(made, on)
      const { all, listed } = await overdueSteps(made.store.read, '3406', made.clock.today())
      const browser = await made.browserOf(lu)
      const shown = async (query: string) =>
        (await browser.get(`/bureau/overdue${query}`)).body.split(`>${number}<`).length - 1
      return { figure: [all, listed], shown: [await shown('?reach=all'), await shown('')] }
    }
    assert.deepEqual(await told('2026-03-13'), { figure: [1, 0], shown: [1, 0] })
    assert.deepEqual(await told('2026-03-16'), { figure: [1, 1], shown: [1, 1] })
    const county = await overdueSteps(made.store.read, '340604', made.clock.today())
    assert.deepEqual([county.all, [...county.byInstitution]], [0, []])
  })

  test('what is done leaves the lists at once, and comes back as something new', async () => {
    const made = await town()
    const { parts, by, cast } = made
    const waiting = await waitingCase(made)
    await morningOf(made, '2026-03-16')
    assert.equal((await listOf(made, 'bank')).length, 1)
    given(await takeUp(parts, by(cast.zhou), waiting.id))
    given(await sendMessage(parts, by(cast.zhou), waiting, { text: '您好。', hidden: null }))
    assert.deepEqual([await listOf(made, 'bank'), await listOf(made, 'bureau')], [[], []])
    await morningOf(made, '2026-03-17')
    assert.notEqual((await keptMatters(made))[0]?.endedAt, null)
    // Ten working days after Monday 16 March is the 30th.
    assert.equal((await morningOf(made, '2026-03-31')).late, 1)
    assert.deepEqual(
      (await keptMatters(made)).map(({ step, dueOn }) => `${step} ${dueOn}`),
      ['accept 2026-03-12', 'decision 2026-03-30'],
    )
  })
})

describe('a late clock that stands still', () => {
  test('stays on the list as stopped, follows its new day, and is told to nobody twice', async () => {
    const made = await town()
    const { parts, by, cast } = made
    const need = await inHall(made)
    const one = await taken(made, { needId: need.id, productId: await onShelf(made) }, cast.zhou)
    given(await sendMessage(parts, by(cast.zhou), one, { text: '您好。', hidden: null }))
    await morningOf(made, '2026-03-26')
    const list = { items: [{ kind: 'bank-statements' as const, words: '' }], words: '' }
    given(await papers.returnForPapers(parts, by(cast.zhou), one.id, list))
    const [stopped] = await listOf(made, 'bank')
    assert.equal(stopped?.dueOn, null)
    // The firm's own clock runs meanwhile: five working days from 26 March, with a reminder.
    await morningOf(made, '2026-04-01')
    assert.deepEqual(await toldTo(made, cast.lin), ['near'])
    await morningOf(made, '2026-04-03')
    assert.deepEqual(await toldTo(made, cast.lin), ['near', 'over'])
    given(await papers.resubmit(parts, by(cast.lin), one.id, '都在这里'))
    assert.equal((await applicationById(made.store.read, one.id))?.dueOn, '2026-04-01')
    await morningOf(made, '2026-04-07')
    const [matter, ...more] = await keptMatters(made)
    assert.deepEqual([matter?.dueOn, matter?.endedAt, more.length], ['2026-04-01', null, 0])
    assert.equal((await toldTo(made, cast.qian)).filter((words) => words === 'overdue').length, 1)
  })
})

describe('other clocks', () => {
  test('a contract that is not signed is late too', async () => {
    const made = await town()
    await agreedCase(made, await onShelf(made))
    const { late } = await morningOf(made, '2026-03-18')
    assert.deepEqual([late, (await keptMatters(made))[0]?.step], [1, 'signing'])
  })

  test('a drawdown that is not reported goes up until it is, and is then no matter any more', async () => {
    const made = await town()
    const { cast } = made
    // Signed on Tuesday 10 March; three working days are Friday.
    const loan = await signed(made)
    for (const [on, reminded, late, listed] of [
      ['2026-03-11', 0, 0, 0],
      ['2026-03-12', 1, 0, 0],
      ['2026-03-13', 0, 0, 0],
      ['2026-03-14', 0, 0, 0],
      ['2026-03-16', 0, 1, 0],
      ['2026-03-17', 0, 0, 1],
    ] as const) {
      const did = await morningOf(made, on)
      assert.deepEqual([did.reminded, did.late, did.listed], [reminded, late, listed], on)
    }
    assert.deepEqual(
      (await listOf(made, 'bureau')).map(({ overdue }) => `${overdue.step} ${overdue.dueOn}`),
      ['report 2026-03-13'],
    )
    assert.ok((await toldTo(made, cast.qian)).includes('overdue'), 'the manager')
    await drawn(made, loan, 50_000_000)
    assert.deepEqual([await listOf(made, 'bank'), await listOf(made, 'bureau')], [[], []])
    await morningOf(made, '2026-03-18')
    assert.notEqual((await keptMatters(made))[0]?.endedAt, null)
  })

  test('a firm is reminded of an offer, a bureau of a need, and both of nothing twice', async () => {
    const made = await town()
    const { cast } = made
    const waiting = await waitingCase(made)
    await takenUp(made, waiting, cast.zhou)
    await offered(made, waiting, cast.zhou, { validUntil: made.clock.today() })
    await sentIn(made, cast.lin)
    const first = await morningOf(made, '2026-03-10')
    assert.equal(first.reminded, 1, 'the offer; the need is due in two days')
    assert.deepEqual(await toldTo(made, cast.lin), ['near'])
    await morningOf(made, '2026-03-11')
    assert.deepEqual(await toldTo(made, cast.lu), ['near'])
    assert.equal((await morningOf(made, '2026-03-13')).told, 1)
    assert.equal((await morningOf(made, '2026-03-16')).told, 0)
    assert.deepEqual(await toldTo(made, cast.lu), ['near', 'over'])
  })

  test('in a year that nobody knows the morning fails aloud', async () => {
    const made = await town()
    await assert.rejects(() => morningOf(made, '2027-01-05'), /no calendar for 2027/)
    await assert.rejects(() => morningOf(made, '2026-12-31'), /no calendar for 2027/)
    assert.deepEqual(await keptMatters(made), [])
  })
})
