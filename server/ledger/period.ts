import { type Day, day, plusDays, plusMonths } from '../money/day.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'

/*
 * 记账期间: until when a day still takes entries. The ledger's own proof seals what was written and in which order, whatever
 * day it bears; what a reader took for the figures of a month must not move behind him for ever.
 */

/**
 * The first day that still takes an entry: the month before this one stays open until this one is over, for money that moved
 * on its last days and was written down late (会计基础工作规范: books are closed month by month).
 */
export const openSince = (today: Day): Day => plusMonths(day(`${today.slice(0, 7)}-01`), -1)

/** Where money that moved on a day is booked: that day, or the first one that is still open. The row keeps the day itself. */
export const bookedOn = (on: Day, today: Day): Day => {
  const since = openSince(today)
  return on < since ? since : on
}

/**
 * What was written down after the end of a day bears no day before this: the first that was still open on the next one. So
 * what came late is looked for in two months at most, whatever the number of entries.
 */
export const lateSince = (knownOn: Day): Day => openSince(plusDays(knownOn, 1))

/** Whether a day still takes an entry. Refuses: `entry-too-old` (`since` is the first that does). */
export function checkPeriod(on: Day, today: Day): Outcome<object> {
  const since = openSince(today)
  return on < since ? refuse('entry-too-old', { field: 'on', values: { since } }) : done()
}
