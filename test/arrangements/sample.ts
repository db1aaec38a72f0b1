import assert from 'node:assert/strict'
import fc from 'fast-check'
import { arrangementPolicies } from '../../seeds/reference/arrangements.ts'
import {
  type Arrangement,
  arrangementOn,
  type Layer,
  type Party,
  type PoolFree,
  parties,
  type Variant,
} from '../../server/arrangements/index.ts'
import { day } from '../../server/money/day.ts'
import { type Fen, fen } from '../../server/money/fen.ts'
import { policyBook } from '../../server/policies/index.ts'

export const book = policyBook(arrangementPolicies)
export const today = day('2026-11-20')
export const codes = arrangementPolicies.map(({ code }) => code.replace('arrangement-', ''))

/** A reference arrangement, as it is in force. */
export function arrangement(code: string, variant: Variant | null = null): Arrangement {
  const found = arrangementOn(book, code, today, variant)
  assert(found.ok, `${code} is not in force`)
  return found.policy.value
}

/** 'guarantor 4000 bank 6000' and so on; a layer with a limit ends in '≤ 500' or '≤ pool'. */
export function layers(...texts: readonly string[]): Layer[] {
  return texts.map((text) => {
    const [left = '', limit] = text.split('≤').map((part) => part.trim())
    const words = left.split(' ')
    const shares = words.flatMap((word, at) =>
      at % 2 === 0 ? [{ party: party(word), basisPoints: Number(words[at + 1]) }] : [],
    )
    if (limit === undefined) return { shares, limit: { kind: 'none' } }
    return /^\d+$/.test(limit)
      ? { shares, limit: { kind: 'amount', limitFen: fen(Number(limit)) } }
      : { shares, limit: { kind: 'pool', party: party(limit) } }
  })
}

export function party(name: string): Party {
  const found = parties.find((one) => one === name)
  assert(found, `no party: ${name}`)
  return found
}

export const withLayers = (...texts: readonly string[]): Arrangement => ({
  ...arrangement('startup-fund'),
  layers: layers(...texts),
})

const weights = (count: number) =>
  fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: count, maxLength: count }).map((list) => {
    // Whole basis points that add up to 10,000, each at least 1.
    const total = list.reduce((sum, one) => sum + one, 0)
    const parts = list.map((one) => 1 + Math.floor((one / total) * (10_000 - count)))
    return [10_000 - parts.slice(1).reduce((sum, one) => sum + one, 0), ...parts.slice(1)]
  })

const others: readonly Party[] = ['guarantor', 'reguarantor', 'bank', 'treasury']
const pools: readonly Party[] = ['pool', 'fund', 'borrowers']

/** Any arrangement of up to three layers, the first ones limited by an amount or by a pool of their own. */
export const anyArrangement: fc.Arbitrary<Arrangement> = fc
  .tuple(
    fc.array(fc.tuple(fc.constantFrom('amount', 'pool'), fc.integer({ min: 1, max: 4 }), fc.nat(300)), {
      maxLength: 3,
    }),
    fc.integer({ min: 1, max: 4 }),
    fc.constantFrom(null, 'net-of-bank' as const, 'full' as const),
  )
  .chain(([limited, last, mode]) =>
    fc.tuple(...limited.map(([, count]) => weights(count)), weights(last)).map((lists) => {
      const made = lists.map((list, at): Layer => {
        const [kind, , limit] = limited[at] ?? ['none', 0, 0]
        const pool = pools[at]
        const named = kind === 'pool' && pool ? [pool, ...others] : others
        return {
          shares: list.flatMap((basisPoints, index) => {
            const one = named[index]
            return one ? [{ party: one, basisPoints }] : []
          }),
          limit:
            kind === 'pool' && pool
              ? { kind: 'pool', party: pool }
              : kind === 'amount'
                ? { kind: 'amount', limitFen: fen(limit + 1) }
                : { kind: 'none' },
        }
      })
      const front = made.some((layer) => layer.shares.some((share) => share.party === 'guarantor'))
      return {
        ...arrangement('startup-fund'),
        layers: made,
        firstPayer: mode && front ? { party: 'guarantor' as const, mode } : null,
      }
    }),
  )

export const smallFen: fc.Arbitrary<Fen> = fc.nat(1000).map(fen)
export const poolFree: fc.Arbitrary<Readonly<Partial<Record<Party, Fen>>>> = fc.record({
  pool: smallFen,
  fund: smallFen,
  borrowers: smallFen,
})

/** Only the pools that the arrangement has. */
export const freeOf = (one: Arrangement, free: Readonly<Partial<Record<Party, Fen>>>): PoolFree & object =>
  Object.fromEntries(
    one.layers.flatMap(({ limit }) => (limit.kind === 'pool' ? [[limit.party, free[limit.party] ?? 0]] : [])),
  )
