import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { arrangementPolicies } from '../../seeds/reference/arrangements.ts'
import type { Arrangement, Party } from '../../server/arrangements/arrangement.ts'
import { checkArrangement } from '../../server/arrangements/check.ts'
import { splitLoss } from '../../server/arrangements/split-loss.ts'
import {
  layersOf,
  mostRecovered,
  sharesOfClaim,
  sharesOfRecovery,
  shortOf,
  told,
} from '../../server/compensation/sharing.ts'
import { fundedParties } from '../../server/covers/pool.ts'
import { type Fen, fen, noFen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { table, whole } from '../support/table.ts'

const termsOf = (code: string): Arrangement => {
  const row = present(
    arrangementPolicies.find((one) => one.code === `arrangement-${code}`),
    code,
  )
  assert.deepEqual(checkArrangement(row.value), [])
  return row.value as Arrangement
}

/** `pool 35, bank 65` as sums by party. */
const sums = (text: string): Record<string, number> =>
  Object.fromEntries(
    text.split(',').map((one) => {
      const [party = '', amount = ''] = one.trim().split(' ')
      return [party, whole(amount)]
    }),
  )

describe('who pays a claim on pools', () => {
  for (const row of table(`
    arrangement     | loss | free                      | pays                                | short | taken
    tax-credit-pool | 1000 | pool 5000                 | pool 300, bank 700                  | 0     | 1000, 0
    tax-credit-pool | 1000 | pool 300                  | pool 300, bank 700                  | 0     | 1000, 0
    tax-credit-pool | 1000 | pool 299                  | pool 299, bank 701                  | 1     | 998, 2
    tax-credit-pool | 1000 | pool 100                  | pool 100, bank 900                  | 200   | 334, 666
    tax-credit-pool | 1000 | pool 0                    | pool 0, bank 1000                   | 300   | 1, 999
    tax-credit-pool | 1    | pool 0                    | pool 0, bank 1                      | 0     | 1, 0
    zhubaodai       | 1000 | borrowers 200, fund 9000  | borrowers 200, fund 400, bank 400   | 400   | 200, 800, 0
    zhubaodai       | 1000 | borrowers 200, fund 100   | borrowers 200, fund 100, bank 700   | 700   | 200, 200, 600
    zhubaodai       | 1000 | borrowers 0, fund 0       | borrowers 0, fund 0, bank 1000      | 1000  | 0, 0, 1000
    zhubaodai       | 1000 | borrowers 5000, fund 9000 | borrowers 1000, fund 0, bank 0      | 0     | 1000, 0, 0
    startup-fund    | 1000 | fund 800                  | fund 800, bank 200                  | 0     | 1000, 0
    startup-fund    | 1000 | fund 400                  | fund 400, bank 600                  | 400   | 500, 500
    zhengyinbao     | 1000 | treasury 5000             | treasury 300, bank 200, insurer 500 | 0     | 1000
  `))
    test(`${row.arrangement}: ${row.loss} with ${row.free}`, () => {
      const terms = termsOf(String(row.arrangement))
      const poolFree = sums(String(row.free)) as Partial<Record<Party, Fen>>
      const kept = { terms, claimedFen: fen(whole(row.loss)), poolFree, premium: null, recoveries: [] }
      const shares = sharesOfClaim(kept)
      assert.ok(shares.ok)
      const borne = Object.fromEntries(shares.postings.map(({ party, borneFen }) => [party, borneFen]))
      assert.deepEqual(borne, sums(String(row.pays)))
      assert.equal(shortOf(kept, shares.postings), whole(row.short))
      const layers = layersOf(kept, shares.series)
      assert.deepEqual(
        layers.map(({ takenFen }) => takenFen),
        String(row.taken)
          .split(',')
          .map((one) => whole(one.trim())),
      )
      assert.equal(layers.at(-1)?.restFen, 0)
      // The same as the engine's own one-off split, which calculators and contracts show.
      const pools = Object.fromEntries(
        Object.entries(poolFree).filter(([party]) =>
          terms.layers.some(({ limit }) => limit.kind === 'pool' && limit.party === party),
        ),
      )
      const whole1 = splitLoss(terms, { lossFen: kept.claimedFen, poolFreeFen: pools })
      assert.ok(whole1.ok)
      assert.deepEqual(
        Object.fromEntries(whole1.shares.map(({ party, borneFen }) => [party, borneFen])),
        borne,
      )
    })

  test('the insurer passes half of what is over one and a half premiums to the treasury', () => {
    const terms = termsOf('zhengyinbao')
    const premium = { premiumFen: fen(200), paidBeforeFen: fen(200) }
    const shares = sharesOfClaim({ terms, claimedFen: fen(1000), poolFree: { treasury: fen(9000) }, premium })
    assert.ok(shares.ok)
    // 500 after 200 before: 400 over 300, of which the treasury takes 200.
    assert.deepEqual(
      shares.postings.map(({ party, cashFen, borneFen }) => [party, cashFen, borneFen]),
      [
        ['treasury', 300, 500],
        ['bank', 200, 200],
        ['insurer', 500, 300],
      ],
    )
  })
})

const codes = ['tax-credit-pool', 'zhubaodai', 'startup-fund', 'zhengyinbao'] as const
const amounts = fc.integer({ min: 0, max: 3_000_000 })

describe('whatever is claimed and comes back', () => {
  test('no pool pays more than it has, none gets more than it bore, and no fen is lost', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...codes),
        fc.integer({ min: 1, max: 5_000_000 }),
        fc.tuple(amounts, amounts),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 0, max: 100_000 })), {
          maxLength: 6,
        }),
        (code, loss, [one, two], back) => {
          const terms = termsOf(code)
          const parties = fundedParties(terms)
          const poolFree = Object.fromEntries(parties.map((party, at) => [party, fen(at === 0 ? one : two)]))
          const kept = { terms, claimedFen: fen(loss), poolFree, premium: null }
          const first = sharesOfClaim(kept)
          assert.ok(first.ok)
          const borne = new Map<Party, number>()
          for (const { party, cashFen, borneFen } of first.postings) {
            borne.set(party, borneFen)
            assert.equal(cashFen, borneFen, 'without an excess everybody pays what he bears')
            const isBound = terms.layers.some(({ limit }) => limit.kind === 'pool' && limit.party === party)
            if (isBound) assert.ok(borneFen <= (poolFree[party] ?? noFen), `${party} pays what it has`)
          }
          assert.equal(
            [...borne.values()].reduce((sum, one) => sum + one, 0),
            loss,
          )
          let { series } = first
          const recoveries: { recoveredFen: Fen; costFen: Fen }[] = []
          const returned = new Map<Party, number>()
          for (const [recovered, cost] of back) {
            const most = mostRecovered(series, fen(cost))
            const found = sharesOfRecovery(terms, series, {
              recoveredFen: fen(recovered),
              costFen: fen(cost),
            })
            if (recovered > most) {
              assert.equal(found.ok, false)
              continue
            }
            assert.ok(found.ok)
            recoveries.push({ recoveredFen: fen(recovered), costFen: fen(cost) })
            series = found.series
            for (const { party, returnedFen } of found.postings)
              returned.set(party, (returned.get(party) ?? 0) + returnedFen)
          }
          for (const [party, sum] of returned) assert.ok(sum <= (borne.get(party) ?? 0))
          assert.deepEqual(told({ ...kept, recoveries }), series, 'told again it is what it was')
        },
      ),
    )
  })
})
