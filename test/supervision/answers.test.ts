import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { loans } from '../../db/tables/loans.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { answer, wish, withdrawWish } from '../../server/loans/actions-renewals.ts'
import { closeLoanDay } from '../../server/loans/index.ts'
import { renewalsOf } from '../../server/loans/rows-renewals.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { object } from '../../server/objections/index.ts'
import { present } from '../../server/platform/assert.ts'
import { startOf } from '../../server/platform/clock.ts'
import { calendarOf } from '../../server/policies/index.ts'
import { finishedSteps } from '../../server/supervision/rows-times.ts'
import { takenBy, takenKey } from '../../server/supervision/times.ts'
import { given } from '../applications/played.ts'
import { drawn, signed } from '../loans/contract.ts'
import { town } from '../support/app.ts'
import { keptMatters, listOf, morningOf, toldTo } from './played.ts'

const million = 100_000_000

/** Lin asks on 10 March to renew a loan that falls due in May; the bank owes an answer by 17 March. */
async function wished() {
  const made = await town()
  const loan = await drawn(made, await signed(made), million)
  await made.store.transact((tx) =>
    tx
      .update(loans)
      .set({ maturesOn: day('2026-05-20') })
      .where(eq(loans.id, loan.id)),
  )
  await closeLoanDay(made.parts, byPlatform(made.clock.now(), made.clock.today()))
  const asking = { amountFen: fen(million), months: 12, wish: '订单稳定。' }
  const ask = () => wish(made.parts, made.by(made.cast.lin), loan.id, asking)
  given(await ask())
  const newest = async () => present((await renewalsOf(made.store.read, [loan.id]))[0], 'the newest wish')
  return { made, ask, newest }
}

describe('a wish to renew that the bank leaves lying', () => {
  test('is told to the officer, then to his manager, and then stands before the bureau until it is answered', async () => {
    const { made, newest } = await wished()
    const { parts, by, cast, store } = made
    const { bankA } = cast.institutionIds
    assert.equal((await newest()).dueOn, '2026-03-17')
    for (const [on, reminded, late, listed] of [
      ['2026-03-13', 0, 0, 0],
      ['2026-03-16', 1, 0, 0],
      ['2026-03-17', 0, 0, 0],
      ['2026-03-18', 0, 1, 0],
      ['2026-03-19', 0, 0, 1],
      ['2026-03-20', 0, 0, 0],
    ] as const) {
      const did = await morningOf(made, on)
      assert.deepEqual([did.reminded, did.late, did.listed], [reminded, late, listed], on)
    }
    assert.deepEqual(await toldTo(made, cast.zhou), ['near', 'overdue'])
    assert.ok((await toldTo(made, cast.qian)).includes('overdue'), 'the manager')
    assert.deepEqual(await toldTo(made, cast.lu), ['listed'])
    for (const side of ['bank', 'bureau'] as const)
      assert.deepEqual(
        (await listOf(made, side)).map(({ overdue }) => overdue.step),
        ['renewal'],
        side,
      )
    const no = { answer: 'no', said: {}, words: '行业退出。' } as const
    given(await answer(parts, by(cast.zhou), (await newest()).id, no))
    assert.deepEqual([await listOf(made, 'bank'), await listOf(made, 'bureau')], [[], []])
    await morningOf(made, '2026-03-23')
    assert.notEqual((await keptMatters(made))[0]?.endedAt, null)
    const finished = await finishedSteps(store.read, { region: '3406', since: startOf(day('2026-01-01')) })
    const took = takenBy(calendarOf(parts.policies), finished).get(takenKey(bankA, 'renewal'))
    assert.deepEqual(took, { count: 1, median: 8, ninetieth: 8 })
  })

  test('is nobody’s fault any more when the firm takes it back, and a new wish has its own days', async () => {
    const { made, ask, newest } = await wished()
    const { parts, by, cast } = made
    await morningOf(made, '2026-03-18')
    given(await withdrawWish(parts, by(cast.lin), (await newest()).id))
    assert.deepEqual(await listOf(made, 'bank'), [])
    given(await ask())
    assert.deepEqual(await listOf(made, 'bank'), [])
    assert.equal((await newest()).dueOn, '2026-03-25')
    await morningOf(made, '2026-03-19')
    assert.equal((await morningOf(made, '2026-03-26')).late, 1)
    assert.deepEqual(
      (await keptMatters(made)).map(({ step, dueOn }) => `${step} ${dueOn}`),
      ['renewal 2026-03-17', 'renewal 2026-03-25'],
    )
  })
})

test('the bureau is reminded of an objection before its day, and told once when it has passed', async () => {
  const made = await town()
  const { parts, by, cast } = made
  const words = '法院已结案。'
  const fact = { fact: 'court-case', claims: {}, documentId: null } as const
  given(await object(parts, by(cast.lin), { ...fact, applicationId: null, words }))
  for (const [on, reminded, told] of [
    ['2026-03-20', 0, 0],
    ['2026-03-23', 1, 0],
    ['2026-03-24', 0, 0],
    ['2026-03-25', 0, 1],
    ['2026-03-26', 0, 0],
  ] as const) {
    const did = await morningOf(made, on)
    assert.deepEqual([did.reminded, did.told], [reminded, told], on)
  }
  assert.deepEqual(await toldTo(made, cast.lu), ['near', 'over'])
  assert.deepEqual(await toldTo(made, cast.lin), ['over'], 'the firm waits for it')
})
