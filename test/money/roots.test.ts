import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { rootsOf, type Term } from '../../server/money/roots.ts'
import { table, words } from '../support/table.ts'

const termsOf = (amounts: readonly number[]): Term[] =>
  amounts.flatMap((amount, at) =>
    amount === 0 ? [] : [{ at, sign: amount > 0 ? 1 : -1, size: Math.log(Math.abs(amount)) }],
  )

/* Sturm's theorem in whole numbers, the slow and certain way: how many roots a polynomial has above 0. */

type Polynomial = readonly bigint[] // by rising powers, the last one not 0

const trimmed = (coefficients: readonly bigint[]): Polynomial => {
  const last = coefficients.findLastIndex((one) => one !== 0n)
  return coefficients.slice(0, last + 1)
}

const sizeOf = (value: bigint): bigint => (value < 0n ? -value : value)
const divisorOf = (a: bigint, b: bigint): bigint => (b === 0n ? a : divisorOf(b, a % b))

/** Divided by what all coefficients share, which changes no sign. */
function reduced(list: Polynomial): Polynomial {
  const shared = list.reduce((so, one) => divisorOf(so, sizeOf(one)), 0n)
  return shared > 1n ? list.map((one) => one / shared) : list
}

/** A positive multiple of the remainder of one polynomial by another. */
function remainder(of: Polynomial, by: Polynomial): Polynomial {
  let rest = of
  const lead = by.at(-1) ?? 1n
  while (rest.length >= by.length && rest.length > 0) {
    const shift = rest.length - by.length
    const top = rest.at(-1) ?? 0n
    const sign = lead < 0n ? -1n : 1n
    rest = trimmed(
      rest.map(
        (one, power) => one * sizeOf(lead) - sign * top * (power < shift ? 0n : (by[power - shift] ?? 0n)),
      ),
    )
  }
  return rest
}

const changesIn = (signs: readonly number[]): number => {
  const clear = signs.filter((sign) => sign !== 0)
  return clear.filter((sign, at) => at > 0 && clear[at - 1] !== sign).length
}
const signOf = (value: bigint): number => (value > 0n ? 1 : value < 0n ? -1 : 0)

/** The roots above 0, each counted once; and whether one of them is a multiple root. */
function counted(amounts: readonly number[]): { count: number; multiple: boolean } {
  const first = amounts.findIndex((amount) => amount !== 0)
  if (first === -1) return { count: 0, multiple: false }
  const whole = trimmed(amounts.slice(first).map(BigInt))
  const chain: Polynomial[] = [whole, trimmed(whole.map((one, power) => one * BigInt(power)).slice(1))]
  for (;;) {
    const [before, last] = chain.slice(-2)
    if (!before || !last || last.length === 0) break
    const rest = reduced(remainder(before, last).map((one) => -one))
    if (rest.length === 0) break
    chain.push(rest)
  }
  const count = (list: readonly Polynomial[]) =>
    changesIn(list.map((one) => signOf(one[0] ?? 0n))) -
    changesIn(list.map((one) => signOf(one.at(-1) ?? 0n)))
  const shared = chain.filter((one) => one.length > 0).at(-1) ?? []
  const multiple = shared.length > 1 && counted(shared.map(Number)).count > 0
  return { count: count(chain.filter((one) => one.length > 0)), multiple }
}

describe('roots are counted', () => {
  for (const row of table(`
    amounts                     | count
    -100 110                    | one
    -100 230 -133               | none
    -100 230 -132               | ambiguous
    -100 200 -100               | ambiguous
    -100 200 -99                | ambiguous
    -100 200 -101               | none
    1 -1 1 -1                   | one
    1 -1 1 -1 1                 | none
    100 0 0 0 -300 0 0 0 225    | ambiguous
    100 0 0 0 -300 0 0 0 226    | none
    5 5 5                       | none
  `))
    test(`of ${row.amounts}: ${row.count}`, () =>
      assert.equal(rootsOf(termsOf(words(row.amounts).map(Number))).count, row.count))

  test('as Sturm counts them, whatever the amounts', () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 12 }),
          fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 14 }),
          fc
            .array(fc.integer({ min: 95, max: 105 }), { maxLength: 14 })
            .map((list) => list.map((amount, at) => (at % 2 === 0 ? amount : -amount))),
        ),
        (amounts) => {
          const { count, multiple } = counted(amounts)
          const wanted = count === 0 ? 'none' : count === 1 && !multiple ? 'one' : 'ambiguous'
          assert.equal(rootsOf(termsOf(amounts)).count, wanted)
        },
      ),
      { numRuns: 2000 },
    ))

  test('in thousands of flows that turn every day', () => {
    const amounts = Array.from(
      { length: 6000 },
      (_, at) => (at % 2 === 0 ? 1 : -1) * (1000 + ((at * 7919) % 997)),
    )
    const found = rootsOf(termsOf(amounts))
    assert.equal(found.count, 'one')
  })

  test('as ambiguous when patience ends before anything is proven, and never as one', () => {
    const amounts = Array.from(
      { length: 600 },
      (_, at) => (at % 2 === 0 ? 1 : -1) * (1000 + ((at * 7919) % 997)),
    )
    const whole = rootsOf(termsOf(amounts))
    for (const patience of [0, 3_000, 10_000, 30_000])
      assert.ok(['ambiguous', whole.count].includes(rootsOf(termsOf(amounts), patience).count))
    assert.equal(rootsOf(termsOf(amounts), 0).count, 'ambiguous')
  })
})
