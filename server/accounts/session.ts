import { createHash } from 'node:crypto'
import { type Instant, plusMinutes } from '../platform/clock.ts'

/** Twenty minutes without a request end a session, and eight hours end it in any case. */
export const idleMinutes = 20
export const absoluteMinutes = 8 * 60
/** How often the last request is noted: not every time, so that reading a page writes nothing. */
export const noteEveryMinutes = 2

/** What the database keeps of a cookie or a link: a stolen copy of it opens nothing. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

export type SessionTimes = {
  readonly lastSeenAt: Instant
  readonly endsAt: Instant
  readonly endedAt: Instant | null
}

export const isAlive = ({ lastSeenAt, endsAt, endedAt }: SessionTimes, at: Instant): boolean =>
  endedAt === null && at < endsAt && at < plusMinutes(lastSeenAt, idleMinutes)

export const isDueForNote = ({ lastSeenAt }: SessionTimes, at: Instant): boolean =>
  at >= plusMinutes(lastSeenAt, noteEveryMinutes)

/** A link to set a password is good for a week, and once. */
export const linkDays = 7

export const isOpen = (
  { endsAt, usedAt }: { endsAt: Instant; usedAt: Instant | null },
  at: Instant,
): boolean => usedAt === null && at < endsAt
