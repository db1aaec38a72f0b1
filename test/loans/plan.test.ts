import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { nextDue, plan } from '../../server/loans/plan.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'

const agreed = { ratePpm: ppm(43_500), months: 12, method: 'equal-instalment' } as const
const paid = (principalFen: number, interestFen = 0) => [
  { principalFen: fen(principalFen), interestFen: fen(interestFen) },
]

describe('what is owed next', () => {
  const dues = plan(agreed, [{ amountFen: fen(100_000_000), drawnOn: day('2026-03-10') }])

  test('is the whole first instalment while nothing was paid', () => {
    assert.deepEqual(nextDue(dues, []), { dueOn: '2026-04-10', owedFen: 8_530_990, ofFen: 8_530_990 })
  })

  test('is the rest of it after a part was paid, down to the last fen', () => {
    assert.equal(nextDue(dues, paid(8_000_000, 530_989))?.owedFen, 1)
    assert.equal(nextDue(dues, paid(8_000_000, 530_990))?.dueOn, '2026-05-10')
  })

  test('adds up what several drawings owe on one day', () => {
    const two = plan(agreed, [
      { amountFen: fen(100_000_000), drawnOn: day('2026-03-10') },
      { amountFen: fen(100_000_000), drawnOn: day('2026-03-10') },
    ])
    assert.equal(nextDue(two, paid(8_530_990))?.owedFen, 8_530_990)
    assert.equal(nextDue(two, [])?.owedFen, 17_061_980)
  })

  test('is nothing when all is paid', () => {
    assert.equal(nextDue(dues, paid(200_000_000)), null)
  })
})
