import { type Day, day } from '../money/day.ts'

/** A moment in UTC, as ISO 8601 with milliseconds: sorts as text, reads as time. */
export type Instant = string & { readonly unit: 'instant' }

/** The only source of time. Rooms never ask the machine themselves, so that tests can move it. */
export type Clock = {
  now(): Instant
  /** The business day: the date in Asia/Shanghai. */
  today(): Day
}

/** China has had one zone without summer time since 1991, so the offset is a constant. */
const shanghaiMs = 8 * 60 * 60 * 1000

export const instantOf = (milliseconds: number): Instant => new Date(milliseconds).toISOString() as Instant
export const millisecondsOf = (at: Instant): number => Date.parse(at)

const dayMs = 24 * 60 * 60 * 1000
/** Lists ask for the same few days again and again. */
const knownDays = new Map<number, Day>()
const mostKnownDays = 5_000

/** The Shanghai day of a moment. */
export function dayOf(at: Instant): Day {
  const count = Math.floor((millisecondsOf(at) + shanghaiMs) / dayMs)
  const known = knownDays.get(count)
  if (known) return known
  if (knownDays.size >= mostKnownDays) knownDays.clear()
  const found = day(new Date(count * dayMs).toISOString().slice(0, 10))
  knownDays.set(count, found)
  return found
}

/** The first moment of a Shanghai day. */
export const startOf = (on: Day): Instant => instantOf(Date.parse(`${on}T00:00:00.000Z`) - shanghaiMs)

/** `2026-11-21 09:30` in Shanghai, for people. */
export const showInstant = (at: Instant): string =>
  new Date(millisecondsOf(at) + shanghaiMs).toISOString().slice(0, 16).replace('T', ' ')

export const plusMinutes = (at: Instant, minutes: number): Instant =>
  instantOf(millisecondsOf(at) + minutes * 60_000)

const clockFrom = (milliseconds: () => number): Clock => ({
  now: () => instantOf(milliseconds()),
  today: () => dayOf(instantOf(milliseconds())),
})

/** For what only has to be in order; business asks a `Clock`. */
export const systemMilliseconds = (): number => Date.now()
export const systemClock: Clock = clockFrom(systemMilliseconds)

/** A clock that stands until it is moved: for tests and for stories. */
export function handClock(start: string): Clock & { set(to: string): void; forward(minutes: number): void } {
  let at = Date.parse(start)
  return {
    ...clockFrom(() => at),
    set(to) {
      at = Date.parse(to)
    },
    forward(minutes) {
      at += minutes * 60_000
    },
  }
}
