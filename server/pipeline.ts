import compress from '@fastify/compress'
import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { actorOf, type By, byPlatform, type Visitor, visitorOf } from './accounts/index.ts'
import { navigation } from './navigation.ts'
import type { Parts } from './parts.ts'
import { type Answer, Forbidden } from './platform/web/answer.ts'
import { serveAssets } from './platform/web/assets.ts'
import { answerErrors, isApi, type Problem, sendProblem } from './platform/web/errors.ts'
import { cookieName, isUnsafe, secure } from './platform/web/security.ts'
import { render, renderPage } from './platform/web/views.ts'
import { isLanguage, type Words } from './platform/web/words.ts'
import type { Anyone, Route, SignedIn } from './web.ts'

declare module 'fastify' {
  interface FastifyRequest {
    visit: Anyone | null
  }
  interface FastifyContextConfig {
    right?: Route['right']
  }
}

/** The program as the steps below see it. */
type Frame = {
  readonly app: FastifyInstance
  readonly parts: Parts
  readonly assets: (name: string) => string
}

/**
 * What every request passes, in order: headers and limits, who it is, the right of the route, the token of the
 * form, the handler, and the answer turned into bytes.
 */
export async function pipeline(
  app: FastifyInstance,
  parts: Parts,
): Promise<(routes: readonly Route[]) => void> {
  await secure(app, parts.config)
  await app.register(compress, {
    threshold: 1024,
    // Nobody sends us compressed bodies, and a small one could unfold into a large one.
    globalDecompression: false,
    encodings: ['br', 'gzip'],
    brotliOptions: { params: { 1: 4 } },
  })
  await app.register(formbody, { bodyLimit: 256 * 1024 })
  app.decorateRequest('visit', null)
  const frame: Frame = { app, parts, assets: serveAssets(app) }
  answerErrors(app, async (request, reply, problem) => {
    // What fails before the right is asked (no such page, a body that cannot be read) still knows its visitor.
    const visit = request.visit ?? visitOf(frame, request, reply, await visitorFor(frame, request))
    return send(frame, request, reply, visit, problemPage(visit, request, problem)) ?? reply
  })
  return (routes) => {
    for (const route of routes) mount(frame, route)
  }
}

function mount(frame: Frame, route: Route): void {
  const max = Math.min(route.perMinute ?? Number.POSITIVE_INFINITY, frame.parts.config.perMinute)
  frame.app.route({
    method: route.method,
    url: route.url,
    config: {
      right: route.right,
      ...(route.perMinute ? { rateLimit: { max, timeWindow: '1 minute' } } : {}),
    },
    preHandler: (request, reply) => admit(frame, request, reply),
    handler: async (request, reply) => {
      // `admit` let only people with the right come this far; a public handler takes anyone.
      const visit = request.visit as SignedIn
      return send(frame, request, reply, visit, await route.handle(visit))
    },
  })
}

/** Who it is, whether he may, and whether the form is one of ours. */
async function admit(frame: Frame, request: FastifyRequest, reply: FastifyReply) {
  const right = request.routeOptions.config.right
  const visitor = await visitorFor(frame, request)
  const visit = visitOf(frame, request, reply, visitor)
  request.visit = visit
  if (isUnsafe(request) && !isApi(request)) await checkToken(frame.app, request, reply)
  if (right === 'public') return
  if (!visit.me) return askToSignIn(request, reply, visit)
  if (visitor?.mustChangePassword && !visit.path.startsWith('/account')) {
    return reply.redirect('/account/password', 303)
  }
  if (right !== 'signed-in' && !right?.includes(visit.me.role)) throw new Forbidden(visit.path)
}

const visitorFor = ({ parts }: Frame, request: FastifyRequest): Promise<Visitor | null> =>
  visitorOf(
    parts.store,
    parts.config,
    byPlatform(parts.clock.now(), parts.clock.today()),
    request.cookies?.[cookieName(parts.config, 'sid')],
  )

/** The request as handlers see it, without the framework. */
function visitOf(
  { parts }: Frame,
  request: FastifyRequest,
  reply: FastifyReply,
  visitor: Visitor | null,
): Anyone {
  const { config } = parts
  const me = visitor?.complete ? visitor.person : null
  const by: By = {
    ...byPlatform(parts.clock.now(), parts.clock.today()),
    person: me,
    actor: me ? actorOf(me) : 'visitor',
    requestId: request.id,
    address: request.ip,
    once: onceOf(request.body),
  }
  const sid = cookieName(config, 'sid')
  return {
    parts,
    me,
    w: wordsFor(parts, request, visitor),
    by,
    today: by.today,
    path: request.url.split('?')[0] ?? '/',
    url: request.url,
    params: request.params as Record<string, string>,
    query: request.query as Anyone['query'],
    body: request.body,
    agent: request.headers['user-agent'] ?? '',
    session: visitor?.session ?? null,
    pending: visitor && !visitor.complete ? visitor.person : null,
    keepLanguage: (language) => {
      reply.setCookie('lang', language, {
        path: '/',
        sameSite: 'lax',
        secure: config.secureCookies,
        maxAge: 31_536_000,
      })
    },
    keepSession: (secret, until) => {
      const options = { path: '/', httpOnly: true, sameSite: 'lax', secure: config.secureCookies } as const
      if (secret) reply.setCookie(sid, secret, { ...options, ...(until ? { expires: until } : {}) })
      else reply.clearCookie(sid, options)
    },
  }
}

/** What the reader chose, else what his account says, else what his browser prefers. */
function wordsFor({ words }: Parts, request: FastifyRequest, visitor: Visitor | null): Words {
  const asked = request.cookies?.lang
  if (isLanguage(asked)) return words[asked]
  const browser = /^\s*en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh'
  return words[visitor?.person.language ?? browser]
}

/** One form key a request; what a browser did not send is none. */
const onceOf = (body: unknown): string | null =>
  typeof body === 'object' &&
  body !== null &&
  '_once' in body &&
  typeof body._once === 'string' &&
  body._once !== ''
    ? body._once.slice(0, 64)
    : null

const checkToken = (app: FastifyInstance, request: FastifyRequest, reply: FastifyReply): Promise<void> =>
  new Promise((resolve, reject) => {
    app.csrfProtection(request, reply, (error?: Error) => (error ? reject(error) : resolve()))
  })

function askToSignIn(request: FastifyRequest, reply: FastifyReply, visit: Anyone) {
  if (isApi(request)) return sendProblem(reply, { status: 401, code: 'sign-in-needed' })
  const back = request.method === 'GET' ? `?back=${encodeURIComponent(visit.url)}` : ''
  const to = visit.pending ? '/sign-in/code' : `/sign-in${back}`
  return request.headers['hx-request']
    ? reply.code(401).header('hx-redirect', to).send('')
    : reply.redirect(to, 303)
}

/** The answer as headers and bytes. */
function send(frame: Frame, request: FastifyRequest, reply: FastifyReply, visit: Anyone, answer: Answer) {
  const byHtmx = request.headers['hx-request'] === 'true'
  if (visit.me) reply.header('cache-control', 'no-store')
  switch (answer.kind) {
    case 'json':
      return reply.code(answer.status).type(answer.type).send(answer.body)
    case 'file':
      if (answer.name) {
        reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(answer.name)}`)
      }
      return reply.type(answer.type).send(answer.body)
    case 'go':
      if (answer.flash) keepFlash(frame, reply, `${answer.flash.tone}.${answer.flash.key}`)
      return byHtmx ? reply.header('hx-redirect', answer.to).send('') : reply.redirect(answer.to, 303)
    case 'page': {
      const locals = { ...localsOf(frame, request, reply, visit), ...answer.data }
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

/** What every template sees beside its own data. */
const localsOf = ({ parts, assets }: Frame, request: FastifyRequest, reply: FastifyReply, visit: Anyone) => ({
  w: visit.w,
  lang: visit.w.language,
  me: visit.me && {
    name: visit.me.name,
    roleWords: visit.w(`accounts.role.${visit.me.role}`),
    organisation: visit.me.organisation,
  },
  nav: navigation(visit),
  csrf: reply.generateCsrf(),
  path: visit.path,
  otherLanguageHref: `/language?to=${visit.w.language === 'zh' ? 'en' : 'zh'}&back=${encodeURIComponent(visit.url)}`,
  demo: parts.config.demo,
  nonce: reply.cspNonce.script,
  assets,
  flash: takeFlash(request, reply, visit.w),
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

function problemPage({ w }: Anyone, request: FastifyRequest, problem: Problem): Answer {
  const status = problemViews.includes(problem.status) ? problem.status : 400
  return {
    kind: 'page',
    view: `errors/${status}`,
    layout: 'page',
    status: problem.status,
    data: {
      title: w(`errors.${status}-title`),
      ...(status >= 500 ? { requestId: request.id } : {}),
      ...(problem.refusal ? { reason: w.refusal(problem.refusal) } : {}),
      backHref: problem.back ?? '/',
      more: moreAbout(w, problem),
    },
  }
}
