import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { guarantees } from '../../db/tables/guarantees.ts'
import { answerAgreement, proposeAgreement } from '../../server/batches/actions.ts'
import { takeBackFiling } from '../../server/batches/actions-taking-back.ts'
import { bookFiling, checkFiling } from '../../server/batches/index.ts'
import { agreementById } from '../../server/batches/rows.ts'
import { confirmFiling, sendFiling } from '../../server/guarantees/index.ts'
import { feesOfYear } from '../../server/guarantees/rows-reserves.ts'
import { monthOf, sumsOn } from '../../server/indicators/rows.ts'
import { reportRepayment } from '../../server/loans/index.ts'
import type { LoanRow } from '../../server/loans/rows.ts'
import { type Day, day, plusDays } from '../../server/money/day.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { present } from '../../server/platform/assert.ts'
import { measured, spanOf } from '../../server/stop-lines/rows.ts'
import { given } from '../applications/played.ts'
import { atNoon } from '../claims/played.ts'
import { million, netAssets } from '../guarantees/guaranteed.ts'
import { runningTown, type Town } from '../support/app.ts'
import { loanOut } from './played.ts'

/** An agreement in force between the guarantor and bank A. */
async function agreement({ parts, by, cast, clock, store }: Town) {
  const today = clock.today()
  const proposed = given(
    await proposeAgreement(parts, by(cast.han), {
      ...{ bankId: cast.institutionIds.bankA, arrangement: '4321', startsOn: today, words: '' },
      ...{ endsOn: plusDays(today, 365), perLoanFen: fen(million), totalFen: fen(9 * million) },
      ...{ feePpm: ppm(8_000), ceilingPpm: ppm(30_000) },
    }),
  ).agreement
  given(await answerAgreement(parts, by(cast.qian), proposed, { answer: 'agreed', words: '' }))
  return present(await agreementById(store.read, proposed.id), 'the agreement')
}

test('a batch that was taken back is no new business from the day of the books on, and until then it is, digit for digit', async () => {
  const made = await runningTown()
  const { parts, by, cast, store, clock } = made
  await netAssets(made, 5_000 * million)
  const { guarantor } = cast.institutionIds
  const agreed = await agreement(made)
  const booked = async (loan: LoanRow) => {
    const rows = [{ row: 1, loan: loan.number, amount: String(loan.amountFen / 100), formula: false }]
    const { filing } = given(await checkFiling(parts, by(cast.zhou), agreed, { file: null, rows }))
    return given(await bookFiling(parts, by(cast.zhou), filing)).filing
  }
  const [stays, wrong] = [await loanOut(made, million / 2), await loanOut(made, million)]
  await booked(stays)
  const filing = await booked(wrong)
  const first = clock.today()
  const told = async (on: Day) => ({
    sums: await sumsOn(store.read, guarantor, on, fen(5 * million)),
    month: await monthOf(store.read, guarantor, {
      first: day(`${on.slice(0, 7)}-01`),
      last: on,
      knownOn: on,
    }),
    feesFen: await feesOfYear(store.read, guarantor, on, on),
    rates: await measured(store.read, 'guarantor', spanOf('year', on, true)),
  })

  // The province has it in its books, and half of it is paid back, before anybody sees that it is wrong.
  const [letter] = await store.read.select().from(guarantees).where(eq(guarantees.loanId, wrong.id))
  const { id } = present(letter, 'the guarantee of the wrong loan')
  given(await sendFiling(parts, by(cast.he), id))
  given(await confirmFiling(parts, by(cast.shen), id))
  atNoon(made, plusDays(first, 1))
  const half = { principalFen: fen(million / 2), interestFen: noFen, paidOn: clock.today() }
  given(await reportRepayment(parts, by(cast.zhou), wrong.id, { ...half, reference: 'HK-1' }))
  const [opening, repaid] = [await told(first), await told(clock.today())]
  assert.deepEqual(
    [opening.sums.newFen, opening.sums.newFiledFen, opening.month.newCount, opening.feesFen],
    [1.5 * million, million, 2, 1_200_000],
  )
  assert.deepEqual(
    [repaid.sums.balanceFen, repaid.sums.releasedFen, repaid.month.releasedFen],
    [million, million / 2, million / 2],
  )

  atNoon(made, plusDays(first, 40))
  const before = await told(plusDays(clock.today(), -1))
  given(await takeBackFiling(parts, by(cast.qian), filing, '合同报错。'))
  const after = await told(clock.today())
  assert.deepEqual(
    [after.sums.newFen, after.sums.newFiledFen, after.sums.balanceFen, after.sums.releasedFen, after.feesFen],
    [million / 2, 0, million / 2, 0, 400_000],
  )
  assert.equal(after.rates.find(({ key }) => key === guarantor)?.releasedFen ?? 0, 0)
  assert.deepEqual([after.month.newCount, after.month.newFen, after.month.releasedFen], [0, 0, 0])
  for (const [on, said] of [
    [first, opening],
    [plusDays(first, 1), repaid],
    [plusDays(clock.today(), -1), before],
  ] as const)
    assert.deepEqual(await told(on), said, `${on} says what it said`)
})
