import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { bridgePolicies } from '../../seeds/reference/bridge-policies.ts'
import { loadCalendar } from '../../seeds/reference/load.ts'
import {
  type BridgePolicy,
  bridgeFee,
  bridgePolicyCodesOn,
  bridgePolicyOn,
  bridgeSaving,
  checkBridgePolicy,
} from '../../server/bridge-pool/index.ts'
import { day, plusDays } from '../../server/money/day.ts'
import { fen, plus } from '../../server/money/fen.ts'
import { policyBook } from '../../server/policies/index.ts'
import { table, whole, words } from '../support/table.ts'

const book = policyBook(bridgePolicies)
const calendar = loadCalendar()
const today = day('2026-11-20')

function policy(code: string, on = today): BridgePolicy {
  const found = bridgePolicyOn(book, code, on)
  assert(found.ok)
  return found.policy.value
}

const fee = (code: string, principal: string, paidOut: string, repaid: string) =>
  bridgeFee(
    policy(code, day(paidOut)),
    { principalFen: fen(whole(principal)), paidOutOn: day(paidOut), repaidOn: day(repaid) },
    calendar,
  )

describe('the fee of an advance', () => {
  for (const row of table(`
    policy       | principal | paidOut    | repaid     | says
    donghai-2023 | 0         | 2026-03-02 | 2026-03-10 | principal-wrong principalFen
    donghai-2023 | -1        | 2026-03-02 | 2026-03-10 | principal-wrong principalFen
    donghai-2023 | 100       | 2026-03-02 | 2026-03-01 | repaid-before-payout repaidOn
    wenzhou-2018 | 100       | 2026-12-30 | 2027-01-05 | calendar-missing repaidOn 2027
    wenzhou-2018 | 100       | 2023-12-29 | 2024-01-05 | calendar-missing paidOutOn 2023
    donghai-2023 | 9007199254740991 | 2026-01-01 | 2026-12-31 | ok
    donghai-2023 | 9007199254740991 | 2024-01-01 | 2035-01-01 | fee-too-large principalFen
  `)) {
    test(`${row.policy}, ${row.principal} fen from ${row.paidOut} to ${row.repaid}: ${row.says}`, () => {
      const found = fee(row.policy, row.principal, row.paidOut, row.repaid)
      const { code, field, values } = found.ok ? { code: 'ok' } : found.refusal
      assert.equal([code, field, values?.year].filter((word) => word !== undefined).join(' '), row.says)
    })
  }

  test('half a fen is no principal', () => {
    const advance = { ...JSON.parse('{"principalFen":0.5}'), paidOutOn: today, repaidOn: today }
    assert.equal(bridgeFee(policy('donghai-2023'), advance, calendar).ok, false)
  })

  // tiers: days at ppm a day make fen. 10,000,000 yuan are 1,000,000,000 fen.
  for (const row of table(`
    policy        | principal     | paidOut    | repaid     | fee       | days | overdue | tiers
    donghai-2023  | 1,000,000,000 | 2026-03-02 | 2026-03-10 | 2,200,000 | 8    | 0       | 5@200=1000000 3@400=1200000
    donghai-2023  | 1,000,000,000 | 2026-03-02 | 2026-03-02 | 200,000   | 1    | 0       | 1@200=200000
    donghai-2023  | 1,000,000,000 | 2026-03-02 | 2026-03-03 | 200,000   | 1    | 0       | 1@200=200000
    donghai-2023  | 1,000,000,000 | 2026-03-02 | 2026-03-07 | 1,000,000 | 5    | 0       | 5@200=1000000
    donghai-2023  | 1,000,000,000 | 2026-03-02 | 2026-03-08 | 1,400,000 | 6    | 0       | 5@200=1000000 1@400=400000
    donghai-2023  | 1,000,000,000 | 2026-03-02 | 2026-03-12 | 3,000,000 | 10   | 0       | 5@200=1000000 5@400=2000000
    donghai-2023  | 1,000,000,000 | 2026-02-26 | 2026-03-06 | 2,200,000 | 8    | 0       | 5@200=1000000 3@400=1200000
    donghai-2023  | 1,000,000,000 | 2025-12-28 | 2026-01-05 | 2,200,000 | 8    | 0       | 5@200=1000000 3@400=1200000
    donghai-2023  | 1,000,000,000 | 2024-02-26 | 2024-03-05 | 2,200,000 | 8    | 0       | 5@200=1000000 3@400=1200000
    wenzhou-2018  | 1,000,000,000 | 2026-02-13 | 2026-02-25 | 450,000   | 3    | 0       | 3@150=450000
    wenzhou-2018  | 1,000,000,000 | 2026-02-14 | 2026-02-24 | 150,000   | 1    | 0       | 1@150=150000
    wenzhou-2018  | 1,000,000,000 | 2026-02-15 | 2026-02-23 | 150,000   | 1    | 0       | 1@150=150000
    wenzhou-2018  | 1,000,000,000 | 2026-03-02 | 2026-03-09 | 750,000   | 5    | 0       | 5@150=750000
    wenzhou-2018  | 1,000,000,000 | 2026-03-02 | 2026-03-10 | 900,000   | 6    | 1       | 5@150=750000 1@150=150000
    licheng-2019  | 1,000,000,000 | 2026-03-02 | 2026-03-07 | 1,000,000 | 5    | 0       | 5@200=1000000
    yongchun-2024 | 1,000,000,000 | 2026-03-02 | 2026-03-12 | 2,000,000 | 10   | 0       | 10@200=2000000
    yongchun-2024 | 1,000,000,000 | 2026-03-02 | 2026-03-13 | 2,400,000 | 11   | 1       | 10@200=2000000 1@400=400000
    yongchun-2024 | 1,000,000,000 | 2024-03-02 | 2024-03-12 | 1,000,000 | 10   | 0       | 10@100=1000000
    huaibei-demo  | 1,000,000,000 | 2026-03-02 | 2026-03-14 | 4,600,000 | 12   | 2       | 5@200=1000000 5@400=2000000 2@800=1600000
    donghai-2023  | 2,500         | 2026-03-02 | 2026-03-02 | 1         | 1    | 0       | 1@200=1
    donghai-2023  | 2,499         | 2026-03-02 | 2026-03-02 | 0         | 1    | 0       | 1@200=0
    donghai-2023  | 1             | 2026-03-02 | 2026-03-12 | 0         | 10   | 0       | 5@200=0 5@400=0
    donghai-2023  | 1,001         | 2026-03-02 | 2026-03-12 | 3         | 10   | 0       | 5@200=1 5@400=2
    donghai-2023  | 834           | 2026-03-02 | 2026-03-12 | 3         | 10   | 0       | 5@200=1 5@400=2
    donghai-2023  | 833           | 2026-03-02 | 2026-03-12 | 2         | 10   | 0       | 5@200=1 5@400=1
  `)) {
    test(`${row.policy}, ${row.principal} fen from ${row.paidOut} to ${row.repaid} cost ${row.fee}`, () => {
      const found = fee(row.policy, row.principal, row.paidOut, row.repaid)
      assert(found.ok)
      assert.equal(found.feeFen, whole(row.fee))
      assert.equal(found.days, whole(row.days))
      assert.equal(found.overdueDays, whole(row.overdue))
      assert.deepEqual(
        found.tiers.map((tier) => `${tier.days}@${tier.ratePpmPerDay}=${tier.feeFen}`),
        words(row.tiers),
      )
    })
  }

  test('the lines add up, a longer advance never costs less, and the fee is off the exact one by half a fen at most', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('donghai-2023', 'wenzhou-2018', 'yongchun-2024', 'licheng-2019', 'huaibei-demo'),
        fc.integer({ min: 1, max: 3_000_000_000 }),
        fc.nat(60),
        (code, principal, days) => {
          const paidOutOn = day('2026-02-01')
          const asked = { principalFen: fen(principal), paidOutOn, repaidOn: plusDays(paidOutOn, days) }
          const found = bridgeFee(policy(code), asked, calendar)
          const longer = bridgeFee(
            policy(code),
            { ...asked, repaidOn: plusDays(asked.repaidOn, 1) },
            calendar,
          )
          assert(found.ok && longer.ok)
          assert.equal(plus(...found.tiers.map((tier) => tier.feeFen)), found.feeFen)
          assert.equal(
            found.tiers.reduce((sum, tier) => sum + tier.days, 0),
            found.days,
          )
          assert.ok(found.days >= 1 && longer.feeFen >= found.feeFen)
          const exact = found.tiers.reduce((sum, tier) => sum + tier.days * tier.ratePpmPerDay, 0)
          const off = BigInt(found.feeFen) * 1_000_000n - BigInt(principal) * BigInt(exact)
          assert.ok(off >= -500_000n && off <= 500_000n)
          for (const tier of found.tiers) assert.ok(tier.feeFen >= 0)
        },
      ),
    ))

  test('the saving is the market price of the same days less the fee', () => {
    const found = fee('huaibei-demo', '1,000,000,000', '2026-03-02', '2026-03-10')
    assert(found.ok)
    const saving = bridgeSaving(policy('huaibei-demo'), fen(1_000_000_000), found)
    assert(saving.ok)
    assert.equal(saving.savingFen, 24_000_000 - 2_200_000)
  })
})

describe('the terms of a pool', () => {
  test('an unknown pool is refused, and one from before its day', () => {
    assert.deepEqual(bridgePolicyOn(book, 'ruzhou', today), {
      ok: false,
      refusal: { code: 'unknown-policy', field: 'policy', values: { code: 'ruzhou' } },
    })
    assert.equal(bridgePolicyOn(book, 'donghai-2023', day('2022-12-31')).ok, false)
  })

  test('five are there, all good; a decision can keep the version it used', () => {
    assert.deepEqual(bridgePolicyCodesOn(book, today), [
      'donghai-2023',
      'wenzhou-2018',
      'yongchun-2024',
      'licheng-2019',
      'huaibei-demo',
    ])
    for (const row of book.rows) assert.deepEqual(checkBridgePolicy(row.value), [], row.code)
    const found = bridgePolicyOn(book, 'yongchun-2024', today)
    assert(found.ok)
    assert.equal(found.policy.version, 'bridge-policy-yongchun-2024-2')
  })

  for (const row of table(`
    field                | becomes                              | says
    tiers                | []                                   | no-tiers tiers
    tiers                | [{"throughDay":5,"ratePpmPerDay":200}] | tiers-end-early tiers.0.throughDay
    tiers                | [{"throughDay":5,"ratePpmPerDay":1},{"throughDay":5,"ratePpmPerDay":2},{"throughDay":null,"ratePpmPerDay":3}] | tiers-do-not-rise tiers.1.throughDay
    tiers                | [{"throughDay":null,"ratePpmPerDay":1},{"throughDay":null,"ratePpmPerDay":2}] | tiers-do-not-rise tiers.0.throughDay
    tiers                | [{"throughDay":null,"ratePpmPerDay":0.5}] | bridge-policy-malformed tiers.0.ratePpmPerDay
    overdueBasisPoints   | 9999                                 | overdue-rate-not-whole tiers.0.ratePpmPerDay, overdue-rate-not-whole tiers.1.ratePpmPerDay, overdue-cheaper overdueBasisPoints
    overdueBasisPoints   | 15000                                | ok
    overdueBasisPoints   | 10001                                | overdue-rate-not-whole tiers.0.ratePpmPerDay, overdue-rate-not-whole tiers.1.ratePpmPerDay
    longestDays          | 0                                    | no-days longestDays
    promiseSharePpm      | 1000001                              | bridge-share-wrong promiseSharePpm
    promiseSharePpm      | 1000000                              | ok
    poolSharePpm         | 0                                    | bridge-share-wrong poolSharePpm
    borrowers            | {}                                   | nobody-may-borrow borrowers
    borrowers            | {"firm":{"capFen":0}}                | bridge-cap-is-nothing borrowers.firm.capFen
    dayKind              | "lunar"                              | bridge-policy-malformed dayKind
  `)) {
    test(`${row.field} ${row.becomes}: ${row.says}`, () => {
      const made = { ...policy('donghai-2023'), [row.field]: JSON.parse(row.becomes) }
      const says = checkBridgePolicy(made).map(({ code, field }) => `${code} ${field}`)
      assert.equal(says.join(', ') || 'ok', row.says)
    })
  }
})
