import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isUnsafe } from './security.ts'

/** A file comes through the line of a village in minutes; the server as a whole waits that long. */
export const uploadPatienceMs = 300_000
export const headersPatienceMs = 30_000

/**
 * What is no upload is small, and must be here within this time: whoever sends it letter by letter only holds on to a
 * place. The line is cut, for there is nobody who would read an answer.
 */
export function endSlowBodies(
  app: FastifyInstance,
  patienceMs: number,
  takesFiles: (request: FastifyRequest) => boolean,
): void {
  app.addHook('onRequest', (request, _, next) => {
    const { raw } = request
    if (isUnsafe(request) && !takesFiles(request)) {
      const late = setTimeout(() => raw.complete || raw.destroy(), patienceMs).unref()
      raw.once('close', () => clearTimeout(late)).once('end', () => clearTimeout(late))
    }
    next()
  })
}
