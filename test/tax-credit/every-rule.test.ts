import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { lprPolicies } from '../../seeds/reference/lpr.ts'
import { taxCreditSchemes } from '../../seeds/reference/tax-credit-schemes.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { policyBook } from '../../server/policies/index.ts'
import { rulesOn, type TaxCreditFacts, taxCreditLimit } from '../../server/tax-credit/index.ts'
import { table } from '../support/table.ts'

/* Each rule of each scheme that is shipped: met, not met and unknown, at the number where one turns into the other. */

const on = day('2026-11-20')
const made = rulesOn(policyBook([...taxCreditSchemes, ...lprPolicies]), on)
assert(made.ok)
const { schemes, lpr } = made.rules

/** Nothing stands against this firm, whatever the scheme. */
const sound: TaxCreditFacts = {
  ...{ grade: 'B', assessYear: 2025, foundedOn: day('2015-01-01'), on, industry: 'N77', size: 'small' },
  ...{ taxPaidFen: { 2024: fen(40_000_000), 2025: fen(40_000_000) }, outstandingFen: fen(0) },
  ...{ arrears: false, abnormal: false, dishonest: false },
  revenueFen: { 2024: fen(900_000_000), 2025: fen(900_000_000) },
}

// '-': nothing can be not met there; a year nobody knows, or a factor that is not clear, is unknown.
const cases = table(`
  scheme      | rule             | field          | yes                            | no                             | unknown
  hefei-2015  | grade            | grade          | "B"                            | "M"                            | null
  chaohu-2021 | grade            | grade          | "B"                            | "M"                            | null
  demo-2026   | grade            | grade          | "M"                            | "C"                            | null
  hefei-2015  | assess-year      | assessYear     | 2025                           | -                              | 2024
  chaohu-2021 | assess-year      | assessYear     | 2025                           | -                              | 2024
  demo-2026   | assess-year      | assessYear     | 2025                           | -                              | 2024
  hefei-2015  | size             | size           | "medium"                       | "large"                        | null
  chaohu-2021 | size             | size           | "medium"                       | "large"                        | null
  demo-2026   | size             | size           | "medium"                       | "large"                        | null
  hefei-2015  | operating-months | foundedOn      | "2024-11-20"                   | "2024-11-21"                   | null
  chaohu-2021 | operating-months | foundedOn      | "2024-11-20"                   | "2024-11-21"                   | null
  demo-2026   | operating-months | foundedOn      | "2024-11-20"                   | "2024-11-21"                   | null
  hefei-2015  | tax-years        | taxPaidFen     | {"2024":1,"2025":1}            | {"2024":0,"2025":1}            | {"2025":1}
  chaohu-2021 | tax-years        | taxPaidFen     | {"2024":1,"2025":1}            | {"2024":0,"2025":1}            | {"2025":1}
  demo-2026   | tax-years        | taxPaidFen     | {"2024":1,"2025":1}            | {"2024":0,"2025":1}            | {"2025":1}
  chaohu-2021 | minimum-tax      | taxPaidFen     | {"2024":30000001,"2025":29999999} | {"2024":30000000,"2025":29999999} | {"2024":30000000}
  demo-2026   | minimum-tax      | taxPaidFen     | {"2024":1000001,"2025":999999} | {"2024":1000000,"2025":999999} | {"2024":1000000}
  demo-2026   | industry         | industry       | "N77"                          | "K70"                          | null
  hefei-2015  | arrears          | arrears        | false                          | true                           | null
  chaohu-2021 | arrears          | arrears        | false                          | true                           | null
  demo-2026   | arrears          | arrears        | false                          | true                           | null
  hefei-2015  | abnormal         | abnormal       | false                          | true                           | null
  chaohu-2021 | abnormal         | abnormal       | false                          | true                           | null
  demo-2026   | abnormal         | abnormal       | false                          | true                           | null
  hefei-2015  | dishonest        | dishonest      | false                          | true                           | null
  chaohu-2021 | dishonest        | dishonest      | false                          | true                           | null
  demo-2026   | dishonest        | dishonest      | false                          | true                           | null
  hefei-2015  | total-cap        | outstandingFen | 999999999                      | 1000000000                     | null
  chaohu-2021 | total-cap        | outstandingFen | 999999999                      | 1000000000                     | null
  demo-2026   | total-cap        | outstandingFen | 999999999                      | 1000000000                     | null
  demo-2026   | industry-factor  | industry       | "C39"                          | -                              | "C"
  demo-2026   | stage            | foundedOn      | "2023-11-21"                   | -                              | null
  hefei-2015  | limit            | taxPaidFen     | {"2024":333334,"2025":333333}  | {"2024":333333,"2025":333333}  | {"2024":333334}
  chaohu-2021 | limit            | taxPaidFen     | {"2024":333334,"2025":333333}  | {"2024":333333,"2025":333333}  | {"2024":333334}
  demo-2026   | limit            | taxPaidFen     | {"2024":200000,"2025":200000}  | {"2024":200000,"2025":199999}  | {"2024":200000}
  lishui-2015     | grade            | grade          | "B"                            | "M"                            | null
  lishui-2015     | assess-year      | assessYear     | 2025                           | -                              | 2024
  lishui-2015     | size             | size           | "small"                        | "medium"                       | null
  lishui-2015     | operating-months | foundedOn      | "2024-11-20"                   | "2024-11-21"                   | null
  lishui-2015     | tax-years        | taxPaidFen     | {"2024":1,"2025":1}            | {"2024":0,"2025":1}            | {"2025":1}
  lishui-2015     | minimum-tax      | taxPaidFen     | {"2024":5000001,"2025":4999999} | {"2024":5000000,"2025":4999999} | {"2024":5000000}
  lishui-2015     | arrears          | arrears        | false                          | true                           | null
  lishui-2015     | abnormal         | abnormal       | false                          | true                           | null
  lishui-2015     | dishonest        | dishonest      | false                          | true                           | null
  lishui-2015     | total-cap        | outstandingFen | 499999999                      | 500000000                      | null
  lishui-2015     | limit            | taxPaidFen     | {"2024":200000,"2025":200000}  | {"2024":200000,"2025":199999}  | {"2024":200000}
  owners-shanghai | grade            | grade          | "C"                            | "M"                            | null
  owners-shanghai | assess-year      | assessYear     | 2025                           | -                              | 2024
  owners-shanghai | size             | size           | "small"                        | "medium"                       | null
  owners-shanghai | operating-months | foundedOn      | "2024-11-20"                   | "2024-11-21"                   | null
  owners-shanghai | tax-years        | taxPaidFen     | {"2024":1,"2025":1}            | {"2024":0,"2025":1}            | {"2025":1}
  owners-shanghai | arrears          | arrears        | false                          | true                           | null
  owners-shanghai | abnormal         | abnormal       | false                          | true                           | null
  owners-shanghai | dishonest        | dishonest      | false                          | true                           | null
  owners-shanghai | total-cap        | outstandingFen | 99999999                       | 100000000                      | null
  owners-shanghai | limit            | taxPaidFen     | {"2024":125000,"2025":125000}  | {"2024":125000,"2025":124999}  | {"2024":125000}
`)

const limit = (code: string, changes: object) => {
  const used = schemes.find((scheme) => scheme.code === code)
  assert(used, code)
  const found = taxCreditLimit(used.scheme, { ...sound, ...changes }, lpr)
  assert(found.ok)
  return found
}

describe('every rule of every scheme', () => {
  for (const row of cases)
    test(`${row.scheme} ${row.rule}`, () => {
      for (const met of ['yes', 'no', 'unknown'] as const) {
        if (row[met] === '-') continue
        const found = limit(row.scheme, JSON.parse(`{"${row.field}":${row[met]}}`))
        const reason = found.reasons.find(({ rule }) => rule === row.rule)
        assert.equal(reason?.met, met, row[met])
        if (met === 'no') assert.deepEqual([found.eligible, found.limitFen], [false, 0])
      }
    })

  test('stands in the table, and none is left out', () => {
    for (const { code } of schemes) {
      const asked = limit(code, {}).reasons.map(({ rule }) => rule)
      const tried = cases.filter(({ scheme }) => scheme === code).map(({ rule }) => rule)
      assert.deepEqual(tried.toSorted(), asked.toSorted(), code)
    }
  })
})
