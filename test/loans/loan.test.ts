import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  balance,
  cancel,
  closeDrawing,
  draw,
  type Loan,
  leftToDraw,
  loanStates,
  markOverdue,
  mayMoveLoan,
  repay,
  reverse,
  signedLoan,
} from '../../server/loans/loan.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { table, whole, words } from '../support/table.ts'

const today = day('2026-06-30')
const signed = signedLoan(fen(100_000), day('2026-01-10'))
const drawing = (amountFen: number, on = '2026-01-15') => ({ amountFen: fen(amountFen), drawnOn: day(on) })
const repayment = (principalFen: number, interestFen = 0, on = '2026-03-01') => ({
  principalFen: fen(principalFen),
  interestFen: fen(interestFen),
  paidOn: day(on),
})
type Answer = ReturnType<typeof draw>
const granted = (answer: Answer): Loan => {
  assert(answer.ok, 'expected a yes')
  return answer.loan
}
const says = (answer: Answer) => (answer.ok ? answer.loan.state : answer.refusal.code)
const drawn = (amountFen: number) => granted(draw(signed, drawing(amountFen), today))

describe('the moves of a loan', () => {
  for (const row of table(`
    from      | to
    signed    | drawn cancelled
    drawn     | overdue settled
    overdue   | drawn settled
    settled   | drawn overdue
    cancelled |
  `))
    test(`from ${row.from}: ${row.to || 'nowhere'}`, () => {
      const from = loanStates.find((state) => state === row.from)
      assert(from)
      assert.deepEqual(
        loanStates.filter((to) => mayMoveLoan(from, to)),
        words(row.to),
      )
    })
})

describe('drawing', () => {
  for (const row of table(`
    amountFen | on         | says
    0         | 2026-01-15 | not-positive
    -1        | 2026-01-15 | not-positive
    100,001   | 2026-01-15 | over-limit
    1         | 2026-01-09 | before-signing
    1         | 2026-01-10 | drawn
    1         | 2026-06-30 | drawn
    1         | 2026-07-01 | future-day
    100,000   | 2026-01-15 | drawn
  `))
    test(`${row.amountFen} fen on ${row.on}: ${row.says}`, () => {
      assert.equal(says(draw(signed, drawing(whole(row.amountFen), row.on), today)), row.says)
    })

  test('in parts never passes the sum agreed, and says what is left', () => {
    const first = drawn(60_000)
    const refusal = { code: 'over-limit', field: 'amountFen', values: { leftFen: 40_000 } }
    assert.deepEqual(draw(first, drawing(40_001), today), { ok: false, refusal })
    const second = granted(draw(first, drawing(40_000), today))
    assert.equal(leftToDraw(second), 0)
    assert.equal(says(draw(second, drawing(1), today)), 'over-limit')
  })

  test('does not bring back what was repaid', () => {
    const repaid = granted(repay(drawn(60_000), repayment(50_000), today))
    assert.equal(says(draw(repaid, drawing(40_001), today)), 'over-limit')
  })

  test('is refused while overdue, after the end, and once closed', () => {
    assert.equal(says(draw(markOverdue(drawn(50_000), 1), drawing(1), today)), 'not-drawable')
    assert.equal(says(draw(granted(cancel(signed)), drawing(1), today)), 'not-drawable')
    assert.equal(says(draw(granted(closeDrawing(drawn(50_000))), drawing(1), today)), 'not-drawable')
  })

  test('keeps the earliest day, in whatever order the parts are reported', () => {
    const late = granted(draw(signed, drawing(10, '2026-02-20'), today))
    const both = granted(draw(late, drawing(10, '2026-02-01'), today))
    assert.equal(both.firstDrawnOn, '2026-02-01')
    assert.equal(granted(draw(both, drawing(10, '2026-03-01'), today)).firstDrawnOn, '2026-02-01')
  })
})

describe('repaying', () => {
  for (const row of table(`
    principalFen | interestFen | on         | says
    0            | 0           | 2026-03-01 | not-positive
    -1           | 5           | 2026-03-01 | negative
    5            | -1          | 2026-03-01 | negative
    100,001      | 0           | 2026-03-01 | over-balance
    1            | 0           | 2026-01-14 | before-drawing
    1            | 0           | 2026-01-15 | drawn
    1            | 0           | 2026-06-30 | drawn
    1            | 0           | 2026-07-01 | future-day
    0            | 350         | 2026-03-01 | drawn
    0            | 100,000     | 2026-03-01 | drawn
    0            | 100,001     | 2026-03-01 | over-interest
    99,999       | 0           | 2026-03-01 | drawn
    100,000      | 0           | 2026-03-01 | settled
  `))
    test(`${row.principalFen} + ${row.interestFen} fen of 100,000 on ${row.on}: ${row.says}`, () => {
      const paid = repayment(whole(row.principalFen), whole(row.interestFen), row.on)
      assert.equal(says(repay(drawn(100_000), paid, today)), row.says)
    })

  test('is refused before anything was drawn, and after the end', () => {
    assert.equal(says(repay(signed, repayment(1), today)), 'not-repayable')
    const settled = granted(repay(drawn(100_000), repayment(100_000), today))
    assert.equal(says(repay(settled, repayment(1), today)), 'not-repayable')
    assert.equal(says(repay(granted(cancel(signed)), repayment(1), today)), 'not-repayable')
  })

  test('does not settle a loan of which more may be drawn, until drawing is closed', () => {
    const repaid = granted(repay(drawn(60_000), repayment(60_000), today))
    assert.equal(repaid.state, 'drawn')
    assert.equal(balance(repaid), 0)
    assert.equal(says(closeDrawing(repaid)), 'settled')
    const closed = granted(closeDrawing(drawn(60_000)))
    assert.equal(closed.state, 'drawn')
    assert.equal(says(repay(closed, repayment(60_000), today)), 'settled')
  })

  test('leaves an overdue loan overdue until the days are counted again', () => {
    const overdue = markOverdue(drawn(100_000), 3)
    assert.equal(overdue.state, 'overdue')
    const part = granted(repay(overdue, repayment(40_000), today))
    assert.equal(part.state, 'overdue')
    assert.equal(markOverdue(part, 0).state, 'drawn')
    assert.equal(says(repay(part, repayment(60_000), today)), 'settled')
  })
})

describe('closing and cancelling', () => {
  test('drawing is not closed before it began, nor twice, nor when all is drawn', () => {
    assert.equal(says(closeDrawing(signed)), 'not-out')
    assert.equal(says(closeDrawing(granted(closeDrawing(drawn(1))))), 'already-closed')
    assert.equal(says(closeDrawing(drawn(100_000))), 'already-closed')
  })

  test('a loan is cancelled only while nothing was drawn', () => {
    assert.equal(says(cancel(drawn(1))), 'not-cancellable')
    assert.equal(says(cancel(signed)), 'cancelled')
    assert.equal(says(cancel(granted(cancel(signed)))), 'not-cancellable')
  })

  test('a loan that is not out is never marked overdue', () => {
    assert.equal(markOverdue(signed, 10).state, 'signed')
    assert.equal(markOverdue(granted(cancel(signed)), 10).state, 'cancelled')
  })
})

describe('a repayment that was reported wrongly', () => {
  test('is taken back, and its principal is out again', () => {
    const paid = granted(repay(drawn(100_000), repayment(30_000), today))
    const back = reverse(paid, { principalFen: fen(30_000) })
    assert.equal(balance(back), 100_000)
    assert.equal(back.state, 'drawn')
  })

  test('opens the loan that it settled', () => {
    const settled = granted(repay(drawn(100_000), repayment(100_000), today))
    assert.equal(settled.state, 'settled')
    assert.equal(reverse(settled, { principalFen: fen(1) }).state, 'drawn')
    assert.equal(markOverdue(reverse(settled, { principalFen: fen(1) }), 3).state, 'overdue')
  })

  test('cannot give back more than came', () => {
    assert.throws(() => reverse(drawn(100_000), { principalFen: fen(1) }), /came back/)
    const paid = granted(repay(drawn(100_000), repayment(5), today))
    assert.throws(() => reverse(paid, { principalFen: fen(-1) }), /came back/)
  })
})

test('whatever is reported, no fen is drawn or repaid beyond the sum agreed', () => {
  const report = fc.record({
    what: fc.constantFrom('draw', 'repay', 'close', 'late', 'cured', 'reverse'),
    amount: fc.integer({ min: -10, max: 120_000 }),
  })
  fc.assert(
    fc.property(fc.array(report, { maxLength: 20 }), (reports) => {
      let loan = signed
      let [drawnFen, repaidFen] = [0, 0]
      for (const { what, amount } of reports) {
        const before = loan
        if (what === 'reverse') {
          const principalFen = fen(Math.min(Math.max(0, amount), repaidFen))
          if (principalFen === 0) continue
          loan = reverse(loan, { principalFen })
          repaidFen -= principalFen
        } else if (what === 'late' || what === 'cured') loan = markOverdue(loan, what === 'late' ? 5 : 0)
        else {
          const answer =
            what === 'draw'
              ? draw(loan, drawing(amount), today)
              : what === 'repay'
                ? repay(loan, repayment(amount), today)
                : closeDrawing(loan)
          if (!answer.ok) continue
          loan = answer.loan
          if (what === 'draw') drawnFen += amount
          if (what === 'repay') repaidFen += amount
        }
        assert(loan.state === before.state || mayMoveLoan(before.state, loan.state))
        assert.equal(balance(loan), drawnFen - repaidFen)
        assert(0 <= repaidFen && repaidFen <= drawnFen && drawnFen <= 100_000)
        assert.equal(
          loan.state === 'settled',
          loan.firstDrawnOn !== null && balance(loan) === 0 && leftToDraw(loan) === 0,
        )
      }
    }),
  )
})
