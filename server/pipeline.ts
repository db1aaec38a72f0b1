import compress from '@fastify/compress'
import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { actorOf, type By, byPlatform, type Person, type Visitor, visitorOf } from './accounts/index.ts'
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

const words = ({ parts }: { parts: Parts }, request: FastifyRequest, person: Person | null): Words => {
  const asked = request.cookies.lang
  const browser = /^\s*en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh'
  return parts.words[isLanguage(asked) ? asked : (person?.language ?? browser)]
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

/**
 * What every request passes, in order: headers and limits, who it is, the right of the route, the token of the
 * form, the handler, and the answer turned into bytes.
 */
export async function pipeline(
  app: FastifyInstance,
  parts: Parts,
): Promise<(routes: readonly Route[]) => void> {
  const { config } = parts
  await secure(app, config)
  await app.register(compress, {
    threshold: 1024,
    encodings: ['br', 'gzip'],
    brotliOptions: { params: { 1: 4 } },
  })
  await app.register(formbody, { bodyLimit: 256 * 1024 })
  const assets = serveAssets(app)
  const sid = cookieName(config, 'sid')
  app.decorateRequest('visit', null)

  const visitOf = (request: FastifyRequest, reply: FastifyReply, visitor: Visitor | null): Anyone => {
    const me = visitor?.complete ? visitor.person : null
    const by: By = {
      person: me,
      actor: me ? actorOf(me) : 'visitor',
      at: parts.clock.now(),
      today: parts.clock.today(),
      requestId: request.id,
      address: request.ip,
      once: onceOf(request.body),
    }
    return {
      parts,
      me,
      w: words({ parts }, request, visitor?.person ?? null),
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
        reply.setCookie('lang', language, { path: '/', sameSite: 'lax', maxAge: 31_536_000 })
      },
      keepSession: (secret, until) => {
        const options = { path: '/', httpOnly: true, sameSite: 'lax', secure: config.secureCookies } as const
        if (secret) reply.setCookie(sid, secret, { ...options, ...(until ? { expires: until } : {}) })
        else reply.clearCookie(sid, options)
      },
    }
  }

  const visitorFor = (request: FastifyRequest) =>
    visitorOf(parts.store, config, byPlatform(parts.clock.now(), parts.clock.today()), request.cookies?.[sid])

  const admit = async (request: FastifyRequest, reply: FastifyReply) => {
    const right = request.routeOptions.config.right
    const visitor = await visitorFor(request)
    const visit = visitOf(request, reply, visitor)
    request.visit = visit
    if (isUnsafe(request) && !isApi(request)) await checkToken(app, request, reply)
    if (right === 'public') return
    if (!visit.me) return askToSignIn(request, reply, visit)
    if (visitor?.mustChangePassword && !visit.path.startsWith('/account'))
      return reply.redirect('/account/password', 303)
    if (right !== 'signed-in' && !right?.includes(visit.me.role)) throw new Forbidden(visit.path)
  }

  const locals = (request: FastifyRequest, reply: FastifyReply, visit: Anyone) => ({
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
    demo: config.demo,
    nonce: reply.cspNonce.script,
    assets,
    flash: takeFlash(request, reply, visit.w),
    version: parts.version,
  })

  const send = (request: FastifyRequest, reply: FastifyReply, visit: Anyone, answer: Answer) => {
    const byHtmx = request.headers['hx-request'] === 'true'
    if (visit.me) reply.header('cache-control', 'no-store')
    switch (answer.kind) {
      case 'json':
        return reply.code(answer.status).send(answer.body)
      case 'file':
        if (answer.name)
          reply.header(
            'content-disposition',
            `attachment; filename*=UTF-8''${encodeURIComponent(answer.name)}`,
          )
        return reply.type(answer.type).send(answer.body)
      case 'go':
        if (answer.flash)
          reply.setCookie('flash', `${answer.flash.tone}.${answer.flash.key}`, {
            path: '/',
            httpOnly: true,
            sameSite: 'lax',
          })
        return byHtmx
          ? reply.header('hx-redirect', answer.to).code(200).send('')
          : reply.redirect(answer.to, 303)
      case 'page': {
        const all = { ...locals(request, reply, visit), ...answer.data }
        reply.code(answer.status).type('text/html; charset=utf-8').header('vary', 'HX-Request, Cookie')
        return reply.send(
          byHtmx && answer.fragment
            ? render(answer.fragment, all)
            : renderPage(answer.layout, answer.view, all),
        )
      }
    }
  }

  answerErrors(app, async (request, reply, problem) => {
    // What fails before the right is asked (no such page, a body that cannot be read) still knows its visitor.
    const visit = request.visit ?? visitOf(request, reply, await visitorFor(request))
    return send(request, reply, visit, problemPage(visit, request, problem)) ?? reply
  })

  return (routes) => {
    for (const route of routes) {
      app.route({
        method: route.method,
        url: route.url,
        config: {
          right: route.right,
          ...(route.perMinute
            ? { rateLimit: { max: Math.min(route.perMinute, config.perMinute), timeWindow: '1 minute' } }
            : {}),
        },
        preHandler: admit,
        handler: async (request, reply) => {
          // `admit` let only people with the right come this far; a public handler takes anyone.
          const visit = request.visit as SignedIn
          return send(request, reply, visit, await route.handle(visit))
        },
      })
    }
  }
}

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

function takeFlash(request: FastifyRequest, reply: FastifyReply, w: Words) {
  const [tone, key] = (request.cookies.flash ?? '').split(/\.(.*)/s)
  if (!tone || !key) return null
  reply.clearCookie('flash', { path: '/' })
  return ['good', 'info', 'warn', 'bad'].includes(tone) && w.has(key) ? { tone, words: w(key) } : null
}

const problemViews = [400, 403, 404, 409, 413, 422, 429, 500, 503]

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
    },
  }
}
