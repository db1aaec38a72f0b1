import type { BankStep } from '../clocks/clock.ts'
import type { Day } from '../money/day.ts'
import { type Calendar, workdaysBetween } from '../money/workdays.ts'

/** A step that a bank finished: from the day on which its clock began to the day on which it was done. */
export type Finished<Bank extends string = string> = {
  readonly bank: Bank
  readonly step: BankStep
  readonly from: Day
  readonly to: Day
  /** Days between which the clock stood still, because the firm owed papers. */
  readonly stops: readonly { readonly from: Day; readonly to: Day }[]
}

/**
 * The working days that a step took: those after its first day up to and with its last, without those on which its
 * clock stood still. Null where a day lies in a year that the calendar does not know.
 */
export function workdaysTaken(calendar: Calendar, { from, to, stops }: Finished): number | null {
  const whole = workdaysBetween(calendar, from, to)
  if (!whole.ok) return null
  let days = whole.days
  for (const stop of stops) {
    const first = stop.from > from ? stop.from : from
    const last = stop.to < to ? stop.to : to
    if (first >= last) continue
    const still = workdaysBetween(calendar, first, last)
    if (!still.ok) return null
    days -= still.days
  }
  return Math.max(0, days)
}

/** How long steps took. Median and 90th percentile are nearest ranks: each is a case that really was. */
export type Taken = { readonly count: number; readonly median: number; readonly ninetieth: number }

/**
 * The smallest value that is not below so many per cent of all: the value at place ⌈n × share⌉ in the order of size.
 * Of an even count the median is the lower of the two in the middle. Null of nothing.
 */
export function takenOf(days: readonly number[]): Taken | null {
  if (days.length === 0) return null
  const sorted = days.toSorted((one, other) => one - other)
  const ranked = (percent: number) => sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? 0
  return { count: sorted.length, median: ranked(50), ninetieth: ranked(90) }
}

/** By bank and step; a key of its own for all banks together. */
export function takenBy<Bank extends string>(
  calendar: Calendar,
  finished: readonly Finished<Bank>[],
): ReadonlyMap<string, Taken> {
  const days = new Map<string, number[]>()
  for (const one of finished) {
    const took = workdaysTaken(calendar, one)
    if (took === null) continue
    for (const key of [takenKey(one.bank, one.step), takenKey(null, one.step)]) {
      const own = days.get(key)
      if (own) own.push(took)
      else days.set(key, [took])
    }
  }
  return new Map(
    [...days].flatMap(([key, own]) => {
      const taken = takenOf(own)
      return taken ? [[key, taken] as const] : []
    }),
  )
}

export const takenKey = (bank: string | null, step: BankStep): string => `${bank ?? 'all'} ${step}`
