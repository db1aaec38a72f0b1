import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { assert } from '../assert.ts'

const require = createRequire(import.meta.url)
const own = (name: string) => fileURLToPath(new URL(`../../../views/assets/${name}`, import.meta.url))

/** Everything a page may load, by the name that templates use. Libraries are served from `node_modules`. */
const sources = {
  'tabler.css': [require.resolve('@tabler/core/dist/css/tabler.min.css'), 'text/css; charset=utf-8'],
  'app.css': [own('app.css'), 'text/css; charset=utf-8'],
  'htmx.js': [require.resolve('htmx.org/dist/htmx.min.js'), 'text/javascript; charset=utf-8'],
  'app.js': [own('app.js'), 'text/javascript; charset=utf-8'],
  'screen.js': [own('screen.js'), 'text/javascript; charset=utf-8'],
  'mark.svg': [own('mark.svg'), 'image/svg+xml'],
} as const

type Packed = { url: string; type: string; plain: Buffer; brotli: Buffer; gzip: Buffer }

let kept: ReadonlyMap<string, Packed> | undefined

/**
 * The assets in memory, compressed once a process. The URL carries a hash of the content, so a browser keeps a file for
 * ever and a new release is seen at once.
 */
function packed(): ReadonlyMap<string, Packed> {
  kept ??= new Map(
    Object.entries(sources).map(([name, [path, type]]) => {
      const plain = readFileSync(path)
      const hash = createHash('sha256').update(plain).digest('base64url').slice(0, 10)
      const brotli = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })
      return [name, { url: `/assets/${hash}/${name}`, type, plain, brotli, gzip: gzipSync(plain) }]
    }),
  )
  return kept
}

/** Serves the assets and answers the function that templates call to name one. */
export function serveAssets(app: FastifyInstance): (name: string) => string {
  const files = packed()
  app.get<{ Params: { hash: string; name: string } }>(
    '/assets/:hash/:name',
    { config: { right: 'public' } },
    (request, reply) => {
      const found = files.get(request.params.name)
      if (!found || found.url !== request.url.split('?')[0]) return reply.callNotFound()
      const accepts = String(request.headers['accept-encoding'] ?? '')
      const encoding = accepts.includes('br') ? 'br' : accepts.includes('gzip') ? 'gzip' : null
      if (encoding) reply.header('content-encoding', encoding)
      return reply
        .header('cache-control', 'public, max-age=31536000, immutable')
        .header('vary', 'accept-encoding')
        .type(found.type)
        .send(encoding === 'br' ? found.brotli : encoding === 'gzip' ? found.gzip : found.plain)
    },
  )
  return (name) => {
    const found = files.get(name)
    assert(found, `no asset ${name}`)
    return found.url
  }
}
