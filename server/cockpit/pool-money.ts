import { noFen, plus } from '../money/fen.ts'
import type { PoolLine } from './figures.ts'

/** All the money of some pools: free, reserved, out. */
export const moneyOf = (pools: readonly PoolLine[]) => ({
  freeFen: pools.length ? plus(...pools.map(({ freeFen }) => freeFen)) : noFen,
  reservedFen: pools.length ? plus(...pools.map(({ reservedFen }) => reservedFen)) : noFen,
  outFen: pools.length ? plus(...pools.map(({ outFen }) => outFen)) : noFen,
})
