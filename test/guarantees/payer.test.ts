import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileClaim } from '../../server/claims/actions.ts'
import { type Claimed, checkPayer, leftOfClaims, type Payer } from '../../server/guarantees/payer.ts'
import { checkRows } from '../../server/loans/actions-checking.ts'
import { reverseRepayment } from '../../server/loans/actions-reversals.ts'
import { readRow } from '../../server/loans/import-row.ts'
import { repaymentsOf, reportRepayment } from '../../server/loans/index.ts'
import { type Fen, fen, noFen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { codeOf, given } from '../applications/played.ts'
import { claiming, filed, guaranteed, later, loanNow, now, paid, richGuarantor } from '../claims/played.ts'
import { town } from '../support/app.ts'
import { assertKept } from './books.ts'
import { million } from './guaranteed.ts'

test('a report says whose money it is from the first claim on, and the guarantor’s is never more than claimed', () => {
  const at = (openClaims: number, claimed: number, paidSoFar = 0): Claimed => ({
    ...{ openClaims, claimedFen: fen(claimed), paidByGuarantorFen: fen(paidSoFar) },
  })
  const cases: readonly [string, Claimed | null, Payer | null, number, string | boolean | null][] = [
    ['no guarantee, nothing said', null, null, 5, null],
    ['no guarantee, the firm', null, 'firm', 5, null],
    ['no guarantee has a payout', null, 'guarantor', 5, 'no-payout'],
    ['no claim, nothing said', at(0, 0), null, 5, null],
    ['no claim has a payout', at(0, 0), 'guarantor', 5, 'no-payout'],
    ['an open claim asks', at(1, 0), null, 5, 'payer-required'],
    ['an open claim, the firm', at(1, 0), 'firm', 5, false],
    ['an open claim is no payout', at(1, 0), 'guarantor', 5, 'no-payout'],
    ['a paid claim asks', at(0, 60), null, 5, 'payer-required'],
    ['a paid claim, the firm', at(0, 60), 'firm', 90, false],
    ['all that was claimed', at(0, 60), 'guarantor', 60, true],
    ['one fen more', at(0, 60), 'guarantor', 61, 'above-payout'],
    ['what is left of it', at(0, 60, 48), 'guarantor', 12, true],
    ['more than is left', at(0, 60, 48), 'guarantor', 13, 'above-payout'],
    ['interest alone', at(0, 60, 60), 'guarantor', 0, true],
  ]
  for (const [name, guarantee, payer, principal, wanted] of cases) {
    const found = checkPayer(guarantee, payer, fen(principal))
    assert.equal(found.ok ? found.byGuarantor : found.refusal.code, wanted, name)
  }
  assert.equal(leftOfClaims(at(0, 60, 48)), 12)
})

test('a payout that the bank books as well counts once, in the guarantee, its claims and every book', async () => {
  const made = await town()
  const { parts, by, cast, clock, store } = made
  await richGuarantor(made)
  const { guarantee, loan } = await guaranteed(made)
  await later(made, 100)
  const report = async (principal: number, payer: Payer | null, reference: string | null = null) =>
    reportRepayment(parts, by(cast.zhou), loan.id, {
      ...{ principalFen: fen(principal), interestFen: noFen, paidOn: clock.today(), payer, reference },
    })
  const stands = async (): Promise<readonly Fen[]> => {
    const { balanceFen, claimedFen } = await now(made, guarantee.id)
    return [(await loanNow(made, loan.id)).balanceFen, balanceFen, claimedFen]
  }
  assert.equal(codeOf(await report(1, 'guarantor')), 'no-payout')
  const claim = await filed(made, guarantee, { principalFen: fen(0.6 * million) })
  assert.equal(codeOf(await report(0.48 * million, null)), 'payer-required')
  assert.equal(codeOf(await report(0.48 * million, 'guarantor')), 'no-payout', 'the payment is not recorded')
  await paid(made, claim)
  assert.deepEqual(await stands(), [million, 0.4 * million, 0.6 * million])

  // The guarantor paid all but the bank's fifth: the bank's balance comes down, what is guaranteed stays.
  given(await report(0.48 * million, 'guarantor', 'DC-1'))
  assert.deepEqual(await stands(), [0.52 * million, 0.4 * million, 0.6 * million])
  assert.equal(codeOf(await report(0.48 * million, 'guarantor', 'DC-1')), 'reference-taken')
  assert.equal(codeOf(await report(0.48 * million, 'guarantor')), 'above-payout', 'the same money twice')
  await assertKept(made)

  // What the firm pays counts as ever, and a reversal of either goes back to where it was.
  given(await report(0.1 * million, 'firm'))
  assert.deepEqual(await stands(), [0.42 * million, 0.3 * million, 0.6 * million])
  const reverse = async (byGuarantor: boolean) => {
    const all = await repaymentsOf(store.read, loan.id)
    const last = present(
      all.find((one) => one.byGuarantor === byGuarantor && one.reversalOf === null),
      'a repayment',
    )
    given(await reverseRepayment(parts, by(cast.qian), await loanNow(made, loan.id), last.id, '记错了。'))
  }
  await reverse(true)
  assert.deepEqual(await stands(), [0.9 * million, 0.3 * million, 0.6 * million])
  await reverse(false)
  assert.deepEqual(await stands(), [million, 0.4 * million, 0.6 * million])
  given(await report(0.48 * million, 'guarantor'))
  await assertKept(made)

  // A file has no column for it: such a row is wrong, and says why.
  const { number } = await loanNow(made, loan.id)
  const row = readRow({ row: 2, typed: [number, clock.today(), '100', '0', ''], formulas: [] })
  const checked = await checkRows(store.read, cast.institutionIds.bankA, [row], clock.today())
  assert.deepEqual([checked.faults.get(2)?.code, checked.loans.length], ['payer-required', 0])

  // The next claim is held against what is still guaranteed and owed, not against what was paid out.
  await later(made, 200)
  const asked = (principal: number) => claiming(made, { principalFen: fen(principal) })
  const more = await fileClaim(parts, by(cast.zhou), guarantee.id, asked(0.4 * million + 1))
  assert.equal(codeOf(more), 'claim-above-balance')
  await paid(made, await filed(made, guarantee, { kind: 'final', principalFen: fen(0.4 * million) }))
  assert.deepEqual(await stands(), [0.52 * million, 0, million])
  given(await report(0.32 * million, 'guarantor'))
  assert.deepEqual(await stands(), [0.2 * million, 0, million])

  // The last fifth is the bank's own: what comes back of it through the guarantor, and then from the firm, settles the loan.
  given(await report(0.05 * million, 'guarantor'))
  given(await report(0.15 * million, 'firm'))
  const ended = await now(made, guarantee.id)
  assert.deepEqual([ended.state, ended.balanceFen], ['released', 0])
  await assertKept(made)
})
