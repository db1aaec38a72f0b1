import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { employeeBand, taxBand, yearlyBand } from '../../server/consents/bands.ts'
import type { Condition, FitDatum } from '../../server/matching/fit.ts'
import { fen } from '../../server/money/fen.ts'
import { unnamedCondition } from '../../server/second-looks/unnamed.ts'

const wan = (amount: number) => fen(amount * 1_000_000)

describe('a band', () => {
  test('begins at its lower bound and ends below its upper, and has no end at either side of the list', () => {
    assert.deepEqual(taxBand(fen(0)), { least: null, most: wan(1) })
    assert.deepEqual(taxBand(fen(wan(50) - 1)), { least: wan(30), most: wan(50) })
    assert.deepEqual(taxBand(wan(50)), { least: wan(50), most: wan(100) })
    assert.deepEqual(yearlyBand(wan(40_000)), { least: wan(40_000), most: null })
    assert.deepEqual(employeeBand(86), { least: 50, most: 100 })
    assert.deepEqual(employeeBand(1_000), { least: 1_000, most: null })
  })
})

describe('a condition before a bank that may not find out whose it is', () => {
  const anything: FitDatum = { kind: 'anything' }
  const shown = (have: FitDatum, want: FitDatum = anything) =>
    unnamedCondition({ rule: 'amount', met: 'unknown', have, want } satisfies Condition)

  test('says where the firm is to the county, and its trade to the division', () => {
    assert.deepEqual(shown({ kind: 'regions', codes: ['340603001'] }).have, {
      kind: 'regions',
      codes: ['340603'],
    })
    assert.deepEqual(shown({ kind: 'industries', codes: ['C1711'], excluded: [] }).have, {
      ...{ kind: 'industries', codes: ['C17'], excluded: [] },
    })
    const ofScheme = { kind: 'scheme-has', rule: 'industry', figure: 'C1711' } as const
    assert.deepEqual(shown(ofScheme).have, { ...ofScheme, figure: 'C17' })
  })

  test('withholds every sum that is worked out of its taxes and debts, and keeps what is not known', () => {
    for (const rule of ['minimum-tax', 'total-cap'] as const) {
      const have = { kind: 'scheme-has', rule, figure: 58_000_000 } as const
      assert.deepEqual(shown(have).have, { kind: 'withheld' })
      assert.deepEqual(shown({ ...have, figure: null }).have, { ...have, figure: null })
    }
    const limit = { kind: 'fen-at-most', max: wan(120) } as const
    const asked = { kind: 'fen', fen: wan(200) } as const
    assert.deepEqual(shown(asked, limit), {
      ...{ rule: 'amount', met: 'unknown', have: asked, want: { kind: 'withheld' } },
    })
  })
})
