import type { Day } from '../money/day.ts'
import { showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Pager } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { isUnread, longestMessage, type MessageSide, messagesADay, type Talk } from './message.ts'
import type { messagesOf } from './rows.ts'

type Listed = Awaited<ReturnType<typeof messagesOf>>[number]

/** A talk as one side reads it. */
export type TalkShown = {
  readonly talk: Talk
  readonly mine: MessageSide
  readonly bank: string
  readonly listed: readonly Listed[]
  readonly unread: number
  readonly readThrough: number
  /** The last day of the talk; null while there is none. */
  readonly until: Day | null
  readonly today: Day
  /** Whether the bank does not know the firm's name yet. */
  readonly isHidden: boolean
}

/** The talk on the page of its case, and on its own. */
export function talkShown(w: Words, shown: TalkShown, form: ShownForm) {
  const { talk, mine, listed, unread, until, today, isHidden } = shown
  const href = `/applications/${talk.id}/messages`
  const isClosed = until !== null && today > until
  return {
    title: w('messages.title'),
    unread: unread ? w('messages.unread', { count: unread }) : '',
    reading: unread ? `${href}/reading` : null,
    messages: listed.map((one) => messageShown(w, shown, one)),
    none: w('messages.none'),
    form: isClosed ? null : { action: href, once: newId(), formId: 'message', ...form },
    closed: isClosed ? w('messages.closed-since', { until: until ?? '' }) : '',
    until: until && !isClosed ? w('messages.open-until', { until }) : '',
    hidden: mine === 'firm' && isHidden ? w('messages.hidden-hint') : '',
    limits: w('messages.limits', { length: longestMessage, count: messagesADay }),
    href,
    all: w('messages.all'),
  }
}

/** The bank reads which side wrote; who of the firm it was is nobody's to name. */
function messageShown(w: Words, { mine, bank, readThrough }: TalkShown, { message, name }: Listed) {
  const who = message.side === 'bank' ? `${name} · ${bank}` : mine === 'firm' ? name : w('messages.side.firm')
  return {
    who,
    at: showInstant(message.at),
    text: message.text,
    isMine: message.side === mine,
    isUnread: isUnread(message, mine, readThrough),
  }
}

/** `/applications/:id/messages`. */
export const talkPage = (w: Words, shown: TalkShown, form: ShownForm, pager: Pager) => ({
  title: w('messages.page-title', { number: shown.talk.number }),
  caseHref: `/applications/${shown.talk.id}`,
  number: shown.talk.number,
  talk: talkShown(w, shown, form),
  pager,
})
