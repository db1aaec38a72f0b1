import type { FastifyReply, FastifyRequest } from 'fastify'
import { type ApiKey, keyOf, type Scope } from './api-keys/index.ts'
import { assert } from './platform/assert.ts'
import { sendProblem } from './platform/web/errors.ts'
import type { Anyone, Keyed } from './web.ts'

/*
 * Requests of programs, by the keys of institutions. A key stands in for a person: cookies are not looked at, so no token
 * is needed either, for no browser sends the header by itself.
 */

/** How many requests a minute a key may make; an address may make no more than everybody's. */
export const keyPerMinute = 300

/** Asks whether the key has requests left this minute. */
export type KeyLimit = (request: FastifyRequest) => Promise<{ readonly isExceeded: boolean }>

/** Gives the request its key; or answers that there is none, none with that right, or none that has requests left. */
export async function admitProgram(
  request: FastifyRequest,
  reply: FastifyReply,
  visit: Anyone,
  scope: Scope,
  limit: KeyLimit,
): Promise<FastifyReply | undefined> {
  const { parts, by, w } = visit
  const refused = (status: number, code: string) =>
    sendProblem(reply, { status, code, title: w(`api.problem.${code}`) })
  const [, sent = ''] = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '') ?? []
  const key = sent ? await keyOf(parts.store, by, sent) : null
  if (!key) {
    reply.header('www-authenticate', 'Bearer')
    return refused(401, sent ? 'key-unknown' : 'key-needed')
  }
  const keyed: Keyed = {
    ...visit,
    by: actingAs(visit, key),
    program: { key, idempotencyKey: idempotencyOf(request) },
  }
  request.visit = keyed
  const { isExceeded } = await limit(request)
  if (isExceeded) return refused(429, 'too-many-for-key')
  return key.scopes.includes(scope) ? undefined : refused(403, 'scope-missing')
}

/** The trail names the key, and the institution that answers for it. */
const actingAs = ({ by }: Anyone, { id, name, institutionId, institution }: ApiKey): Anyone['by'] => ({
  ...by,
  actor: [name, 'api-key', institution].join(' · '),
  program: { keyId: id, institutionId },
})

/** As the program names its write: printable, and neither too short to be its own nor too long to be kept. */
function idempotencyOf({ headers }: FastifyRequest): string | null {
  const sent = headers['idempotency-key']
  return typeof sent === 'string' && /^[\x21-\x7e]{8,255}$/.test(sent) ? sent : null
}

/** Whose requests are counted together. */
export function keyIdOf({ visit }: FastifyRequest): string {
  assert(visit && 'program' in visit, 'a request with a key')
  return (visit as Keyed).program.key.id
}
