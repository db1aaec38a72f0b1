import type { Values, Words } from '../platform/web/words.ts'

/** What notices are about: the filter of the inbox, and what a person chooses mail by. */
export const noticeKinds = [
  'needs',
  'dispatches',
  'cases',
  'offers',
  'loans',
  'claims',
  'messages',
  'documents',
  'consents',
  'reminders',
  'products',
  'policies',
  'firm',
  'ratings',
  'complaints',
  'guarantees',
] as const
export type NoticeKind = (typeof noticeKinds)[number]
export const isNoticeKind = (text: string): text is NoticeKind => noticeKinds.some((kind) => kind === text)

/** A figure or a name as it stands, or the key of words that each reader reads in his own language. */
export type NoticeValue = string | number | { readonly words: string }
export type NoticeValues = Readonly<Record<string, NoticeValue>>

/** What happened, as it is kept: words by their key, so that it is read in the language of the day. */
export type Told = { readonly words: string; readonly values: NoticeValues }

/** A sentence that a later release no longer knows must not take the whole inbox away. */
export const noticeWords = (w: Words, { words, values }: Told): string =>
  w.has(words) ? w(words, valuesIn(w, values)) : w('inbox.words-gone')

const valuesIn = (w: Words, values: NoticeValues): Values =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value !== 'object' ? value : w.has(value.words) ? w(value.words) : '',
    ]),
  )

/** How many notices are unread, as the head of every page says it: in figures, and in words that begin with those. */
export function unreadShown(w: Words, unread: number) {
  const count = unread === 0 ? '' : unread > 99 ? '99+' : String(unread)
  return { count, words: count ? w('layout.inbox-unread', { count }) : w('layout.inbox') }
}
