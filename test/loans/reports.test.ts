import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { byPlatform } from '../../server/accounts/index.ts'
import { applicationById } from '../../server/applications/index.ts'
import { trailOf } from '../../server/audit/index.ts'
import { cancelLoan, endDrawing } from '../../server/loans/actions-ends.ts'
import { closeLoanDay, reportDrawdown, reportRepayment, sign } from '../../server/loans/index.ts'
import { plan } from '../../server/loans/plan.ts'
import { drawdownsOf, repaymentsOf } from '../../server/loans/rows.ts'
import { type Day, day, plusDays } from '../../server/money/day.ts'
import { fen, noFen, plus } from '../../server/money/fen.ts'
import { needById } from '../../server/needs/index.ts'
import { startOf } from '../../server/platform/clock.ts'
import { agreedCase, applied, codeOf, given, inHall, onShelf } from '../applications/played.ts'
import { once } from '../needs/sample-draft.ts'
import { type Town, town } from '../support/app.ts'
import { drawn, loanNow, signed } from './contract.ts'

const million = 100_000_000

describe('a contract is signed', () => {
  test('not for a case that the firm did not agree to, and not twice', async () => {
    const made = await town()
    const { cast, parts, by, clock } = made
    const contract = { signedOn: clock.today(), contractNumber: 'HT-1', register: 'none' as const }
    const one = await applied(made, { needId: (await inHall(made)).id, productId: await onShelf(made) })
    assert.equal(codeOf(await sign(parts, by(cast.zhou), one.id, contract)), 'move-not-allowed')
    const { id } = await agreedCase(made, await onShelf(made))
    const outcomes = await Promise.all([0, 1].map(() => sign(parts, by(cast.zhou), id, contract)))
    assert.deepEqual(outcomes.map(codeOf).toSorted(), ['done', 'move-not-allowed'])
  })

  test('on a day from the application until today', async () => {
    const made = await town()
    const { cast, parts, store, by, clock } = made
    const { id } = await agreedCase(made, await onShelf(made))
    const on = async (signedOn: Day) =>
      codeOf(
        await sign(parts, by(cast.zhou), id, { signedOn, contractNumber: 'HT-1', register: 'none' as const }),
      )
    assert.equal(await on(plusDays(clock.today(), -1)), 'before-case')
    assert.equal(await on(plusDays(clock.today(), 1)), 'future-day')
    assert.equal(await on(clock.today()), 'done')
    assert.equal((await applicationById(store.read, id))?.state, 'signed')
  })

  test('on the terms of the offer, and says whether it is the firm’s first', async () => {
    const made = await town()
    const first = await signed(made)
    assert.equal(first.number, 'DK20260310-0001')
    assert.equal(first.amountFen, million)
    assert.equal(first.months, 12)
    assert.equal(first.ratePpm, 43_500)
    assert.equal(first.method, 'equal-instalment')
    assert.equal(first.firstLoan, true)
    assert.equal((await signed(made)).firstLoan, false)
    assert.equal((await loanNow(made, first)).firstLoan, true)
  })

  test('a contract that was cancelled was no first loan', async () => {
    const made = await town()
    const first = await signed(made)
    given(await cancelLoan(made.parts, made.by(made.cast.zhou), first.id, '企业改用自有资金。'))
    assert.equal((await signed(made)).firstLoan, true)
  })
})

describe('money goes out', () => {
  test('to the last fen and not one more, in parts, on days from signing until today', async () => {
    const made = await town()
    const { cast, store, by, clock } = made
    const loan = await signed(made)
    const attempt = async (amount: number, drawnOn: Day = clock.today()) =>
      codeOf(await reportDrawdown(made.parts, by(cast.zhou), loan.id, { amountFen: fen(amount), drawnOn }))
    assert.equal(await attempt(million + 1), 'over-limit')
    assert.equal(await attempt(0), 'not-positive')
    assert.equal(await attempt(1, plusDays(clock.today(), -1)), 'before-signing')
    assert.equal(await attempt(1, plusDays(clock.today(), 1)), 'future-day')
    assert.equal((await needById(store.read, loan.needId))?.state, 'in-progress')
    assert.equal(await attempt(million - 1), 'done')
    assert.equal((await needById(store.read, loan.needId))?.state, 'financed')
    assert.equal(await attempt(2), 'over-limit')
    assert.equal(await attempt(1), 'done')
    assert.equal(await attempt(1), 'over-limit')
    assert.equal((await loanNow(made, loan)).drawnFen, million)
  })

  test('once, when two reports of all that is left race, or one form comes twice', async () => {
    const made = await town()
    const { cast, store, by, clock } = made
    const loan = await signed(made)
    const all = { amountFen: fen(million), drawnOn: clock.today() }
    const raced = await Promise.all([0, 1].map(() => reportDrawdown(made.parts, by(cast.zhou), loan.id, all)))
    assert.deepEqual(raced.map(codeOf).toSorted(), ['done', 'over-limit'])
    const other = await signed(made)
    const part = { amountFen: fen(1000), drawnOn: clock.today() }
    const twice = once(by(cast.zhou), 'a-form')
    assert.equal(codeOf(await reportDrawdown(made.parts, twice, other.id, part)), 'done')
    assert.equal(codeOf(await reportDrawdown(made.parts, twice, other.id, part)), 'already-submitted')
    assert.equal((await drawdownsOf(store.read, other.id)).length, 1)
  })

  test('and each part has its own plan, whose principal adds up to it', async () => {
    const made = await town()
    const loan = await signed(made)
    await drawn(made, loan, 60_000_000)
    made.clock.set('2026-03-31T01:30:00.000Z')
    const whole = await drawn(made, loan, 40_000_000)
    assert.equal(whole.firstDrawnOn, day('2026-03-10'))
    assert.equal(whole.maturesOn, day('2027-03-31'))
    const dues = plan(whole, await drawdownsOf(made.store.read, loan.id))
    assert.equal(dues.length, 24)
    assert.equal(plus(...dues.map(({ principalFen }) => principalFen)), million)
    assert.deepEqual(
      dues.map(({ dueOn }) => dueOn),
      dues.map(({ dueOn }) => dueOn).toSorted(),
    )
    // The month's last day stands for the thirty-first.
    assert.ok(
      dues.some(({ dueOn }) => dueOn === '2026-04-30') && dues.some(({ dueOn }) => dueOn === '2026-05-31'),
    )
  })

  test('no more once both sides gave up the rest, and the loan settles below the sum agreed', async () => {
    const made = await town()
    const { cast, store, by, clock } = made
    const loan = await signed(made)
    assert.equal(codeOf(await endDrawing(made.parts, by(cast.zhou), loan.id, '不再需要。')), 'not-out')
    await drawn(made, loan, 60_000_000)
    given(await endDrawing(made.parts, by(cast.zhou), loan.id, '不再需要。'))
    assert.equal(codeOf(await endDrawing(made.parts, by(cast.zhou), loan.id, '不再需要。')), 'already-closed')
    const more = { amountFen: fen(1), drawnOn: clock.today() }
    assert.equal(codeOf(await reportDrawdown(made.parts, by(cast.zhou), loan.id, more)), 'not-drawable')
    assert.equal(
      codeOf(await cancelLoan(made.parts, by(cast.zhou), loan.id, '不再需要。')),
      'not-cancellable',
    )
    const back = { principalFen: fen(60_000_000), interestFen: noFen, paidOn: clock.today() }
    assert.equal(given(await reportRepayment(made.parts, by(cast.zhou), loan.id, back)).loan.state, 'settled')
    const [, told] = await trailOf(store.read, 'loan', loan.id)
    assert.equal(told?.why, '不再需要。')
  })
})

describe('money comes back', () => {
  test('not before it went out, not more than is out, and something at least', async () => {
    const made = await town()
    const { cast, store, by, clock } = made
    const loan = await signed(made)
    const attempt = async (principal: number, interest: number, paidOn: Day = clock.today()) =>
      codeOf(
        await reportRepayment(made.parts, by(cast.zhou), loan.id, {
          principalFen: fen(principal),
          interestFen: fen(interest),
          paidOn,
        }),
      )
    assert.equal(await attempt(1, 0), 'not-repayable')
    await drawn(made, loan, million)
    assert.equal(await attempt(0, 0), 'not-positive')
    assert.equal(await attempt(million + 1, 0), 'over-balance')
    assert.equal(await attempt(1, 0, plusDays(clock.today(), -1)), 'before-drawing')
    assert.equal(await attempt(1, 0, plusDays(clock.today(), 1)), 'future-day')
    assert.equal(await attempt(0, 1), 'done')
    assert.equal(await attempt(million, 0), 'done')
    assert.equal((await loanNow(made, loan)).state, 'settled')
    assert.equal(await attempt(0, 1), 'not-repayable')
    assert.equal((await repaymentsOf(store.read, loan.id)).length, 2)
  })
})

describe('a report', () => {
  test('of a repayment under a number that was reported before is refused, at the same bank only', async () => {
    const made = await town()
    const { cast, by, clock } = made
    const [one, other] = [
      await drawn(made, await signed(made), million),
      await drawn(made, await signed(made), million),
    ]
    const paid = { principalFen: fen(1), interestFen: noFen, paidOn: clock.today(), reference: 'LS-1' }
    given(await reportRepayment(made.parts, by(cast.zhou), one.id, paid))
    assert.equal(codeOf(await reportRepayment(made.parts, by(cast.zhou), one.id, paid)), 'reference-taken')
    assert.equal(codeOf(await reportRepayment(made.parts, by(cast.zhou), other.id, paid)), 'reference-taken')
    const unnamed = { ...paid, reference: null }
    given(await reportRepayment(made.parts, by(cast.zhou), one.id, unnamed))
    given(await reportRepayment(made.parts, by(cast.zhou), one.id, unnamed))
  })

  test('of a drawdown keeps the working day by which it was owed, across a holiday', async () => {
    const made = await town()
    const { store, clock } = made
    clock.set('2026-04-29T01:30:00.000Z')
    const loan = await drawn(made, await signed(made), million)
    const [part] = await drawdownsOf(store.read, loan.id)
    // 30 April is worked; 1 to 5 May are off; 9 May is made up for.
    assert.equal(part?.reportDueOn, day('2026-05-07'))
    assert.deepEqual(part?.reportDuePolicies, ['clocks-2', 'calendar-2026-1'])
  })
})

describe('a loan is late', () => {
  const night = async (made: Town, on: Day) => closeLoanDay(made.parts, byPlatform(startOf(on), on))

  test('from the day after an instalment, marked once, and in time again when it is paid', async () => {
    const made = await town()
    const { cast, store, by, clock } = made
    const loan = await drawn(made, await signed(made), million)
    // The first night gives the loan its class.
    assert.equal(await night(made, day('2026-04-10')), 1)
    assert.equal((await loanNow(made, loan)).state, 'drawn')
    assert.equal(await night(made, day('2026-04-11')), 1)
    assert.equal(await night(made, day('2026-04-11')), 0)
    assert.equal((await loanNow(made, loan)).overdueSince, day('2026-04-10'))
    assert.equal((await loanNow(made, loan)).state, 'overdue')
    clock.set('2026-04-12T01:30:00.000Z')
    const [due] = plan(loan, await drawdownsOf(store.read, loan.id))
    assert.ok(due)
    const half = { principalFen: noFen, interestFen: due.interestFen, paidOn: clock.today() }
    assert.equal(given(await reportRepayment(made.parts, by(cast.zhou), loan.id, half)).loan.state, 'overdue')
    const rest = { principalFen: due.principalFen, interestFen: noFen, paidOn: clock.today() }
    assert.equal(given(await reportRepayment(made.parts, by(cast.zhou), loan.id, rest)).loan.state, 'drawn')
    const { overdueSince, clearedOn } = await loanNow(made, loan)
    assert.deepEqual([overdueSince, clearedOn], [null, day('2026-04-12')])
    await night(made, day('2026-05-10'))
    assert.equal((await loanNow(made, loan)).state, 'drawn')
    await night(made, day('2026-05-11'))
    assert.equal((await loanNow(made, loan)).state, 'overdue')
  })

  test('while it is late nothing more is drawn', async () => {
    const made = await town()
    const { cast, by, clock } = made
    const loan = await drawn(made, await signed(made), 60_000_000)
    await night(made, day('2026-04-11'))
    clock.set('2026-04-12T01:30:00.000Z')
    const more = { amountFen: fen(1), drawnOn: clock.today() }
    assert.equal(codeOf(await reportDrawdown(made.parts, by(cast.zhou), loan.id, more)), 'not-drawable')
  })

  test('of many loans each is looked at in one night', async () => {
    const made = await town()
    const productId = await onShelf(made)
    const loans = []
    for (let count = 0; count < 12; count += 1)
      loans.push(await drawn(made, await signed(made, productId), million))
    assert.equal(await night(made, day('2026-04-11')), loans.length)
  })
})

test('from application to settlement every step is in the trail, with who and when', async () => {
  const made = await town()
  const { cast, store, by, clock } = made
  const loan = await signed(made)
  await drawn(made, loan, 60_000_000)
  clock.forward(24 * 60)
  await drawn(made, loan, 40_000_000)
  clock.forward(24 * 60)
  const pay = (principal: number) =>
    reportRepayment(made.parts, by(cast.qian), loan.id, {
      principalFen: fen(principal),
      interestFen: fen(12_345),
      paidOn: clock.today(),
    })
  given(await pay(99_999_999))
  assert.equal((await loanNow(made, loan)).state, 'drawn')
  given(await pay(1))
  const settled = await loanNow(made, loan)
  assert.equal(settled.state, 'settled')
  assert.equal(settled.settledOn, clock.today())
  assert.equal(settled.balanceFen, 0)
  const told = async (kind: string, id: string) =>
    (await trailOf(store.read, kind, id))
      .toReversed()
      .map(({ happening, personId, toState }) => [happening, personId, toState])
  assert.deepEqual(await told('application', loan.applicationId), [
    ['applications.taken-from-hall', cast.zhou.id, 'taken'],
    ['applications.offered', cast.zhou.id, 'offered'],
    ['applications.agreed', cast.lin.id, 'agreed'],
    ['applications.signed', cast.zhou.id, 'signed'],
  ])
  assert.deepEqual(await told('loan', loan.id), [
    ['loans.signed', cast.zhou.id, 'signed'],
    ['loans.drawn', cast.zhou.id, 'drawn'],
    ['loans.drawn', cast.zhou.id, 'drawn'],
    ['loans.repaid', cast.qian.id, 'drawn'],
    ['loans.repaid', cast.qian.id, 'settled'],
  ])
  assert.deepEqual(
    (await told('need', loan.needId)).map(([happening]) => happening),
    ['needs.drafted', 'needs.under-review', 'needs.published', 'needs.in-progress', 'needs.financed'],
  )
})
