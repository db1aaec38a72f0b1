import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  bridgeMoves,
  bridgeStates,
  checkHands,
  isOpen,
  isOut,
  mayWithdraw,
  moveBridge,
} from '../../server/bridges/bridge.ts'
import { checkFirst } from '../../server/bridges/first.ts'
import type { Met, RenewalState } from '../../server/loans/renewal.ts'
import { table } from '../support/table.ts'

describe('the moves of a case', () => {
  test('are those of the table and no others', () => {
    for (const from of bridgeStates)
      for (const to of bridgeStates)
        assert.equal(moveBridge(from, to).ok, bridgeMoves[from].includes(to), `${from} → ${to}`)
  })

  test('money goes out by a reservation alone, and a case whose money is out ends by its coming back alone', () => {
    assert.deepEqual(
      bridgeStates.filter((one) => bridgeMoves[one].includes('paid')),
      ['reserved', 'repaid'],
    )
    for (const out of bridgeStates.filter(isOut)) {
      assert.ok(!mayWithdraw(out) && isOpen(out))
      assert.deepEqual(
        bridgeMoves[out].filter((to) => !isOpen(to)),
        [],
      )
    }
    assert.deepEqual(
      bridgeStates.filter((one) => bridgeMoves[one].includes('closed')),
      ['repaid'],
    )
  })
})

describe('the hands that a case goes through', () => {
  for (const row of table(`
    maker | checker | third | person | did
    a     | b       |       | c      |
    a     | b       |       | a      | maker
    a     | b       |       | b      | checker
    a     | b       | c     | c      | third
  `))
    test(`${row.maker}, ${row.checker}, ${row.third}, then ${row.person}`, () => {
      const found = checkHands(
        { makerId: row.maker, checkerId: row.checker, thirdId: row.third || null },
        row.person,
      )
      assert.equal(found.ok ? '' : found.refusal.values?.did, row.did)
    })
})

describe('renewal without repayment comes first', () => {
  for (const row of table(`
    newest            | verdict | says
    without-repayment | yes     | bridge-renewal-agreed
    wished            | no      | bridge-renewal-waits
    no                | no      | bridge-no-renewal
    after-repayment   | unknown | ok
    withdrawn         | unknown | bridge-ask-renewal-first
    withdrawn         | no      | ok
    -                 | yes     | bridge-ask-renewal-first
    -                 | unknown | bridge-ask-renewal-first
    -                 | no      | ok
  `))
    test(`${row.newest}, ${row.verdict}: ${row.says}`, () => {
      const newest = row.newest === '-' ? null : (row.newest as RenewalState)
      const found = checkFirst(newest, row.verdict as Met)
      assert.equal(found.ok ? 'ok' : found.refusal.code, row.says)
    })
})
