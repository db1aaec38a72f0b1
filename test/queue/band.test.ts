import assert from 'node:assert/strict'
import { test } from 'node:test'
import { referencePolicies } from '../../seeds/reference/policies.ts'
import { day } from '../../server/money/day.ts'
import { calendarOf, policyBook } from '../../server/policies/index.ts'
import { bandOf, soonUntil } from '../../server/queue/band.ts'
import { table } from '../support/table.ts'

const calendar = calendarOf(policyBook(referencePolicies))
const today = day('2026-03-10')

for (const row of table(`
    waits | dueOn      | band
    no    | 2026-03-09 | late
    no    | 2026-03-10 | today
    no    | 2026-03-11 | soon
    no    | 2026-03-13 | soon
    no    | 2026-03-14 | later
    no    | -          | later
    yes   | 2026-03-09 | firm
    yes   | 2026-03-14 | firm
    yes   | -          | firm
  `))
  test(`waits for the firm ${row.waits}, due ${row.dueOn}: ${row.band}`, () => {
    const soon = soonUntil(calendar, today)
    assert.ok(soon.ok)
    const standing = {
      waits: row.waits === 'yes',
      dueOn: row.dueOn === '-' ? null : day(row.dueOn),
    }
    assert.equal(bandOf(standing, today, soon.day), row.band)
  })

test('soon counts working days, over a weekend and a holiday', () => {
  const until = (on: string) => {
    const found = soonUntil(calendar, day(on))
    return found.ok ? found.day : found
  }
  assert.equal(until('2026-03-12'), '2026-03-17')
  assert.equal(until('2026-09-30'), '2026-10-10')
})
