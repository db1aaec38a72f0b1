import { randomFillSync } from 'node:crypto'
import cookie from '@fastify/cookie'
import csrf from '@fastify/csrf-protection'
import helmet, { type FastifyHelmetOptions } from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import underPressure from '@fastify/under-pressure'
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { assert } from '../assert.ts'
import { Forbidden } from './answer.ts'

export type Guard = {
  readonly origin: string
  readonly secureCookies: boolean
  readonly secret: string
  readonly perMinute: number
  /** How late the loop may be before visitors are asked to come back later; 0 for never. */
  readonly overloadMs: number
}

/** `__Host-` binds a cookie to this host and to https; without https browsers would drop it. */
export const cookieName = (guard: Pick<Guard, 'secureCookies'>, name: string): string =>
  guard.secureCookies ? `__Host-${name}` : name

/** What every answer carries, errors and assets included (ASVS 5.0 V3.4). */
const helmetOptions = (guard: Guard): FastifyHelmetOptions => ({
  enableCSPNonces: true,
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      // A paper within its page; nothing else of ours lets itself be framed.
      frameSrc: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      objectSrc: ["'none'"],
      ...(guard.secureCookies ? { upgradeInsecureRequests: [] } : {}),
    },
  },
  strictTransportSecurity: guard.secureCookies ? { maxAge: 31_536_000, includeSubDomains: false } : false,
  crossOriginOpenerPolicy: { policy: 'same-origin' },
  referrerPolicy: { policy: 'same-origin' },
  xFrameOptions: { action: 'deny' },
})

/** Random bytes in hexadecimal, drawn from the system for many nonces at once. */
function nonces(): () => string {
  const [pool, length] = [Buffer.alloc(4096), 16]
  let at = pool.length
  return () => {
    if (at === pool.length) {
      randomFillSync(pool)
      at = 0
    }
    at += length
    return pool.toString('hex', at - length, at)
  }
}

/**
 * The headers of helmet. It would put them together anew for every answer, though they are the same but for the
 * two nonces; so it is asked once, by a program of its own, and the nonces are filled in here.
 */
async function sendSecurityHeaders(app: FastifyInstance, guard: Guard): Promise<void> {
  const model = Fastify()
  await model.register(helmet, helmetOptions(guard))
  model.get('/', (_, reply) => reply.send(reply.cspNonce))
  const answer = await model.inject('/')
  const told: { script: string; style: string } = answer.json()
  await model.close()
  const plain = ['content-type', 'content-length', 'date', 'connection']
  const headers = Object.entries(answer.headers).filter(([name]) => !plain.includes(name))
  const policy = String(answer.headers['content-security-policy'])
  const [before = '', rest = ''] = policy.split(told.script)
  const [between = '', after = ''] = rest.split(told.style)
  assert(`${before}${told.script}${between}${told.style}${after}` === policy, 'the policy has its two nonces')
  const fixed = Object.fromEntries(headers)
  const nonce = nonces()
  app.decorateReply('cspNonce')
  app.addHook('onRequest', (_, reply, next) => {
    const [script, style] = [nonce(), nonce()]
    reply.cspNonce = { script, style }
    reply.headers(fixed).header('content-security-policy', before + script + between + style + after)
    next()
  })
}

/** Headers, cookies, tokens and limits, before any route. */
export async function secure(app: FastifyInstance, guard: Guard): Promise<void> {
  await sendSecurityHeaders(app, guard)
  await app.register(cookie)
  await app.register(csrf, {
    cookieKey: cookieName(guard, 'csrf'),
    cookieOpts: { path: '/', sameSite: 'lax', httpOnly: true, secure: guard.secureCookies },
    csrfOpts: { hmacKey: guard.secret },
    getToken: (request) => tokenOf(request),
  })
  await app.register(rateLimit, {
    global: true,
    max: guard.perMinute,
    timeWindow: '1 minute',
    // Who is within the limit need not be told on every page how far he is from it.
    addHeadersOnExceeding: {
      'x-ratelimit-limit': false,
      'x-ratelimit-remaining': false,
      'x-ratelimit-reset': false,
    },
  })
  // By delay and not by utilisation: a loop that is always busy and always quick serves everybody.
  await app.register(underPressure, {
    maxEventLoopDelay: guard.overloadMs,
    // A second without a sample counts as endless; over five there is always one.
    sampleInterval: 5_000,
    retryAfter: 5,
    message: 'busy',
  })
  app.addHook('onRequest', async (request) => {
    if (isUnsafe(request) && comesFromElsewhere(request, guard.origin)) throw new Forbidden('cross-site')
  })
}

export const isUnsafe = (request: FastifyRequest): boolean =>
  !['GET', 'HEAD', 'OPTIONS'].includes(request.method)

/** A second lock beside the token: what a browser says of where a request comes from. */
function comesFromElsewhere(request: FastifyRequest, origin: string): boolean {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  const from = request.headers.origin
  if (from === undefined || from === 'null') return from === 'null'
  return from !== origin && from !== `${request.protocol}://${request.host}`
}

function tokenOf(request: FastifyRequest): string {
  const header = request.headers['x-csrf-token']
  if (typeof header === 'string') return header
  const { body } = request
  const field = typeof body === 'object' && body !== null && '_csrf' in body ? body._csrf : ''
  return typeof field === 'string' ? field : ''
}
