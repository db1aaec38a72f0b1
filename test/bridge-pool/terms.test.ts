import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { bridgePolicies } from '../../seeds/reference/bridge-policies.ts'
import { loadCalendar } from '../../seeds/reference/load.ts'
import {
  type BridgeFacts,
  type BridgePolicy,
  bridgeChecks,
  bridgeFee,
  bridgeLimitsOf,
  bridgeMarks,
  bridgePolicyOf,
  bridgePolicyOn,
  bridgePolicyShape,
  bridgeVerdict,
  checkBridgeAmount,
  checkTakesMoney,
  inOrder,
  isForCourt,
  lastDayOf,
  lastTaken,
  leastPromise,
  plannedBack,
  takenOn,
  withRecord,
} from '../../server/bridge-pool/index.ts'
import { isBridgeBorrower, type QueueKey } from '../../server/bridge-pool/policy.ts'
import { day, plusDays } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { policyBook } from '../../server/policies/index.ts'
import { table, whole, wholeOrNull, words, yes } from '../support/table.ts'

const book = policyBook(bridgePolicies)
const calendar = loadCalendar()
const policy = (code: string): BridgePolicy => {
  const found = bridgePolicyOn(book, code, day('2026-03-10'))
  assert(found.ok)
  return found.policy.value
}

describe('who may have an advance', () => {
  for (const row of table(`
    policy       | borrower  | working | stopped | noVat | overdue | dishonest | times | verdict | not
    huaibei-demo | firm      | yes     | 0       | 0     | 0       | no        | 0     | yes     |
    huaibei-demo | owner     | yes     | 0       | 0     | 0       | no        | 0     | yes     |
    wenzhou-2018 | household | yes     | 0       | 0     | 0       | no        | 0     | no      | borrower
    huaibei-demo | firm      | no      | 0       | 0     | 0       | no        | 0     | no      | loan
    huaibei-demo | firm      | yes     | 5       | 5     | 3       | no        | 3     | yes     |
    huaibei-demo | firm      | yes     | 6       | 0     | 0       | no        | 0     | no      | stopped
    huaibei-demo | firm      | yes     | 0       | 6     | 0       | no        | 0     | no      | no-vat
    huaibei-demo | firm      | yes     | 0       | 0     | 4       | no        | 0     | no      | overdue
    huaibei-demo | firm      | yes     | 0       | 0     | 0       | yes       | 0     | no      | dishonest
    huaibei-demo | firm      | yes     | 0       | 0     | 0       | no        | 4     | no      | times
    huaibei-demo | firm      | yes     | -       | 0     | 0       | no        | 0     | unknown |
    huaibei-demo | firm      | yes     | -       | 6     | 0       | no        | 0     | no      | no-vat
    wenzhou-2018 | firm      | yes     | 5       | 5     | 3       | no        | 9     | yes     |
    licheng-2019 | firm      | yes     | 9       | 9     | 9       | no        | 9     | yes     |
    donghai-2023 | firm      | yes     | 9       | 9     | 9       | no        | 9     | unknown |
    donghai-2023 | firm      | yes     | -       | -     | -       | -         | 9     | unknown |
  `)) {
    test(`${row.policy}: ${row.borrower} ${row.stopped}/${row.noVat}/${row.overdue}, ${row.times} times: ${row.verdict} ${row.not}`, () => {
      assert(isBridgeBorrower(row.borrower))
      const facts: BridgeFacts = {
        borrower: row.borrower,
        loan: yes(row.working) ? 'working-capital' : 'project',
        stoppedMonths: wholeOrNull(row.stopped),
        noVatMonths: wholeOrNull(row.noVat),
        overdueMonths: wholeOrNull(row.overdue),
        dishonest: row.dishonest === '-' ? null : yes(row.dishonest),
        timesThisYear: whole(row.times),
      }
      const checks = bridgeChecks(facts, policy(row.policy))
      assert.equal(bridgeVerdict(checks), row.verdict)
      assert.deepEqual(
        checks.filter(({ met }) => met === 'no').map(({ condition }) => condition),
        words(row.not),
      )
    })
  }

  test('each condition says what is known and what the policy wants, and those it does not set are left out', () => {
    const nothing = {
      stoppedMonths: 2,
      noVatMonths: null,
      overdueMonths: null,
      dishonest: null,
      timesThisYear: 1,
    }
    const facts = { ...nothing, borrower: 'firm', loan: 'working-capital' } as const
    const shown = (code: string) =>
      bridgeChecks(facts, policy(code)).map(({ condition, met, have, want }) =>
        [condition, met, have, want].join(' '),
      )
    assert.deepEqual(shown('huaibei-demo'), [
      'borrower yes firm ',
      'loan yes working-capital ',
      'stopped yes 2 6',
      'no-vat unknown  6',
      'overdue unknown  3',
      'dishonest unknown  ',
      'times yes 1 4',
    ])
    assert.deepEqual(shown('donghai-2023'), [
      'borrower yes firm ',
      'loan yes working-capital ',
      'dishonest unknown  ',
      ...['abnormal-operation', 'wage-arrears', 'disputes', 'bad-credit'].map((one) => `${one} unknown  `),
    ])
  })

  test('Donghai lends to no firm of abnormal operation, with wages owed, in disputes or of bad credit', () => {
    const clean = { stoppedMonths: null, noVatMonths: null, overdueMonths: null, dishonest: false }
    const none = { 'abnormal-operation': false, 'wage-arrears': false, disputes: false, 'bad-credit': false }
    const facts = { ...clean, borrower: 'firm', loan: 'working-capital', timesThisYear: 9 } as const
    const donghai = policy('donghai-2023')
    const unmet = (marks: BridgeFacts['marks']) =>
      bridgeChecks({ ...facts, ...(marks ? { marks } : {}) }, donghai)
        .filter(({ met }) => met !== 'yes')
        .map(({ condition, met }) => `${condition} ${met}`)
    assert.deepEqual(unmet(none), [])
    for (const mark of bridgeMarks) assert.deepEqual(unmet({ ...none, [mark]: true }), [`${mark} no`])
    const { disputes: _, ...unsaid } = none
    assert.deepEqual(unmet(unsaid), ['disputes unknown'])
    // The pools whose texts name none of them ask for none of them.
    assert.deepEqual(policy('wenzhou-2018').exclusions.marks, [])
    for (const code of ['donghai-2023', 'wenzhou-2018', 'yongchun-2024', 'licheng-2019', 'huaibei-demo'])
      assert.deepEqual(policy(code).loans, ['working-capital'], code)
  })

  test('what the platform has on record holds where it is worse than what was stated, or where nothing was', () => {
    const stated = (dishonest: boolean | null, overdueMonths: number | null) => ({
      ...{ dishonest, overdueMonths, marks: { 'bad-credit': false } },
    })
    const record = (dishonest: boolean | null, overdueMonths: number | null, badCredit: true | null) => ({
      ...{ dishonest, overdueMonths, badCredit },
    })
    const terms = policy('huaibei-demo')
    const said = (...[one, other]: [ReturnType<typeof stated>, ReturnType<typeof record>]) => {
      const { dishonest, overdueMonths, marks, onRecord } = withRecord(one, other, terms)
      return [dishonest, overdueMonths, marks['bad-credit'], onRecord?.join(' ')]
    }
    assert.deepEqual(said(stated(false, 0), record(null, null, null)), [false, 0, false, ''])
    assert.deepEqual(said(stated(false, 0), record(false, 0, null)), [false, 0, false, ''])
    assert.deepEqual(said(stated(true, 5), record(false, 1, null)), [true, 5, false, ''])
    assert.deepEqual(said(stated(false, 0), record(true, 2, true)), [
      ...[true, 2, true, 'dishonest overdue bad-credit'],
    ])
    assert.deepEqual(said(stated(null, null), record(false, 2, null)), [false, null, false, 'dishonest'])
    assert.deepEqual(said(stated(null, null), record(null, 4, null)), [null, 4, false, 'overdue'])
  })
})

describe('how much an advance may be', () => {
  // In fen; the capital of the pool is 10,000,000,000 fen, of which the demo city lends a fifth to one.
  for (const row of table(`
    policy       | borrower  | due           | promised      | asked         | says
    donghai-2023 | firm      | 900,000,000   | 1,000,000,000 | 900,000,000   | ok
    donghai-2023 | firm      | 900,000,000   | 1,000,000,000 | 900,000,001   | bridge-over-principal 9,000,000.00
    donghai-2023 | firm      | 1,000,000,000 | 1,000,000,000 | 950,000,000   | ok
    donghai-2023 | firm      | 1,000,000,000 | 1,000,000,000 | 950,000,001   | bridge-over-promise 9,500,000.00
    donghai-2023 | firm      | 2,000,000,000 | 2,000,000,000 | 1,000,000,001 | bridge-over-cap 10,000,000.00
    donghai-2023 | owner     | 2,000,000,000 | 2,000,000,000 | 500,000,001   | bridge-over-cap 5,000,000.00
    donghai-2023 | household | 2,000,000,000 | 2,000,000,000 | 200,000,000   | ok
    wenzhou-2018 | owner     | 2,000,000,000 | 2,000,000,000 | 1             | bridge-over-cap 0.00
    huaibei-demo | firm      | 3,000,000,000 | 3,000,000,000 | 2,000,000,000 | ok
    yongchun-2024 | firm     | 9,000,000,000 | -             | 9,000,000,000 | ok
    yongchun-2024 | firm     | 101           | 101           | 96            | bridge-over-promise 0.95
    yongchun-2024 | firm     | 101           | 101           | 0             | bridge-nothing
  `)) {
    test(`${row.policy}: ${row.borrower} asks ${row.asked}: ${row.says}`, () => {
      assert(isBridgeBorrower(row.borrower))
      const promised = wholeOrNull(row.promised)
      const sums = {
        borrower: row.borrower,
        principalDueFen: fen(whole(row.due)),
        promisedFen: promised === null ? null : fen(promised),
        capitalFen: fen(10_000_000_000),
      }
      const found = checkBridgeAmount(policy(row.policy), sums, fen(whole(row.asked)))
      const said = found.ok
        ? 'ok'
        : [found.refusal.code, found.refusal.values?.mostYuan ?? ''].join(' ').trim()
      assert.equal(said, row.says)
      const { limits, mostFen } = bridgeLimitsOf(policy(row.policy), sums)
      assert.equal(mostFen, Math.min(...limits.map((one) => one.fen)))
    })
  }

  test('a share of the pool holds where the pool is small', () => {
    const sums = {
      borrower: 'firm',
      principalDueFen: fen(500),
      promisedFen: fen(5000),
      capitalFen: fen(2_499),
    } as const
    const found = checkBridgeAmount(policy('huaibei-demo'), sums, fen(500))
    assert.deepEqual(found.ok ? null : found.refusal.values, { mostYuan: '4.99' })
  })

  test('the least promise is the least that covers the advance', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000_000_000 }), (amount) => {
        const terms = policy('donghai-2023')
        const least = leastPromise(terms, fen(amount))
        const covers = (promised: number) => BigInt(promised) * 950_000n >= BigInt(amount) * 1_000_000n
        assert.ok(covers(least) && !covers(least - 1))
        const sums = { borrower: 'firm', principalDueFen: fen(amount), capitalFen: fen(0) } as const
        const fits = (promisedFen: number) =>
          bridgeLimitsOf(
            { ...terms, borrowers: { firm: { capFen: null } } },
            { ...sums, promisedFen: fen(promisedFen) },
          ).mostFen >= amount
        assert.ok(fits(least) && !fits(least - 1))
      }),
    )
  })
})

describe('the last day', () => {
  for (const row of table(`
    policy        | paidOut    | last       | note
    donghai-2023  | 2026-03-02 | 2026-03-12 | ten days
    donghai-2023  | 2026-02-26 | 2026-03-08 | over the end of a month
    donghai-2023  | 2025-12-28 | 2026-01-07 | over the end of a year
    licheng-2019  | 2026-03-02 | 2026-03-07 | a Saturday is a day like any other here
    wenzhou-2018  | 2026-03-02 | 2026-03-09 | five working days
    wenzhou-2018  | 2026-02-13 | 2026-02-27 | the Spring Festival does not count
    wenzhou-2018  | 2026-02-15 | 2026-03-02 | paid out on a day off
  `)) {
    test(`${row.policy} from ${row.paidOut}: ${row.last}, ${row.note}`, () => {
      const terms = policy(row.policy)
      const paidOutOn = day(row.paidOut)
      const found = lastDayOf(terms, paidOutOn, calendar)
      assert.equal(found.ok ? found.on : found.refusal.code, row.last)
    })
  }

  test('is the last that the fee counts as in time, for every day of two years and every pool', () => {
    const codes = ['donghai-2023', 'wenzhou-2018', 'licheng-2019', 'huaibei-demo']
    fc.assert(
      fc.property(fc.constantFrom(...codes), fc.nat({ max: 600 }), (code, back) => {
        const paidOutOn = plusDays(day('2026-11-20'), -back)
        const found = lastDayOf(policy(code), paidOutOn, calendar)
        assert(found.ok)
        const over = (repaidOn: typeof paidOutOn) => {
          const fee = bridgeFee(policy(code), { principalFen: fen(100), paidOutOn, repaidOn }, calendar)
          assert(fee.ok)
          return fee.overdueDays
        }
        assert.deepEqual([over(found.on), over(plusDays(found.on, 1))], [0, 1])
      }),
    )
  })

  test('the pool goes to court on the eighth day after a week', () => {
    const terms = policy('yongchun-2024')
    const last = day('2026-03-12')
    assert.deepEqual(
      [7, 8].map((days) => isForCourt(terms, last, plusDays(last, days))),
      [false, true],
    )
    assert.equal(isForCourt(policy('donghai-2023'), last, plusDays(last, 900)), false)
  })

  test('beyond the known calendar nobody counts working days', () => {
    const found = lastDayOf(policy('wenzhou-2018'), day('2026-12-30'), calendar)
    assert.deepEqual(found.ok ? null : [found.refusal.code, found.refusal.values?.year], [
      'calendar-missing',
      2027,
    ])
  })
})

describe('the queue', () => {
  const cases = [
    { id: 'd', appliedOn: day('2026-03-03'), taxLastYearFen: fen(900) },
    { id: 'c', appliedOn: day('2026-03-02'), taxLastYearFen: null },
    { id: 'b', appliedOn: day('2026-03-02'), taxLastYearFen: fen(200) },
    { id: 'a', appliedOn: day('2026-03-02'), taxLastYearFen: fen(200) },
    { id: 'e', appliedOn: day('2026-03-02'), taxLastYearFen: fen(300) },
  ]
  for (const row of table(`
    keys                  | order
    arrival               | a b c e d
    arrival tax-last-year | e a b c d
    tax-last-year         | d e a b c
    tax-last-year arrival | d e a b c
  `))
    test(`by ${row.keys}: ${row.order}`, () => {
      const keys = words(row.keys) as QueueKey[]
      assert.deepEqual(
        cases.toSorted(inOrder(keys)).map(({ id }) => id),
        words(row.order),
      )
    })
})

describe('money on days off', () => {
  for (const row of table(`
    terms   | on         | says
    refused | 2026-03-13 | ok
    refused | 2026-03-14 | bridge-day-off 2026-03-16
    refused | 2026-02-14 | ok
    refused | 2026-02-15 | bridge-day-off 2026-02-24
    refused | 2026-02-28 | ok
    refused | 2026-10-01 | bridge-day-off 2026-10-08
    refused | 2035-01-01 | calendar-missing 2035
    taken   | 2026-10-01 | ok
    taken   | 2035-01-01 | ok
  `)) {
    test(`${row.terms} on ${row.on}: ${row.says}`, () => {
      const terms = { daysOff: row.terms as BridgePolicy['daysOff'] }
      const found = checkTakesMoney(terms, day(row.on), calendar, 'returnedOn')
      const { next, year } = (found.ok ? {} : found.refusal.values) ?? {}
      assert.equal(found.ok ? 'ok' : `${found.refusal.code} ${next ?? year}`, row.says)
    })
  }

  test('have a last day and a first proposal that money is taken on', () => {
    const [refused, taken] = [{ daysOff: 'refused' }, { daysOff: 'taken' }] as const
    assert.equal(lastTaken(refused, day('2026-02-20'), calendar), '2026-02-14')
    assert.equal(lastTaken(taken, day('2026-02-20'), calendar), '2026-02-20')
    assert.equal(lastTaken(refused, day('2026-02-24'), calendar), '2026-02-24')
    assert.equal(plannedBack(refused, day('2026-03-14'), day('2026-03-17'), calendar), '2026-03-16')
    assert.equal(plannedBack(refused, day('2026-03-14'), day('2026-03-15'), calendar), '2026-03-13')
    assert.equal(plannedBack(taken, day('2026-03-20'), day('2026-03-15'), calendar), '2026-03-15')
  })

  test('bring what is expected on them on the next day on which money is taken', () => {
    const [refused, taken] = [{ daysOff: 'refused' }, { daysOff: 'taken' }] as const
    assert.equal(takenOn(refused, day('2026-03-14'), calendar), '2026-03-16')
    assert.equal(takenOn(refused, day('2026-10-01'), calendar), '2026-10-08')
    assert.equal(takenOn(refused, day('2026-03-13'), calendar), '2026-03-13')
    assert.equal(takenOn(taken, day('2026-03-14'), calendar), '2026-03-14')
    assert.equal(takenOn(refused, day('2035-01-01'), calendar), '2035-01-01', 'of that year nothing is known')
  })

  test('are refused by every pool whose text says nothing of them, and by terms of before they were asked for', () => {
    const { daysOff: _, ...before } = policy('wenzhou-2018')
    assert.equal(bridgePolicyShape.parse(before).daysOff, 'refused')
    for (const { value } of bridgePolicies) {
      const { daysOff, assumed } = bridgePolicyShape.parse(value)
      assert.deepEqual([daysOff, assumed.includes('daysOff')], ['refused', true])
    }
  })
})

describe('the terms of money that is out', () => {
  test('are those of its payout, whatever else began on the same day', () => {
    const on = day('2026-03-10')
    const stored = bridgePolicyOn(book, 'huaibei-demo', on)
    assert(stored.ok)
    const { row, value, version: policyVersion } = stored.policy
    const changed = {
      ...row,
      version: row.version + 1,
      effectiveFrom: on,
      value: { ...value, longestDays: 3 },
    }
    const later = policyBook([...bridgePolicies, changed])
    const days = (policyVersion: string) => {
      const found = bridgePolicyOf(later, 'huaibei-demo', { policyVersion, paidOutOn: on })
      return found.ok ? found.policy.value.longestDays : found.refusal.code
    }
    assert.equal(days(policyVersion), value.longestDays)
    assert.equal(days('of the books before'), 3, 'what names no version has that of its day')
  })
})
