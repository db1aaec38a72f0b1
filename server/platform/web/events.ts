import { PassThrough } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/*
 * Server-sent events (HTML standard, §9.2): a line that stays open, on which the page hears that something changed.
 */

/** One open line, as a room sees it. */
export type Line = {
  /** The data is one line of text: JSON. */
  send(event: string, data: string): void
  /** Ends the line; a browser opens it again by itself, unless the last event told the page not to. */
  end(): void
}

/** What a room does with a new line; the answer is called once, when the line is gone. */
export type Opens = (line: Line) => () => void

/** Proxies and our own server cut lines on which nothing is said for a minute. */
const heartbeatSeconds = 20
/** A reader that takes nothing any more may hold as much, and not more. */
const mostHeldBytes = 64 * 1024

/** Answers requests with open lines, keeps those alive, and ends them all before the program closes. */
export function eventLines(app: FastifyInstance) {
  const open = new Set<PassThrough>()
  let beats: NodeJS.Timeout | undefined
  const beat = () => {
    for (const stream of open) say(stream, ':\n\n')
  }
  const leave = (stream: PassThrough) => {
    open.delete(stream)
    if (open.size > 0) return
    clearInterval(beats)
    beats = undefined
  }
  app.addHook('preClose', async () => {
    for (const stream of open) stream.end()
  })
  return (request: FastifyRequest, reply: FastifyReply, opens: Opens): FastifyReply => {
    reply.type('text/event-stream; charset=utf-8').header('x-accel-buffering', 'no')
    // Who asks for the headers alone hears nothing, and must hold no line.
    if (request.method === 'HEAD') return reply.send('')
    const stream = new PassThrough()
    open.add(stream)
    beats ??= setInterval(beat, heartbeatSeconds * 1000).unref()
    const gone = opens({
      send: (event, data) => say(stream, `event: ${event}\ndata: ${data}\n\n`),
      end: () => void stream.end(),
    })
    stream.once('close', () => {
      leave(stream)
      gone()
    })
    return reply.send(stream)
  }
}

function say(stream: PassThrough, words: string): void {
  if (stream.writableEnded || stream.destroyed) return
  if (stream.writableLength + stream.readableLength > mostHeldBytes) stream.destroy()
  else stream.write(words)
}
