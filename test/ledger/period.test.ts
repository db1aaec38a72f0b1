import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { checkPeriod, openSince } from '../../server/ledger/period.ts'
import { day, plusDays } from '../../server/money/day.ts'
import { present } from '../../server/platform/assert.ts'
import { table } from '../support/table.ts'

describe('the period of an entry', () => {
  for (const { today, on, says } of table(`
    today      | on         | says
    2026-03-10 | 2026-03-10 | done
    2026-03-10 | 2026-02-01 | done
    2026-03-10 | 2026-01-31 | entry-too-old
    2026-03-01 | 2026-02-28 | done
    2026-03-31 | 2026-02-01 | done
    2026-01-01 | 2025-12-01 | done
    2026-01-31 | 2025-11-30 | entry-too-old
    2028-03-31 | 2028-02-29 | done
  `))
    test(`on ${today} of ${on}: ${says}`, () => {
      const said = checkPeriod(day(present(on, 'a day')), day(present(today, 'a day')))
      assert.equal(said.ok ? 'done' : said.refusal.code, says)
    })

  test('never reopens: a day that is closed stays closed', () => {
    const days = fc.integer({ min: 0, max: 4000 })
    fc.assert(
      fc.property(days, days, (first, later) => {
        const today = plusDays(day('2020-01-01'), first)
        assert.ok(openSince(plusDays(today, later)) >= openSince(today))
      }),
    )
  })
})
