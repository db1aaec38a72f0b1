import compress from '@fastify/compress'
import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { actorOf, type By, byPlatform, type Visitor, visitorOf } from './accounts/index.ts'
import { type Frame as Answering, problemPage, send } from './answering.ts'
import type { Parts } from './parts.ts'
import { present } from './platform/assert.ts'
import { Forbidden } from './platform/web/answer.ts'
import { serveAssets } from './platform/web/assets.ts'
import { answerErrors, isApi, sendProblem } from './platform/web/errors.ts'
import { eventLines } from './platform/web/events.ts'
import { endSlowBodies } from './platform/web/patience.ts'
import { scopeOf } from './platform/web/routes.ts'
import { cookieName, isUnsafe, secure } from './platform/web/security.ts'
import { noUploads, takeUploads, type UploadLimits, withUploads } from './platform/web/uploads.ts'
import { isLanguage, type Words } from './platform/web/words.ts'
import { admitProgram, type KeyLimit, keyIdOf, keyPerMinute } from './programs.ts'
import type { Anyone, Keyed, Route, SignedIn } from './web.ts'

declare module 'fastify' {
  interface FastifyRequest {
    visit: Anyone | null
  }
  interface FastifyContextConfig {
    right?: Route['right']
    takesFiles?: boolean
    quiet?: boolean
  }
}

/** The program as the steps below see it. */
type Frame = Answering & { readonly app: FastifyInstance; readonly limitKey: KeyLimit }

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
  await takeUploads(app)
  endSlowBodies(app, 30_000, takesFiles)
  app.decorateRequest('visit', null)
  const max = Math.min(keyPerMinute, parts.config.perMinute)
  const limit = app.createRateLimit({ max, timeWindow: '1 minute', keyGenerator: keyIdOf })
  const limitKey: KeyLimit = async (request) => {
    const found = await limit(request)
    return { isExceeded: !found.isAllowed && found.isExceeded }
  }
  const frame: Frame = { app, parts, limitKey, assets: serveAssets(app), openLine: eventLines(app) }
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
      takesFiles: route.uploads !== undefined,
      quiet: route.quiet === true,
      ...(route.perMinute ? { rateLimit: { max, timeWindow: '1 minute' } } : {}),
    },
    preHandler: (request, reply) => admit(frame, request, reply),
    handler: async (request, reply) => {
      // `admit` let only people with the right come this far; a public handler takes anyone.
      const visit = request.visit as SignedIn & Keyed
      if (!carriesFiles(request)) return send(frame, request, reply, visit, await route.handle(visit))
      const answer = await withUploads(request, limitsOf(route, visit), async ({ fields, uploads }) => {
        request.body = fields
        await checkToken(frame.app, request, reply)
        const by = { ...visit.by, once: onceOf(fields) }
        return route.handle({ ...visit, by, body: fields, uploads })
      })
      return send(frame, request, reply, visit, answer)
    },
  })
}

/** What a form may carry: fixed by its route, or by the policy in force today. */
function limitsOf({ uploads }: Route, visit: SignedIn & Keyed): UploadLimits {
  const limits = present(uploads, 'limits of uploads')
  return typeof limits === 'function' ? limits(visit) : limits
}

/** Who it is, whether he may, and whether the form is one of ours. */
async function admit(frame: Frame, request: FastifyRequest, reply: FastifyReply) {
  const right = request.routeOptions.config.right
  const scope = scopeOf(right)
  if (scope) {
    reply.header('cache-control', 'no-store')
    const visit = visitOf(frame, request, reply, null)
    return admitProgram(request, reply, visit, scope, frame.limitKey)
  }
  const visitor = await visitorFor(frame, request)
  const visit = visitOf(frame, request, reply, visitor)
  request.visit = visit
  // A form with files is read by the handler, after its right: its token is checked there.
  if (isUnsafe(request) && !isApi(request) && !carriesFiles(request)) {
    await checkToken(frame.app, request, reply)
  }
  if (right === 'public') return
  if (!visit.me) return askToSignIn(request, reply, visit)
  if (visitor?.mustChangePassword && !visit.path.startsWith('/account')) {
    if (isLine(request)) return reply.code(204).send()
    return reply.redirect('/account/password', 303)
  }
  if (right !== 'signed-in' && !right?.includes(visit.me.role)) throw new Forbidden(visit.path)
}

/** A line of news cannot show a page to be sent to: by 204 a browser gives it up for good (HTML standard, §9.2.2). */
const isLine = (request: FastifyRequest): boolean => request.headers.accept === 'text/event-stream'

const visitorFor = ({ parts }: Frame, request: FastifyRequest): Promise<Visitor | null> =>
  visitorOf(
    parts.store,
    parts.config,
    byPlatform(parts.clock.now(), parts.clock.today()),
    request.cookies?.[cookieName(parts.config, 'sid')],
    request.routeOptions.config.quiet,
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
    uploads: noUploads,
    agent: request.headers['user-agent'] ?? '',
    session: visitor?.session ?? null,
    unread: me ? (visitor?.unread ?? 0) : 0,
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

/** Whether the request has files that its route takes; elsewhere they are left unread. */
const carriesFiles = (request: FastifyRequest): boolean => request.isMultipart() && takesFiles(request)
const takesFiles = (request: FastifyRequest): boolean => request.routeOptions.config.takesFiles === true

/** One form key a request; what a browser did not send is none. */
const onceOf = (body: unknown): string | null =>
  typeof body === 'object' &&
  body !== null &&
  '_once' in body &&
  typeof body._once === 'string' &&
  body._once !== ''
    ? body._once.slice(0, 64)
    : null

/** The plugin answers a wrong token itself and never comes back; here it is an error, so that uploads are taken away. */
const checkToken = (app: FastifyInstance, request: FastifyRequest, reply: FastifyReply): Promise<void> =>
  new Promise((resolve, reject) => {
    const asked: FastifyReply = Object.assign(Object.create(reply), { send: reject })
    app.csrfProtection(request, asked, (error?: Error) => (error ? reject(error) : resolve()))
  })

function askToSignIn(request: FastifyRequest, reply: FastifyReply, visit: Anyone) {
  if (isApi(request)) return sendProblem(reply, { status: 401, code: 'sign-in-needed' })
  if (isLine(request)) return reply.code(204).send()
  const back = request.method === 'GET' ? `?back=${encodeURIComponent(visit.url)}` : ''
  const to = visit.pending ? '/sign-in/code' : `/sign-in${back}`
  return request.headers['hx-request']
    ? reply.code(401).header('hx-redirect', to).send('')
    : reply.redirect(to, 303)
}
