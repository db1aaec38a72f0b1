import { countiesWithin } from '../dashboards/places.ts'
import { type Day, day, parseDay, plusDays, plusMonths, yearOf } from '../money/day.ts'
import type { Reference } from '../parts.ts'
import type { Instant } from '../platform/clock.ts'
import { carried, optional } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'
import { one } from '../platform/web/paging.ts'
import type { SignedIn } from '../web.ts'
import { askedDay } from './as-of.ts'
import type { CellAsked } from './pages-lists.ts'

/** The day and the entry that the address asks for. */
export function askedOn({ query, today }: Pick<SignedIn, 'query' | 'today'>, first: Day | null) {
  const asked = one(query.on)
  const parsed = parseDay(asked)
  const entry = Number(one(query.entry))
  return {
    asked,
    on: askedDay(asked, today, first, parsed.ok ? { ok: true, day: parsed.day } : { ok: false }),
    entry: Number.isSafeInteger(entry) && entry > 0 ? entry : 1,
  }
}

type Sent = SignedIn['query']

/**
 * The cell whose loans are asked for, until a day and as far as they were known at a moment (null: now); what it may not ask,
 * or what is none, counts as not asked.
 */
export function cellAsked(
  sent: Sent,
  reference: Reference,
  region: string,
  on: Day,
  knownAt: Instant | null,
): CellAsked {
  const county = countiesWithin(reference, region).find(({ code }) => code === one(sent.county))?.code ?? ''
  const found = /^(\d{4})-q([1-4])$/.exec(one(sent.quarter))
  const of = one(sent.of)
  const kind = of === 'first' || of === 'credit' ? of : 'all'
  const from = found
    ? day(`${found[1]}-${String(Number(found[2]) * 3 - 2).padStart(2, '0')}-01`)
    : day(`${yearOf(on)}-01-01`)
  const last = found ? plusDays(plusMonths(from, 3), -1) : on
  const to = last < on ? last : on
  return {
    cell: { region: county || region, from, to, kind, knownAt },
    quarter: found ? one(sent.quarter) : '',
    county,
  }
}

export const exportKeys = ['on', 'entry', 'quarter', 'county', 'of'] as const

/** What is taken away: a day and an entry of it, or a cell of loans; what is not given is as on the page. */
export const exportForm = form('cockpit', {
  on: optional(carried(/^\d{4}-\d\d-\d\d$/)),
  entry: optional(carried(/^\d{1,4}$/)),
  quarter: optional(carried(/^\d{4}-q[1-4]$/)),
  county: optional(carried(/^\d{6}$/)),
  of: optional(carried(/^(all|first|credit|year)$/)),
})
