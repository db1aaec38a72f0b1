import type { FastifyReply, FastifyRequest } from 'fastify'
import { unreadShown } from './inbox/notice.ts'
import { navigation } from './navigation.ts'
import type { Parts } from './parts.ts'
import type { Answer } from './platform/web/answer.ts'
import type { Problem } from './platform/web/errors.ts'
import type { eventLines } from './platform/web/events.ts'
import { disposition, sendStream } from './platform/web/streams.ts'
import { render, renderPage } from './platform/web/views.ts'
import type { Words } from './platform/web/words.ts'
import { markOf } from './policies/index.ts'
import { alongPlace, placeOf, withPlace } from './queue/place.ts'
import type { Anyone } from './web.ts'

/* Answers are values; here they become headers and bytes. */

/** What pages are made with, besides their own data. */
export type Frame = {
  readonly parts: Parts
  readonly assets: (name: string) => string
  readonly openLine: ReturnType<typeof eventLines>
}

/** The answer as headers and bytes. */
export function send(
  frame: Frame,
  request: FastifyRequest,
  reply: FastifyReply,
  visit: Anyone,
  answer: Answer,
) {
  const byHtmx = request.headers['hx-request'] === 'true'
  // What belongs to somebody, or holds a secret that is shown once, is kept nowhere.
  if (visit.me || visit.pending || visit.path.startsWith('/setup/')) reply.header('cache-control', 'no-store')
  switch (answer.kind) {
    case 'json':
      return reply.code(answer.status).headers(answer.headers).type(answer.type).send(answer.body)
    case 'file':
      if (answer.name) {
        reply.header('content-disposition', disposition('attachment', answer.name))
      }
      return reply.type(answer.type).send(answer.body)
    case 'stream':
      return sendStream(reply, answer)
    case 'events':
      return frame.openLine(request, reply, answer.opens)
    case 'go':
      if (answer.flash) keepFlash(frame, reply, `${answer.flash.tone}.${answer.flash.key}`)
      return sendOn(reply, withPlace(answer.to, queuePlace(visit)), byHtmx)
    case 'page': {
      const place = queuePlace(visit)
      const data = place ? alongPlace(answer.data, place) : answer.data
      const locals = { ...localsOf(frame, visit, onceFor(request, reply, visit)), ...(data as object) }
      reply.code(answer.status).type('text/html; charset=utf-8').header('vary', 'HX-Request, Cookie')
      const html =
        byHtmx && answer.fragment
          ? render(answer.fragment, locals)
          : renderPage(answer.layout, answer.view, locals)
      // As bytes at once: the framework would turn Chinese text into bytes twice, for its length and for the wire.
      return reply.send(Buffer.from(html))
    }
  }
}

const sendOn = (reply: FastifyReply, to: string, byHtmx: boolean) =>
  byHtmx ? reply.header('hx-redirect', to).send('') : reply.redirect(to, 303)

/** What somebody chose in his queue stays chosen while he works on what he found there; the queue itself says it anew. */
const queuePlace = ({ query, path }: Anyone): string => (path === '/queue' ? '' : placeOf(query))

/** The page that can be asked for again: of a form that was sent, the one that it stood on. */
function pageBehind(request: FastifyRequest, visit: Anyone): string {
  if (request.method === 'GET') return visit.url
  const from = request.headers.referer ?? ''
  if (!URL.canParse(from)) return '/'
  const { pathname, search } = new URL(from)
  return pathname + search
}

/** What a page has of its one request. */
const onceFor = (request: FastifyRequest, reply: FastifyReply, visit: Anyone) => ({
  csrf: reply.generateCsrf(),
  nonce: reply.cspNonce.script,
  styleNonce: reply.cspNonce.style,
  flash: takeFlash(request, reply, visit.w),
  behind: pageBehind(request, visit),
})

/** What every template sees beside its own data. */
export const localsOf = (
  { parts, assets }: Pick<Frame, 'parts' | 'assets'>,
  visit: Anyone,
  { behind, ...once }: ReturnType<typeof onceFor>,
) => ({
  ...once,
  w: visit.w,
  lang: visit.w.language,
  me: visit.me && {
    name: visit.me.name,
    roleWords: visit.w(`accounts.role.${visit.me.role}`),
    organisation: visit.me.organisation,
    inbox: { unread: visit.unread, ...unreadShown(visit.w, visit.unread) },
  },
  nav: navigation(visit),
  path: visit.path,
  otherLanguageHref: `/language?to=${visit.w.language === 'zh' ? 'en' : 'zh'}&back=${encodeURIComponent(behind)}`,
  demo: parts.config.demo,
  assets,
  /** The mark of a figure that a placeholder decided, by the versions that the figure keeps. */
  placeholder: (by: string | readonly string[] | null) => markOf(visit.w, parts.policies.rows, by),
  version: parts.version,
})

/** Words that the next page shows once. */
const keepFlash = ({ parts }: Frame, reply: FastifyReply, flash: string) =>
  reply.setCookie('flash', flash, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: parts.config.secureCookies,
  })

function takeFlash(request: FastifyRequest, reply: FastifyReply, w: Words) {
  const [tone, key] = (request.cookies?.flash ?? '').split(/\.(.*)/s)
  if (!tone || !key) return null
  reply.clearCookie('flash', { path: '/' })
  return ['good', 'info', 'warn', 'bad'].includes(tone) && w.has(key) ? { tone, words: w(key) } : null
}

const problemViews = [400, 403, 404, 409, 413, 422, 429, 500, 503]

/** Pages that say more about a refusal than its sentence can: who can do something about it, and where. */
const morePages: Readonly<Record<string, { readonly href: string; readonly key: string }>> = {
  'calendar-missing': { href: '/policies/calendar', key: 'policies.calendar-title' },
}

function moreAbout(w: Words, { code }: Problem) {
  const found = morePages[code]
  return found ? { href: found.href, label: w(found.key) } : null
}

export function problemPage({ w }: Anyone, request: FastifyRequest, problem: Problem): Answer {
  const status = problemViews.includes(problem.status) ? problem.status : 400
  const name = problem.code === 'form-expired' ? problem.code : String(status)
  return {
    kind: 'page',
    view: `errors/${name}`,
    layout: 'page',
    status: problem.status,
    data: {
      title: w(`errors.${name}-title`),
      ...(status >= 500 ? { requestId: request.id } : {}),
      ...(problem.refusal ? { reason: w.refusal(problem.refusal) } : {}),
      backHref: problem.back ?? '/',
      more: moreAbout(w, problem),
    },
  }
}
