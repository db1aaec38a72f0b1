import Fastify, { type FastifyInstance } from 'fastify'
import { accountRoutes } from './accounts/index.ts'
import type { Parts } from './parts.ts'
import { pipeline } from './pipeline.ts'
import { newId } from './platform/ids.ts'
import type { Route } from './web.ts'

/** The table of contents of the house: every room's URLs. */
export const rooms: readonly (readonly Route[])[] = [accountRoutes]

/** What must never be written to a log. */
const redacted = [
  'req.headers.cookie',
  'req.headers.authorization',
  'req.headers["x-csrf-token"]',
  'res.headers["set-cookie"]',
]

/** The whole program without a door: `start.ts` opens one, tests reach in directly. */
export async function buildApp(parts: Parts): Promise<FastifyInstance> {
  const { config } = parts
  const app = Fastify({
    logger: { level: config.logLevel, redact: redacted },
    genReqId: () => newId<'request'>(),
    bodyLimit: 256 * 1024,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    trustProxy: config.trustProxy.length ? [...config.trustProxy] : false,
    disableRequestLogging: !config.production,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 100 },
  })
  const mount = await pipeline(app, parts)
  for (const routes of rooms) mount(routes)
  return app
}
