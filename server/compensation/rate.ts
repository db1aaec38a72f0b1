import type { Fen } from '../money/fen.ts'
import { million, type Ppm, ppm } from '../money/rate.ts'
import { halfUp } from '../money/rounding.ts'

/**
 * 补偿率: all that was claimed and paid for over all that ever came into cover, by principal and what interest counts; half up
 * to the ppm. Null before anything was covered.
 */
export const claimRate = ({
  claimedFen,
  coveredFen,
}: {
  readonly claimedFen: Fen
  readonly coveredFen: Fen
}): Ppm | null =>
  coveredFen === 0 ? null : ppm(Number(halfUp(BigInt(claimedFen) * million, BigInt(coveredFen))))
