import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { beginning, type Sealed, type SealedPosting, sealBy } from '../../server/ledger/chain.ts'
import { isGenuine, lineOf, parseLine, signed } from '../../server/ledger/checkpoint.ts'
import { day } from '../../server/money/day.ts'
import type { Instant } from '../../server/platform/clock.ts'

const seal = sealBy('a key of this test')
const at = '2026-03-10T01:30:00.000Z' as Instant

const entry: Sealed = {
  seq: 1,
  id: '01m7ygmf5he26v1dde6abgxyx6',
  bookedOn: day('2026-03-10'),
  postedAt: at,
  kind: 'ledger.capital-paid-in',
  memo: { funder: '市财政', amountFen: 100 },
  why: null,
  subjectKind: 'institution',
  subjectId: 'x',
  personId: null,
  actor: 'platform',
  key: 'k1',
  fingerprint: 'f',
  reversesSeq: null,
  previousHash: beginning,
}
const postings: SealedPosting[] = [
  { accountId: 'a1', book: 'bridge', account: 'cash-free', amountFen: 100 },
  { accountId: 'a2', book: 'bridge', account: 'funders-capital', amountFen: -100 },
]

describe('the hash of an entry', () => {
  test('never changes its form: ledgers that were written before must still fit', () => {
    assert.equal(seal.hashOf(entry, postings), 'CFSzSjgGkU-qBw3YFlUC9VrXS2kA2BiPntxQnQG3ElU')
  })

  test('covers everything that the entry and its postings say', () => {
    const changed: Sealed[] = Object.keys(entry).map((field) => ({
      ...entry,
      [field]: field === 'memo' ? { funder: '市财政', amountFen: 101 } : `${entry[field as keyof Sealed]}'`,
    }))
    const hashes = [
      seal.hashOf(entry, postings),
      ...changed.map((one) => seal.hashOf(one, postings)),
      seal.hashOf(entry, postings.toReversed()),
      seal.hashOf(entry, postings.slice(0, 1)),
      ...(['accountId', 'book', 'account', 'amountFen'] as const).map((field) =>
        seal.hashOf(
          entry,
          postings.map((one, line) => (line ? one : { ...one, [field]: 7 })),
        ),
      ),
      sealBy('another key').hashOf(entry, postings),
    ]
    assert.equal(new Set(hashes).size, Object.keys(entry).length + 8)
  })

  test('does not mind in which order a database gives the figures back', () => {
    const memo = { amountFen: 100, funder: '市财政' }
    assert.equal(seal.hashOf({ ...entry, memo }, postings), seal.hashOf(entry, postings))
  })
})

describe('a checkpoint', () => {
  const point = signed(seal, { seq: 12, hash: 'h', writtenAt: at })

  test('is genuine as it was signed, and not when any part of it is another', () => {
    assert.ok(isGenuine(seal, point))
    for (const changes of [
      { seq: 11 },
      { hash: 'g' },
      { writtenAt: '2026-03-10T01:30:00.001Z' as Instant },
      { signature: point.signature.replace(/^./, (sign) => (sign === 'A' ? 'B' : 'A')) },
      { signature: '' },
      { publicKey: sealBy('another key').publicKey },
    ])
      assert.ok(!isGenuine(seal, { ...point, ...changes }), JSON.stringify(changes))
    assert.ok(!isGenuine(sealBy('another key'), point))
  })

  test('is one line on paper, and read back from it', () => {
    assert.deepEqual(parseLine(` ${lineOf(point)}\n`), point)
    assert.ok(!lineOf(point).includes('\n'))
  })

  for (const text of [
    '',
    'rongqiao-ledger-1',
    'rongqiao-ledger-1 0 h t k s',
    'other 1 h t k s',
    `${lineOf(point)} x`,
  ])
    test(`is not '${text.slice(0, 30)}'`, () => assert.equal(parseLine(text), null))
})
