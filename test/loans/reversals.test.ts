import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { trailOf } from '../../server/audit/index.ts'
import { reverseRepayment } from '../../server/loans/actions-reversals.ts'
import { reportRepayment } from '../../server/loans/index.ts'
import { repaymentsOf } from '../../server/loans/rows.ts'
import { fen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { codeOf, given } from '../applications/played.ts'
import { town } from '../support/app.ts'
import { drawn, loanNow, signed } from './contract.ts'

const million = 100_000_000

/** A loan that one repayment, reported wrongly, has settled. */
async function settledByMistake() {
  const made = await town()
  const { store, by, cast, clock } = made
  const loan = await drawn(made, await signed(made), million)
  const paid = { principalFen: fen(million), interestFen: fen(7), paidOn: clock.today(), reference: 'LS-1' }
  given(await reportRepayment(made.parts, by(cast.zhou), loan.id, paid))
  const [repayment] = await repaymentsOf(store.read, loan.id)
  return { made, loan: await loanNow(made, loan), repayment: present(repayment, 'a repayment'), paid }
}

describe('a repayment that was reported wrongly', () => {
  test('stays, with a row against it; the loan that it settled is out again', async () => {
    const { made, loan, repayment, paid } = await settledByMistake()
    const { store, by, cast } = made
    assert.equal(loan.state, 'settled')
    const back = given(
      await reverseRepayment(made.parts, by(cast.qian), loan, repayment.id, '记错了贷款。'),
    ).loan
    assert.deepEqual([back.state, back.balanceFen, back.settledOn], ['drawn', million, null])
    const rows = await repaymentsOf(store.read, loan.id)
    const against = present(
      rows.find(({ reversalOf }) => reversalOf === repayment.id),
      'the row against it',
    )
    assert.deepEqual(
      rows.find(({ id }) => id === repayment.id),
      repayment,
    )
    assert.deepEqual(
      [against.principalFen, against.interestFen, against.reference, against.reportedBy],
      [-million, -7, null, cast.qian.id],
    )
    const [told] = await trailOf(store.read, 'loan', loan.id)
    assert.deepEqual([told?.happening, told?.why], ['loans.repayment-reversed', '记错了贷款。'])
    given(await reportRepayment(made.parts, by(cast.zhou), loan.id, { ...paid, principalFen: fen(1) }))
  })

  test('is taken back once, by whom read the loan as it is; a reversal is not reversed', async () => {
    const { made, loan, repayment } = await settledByMistake()
    const { store, by, cast } = made
    const reverse = (version: number, id = repayment.id) =>
      reverseRepayment(made.parts, by(cast.qian), { id: loan.id, version }, id, '记错了贷款。')
    assert.equal(codeOf(await reverse(loan.version - 1)), 'stale')
    const twice = await Promise.all([reverse(loan.version), reverse(loan.version)])
    assert.deepEqual(twice.map(codeOf).toSorted(), ['done', 'stale'])
    const { version } = await loanNow(made, loan)
    assert.equal(codeOf(await reverse(version)), 'repayment-reversed')
    const against = (await repaymentsOf(store.read, loan.id)).find(({ reversalOf }) => reversalOf !== null)
    assert.equal(codeOf(await reverse(version, against?.id)), 'repayment-reversed')
  })
})
