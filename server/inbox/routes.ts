import { present } from '../platform/assert.ts'
import { isId } from '../platform/ids.ts'
import { one, paged, pageNumber, perPage } from '../platform/web/paging.ts'
import {
  type Answer,
  events,
  get,
  go,
  NotFound,
  page,
  post,
  Refusing,
  routes,
  type SignedIn,
} from '../web.ts'
import * as actions from './actions.ts'
import { allReadForm, readingForm } from './forms.ts'
import { isNoticeKind, unreadShown } from './notice.ts'
import { inboxPage } from './pages.ts'
import { listen } from './parts.ts'
import * as rows from './rows.ts'

export const inboxRoutes = routes(
  get('/inbox', 'signed-in', showInbox),
  get('/inbox/stream', 'signed-in', openLine, { quiet: true }),
  post('/inbox/reading', 'signed-in', readAll),
  post('/inbox/:id/reading', 'signed-in', readOne),
)

async function showInbox({ me, w, parts, query, path, url, unread }: SignedIn): Promise<Answer> {
  const kind = one(query.kind)
  const filter = { unread: one(query.unread) === 'yes', kind: isNoticeKind(kind) ? kind : null }
  const number = pageNumber(query.page)
  const found = await rows.noticesOf(parts.store.read, me.id, filter, perPage + 1, (number - 1) * perPage)
  const { rows: notices, pager } = paged(found, number, path, query)
  return page('inbox/list', inboxPage(w, { filter, notices, unread, pager, url }))
}

/** The page's line to the news of its reader: how many notices are unread, in figures and words. */
function openLine({ me, w, parts, session }: SignedIn): Answer {
  return events((line) =>
    listen(parts, {
      personId: me.id,
      session: present(session, 'the session of somebody signed in'),
      tell: (unread) => line.send('inbox', JSON.stringify({ unread, ...unreadShown(w, unread) })),
      over: () => {
        line.send('over', '{}')
        line.end()
      },
      end: () => line.end(),
    }),
  )
}

/** A notice is opened by a form, because reading it changes something: a link must not. */
async function readOne({ me, parts, by, body, params }: SignedIn): Promise<Answer> {
  const notice = await rows.noticeOf(parts.store.read, me.id, params.id ?? '')
  if (!notice) throw new NotFound(params.id)
  const form = readingForm.read(body)
  const outcome = await actions.read(parts.store, { ...by, once: null }, me.id, { id: notice.id })
  if (!outcome.ok) throw new Refusing(outcome.refusal, '/inbox')
  return go(form.ok && form.value.stay ? form.value.stay : notice.href)
}

async function readAll({ me, parts, by, body }: SignedIn): Promise<Answer> {
  const form = allReadForm.read(body)
  const through = form.ok ? form.value.through : ''
  if (!isId<'notice'>(through)) return go('/inbox')
  const outcome = await actions.read(parts.store, by, me.id, { through })
  if (!outcome.ok) throw new Refusing(outcome.refusal, '/inbox')
  return go('/inbox', 'inbox.all-read-flash')
}
