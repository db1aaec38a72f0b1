import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { fiveClasses } from '../../server/loans/five-class.ts'
import { loanStates } from '../../server/loans/loan.ts'
import { type checkRenewed, checkRenewedBy, type Renewed, renewable } from '../../server/loans/renewed.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { table, whole } from '../support/table.ts'

const codeOf = (said: ReturnType<typeof checkRenewed>) => (said.ok ? 'done' : said.refusal.code)

describe('a loan before it is renewed', () => {
  // It falls due on 20 May with 100,000 fen out.
  for (const row of table(`
    state     | late | class           | on         | amount | says
    drawn     | 0    | normal          | 2026-05-20 | 100000 | done
    drawn     | 0    | normal          | 2026-05-19 | 1      | done
    drawn     | 0    |                 | 2026-03-11 | 100000 | done
    drawn     | 0    | normal          | 2026-05-20 | 100001 | renewal-over-balance
    drawn     | 0    | normal          | 2026-05-21 | 100000 | renewal-too-late
    drawn     | 1    | normal          | 2026-05-20 | 100000 | renewal-arrears
    overdue   | 90   | special-mention | 2026-05-20 | 100000 | renewal-arrears
    overdue   | 91   | substandard     | 2026-05-20 | 100000 | renewal-arrears
    drawn     | 0    | special-mention | 2026-05-20 | 100000 | renewal-class
    drawn     | 0    | substandard     | 2026-05-20 | 100000 | renewal-class
    drawn     | 0    | doubtful        | 2026-05-20 | 100000 | renewal-class
    drawn     | 0    | loss            | 2026-05-20 | 100000 | renewal-class
    settled   | 0    | normal          | 2026-05-20 | 100000 | renewal-settled
    cancelled | 0    |                 | 2026-05-20 | 100000 | renewal-settled
    signed    | 0    |                 | 2026-05-20 | 100000 | renewal-settled
  `))
    test(`${row.state}, ${row.late} days late, ${row.class || 'not classed'}, ${row.amount} fen on ${row.on}: ${row.says}`, () => {
      const old: Renewed = {
        state: present(
          loanStates.find((one) => one === row.state),
          'a state',
        ),
        balanceFen: fen(100_000),
        maturesOn: day('2026-05-20'),
        daysLate: whole(row.late),
        riskClass: fiveClasses.find((one) => one === row.class) ?? null,
      }
      assert.equal(
        codeOf(checkRenewedBy(old, fen(whole(row.amount)), day(present(row.on, 'a day')))),
        row.says,
      )
    })

  test('never draws more than is out, nor more than was agreed, to the fen', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 ** 12 }),
        fc.integer({ min: 0, max: 10 ** 12 }),
        (agreed, out) => {
          const drawn = renewable(fen(agreed), { balanceFen: fen(out) })
          assert.equal(drawn, Math.min(agreed, out))
          const old = { state: 'drawn', maturesOn: null, daysLate: 0, riskClass: null } as const
          const may = checkRenewedBy({ ...old, balanceFen: fen(out) }, fen(drawn + 1), day('2026-05-20'))
          assert.equal(may.ok, drawn < out)
        },
      ),
    )
  })
})
