import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { notices } from '../../db/tables/inbox.ts'
import { renewals } from '../../db/tables/loan-life.ts'
import { loans } from '../../db/tables/loans.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { trailOf } from '../../server/audit/index.ts'
import { type Answering, answer, wish, withdrawWish } from '../../server/loans/actions-renewals.ts'
import { closeLoanDay, reportRepayment, tellOfMaturities } from '../../server/loans/index.ts'
import { bankConditions } from '../../server/loans/renewal.ts'
import { type Renewal, renewalsOf } from '../../server/loans/rows-renewals.ts'
import { day } from '../../server/money/day.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { startOf } from '../../server/platform/clock.ts'
import { speak } from '../../server/platform/web/words.ts'
import { codeOf, given, onShelf } from '../applications/played.ts'
import { runningTown, town } from '../support/app.ts'
import { drawn, signed } from './contract.ts'

const million = 100_000_000
const w = speak('zh')
const asked = { amountFen: fen(million), months: 12, wish: '订单稳定，继续备料。' }
const allMet = Object.fromEntries(bankConditions.map((one) => [one, true]))
const yes: Answering = { answer: 'without-repayment', said: allMet, words: '' }

/** A loan of Lin's firm that falls due on 20 May, ten weeks after the morning of the tests. */
async function dueSoon<Made extends Awaited<ReturnType<typeof town>>>(made: Made) {
  const loan = await drawn(made, await signed(made, await onShelf(made)), million)
  await made.store.transact((tx) =>
    tx
      .update(loans)
      .set({ maturesOn: day('2026-05-20') })
      .where(eq(loans.id, loan.id)),
  )
  await closeLoanDay(made.parts, byPlatform(startOf(made.clock.today()), made.clock.today()))
  const newest = async (): Promise<Renewal> =>
    present((await renewalsOf(made.store.read, [loan.id]))[0], 'the newest wish')
  return { made, loan, newest }
}

describe('a wish to renew', () => {
  test('is answered within five working days, and asked once at a time', async () => {
    const { made, loan, newest } = await dueSoon(await town())
    const lin = made.by(made.cast.lin)
    given(await wish(made.parts, lin, loan.id, asked))
    const { state, dueOn, duePolicies, ruleVersion } = await newest()
    assert.deepEqual([state, dueOn, ruleVersion], ['wished', '2026-03-17', 'renewal-1'])
    assert.deepEqual(duePolicies, ['renewal-1', 'calendar-2026-1'])
    assert.equal(codeOf(await wish(made.parts, lin, loan.id, asked)), 'renewal-open')
    given(await withdrawWish(made.parts, lin, (await newest()).id))
    assert.equal(codeOf(await withdrawWish(made.parts, lin, (await newest()).id)), 'renewal-answered')
    assert.equal(codeOf(await wish(made.parts, lin, loan.id, asked)), 'done')
  })

  test('is not for more than is out, not too early, and not after the last day', async () => {
    const { made, loan } = await dueSoon(await town())
    const lin = made.by(made.cast.lin)
    const more = { ...asked, amountFen: fen(million + 1) }
    assert.equal(codeOf(await wish(made.parts, lin, loan.id, more)), 'renewal-over-balance')
    made.clock.set('2026-05-20T01:30:00.000Z')
    assert.equal(codeOf(await wish(made.parts, made.by(made.cast.lin), loan.id, asked)), 'renewal-past')
    const far = await drawn(made, await signed(made, await onShelf(made)), million)
    assert.equal(codeOf(await wish(made.parts, made.by(made.cast.lin), far.id, asked)), 'renewal-not-due')
  })
})

describe('the answer', () => {
  test('renews without repayment when every condition is met, and keeps them as they stood', async () => {
    const { made, loan, newest } = await dueSoon(await town())
    given(await wish(made.parts, made.by(made.cast.lin), loan.id, asked))
    const zhou = made.by(made.cast.zhou)
    const half = { ...yes, said: { ...allMet, 'good-credit': false } }
    assert.equal(
      codeOf(await answer(made.parts, zhou, (await newest()).id, { ...yes, said: {} })),
      'renewal-conditions',
    )
    assert.equal(codeOf(await answer(made.parts, zhou, (await newest()).id, half)), 'renewal-conditions')
    given(await answer(made.parts, zhou, (await newest()).id, yes))
    const renewal = await newest()
    assert.deepEqual(
      [renewal.state, renewal.answeredBy, renewal.dueOn],
      ['without-repayment', made.cast.zhou.id, null],
    )
    assert.equal(renewal.checks?.length, 9)
    assert.ok(renewal.checks?.every(({ met }) => met === 'yes'))
    assert.equal(codeOf(await answer(made.parts, zhou, renewal.id, yes)), 'renewal-answered')
    assert.equal(
      (await trailOf(made.store.read, 'loan', loan.id))[0]?.happening,
      'loans.renewal-without-repayment',
    )
  })

  test('is not without repayment for a loan that is late, whatever the bank says', async () => {
    const { made, loan, newest } = await dueSoon(await town())
    const on = day('2026-04-11')
    await closeLoanDay(made.parts, byPlatform(startOf(on), on))
    made.clock.set(`${on}T01:30:00.000Z`)
    given(await wish(made.parts, made.by(made.cast.lin), loan.id, asked))
    const zhou = made.by(made.cast.zhou)
    assert.equal(codeOf(await answer(made.parts, zhou, (await newest()).id, yes)), 'renewal-conditions')
    const first = { ...yes, answer: 'after-repayment', words: '请先结清逾期。' } as const
    given(await answer(made.parts, zhou, (await newest()).id, first))
    assert.equal((await newest()).answer, '请先结清逾期。')
  })

  test('comes once, from whoever is quicker', async () => {
    const { made, loan, newest } = await dueSoon(await town())
    given(await wish(made.parts, made.by(made.cast.lin), loan.id, asked))
    const { id } = await newest()
    const both = await Promise.all([
      answer(made.parts, made.by(made.cast.zhou), id, yes),
      answer(made.parts, made.by(made.cast.qian), id, { ...yes, answer: 'no', words: '行业退出。' }),
    ])
    assert.deepEqual(both.map(codeOf).toSorted(), ['done', 'renewal-answered'])
    assert.equal(await made.store.read.$count(renewals), 1)
  })
})

describe('a loan whose last day comes near', () => {
  test('is told to the firm and to its officer once, ninety days before, with the way to renewal', async () => {
    const { made, loan } = await dueSoon(await town())
    const { parts, cast, store } = made
    const night = (on: string) => tellOfMaturities(parts, byPlatform(startOf(day(on)), day(on)))
    // The last day is 20 May: ninety days before it is 19 February.
    assert.equal(await night('2026-02-18'), 0)
    const both = await Promise.all([night('2026-02-19'), night('2026-02-19')])
    assert.deepEqual(both.toSorted(), [0, 1], 'by two processes at once')
    assert.equal(await night('2026-03-11'), 0)
    const told = (await store.read.select().from(notices)).filter(
      ({ words }) => words === 'loans.notice.renewal-near',
    )
    const readers = told.map(({ personId }) => personId)
    for (const one of [cast.lin, cast.zhou]) assert.equal(readers.filter((id) => id === one.id).length, 1)
    for (const one of [cast.fang, cast.wu]) assert.ok(!readers.includes(one.id))
    assert.ok(told.every(({ href }) => href === `/loans/${loan.id}/renewal`))
    // Another last day is other news; a day that is past is none.
    await made.store.transact((tx) =>
      tx
        .update(loans)
        .set({ maturesOn: day('2026-06-20') })
        .where(eq(loans.id, loan.id)),
    )
    assert.equal(await night('2026-06-20'), 0)
    assert.equal(await night('2026-06-19'), 1)
  })
})

describe('the pages of renewal', () => {
  test('leave both sides a task on the page of the loan, from the bank’s yes until it is paid back', async () => {
    const { made, loan, newest } = await dueSoon(await runningTown())
    const { parts, by, cast, clock } = made
    const pages = async () =>
      Promise.all(
        [cast.lin, cast.zhou].map(
          async (one) => (await (await made.browserOf(one)).get(`/loans/${loan.id}`)).body,
        ),
      )
    const titles = (state: string) =>
      ['firm', 'bank'].map((side) => w(`loans.renewal-next.${side}.${state}-title`))
    const shown = async (state: string) => {
      const bodies = await pages()
      return titles(state).map((title, side) => bodies[side]?.includes(title))
    }
    assert.deepEqual(await shown('wished'), [false, false])
    given(await wish(parts, by(cast.lin), loan.id, asked))
    assert.deepEqual(await shown('wished'), [false, true], 'the answer is the bank’s')
    given(await answer(parts, by(cast.zhou), (await newest()).id, yes))
    assert.deepEqual(await shown('running'), [true, true])
    for (const body of await pages()) assert.match(body, /期限 2026-05-20/)
    const paid = { principalFen: fen(million), interestFen: noFen, paidOn: clock.today() }
    given(await reportRepayment(parts, by(cast.zhou), loan.id, { ...paid, reference: '' }))
    assert.deepEqual(await shown('running'), [false, false])
  })

  test('lead the firm from its list to its wish, and the bank to its answer', async () => {
    const { made, loan } = await dueSoon(await runningTown())
    const [lin, zhou] = [await made.browserOf(made.cast.lin), await made.browserOf(made.cast.zhou)]
    const list = await lin.get('/loans/renewals')
    assert.ok(list.body.includes(loan.number) && list.body.includes(w('loans.renewal-left', { days: 71 })))
    assert.ok((await lin.get(`/loans/${loan.id}`)).body.includes(`/loans/${loan.id}/renewal`))
    const href = `/loans/${loan.id}/renewal`
    const empty = await lin.get(href)
    assert.ok(empty.body.includes(w('loans.renewal-verdict.unknown')))
    assert.ok(empty.body.includes(w('loans.renewal-bridge')))
    assert.ok(!empty.body.includes('href="/bridge-pool'), 'no link to what is not open yet')
    const wrong = await lin.post(`/loans/${loan.id}/renewals`, {
      amountFen: '200万',
      months: '12',
      wish: '继续备料。',
    })
    assert.equal(wrong.statusCode, 422)
    assert.ok(wrong.body.includes('1,000,000.00') && wrong.body.includes('继续备料。'))
    const sent = await lin.post(`/loans/${loan.id}/renewals`, {
      amountFen: '100万',
      months: '12',
      wish: '继续备料。',
    })
    assert.equal(sent.statusCode, 303)

    const waiting = await zhou.get('/loans/renewals?of=wished')
    assert.ok(waiting.body.includes(made.cast.lin.organisation))
    const page = await zhou.get(href)
    const action = /action="(\/renewals\/[^"]+\/answer)"/.exec(page.body)?.[1] ?? ''
    const said = Object.fromEntries(bankConditions.map((one) => [one, 'yes']))
    const missing = await zhou.post(action, { ...said, lawful: '', answer: 'without-repayment', words: '' })
    assert.equal(missing.statusCode, 422)
    assert.ok(missing.body.includes(w.refusal({ code: 'renewal-conditions' })))
    assert.equal(
      (await zhou.post(action, { ...said, answer: 'without-repayment', words: '' })).statusCode,
      303,
    )
    assert.ok((await lin.get(href)).body.includes(w('loans.renewal-next.firm.running-title')))
    assert.ok((await zhou.get('/loans/renewals?of=wished')).body.includes(w('loans.renewals-none-wished')))
  })

  test('show another firm and another bank nothing', async () => {
    const { made, loan, newest } = await dueSoon(await runningTown())
    given(await wish(made.parts, made.by(made.cast.lin), loan.id, asked))
    const { id } = await newest()
    const [fang, wu] = [await made.browserOf(made.cast.fang), await made.browserOf(made.cast.wu)]
    assert.equal((await fang.get(`/loans/${loan.id}/renewal`)).statusCode, 404)
    assert.equal((await fang.post(`/renewals/${id}/withdrawal`)).statusCode, 404)
    assert.equal((await wu.post(`/renewals/${id}/answer`, { answer: 'no', words: '不续。' })).statusCode, 404)
    for (const browser of [fang, wu])
      assert.ok(!(await browser.get('/loans/renewals')).body.includes(loan.number))
  })
})
