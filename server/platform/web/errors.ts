import { STATUS_CODES } from 'node:http'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Refusal } from '../outcome.ts'
import { Forbidden, isConflict, NotFound, Refusing } from './answer.ts'
import { TooLarge } from './uploads.ts'

/** What went wrong, as an answer: a status, and for people a page that says what to do next. */
export type Problem = {
  readonly status: number
  /** Stable, for programs. */
  readonly code: string
  readonly refusal?: Refusal
  readonly back?: string
}

export function problemOf(error: unknown): Problem {
  if (error instanceof NotFound) return { status: 404, code: 'not-found' }
  if (error instanceof Forbidden) return { status: 403, code: 'forbidden' }
  if (error instanceof Refusing) {
    const { refusal, back } = error
    return { status: isConflict(refusal) ? 409 : 422, code: refusal.code, refusal, back }
  }
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  if (status === 429) return { status, code: 'too-many-requests' }
  if (error instanceof TooLarge) return { status: 413, code: 'too-large', refusal: error.refusal }
  if (status === 413) return { status, code: 'too-large' }
  if (status === 415) return { status: 415, code: 'wrong-content-type' }
  if (status === 403) return { status, code: isExpiredForm(error) ? 'form-expired' : 'forbidden' }
  if (status === 503) return { status, code: 'busy' }
  if (status >= 400 && status < 500) return { status: 400, code: 'not-readable' }
  return { status: 500, code: 'internal' }
}

/** The token of a form that was open too long, or since before somebody else signed in here. */
const isExpiredForm = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('FST_CSRF_')

/**
 * The last resort. A 500 shows a request number and nothing else; the log has the error. Programs get
 * `application/problem+json` (RFC 9457), people a page.
 */
export function answerErrors(
  app: FastifyInstance,
  show: (request: FastifyRequest, reply: FastifyReply, problem: Problem) => Promise<FastifyReply>,
): void {
  const answered = (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    const problem = problemOf(error)
    if (problem.status >= 500) request.log.error({ err: error }, 'request failed')
    if (isApi(request)) return sendProblem(reply, problem)
    // Where even the page of the error fails, the number alone must do; the framework would show the message.
    return show(request, reply, problem).catch((second: unknown) => {
      request.log.error({ err: second }, 'error page failed')
      return reply.code(500).type('text/plain; charset=utf-8').send(`500 ${request.id}`)
    })
  }
  app.setErrorHandler((error: FastifyError, request, reply) => answered(error, request, reply))
  app.setNotFoundHandler((request, reply) => answered(new NotFound(), request, reply))
}

export const isApi = (request: FastifyRequest): boolean =>
  request.url.startsWith('/api/v1/') || request.url.startsWith('/healthz')

/** `errors` names each field that is at fault, with its code and words. */
export function sendProblem(
  reply: FastifyReply,
  problem: Problem & { readonly title?: string; readonly errors?: readonly object[] },
): FastifyReply {
  const { status, code, title = STATUS_CODES[status] ?? code, errors } = problem
  return reply
    .code(status)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify({ type: 'about:blank', title, status, code, ...(errors ? { errors } : {}) }))
}
