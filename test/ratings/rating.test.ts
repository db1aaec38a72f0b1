import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { day } from '../../server/money/day.ts'
import type { Instant } from '../../server/platform/clock.ts'
import type { Outcome } from '../../server/platform/outcome.ts'
import {
  averageTenths,
  checkAddition,
  checkRateable,
  checkRating,
  contentPerMille,
  countOf,
  type Rated,
  rateableUntil,
  type Served,
} from '../../server/ratings/rating.ts'

const code = (outcome: Outcome<object>) => (outcome.ok ? 'done' : outcome.refusal.code)
const decided = '2026-03-10T02:00:00.000Z' as Instant

const none: Served = { state: 'taken', offeredAt: null, decidedAt: null, loanState: null, settledOn: null }
const ended = { ...none, decidedAt: decided }

describe('a case may be rated', () => {
  const today = day('2026-03-10')
  const cases: readonly (readonly [string, Served, string])[] = [
    ['not while the bank works on it', none, 'rating-too-early'],
    [
      'not while offers lie before the firm',
      { ...none, state: 'offered', offeredAt: decided },
      'rating-too-early',
    ],
    [
      'not between contract and money',
      { ...ended, state: 'signed', loanState: 'signed' },
      'rating-too-early',
    ],
    ['not when the firm withdrew before any answer', { ...ended, state: 'withdrawn' }, 'rating-too-early'],
    [
      'not when the firm chose another bank before any answer',
      { ...ended, state: 'not-chosen' },
      'rating-too-early',
    ],
    ['once money was paid out', { ...ended, state: 'signed', loanState: 'drawn' }, 'done'],
    ['while the loan is overdue', { ...ended, state: 'signed', loanState: 'overdue' }, 'done'],
    ['once it is paid back', { ...ended, state: 'signed', loanState: 'settled', settledOn: today }, 'done'],
    ['when the contract was cancelled', { ...ended, state: 'signed', loanState: 'cancelled' }, 'done'],
    ['after a no', { ...ended, state: 'declined' }, 'done'],
    ['when the bank let it run out', { ...ended, state: 'expired' }, 'done'],
    ['when the firm withdrew after an offer', { ...ended, state: 'withdrawn', offeredAt: decided }, 'done'],
    ['when the firm chose another offer', { ...ended, state: 'not-chosen', offeredAt: decided }, 'done'],
  ]
  for (const [how, served, want] of cases)
    test(how, () => assert.equal(code(checkRateable(served, today, 180)), want))

  test('up to the last day that policy gives, and not on the next', () => {
    const declined: Served = { ...ended, state: 'declined' }
    assert.equal(rateableUntil(declined, 30), '2026-04-09')
    assert.equal(code(checkRateable(declined, day('2026-04-09'), 30)), 'done')
    assert.equal(code(checkRateable(declined, day('2026-04-10'), 30)), 'rating-too-late')
  })

  test('without end while its loan is out, and from the day it is paid back so many days', () => {
    const drawn: Served = { ...ended, state: 'signed', loanState: 'drawn' }
    assert.equal(code(checkRateable(drawn, day('2030-01-01'), 30)), 'done')
    const settled: Served = { ...drawn, loanState: 'settled', settledOn: day('2027-03-01') }
    assert.equal(rateableUntil(settled, 30), '2027-03-31')
  })
})

describe('what is said', () => {
  const cases: readonly (readonly [Rated, string])[] = [
    [{ score: 5, reasons: [], comment: '' }, 'done'],
    [{ score: 5, reasons: ['in-time'], comment: '' }, 'done'],
    [{ score: 4, reasons: ['too-slow'], comment: '' }, 'rating-reason-not-for-score'],
    [{ score: 3, reasons: ['too-slow', 'in-time'], comment: '' }, 'done'],
    [{ score: 2, reasons: ['in-time'], comment: '太慢' }, 'rating-reason-not-for-score'],
    [{ score: 2, reasons: [], comment: '太慢' }, 'rating-reason-required'],
    [{ score: 1, reasons: ['too-slow'], comment: ' ' }, 'rating-comment-required'],
    [{ score: 1, reasons: ['too-slow'], comment: '拖了一个月' }, 'done'],
  ]
  for (const [said, want] of cases)
    test(`${said.score} for ${said.reasons.join(' and ') || 'nothing'}, “${said.comment}”: ${want}`, () =>
      assert.equal(code(checkRating(said)), want))

  test('is added to once, and in time', () => {
    const rated = { ratedAt: decided, addedAt: null }
    assert.equal(code(checkAddition(rated, day('2026-04-09'), 30)), 'done')
    assert.equal(code(checkAddition(rated, day('2026-04-10'), 30)), 'rating-addition-too-late')
    assert.equal(
      code(checkAddition({ ...rated, addedAt: decided }, day('2026-03-11'), 30)),
      'rating-added-already',
    )
  })
})

describe('how a bank stands', () => {
  test('nothing has no average, not one of zero', () => {
    const counts = { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 }
    assert.deepEqual(
      [countOf({ counts }), averageTenths({ counts }), contentPerMille({ counts })],
      [0, null, null],
    )
  })

  test('the average is rounded half up to a tenth, the share of content to a tenth of a per cent', () => {
    // (5 × 4 + 4) ÷ 5 = 4.8; (5 + 4) ÷ 2 = 4.5; (1 + 5 + 5) ÷ 3 = 3.66…; (4 × 17 + 3 × 3) ÷ 20 = 3.85
    const of = (one: number, two: number, three: number, four: number, five: number) => ({
      counts: { 1: one, 2: two, 3: three, 4: four, 5: five },
    })
    assert.equal(averageTenths(of(0, 0, 0, 1, 4)), 48)
    assert.equal(averageTenths(of(0, 0, 0, 1, 1)), 45)
    assert.equal(averageTenths(of(1, 0, 0, 0, 2)), 37)
    assert.equal(averageTenths(of(0, 0, 3, 17, 0)), 39)
    assert.equal(contentPerMille(of(1, 0, 0, 0, 2)), 667)
    assert.equal(contentPerMille(of(0, 1, 1, 0, 0)), 500)
    assert.equal(contentPerMille(of(2, 0, 0, 0, 0)), 0)
  })
})
