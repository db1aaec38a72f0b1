import { type Day, isDay } from '../../money/day.ts'
import { one } from './paging.ts'
import type { Words } from './words.ts'

/** The day for which a page is asked by `?on=`. */
export type AsOf = {
  /** A day that is over; null for now. */
  readonly on: Day | null
  /** What was sent is no day that can be shown, and now is shown instead. */
  readonly isNone: boolean
}

export function asOfAsked(query: Readonly<Record<string, string | readonly string[]>>, today: Day): AsOf {
  const sent = one(query.on)
  if (sent === '' || sent === today) return { on: null, isNone: false }
  return isDay(sent) && sent < today ? { on: sent, isNone: false } : { on: null, isNone: true }
}

/**
 * What a page says first of the day for which it was asked: nothing where it shows now and was asked for it, and in the words of
 * `then` that it shows that day. Without them it cannot, and says plainly that it is of now.
 */
export function asOfWords(w: Words, { on, isNone }: AsOf, then?: string): string {
  if (isNone) return w('parts.as-of-none')
  if (on === null) return ''
  return then ? w(then, { day: on }) : w('parts.as-of-now', { day: on })
}

/** The lead of a page behind what it says of its day. */
export const leadAsOf = (w: Words, asOf: AsOf, lead: string, then?: string): string =>
  [asOfWords(w, asOf, then), lead].filter(Boolean).join(' ')
