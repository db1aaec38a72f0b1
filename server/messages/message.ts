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
