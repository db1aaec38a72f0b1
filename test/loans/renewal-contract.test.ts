import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { loans } from '../../db/tables/loans.ts'
import { needs } from '../../db/tables/needs.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { applicationById, decline, makeOffer } from '../../server/applications/index.ts'
import { cancelLoan } from '../../server/loans/actions-ends.ts'
import { type Answering, answer, wish } from '../../server/loans/actions-renewals.ts'
import { reverseRepayment } from '../../server/loans/actions-reversals.ts'
import { closeLoanDay, reportDrawdown, reportRepayment, sign } from '../../server/loans/index.ts'
import { bankConditions } from '../../server/loans/renewal.ts'
import { repaymentsOf } from '../../server/loans/rows.ts'
import { renewalsOf } from '../../server/loans/rows-renewals.ts'
import { day } from '../../server/money/day.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { startOf } from '../../server/platform/clock.ts'
import type { Id } from '../../server/platform/ids.ts'
import { agreed, codeOf, given, offered, offerTerms, onShelf } from '../applications/played.ts'
import { runningTown, type Town, town } from '../support/app.ts'
import { drawn, loanNow, signed } from './contract.ts'

const million = 100_000_000
const asked = { amountFen: fen(million), months: 12, wish: '订单稳定，继续备料。' }
const allMet = Object.fromEntries(bankConditions.map((one) => [one, true]))
const yes: Answering = { answer: 'without-repayment', said: allMet, words: '' }

const nightOf = (made: Town, on: string) => closeLoanDay(made.parts, byPlatform(startOf(day(on)), day(on)))

/** A loan of Lin's firm over a million that falls due on 20 May, and the case that the bank's yes opened. */
async function renewing<Made extends Town>(made: Made) {
  const loan = await drawn(made, await signed(made, await onShelf(made)), million)
  const late = { maturesOn: day('2026-05-20'), method: 'bullet' as const }
  await made.store.transact((tx) => tx.update(loans).set(late).where(eq(loans.id, loan.id)))
  await nightOf(made, made.clock.today())
  given(await wish(made.parts, made.by(made.cast.lin), loan.id, asked))
  const [open] = await renewalsOf(made.store.read, [loan.id])
  given(await answer(made.parts, made.by(made.cast.zhou), present(open, 'the wish').id, yes))
  const [answered] = await renewalsOf(made.store.read, [loan.id])
  const id = present(answered?.applicationId, 'the case of the renewal')
  return { made, loan, id }
}

const contract = (made: Town) => ({ signedOn: made.clock.today(), contractNumber: 'HT-2026-002' })

/** The renewal as a contract that is not drawn yet. */
async function contracted(made: Town, id: Id<'application'>, amount = million) {
  await agreed(made, await offered(made, { id }, made.cast.zhou, { amountFen: fen(amount) }))
  return given(await sign(made.parts, made.by(made.cast.zhou), id, contract(made))).loan
}

describe('the bank’s yes to renewal without repayment', () => {
  test('opens a case of its own, with the decision due in working days', async () => {
    const { made, loan, id } = await renewing(await town())
    const found = present(await applicationById(made.store.read, id), 'the case')
    const old = present(await applicationById(made.store.read, loan.applicationId), 'the old case')
    assert.deepEqual(
      [found.state, found.openedBy, found.officerId, found.needId, found.productId],
      ['taken', 'renewal', made.cast.zhou.id, old.needId, old.productId],
    )
    assert.equal(found.dueOn, '2026-03-24')
    assert.equal(codeOf(await wish(made.parts, made.by(made.cast.lin), loan.id, asked)), 'renewal-running')
  })

  test('becomes a contract that pays the old loan back, without cash and to the fen', async () => {
    const { made, loan, id } = await renewing(await town())
    const before = await loanNow(made, loan)
    const fresh = await contracted(made, id)
    assert.deepEqual([fresh.renewalOf, fresh.firstLoan, fresh.firstLoanFound], [loan.id, false, null])
    assert.deepEqual([before.firstLoan, (await loanNow(made, loan)).balanceFen], [true, million])
    const now = await drawn(made, fresh, million)
    const old = await loanNow(made, loan)
    assert.deepEqual([old.state, old.balanceFen, old.settledOn], ['settled', 0, made.clock.today()])
    assert.deepEqual([now.state, now.balanceFen, now.drawnFen], ['drawn', million, million])
    assert.deepEqual([old.firstLoan, old.firstLoanFound], [before.firstLoan, before.firstLoanFound])
    const paid = await repaymentsOf(made.store.read, loan.id)
    assert.deepEqual(
      paid.map(({ principalFen, interestFen, renewedBy }) => [principalFen, interestFen, renewedBy]),
      [[million, 0, fresh.id]],
    )
    // The class is found anew by days; the old loan was normal, or there would be no renewal.
    await nightOf(made, '2026-03-12')
    assert.equal((await loanNow(made, now)).riskClass, 'normal')
    const [repayment] = paid
    const known = { id: loan.id, version: old.version }
    const back = await reverseRepayment(
      made.parts,
      made.by(made.cast.zhou),
      known,
      present(repayment, 'the repayment').id,
      '误登',
    )
    assert.equal(codeOf(back), 'repayment-of-renewal')
    assert.equal(codeOf(await wish(made.parts, made.by(made.cast.lin), loan.id, asked)), 'renewal-past')
  })

  test('renews a part: the rest stays with the firm, and nothing more can be drawn', async () => {
    const { made, loan, id } = await renewing(await town())
    const fresh = await contracted(made, id)
    const zhou = made.by(made.cast.zhou)
    const cash = { principalFen: fen(30_000_001), interestFen: noFen, paidOn: made.clock.today() }
    given(await reportRepayment(made.parts, zhou, loan.id, cash))
    const draw = (amount: number) =>
      reportDrawdown(made.parts, zhou, fresh.id, { amountFen: fen(amount), drawnOn: made.clock.today() })
    assert.equal(codeOf(await draw(million)), 'renewal-over-balance')
    assert.equal(codeOf(await draw(70_000_000)), 'renewal-over-balance')
    given(await draw(60_000_000))
    const [old, now] = [await loanNow(made, loan), await loanNow(made, fresh)]
    assert.deepEqual([old.state, old.balanceFen], ['drawn', 9_999_999])
    assert.deepEqual([now.drawnFen, now.balanceFen, now.drawingClosed], [60_000_000, 60_000_000, true])
    assert.equal(codeOf(await draw(1)), 'not-drawable')
    const rest = { ...cash, principalFen: fen(9_999_999) }
    given(await reportRepayment(made.parts, zhou, loan.id, rest))
    assert.equal((await loanNow(made, loan)).state, 'settled')
  })
})

describe('a renewal is refused', () => {
  test('over the balance in the offer, whatever the product would lend', async () => {
    const { made, loan, id } = await renewing(await town())
    const zhou = made.by(made.cast.zhou)
    const cash = { principalFen: fen(10_000_000), interestFen: noFen, paidOn: made.clock.today() }
    given(await reportRepayment(made.parts, zhou, loan.id, cash))
    const offer = await makeOffer(made.parts, zhou, id, offerTerms(made))
    assert.deepEqual(offer.faults, [
      { code: 'renewal-over-balance', field: 'amountFen', values: { balanceFen: 90_000_000 } },
    ])
    assert.equal(
      codeOf(await makeOffer(made.parts, zhou, id, offerTerms(made, { amountFen: fen(90_000_000) }))),
      'done',
    )
  })

  test('of a loan that is paid back meanwhile: no offer, no contract, no drawdown', async () => {
    const { made, loan, id } = await renewing(await town())
    const fresh = await contracted(made, id)
    const other = await renewing(made)
    const accepted = await agreed(made, await offered(made, { id: other.id }, made.cast.zhou))
    const third = await renewing(made)
    const zhou = made.by(made.cast.zhou)
    const cash = { principalFen: fen(million), interestFen: noFen, paidOn: made.clock.today() }
    for (const one of [loan, other.loan, third.loan])
      given(await reportRepayment(made.parts, zhou, one.id, cash))
    const drawing = { amountFen: fen(1_000_000), drawnOn: made.clock.today() }
    assert.equal(codeOf(await reportDrawdown(made.parts, zhou, fresh.id, drawing)), 'renewal-settled')
    assert.equal(codeOf(await sign(made.parts, zhou, accepted.id, contract(made))), 'renewal-settled')
    assert.equal(codeOf(await makeOffer(made.parts, zhou, third.id, offerTerms(made))), 'renewal-settled')
    assert.deepEqual((await loanNow(made, fresh)).drawnFen, 0)
  })

  test('of a loan that fell late, or of a class that is not normal, and on a day past its last', async () => {
    const { made, loan, id } = await renewing(await town())
    const fresh = await contracted(made, id)
    const zhou = () => made.by(made.cast.zhou)
    const on = (text: string) => {
      made.clock.set(`${text}T02:00:00.000Z`)
      return reportDrawdown(made.parts, zhou(), fresh.id, { amountFen: fen(million), drawnOn: day(text) })
    }
    const terms = (changes: Partial<typeof loans.$inferInsert>) =>
      made.store.transact((tx) => tx.update(loans).set(changes).where(eq(loans.id, loan.id)))
    await terms({ months: 2 })
    await nightOf(made, '2026-05-15')
    assert.equal(codeOf(await on('2026-05-15')), 'renewal-arrears')
    await terms({ months: 24, method: 'interest-only' })
    const interest = { principalFen: noFen, interestFen: fen(5_000_000), paidOn: day('2026-05-15') }
    given(await reportRepayment(made.parts, zhou(), loan.id, interest))
    assert.equal(codeOf(await on('2026-05-15')), 'renewal-class')
    await nightOf(made, '2026-05-16')
    assert.equal(codeOf(await on('2026-05-21')), 'renewal-too-late')
    assert.equal((await loanNow(made, loan)).balanceFen, million)
  })

  test('twice: two drawdowns at once draw it once, and a second yes waits until the first came to nothing', async () => {
    const { made, loan, id } = await renewing(await town())
    const fresh = await contracted(made, id)
    const zhou = made.by(made.cast.zhou)
    const lin = made.by(made.cast.lin)
    const drawing = { amountFen: fen(million), drawnOn: made.clock.today() }
    given(await cancelLoan(made.parts, zhou, fresh.id, '企业改主意'))
    given(await wish(made.parts, lin, loan.id, asked))
    const [again] = await renewalsOf(made.store.read, [loan.id])
    given(await answer(made.parts, zhou, present(again, 'the wish').id, yes))
    const [newest] = await renewalsOf(made.store.read, [loan.id])
    const second = await contracted(made, present(newest?.applicationId, 'the second case'))
    const both = await Promise.all([
      reportDrawdown(made.parts, zhou, second.id, drawing),
      reportDrawdown(made.parts, zhou, second.id, drawing),
    ])
    assert.deepEqual(both.map(codeOf).toSorted(), ['done', 'over-limit'])
    assert.equal((await repaymentsOf(made.store.read, loan.id)).length, 1)
  })

  test('where the bank declines in the end: the firm may ask again', async () => {
    const { made, loan, id } = await renewing(await town())
    const found = present(await applicationById(made.store.read, id), 'the case')
    const no = { reason: 'outside-policy', words: '', facts: [], papers: [] } as const
    given(await decline(made.store, made.by(made.cast.zhou), found, no))
    assert.equal(codeOf(await wish(made.parts, made.by(made.cast.lin), loan.id, asked)), 'done')
  })
})

describe('the pages of a renewal', () => {
  test('lead both sides through its case, and show it on both loans and to the bureau', async () => {
    const { made, loan, id } = await renewing(await runningTown())
    const [lin, zhou, lu] = await Promise.all(
      [made.cast.lin, made.cast.zhou, made.cast.lu].map((one) => made.browserOf(one)),
    )
    assert.ok(lin && zhou && lu)
    const body = async (browser: typeof lin, url: string) => (await browser.get(url)).body
    for (const browser of [lin, zhou]) {
      assert.match(await body(browser, `/loans/${loan.id}`), new RegExp(`href="/applications/${id}"`))
      assert.ok(
        (await body(browser, `/applications/${id}`)).includes(`href="/loans/${loan.id}">${loan.number}`),
      )
    }
    const form = await body(zhou, `/applications/${id}/offers/new`)
    assert.match(form, /name="amountFen"[^>]*value="1,000,000"/)
    const offer = await offered(made, { id }, made.cast.zhou)
    await made.store.transact((tx) => tx.update(needs).set({ nameShown: 'anonymous-until-contact' }))
    for (const url of ['/queue', '/applications', `/applications/${id}`])
      assert.ok((await body(zhou, url)).includes(made.cast.lin.organisation), `${url} names the borrower`)
    assert.match(await body(lin, `/applications/${id}`), new RegExp(`href="/offers/${offer.id}/acceptance"`))
    assert.equal((await lin.get(`/offers/${offer.id}/acceptance`)).statusCode, 200)
    await agreed(made, offer)
    const signing = await body(zhou, `/applications/${id}/signing`)
    assert.ok(signing.includes(loan.number) && !signing.includes('name="register"'))
    const sent = await zhou.post(`/applications/${id}/signing`, contract(made))
    assert.equal(sent.statusCode, 303)
    const newUrl = String(sent.headers.location)
    assert.match(await body(zhou, `${newUrl}/drawdowns/new`), /当天归还原贷款/)
    const version =
      /name="version" value="(\d+)"/.exec(await body(zhou, `${newUrl}/drawdowns/new`))?.[1] ?? ''
    const more = { amountFen: '100.0001万', drawnOn: made.clock.today(), version }
    assert.equal((await zhou.post(`${newUrl}/drawdowns`, more)).statusCode, 422)
    assert.equal((await zhou.post(`${newUrl}/drawdowns`, { ...more, amountFen: '100万' })).statusCode, 303)
    for (const browser of [lin, zhou]) {
      const old = await body(browser, `/loans/${loan.id}`)
      assert.match(old, /已由续贷归还/)
      assert.match(old, /企业未出资金/)
      assert.ok(old.includes(`href="${newUrl}"`))
      assert.match(await body(browser, newUrl), new RegExp(`续贷自[\\s\\S]*${loan.number}`))
    }
    assert.doesNotMatch(await body(zhou, `/loans/${loan.id}`), /\/reversal"/, 'no reversal is offered')
    assert.match(await body(lu, '/bureau/loans'), new RegExp(`最近的无还本续贷[\\s\\S]*${loan.number}`))
  })
})
