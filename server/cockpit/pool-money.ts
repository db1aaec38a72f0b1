import { type Fen, noFen, plus } from '../money/fen.ts'
import type { PoolLine } from './figures.ts'

/** What comes back to bridge pools within the days of their calendars. */
export const backOf = (pools: readonly PoolLine[]): Fen =>
  plus(noFen, ...pools.flatMap(({ ahead }) => (ahead.kind === 'bridge' ? ahead.backFen : [])))

/** All the money of some pools: free, reserved, out. */
export const moneyOf = (pools: readonly PoolLine[]) => ({
  freeFen: pools.length ? plus(...pools.map(({ freeFen }) => freeFen)) : noFen,
  reservedFen: pools.length ? plus(...pools.map(({ reservedFen }) => reservedFen)) : noFen,
  outFen: pools.length ? plus(...pools.map(({ outFen }) => outFen)) : noFen,
})
