import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { byPlatform } from '../../server/accounts/index.ts'
import { bookRecovery, refuseRecovery, reportRecovery } from '../../server/compensation/actions-paying.ts'
import { partsOf, recoveriesOf } from '../../server/compensation/rows.ts'
import { paysOfLoan } from '../../server/compensation/sharing.ts'
import { proveExposures } from '../../server/exposures/index.ts'
import { balance } from '../../server/ledger/index.ts'
import { checkRows } from '../../server/loans/actions-checking.ts'
import { reverseRepayment } from '../../server/loans/actions-reversals.ts'
import { isBad } from '../../server/loans/five-class.ts'
import { readRow } from '../../server/loans/import-row.ts'
import { closeLoanDay, loanById, repaymentsOf, reportRepayment } from '../../server/loans/index.ts'
import { type Fen, fen, noFen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { codeOf, given } from '../applications/played.ts'
import { pooled } from '../covers/lent.ts'
import { runningTown } from '../support/app.ts'
import { approved, checked, classed, covered, funded, paid } from './played.ts'

/** A loan of 30 million fen, for which the pool has paid 35 per cent of so much. */
async function paidFor(claimedFen: Fen) {
  const town = await runningTown()
  const made = { ...town, ...(await pooled(town, { warnLinePpm: null, stopLinePpm: null })) }
  const { store, parts, by, cast, clock } = made
  await funded(made, made.book, fen(50_000_000))
  const { loan, cover } = await covered(made)
  await classed(made, loan)
  const claim = await paid(made, await approved(made, await checked(made, cover.id, claimedFen)))
  const today = () => clock.today()
  return {
    ...{ ...made, claim, loanId: loan },
    loanNow: async () => present(await loanById(store.read, loan), 'the loan'),
    // Confirmed, unless a test wants to be asked.
    report: (recovered: number, cost = 0, sure = [fen(recovered), fen(cost)]) =>
      reportRecovery(parts, by(cast.zhou), claim.id, {
        ...{ receivedOn: today(), words: '拍卖设备所得。', sure },
        ...{ recoveredFen: fen(recovered), costFen: fen(cost) },
      }),
    booked: async (reported: ReturnType<typeof reportRecovery>) =>
      given(await bookRecovery(parts, by(cast.jiang), given(await reported).recovery.id, today())),
    repays: (principal: number) =>
      reportRepayment(parts, by(cast.zhou), loan, {
        ...{ principalFen: fen(principal), interestFen: noFen, paidOn: today() },
      }),
    left: async () =>
      (await partsOf(store.read, claim.id)).reduce(
        (sum, { part }) => sum + part.borneFen - part.returnedFen,
        0,
      ),
  }
}

describe('what comes back after pools have paid', () => {
  test('pays the loan down by what goes back to those who bore, to the fen, until nothing is left of either', async () => {
    const made = await paidFor(fen(30_000_000))
    const { store, book, loanNow, report, left } = made
    assert.equal(
      (await loanNow()).balanceFen,
      30_000_000,
      'a payout of pools pays nothing of the firm’s debt',
    )
    await made.booked(report(10_100_000, 100_000))
    assert.deepEqual([(await loanNow()).balanceFen, await left()], [20_000_000, 20_000_000])
    assert.equal(await balance(store.read, book, 'claims-out'), 7_000_000)
    // Nothing but costs: nobody gets anything, and the loan stays.
    await made.booked(report(3, 3))
    assert.deepEqual([(await loanNow()).balanceFen, await left()], [20_000_000, 20_000_000])
    // A third of a fen is nobody's: the parts are whole, and so is what is left.
    await made.booked(report(6_666_667))
    assert.deepEqual([(await loanNow()).balanceFen, await left()], [13_333_333, 13_333_333])
    assert.equal(codeOf(await report(13_333_334)), 'recovery-above-owed')
    await made.booked(report(13_333_333))
    const settled = await loanNow()
    assert.deepEqual([settled.state, settled.balanceFen, await left()], ['settled', 0, 0])
    assert.equal(await balance(store.read, book, 'claims-out'), 0)
    assert.equal(codeOf(await report(1)), 'recovery-above-owed')
    assert.equal((await proveExposures(store.read)).fault, null)
  })

  test('is reported at the claim alone: no repayment, file or program takes it past the pools', async () => {
    const made = await paidFor(fen(20_000_000))
    const { store, parts, by, cast, clock, loanId, loanNow, report, repays, browserOf, claim } = made
    assert.equal(codeOf(await repays(1)), 'repayment-is-recovery')
    const { number } = await loanNow()
    const row = readRow({ row: 2, typed: [number, clock.today(), '100', '0', ''], formulas: [] })
    const checking = await checkRows(store.read, cast.institutionIds.bankA, [row], clock.today())
    assert.deepEqual([checking.faults.get(2)?.code, checking.loans.length], ['repayment-is-recovery', 0])
    const zhou = await browserOf(cast.zhou)
    const form = await zhou.get(`/loans/${loanId}/repayments/new`)
    assert.equal(form.headers.location, `/compensation/claims/${claim.id}`)
    assert.ok((await zhou.get(`/loans/${loanId}`)).body.includes(`/compensation/claims/${claim.id}`))
    const version = String((await loanNow()).version)
    const typed = { _csrf: await zhou.token(), paidOn: clock.today(), principalFen: '100', version }
    const sent = await zhou.post(`/loans/${loanId}/repayments`, typed)
    assert.equal(sent.statusCode, 422)
    assert.match(sent.body, /补偿申请页登记追回/)
    assert.deepEqual(await repaymentsOf(store.read, loanId), [])
    // It cannot be reversed at the loan, and its row says what it is.
    await made.booked(report(20_000_000))
    const [back] = await repaymentsOf(store.read, loanId)
    const taken = await reverseRepayment(
      parts,
      by(cast.qian),
      await loanNow(),
      present(back, 'it').id,
      '记错了。',
    )
    assert.equal(codeOf(taken), 'repayment-of-recovery')
    const page = (await zhou.get(`/loans/${loanId}`)).body
    assert.ok(page.includes('补偿追回') && !page.includes('/reversal'))
    // Everybody has back what he bore; the third that was never claimed is between the bank and its firm.
    given(await repays(10_000_000))
    assert.equal((await loanNow()).state, 'settled')
  })

  test('cures nothing: a loan whose firm does not pay stays late and 不良 while money comes back', async () => {
    const made = await paidFor(fen(30_000_000))
    const { parts, clock, loanNow, report } = made
    clock.set('2026-08-20T04:00:00.000Z')
    await closeLoanDay(parts, byPlatform(clock.now(), clock.today()))
    const late = await loanNow()
    assert.ok(late.overdueSince !== null && late.riskClass !== null && isBad(late.riskClass))
    await made.booked(report(25_000_000))
    assert.equal((await loanNow()).overdueSince, late.overdueSince)
    clock.set('2026-08-21T04:00:00.000Z')
    await closeLoanDay(parts, byPlatform(clock.now(), clock.today()))
    const { overdueSince, riskClass, state } = await loanNow()
    assert.deepEqual([overdueSince, riskClass, state], [late.overdueSince, late.riskClass, 'overdue'])
    await made.booked(report(5_000_000))
    assert.deepEqual([(await loanNow()).state, (await loanNow()).overdueSince], ['settled', null])
  })

  test('leaves the loan as it was where the pool’s cashier turns it down', async () => {
    const made = await paidFor(fen(30_000_000))
    const { store, parts, by, cast, loanId, loanNow, report, left } = made
    const { recovery } = given(await report(30_000_000))
    assert.equal((await loanNow()).state, 'settled')
    given(await refuseRecovery(parts, by(cast.jiang), recovery.id, '没有到账。'))
    const { balanceFen, state, settledOn } = await loanNow()
    assert.deepEqual([balanceFen, state === 'settled', settledOn], [30_000_000, false, null])
    assert.equal(await left(), 30_000_000)
    const rows = await repaymentsOf(store.read, loanId)
    assert.deepEqual(
      rows.map(({ principalFen, recoveryId }) => [principalFen, recoveryId === recovery.id]).toSorted(),
      [
        [-30_000_000, true],
        [30_000_000, true],
      ],
    )
    assert.equal(
      codeOf(await refuseRecovery(parts, by(cast.jiang), recovery.id, '没有到账。')),
      'recovery-over',
    )
  })

  test('covers costs up to what was claimed, and asks the bank about a sum that looks wrong', async () => {
    const made = await paidFor(fen(30_000_000))
    const { report, cast, clock, browserOf, claim, store, book } = made
    assert.equal(codeOf(await report(10_000_000, 30_000_001)), 'cost-above-claimed')
    assert.equal(codeOf(await report(20_000_000, 500_000_000)), 'cost-above-claimed')
    assert.equal(codeOf(await report(299_999, 0, [])), 'sum-small')
    assert.equal(codeOf(await report(10_000_000, 10_000_001, [])), 'cost-above-back')
    assert.equal(codeOf(await report(10_000_000, 10_000_001, [fen(10_000_002)])), 'cost-above-back')
    // On the page: a box for the very sum, and what waits is said before the pool's cashier.
    const zhou = await browserOf(cast.zhou)
    const at = `/compensation/claims/${claim.id}`
    assert.ok(!(await zhou.get(at)).body.includes('name="sure"'))
    const typed = {
      receivedOn: clock.today(),
      recoveredFen: '100000',
      costFen: '250000',
      words: '诉讼费用。',
    }
    const asked = await zhou.post(`${at}/recoveries`, { _csrf: await zhou.token(), ...typed })
    assert.equal(asked.statusCode, 422)
    assert.match(asked.body, /name="sure"[^>]*value="25000000"/)
    assert.ok(asked.body.includes('资金池和其他分担方要等抵完才有返还'))
    const sent = { _csrf: await zhou.token(), ...typed, sure: '25000000' }
    assert.equal((await zhou.post(`${at}/recoveries`, sent)).statusCode, 303)
    const [one] = await recoveriesOf(store.read, claim.id)
    assert.ok(
      (await (await browserOf(cast.jiang)).get(at)).body.includes('余 150,000.00 元由以后的追回款先抵'),
    )
    given(await bookRecovery(made.parts, made.by(cast.jiang), present(one, 'it').id, clock.today()))
    // 150,000 of the costs lie open; with them, no more than was claimed.
    assert.equal(codeOf(await report(10_000_000, 15_000_001)), 'cost-above-claimed')
    await made.booked(report(25_000_000))
    assert.equal(await balance(store.read, book, 'claims-out'), 7_000_000)
  })

  test('pays principal before interest, and of a loan no more principal than it has', () => {
    const claim = { principalFen: fen(100), claimedFen: fen(107) }
    // So much of the claim is left after it, so much goes back, so much is out on the loan: principal, interest.
    const cases: readonly [number, number, number, number, number][] = [
      [107 - 40, 40, 100, 40, 0],
      [107 - 100, 60, 60, 60, 0],
      [2, 65, 60, 60, 5],
      [0, 7, 50, 0, 7],
      [0, 47, 30, 30, 17],
    ]
    for (const [left, back, balanceFen, principal, interest] of cases) {
      const share = { party: 'pool', cashFen: noFen, borneFen: fen(left) } as const
      const series = {
        takenFen: [],
        recoveredFen: noFen,
        recoveryCostFen: noFen,
        premium: null,
        shares: [share],
      }
      const postings = [{ party: 'pool', cashFen: noFen, borneFen: noFen, returnedFen: fen(back) }] as const
      assert.deepEqual(
        paysOfLoan(claim, series, postings, fen(balanceFen)),
        { principalFen: principal, interestFen: interest },
        `${left} ${back} ${balanceFen}`,
      )
    }
  })
})
