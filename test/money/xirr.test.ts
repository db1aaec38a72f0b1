import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Day, day, plusDays } from '../../server/money/day.ts'
import { type Fen, fen } from '../../server/money/fen.ts'
import { type Flow, irr, type Root, xirr } from '../../server/money/xirr.ts'
import { table, words } from '../support/table.ts'
import { granted } from './rows.ts'

const fens = (text: string): Fen[] => words(text).map((amount) => fen(Math.round(Number(amount) * 100)))
const flow = (on: string, amount: number): Flow => ({ on: day(on), fen: fen(amount) })
const rate = (root: Root): number => {
  assert(root.outcome === 'one', root.outcome)
  return root.rate
}

describe('flows without one answer get none', () => {
  for (const row of table(`
    flows                 | outcome   | why
                          | none      | no flow at all
    0 0 0                 | none      | nothing changes hands
    100                   | none      | one flow only
    1 2 3                 | none      | money only comes (numpy issue 6744)
    -1 -2 -3              | none      | money only goes (numpy issue 6744)
    -100 230 -133         | none      | the sum never reaches zero
    -1600 10000 -10000    | ambiguous | 25 % and 400 %
    -100 230 -132         | ambiguous | 10 % and 20 %
    -100 200 -100         | ambiguous | it only touches zero, at 0 %
    -100 100 0 -7         | ambiguous | numpy-financial chooses −8.33 %, and −68 % is as good
    -5 10.5 1 -8 1        | ambiguous | numpy-financial chooses 8.86 %
    -1 6 -11 6            | ambiguous | 0 %, 100 % and 200 %
  `))
    test(`${row.flows}: ${row.outcome}, ${row.why}`, () =>
      assert.deepEqual(irr(fens(row.flows)), { outcome: row.outcome }))

  test('bad flows are refused with their field', () => {
    assert.deepEqual(xirr([]), { ok: false, code: 'empty', field: 'flows' })
    const broken: Flow = Object.assign(flow('2026-01-01', 1), { on: '2026-02-30' })
    assert.deepEqual(xirr([broken]), { ok: false, code: 'not-a-day', field: 'flows' })
    const half: Flow = Object.assign(flow('2026-01-01', 1), { fen: 0.5 })
    assert.deepEqual(xirr([flow('2026-01-01', -1), flow('2026-01-02', 7)]), {
      ok: false,
      code: 'too-large',
      field: 'flows',
    })
    assert.deepEqual(xirr([half]), { ok: false, code: 'not-whole', field: 'flows' })
  })
})

describe('one root is found', () => {
  // numpy-financial: the documentation of irr, its README and test_financial.py.
  for (const row of table(`
    flows                                   | rate     | places
    -100 39 59 55 20                        | 0.28095  | 5
    -100 0 0 74                             | -0.0955  | 5
    -100 100 0 7                            | 0.06206  | 5
    -250000 100000 150000 200000 250000 300000 | 0.5672303344 | 10
    -150000 15000 25000 35000 45000 60000   | 0.0524   | 4
    -100 110                                | 0.1      | 12
    -100 50 -20 90                          | 0.082850 | 6
  `))
    test(`${row.flows} is ${row.rate}`, () =>
      assert.ok(
        Math.abs(rate(irr(fens(row.flows))) - Number(row.rate)) <= 0.50001 * 10 ** -Number(row.places),
      ))

  test('of a current account that turns a hundred times, as Sturm counts it', () => {
    const restless = Array.from({ length: 100 }, (_, index) => fen(index % 2 === 0 ? 100 + index : -100))
    assert.equal(rate(irr(restless)).toFixed(9), '-0.493179959')
  })

  test('nearly -100 %, where the rate itself cannot tell', () => {
    const root = irr(fens('-1 0.01'))
    assert.ok(root.outcome === 'one' && Math.abs(root.growth - Math.log(0.01)) < 1e-12)
    const lost = granted(xirr([flow('2026-01-01', -1000), flow('2026-01-11', 1)])).root
    assert.ok(lost.outcome === 'one' && lost.rate === -1)
    assert.ok(Math.abs(lost.growth - 36.5 * Math.log(0.001)) < 1e-9)
  })

  // The example in the documentation of XIRR in Excel.
  test('Excel, XIRR: 37.34 %', () => {
    const flows = [
      flow('2008-01-01', -10000),
      flow('2008-03-01', 2750),
      flow('2008-10-30', 4250),
      flow('2009-02-15', 3250),
      flow('2009-04-01', 2750),
    ]
    assert.equal(rate(granted(xirr(flows)).root).toFixed(8), '0.37336253')
    assert.equal(rate(granted(xirr(flows.toReversed())).root).toFixed(8), '0.37336253')
  })

  // Regulation Z (12 CFR 1026), Appendix J (c): examples with a regular first period; APR = 12 × monthly rate.
  for (const row of table(`
    example  | advance | first | middle | count | last | apr
    (c)(1)(i) | 5000   | 230   | 230    | 22    | 230  | 9.69
    (c)(2)(i) | 5000   | 250   | 230    | 22    | 230  | 10.08
    (c)(3)(i) | 5000   | 230   | 230    | 22    | 280  | 10.50
    (c)(4)(i) | 5000   | 250   | 230    | 22    | 280  | 10.90
  `))
    test(`Regulation Z, Appendix J ${row.example}: ${row.apr} %`, () => {
      const middle = Array.from({ length: Number(row.count) }, () => `-${row.middle}`).join(' ')
      const monthly = rate(irr(fens(`${row.advance} -${row.first} ${middle} -${row.last}`)))
      assert.equal((monthly * 1200).toFixed(2), row.apr)
    })

  // FSharp.Finance.Personal, AprEuropeanUnionTests: 2008/48/EC, counted by days.
  test('500 for 510 in five days is 324.436 %, for 270 twice 84.63 %', () => {
    const yearly = (...payments: Flow[]) =>
      (rate(granted(xirr([flow('2012-10-10', 50000), ...payments])).root) * 100).toFixed(3)
    assert.equal(yearly(flow('2012-10-15', -51000)), '324.436')
    assert.match(yearly(flow('2012-11-10', -27000), flow('2012-12-10', -27000)), /^84[.]63/)
  })

  // Directive 98/7/EC, annex II, examples of calculation on a calendar basis (1 year = 365 days).
  for (const row of table(`
    advance | payments                                              | aprc
    1000    | 1995-07-01:1200                                       | 12.96
    950     | 1995-07-01:1200                                       | 16.90
    1000    | 1995-01-01:600 1996-01-01:600                         | 13.07
  `))
    test(`Directive 98/7/EC: ${row.advance} against ${row.payments} is ${row.aprc} %`, () => {
      const payments = words(row.payments).map((payment) => {
        const [on = '', amount = ''] = payment.split(':')
        return flow(on, -100 * Number(amount))
      })
      const flows = [flow('1994-01-01', 100 * Number(row.advance)), ...payments]
      assert.equal((rate(granted(xirr(flows)).root) * 100).toFixed(2), row.aprc)
    })
})

describe('whatever the flows', () => {
  const start = day('2020-02-29')
  const anyDay = fc.nat(4000).map((count) => plusDays(start, count))
  const flows = fc.array(fc.record({ on: anyDay, fen: fc.integer({ min: -1e9, max: 1e9 }).map(fen) }), {
    minLength: 1,
    maxLength: 12,
  })
  const worth = (list: readonly Flow[], yearly: number, from: Day): number =>
    list.reduce((sum, { on, fen: amount }) => {
      const years = (Date.parse(on) - Date.parse(from)) / 86_400_000 / 365
      return sum + amount / (1 + yearly) ** years
    }, 0)

  test('the one root makes the flows worth nothing', () =>
    fc.assert(
      fc.property(flows, (list) => {
        const answer = xirr(list)
        if (!answer.ok) return assert.equal(answer.code, 'too-large')
        const { root } = answer
        if (root.outcome !== 'one' || Math.abs(Math.log1p(root.rate)) > 5) return
        const size = list.reduce((sum, each) => sum + Math.abs(worth([each], root.rate, start)), 0)
        assert.ok(Math.abs(worth(list, root.rate, start)) < 1e-8 * size)
      }),
    ))

  test('the order, the direction and the size of the money do not change the answer', () =>
    fc.assert(
      fc.property(flows, (list) => {
        const answer = xirr(list)
        if (!answer.ok) return assert.equal(answer.code, 'too-large')
        const { root } = answer
        const turned = list.map(({ on, fen: amount }) => ({ on, fen: fen(-7 * amount) }))
        const other = granted(xirr(turned)).root
        assert.equal(other.outcome, root.outcome)
        if (root.outcome !== 'one' || root.rate <= -1 + 1e-9) return
        const [here, there] = [Math.log1p(root.rate), Math.log1p(rate(other))]
        assert.ok(Math.abs(here - there) <= 1e-9 * (1 + Math.abs(here)))
      }),
    ))

  test('no root is missed: a polynomial built from its roots says how many it has', () =>
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 4 }),
        (tenths) => {
          // Π (10 − k·v) has the roots v = 10 / k, that is the rates k/10 − 1, all above −100 %.
          let amounts = [1]
          for (const k of tenths)
            amounts = [...amounts, 0].map((each, index) => 10 * each - k * (amounts[index - 1] ?? 0))
          const root = irr(amounts.map(fen))
          if (tenths.length > 1) return assert.equal(root.outcome, 'ambiguous')
          assert.ok(Math.abs(rate(root) - ((tenths[0] ?? 0) / 10 - 1)) < 1e-12)
        },
      ),
    ))
})
