import assert from 'node:assert/strict'
import type { Reader } from '../../db/index.ts'
import { everybody } from '../../server/exposures/index.ts'
import { figuresNow } from '../../server/exposures/rows-figures.ts'
import { portfolioOf } from '../../server/stress/parts.ts'

/**
 * What a stress test would be about holds as many loans and as much money as the exposure says is under cover, in all and
 * arrangement by arrangement.
 */
export async function compareStress(read: Reader, region: string, where: string): Promise<void> {
  const schemes = (await figuresNow(read, { party: everybody, place: region })).filter(
    ({ dimension, balanceFen }) => dimension === 'scheme' && balanceFen > 0,
  )
  const slice = { region, bankId: null, size: null }
  const all = (await portfolioOf(read, { ...slice, arrangement: null })).all
  const sum = (key: 'loans' | 'balanceFen') => schemes.reduce((total, one) => total + one[key], 0)
  assert.deepEqual(all, { loans: sum('loans'), balanceFen: sum('balanceFen') }, where)
  for (const { key, loans, balanceFen } of schemes)
    assert.deepEqual(
      (await portfolioOf(read, { ...slice, arrangement: key })).all,
      { loans, balanceFen },
      `${where}, ${key}`,
    )
}
