import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  accountWords,
  bookKinds,
  bookKindWords,
  chartLine,
  chartOf,
  holdsMoney,
} from '../../server/ledger/chart.ts'
import { inDirection, periodOf, running, trialLine, trialTotal } from '../../server/ledger/statement.ts'
import { type Day, day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { wordsOf } from '../../server/platform/web/words.ts'
import { table } from '../support/table.ts'

describe('a chart', () => {
  for (const kind of bookKinds)
    test(`of a ${kind} names each account once, with words and a floor at nothing`, () => {
      const codes = chartOf[kind].map(({ code }) => code)
      assert.equal(new Set(codes).size, codes.length)
      for (const language of ['zh', 'en'] as const) {
        const words = wordsOf(language)
        assert.ok(words.has(bookKindWords(kind)))
        for (const code of codes) assert.ok(words.has(accountWords(code)), code)
      }
      assert.ok(chartOf[kind].every(({ floorFen }) => floorFen === 0))
      assert.equal(chartLine(kind, 'nonsense'), undefined)
    })

  test('has money where there is a pool, and none at a party', () => {
    assert.deepEqual(bookKinds.map(holdsMoney), [true, true, false])
    for (const kind of bookKinds.filter(holdsMoney))
      for (const code of [
        'cash-free',
        'cash-reserved',
        'funders-capital',
        'fee-income',
        'losses-borne',
        'recoveries',
      ])
        assert.ok(chartLine(kind, code), `${kind} ${code}`)
    assert.ok(chartLine('bridge-pool', 'advances-out') && chartLine('compensation-pool', 'claims-out'))
    for (const code of ['paid', 'received', 'owed-to-it', 'owed-by-it', 'losses-borne'])
      assert.ok(chartLine('party', code), code)
  })
})

describe('a period', () => {
  for (const row of table(`
    from       | to         | since      | until
               |            | 2025-03-10 | 2026-03-10
    2026-01-01 |            | 2026-01-01 | 2026-03-10
               | 2024-02-29 | 2023-02-28 | 2024-02-29
    2026-01-01 | 2026-01-01 | 2026-01-01 | 2026-01-01
    2026-01-02 | 2026-01-01 | -          | -
    2026-03-11 |            | -          | -
               | 1900-06-30 | 1900-06-30 | 1900-06-30
    1900-01-01 | 2999-12-31 | 1900-01-01 | 2999-12-31
  `))
    test(`from '${row.from}' to '${row.to}': ${row.since} to ${row.until}`, () => {
      const asked = (text: string): Day | null => (text ? day(text) : null)
      const found = periodOf(asked(row.from), asked(row.to), day('2026-03-10'))
      assert.deepEqual(found, row.since === '-' ? null : { since: row.since, until: row.until })
    })
})

describe('the lines of a statement', () => {
  const lines = [500, -200, -300].map((amount) => ({ amountFen: fen(amount) }))

  test('lead from the opening balance to the closing one, in the direction of the account', () => {
    assert.deepEqual(
      running('debit', fen(10), lines).map(({ debitFen, creditFen, balanceFen }) => [
        debitFen,
        creditFen,
        balanceFen,
      ]),
      [
        [500, 0, 510],
        [0, 200, 310],
        [0, 300, 10],
      ],
    )
    assert.deepEqual(
      running('credit', fen(600), lines).map(({ balanceFen }) => balanceFen),
      [100, 300, 600],
    )
    assert.deepEqual([inDirection('debit', fen(5)), inDirection('credit', fen(5))], [5, -5])
  })
})

describe('a trial balance', () => {
  test('puts what is left of an account on its side, and adds up', () => {
    const total = trialTotal([
      trialLine(fen(700), fen(200)),
      trialLine(fen(0), fen(500)),
      trialLine(fen(5), fen(5)),
    ])
    assert.deepEqual(total, { debitFen: 705, creditFen: 705, onDebitFen: 500, onCreditFen: 500 })
  })
})
