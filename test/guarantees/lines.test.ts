import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guaranteePolicies } from '../../seeds/reference/guarantee-rules.ts'
import { capRefusal, ratioRooms } from '../../server/guarantees/ratios.ts'
import { liabilityOf } from '../../server/guarantees/weights.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { guaranteeShapes } from '../../server/policies/guarantee-rules.ts'
import { table, whole } from '../support/table.ts'

/* 国务院令683号 arts 15 and 16 and its weights: at the number itself it passes, one fen more does not. All in fen. */

const policyValue = (code: string) => guaranteePolicies.find((row) => row.code === code)?.value
const weights = guaranteeShapes['guarantee-weights'].parse(policyValue('guarantee-weights'))
const limits = guaranteeShapes['guarantor-limits'].parse(policyValue('guarantor-limits'))

for (const row of table(`
  says                                      | assets      | mainly | liability    | customer   | group      | refuses
  ten times, at the number                  | 10000000000 | no     | 100000000000 | 0          | 0          | -
  ten times, one fen above                  | 10000000000 | no     | 100000000001 | 0          | 0          | leverage
  fifteen times, at the number              | 10000000000 | yes    | 150000000000 | 0          | 0          | -
  fifteen times, one fen above              | 10000000000 | yes    | 150000000001 | 0          | 0          | leverage
  fifteen times is not for everybody        | 10000000000 | no     | 150000000000 | 0          | 0          | leverage
  ten per cent, at the number               | 10000000000 | yes    | 0            | 1000000000 | 0          | -
  ten per cent, one fen above               | 10000000000 | yes    | 0            | 1000000001 | 0          | customer-ratio
  ten per cent of an odd sum is cut down    | 9999999999  | yes    | 0            | 999999999  | 0          | -
  ten per cent of an odd sum, one fen above | 9999999999  | yes    | 0            | 1000000000 | 0          | customer-ratio
  fifteen per cent, at the number           | 10000000000 | yes    | 0            | 1000000000 | 1500000000 | -
  fifteen per cent, one fen above           | 10000000000 | yes    | 0            | 1000000000 | 1500000001 | group-ratio
  fifteen per cent of an odd sum            | 9999999999  | yes    | 0            | 0          | 1499999999 | -
  fifteen per cent of an odd sum, a fen up  | 9999999999  | yes    | 0            | 0          | 1500000000 | group-ratio
`))
  test(`${row.says}: ${row.refuses === '-' ? 'allowed' : 'refused'}`, () => {
    const own = fen(1_000_000)
    const at = (liability: number) => ({
      ...{ ownFen: own, smallOwnFen: row.mainly === 'yes' ? own : noFen, customers: 10, smallCustomers: 10 },
      liabilityFen: fen(liability),
    })
    const rooms = ratioRooms(limits, {
      netAssetsFen: fen(whole(row.assets)),
      ...{ before: at(0), after: at(whole(row.liability)) },
      ...{ customerBeforeFen: noFen, customerAfterFen: fen(whole(row.customer)) },
      ...{ groupBeforeFen: noFen, groupAfterFen: fen(whole(row.group)) },
    })
    assert.equal(capRefusal(rooms)?.refusal.code ?? '-', row.refuses === '-' ? '-' : `cap-${row.refuses}`)
  })

for (const row of table(`
  says                                          | kind          | balance   | own       | liability
  a small firm at five million                  | small         | 500000000 | 200000000 | 150000000
  a small firm one fen above                    | small         | 500000001 | 200000001 | 200000001
  a farmer at two million                       | farming       | 200000000 | 80000000  | 60000000
  a farmer one fen above                        | farming       | 200000001 | 80000001  | 80000001
  both, above the farmer's line and not the firm's | small-farming | 200000001 | 80000001  | 60000001
  both, at the firm's line                      | small-farming | 500000000 | 200000000 | 150000000
  both, one fen above the firm's line           | small-farming | 500000001 | 200000001 | 200000001
  whoever is neither                            | other         | 100       | 40        | 40
  half a fen goes up, once                      | small         | 5         | 2         | 2
  three quarters of one fen                     | small         | 1         | 1         | 1
  the line looks at the whole, the weight at the own share | small | 500000000 | 0       | 0
`))
  test(`weighs ${row.says}`, () => {
    const customer = {
      kind: row.kind as 'small',
      balanceFen: fen(whole(row.balance)),
      ownFen: fen(whole(row.own)),
    }
    assert.equal(liabilityOf(weights, customer), whole(row.liability))
  })
