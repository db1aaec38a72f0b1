import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Person } from '../../server/accounts/index.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { cancelLoan } from '../../server/loans/actions-ends.ts'
import { closeLoanDay, reportRepayment } from '../../server/loans/index.ts'
import { type LoanState, loanMoves, loanStates } from '../../server/loans/loan.ts'
import type { LoanRow } from '../../server/loans/rows.ts'
import { day } from '../../server/money/day.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { startOf } from '../../server/platform/clock.ts'
import type { Id } from '../../server/platform/ids.ts'
import { newId } from '../../server/platform/ids.ts'
import { given, onShelf } from '../applications/played.ts'
import { type Browser, runningTown } from '../support/app.ts'
import { drawn, loanNow, signed } from './contract.ts'

type Running = Awaited<ReturnType<typeof runningTown>>

const today = '2026-04-11'
const whole = 100_000_000

/** A loan in each state, come there by its moves; all are looked at on the eleventh of April. */
async function loanIn(made: Running, productId: Id<'product'>, state: LoanState): Promise<LoanRow> {
  const { by, cast, clock } = made
  clock.set('2026-03-10T01:30:00.000Z')
  const loan = await signed(made, productId)
  const zhou = by(cast.zhou)
  if (state === 'overdue') await drawn(made, loan, 60_000_000)
  if (state === 'settled') await drawn(made, loan, whole)
  if (state === 'settled') {
    const back = { principalFen: fen(whole), interestFen: noFen, paidOn: clock.today() }
    given(await reportRepayment(made.parts, zhou, loan.id, back))
  }
  if (state === 'cancelled') given(await cancelLoan(made.parts, zhou, loan.id, '企业改用自有资金。'))
  clock.set(`${today}T01:30:00.000Z`)
  if (state === 'drawn') await drawn(made, loan, 60_000_000)
  await closeLoanDay(made.parts, byPlatform(startOf(day(today)), day(today)))
  return loanNow(made, loan)
}

const buttons: readonly {
  name: string
  from: readonly LoanState[]
  press: (browser: Browser, loan: LoanRow) => ReturnType<Browser['post']>
}[] = [
  {
    name: 'drawdowns',
    from: ['signed', 'drawn'],
    press: (browser, { id, version }) =>
      browser.post(`/loans/${id}/drawdowns`, { amountFen: '1', drawnOn: today, version: String(version) }),
  },
  {
    name: 'repayments',
    from: ['drawn', 'overdue'],
    press: (browser, { id, version }) =>
      browser.post(`/loans/${id}/repayments`, {
        ...{ paidOn: today, principalFen: '', interestFen: '0.01', version: String(version) },
      }),
  },
  {
    name: 'drawing-end',
    from: ['drawn', 'overdue'],
    press: (browser, { id }) => browser.post(`/loans/${id}/drawing-end`, { why: '企业不再需要。' }),
  },
  {
    name: 'cancellation',
    from: loanStates.filter((state) => loanMoves[state].some((to) => to === 'cancelled')),
    press: (browser, { id }) => browser.post(`/loans/${id}/cancellation`, { why: '企业不再需要。' }),
  },
]

describe('every report on a loan, by every actor', () => {
  for (const state of loanStates)
    test(`on one that is ${state}`, async () => {
      const made = await runningTown()
      const { cast } = made
      const productId = await onShelf(made)
      for (const button of buttons) {
        const loan = await loanIn(made, productId, state)
        assert.equal(loan.state, state)
        for (const person of [cast.fang, cast.wu, cast.xu, cast.lin, cast.qian]) {
          const browser = await made.browserOf(person)
          const { statusCode } = await button.press(browser, loan)
          const told = `${button.name} by ${person.name}: ${statusCode}`
          if (person === cast.wu) assert.equal(statusCode, 404, told)
          else if (person !== cast.qian) assert.equal(statusCode, 403, told)
          else assert.equal(statusCode, button.from.includes(state) ? 303 : 422, told)
          if (statusCode !== 303) assert.equal((await loanNow(made, loan)).version, loan.version, told)
        }
        const bank = await made.browserOf(cast.zhou)
        const form = ['drawdowns', 'repayments'].includes(button.name) ? `${button.name}/new` : button.name
        const after = present(await loanNow(made, loan), 'the loan')
        const { statusCode } = await bank.get(`/loans/${loan.id}/${form}`)
        assert.ok([200, 303].includes(statusCode), `${form} on ${after.state}: ${statusCode}`)
        if (!button.from.includes(state)) assert.equal(statusCode, 303, `${form} on ${after.state}`)
      }
    })
})

describe('the pages of loans', () => {
  test('speak both languages to both parties; others do not learn of a loan', async () => {
    const made = await runningTown()
    const { cast, browserOf } = made
    const productId = await onShelf(made)
    for (const state of loanStates) {
      const loan = await loanIn(made, productId, state)
      for (const lang of ['zh', 'en'])
        for (const person of [cast.lin, cast.xu, cast.zhou, cast.qian])
          for (const url of ['/loans', `/loans/${loan.id}`]) {
            const browser = await browserOf(person)
            browser.setCookie('lang', lang)
            const { statusCode, body } = await browser.get(url)
            assert.equal(statusCode, 200, `${person.name} ${state} ${url}`)
            assert.ok(body.includes(loan.number))
          }
      for (const person of [cast.fang, cast.wu] satisfies Person[]) {
        const browser = await browserOf(person)
        assert.equal((await browser.get(`/loans/${loan.id}`)).statusCode, 404)
        assert.ok(!(await browser.get('/loans')).body.includes(loan.number))
      }
    }
  })

  test('plan what is out: a drawing that came back whole is not listed any more', async () => {
    const made = await runningTown()
    const { by, cast, clock } = made
    clock.set('2026-03-10T01:30:00.000Z')
    const loan = await signed(made, await onShelf(made))
    await drawn(made, loan, 40_000_000)
    const planned = async () => {
      const { body } = await (await made.browserOf(cast.lin)).get(`/loans/${loan.id}`)
      const table = /<caption>(还款计划[^<]*)<\/caption>[\s\S]*?<\/table>/.exec(body)
      return table && [table[1], (table[0].match(/<tr role="row"/g)?.length ?? 0) - 1]
    }
    assert.deepEqual(await planned(), ['还款计划', 12])
    const back = async (principal: number) => {
      const paid = { principalFen: fen(principal), interestFen: noFen, paidOn: clock.today() }
      given(await reportRepayment(made.parts, by(cast.zhou), loan.id, paid))
    }
    await back(40_000_000)
    assert.equal(await planned(), null, 'nothing is out')
    clock.set('2026-03-12T01:30:00.000Z')
    await drawn(made, loan, 60_000_000)
    assert.deepEqual(await planned(), ['还款计划（已还清的放款不再列出）', 12])
    await back(60_000_000)
    assert.equal(await planned(), null, 'settled')
  })

  test('show the sum in capital numerals, the plan, and how late it is', async () => {
    const made = await runningTown()
    const loan = await loanIn(made, await onShelf(made), 'overdue')
    made.clock.set('2026-04-20T01:30:00.000Z')
    const browser = await made.browserOf(made.cast.lin)
    const { body } = await browser.get(`/loans/${loan.id}`)
    for (const words of ['壹佰万元整', '600,000.00', '51,185.94', '2026-04-10', '已逾期 10 天', '关注'])
      assert.ok(body.includes(words), words)
    assert.match((await browser.get('/loans?state=overdue')).body, new RegExp(loan.number))
    assert.doesNotMatch((await browser.get('/loans?state=settled')).body, new RegExp(loan.number))
  })

  test('keep what was typed when a report is refused, and say the limit in yuan', async () => {
    const made = await runningTown()
    const loan = await loanIn(made, await onShelf(made), 'drawn')
    const browser = await made.browserOf(made.cast.zhou)
    const over = await browser.post(`/loans/${loan.id}/drawdowns`, {
      amountFen: '400,000.01',
      drawnOn: today,
      version: String(loan.version),
    })
    assert.equal(over.statusCode, 422)
    assert.ok(over.body.includes('400,000.01') && over.body.includes('400,000.00'))
    const version = String(loan.version)
    const typed = { paidOn: '2026-04-12', principalFen: '600000.01', interestFen: '', version }
    const back = await browser.post(`/loans/${loan.id}/repayments`, typed)
    assert.equal(back.statusCode, 422)
    assert.ok(back.body.includes('600000.01') && back.body.includes('600,000.00'))
    const wrong: Record<string, string>[] = [
      {},
      { amountFen: '1' },
      { amountFen: '1', drawnOn: '2026-02-30' },
      { amountFen: '-1', drawnOn: today },
    ]
    for (const body of wrong)
      assert.equal((await browser.post(`/loans/${loan.id}/drawdowns`, body)).statusCode, 422)
    const last = await browser.post(`/loans/${loan.id}/drawdowns`, {
      ...{ amountFen: '４０万', drawnOn: today, version },
    })
    assert.equal(last.statusCode, 303)
    assert.equal((await loanNow(made, loan)).drawnFen, whole)
  })

  test('an early end asks for its reason, and the firm reads it', async () => {
    const made = await runningTown()
    const loan = await loanIn(made, await onShelf(made), 'drawn')
    const browser = await made.browserOf(made.cast.zhou)
    assert.equal((await browser.post(`/loans/${loan.id}/drawing-end`, { why: ' ' })).statusCode, 422)
    const why = '剩余额度企业不再使用。'
    assert.equal((await browser.post(`/loans/${loan.id}/drawing-end`, { why })).statusCode, 303)
    assert.ok((await (await made.browserOf(made.cast.lin)).get(`/loans/${loan.id}`)).body.includes(why))
  })

  test('a repayment sent twice is booked once', async () => {
    const made = await runningTown()
    const loan = await loanIn(made, await onShelf(made), 'drawn')
    const browser = await made.browserOf(made.cast.zhou)
    const version = String(loan.version)
    const form = { paidOn: today, principalFen: '100', interestFen: '', version, _once: newId() }
    assert.equal((await browser.post(`/loans/${loan.id}/repayments`, form)).statusCode, 303)
    assert.equal((await browser.post(`/loans/${loan.id}/repayments`, form)).statusCode, 409)
    assert.equal((await loanNow(made, loan)).balanceFen, 60_000_000 - 10_000)
  })

  test('a report from a second window, which shows the loan as it was, is refused', async () => {
    const made = await runningTown()
    const loan = await loanIn(made, await onShelf(made), 'drawn')
    const browser = await made.browserOf(made.cast.zhou)
    const version = String(loan.version)
    const back = { paidOn: today, principalFen: '100', interestFen: '', version }
    assert.equal((await browser.post(`/loans/${loan.id}/repayments`, back)).statusCode, 303)
    assert.equal((await browser.post(`/loans/${loan.id}/repayments`, back)).statusCode, 409)
    const out = { amountFen: '1', drawnOn: today, version }
    assert.equal((await browser.post(`/loans/${loan.id}/drawdowns`, out)).statusCode, 409)
    assert.equal((await loanNow(made, loan)).balanceFen, 60_000_000 - 10_000)
  })

  test('a repayment is taken back from the page, with a reason, in the version that was read', async () => {
    const made = await runningTown()
    const loan = await loanIn(made, await onShelf(made), 'drawn')
    const browser = await made.browserOf(made.cast.zhou)
    const report = { paidOn: today, principalFen: '100', interestFen: '', version: String(loan.version) }
    await browser.post(`/loans/${loan.id}/repayments`, report)
    const page = (await browser.get(`/loans/${loan.id}`)).body
    const url = present(/href="([^"]+\/reversal)"/.exec(page)?.[1], 'a way to take it back')
    const form = (await browser.get(url)).body
    const version = present(/name="version" value="(\d+)"/.exec(form)?.[1], 'the version that was read')
    const why = '登记错了一笔。'
    assert.equal((await browser.post(url, { why: '', version })).statusCode, 422)
    assert.equal((await browser.post(url, { why, version: String(loan.version) })).statusCode, 409)
    assert.equal((await browser.post(url, { why, version })).statusCode, 303)
    assert.equal((await loanNow(made, loan)).balanceFen, 60_000_000)
    assert.equal((await browser.get(url)).statusCode, 303)
    const firm = (await (await made.browserOf(made.cast.lin)).get(`/loans/${loan.id}`)).body
    assert.ok(firm.includes(why) && firm.includes('已冲正') && !firm.includes('/reversal"'))
  })
})
