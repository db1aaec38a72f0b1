import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { runningTown } from '../support/app.ts'
import { table, whole } from '../support/table.ts'

/*
 * Figures at the edges, through the API as a stranger would ask for them. They were worked out apart from this code,
 * with exact fractions.
 */

const made = runningTown()
async function answer(name: string, payload: object) {
  const { app } = await made
  const { statusCode, body } = await app.inject({
    method: 'POST',
    url: `/api/v1/calculators/${name}`,
    payload,
  })
  assert.equal(statusCode, 200, body)
  return JSON.parse(body)
}

describe('a schedule', () => {
  for (const row of table(`
    principal | rate | months | method | drawnOn | dayCount | firstOn | first | lastOn | last | interest
    1 | 43500 | 12 | equal-instalment | 2026-01-31 | monthly | 2026-02-28 | 0 | 2027-01-31 | 1 | 0
    5 | 0 | 12 | equal-instalment | 2026-01-31 | monthly | 2026-02-28 | 0 | 2027-01-31 | 5 | 0
    7 | 0 | 12 | equal-instalment | 2026-01-31 | monthly | 2026-02-28 | 1 | 2027-01-31 | 0 | 0
    11 | 120000 | 3 | equal-principal | 2026-01-31 | actual/360 | 2026-02-28 | 4 | 2026-04-30 | 3 | 0
    100000000 | 43500 | 1 | equal-instalment | 2024-01-30 | actual/365 | 2024-02-29 | 100357534 | 2024-02-29 | 100357534 | 357534
    100000000 | 43500 | 14 | equal-instalment | 2023-12-31 | actual/actual | 2024-01-31 | 7338190 | 2025-02-28 | 7338184 | 2734654
    100000001 | 43500 | 7 | equal-principal | 2024-01-29 | actual/actual | 2024-02-29 | 14654157 | 2024-08-29 | 14338352 | 1443209
    123456789 | 36500 | 13 | interest-only | 2023-02-28 | actual/365 | 2023-03-28 | 345679 | 2024-03-28 | 123814814 | 4864196
    123456789 | 36500 | 13 | bullet | 2023-02-28 | actual/actual | 2024-03-28 | 128318052 | 2024-03-28 | 128318052 | 4861263
    123456789 | 36500 | 13 | bullet | 2023-02-28 | monthly | 2024-03-28 | 128338476 | 2024-03-28 | 128338476 | 4881687
    30000000000000 | 35000 | 360 | equal-instalment | 2026-02-28 | monthly | 2026-03-28 | 134713406343 | 2056-02-28 | 134713406133 | 18496826283270
    300000000 | 36000 | 360 | equal-instalment | 2024-02-29 | actual/360 | 2024-03-29 | 1372673 | 2054-02-28 | 1372867 | 194162474
    100 | 10000000 | 2 | equal-principal | 2025-11-30 | actual/actual | 2025-12-30 | 132 | 2026-01-30 | 92 | 124
    9007199254740991 | 0 | 12 | equal-principal | 2026-03-31 | monthly | 2026-04-30 | 750599937895083 | 2027-03-31 | 750599937895078 | 0
    8000000000000000 | 43500 | 12 | equal-instalment | 2026-03-31 | monthly | 2026-04-30 | 682479202908314 | 2027-03-31 | 682479202908314 | 189750434899768
  `))
    test(`of ${row.principal} fen at ${row.rate} ppm from ${row.drawnOn}, ${row.method}, ${row.dayCount}`, async () => {
      const { rows, totalInterestFen } = await answer('repayment-schedule', {
        principalFen: whole(row.principal),
        annualRatePpm: whole(row.rate),
        months: whole(row.months),
        method: row.method,
        drawnOn: row.drawnOn,
        dayCount: row.dayCount,
      })
      const [first, last] = [rows[0], rows.at(-1)]
      assert.deepEqual(
        [first.dueOn, first.paymentFen, last.dueOn, last.paymentFen, totalInterestFen],
        [row.firstOn, whole(row.first), row.lastOn, whole(row.last), whole(row.interest)],
      )
      assert.equal(last.balanceFen, 0)
    })
})

describe('a loss', () => {
  // Borne in the order of the arrangement's parties.
  for (const row of table(`
    arrangement     | asked                                                                | borne
    4321            | {"lossFen":1}                                                        | 1 0 0 0
    4321            | {"lossFen":5}                                                        | 2 2 1 0
    4321            | {"lossFen":100,"recoveredFen":10,"recoveryCostFen":10}               | 40 30 20 10
    4321            | {"lossFen":100,"recoveredFen":10,"recoveryCostFen":50}               | 40 30 20 10
    4321            | {"lossFen":100,"recoveredFen":111,"recoveryCostFen":10}              | 0 0 0 0
    4321            | {"lossFen":100,"recoveredFen":3}                                     | 39 29 19 10
    zhengyinbao     | {"lossFen":5}                                                        | 2 1 2
    tax-credit-pool | {"lossFen":100}                                                      | 30 70
    tax-credit-pool | {"lossFen":100,"poolFreeFen":30}                                     | 30 70
    tax-credit-pool | {"lossFen":100,"poolFreeFen":29}                                     | 29 71
    tax-credit-pool | {"lossFen":100,"poolFreeFen":0}                                      | 0 100
    startup-fund    | {"lossFen":100000000,"poolFreeFen":40000000}                         | 40000000 60000000
    zhubaodai       | {"lossFen":100000000,"poolFreeFen":30000000}                         | 30000000 0 70000000
    zhubaodai       | {"lossFen":100000000,"poolFreeFen":50000000,"recoveredFen":20000000} | 40000000 0 40000000
    national-fund   | {"lossFen":3}                                                        | 1 1 1 0
  `))
    test(`by ${row.arrangement} of ${row.asked} is borne ${row.borne}`, async () => {
      const { shares, totalFen } = await answer('risk-sharing', {
        arrangement: row.arrangement,
        ...JSON.parse(row.asked),
      })
      assert.equal(shares.map(({ borneFen }: { borneFen: number }) => borneFen).join(' '), row.borne)
      assert.equal(
        shares.reduce((sum: number, { cashFen }: { cashFen: number }) => sum + cashFen, 0),
        totalFen,
      )
    })
})
