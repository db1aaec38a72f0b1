import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ejs from 'ejs'
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import { openStore } from '../../db/index.ts'
import { loadReference } from '../../seeds/reference/load.ts'
import { referencePolicies } from '../../seeds/reference/policies.ts'
import { localsOf } from '../../server/answering.ts'
import { buildApp, rooms } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import { present } from '../../server/platform/assert.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { serveAssets } from '../../server/platform/web/assets.ts'
import { renderPage } from '../../server/platform/web/views.ts'
import { speak } from '../../server/platform/web/words.ts'
import { loadPolicies, policyBook } from '../../server/policies/index.ts'
import type { Anyone, Keyed, SignedIn } from '../../server/web.ts'
import type { Page } from './pages.ts'

/*
 * The measure: a Fastify without plugins that renders the very same pages from memory. Each page is asked for once
 * from the real program; its template and data are kept, and rendering them must give the same bytes. Then the
 * database is closed. Below `/ejs` the pages are rendered by EJS as it comes, with its cache; below `/house` by the
 * renderer of the house, which is several times quicker and so the stricter measure. Run by `run.ts`:
 * `bare.ts PORT`, with the pages in PAGES and the cookies in COOKIES.
 */

type Captured = { readonly layout: string; readonly view: string; readonly locals: Record<string, unknown> }

const cookies: Record<string, string> = JSON.parse(process.env.COOKIES ?? '{}')
const version: string = process.env.VERSION ?? ''
const pages: readonly Page[] = JSON.parse(process.env.PAGES ?? '[]')

async function capture(): Promise<Map<Page, Captured>> {
  const store = await openStore()
  const policies = policyBook()
  await loadPolicies(store, systemClock, policies, referencePolicies)
  const words = { zh: speak('zh'), en: speak('en') }
  const parts = {
    config: readConfig(),
    store,
    clock: systemClock,
    policies,
    words,
    reference: loadReference(policies),
    version,
  }
  const app = await buildApp(parts)
  let seen: { visit: Anyone; nonce: string } | null = null
  app.addHook('onSend', async (request, reply) => {
    if (request.visit) seen = { visit: request.visit, nonce: reply.cspNonce.script }
  })
  const assets = serveAssets(Fastify())
  const captured = new Map<Page, Captured>()
  for (const page of pages) {
    const answered = await app.inject({
      url: page.url,
      headers: { cookie: cookies[page.person] ?? '', 'accept-language': 'zh' },
    })
    assert.equal(answered.statusCode, 200, `${page.url} of ${page.person}`)
    const { visit, nonce } = present(
      seen as { visit: Anyone; nonce: string } | null,
      'the visit of a request',
    )
    const csrf = present(/<meta name="csrf" content="([^"]+)">/.exec(answered.body)?.[1], 'a token')
    captured.set(page, await dataOf(visit, { csrf, nonce, assets }, answered.body))
  }
  await app.close()
  await store.close()
  return captured
}

type Given = { readonly csrf: string; readonly nonce: string; readonly assets: (name: string) => string }

/** What the pipeline gives a template, made once; that it is the same is proven by the bytes. */
async function dataOf(visit: Anyone, given: Given, expected: string): Promise<Captured> {
  const isAbout = (url: string) => new RegExp(`^${url.replaceAll(/:\w+/g, '[^/]+')}$`).test(visit.path)
  const route = present(
    rooms.flat().find(({ method, url }) => method === 'GET' && isAbout(url)),
    `the route of ${visit.path}`,
  )
  const answer = await route.handle(visit as SignedIn & Keyed)
  assert(answer.kind === 'page')
  const frame = { parts: visit.parts, assets: given.assets }
  const once = {
    csrf: given.csrf,
    nonce: given.nonce,
    styleNonce: given.nonce,
    flash: null,
    behind: visit.url,
  }
  const locals = { ...localsOf(frame, visit, once), ...answer.data }
  const { layout, view } = answer
  // Keys of forms are new each time.
  const same = (html: string) => html.replaceAll(/name="_once" value="[^"]*"/g, '')
  assert.equal(
    same(renderPage(layout, view, locals)),
    same(expected),
    'the bare route renders the same bytes',
  )
  return { layout, view, locals }
}

const views = fileURLToPath(new URL('../../views/', import.meta.url))

const texts = new Map<string, string>()

/** A template as the house has it, which keeps the end of its last line: without indentation EJS would drop that, too. */
function textOf(filename: string): string {
  const text = texts.get(filename) ?? `${readFileSync(filename, 'utf8')}<% -%>`
  texts.set(filename, text)
  return text
}

/** A page by EJS alone: compiled once, kept and found again by its own cache. */
function byEjs({ layout, view, locals }: Captured): () => string {
  const template = (name: string) => {
    const filename = `${views}${name}.ejs`
    const includer = (_: string, included: string) => ({ template: textOf(included) })
    const options = { filename, includer, cache: true, compileDebug: false, rmWhitespace: true }
    return ejs.compile(textOf(filename), options)
  }
  const [inner, outer] = [template(view), template(`layouts/${layout}`)]
  return () => outer({ ...locals, body: inner(locals) })
}

const captured = await capture()
const bare = Fastify()
for (const [page, kept] of captured) {
  const { layout, view, locals } = kept
  const byHouse = () => renderPage(layout, view, { ...locals })
  const alone = byEjs(kept)
  // Where a line ends is the renderer's own affair.
  const flat = (html: string) => html.replaceAll('\n', '')
  assert(flat(alone()) === flat(byHouse()), 'EJS alone renders the same but for ends of lines')
  const answer = (render: () => string) => (_: FastifyRequest, reply: FastifyReply) =>
    reply.type('text/html; charset=utf-8').send(render())
  const path = page.url.replace(/\?.*/, '')
  bare.get(`/ejs${path}`, answer(alone))
  bare.get(`/house${path}`, answer(byHouse))
}
await bare.listen({ host: '127.0.0.1', port: Number(process.argv[2]) })
process.stdout.write('listening\n')
