import type { CaseTimes } from '../dashboards/banks.ts'
import type { NeedProgress } from '../dashboards/funnel.ts'
import { type Day, plusDays } from '../money/day.ts'
import { noFen } from '../money/fen.ts'
import { type Instant, startOf } from '../platform/clock.ts'

/** The first moment after a day. */
export const endOf = (on: Day): Instant => startOf(plusDays(on, 1))

/** How far a need had come when a day ended; null where nobody had taken it yet. */
export function progressOn(need: NeedProgress, on: Day): NeedProgress | null {
  const end = endOf(on)
  if (need.takenAt >= end) return null
  if (need.offeredAt === null || need.offeredAt >= end)
    return { ...need, offeredAt: null, offeredFen: noFen, drawnOn: null, drawnFen: noFen }
  return need.drawnOn === null || need.drawnOn > on ? { ...need, drawnOn: null, drawnFen: noFen } : need
}

/** A case as its times stood when a day ended; null where it did not exist yet. */
export function timesOn(one: CaseTimes, on: Day): CaseTimes | null {
  const end = endOf(on)
  const until = (at: Instant | null) => (at === null || at >= end ? null : at)
  return one.submittedAt >= end
    ? null
    : { ...one, takenAt: until(one.takenAt), offeredAt: until(one.offeredAt) }
}

/** Why there are no figures of a day that somebody asks for. */
export type NoFigures = {
  readonly why: 'no-day' | 'future' | 'before-first' | 'not-kept'
  readonly first: Day | null
}

/** Whether a day can be asked for at all: it is one, it is not to come, and something is kept of it or before it. */
export function askedDay(
  asked: string,
  today: Day,
  first: Day | null,
  parsed: { readonly ok: true; readonly day: Day } | { readonly ok: false },
): { readonly day: Day | null } | NoFigures {
  if (asked === '') return { day: null }
  if (!parsed.ok) return { why: 'no-day', first }
  if (parsed.day > today) return { why: 'future', first }
  if (parsed.day === today) return { day: null }
  if (first === null || parsed.day < first) return { why: 'before-first', first }
  return { day: parsed.day }
}

/** A period cut into so many pieces of about the same number of days, one behind the other. */
export function piecesOf(from: Day, to: Day, count: number, days: number): readonly { from: Day; to: Day }[] {
  const each = Math.max(1, Math.ceil(days / Math.max(1, count)))
  const pieces: { from: Day; to: Day }[] = []
  for (let first = from; first <= to; first = plusDays(first, each)) {
    const last = plusDays(first, each - 1)
    pieces.push({ from: first, to: last < to ? last : to })
  }
  return pieces
}
