import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { arrangementPolicies } from '../../seeds/reference/arrangements.ts'
import { readArrangement } from '../../server/arrangements/index.ts'
import { coverBalance, coverMoves, coverStates, mayMoveCover, standingOf } from '../../server/covers/cover.ts'
import {
  badShare,
  type FilingFacts,
  filingChecks,
  filingRefusal,
  filingRules,
  isFarming,
  isForKind,
  variantFor,
} from '../../server/covers/filing.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { present } from '../../server/platform/assert.ts'
import { table, whole } from '../support/table.ts'

const shipped = readArrangement(
  arrangementPolicies.find(({ code }) => code === 'arrangement-tax-credit-pool')?.value,
)
assert(shipped.ok)
/** The shipped pool, with a cap of 1,000 fen in place of ten million yuan, and finance left out, which it does not do. */
const pool = {
  ...shipped.arrangement,
  singleCustomerCapFen: fen(1_000),
  scope: { ...shipped.arrangement.scope, excludedIndustries: ['J', 'K7010'] },
}
const today = day('2026-03-31')

/** A loan of 400 fen that meets every rule; 600 are under cover for its customer already. */
const fine: FilingFacts = {
  ...{ isOpen: true, isForKind: true, isCovered: false, isGuaranteed: false },
  loan: { state: 'drawn', overdueSince: null, riskClass: 'normal', firstDrawnOn: day('2026-03-01') },
  cover: {
    ...{ size: 'small', farming: false, industry: 'C1311', unsecured: true },
    ...{ coveredFen: fen(600), newFen: fen(400) },
  },
  pool: { coveredFen: fen(10_000), badFen: fen(499) },
}

const codeFor = (facts: FilingFacts, days = 30, on = today): string =>
  filingRefusal(filingChecks(pool, { fileWithinDays: days }, facts, on))?.refusal.code ?? 'filed'

describe('filing a loan for cover', () => {
  test('asks every rule, and files a loan that meets them all', () => {
    const checks = filingChecks(pool, { fileWithinDays: 30 }, fine, today)
    assert.deepEqual(
      checks.map(({ rule }) => rule),
      filingRules,
    )
    assert(checks.every(({ met }) => met === 'yes'))
    assert.equal(filingRefusal(checks), null)
  })

  test('of the shipped pool stops at ten million yuan for a customer over all banks, and says that this is assumed', () => {
    const { arrangement } = shipped
    const asked = (coveredFen: number, newFen: number) => {
      const cover = { ...fine.cover, coveredFen: fen(coveredFen), newFen: fen(newFen) }
      return filingRefusal(filingChecks(arrangement, { fileWithinDays: 30 }, { ...fine, cover }, today))
        ?.refusal.code
    }
    assert.equal(asked(600_000_000, 400_000_000), undefined)
    assert.equal(asked(600_000_000, 400_000_001), 'cover-single-customer-cap')
    assert(arrangement.assumed.includes('cap'))
  })

  test('refuses by the rule that is not met', () => {
    const { loan, cover } = fine
    const cases: readonly [FilingFacts, string][] = [
      [{ ...fine, isOpen: false }, 'cover-pool'],
      [{ ...fine, isForKind: false }, 'cover-kind'],
      [{ ...fine, isCovered: true }, 'cover-once'],
      [{ ...fine, isGuaranteed: true }, 'cover-guaranteed'],
      [{ ...fine, loan: { ...loan, state: 'settled' } }, 'cover-out'],
      [{ ...fine, loan: { ...loan, state: 'signed', firstDrawnOn: null } }, 'cover-out'],
      [{ ...fine, loan: { ...loan, state: 'overdue' } }, 'cover-overdue'],
      [{ ...fine, loan: { ...loan, overdueSince: day('2026-03-30') } }, 'cover-overdue'],
      [{ ...fine, loan: { ...loan, riskClass: 'substandard' } }, 'cover-class'],
      [{ ...fine, cover: { ...cover, size: 'large' } }, 'cover-size'],
      [{ ...fine, cover: { ...cover, size: null } }, 'cover-size-unknown'],
      [{ ...fine, cover: { ...cover, industry: 'J66' } }, 'cover-industry'],
      [{ ...fine, cover: { ...cover, industry: 'K' } }, 'cover-industry-unknown'],
      [{ ...fine, cover: { ...cover, unsecured: false } }, 'cover-unsecured'],
    ]
    for (const [facts, code] of cases) assert.equal(codeFor(facts), code)
    // 三农 are in scope whatever their size, and special mention is not bad.
    assert.equal(codeFor({ ...fine, cover: { ...cover, size: 'large', farming: true } }), 'filed')
    assert.equal(codeFor({ ...fine, loan: { ...loan, riskClass: 'special-mention' } }), 'filed')
  })

  for (const row of table(`
    covered | new | says
    600     | 400 | filed
    600     | 401 | cover-single-customer-cap
    601     | 400 | cover-single-customer-cap
    0       | 1000 | filed
    0       | 1001 | cover-single-customer-cap
  `)) {
    test(`a cap of 1,000 with ${row.covered} under cover and ${row.new} more: ${row.says}`, () => {
      const sums = { coveredFen: fen(whole(row.covered)), newFen: fen(whole(row.new)) }
      assert.equal(codeFor({ ...fine, cover: { ...fine.cover, ...sums } }), row.says)
    })
  }

  for (const row of table(`
    bad | covered | says             | share
    499 | 10000   | filed            | 49900
    500 | 10000   | cover-stop-line  | 50000
    0   | 0       | filed            | 0
    1   | 21      | filed            | 47619
    1   | 20      | cover-stop-line  | 50000
  `)) {
    test(`a stop line of 5 % with ${row.bad} bad of ${row.covered}: ${row.says}`, () => {
      const pool = { badFen: fen(whole(row.bad)), coveredFen: fen(whole(row.covered)) }
      assert.equal(codeFor({ ...fine, pool }), row.says)
      assert.equal(badShare(pool), whole(row.share))
    })
  }

  for (const row of table(`
    drawn      | days | says
    2026-03-01 | 30   | filed
    2026-03-01 | 29   | cover-time
    2026-02-28 | 30   | cover-time
    2026-03-31 | 1    | filed
  `)) {
    test(`drawn on ${row.drawn} and filed on ${today} within ${row.days} days: ${row.says}`, () => {
      const loan = { ...fine.loan, firstDrawnOn: day(row.drawn) }
      assert.equal(codeFor({ ...fine, loan }, whole(row.days)), row.says)
    })
  }

  test('says what is there and what is asked, in the units of a reader', () => {
    const over = { ...fine, cover: { ...fine.cover, newFen: fen(100_000_000) } }
    const cap = { ...pool, singleCustomerCapFen: fen(50_000_000) }
    const refused = filingRefusal(filingChecks(cap, { fileWithinDays: 30 }, over, today))
    assert.deepEqual(refused?.refusal.values, { have: '100', want: '50' })
    const stopped = { ...fine, pool: { coveredFen: fen(1_000), badFen: fen(51) } }
    const line = filingRefusal(filingChecks(pool, { fileWithinDays: 30 }, stopped, today))
    assert.deepEqual(line?.refusal.values, { have: '5.10%', want: '5.00%' })
  })

  test('an arrangement without lines or cap does not ask for them', () => {
    const plain = { ...pool, singleCustomerCapFen: null, warnLinePpm: null, stopLinePpm: null }
    const rules = filingChecks(plain, { fileWithinDays: 30 }, fine, today).map(({ rule }) => rule)
    assert(!rules.includes('single-customer-cap') && !rules.includes('stop-line'))
  })

  test('is for tax-credit loans in their pool, and by the shares of an unsecured loan before those of a first one', () => {
    assert.deepEqual(
      [isForKind('tax-credit-pool', 'tax-credit'), isForKind('tax-credit-pool', 'farm')],
      [true, false],
    )
    assert.equal(isForKind('zhubaodai', 'farm'), true)
    assert.equal(variantFor(pool, { unsecured: true, firstLoan: true }), 'pure-credit')
    assert.equal(variantFor(pool, { unsecured: false, firstLoan: true }), 'first-loan')
    assert.equal(variantFor(pool, { unsecured: false, firstLoan: false }), null)
    assert.equal(variantFor({ ...pool, variants: {} }, { unsecured: true, firstLoan: true }), null)
    assert.deepEqual([isFarming('A01'), isFarming('C13')], [true, false])
  })
})

describe('what is under cover', () => {
  for (const row of table(`
    state     | filed | balance | loan    | under | standing
    filed     | 100   | 100     | drawn   | 100   | filed
    in-cover  | 100   | 60      | drawn   | 60    | in-cover
    in-cover  | 100   | 140     | drawn   | 100   | in-cover
    in-cover  | 100   | 0       | settled | 0     | ended
    in-cover  | 100   | 30      | overdue | 30    | in-cover
    rejected  | 100   | 100     | drawn   | 0     | rejected
    withdrawn | 100   | 100     | drawn   | 0     | withdrawn
  `)) {
    test(`${row.state}, filed ${row.filed}, out ${row.balance}`, () => {
      const state = present(
        coverStates.find((one) => one === row.state),
        'a state',
      )
      const loan = {
        state: row.loan === 'settled' ? 'settled' : row.loan === 'overdue' ? 'overdue' : 'drawn',
        balanceFen: fen(whole(row.balance)),
      } as const
      const compensatedOn = null
      assert.equal(
        coverBalance({ state, filedFen: fen(whole(row.filed)), compensatedOn }, loan),
        whole(row.under),
      )
      assert.equal(standingOf({ state, compensatedOn }, loan), row.standing)
    })
  }

  test('is decided once', () => {
    for (const from of coverStates)
      for (const to of coverStates) {
        const onward: readonly string[] = coverMoves[from]
        assert.equal(mayMoveCover(from, to), onward.includes(to))
        assert.equal(mayMoveCover(from, to), from === 'filed' && to !== 'filed')
      }
    assert.equal(ppm(0), badShare({ coveredFen: fen(0), badFen: fen(0) }))
  })
})
