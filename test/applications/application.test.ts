import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  applicationActors,
  applicationStates,
  checkDecline,
  declineReasons,
  isClosed,
  move,
  movesOpenTo,
} from '../../server/applications/application.ts'
import { table, words } from '../support/table.ts'

const allowed = table(`
  from       | applicant                   | institution             | clock
  submitted  | withdrawn not-chosen        | taken declined          | expired
  taken      | withdrawn not-chosen        | offered declined        | expired
  offered    | agreed withdrawn not-chosen | taken declined          | expired
  agreed     | withdrawn                   | signed declined         | expired
  signed     |                             |                         |
  declined   |                             |                         |
  withdrawn  |                             |                         |
  expired    |                             |                         |
  not-chosen |                             |                         |
`)

describe('moving an application', () => {
  test('the table below names every state', () => {
    assert.deepEqual(
      allowed.map(({ from }) => from),
      [...applicationStates],
    )
  })

  for (const row of allowed)
    for (const actor of applicationActors) {
      const onward = words(row[actor])
      const from = applicationStates.find((state) => state === row.from) ?? 'submitted'
      test(`${actor}, ${from}: refuses all but ${onward.join(', ') || 'none'}`, () => {
        for (const to of applicationStates) {
          const moved = move(from, to, actor)
          if (onward.includes(to)) assert.deepEqual(moved, { ok: true, state: to })
          else {
            const refusal = { code: 'move-not-allowed', values: { state: from, to } }
            assert.deepEqual(moved, { ok: false, refusal })
          }
        }
        assert.deepEqual(movesOpenTo(actor, from).sort(), onward.sort())
      })
    }

  test('an application is closed when nobody can move it', () => {
    assert.deepEqual(
      applicationStates.filter((state) => !isClosed(state)),
      ['submitted', 'taken', 'offered', 'agreed'],
    )
  })
})

describe('declining', () => {
  test('refuses "other" without a sentence', () => {
    const refusal = { code: 'words-required', field: 'words' }
    assert.deepEqual(checkDecline('other', ' '), { ok: false, refusal })
  })

  test('takes every coded reason without one, and "other" with one', () => {
    for (const reason of declineReasons.filter((each) => each !== 'other'))
      assert.deepEqual(checkDecline(reason, ''), { ok: true, reason })
    assert.deepEqual(checkDecline('other', 'The branch closes in May.'), { ok: true, reason: 'other' })
  })
})
