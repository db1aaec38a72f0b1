import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { afterFailure, isLocked } from '../../server/accounts/lockout.ts'
import { isAlive, isDueForNote, isOpen } from '../../server/accounts/session.ts'
import { instantOf, plusMinutes } from '../../server/platform/clock.ts'
import { table, whole, yes } from '../support/table.ts'

const noon = instantOf(Date.parse('2026-03-10T04:00:00.000Z'))
const at = (minutes: string, milliseconds = '0') =>
  instantOf(Date.parse(noon) + whole(minutes) * 60_000 + whole(milliseconds))

describe('one more wrong password', () => {
  for (const row of table(`
    before | after | locked
    0      | 1     | no
    3      | 4     | no
    4      | 0     | yes
  `)) {
    test(`after ${row.before} leaves ${row.after} and ${yes(row.locked) ? 'locks' : 'does not lock'}`, () => {
      const after = afterFailure({ failures: whole(row.before), lockedUntil: null }, noon)
      assert.deepEqual(after, {
        failures: whole(row.after),
        lockedUntil: yes(row.locked) ? plusMinutes(noon, 15) : null,
      })
    })
  }

  for (const row of table(`
    minutes | milliseconds | locked
    0       | 0            | yes
    14      | 59999        | yes
    15      | 0            | no
  `)) {
    test(`a lock holds after ${row.minutes} min ${row.milliseconds} ms: ${row.locked}`, () => {
      const { lockedUntil } = afterFailure({ failures: 4, lockedUntil: null }, noon)
      assert.equal(isLocked({ failures: 0, lockedUntil }, at(row.minutes, row.milliseconds)), yes(row.locked))
    })
  }
})

describe('a session', () => {
  for (const row of table(`
    idle | age | milliseconds | ended | alive
    0    | 0   | 0            | no    | yes
    19   | 19  | 59999        | no    | yes
    20   | 20  | 0            | no    | no
    1    | 479 | 59999        | no    | yes
    0    | 480 | 0            | no    | no
    0    | 1   | 0            | yes   | no
  `)) {
    test(`idle ${row.idle} min, ${row.age} min old, ended ${row.ended}: alive ${row.alive}`, () => {
      const now = at(row.age, row.milliseconds)
      const times = {
        lastSeenAt: plusMinutes(at(row.age), -whole(row.idle)),
        endsAt: plusMinutes(noon, 480),
        endedAt: yes(row.ended) ? noon : null,
      }
      assert.equal(isAlive(times, now), yes(row.alive))
    })
  }

  test('notes its last use every two minutes, not with every page', () => {
    const times = { lastSeenAt: noon, endsAt: plusMinutes(noon, 480), endedAt: null }
    assert.equal(isDueForNote(times, at('1', '59999')), false)
    assert.equal(isDueForNote(times, at('2')), true)
  })
})

test('a setup link opens until its last millisecond, and never twice', () => {
  const link = { endsAt: at('10'), usedAt: null }
  assert.equal(isOpen(link, at('9', '59999')), true)
  assert.equal(isOpen(link, at('10')), false)
  assert.equal(isOpen({ ...link, usedAt: noon }, noon), false)
})
