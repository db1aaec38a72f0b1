import { type Instant, plusMinutes } from '../platform/clock.ts'

/** Five wrong passwords close an account for a quarter of an hour (GB/T 22239-2019, 8.1.4.1.b). */
export const failuresAllowed = 5
export const lockMinutes = 15

export type Failures = { readonly failures: number; readonly lockedUntil: Instant | null }

export const isLocked = (person: Failures, at: Instant): boolean =>
  person.lockedUntil !== null && at < person.lockedUntil

/** The count after one more wrong password; the fifth one locks and starts the count anew. */
export function afterFailure(person: Failures, at: Instant): Failures {
  const failures = person.failures + 1
  return failures >= failuresAllowed
    ? { failures: 0, lockedUntil: plusMinutes(at, lockMinutes) }
    : { failures, lockedUntil: person.lockedUntil }
}
