import cookie from '@fastify/cookie'
import csrf from '@fastify/csrf-protection'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import underPressure from '@fastify/under-pressure'
import type { FastifyInstance, FastifyRequest } from 'fastify'
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
export async function secure(app: FastifyInstance, guard: Guard): Promise<void> {
  await app.register(helmet, {
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
  await app.register(cookie)
  await app.register(csrf, {
    cookieKey: cookieName(guard, 'csrf'),
    cookieOpts: { path: '/', sameSite: 'lax', httpOnly: true, secure: guard.secureCookies },
    csrfOpts: { hmacKey: guard.secret },
    getToken: (request) => tokenOf(request),
  })
  await app.register(rateLimit, { global: true, max: guard.perMinute, timeWindow: '1 minute' })
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
