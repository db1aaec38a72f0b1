import assert from 'node:assert/strict'
import { test } from 'node:test'
import { staleBecause } from '../../server/matching/stale.ts'
import { table } from '../support/table.ts'

const then = { factsFingerprint: 'f1', shelfFingerprint: 's1', ruleVersion: 'r1', schemes: ['s-1', 'lpr-1'] }

for (const row of table(`
  facts | shelf | rule | schemes   | because
  f1    | s1    | r1   | s-1 lpr-1 |
  f2    | s1    | r1   | s-1 lpr-1 | facts
  f1    | s2    | r1   | s-1 lpr-1 | shelf
  f1    | s1    | r2   | s-1 lpr-1 | rule
  f1    | s1    | r1   | s-2 lpr-1 | schemes
  f1    | s1    | r1   | s-1 lpr-2 | schemes
  f1    | s1    | r1   |           | schemes
  f2    | s2    | r2   | s-1 lpr-2 | facts shelf rule schemes
`))
  test(`${row.facts} ${row.shelf} ${row.rule} ${row.schemes}: ${row.because || 'holds'}`, () => {
    const now = {
      factsFingerprint: row.facts,
      shelfFingerprint: row.shelf,
      ruleVersion: row.rule,
      schemes: row.schemes.split(' ').filter(Boolean),
    }
    assert.equal(staleBecause(then, now).join(' '), row.because)
  })
