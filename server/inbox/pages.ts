import { showInstant } from '../platform/clock.ts'
import type { Pager } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { noticeKinds, noticeWords } from './notice.ts'
import type { Notice, NoticeFilter } from './rows.ts'

type Listed = {
  readonly filter: NoticeFilter
  readonly notices: readonly Notice[]
  readonly unread: number
  readonly pager: Pager
  /** The address of the list as it is, to come back to. */
  readonly url: string
}

/** `/inbox`: what a person was told, newest first. */
export function inboxPage(w: Words, { filter, notices, unread, pager, url }: Listed) {
  const [newest] = notices
  return {
    title: w('inbox.title'),
    lead: unread ? w('inbox.lead-unread', { count: unread }) : w('inbox.lead-none'),
    filters: {
      action: '/inbox',
      fields: filterFields(w, filter),
      clearHref: '/inbox',
      target: '#notices',
    },
    pager: { ...pager, target: '#notices' },
    notices: notices.map((notice) => ({
      id: notice.id,
      words: noticeWords(w, notice),
      kind: w(`inbox.kind.${notice.kind}`),
      at: showInstant(notice.at),
      unread: notice.readAt === null,
      reading: `/inbox/${notice.id}/reading`,
    })),
    stay: url,
    // Only the first page knows which notice is the newest.
    allRead: unread > 0 && newest && pager.from === 1 ? { through: newest.id } : null,
    empty: emptyWords(w, filter),
  }
}

function filterFields(w: Words, { unread, kind }: NoticeFilter) {
  return [
    {
      name: 'unread',
      label: w('inbox.filter-unread'),
      kind: 'select',
      value: unread ? 'yes' : '',
      options: [
        { value: '', label: w('inbox.all') },
        { value: 'yes', label: w('inbox.only-unread') },
      ],
    },
    {
      name: 'kind',
      label: w('inbox.filter-kind'),
      kind: 'select',
      value: kind ?? '',
      options: [
        { value: '', label: w('inbox.every-kind') },
        ...noticeKinds.map((value) => ({ value, label: w(`inbox.kind.${value}`) })),
      ],
    },
  ]
}

/** Nothing found is another thing than nothing there. */
const emptyWords = (w: Words, { unread, kind }: NoticeFilter) =>
  unread || kind
    ? {
        title: w('inbox.none-found-title'),
        text: w('inbox.none-found-text'),
        href: '/inbox',
        label: w('inbox.see-all'),
      }
    : { title: w('inbox.none-title'), text: w('inbox.none-text') }
