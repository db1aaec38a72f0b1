import assert from 'node:assert/strict'
import { test } from 'node:test'
import { referencePolicies } from '../../seeds/reference/policies.ts'
import type { ApplicationState } from '../../server/applications/application.ts'
import { day } from '../../server/money/day.ts'
import { calendarOf, policyBook } from '../../server/policies/index.ts'
import { bandOf, soonUntil } from '../../server/queue/band.ts'
import { table } from '../support/table.ts'

const calendar = calendarOf(policyBook(referencePolicies))
const today = day('2026-03-10')

for (const row of table(`
    state     | asked | dueOn      | band
    submitted | no    | 2026-03-09 | late
    submitted | no    | 2026-03-10 | today
    submitted | no    | 2026-03-11 | soon
    taken     | no    | 2026-03-13 | soon
    taken     | no    | 2026-03-14 | later
    taken     | no    | -          | later
    taken     | yes   | 2026-03-09 | firm
    offered   | no    | 2026-03-09 | firm
    agreed    | no    | 2026-03-09 | late
  `))
  test(`${row.state}, papers asked ${row.asked}, due ${row.dueOn}: ${row.band}`, () => {
    const soon = soonUntil(calendar, today)
    assert.ok(soon.ok)
    const standing = {
      state: row.state as ApplicationState,
      asked: row.asked === 'yes',
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
