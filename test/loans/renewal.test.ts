import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  bankConditions,
  checkAnswer,
  checkWish,
  isDueSoon,
  type RenewalCondition,
  type RenewalFacts,
  type RenewalRule,
  renewalChecks,
  verdictOf,
} from '../../server/loans/renewal.ts'
import { day } from '../../server/money/day.ts'

const today = day('2026-11-20')
const rule: RenewalRule = {
  noticeDays: 90,
  answerWorkdays: 5,
  sizes: ['small', 'micro'],
  untilSizes: ['medium'],
  untilDay: day('2027-09-30'),
  purposes: ['raw-materials', 'wages', 'orders'],
}
const facts: RenewalFacts = {
  size: 'small',
  purpose: 'raw-materials',
  maturesOn: day('2027-01-10'),
  daysLate: 0,
  class: 'normal',
  said: { lawful: true, 'in-business': true, 'good-credit': true, 'grant-standard': true },
}
const metOf = (condition: RenewalCondition, changes: Partial<RenewalFacts>, on = today) =>
  renewalChecks({ ...facts, ...changes }, rule, on).find((one) => one.condition === condition)?.met
const verdict = (changes: Partial<RenewalFacts>) =>
  verdictOf(renewalChecks({ ...facts, ...changes }, rule, today))

describe('renewal without repayment', () => {
  for (const [condition, changes, wanted] of [
    ['size', { size: 'micro' }, 'yes'],
    ['size', { size: 'small' }, 'yes'],
    ['size', { size: 'medium', maturesOn: '2027-09-30' }, 'yes'],
    ['size', { size: 'medium', maturesOn: '2027-10-01' }, 'no'],
    ['size', { size: 'large' }, 'no'],
    ['size', { size: 'not-classified' }, 'no'],
    ['size', { size: null }, 'unknown'],
    ['before-maturity', { maturesOn: '2026-11-21' }, 'yes'],
    ['before-maturity', { maturesOn: '2026-11-20' }, 'no'],
    ['working-capital', { purpose: 'equipment' }, 'no'],
    ['no-arrears', { daysLate: 1 }, 'no'],
    ['class-normal', { class: 'special-mention' }, 'no'],
    ['class-normal', { class: null }, 'unknown'],
    ['lawful', { said: {} }, 'unknown'],
    ['good-credit', { said: { 'good-credit': false } }, 'no'],
    ['grant-standard', { said: { 'grant-standard': true } }, 'yes'],
  ] as const) {
    test(`${condition} with ${JSON.stringify(changes)}: ${wanted}`, () => {
      const maturesOn = 'maturesOn' in changes ? day(changes.maturesOn) : facts.maturesOn
      assert.equal(metOf(condition, { ...changes, maturesOn }), wanted)
    })
  }

  test('is open when all is met, shut by one no, and undecided by one unknown', () => {
    assert.equal(verdict({}), 'yes')
    assert.equal(verdict({ said: {} }), 'unknown')
    assert.equal(verdict({ said: {}, daysLate: 1 }), 'no')
  })

  test('asks the bank for what nobody else can know', () => {
    for (const condition of bankConditions) assert.equal(metOf(condition, { said: {} }), 'unknown')
  })
})

describe('the list of loans that fall due soon', () => {
  for (const [maturesOn, state, wanted] of [
    ['2027-02-18', 'drawn', true],
    ['2027-02-19', 'drawn', false],
    ['2026-11-20', 'drawn', true],
    ['2026-10-01', 'overdue', true],
    ['2026-12-01', 'settled', false],
    ['2026-12-01', 'cancelled', false],
  ] as const) {
    test(`${state}, due on ${maturesOn}: ${wanted ? 'on it' : 'not on it'}`, () => {
      assert.equal(isDueSoon({ state, maturesOn: day(maturesOn) }, rule, today), wanted)
    })
  }

  test('has no loan without a last day', () => {
    assert.equal(isDueSoon({ state: 'drawn', maturesOn: null }, rule, today), false)
  })
})

describe('a wish to renew', () => {
  const wish = (maturesOn: string | null, state: 'drawn' | 'settled' = 'drawn', isOpen = false) => {
    const outcome = checkWish({ state, maturesOn: maturesOn ? day(maturesOn) : null }, isOpen, rule, today)
    return outcome.ok ? 'done' : outcome.refusal.code
  }

  test('is taken from ninety days before until the day before the last', () => {
    assert.equal(wish('2027-02-19'), 'renewal-not-due')
    assert.equal(wish('2027-02-18'), 'done')
    assert.equal(wish('2026-11-21'), 'done')
    assert.equal(wish('2026-11-20'), 'renewal-past')
  })

  test('is taken once, and for a loan that is out', () => {
    assert.equal(wish('2027-01-10', 'drawn', true), 'renewal-open')
    assert.equal(wish('2027-01-10', 'settled'), 'renewal-past')
    assert.equal(wish(null), 'renewal-past')
  })

  test('says how many days are left until it may be made', () => {
    const outcome = checkWish({ state: 'drawn', maturesOn: day('2027-02-20') }, false, rule, today)
    assert.deepEqual(outcome.ok ? {} : outcome.refusal.values, { days: 2 })
  })
})

describe('an answer', () => {
  const fine = renewalChecks(facts, rule, today)
  const open = renewalChecks({ ...facts, said: {} }, rule, today)
  const code = (...given: Parameters<typeof checkAnswer>) => {
    const outcome = checkAnswer(...given)
    return outcome.ok ? 'done' : outcome.refusal.code
  }

  test('renews without repayment only where every condition is met', () => {
    assert.equal(code('wished', 'without-repayment', fine, ''), 'done')
    assert.equal(code('wished', 'without-repayment', open, ''), 'renewal-conditions')
  })

  test('otherwise gives its reason', () => {
    assert.equal(code('wished', 'no', open, ' '), 'renewal-words-needed')
    assert.equal(code('wished', 'after-repayment', open, ''), 'renewal-words-needed')
    assert.equal(code('wished', 'after-repayment', open, '需先结清。'), 'done')
    assert.equal(code('wished', 'no', fine, '行业退出。'), 'done')
  })

  test('comes once', () => {
    for (const state of ['without-repayment', 'after-repayment', 'no', 'withdrawn'] as const)
      assert.equal(code(state, 'no', fine, '不续。'), 'renewal-answered')
  })
})
