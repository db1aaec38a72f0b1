import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Classed, type ClassRule, classByDays, classesOf, isBad } from '../../server/loans/five-class.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'

const rule: ClassRule = {
  normalLastDay: 0,
  mentionLastDay: 90,
  substandardLastDay: 270,
  doubtfulLastDay: 360,
  sameBankPpm: ppm(100_000),
  byDaysSizes: ['small', 'micro'],
  observedInstalments: 2,
  observedMonths: 6,
}
const today = day('2026-11-20')

const loan = (changes: Partial<Classed> = {}): Classed => ({
  id: 'one',
  days: 0,
  balanceFen: fen(100_000_000),
  before: 'normal',
  clearedOn: null,
  paidSince: 0,
  ...changes,
})
const classOf = (changes: Partial<Classed>, size: Parameters<typeof classesOf>[1] = 'small') => {
  const found = classesOf([loan(changes)], size, rule, today).get('one')
  return `${found?.class} ${found?.reason}`
}

describe('a class by days late', () => {
  for (const [days, wanted] of [
    [0, 'normal'],
    [1, 'special-mention'],
    [7, 'special-mention'],
    [8, 'special-mention'],
    [89, 'special-mention'],
    [90, 'special-mention'],
    [91, 'substandard'],
    [269, 'substandard'],
    [270, 'substandard'],
    [271, 'doubtful'],
    [359, 'doubtful'],
    [360, 'doubtful'],
    [361, 'loss'],
    [5_000, 'loss'],
  ] as const) {
    test(`${days} days late: ${wanted}`, () => assert.equal(classByDays(days, rule), wanted))
  }

  test('half a day or a day before is no count of days', () => {
    assert.throws(() => classByDays(0.5, rule))
    assert.throws(() => classByDays(-1, rule))
  })

  test('bad begins with substandard', () => {
    assert.deepEqual((['normal', 'special-mention', 'substandard', 'doubtful', 'loss'] as const).map(isBad), [
      false,
      false,
      true,
      true,
      true,
    ])
  })
})

describe('a loan that was bad and caught up', () => {
  const observed = { before: 'substandard', days: 0 } as const

  for (const [name, changes, size, wanted] of [
    ['a small firm rises at once', { ...observed, clearedOn: '2026-11-19' }, 'small', 'normal days'],
    ['a micro firm rises at once', { ...observed, clearedOn: '2026-11-19' }, 'micro', 'normal days'],
    [
      'a small firm rises by part payments too',
      { before: 'loss', days: 20 },
      'small',
      'special-mention days',
    ],
    ['a medium one is observed', { ...observed, clearedOn: '2026-11-19' }, 'medium', 'substandard observed'],
    [
      'one of unknown size is observed',
      { ...observed, clearedOn: '2026-11-19' },
      null,
      'substandard observed',
    ],
    [
      'not even with many instalments before six months are over',
      { ...observed, clearedOn: '2026-05-21', paidSince: 6 },
      'medium',
      'substandard observed',
    ],
    [
      'nor after six months with one instalment',
      { ...observed, clearedOn: '2026-01-20', paidSince: 1 },
      'large',
      'substandard observed',
    ],
    [
      'but on the day when both are done',
      { ...observed, clearedOn: '2026-05-20', paidSince: 2 },
      'medium',
      'normal days',
    ],
    [
      'arrears keep a medium firm down',
      { before: 'substandard', days: 30 },
      'medium',
      'substandard observed',
    ],
    ['among the bad classes days alone count', { before: 'loss', days: 100 }, 'medium', 'substandard days'],
    [
      'special mention is no bad class',
      { before: 'special-mention', clearedOn: '2026-11-19' },
      'medium',
      'normal days',
    ],
    ['who was never late himself is not observed', { before: 'substandard' }, 'medium', 'normal days'],
    [
      'a loan never classed has nothing to rise from',
      { before: null, days: 3 },
      'medium',
      'special-mention days',
    ],
  ] as const) {
    test(name, () => {
      const clearedOn = 'clearedOn' in changes ? day(changes.clearedOn) : null
      assert.equal(classOf({ ...changes, clearedOn }, size), wanted)
    })
  }
})

describe('what one firm owes one bank', () => {
  const two = (badFen: number, goodFen: number) =>
    classesOf(
      [
        loan({ id: 'bad', days: 91, balanceFen: fen(badFen) }),
        loan({ id: 'good', balanceFen: fen(goodFen) }),
      ],
      'small',
      rule,
      today,
    )

  test('is all bad when more than a tenth of it is', () => {
    assert.deepEqual(two(10_001, 89_999).get('good'), { class: 'substandard', reason: 'same-bank' })
    assert.deepEqual(two(10_001, 89_999).get('bad'), { class: 'substandard', reason: 'days' })
  })

  test('is not at a tenth exactly', () => {
    assert.deepEqual(two(10_000, 90_000).get('good'), { class: 'normal', reason: 'days' })
  })

  test('leaves a loan alone of which nothing is owed', () => {
    const found = classesOf(
      [loan({ id: 'bad', days: 91 }), loan({ id: 'nothing', balanceFen: fen(0), before: 'loss' })],
      'medium',
      rule,
      today,
    )
    assert.deepEqual(found.get('nothing'), { class: 'normal', reason: 'days' })
  })

  test('does not make a worse one better', () => {
    const found = classesOf(
      [loan({ id: 'lost', days: 400 }), loan({ id: 'late', days: 10 })],
      'small',
      rule,
      today,
    )
    assert.equal(found.get('lost')?.class, 'loss')
    assert.equal(found.get('late')?.class, 'substandard')
  })
})
