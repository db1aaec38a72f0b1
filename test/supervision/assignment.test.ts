import assert from 'node:assert/strict'
import { test } from 'node:test'
import { day } from '../../server/money/day.ts'
import { checkAnswer, checkClosing, isLate, tallyOf } from '../../server/supervision/assignment.ts'

test('the assignee answers, another closes', () => {
  const codeOf = (outcome: { ok: boolean; refusal?: { code: string } }) =>
    outcome.ok ? 'ok' : outcome.refusal?.code
  for (const [state, who, answering, closing] of [
    ['assigned', 'qin', 'ok', 'assignment-unanswered'],
    ['assigned', 'lu', 'assignment-not-yours', 'assignment-unanswered'],
    ['answered', 'qin', 'assignment-answered', 'assignment-own'],
    ['answered', 'lu', 'assignment-answered', 'ok'],
    ['closed', 'lu', 'assignment-answered', 'assignment-closed'],
  ] as const) {
    const one = { state, personId: 'qin' }
    assert.deepEqual(
      [codeOf(checkAnswer(one, who)), codeOf(checkClosing(one, who))],
      [answering, closing],
      `${state} ${who}`,
    )
  }
})

test('late is what was not closed by its day; what was opened is in time, late or open', () => {
  const today = day('2026-03-20')
  const of = (dueOn: string, closedOn: string | null) => ({
    ...{ bank: null, openedOn: day('2026-03-01'), dueOn: day(dueOn) },
    closedOn: closedOn === null ? null : day(closedOn),
  })
  const all = [
    of('2026-03-10', '2026-03-10'),
    of('2026-03-10', '2026-03-11'),
    of('2026-03-20', null),
    of('2026-03-19', null),
  ]
  assert.deepEqual(
    all.map((one) => isLate(one, today)),
    [false, true, false, true],
  )
  assert.deepEqual(tallyOf(all, today), { opened: 4, inTime: 1, late: 1, open: 2, overdue: 1 })
})
