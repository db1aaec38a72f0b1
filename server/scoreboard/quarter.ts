import { type Day, day, monthOf, plusDays, yearOf } from '../money/day.ts'

/** A quarter of a year, `2026-q3`; its first and its last day are in it. */
export type Quarter = { readonly code: string; readonly from: Day; readonly to: Day }

const opens = (year: number, quarter: number): Day =>
  quarter > 4 ? opens(year + 1, 1) : day(`${year}-${String(quarter * 3 - 2).padStart(2, '0')}-01`)

const quarterAt = (year: number, quarter: number): Quarter => ({
  ...{ code: `${year}-q${quarter}`, from: opens(year, quarter) },
  to: plusDays(opens(year, quarter + 1), -1),
})

/** The quarter of a code; null for what is none. */
export function quarterOf(code: string): Quarter | null {
  const found = /^(20\d\d)-q([1-4])$/.exec(code)
  return found ? quarterAt(Number(found[1]), Number(found[2])) : null
}

/** A quarter can be told of from the day after its last. */
export const isFinished = ({ to }: Quarter, today: Day): boolean => to < today

/** So many finished quarters, the newest first. */
export function finishedQuarters(today: Day, count: number): readonly Quarter[] {
  const running = yearOf(today) * 4 + Math.ceil(monthOf(today) / 3) - 1
  return Array.from({ length: count }, (_, back) => {
    const at = running - 1 - back
    return quarterAt(Math.floor(at / 4), (at % 4) + 1)
  })
}
