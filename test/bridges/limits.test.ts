import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq, inArray } from 'drizzle-orm'
import { applications } from '../../db/tables/applications.ts'
import { bridges, promises } from '../../db/tables/bridges.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { ledgerEntries } from '../../db/tables/ledger.ts'
import { loans } from '../../db/tables/loans.ts'
import { needs } from '../../db/tables/needs.ts'
import { agree, book, drop, poolById, refuseCase, withdraw } from '../../server/bridges/index.ts'
import { wholeOf } from '../../server/bridges/parts-kept.ts'
import { figuresOf } from '../../server/bridges/rows-figures.ts'
import { verifyLedger } from '../../server/ledger/index.ts'
import { reportRepayment } from '../../server/loans/index.ts'
import { type Day, day, plusDays } from '../../server/money/day.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import type { Id } from '../../server/platform/ids.ts'
import type { Outcome } from '../../server/platform/outcome.ts'
import { speak } from '../../server/platform/web/words.ts'
import { codeOf, given } from '../applications/played.ts'
import { town } from '../support/app.ts'
import { copiesOf } from './copied.ts'
import { checked, dueLoan, funded, fundingRows, hands, million, pool } from './played.ts'

const made = await town()
const { store, parts, cast, by, clock } = made
const at = await pool(made, 10 * million)
const play = hands(made)
const sound = async () => assert.equal((await verifyLedger(store.read, parts)).fault, null)

function refusalOf(outcome: Outcome<object>) {
  assert(!outcome.ok)
  return outcome.refusal
}

async function purposeOf(id: Id<'loan'>) {
  const [row] = await store.read
    .select({ needId: needs.id, purpose: needs.purpose })
    .from(loans)
    .innerJoin(applications, eq(applications.id, loans.applicationId))
    .innerJoin(needs, eq(needs.id, applications.needId))
    .where(eq(loans.id, id))
  return row
}

describe('what does not fit', () => {
  test('is refused with words and leaves no trace', async () => {
    const loan = await dueLoan(made)
    const before = await play.balances(at)
    const code = async (changes: Parameters<typeof play.apply>[2]) =>
      codeOf(await play.apply(loan, at, changes))
    assert.equal(await code({ amountFen: fen(million + 1) }), 'bridge-over-principal')
    assert.equal(await code({ payOn: day('2026-03-09') }), 'bridge-days-wrong')
    assert.equal(await code({ backOn: day('2026-03-23') }), 'bridge-too-long')
    assert.equal(await code({ backOn: day('2026-03-21') }), 'bridge-day-off')
    // Who borrows is what the register says, whatever the firm says: 92 is a household business.
    assert.equal(await code({ borrower: 'household' }), 'bridge-borrower-register')
    const registered = async (uscc: string) =>
      store.transact((tx) =>
        tx.update(enterprises).set({ uscc }).where(eq(enterprises.id, loan.enterpriseId)),
      )
    const [firm] = await store.read.select().from(enterprises).where(eq(enterprises.id, loan.enterpriseId))
    await registered('92340603MA2N00000X')
    for (const borrower of ['firm', 'owner'] as const)
      assert.equal(await code({ borrower }), 'bridge-borrower-register')
    await registered(present(firm, 'the firm').uscc)
    const { id } = given(await play.apply(loan, at)).bridge
    given(await play.complete(id, '缺近三个月报表。'))
    assert.deepEqual([(await play.now(id)).state, (await play.now(id)).why], ['returned', '缺近三个月报表。'])
    assert.equal(codeOf(await play.check(id)), 'bridge-move-not-allowed')
    const { version } = await play.now(id)
    given(await withdraw(parts, by(cast.lin), id, version))
    assert.equal(codeOf(await withdraw(parts, by(cast.lin), id, version)), 'stale')
    const { id: next } = given(await play.apply(loan, at)).bridge
    given(await play.complete(next))
    const stopped = { stoppedMonths: 6, noVatMonths: 0, overdueMonths: 0, dishonest: false }
    assert.equal(codeOf(await play.check(next, stopped)), 'bridge-conditions')
    assert.equal(codeOf(await play.speak(next, 'no', '')), 'bridge-words-needed')
    given(await play.speak(next, 'no', '行业限制。'))
    assert.equal((await play.now(next)).state, 'refused')
    const { id: last } = given(await play.apply(loan, at)).bridge
    given(await refuseCase(parts, by(cast.tang), last, 1, '不在范围内。'))
    assert.deepEqual(await play.balances(at), before)
  })

  test('is more than a firm may have of the pool, more than the old loan has out, or too often, at the approval as well', async () => {
    const [first, second, third] = [
      await checked(made, await dueLoan(made), at),
      await checked(made, await dueLoan(made), at),
      await checked(made, await dueLoan(made), at),
    ]
    // A fifth of ten million is the most of the pool for one firm: two of these, and not three.
    given(await play.approve(first.id))
    given(await play.approve(second.id))
    assert.equal(codeOf(await play.approve(third.id)), 'bridge-over-pool-share')
    assert.equal(codeOf(await play.apply(await dueLoan(made), at)), 'bridge-over-pool-share')
    given(await withdraw(parts, by(cast.lin), second.id, (await play.now(second.id)).version))
    const loanId = present(third.loanId, 'its loan')
    const part = { principalFen: fen(20_000_000), interestFen: noFen, paidOn: made.clock.today() }
    given(await reportRepayment(parts, by(cast.zhou), loanId, part))
    assert.equal(codeOf(await play.approve(third.id)), 'bridge-over-balance')
    const paid = await copiesOf(made, first, 4, () => ({
      ...{ state: 'closed', paidOutOn: made.clock.today(), endedOn: made.clock.today() },
    }))
    assert.equal(paid.length, 4)
    assert.equal(codeOf(await play.pay(first.id)), 'bridge-times')
    await store.transact((tx) =>
      tx.delete(promises).where(
        inArray(
          promises.bridgeId,
          paid.map(({ id }) => id),
        ),
      ),
    )
    await store.transact((tx) =>
      tx.delete(bridges).where(
        inArray(
          bridges.id,
          paid.map(({ id }) => id),
        ),
      ),
    )
    for (const { id } of [first, third])
      given(await withdraw(parts, by(cast.lin), id, (await play.now(id)).version))
  })

  test('is a loan for equipment, a firm whose wages are owed, or one of whom the platform knows worse than was said', async () => {
    const donghai = await pool(made, 10 * million, 'donghai-2023', 'donghai')
    const before = await play.balances(donghai)
    const loan = await dueLoan(made)
    const due = present(await purposeOf(loan.id), 'the purpose of a loan')
    const into = (purpose: typeof due.purpose) =>
      store.transact((tx) => tx.update(needs).set({ purpose }).where(eq(needs.id, due.needId)))
    await into('equipment')
    const refused = await play.apply(loan, donghai)
    assert.equal(codeOf(refused), 'bridge-loan-not')
    assert.match(speak('zh').refusal(refusalOf(refused)), /不办这一类贷款的过桥/)
    await into(due.purpose)
    const { id } = given(await play.apply(loan, donghai)).bridge
    given(await play.complete(id))
    const none = { 'abnormal-operation': false, 'wage-arrears': false, disputes: false, 'bad-credit': false }
    const said = (marks: object) => ({
      ...{ stoppedMonths: null, noVatMonths: null, overdueMonths: null, dishonest: false, marks },
    })
    const code = async (marks: object) => {
      const { code, field } = refusalOf(await play.check(id, said(marks)))
      return `${code} ${field}`
    }
    for (const mark of Object.keys(none))
      assert.equal(await code({ ...none, [mark]: true }), `bridge-conditions ${mark}`)
    assert.equal(await code({}), 'bridge-conditions abnormal-operation', 'and what nobody said is not known')
    // Another loan of the firm is overdue at a bank of the platform: nobody has to be asked.
    const other = await dueLoan(made)
    const overdue = (since: Day | null) =>
      store.transact((tx) =>
        tx
          .update(loans)
          .set({ overdueSince: since, ...(since ? { state: 'overdue' } : { state: 'drawn' }) })
          .where(eq(loans.id, other.id)),
      )
    await overdue(day('2026-03-01'))
    assert.equal(await code(none), 'bridge-conditions-record bad-credit')
    assert.equal((await play.now(id)).operatorWord, null)
    await overdue(null)
    given(await play.check(id, said(none)))
    assert.deepEqual(
      (await play.now(id)).checks?.map(({ condition, met }) => `${condition} ${met}`),
      [...['borrower yes', 'loan yes', 'dishonest yes'], ...Object.keys(none).map((one) => `${one} yes`)],
    )
    given(await withdraw(parts, by(cast.lin), id, (await play.now(id)).version))
    assert.deepEqual(await play.balances(donghai), before)
  })

  test('money of funders is written down by one person and booked by another', async () => {
    const { id } = present((await fundingRows(made))[0], 'an agreement')
    assert.equal(codeOf(await book(parts, by(cast.jiang), id, 2, clock.today())), 'funding-over')
    const [free = 0] = await play.balances(at)
    const agreed = async (
      kind: 'contribution' | 'withdrawal',
      funder: string,
      amount: number,
      on = clock.today(),
    ) =>
      agree(parts, by(cast.tang), at.id, {
        ...{ kind, funder, agreement: `${funder} ${amount}`, amountFen: fen(amount) },
        ...{ agreedOn: clock.today(), plannedOn: on },
      })
    // What the treasury paid in nobody else takes out, nor the treasury more than that, nor the same twice.
    const whole = 10 * million
    assert.equal(codeOf(await agreed('withdrawal', '城投公司', 1)), 'funding-over-share')
    assert.equal(codeOf(await agreed('withdrawal', '市财政', whole + 1)), 'funding-over-share')
    const { funding: owed } = given(await agreed('withdrawal', '市财政', whole))
    const twice = refusalOf(await agreed('withdrawal', '市财政', 1))
    assert.equal(twice.code, 'funding-over-share')
    for (const language of ['zh', 'en'] as const) assert.match(speak(language).refusal(twice), /0\.00/)
    given(await drop(parts, by(cast.tang), owed.id, owed.version, '金额有误。'))
    // What is agreed to come counts for a later agreement, and is taken out when it has come.
    const later = plusDays(clock.today(), 5)
    const { funding: coming } = given(await agreed('contribution', '城投公司', million, later))
    assert.equal(codeOf(await agreed('withdrawal', '城投公司', million)), 'funding-over-share')
    const { funding: going } = given(await agreed('withdrawal', '城投公司', million, later))
    const early = await book(parts, by(cast.jiang), going.id, going.version, clock.today())
    assert.equal(codeOf(early), 'funding-over-share')
    for (const { id, version } of [going, coming])
      given(await drop(parts, by(cast.tang), id, version, '不办了。'))
    assert.equal((await play.balances(at))[0], free)
    given(await funded(made, at, million, 'withdrawal'))
    assert.equal((await play.balances(at))[0], free - million)
    await sound()
  })
})

describe('bad input', () => {
  test('is refused with words in both languages, and neither the ledger nor the case nor its letter moves', async () => {
    clock.set('2026-03-10T01:30:00.000Z')
    const loan = await dueLoan(made)
    const { id } = given(await play.apply(loan, at)).bridge
    const other = await checked(made, await dueLoan(made), at)
    const used = present((await play.promise(other.id)).letterNumber, 'a number')
    for (const step of [play.complete, play.check, play.speak]) given(await step(id))
    const standing = async () => [
      ...[await play.balances(at), await store.read.$count(ledgerEntries), await play.now(id)],
      await play.promise(id),
    ]
    const no = async (code: string, does: () => Promise<Outcome<object>>) => {
      const before = await standing()
      const refusal = refusalOf(await does())
      assert.equal(refusal.code, code)
      for (const language of ['zh', 'en'] as const)
        assert.ok(speak(language).refusal(refusal).length > 5, `${code} in ${language}`)
      assert.deepEqual(await standing(), before, code)
    }
    await no('promise-letter-used', () => play.sign(id, { letterNumber: used }))
    await no('promise-expired', () => play.sign(id, { validUntil: day('2026-03-09') }))
    await no('promise-too-small', () => play.sign(id, { amountFen: fen(94_736_842) }))
    await no('promise-bank-foreign', () => play.sign(id, {}, cast.wu))
    await no('promise-new-loan-late', () => play.sign(id, { newLoanBy: day('2026-04-10') }))
    given(await play.sign(id))
    await no('promise-move-not-allowed', () => play.sign(id))
    await no('bridge-over-principal', async () =>
      play.apply(await dueLoan(made), at, { amountFen: fen(million + 1) }),
    )
    await no('bridge-own-money-short', () => play.ownMoney(id, 1))
    given(await play.ownMoney(id))
    await no('bridge-same-person', () => play.approve(id, cast.tang))
    await no('bridge-no-reservation', () => play.pay(id))
    await no('bridge-not-out', () => play.back(id, 1))
    given(await play.approve(id))
    await no('bridge-account-other', () => play.pay(id, '20000012345679'))
    await no('bridge-same-person', () => play.pay(id, undefined, cast.song))
    given(await play.pay(id))
    await no('bridge-no-reservation', () => play.pay(id))
    clock.set('2026-03-16T01:30:00.000Z')
    await no('bridge-back-too-much', () => play.back(id, 90_000_001))
    await no('bridge-back-before-payout', () => play.back(id, 1, day('2026-03-09')))
    await no('bridge-day-ahead', () => play.back(id, 1, day('2026-03-17')))
    await no('bridge-day-off', () => play.back(id, 1, day('2026-03-14')))
    for (const part of [10_000_000, 20_000_000]) given(await play.back(id, part))
    await no('bridge-back-too-much', () => play.back(id, 60_000_001))
    given(await play.back(id, 60_000_000))
    await no('bridge-not-out', () => play.back(id, 1))
    await no('bridge-fee-other', () => play.fee(id, 1))
    given(await play.fee(id))
    given(await withdraw(parts, by(cast.lin), other.id, other.version))
    await sound()
  })
})

describe('what pages keep of a pool', () => {
  test('follows every step of a case and of an agreement', async () => {
    const seen = async () => {
      const pool = present(await poolById(parts.store.read, at.id), 'the pool')
      return wholeOf(parts, pool, made.clock.today())
    }
    const before = await seen()
    assert.equal((await seen()).calendar, before.calendar, 'nothing moved, nothing is worked out again')
    const { id } = await checked(made, await dueLoan(made), at)
    given(await play.approve(id))
    assert.equal(
      (await seen()).calendar.moving.some((one) => one.id === id),
      true,
    )
    given(await play.pay(id))
    assert.equal((await seen()).figures.times, before.figures.times + 1)
    given(await funded(made, at, million))
    const { figures, balances } = await seen()
    assert.equal(balances['funders-capital'] > before.balances['funders-capital'], true)
    assert.deepEqual(figures, await figuresOf(parts.store.read, at, made.clock.today()))
  })
})
