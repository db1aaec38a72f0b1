import { assert } from './assert.ts'
import type { Day } from './day.ts'
import { type DayCount, type Fraction, yearFraction } from './daycount.ts'
import { type Fen, partWithin } from './fen.ts'
import { type Ppm, ppm, wholePpm } from './rate.ts'

/** Simple interest for a part of a year, rounded once, half up to the fen. */
export function interest(principalFen: Fen, annualRatePpm: Ppm, time: Fraction): Fen {
  const found = interestWithin(principalFen, annualRatePpm, time)
  assert(found !== undefined, 'interest that no fen can hold')
  return found
}

/** As `interest`; `undefined` when it passes what a `Fen` can hold. */
export function interestWithin(principalFen: Fen, annualRatePpm: Ppm, time: Fraction): Fen | undefined {
  assert(principalFen >= 0, 'interest on a negative principal')
  assert(annualRatePpm >= 0, 'a negative rate')
  return partWithin(principalFen, ppm(annualRatePpm) * time.numerator, wholePpm * time.denominator)
}

/** Simple interest from one day to another by a day count; half up to the fen. The first day counts, the last does not. */
export const interestBetween = (
  principalFen: Fen,
  annualRatePpm: Ppm,
  dayCount: DayCount,
  from: Day,
  to: Day,
): Fen => interest(principalFen, annualRatePpm, yearFraction(dayCount, from, to))
