import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { claimPolicies } from '../../seeds/reference/claim-rules.ts'
import {
  type ClaimFacts,
  checkClaim,
  claimMoves,
  isOpenClaim,
  looksLikeOtherUnit,
} from '../../server/claims/claim.ts'
import { type ClaimPaper, claimRuleShape, triggerOf } from '../../server/claims/rule.ts'
import { type FiveClass, fiveClasses } from '../../server/loans/five-class.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { arrangement } from '../arrangements/sample.ts'
import { table, whole, wholeOrNull, yes } from '../support/table.ts'

const rule = claimRuleShape.parse(claimPolicies.find(({ code }) => code === 'claim-rule')?.value)
const principalOnly = arrangement('4321')
const withInterest = { ...principalOnly, base: { normalInterest: true, interestCapDays: 60 } }
const today = day('2026-11-20')
const papers: readonly ClaimPaper[] = rule.papers

/** A loan of one million yuan at 4.35 %, whose interest is unpaid since the first of August: 111 days. */
const facts: ClaimFacts = {
  balanceFen: fen(100_000_000),
  inForce: true,
  openClaim: false,
  finalPaid: false,
  lateness: { days: 111, riskClass: 'substandard' },
  coverUntil: day('2030-03-01'),
  ceilingFen: null,
  loan: {
    principalFen: fen(100_000_000),
    annualRatePpm: ppm(43_500),
    dayCount: 'actual/360',
    interestFrom: day('2026-08-01'),
    until: today,
  },
}
const code = (outcome: { readonly ok: boolean; readonly refusal?: { readonly code: string } }) =>
  outcome.ok ? 'filed' : outcome.refusal?.code

describe('what a bank may claim', () => {
  for (const row of table(`
    says                                            | principal   | interest | balance   | owed      | interested | answer
    all of it                                       | 100000000   | 0        | 100000000 | 100000000 | no         | filed
    one instalment                                  | 8000000     | 0        | 100000000 | 100000000 | no         | filed
    one fen above the guarantee                     | 100000001   | 0        | 100000000 | 200000000 | no         | claim-above-balance
    one fen above the loan                          | 100000001   | 0        | 200000000 | 100000000 | no         | claim-above-loan
    nothing                                         | 0           | 0        | 100000000 | 100000000 | no         | claim-of-nothing
    less than nothing                               | -1          | 0        | 100000000 | 100000000 | no         | negative
    interest below nothing                          | 100000000   | -1       | 100000000 | 100000000 | yes        | negative
    interest that the arrangement does not count    | 100000000   | 1        | 100000000 | 100000000 | no         | claim-interest-not-covered
    interest of the sixty days that count           | 100000000   | 725000   | 100000000 | 100000000 | yes        | filed
    one fen of interest more, penalty or not        | 100000000   | 725001   | 100000000 | 100000000 | yes        | claim-above-interest
    interest on half the principal is half          | 50000000    | 362501   | 100000000 | 100000000 | yes        | claim-above-interest
    yuan where 万元 were meant                      | 1000000000000 | 0      | 100000000 | 100000000 | no         | claim-unit
    万元 where yuan were meant                      | 10000       | 0        | 100000000 | 100000000 | no         | claim-unit
    万元 of interest                                | 100000000   | 7250000000 | 100000000 | 100000000 | yes      | claim-unit
    one fen below a hundredth of what is open       | 999999      | 0        | 100000000 | 100000000 | no         | sum-small
    a hundredth of what is open                     | 1000000     | 0        | 100000000 | 100000000 | no         | filed
    a fen beside a ten-thousandth                   | 10001       | 0        | 100000000 | 100000000 | no         | sum-small
    small beside the loan, all of the guarantee     | 900000      | 0        | 900000    | 100000000 | no         | filed
    interest in 万元                                | 100000000   | 73       | 100000000 | 100000000 | yes        | sum-small
    a hundredth of the interest                     | 100000000   | 7250     | 100000000 | 100000000 | yes        | filed
    ten times too much is no slip of the unit       | 1000000000  | 0        | 100000000 | 100000000 | no         | claim-above-balance
  `))
    test(row.says, () => {
      const found = checkClaim(
        yes(row.interested) ? withInterest : principalOnly,
        rule,
        {
          ...facts,
          balanceFen: fen(whole(row.balance)),
          loan: { ...facts.loan, principalFen: fen(whole(row.owed)) },
        },
        {
          kind: 'final',
          principalFen: fen(whole(row.principal)),
          interestFen: fen(whole(row.interest)),
          papers,
        },
        today,
      )
      assert.equal(code(found), row.answer)
    })

  for (const [says, changed, answer, on] of [
    ['after release', { inForce: false }, 'claim-after-release', today],
    ['while another is on its way', { openClaim: true }, 'claim-open', today],
    ['after the final one', { finalPaid: true }, 'claim-final-made', today],
    ['before the trigger', { lateness: { days: 1, riskClass: 'special-mention' } }, 'claim-too-early', today],
    ['on the last day of the cover', {}, 'filed', day('2030-03-01')],
    ['a day later', {}, 'claim-too-late', day('2030-03-02')],
    ['at the ceiling of the batch', { ceilingFen: fen(1_000_000) }, 'filed', today],
    ['one fen above the ceiling', { ceilingFen: fen(999_999) }, 'claim-above-ceiling', today],
  ] as const)
    test(`a claim ${says}: ${answer}`, () => {
      const asked = { kind: 'interim', principalFen: fen(1_000_000), interestFen: fen(0), papers } as const
      assert.equal(code(checkClaim(principalOnly, rule, { ...facts, ...changed }, asked, on)), answer)
    })

  test('a paper that the rule wants is missing', () => {
    const asked = {
      kind: 'final',
      principalFen: fen(100),
      interestFen: fen(0),
      papers: papers.slice(1),
    } as const
    assert.equal(code(checkClaim(principalOnly, rule, facts, asked, today)), 'claim-papers-missing')
  })
})

describe('a sum that looks too small', () => {
  const ask = (principalFen: number, sure: readonly number[], changed: Partial<ClaimFacts> = {}) =>
    checkClaim(
      principalOnly,
      rule,
      { ...facts, ...changed },
      {
        ...{ kind: 'interim', principalFen: fen(principalFen), interestFen: fen(0), papers },
        sure: sure.map(fen),
      },
      today,
    )

  test('is asked about in figures and capitals, as typed and in 万元', () => {
    const found = ask(5_000, [])
    assert.deepEqual(found.ok ? null : found.refusal, {
      ...{ code: 'sum-small', field: 'principalFen' },
      values: {
        ...{ typedFen: 5_000, typedCapitals: '伍拾元整', openFen: 100_000_000 },
        ...{ inWanFen: 50_000_000, inWanCapitals: '伍拾万元整' },
      },
    })
  })

  test('is taken when that very sum is confirmed, and no other', () => {
    assert.equal(code(ask(5_000, [5_000])), 'filed')
    assert.equal(code(ask(5_000, [6_000, 50_000_000])), 'sum-small')
  })

  test('is measured by what the ceiling leaves', () =>
    assert.equal(code(ask(5_000, [], { ceilingFen: fen(500_000) })), 'filed'))

  test('confirmed or not, a ten-thousandth to the yuan and what is above the balance are refused', () => {
    assert.equal(code(ask(10_000, [10_000])), 'claim-unit')
    assert.equal(code(ask(100_000_001, [100_000_001])), 'claim-above-balance')
  })
})

describe('what opens a claim', () => {
  for (const row of table(`
    days | class           | opens
    0    |                 | -
    59   | special-mention | -
    60   | special-mention | overdue
    61   |                 | overdue
    0    | substandard     | class
    10   | doubtful        | class
    10   | loss            | class
    60   | loss            | overdue
  `))
    test(`${row.days} days, ${row.class || 'no class'}: ${row.opens}`, () => {
      const riskClass: FiveClass | null = fiveClasses.find((one) => one === row.class) ?? null
      const found = triggerOf({ ...rule, triggerDays: 60 }, { days: whole(row.days), riskClass })
      assert.equal(found ?? '-', row.opens)
    })

  test('a rule that counts no day opens nothing on the first', () =>
    assert.equal(triggerOf({ ...rule, triggerDays: 0 }, { days: 0, riskClass: null }), null))
})

describe('a sum in the other unit', () => {
  for (const row of table(`
    asked          | owed       | doubtful
    10000000000    | 1000000    | yes
    10050000000    | 1000000    | yes
    5000000000     | 1000000    | no
    100            | 1000000    | yes
    101            | 1000000    | no
    1              | 10000      | no
    1000000        | 0          | no
    0              | 1000000    | no
  `))
    test(`${row.asked} of ${row.owed}`, () =>
      assert.equal(
        looksLikeOtherUnit(fen(wholeOrNull(row.asked) ?? 0), fen(whole(row.owed))),
        yes(row.doubtful),
      ))
})

test('what is open goes on, and what is over does not', () => {
  for (const [state, onward] of Object.entries(claimMoves))
    assert.equal(isOpenClaim(state as keyof typeof claimMoves), onward.length > 0, state)
})
