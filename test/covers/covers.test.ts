import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { notices } from '../../db/tables/inbox.ts'
import { loans } from '../../db/tables/loans.ts'
import { repayments } from '../../db/tables/repayments.ts'
import { rejectCover, withdrawCover } from '../../server/covers/actions.ts'
import { confirmCover, fileCover, openPool } from '../../server/covers/index.ts'
import { paymentsInto } from '../../server/covers/rows-pools.ts'
import { coveredOf, poolTotals } from '../../server/covers/rows-totals.ts'
import { credit, debit, post, reverse } from '../../server/ledger/index.ts'
import { reverseRepayment } from '../../server/loans/actions-reversals.ts'
import { repayment } from '../../server/loans/index.ts'
import { loanById } from '../../server/loans/rows.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { codeOf, given } from '../applications/played.ts'
import { runningTown } from '../support/app.ts'
import { anotherPerson } from '../support/world.ts'
import { code, lent, pooled, shownTo } from './lent.ts'

const amountFen = fen(30_000_000)

async function pooledTown(changes: Parameters<typeof pooled>[1] = {}) {
  const made = await runningTown()
  return { ...made, ...(await pooled(made, changes)) }
}

describe('filing for cover', () => {
  test('fixes arrangement and shares, is confirmed by another institution, and both sides are told', async () => {
    const made = await pooledTown()
    const { parts, by, cast, store } = made
    const loan = await lent(made)
    const { cover } = given(await fileCover(parts, by(cast.zhou), loan, code))
    assert.deepEqual(
      [cover.state, cover.filedFen, cover.arrangementVersion, cover.variant, cover.operatorId],
      ['filed', amountFen, `arrangement-${code}-2`, 'pure-credit', cast.institutionIds.pool],
    )
    assert.deepEqual(cover.terms.layers[0]?.shares, [
      { party: 'pool', basisPoints: 3500 },
      { party: 'bank', basisPoints: 6500 },
    ])
    assert(cover.checks.every(({ met }) => met === 'yes'))
    assert.match(cover.number, /^BA20260310-0001$/)
    assert.equal(cover.dueOn, '2026-03-17')
    assert.equal(codeOf(await fileCover(parts, by(cast.qian), loan, code)), 'cover-once')
    assert.deepEqual(await poolTotals(store.read, code), {
      loans: 0,
      coveredFen: 0,
      badFen: 0,
      compensatedFen: 0,
    })
    given(await confirmCover(store, by(cast.tang), await shownTo(made, cover.id)))
    assert.deepEqual(await poolTotals(store.read, code), {
      ...{ loans: 1, coveredFen: amountFen, badFen: 0, compensatedFen: 0 },
    })
    const told = (await store.read.select().from(notices)).filter(
      ({ href }) => href === `/covers/${cover.id}`,
    )
    const whom = (words: string) =>
      new Set(told.filter((one) => one.words === words).map(({ personId }) => personId))
    assert(whom('covers.notice.filed').has(cast.tang.id))
    assert(
      whom('covers.notice.in-cover').has(cast.zhou.id) && whom('covers.notice.in-cover').has(cast.lin.id),
    )
    for (const again of [
      await confirmCover(store, by(cast.tang), await shownTo(made, cover.id)),
      await rejectCover(store, by(cast.tang), await shownTo(made, cover.id), '晚了'),
      await withdrawCover(store, by(cast.zhou), await shownTo(made, cover.id), '晚了'),
    ])
      assert.equal(codeOf(again), 'cover-decided')
  })

  test('refuses what is secured, without a pool, under an arrangement that is none, late, or overdue', async () => {
    const made = await pooledTown()
    const { parts, by, cast, store, clock } = made
    const secured = await lent(made, amountFen, 'mortgage')
    const refused = async (loan: typeof secured, arrangement = code) =>
      codeOf(await fileCover(parts, by(cast.zhou), loan, arrangement))
    assert.equal(await refused(secured), 'cover-unsecured')
    assert.equal(await refused(secured, 'zhubaodai'), 'cover-pool')
    assert.equal(await refused(secured, '4321'), 'cover-pool')
    assert.equal(await refused(secured, 'none'), 'unknown-arrangement')
    const open = await lent(made)
    const change = (values: Partial<typeof loans.$inferInsert>) =>
      store.transact((tx) => tx.update(loans).set(values).where(eq(loans.id, open)))
    await change({ overdueSince: clock.today() })
    assert.equal(await refused(open), 'cover-overdue')
    await change({ overdueSince: null, riskClass: 'loss' })
    assert.equal(await refused(open), 'cover-class')
    await change({ riskClass: 'normal' })
    clock.set('2026-04-10T10:00:00+08:00')
    assert.equal(await refused(open), 'cover-time')
    clock.set('2026-04-09T10:00:00+08:00')
    assert.equal(await refused(open), 'done')
  })

  test('stops at the stop line and warns before it; what is in cover stays', async () => {
    const made = await pooledTown({ warnLinePpm: 300_000 as never, stopLinePpm: 500_000 as never })
    const { parts, by, cast, store, browserOf } = made
    const [first, second, third] = [await lent(made), await lent(made), await lent(made)]
    const { cover } = given(await fileCover(parts, by(cast.zhou), first, code))
    given(await confirmCover(store, by(cast.tang), await shownTo(made, cover.id)))
    const classed = (loan: typeof first, riskClass: 'normal' | 'substandard') =>
      store.transact((tx) => tx.update(loans).set({ riskClass }).where(eq(loans.id, loan)))
    await classed(first, 'substandard')
    assert.equal(codeOf(await fileCover(parts, by(cast.zhou), second, code)), 'cover-stop-line')
    const zhou = await browserOf(cast.zhou)
    assert.match((await zhou.get(`/loans/${second}/cover/new`)).body, /100\.00%，已达到熔断线 50\.00%/)
    assert.equal((await poolTotals(store.read, code)).coveredFen, amountFen)
    await classed(first, 'normal')
    for (const loan of [second, third]) {
      const filed = given(await fileCover(parts, by(cast.zhou), loan, code))
      given(await confirmCover(store, by(cast.tang), await shownTo(made, filed.cover.id)))
    }
    await classed(first, 'substandard')
    const fourth = await lent(made)
    assert.match((await zhou.get(`/loans/${fourth}/cover/new`)).body, /33\.3333%，已达到预警线 30\.00%/)
    assert.equal(codeOf(await fileCover(parts, by(cast.zhou), fourth, code)), 'done')
  })

  test('never lets two filings at once pass the cap of a customer together', async () => {
    const made = await pooledTown({ singleCustomerCapFen: fen(60_000_000 - 1) })
    const { parts, by, cast, store } = made
    const pair = [await lent(made), await lent(made)] as const
    for (let round = 0; round < 12; round += 1) {
      const outcomes = await Promise.all(pair.map((loan) => fileCover(parts, by(cast.zhou), loan, code)))
      assert.deepEqual(
        outcomes.map(codeOf).toSorted(),
        ['cover-single-customer-cap', 'done'],
        `round ${round}`,
      )
      assert.equal(await coveredOf(store.read, cast.enterpriseIds.linFirm, code), amountFen)
      const filed = present(outcomes.flatMap((one) => (one.ok ? [one.cover] : []))[0], 'one of the two')
      given(await withdrawCover(store, by(cast.zhou), await shownTo(made, filed.id), '再报一次'))
    }
  })

  test('takes both of a customer at the cap itself, what only waits for the operator included', async () => {
    const made = await pooledTown({ singleCustomerCapFen: fen(60_000_000) })
    const { parts, by, cast } = made
    const pair = [await lent(made), await lent(made)] as const
    const outcomes = await Promise.all(pair.map((loan) => fileCover(parts, by(cast.zhou), loan, code)))
    assert.deepEqual(outcomes.map(codeOf), ['done', 'done'])
    const third = await lent(made, fen(10_000_000))
    assert.equal(codeOf(await fileCover(parts, by(cast.zhou), third, code)), 'cover-single-customer-cap')
  })
})

describe('what is under cover', () => {
  test('falls with each repayment, comes back with its reversal, and ends with the loan', async () => {
    const made = await pooledTown()
    const { parts, by, cast, store, clock, browserOf } = made
    const loan = await lent(made)
    const { cover } = given(await fileCover(parts, by(cast.zhou), loan, code))
    given(await confirmCover(store, by(cast.tang), await shownTo(made, cover.id)))
    const under = async () => (await poolTotals(store.read, code)).coveredFen
    const pay = (principalFen: typeof amountFen) =>
      store.transact((tx) =>
        repayment(tx, parts, by(cast.zhou), loan, {
          principalFen,
          interestFen: noFen,
          paidOn: clock.today(),
        }),
      )
    given(await pay(fen(10_000_000)))
    assert.equal(await under(), 20_000_000)
    given(await pay(fen(20_000_000)))
    assert.equal(await under(), 0)
    const tang = await browserOf(cast.tang)
    assert.match((await tang.get(`/covers/${cover.id}`)).body, /已解保/)
    assert.match((await tang.get('/covers?standing=ended')).body, new RegExp(cover.number))
    assert.doesNotMatch((await tang.get('/covers?standing=in-cover')).body, new RegExp(cover.number))
    const [last] = (await store.read.select().from(repayments)).filter(
      ({ principalFen }) => principalFen === 20_000_000,
    )
    const settled = present(await loanById(store.read, loan), 'the loan')
    given(
      await reverseRepayment(parts, by(cast.qian), settled, present(last, 'the last payment').id, '重复登记'),
    )
    assert.equal(await under(), 20_000_000)
    assert.match((await tang.get(`/covers/${cover.id}`)).body, /state-good[^>]*>在保/)
  })
})

describe('the pages of cover', () => {
  test('lead a bank from the loan to the filing, the operator to his word, and show the firm and the bureau', async () => {
    const made = await pooledTown()
    const { cast, browserOf } = made
    const loan = await lent(made)
    const [zhou, tang, lin, lu] = [
      await browserOf(cast.zhou),
      await browserOf(cast.tang),
      await browserOf(cast.lin),
      await browserOf(cast.lu),
    ]
    assert.match((await zhou.get(`/loans/${loan}`)).body, new RegExp(`/loans/${loan}/cover`))
    assert.equal((await lin.get(`/loans/${loan}/cover`)).statusCode, 404)
    const form = await zhou.get(`/loans/${loan}/cover/new`)
    assert.match(form.body, /资金池 35%、银行 65%|资金池 35%，银行 65%|资金池 35%/)
    const sent = await zhou.post(`/loans/${loan}/cover`, { _csrf: await zhou.token(), arrangement: code })
    const at = present(String(sent.headers.location), 'where the cover is')
    assert.match(at, /^\/covers\//)
    assert.match((await tang.get('/covers?standing=filed')).body, new RegExp(at))
    const token = await tang.token()
    assert.equal((await tang.post(`${at}/rejection`, { _csrf: token, why: '' })).statusCode, 422)
    assert.equal((await tang.post(`${at}/confirmation`, { _csrf: token })).statusCode, 303)
    for (const browser of [zhou, lin, lu, tang]) assert.match((await browser.get(at)).body, /已纳入风险补偿/)
    assert.doesNotMatch((await lin.get(at)).body, /备案时的条件/)
    assert.equal((await lin.get(`/loans/${loan}/cover`)).headers.location, at)
    for (const role of ['bureau-analyst', 'bureau-head'] as const) {
      const other = await browserOf(await anotherPerson(made, role, { region: '340604' }))
      assert.equal((await other.get(at)).statusCode, 404)
    }
    const stranger = { institutionId: cast.institutionIds.bankB }
    const otherPool = await browserOf(await anotherPerson(made, 'pool-operator', stranger))
    assert.equal(
      (await otherPool.post(`${at}/confirmation`, { _csrf: await otherPool.token() })).statusCode,
      404,
    )
  })

  test('file many at once, each by itself, and say of each why not', async () => {
    const made = await pooledTown({ singleCustomerCapFen: fen(70_000_000) })
    const { cast, browserOf, store } = made
    const all = [await lent(made), await lent(made), await lent(made)]
    const secured = await lent(made, fen(10_000_000), 'mortgage')
    const zhou = await browserOf(cast.zhou)
    const page = (await zhou.get('/covers/filing')).body
    assert.equal(page.match(/type="checkbox" name="loans"/g)?.length, 3)
    assert.match(page, /只适用于纯信用贷款/)
    const done = await zhou.post('/covers/filing', {
      ...{ _csrf: await zhou.token(), arrangement: code },
      loans: [...all, secured, 'none'],
    })
    assert.match(done.body, /已备案 2 笔，共 4 笔/)
    assert.match(done.body, /超过单户上限 70 万元/)
    assert.equal((await store.read.select().from(loans)).length, 4)
    const none = await zhou.post('/covers/filing', { _csrf: await zhou.token(), arrangement: code })
    assert.equal(none.statusCode, 303)
    // Another bank's loan is none of its own.
    const wu = await browserOf(cast.wu)
    const other = await wu.post('/covers/filing', {
      ...{ _csrf: await wu.token(), arrangement: code, loans: all },
    })
    assert.match(other.body, /共 0 笔/)
  })

  test('show a pool by its ledger: who paid in, what is free, and how many times over it covers', async () => {
    const made = await pooledTown()
    const { parts, by, cast, store, browserOf, book, clock } = made
    const paid = (key: string, funder: string, amount: number) =>
      store.transact((tx) =>
        post(tx, by(cast.tang), parts, {
          ...{ key, kind: 'ledger.capital-paid-in', subject: { kind: 'book', id: book }, memo: { funder } },
          on: clock.today(),
          lines: [debit(book, 'cash-free', fen(amount)), credit(book, 'funders-capital', fen(amount))],
        }),
      )
    given(await paid('one', '市财政', 6_000_000))
    given(await paid('two', '县财政', 2_000_000))
    const wrong = given(await paid('three', '县财政', 1_000_000))
    const undo = { entry: wrong.entry.id, key: 'undone', why: '误记' }
    given(await store.transact((tx) => reverse(tx, by(cast.tang), parts, undo)))
    assert.deepEqual(await paymentsInto(store.read, book), [
      { funder: '市财政', amountFen: 6_000_000 },
      { funder: '县财政', amountFen: 2_000_000 },
    ])
    const { cover } = given(await fileCover(parts, by(cast.zhou), await lent(made), code))
    const tang = await browserOf(cast.tang)
    assert.match((await tang.get('/compensation')).body, /0\.00 倍/)
    given(await confirmCover(store, by(cast.tang), await shownTo(made, cover.id)))
    const shown = (await tang.get('/compensation')).body
    assert.match(shown, /3\.75 倍/)
    for (const words of ['出资：市财政', '出资：县财政', '预警线 3.00%，熔断线 5.00%'])
      assert(shown.includes(words), words)
    const other = { institutionId: cast.institutionIds.bankB }
    const stranger = await browserOf(await anotherPerson(made, 'pool-checker', other))
    assert.match((await stranger.get('/compensation')).body, /还没有开设资金池/)
    const far = await browserOf(await anotherPerson(made, 'bureau-head', { region: '3407' }))
    assert.match((await far.get('/compensation')).body, /还没有开设资金池/)
  })

  test('a pool opens once, for a party that is one', async () => {
    const { store, parts, by, cast } = await pooledTown()
    const opened = async (arrangement: string, party: 'pool' | 'bank' | 'fund') =>
      codeOf(
        await store.transact((tx) =>
          openPool(tx, by(cast.tang), parts.policies, {
            ...{ arrangement, party, institutionId: cast.institutionIds.pool, region: '3406' },
            name: { zh: '池', en: 'Pool' },
          }),
        ),
      )
    assert.equal(await opened(code, 'pool'), 'pool-is-open')
    assert.equal(await opened(code, 'bank'), 'party-is-no-pool')
    assert.equal(await opened('none', 'pool'), 'unknown-arrangement')
    assert.equal(await opened('startup-fund', 'fund'), 'done')
  })
})
