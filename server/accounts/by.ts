import type { Day } from '../money/day.ts'
import type { Instant } from '../platform/clock.ts'
import type { Id } from '../platform/ids.ts'
import type { Person } from './person.ts'

/**
 * Who acts, when and from where: the second argument of every action. The time is taken once for the request,
 * so that all that an action writes carries the same moment.
 */
export type By = {
  /** Null for a visitor who has not signed in, and for the platform itself. */
  readonly person: Person | null
  /** As the trail shows it: name, role, organisation; or `platform`. */
  readonly actor: string
  readonly at: Instant
  readonly today: Day
  readonly requestId: string | null
  readonly address: string | null
  /** The form's own key: its second submit is refused. */
  readonly once: string | null
  /** Where a program of an institution acts by its key, in place of a person. */
  readonly program?: { readonly keyId: Id<'api-key'>; readonly institutionId: Id<'institution'> }
}

/** The platform acting on its own, by the clock. */
export const byPlatform = (at: Instant, today: Day): By => ({
  person: null,
  actor: 'platform',
  at,
  today,
  requestId: null,
  address: null,
  once: null,
})

/** How the trail names a person: as he was that day, for a reader years later. */
export const actorOf = (person: Pick<Person, 'name' | 'role' | 'organisation'>): string =>
  [person.name, person.role, person.organisation].filter(Boolean).join(' · ')

/** A person acting at a moment, without a request: stories and tests. */
export const byPerson = (person: Person, at: Instant, today: Day): By => ({
  ...byPlatform(at, today),
  person,
  actor: actorOf(person),
})
