import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { fenInWan } from './amounts.ts'
import type { CityRows } from './city.ts'

/** Below what any product of the city lends at, longer than any of them, and more than any of them. */
const lowRatePpm = ppm(22_000)
const longMonths = 132
const largeFen = fen(10_500 * fenInWan)

/**
 * Some needs that nobody has taken ask for what no product gives: every third wants money cheaper or for longer than anyone
 * lends, one of them more. So the bureau sees what stands in the way. Nothing is drawn by chance here, for all else in the
 * city would fall out otherwise.
 */
export function wishHard(rows: CityRows): void {
  const taken = new Set(rows.applications.map(({ needId }) => needId))
  let at = 0
  for (const [place, need] of rows.needs.entries()) {
    if (need.state !== 'published' || taken.has(need.id)) continue
    if (at % 3 === 0) {
      const hard =
        at % 180 === 177
          ? { amountFen: largeFen }
          : at % 9 === 6
            ? { months: longMonths }
            : { highestRatePpm: lowRatePpm }
      rows.needs[place] = { ...need, ...hard }
    }
    at += 1
  }
}
