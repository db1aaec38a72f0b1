import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  bridgeMoves,
  bridgeStates,
  checkHands,
  type Hand,
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
    done                                      | person | as      | did
    maker:a checker:b                         | c      | cashier |
    maker:a checker:b                         | a      | cashier | maker
    maker:a checker:b                         | b      | cashier | checker
    maker:a checker:b third:c                 | c      | cashier | third
    maker:a maker:b                           | a      | checker | maker
    maker:a maker:b                           | b      | checker | maker
    maker:a maker:b                           | b      | maker   |
    maker:a checker:b cashier:c               | c      | checker | cashier
    maker:a checker:b cashier:c               | c      | maker   | cashier
    maker:a checker:b cashier:c               | b      | checker |
    maker:a checker:b                         | b      | third   | checker
  `))
    test(`${row.done}, then ${row.person} as ${row.as}: ${row.did || 'fine'}`, () => {
      const before = row.done.split(' ').map((one) => {
        const [hand, by = ''] = one.split(':')
        return { hand: hand as Hand, by }
      })
      const found = checkHands(before, row.person, row.as as Hand)
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
