import { z } from 'zod'
import { type ApplicationState, isClosed, isContract } from '../applications/application.ts'
import { type Day, plusDays } from '../money/day.ts'
import { dayOf, type Instant } from '../platform/clock.ts'
import type { Id } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'

/** The two sides of a case. */
export const messageSides = ['firm', 'bank'] as const
export type MessageSide = (typeof messageSides)[number]

/** A message is read, not studied. */
export const longestMessage = 1000
/** Enough for a talk, too little for a flood; of one person in one case within a day. */
export const messagesADay = 50

/** What one person wrote in a case within the last day, this one not counted. Refuses: `messages-too-many`. */
export const checkFlood = (writtenToday: number): Outcome<object> =>
  writtenToday < messagesADay
    ? done()
    : refuse('messages-too-many', { field: 'text', values: { max: messagesADay } })

type Marked = { readonly side: MessageSide; readonly number: number }

/** Unread to a person is what the other side wrote since he read last. */
export const isUnread = (message: Marked, mine: MessageSide, readThrough: number): boolean =>
  message.side !== mine && message.number > readThrough

/** What of a case its talk depends on. */
export type Talk = {
  readonly id: Id<'application'>
  readonly number: string
  readonly state: ApplicationState
  readonly decidedAt: Instant | null
  readonly enterpriseId: Id<'enterprise'>
  readonly institutionId: Id<'institution'>
  readonly officerId: Id<'person'> | null
}

export const messageRuleShape = z.strictObject({
  /** Days after a case came to nothing in which both sides may still write. */
  openDays: z.number().int().min(1).max(3650),
})
export type MessageRule = z.infer<typeof messageRuleShape>

/**
 * The last day on which both sides may write, by policy `messages`; null while there is none: a case that is worked on,
 * or that came to a contract, of which there is always something to say.
 */
export const openUntil = (
  { state, decidedAt }: Pick<Talk, 'state' | 'decidedAt'>,
  rule: MessageRule,
): Day | null =>
  isClosed(state) && !isContract(state) && decidedAt ? plusDays(dayOf(decidedAt), rule.openDays) : null

/**
 * Whether a text says who its firm is, or how to reach it: one of the names, a telephone number, a mail address. What a
 * person writes in words of his own cannot be found; what he writes without thinking of it can.
 */
export function revealsFirm(text: string, names: readonly string[]): boolean {
  const plain = text.normalize('NFKC')
  const folded = plain.replace(/[\s·•().,，。-]/gu, '').toLowerCase()
  const isNamed = names.some(
    (name) => name.length > 1 && folded.includes(name.normalize('NFKC').toLowerCase()),
  )
  return (
    isNamed || /(?<!\d)(1[3-9]\d{9}|0\d{9,11})(?!\d)/.test(folded) || /[\w.+-]+@[\w-]+(\.[\w-]+)+/.test(plain)
  )
}
