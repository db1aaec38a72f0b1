import assert from 'node:assert/strict'
import { test } from 'node:test'
import { staleBecause } from '../../server/matching/stale.ts'
import { table } from '../support/table.ts'

const then = { factsFingerprint: 'f1', shelfFingerprint: 's1', ruleVersion: 'r1' }

for (const row of table(`
  facts | shelf | rule | because
  f1    | s1    | r1   |
  f2    | s1    | r1   | facts
  f1    | s2    | r1   | shelf
  f1    | s1    | r2   | rule
  f2    | s2    | r2   | facts shelf rule
`))
  test(`${row.facts} ${row.shelf} ${row.rule}: ${row.because || 'holds'}`, () => {
    const now = { factsFingerprint: row.facts, shelfFingerprint: row.shelf, ruleVersion: row.rule }
    assert.equal(staleBecause(then, now).join(' '), row.because)
  })
