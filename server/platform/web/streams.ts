import type { FastifyReply } from 'fastify'
import type { Answer } from './answer.ts'

type Streamed = Extract<Answer, { kind: 'stream' }>

/**
 * A name for the header of a download (RFC 6266): as ASCII for old programs, without what its
 * beginning would only have as strokes, and as it is. What RFC 5987 does not let
 * stand is written in percent signs.
 */
export function disposition(how: 'inline' | 'attachment', name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["%\\]/g, '_').replace(/^[_ ]+(?=[^_. ])/, '')
  const whole = encodeURIComponent(name).replace(
    /['()*!]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${how}; filename="${plain}"; filename*=UTF-8''${whole}`
}

/**
 * What people sent is theirs and not ours: it may not run, load or send anything. A sandbox would keep it apart from our
 * pages too, but browsers show no PDF in one (Chromium issue 41131921); their viewers run apart from the page anyway.
 */
const nothing = "default-src 'none'; base-uri 'none'; form-action 'none'"
const policyOf = ({ type, inline }: Streamed): string => {
  if (!inline) return `${nothing}; frame-ancestors 'none'; sandbox`
  // A picture with its reader's name over it is a drawing that holds the picture within itself.
  if (type === 'image/svg+xml') return `${nothing}; img-src data:; frame-ancestors 'self'; sandbox`
  return type === 'application/pdf'
    ? `${nothing}; frame-ancestors 'self'; object-src 'self'; style-src 'unsafe-inline'`
    : `${nothing}; frame-ancestors 'self'; sandbox`
}

/** Sends bytes as they come; `nosniff` is on every answer, so a browser takes them for what we say they are. */
export function sendStream(reply: FastifyReply, answer: Streamed): FastifyReply {
  const { body, type, name, length, inline } = answer
  if (inline) reply.header('x-frame-options', 'SAMEORIGIN')
  if (length !== undefined) reply.header('content-length', length)
  return reply
    .header('content-security-policy', policyOf(answer))
    .header('content-disposition', disposition(inline ? 'inline' : 'attachment', name))
    .type(type)
    .send(body)
}
