import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  checkEntry,
  fingerprintOf,
  longestEntry,
  mirrored,
  sortedEntries,
} from '../../server/ledger/entry.ts'
import { type BookId, credit, debit, type EntryDraft } from '../../server/ledger/index.ts'
import { day } from '../../server/money/day.ts'
import { type Fen, fen } from '../../server/money/fen.ts'

const today = day('2026-03-10')
const a = 'book-a' as BookId
const b = 'book-b' as BookId
const most = Number.MAX_SAFE_INTEGER

const plain: EntryDraft = {
  key: 'k',
  kind: 'ledger.capital-paid-in',
  subject: { kind: 'institution', id: 'x' },
  on: today,
  lines: [debit(a, 'cash-free', fen(100)), credit(a, 'funders-capital', fen(100))],
}
const raw = (book: BookId, account: 'cash-free' | 'fee-income' | 'advances-out', amount: number) => ({
  book,
  account,
  fen: amount as Fen,
})
const faultOf = (changes: Partial<EntryDraft>) => {
  const checked = checkEntry({ ...plain, ...changes }, today)
  return checked.ok ? null : [checked.refusal.code, checked.refusal.field]
}

describe('an entry', () => {
  for (const [name, changes, fault] of [
    ['of one line', { lines: [raw(a, 'cash-free', 1)] }, ['entry-too-short', 'lines']],
    ['with half a character', { why: 'half \ud83d' }, ['entry-text-wrong', 'memo']],
    ['with a zero byte', { memo: { funder: 'a\0' } }, ['entry-text-wrong', 'memo']],
    ['of no line', { lines: [] }, ['entry-too-short', 'lines']],
    [
      'with a line of nothing',
      { lines: [...plain.lines, raw(a, 'fee-income', 0)] },
      ['entry-line-wrong', 'lines.2.fen'],
    ],
    [
      'with half a fen',
      { lines: [raw(a, 'cash-free', 0.5), raw(a, 'fee-income', -0.5)] },
      ['entry-line-wrong', 'lines.0.fen'],
    ],
    [
      'with no number',
      { lines: [raw(a, 'cash-free', 1), raw(a, 'fee-income', Number.NaN)] },
      ['entry-line-wrong', 'lines.1.fen'],
    ],
    [
      'past what can be counted',
      { lines: [raw(a, 'cash-free', most + 1), raw(a, 'fee-income', -most - 1)] },
      ['entry-line-wrong', 'lines.0.fen'],
    ],
    [
      'whose sums pass what can be counted',
      { lines: [raw(a, 'cash-free', most), raw(a, 'advances-out', 1), raw(a, 'fee-income', -most)] },
      ['sum-too-large', 'lines'],
    ],
    [
      'with one account twice',
      { lines: [raw(a, 'cash-free', 2), raw(a, 'fee-income', -1), raw(a, 'fee-income', -1)] },
      ['entry-account-twice', 'lines.2.account'],
    ],
    [
      'that does not add up to zero',
      { lines: [raw(a, 'cash-free', 2), raw(a, 'fee-income', -1)] },
      ['entry-unbalanced', 'lines'],
    ],
    [
      'that adds up to zero over two books, but not in each',
      { lines: [raw(a, 'cash-free', 1), raw(b, 'fee-income', -1)] },
      ['entry-unbalanced', 'lines'],
    ],
    ['of tomorrow', { on: day('2026-03-11') }, ['day-ahead', 'on']],
    ['without a key', { key: '' }, ['entry-key-wrong', 'key']],
    ['with a key without end', { key: 'k'.repeat(201) }, ['entry-key-wrong', 'key']],
    ['with a reason without end', { why: 'w'.repeat(1001) }, ['entry-too-long', 'why']],
    [
      'of too many lines',
      { lines: Array.from({ length: longestEntry + 1 }, () => raw(a, 'cash-free', 1)) },
      ['entry-too-long', 'lines'],
    ],
  ] as const) {
    test(`${name} is refused`, () => assert.deepEqual(faultOf(changes), fault))
  }

  test('of today or before, balanced in every book that it touches, is taken', () => {
    assert.equal(faultOf({}), null)
    assert.equal(faultOf({ on: day('2020-01-01'), key: 'k'.repeat(200) }), null)
    const lines = [...plain.lines, raw(b, 'cash-free', -7), raw(b, 'advances-out', 7)]
    assert.equal(faultOf({ lines }), null)
  })

  test('is mirrored line by line', () => {
    assert.deepEqual(
      mirrored(plain.lines).map((line) => line.fen),
      [-100, 100],
    )
    assert.deepEqual(mirrored(mirrored(plain.lines)), plain.lines)
  })
})

describe('a fingerprint', () => {
  const print = (changes: Partial<EntryDraft>, reverses: number | null = null) =>
    fingerprintOf({ ...plain, ...changes }, reverses)

  test('is the same for the same request, whatever the order of its figures', () => {
    assert.equal(print({ memo: { b: 1, a: '2' } }), print({ memo: { a: '2', b: 1 } }))
    assert.equal(print({ key: 'another' }), print({}))
    assert.deepEqual(sortedEntries({ b: 1, a: 2 }), [
      ['a', 2],
      ['b', 1],
    ])
  })

  test('is another for anything else', () => {
    const [first, second] = plain.lines
    assert(first && second)
    const others = [
      print({ kind: 'ledger.other' }),
      print({ subject: { kind: 'institution', id: 'y' } }),
      print({ subject: { kind: 'enterprise', id: 'x' } }),
      print({ on: day('2026-03-09') }),
      print({ memo: { a: 1 } }),
      print({ memo: { a: '1' } }),
      print({ why: 'because' }),
      print({}, 7),
      print({ lines: [second, first] }),
      print({ lines: [raw(a, 'cash-free', 101), raw(a, 'fee-income', -101)] }),
      print({ lines: plain.lines.map((line) => ({ ...line, book: b })) }),
      print({}),
    ]
    assert.equal(new Set(others).size, others.length)
  })
})
