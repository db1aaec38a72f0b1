import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { day } from '../../server/money/day.ts'
import { ppm } from '../../server/money/rate.ts'
import type { PolicyRow } from '../../server/policies/policy.ts'
import { checkProposed, mayDecide, mayWithdraw, type Proposed } from '../../server/policies/proposal.ts'
import { table, whole, yes } from '../support/table.ts'

const today = day('2026-03-10')
const lpr = (oneYear: number) => ({ oneYearPpm: ppm(oneYear), fiveYearPpm: ppm(35_000) })

const rows: readonly PolicyRow[] = [
  {
    code: 'lpr',
    version: 1,
    effectiveFrom: day('2025-05-20'),
    effectiveTo: null,
    value: lpr(30_000),
    source: '公布',
    certainty: 'seen',
  },
]
const scheduled: readonly PolicyRow[] = [
  ...rows,
  { ...rows[0], code: 'lpr', version: 2, effectiveFrom: day('2026-06-01'), value: lpr(29_000) } as PolicyRow,
]

const proposed: Proposed = {
  code: 'lpr',
  baseVersion: 1,
  effectiveFrom: null,
  effectiveTo: null,
  value: lpr(29_500),
  source: '公布',
  certainty: 'seen',
}

describe('a proposed version', () => {
  for (const row of table(`
    versions | base | from       | to         | may end | says
    1        | 1    | -          | -          | no      | fine
    1        | 1    | 2026-03-10 | -          | no      | fine
    1        | 1    | 2026-03-09 | -          | no      | effective-past effectiveFrom
    1        | 1    | 2030-01-01 | -          | no      | fine
    1        | 0    | -          | -          | no      | policy-stale
    2        | 1    | -          | -          | no      | policy-stale
    2        | 2    | 2026-05-31 | -          | no      | effective-before-last effectiveFrom
    2        | 2    | -          | -          | no      | effective-before-last effectiveFrom
    2        | 2    | 2026-06-01 | -          | no      | fine
    1        | 1    | -          | 2026-12-31 | no      | policy-cannot-end effectiveTo
    1        | 1    | -          | 2026-12-31 | yes     | fine
    1        | 1    | 2026-04-01 | 2026-03-31 | yes     | ends-before-it-begins effectiveTo
    1        | 1    | 2026-04-01 | 2026-04-01 | yes     | fine
    1        | 1    | -          | 2026-03-09 | yes     | ends-before-it-begins effectiveTo
    0        | 0    | -          | -          | yes     | fine
    0        | 1    | -          | -          | yes     | policy-stale
    1        | 1    | 2026-03-01 | 2026-02-01 | no      | effective-past effectiveFrom, policy-cannot-end effectiveTo
  `))
    test(`on ${row.versions} versions, from ${row.from} to ${row.to}: ${row.says}`, () => {
      const there = { 0: [], 1: rows, 2: scheduled }[whole(row.versions)] ?? []
      const made = {
        ...proposed,
        baseVersion: whole(row.base),
        effectiveFrom: row.from === '-' ? null : day(row.from),
        effectiveTo: row.to === '-' ? null : day(row.to),
      }
      const faults = checkProposed(there, made, today, yes(row['may end']))
      const said = faults.map(({ code, field }) => [code, field].filter(Boolean).join(' ')).join(', ')
      assert.equal(said || 'fine', row.says)
    })

  test('that says the same as the one before is no proposal, in whatever order its keys stand', () => {
    const same = { ...proposed, value: { fiveYearPpm: 35_000, oneYearPpm: 30_000 } }
    const said = (changes: Partial<Proposed>) =>
      checkProposed(rows, { ...same, ...changes }, today, true).map(({ code }) => code)
    assert.deepEqual(said({}), ['policy-unchanged'])
    assert.deepEqual(said({ effectiveFrom: day('2026-04-01') }), ['policy-unchanged'])
    assert.deepEqual(said({ source: '另一处' }), [])
    assert.deepEqual(said({ certainty: 'stated' }), [])
    assert.deepEqual(said({ effectiveTo: day('2026-12-31') }), [])
  })
})

describe('deciding', () => {
  for (const row of table(`
    state     | who    | decides          | takes back
    open      | maker  | own-proposal     | done
    open      | second | done             | not-own-proposal
    approved  | second | proposal-decided | proposal-decided
    approved  | maker  | proposal-decided | proposal-decided
    rejected  | second | proposal-decided | proposal-decided
    withdrawn | maker  | proposal-decided | proposal-decided
  `))
    test(`${row.state}, ${row.who}: ${row.decides}, ${row['takes back']}`, () => {
      const state = (['open', 'approved', 'rejected', 'withdrawn'] as const).find((one) => one === row.state)
      assert.ok(state)
      const proposal = { state, proposedBy: 'maker' }
      const code = (outcome: ReturnType<typeof mayDecide>) => (outcome.ok ? 'done' : outcome.refusal.code)
      assert.equal(code(mayDecide(proposal, row.who)), row.decides)
      assert.equal(code(mayWithdraw(proposal, row.who)), row['takes back'])
    })
})
