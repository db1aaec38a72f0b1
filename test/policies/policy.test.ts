import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Day, day, plusDays } from '../../server/money/day.ts'
import { inForce, type PolicyRow, periodOf } from '../../server/policies/policy.ts'
import { table, whole } from '../support/table.ts'

const row = (version: number, from: string, to: string | null = null): PolicyRow => ({
  code: 'lpr',
  version,
  effectiveFrom: day(from),
  effectiveTo: to === null ? null : day(to),
  value: version,
  source: '测试',
  certainty: 'seen',
})

/** 'v1 from 2024-01-01 to 2024-12-31, v2 from …' */
const rowsOf = (text: string): PolicyRow[] =>
  text.split(',').map((part) => {
    const [, version = '', from = '', to] = /v(\d) from (\S+)(?: to (\S+))?/.exec(part) ?? []
    return row(whole(version), from, to ?? null)
  })

describe('the version in force', () => {
  for (const one of table(`
    versions                                            | on         | version
    v1 from 2024-01-01                                  | 2023-12-31 | -
    v1 from 2024-01-01                                  | 2024-01-01 | 1
    v1 from 2024-01-01                                  | 2999-12-31 | 1
    v1 from 2024-01-01 to 2024-12-31                    | 2024-12-31 | 1
    v1 from 2024-01-01 to 2024-12-31                    | 2025-01-01 | -
    v1 from 2024-01-01, v2 from 2025-01-01              | 2024-12-31 | 1
    v1 from 2024-01-01, v2 from 2025-01-01              | 2025-01-01 | 2
    v1 from 2024-01-01, v2 from 2025-01-01 to 2025-06-30 | 2025-07-01 | -
    v1 from 2024-01-01, v2 from 2024-01-01              | 2024-01-01 | 2
    v2 from 2025-01-01, v1 from 2024-01-01              | 2025-05-01 | 2
    v1 from 2024-01-01 to 2024-03-31, v2 from 2025-01-01 | 2024-06-01 | -
  `))
    test(`${one.versions} on ${one.on}: ${one.version}`, () =>
      assert.equal(String(inForce(rowsOf(one.versions), 'lpr', day(one.on))?.version ?? '-'), one.version))

  test('is none for a policy that nobody wrote', () =>
    assert.equal(inForce(rowsOf('v1 from 2024-01-01'), 'clocks', day('2024-06-01')), null))
})

describe('the period of a version', () => {
  for (const one of table(`
    versions                                             | of | period
    v1 from 2024-01-01                                   | 1  | 2024-01-01 –
    v1 from 2024-01-01, v2 from 2025-01-01               | 1  | 2024-01-01 – 2024-12-31
    v1 from 2024-01-01 to 2024-06-30, v2 from 2025-01-01 | 1  | 2024-01-01 – 2024-06-30
    v1 from 2024-01-01 to 2025-06-30, v2 from 2025-01-01 | 1  | 2024-01-01 – 2024-12-31
    v1 from 2024-01-01, v2 from 2024-01-01               | 1  | never
    v1 from 2024-01-01, v2 from 2024-01-01               | 2  | 2024-01-01 –
  `))
    test(`${one.versions}, version ${one.of}: ${one.period}`, () => {
      const rows = rowsOf(one.versions)
      const found = rows.find(({ version }) => version === whole(one.of))
      assert.ok(found)
      const period = periodOf(rows, found)
      assert.equal(period ? `${period.from} – ${period.to ?? ''}`.trim() : 'never', one.period)
    })

  const days = fc.nat(400).map((count) => plusDays(day('2024-01-01'), count))
  const histories = fc
    .array(fc.tuple(fc.nat(60), fc.option(fc.nat(120))), { minLength: 1, maxLength: 6 })
    .map((steps) => {
      let from = day('2024-01-01')
      return steps.map(([gap, length], at): PolicyRow => {
        from = plusDays(from, gap)
        const to: Day | null = length === null ? null : plusDays(from, length)
        return { ...row(at + 1, from), effectiveTo: to }
      })
    })

  test('holds exactly the days on which the version is in force, so no two overlap', () =>
    fc.assert(
      fc.property(histories, days, (rows, on) => {
        const holding = rows.filter((one) => {
          const period = periodOf(rows, one)
          return period !== null && period.from <= on && (period.to === null || on <= period.to)
        })
        assert.deepEqual(
          holding.map(({ version }) => version),
          [inForce(rows, 'lpr', on)?.version].filter((version) => version !== undefined),
        )
      }),
    ))
})
