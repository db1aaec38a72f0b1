import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Fraction } from '../../server/money/daycount.ts'
import { fen, minus, plus } from '../../server/money/fen.ts'
import { interest } from '../../server/money/interest.ts'
import { ppm } from '../../server/money/rate.ts'
import { table, words } from '../support/table.ts'

/*
 * Regulation Z (12 CFR 1026), Appendix J (c): the examples, those with an odd first period among them. An odd period
 * bears simple interest; what is owed at its end goes on into the whole periods before the first payment. The published
 * rate is right to the hundredth of a per cent when the debt ends above nothing at half a hundredth more, and below
 * nothing at half a hundredth less.
 */

/** Amounts ten thousand times as large, so that no fen that is rounded decides. */
const scaled = (dollars: string) => fen(Math.round(Number(dollars) * 100) * 10_000)

describe('Regulation Z, Appendix J', () => {
  // `odd` is a part of a unit period, `whole` are the unit periods from there to the first payment.
  for (const row of table(`
    example    | advance | yearly | odd   | whole | payments            | apr
    (c)(1)(i)   | 5000  | 12 | 0/30  | 1 | 24x230                  | 9.69
    (c)(1)(ii)  | 6000  | 12 | 19/30 | 1 | 36x200                  | 11.82
    (c)(1)(iii) | 5000  | 24 | 6/15  | 0 | 24x219.17               | 10.34
    (c)(1)(iv)  | 10000 | 4  | 39/90 | 1 | 40x385                  | 8.97
    (c)(1)(v)   | 500   | 52 | 4/7   | 4 | 30x17.60                | 14.96
    (c)(2)(i)   | 5000  | 12 | 0/30  | 1 | 1x250 23x230            | 10.08
    (c)(2)(ii)  | 400   | 13 | 5/28  | 1 | 1x39.50 11x38.31        | 28.50
    (c)(3)(i)   | 5000  | 12 | 0/30  | 1 | 23x230 1x280            | 10.50
    (c)(3)(ii)  | 200   | 26 | 8/14  | 0 | 19x9.50 1x30            | 12.22
    (c)(4)(i)   | 5000  | 12 | 0/30  | 1 | 1x250 22x230 1x280      | 10.90
    (c)(4)(ii)  | 8000  | 6  | 52/60 | 0 | 1x449.36 18x465 1x200   | 7.30
    (c)(5)(i)   | 1000  | 1  | 255/365 | 0 | 1x1080                | 11.45
  `))
    test(`${row.example}: ${row.apr} %`, () => {
      const unit: Fraction = { numerator: 1, denominator: Number(row.yearly) }
      const [part = 0, of = 1] = row.odd.split('/').map(Number)
      const odd: Fraction = { numerator: part, denominator: of * unit.denominator }
      const payments = words(row.payments).flatMap((some) => {
        const [count = '', amount = ''] = some.split('x')
        return Array.from({ length: Number(count) }, () => scaled(amount))
      })
      const [first = fen(0), ...later] = payments
      const waiting = Array.from({ length: Number(row.whole) }, () => ({ time: unit, paidFen: fen(0) }))
      const before = [...(part > 0 ? [{ time: odd, paidFen: fen(0) }] : []), ...waiting].slice(0, -1)
      const periods = [
        ...before,
        { time: Number(row.whole) > 0 ? unit : odd, paidFen: first },
        ...later.map((paidFen) => ({ time: unit, paidFen })),
      ]
      const leftAt = (ratePpm: number) =>
        periods.reduce(
          (owed, { time, paidFen }) => minus(plus(owed, interest(owed, ppm(ratePpm), time)), paidFen),
          scaled(row.advance),
        )
      const published = Math.round(Number(row.apr) * 10_000)
      assert.ok(leftAt(published - 50) < 0, 'at less the last payment is more than is owed')
      assert.ok(leftAt(published + 50) > 0, 'at more something is left')
    })
})
