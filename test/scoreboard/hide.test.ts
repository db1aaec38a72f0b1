import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { ppm } from '../../server/money/rate.ts'
import {
  boundsOf,
  type Cell,
  type Column,
  type HiddenBefore,
  hiddenRows,
  isTelling,
  sumOf,
  totalTells,
} from '../../server/scoreboard/hide.ts'
import { determined, determinedTogether } from './attack.ts'

const rule = { leastFirms: 3, mostSharePpm: ppm(750_000) }
const none: ReadonlySet<number> = new Set()
const nothing: HiddenBefore = new Map()

/** So many firms of one each, no firm in two rows. */
const counted = (counts: readonly number[], isMoney = false): Column => ({
  isMoney,
  own: { rows: counts.map((count, row) => firms(row, count)), moved: [] },
  rest: null,
})
const firms = (row: number, count: number, from = 0): Cell =>
  new Map(Array.from({ length: count }, (_, at) => [`${row}-${from + at}`, 1]))
const hides = (column: Column, before = nothing) => {
  const found = hiddenRows({ columns: [column], hiddenBefore: before, guarded: none, rule })
  return found && [...found].sort((one, other) => one - other)
}

describe('a cell', () => {
  test('of too few firms, or of one that makes most of it, tells of them; an empty one of nobody', () => {
    const of = (parts: Record<string, number>, isMoney: boolean) =>
      isTelling(new Map(Object.entries(parts)), isMoney, rule)
    assert.equal(of({}, true), false)
    assert.equal(of({ a: 1, b: 1 }, false), true)
    assert.equal(of({ a: 1, b: 1, c: 1 }, false), false)
    assert.equal(of({ a: 98, b: 1, c: 1 }, false), false)
    assert.equal(of({ a: 98, b: 1, c: 1 }, true), true)
    assert.equal(of({ a: 75, b: 20, c: 5 }, true), false)
  })
})

describe('rows that are not shown', () => {
  test('are none where each has firms enough, and the small one with the next larger where one has not', () => {
    assert.deepEqual(hides(counted([3, 4, 0, 9])), [])
    assert.deepEqual(hides(counted([1, 40, 7, 9])), [0, 2])
    assert.deepEqual(hides(counted([2, 1, 40, 7])), [0, 1, 3])
    assert.deepEqual(hides(counted([2, 2, 40, 7])), [0, 1])
  })

  test('are all, and the total with them, where no choice leaves it open', () => {
    assert.equal(hides(counted([2, 0, 0])), null)
    assert.equal(hides(counted([1, 1, 1])), null)
    assert.equal(totalTells(counted([1, 1, 0]), rule), true)
    assert.equal(totalTells(counted([1, 1, 1]), rule), false)
  })

  test('of a sum take along more than the giant that they are to hide', () => {
    const money: Column = {
      isMoney: true,
      own: {
        rows: [new Map([['g', 1000]]), ...[10, 60, 500].map((sum, at) => spread(at + 1, sum))],
        moved: [],
      },
      rest: null,
    }
    assert.deepEqual(hides(money), [0, 1, 2, 3])
  })

  test('include those of which a part is hidden, and what is missing is looked at as well', () => {
    // Of 5 loans 4 are first loans: one firm's is not.
    const column: Column = {
      isMoney: false,
      own: { rows: [firms(0, 4), firms(1, 3), firms(2, 5)], moved: [] },
      rest: { rows: [firms(0, 1, 4), firms(1, 9, 3), firms(2, 9, 5)], moved: [] },
    }
    assert.deepEqual(hides(column), [0, 1])
    assert.deepEqual(hides(column, new Map([[2, 14]])), [0, 2])
  })

  test('are those that changed by one firm, with others that changed', () => {
    const now = [firms(0, 5), firms(1, 5), firms(2, 9), firms(3, 9)]
    const moved = [[new Map([['0-4', 1]]), firms(1, 2), new Map(), firms(3, 3)]]
    const column: Column = { isMoney: false, own: { rows: now, moved }, rest: null }
    assert.deepEqual(hides(column), [0, 1])
  })
})

const spread = (row: number, sum: number): Cell =>
  new Map(Array.from({ length: 5 }, (_, at) => [`${row}-${at}`, sum / 5]))

/*
 * The attack knows nothing of how rows were chosen but the rule itself: it tries every whole number in every hidden cell that
 * agrees with what is shown, the total, and with what each row is a part of.
 */
describe('whoever subtracts', () => {
  const counts = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 2, maxLength: 5 })

  test('finds no hidden count, nor that it is a small one', () => {
    fc.assert(
      fc.property(counts, (values) => {
        const column = counted(values)
        if (totalTells(column, rule)) return
        const hidden = hides(column)
        if (hidden === null) return
        const found = determined({ values, hidden, room: null })
        for (const at of hidden) {
          const possible = found[at] ?? []
          if ((values[at] ?? 0) >= rule.leastFirms) continue
          assert.ok(possible.length > 1, `${values} hides ${hidden}: row ${at} is ${possible}`)
          assert.ok(
            possible.some((one) => one >= rule.leastFirms),
            `${values} tells that row ${at} is small`,
          )
        }
      }),
      { numRuns: 300 },
    )
  })

  test('finds none that is a part of what is shown, nor what is missing there', () => {
    const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 })), {
      minLength: 2,
      maxLength: 4,
    })
    fc.assert(
      fc.property(pairs, (rows) => {
        const column: Column = {
          isMoney: false,
          own: { rows: rows.map(([own], row) => firms(row, own)), moved: [] },
          rest: { rows: rows.map(([own, rest], row) => firms(row, rest, own)), moved: [] },
        }
        if (totalTells(column, rule)) return
        const hidden = hides(column)
        if (hidden === null) return
        const values = rows.map(([own]) => own)
        const room = rows.map(([own, rest]) => own + rest)
        const found = determined({ values, hidden, room })
        for (const at of hidden) {
          const [own, rest] = rows[at] ?? [0, 0]
          const possible = found[at] ?? []
          for (const [side, is] of [
            [own, possible],
            [rest, possible.map((one) => own + rest - one)],
          ] as const) {
            if (side === 0 || side >= rule.leastFirms) continue
            assert.ok(is.length > 1, `${rows} hides ${hidden}: row ${at} is ${is}`)
            assert.ok(
              is.some((one) => one >= rule.leastFirms),
              `${JSON.stringify(rows)} tells that row ${at} is small`,
            )
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  test('finds none where what it is a part of is hidden itself, knowing all that is shown of both', () => {
    const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })), {
      minLength: 3,
      maxLength: 4,
    })
    fc.assert(
      fc.property(pairs, (rows) => {
        const wholes = counted(rows.map(([own, rest]) => own + rest))
        const parts: Column = {
          isMoney: false,
          own: { rows: rows.map(([own], row) => firms(row, own)), moved: [] },
          rest: { rows: rows.map(([own, rest], row) => firms(row, rest, own)), moved: [] },
        }
        if (totalTells(wholes, rule) || totalTells(parts, rule)) return
        const hiddenWholes = hides(wholes)
        if (hiddenWholes === null) return
        const before = new Map(
          boundsOf(wholes, hiddenWholes, nothing).map(({ at, high }) => [at, high] as const),
        )
        const hidden = hides(parts, before)
        if (hidden === null) return
        const found = determinedTogether(rows, hiddenWholes, hidden)
        for (const at of hidden) {
          const [own, rest] = rows[at] ?? [0, 0]
          const { parts: own0, rests } = found[at] ?? { parts: [], rests: [] }
          for (const [side, is] of [
            [own, own0],
            [rest, rests],
          ] as const) {
            if (side === 0 || side >= rule.leastFirms) continue
            const says = `${JSON.stringify(rows)} hides ${hiddenWholes} and ${hidden}: row ${at} is ${is}`
            assert.ok(is.length > 1 && is.some((one) => one >= rule.leastFirms), says)
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  test('finds no hidden sum to within a tenth, however firms spread', () => {
    const firm = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 1_000_000 }))
    fc.assert(
      fc.property(fc.array(firm, { minLength: 3, maxLength: 14 }), (all) => {
        const rows = [0, 1, 2, 3, 4].map(
          (row): Cell => new Map(all.flatMap(([of, sum], at) => (of === row ? [[`f${at}`, sum]] : []))),
        )
        const column: Column = { isMoney: true, own: { rows, moved: [] }, rest: null }
        if (totalTells(column, rule)) return
        const hidden = hides(column)
        if (hidden === null) return
        const together = hidden.reduce((sum, at) => sum + sumOf(rows[at] ?? new Map()), 0)
        for (const at of hidden) {
          const cell = rows[at] ?? new Map()
          if (!isTelling(cell, true, rule)) continue
          // Alone it would be what the total leaves; with others it lies between nothing and all of them.
          assert.ok(hidden.length > 1)
          assert.ok(together >= sumOf(cell) * 1.1)
          assert.ok(Math.max(...cell.values()) <= together * 0.75)
        }
      }),
      { numRuns: 300 },
    )
  })
})
