import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { LightMyRequestResponse } from 'fastify'
import * as tables from '../../db/tables/index.ts'
import { hashPassword, type Person, startSession } from '../../server/accounts/index.ts'
import { changePerson } from '../../server/accounts/rows.ts'
import { buildApp, rooms } from '../../server/app.ts'
import { newId } from '../../server/platform/ids.ts'
import type { Route } from '../../server/web.ts'
import { Browser, runningTown, type Town, town } from '../support/app.ts'
import type { Program } from '../support/program.ts'

/* The table of routes is the program's own: these tests grow with it. */

const routes: readonly Route[] = rooms.flat()
const addressOf = (route: Route) => route.url.replace(/:\w+/g, newId()).replace(/\*$/, '')
const isApi = ({ url }: Route) => url.startsWith('/api/v1') || url.startsWith('/healthz')

/** One of the cast who has the right, or nobody where none is needed, or where a program's key is. */
function personFor({ right }: Route, { cast }: Pick<Town, 'cast'>): Person | null {
  if (right === 'signed-in') return cast.zhou
  if (typeof right === 'string') return null
  const found = Object.values(cast).find((one) => 'role' in one && right.includes(one.role))
  assert(found && 'role' in found)
  return found
}

function assertHeaders({ headers, statusCode }: LightMyRequestResponse, what: string): void {
  const policy = String(headers['content-security-policy'])
  const says = `${what} (${statusCode})`
  // A file that people wrote into is in a sandbox besides.
  const isFile = /^attachment/.test(String(headers['content-disposition'])) && policy.endsWith('; sandbox')
  assert.match(policy, /default-src 'none'/, says)
  assert.match(policy, /frame-ancestors 'none'/, says)
  assert.match(policy, /base-uri 'none'/, says)
  if (isFile) assert.match(policy, /form-action 'none'/, says)
  else {
    assert.match(policy, /script-src 'self' 'nonce-[\w+/=]{20,}'/, says)
    assert.match(policy, /object-src 'none'/, says)
    assert.match(policy, /form-action 'self'/, says)
  }
  assert.ok(!/unsafe-(inline|eval)|https?:\/\//.test(policy), says)
  assert.equal(headers['x-content-type-options'], 'nosniff', says)
  assert.equal(headers['x-frame-options'], 'DENY', says)
  assert.equal(headers['referrer-policy'], 'same-origin', says)
  assert.equal(headers['cross-origin-opener-policy'], 'same-origin', says)
  assert.equal(headers['x-powered-by'], undefined, says)
  assert.equal(headers.server, undefined, says)
}

/** A program in which one route breaks, and what its log says. */
async function brokenTown(settings: Record<string, string> = {}) {
  const made = await town({ LOG_LEVEL: 'trace', ...settings })
  const log: string[] = []
  const app = await buildApp(made.parts, { write: (line) => void log.push(line) })
  const breaks = async () => {
    throw new Error('select secret from people')
  }
  for (const url of ['/broken', '/api/v1/broken']) app.get(url, { config: { right: 'public' } }, breaks)
  app.get('/busy', { config: { right: 'public' } }, async () => {
    throw Object.assign(new Error('busy'), { statusCode: 503 })
  })
  await app.ready()
  return { ...made, app, log, browser: new Browser(app) }
}

describe('headers', () => {
  test('stand on every page of every room, with the right and without', async () => {
    const made = await runningTown()
    const nobody = await made.browserOf(null)
    for (const route of routes) {
      const url = addressOf(route)
      const who = await made.browserOf(personFor(route, made))
      for (const browser of [nobody, who])
        assertHeaders(
          route.method === 'GET' ? await browser.get(url) : await browser.post(url),
          `${route.method} ${url}`,
        )
    }
  })

  test('stand on what is not there, on what broke, on assets, and on methods nobody uses', async () => {
    const { app, browser } = await brokenTown()
    const page = await browser.get('/sign-in')
    const asset = /href="(\/assets\/[^"]+app\.css)"/.exec(page.body)?.[1] ?? ''
    for (const url of [
      '/nothing-here',
      '/broken',
      '/api/v1/broken',
      '/api/v1/nothing',
      asset,
      '/.git/config',
      '/sign-in/%E0%A4%A',
      '/api/v1/%E0%A4%A',
      `/people/${'x'.repeat(500)}`,
      '/%00',
    ]) {
      const answer = await browser.get(url)
      assertHeaders(answer, url)
      assert.ok(!answer.body.includes('FST_'), url)
    }
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'] as const) {
      const answer = await app.inject({ method, url: '/sign-in' })
      assertHeaders(answer, method)
      assert.ok(method === 'HEAD' || answer.statusCode >= 400, `${method}: ${answer.statusCode}`)
    }
  })

  test('ask for https for a year where the site is reached by it, and say nothing of it elsewhere', async () => {
    const behind = await brokenTown({ ORIGIN: 'https://rongqiao.example' })
    const { headers } = await behind.browser.get('/sign-in')
    assert.match(String(headers['strict-transport-security']), /^max-age=31536000/)
    assert.match(String(headers['content-security-policy']), /upgrade-insecure-requests/)
    const plain = await brokenTown()
    assert.equal((await plain.browser.get('/sign-in')).headers['strict-transport-security'], undefined)
  })

  test('give each answer a nonce of its own, and no script without it', async () => {
    const { browser } = await brokenTown()
    const [one, other] = [await browser.get('/sign-in'), await browser.get('/sign-in')]
    const nonceOf = ({ headers }: LightMyRequestResponse) =>
      /script-src 'self' 'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1] ?? ''
    assert.notEqual(nonceOf(one), nonceOf(other))
    const scripts = [...one.body.matchAll(/<script[^>]*>/g)].map(([tag]) => tag)
    assert.ok(scripts.length > 0 && scripts.every((tag) => tag.includes(`nonce="${nonceOf(one)}"`)))
  })

  test('keep pages of a signed-in person out of every cache', async () => {
    const made = await runningTown()
    for (const route of routes.filter(({ method, right }) => method === 'GET' && right !== 'public')) {
      const browser = await made.browserOf(personFor(route, made))
      const { headers } = await browser.get(addressOf(route))
      assert.equal(headers['cache-control'], 'no-store', route.url)
    }
  })
})

describe('a request that no form of ours made', () => {
  const unsafe = routes.filter(({ method }) => method !== 'GET')

  /** How many rows each table has, and how often each person was changed: what a write would move. */
  async function rowCounts({ store }: Town): Promise<string> {
    const counts: [string, number][] = []
    for (const [name, table] of Object.entries(tables)) counts.push([name, await store.read.$count(table)])
    const people = await store.read
      .select({ id: tables.people.id, version: tables.people.version })
      .from(tables.people)
    return JSON.stringify([counts, people.toSorted((one, other) => (one.id < other.id ? -1 : 1))])
  }

  const send = (app: Program, url: string, cookie: string, headers: Record<string, string>, token: string) =>
    app.inject({
      method: 'POST',
      url,
      payload: new URLSearchParams(token ? { _csrf: token } : {}).toString(),
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded', ...headers },
    })

  test('is refused on every address, and changes nothing', async () => {
    const made = await runningTown()
    const other = await (await made.browserOf(made.cast.qian)).token()
    for (const route of unsafe) {
      const browser = await made.browserOf(personFor(route, made))
      const token = await browser.token()
      const cookie = `sid=${browser.cookie('sid')}; csrf=${browser.cookie('csrf')}`
      const forgeries: [string, Record<string, string>, string][] = [
        ['a wrong origin', { origin: 'https://evil.example' }, token],
        ['an origin that hides', { origin: 'null' }, token],
        ['another site', { 'sec-fetch-site': 'cross-site' }, token],
        ['a neighbouring site', { 'sec-fetch-site': 'same-site' }, token],
      ]
      if (!isApi(route))
        forgeries.push(
          ['no token', {}, ''],
          ['a made-up token', {}, 'x'.repeat(40)],
          ["another browser's token", {}, other],
          ['a token in the address', { 'x-forwarded-host': 'evil.example' }, ''],
        )
      const before = await rowCounts(made)
      for (const [what, headers, given] of forgeries) {
        const url =
          what === 'a token in the address' ? `${addressOf(route)}?_csrf=${token}` : addressOf(route)
        const { statusCode } = await send(made.app, url, cookie, headers, given)
        assert.equal(statusCode, 403, `${route.url}: ${what}`)
      }
      assert.equal(await rowCounts(made), before, route.url)
      const { statusCode } = await send(
        made.app,
        addressOf(route),
        cookie,
        { 'sec-fetch-site': 'same-origin' },
        token,
      )
      assert.ok(isApi(route) || statusCode !== 403, `${route.url} takes the form's own token: ${statusCode}`)
    }
  })

  test('by a token that is none any more says what to do, and not that it is somebody else’s work', async () => {
    const { browserOf, cast } = await runningTown()
    const { statusCode, body } = await (await browserOf(cast.lin)).post('/needs/new', {
      _csrf: 'x'.repeat(40),
    })
    assert.equal(statusCode, 403)
    assert.ok(body.includes('这张表单已经失效') && !body.includes('不归您办理'))
  })

  test('reading never writes: no page of any room changes a row', async () => {
    const made = await runningTown()
    const browsers = new Map<string, Browser>()
    for (const route of routes.filter(({ method }) => method === 'GET')) {
      const person = personFor(route, made)
      const key = person?.id ?? ''
      const browser = browsers.get(key) ?? (await made.browserOf(person))
      browsers.set(key, browser)
      const before = await rowCounts(made)
      await browser.get(addressOf(route))
      assert.equal(await rowCounts(made), before, route.url)
    }
  })
})

describe('a fault', () => {
  test('shows a person its number and nothing else, and the log has the rest', async () => {
    const { browser, log } = await brokenTown()
    const { statusCode, body } = await browser.get('/broken')
    assert.equal(statusCode, 500)
    const number = /<code>([0-9a-z]{26})<\/code>/.exec(body)?.[1]
    assert.ok(number)
    assert.ok(!/select secret|Error|\.ts|node_modules/.test(body))
    const line = log.find((one) => one.includes('select secret'))
    assert.ok(line?.includes(number))
  })

  test('of a program that is too busy asks for patience', async () => {
    const { browser } = await brokenTown()
    const { statusCode, body } = await browser.get('/busy')
    assert.equal(statusCode, 503)
    assert.ok(body.includes('系统正忙'))
  })

  test('shows a program a stable code and nothing else', async () => {
    const { browser } = await brokenTown()
    const { statusCode, headers, body } = await browser.get('/api/v1/broken')
    assert.equal(statusCode, 500)
    assert.match(String(headers['content-type']), /^application\/problem\+json/)
    assert.deepEqual(JSON.parse(body), {
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      code: 'internal',
    })
  })

  test('of the database shows its number too, even where the page of the error cannot be made', async () => {
    const { parts, log } = await brokenTown()
    const dead = { select: () => assert.fail('select secret from people') }
    const store = { ...parts.store, read: dead } as unknown as typeof parts.store
    const app = await buildApp({ ...parts, store }, { write: (line) => void log.push(line) })
    const { statusCode, body } = await app.inject({ url: '/sign-in', headers: { cookie: 'sid=anything' } })
    assert.equal(statusCode, 500)
    assert.match(body, /^500 [0-9a-z]{26}$/)
  })

  for (const [what, request, status] of [
    ['a body that is no JSON', { url: '/sign-in', type: 'application/json', payload: '{' }, 400],
    ['a body of a kind nobody asked for', { url: '/sign-in', type: 'text/xml', payload: '<x/>' }, 415],
    [
      'a body that is too large',
      { url: '/sign-in', type: 'application/x-www-form-urlencoded', payload: `a=${'x'.repeat(300_000)}` },
      413,
    ],
  ] as const) {
    test(`${what} is answered with ${status} and a page`, async () => {
      const { app } = await brokenTown()
      const { url, type, payload } = request
      const answer = await app.inject({ method: 'POST', url, payload, headers: { 'content-type': type } })
      assert.equal(answer.statusCode, status)
      assert.match(answer.body, /<!doctype html>/)
      assert.ok(!/FST_|Error|node_modules/.test(answer.body))
    })
  }
})

describe('too many requests', () => {
  test('are turned away with a page that says when to come back, sign-in sooner than the rest', async () => {
    const { browser } = await brokenTown({ REQUESTS_PER_MINUTE: '60' })
    const tries: number[] = []
    for (let tried = 0; tried < 22; tried++)
      tries.push((await browser.post('/sign-in', { _csrf: await tokenOnce(browser) })).statusCode)
    assert.ok(!tries.slice(0, 20).includes(429), tries.join())
    assert.deepEqual(tries.slice(20), [429, 429])
  })

  const tokens = new WeakMap<Browser, string>()
  const tokenOnce = async (browser: Browser) => {
    const known = tokens.get(browser) ?? (await browser.token())
    tokens.set(browser, known)
    return known
  }
})

describe('the log', () => {
  test('holds no password, no cookie, no token, no telephone number and no secret of a link', async () => {
    const { app, log, store, cast, clock, by, parts } = await brokenTown()
    const production = { ...parts, config: { ...parts.config, production: true } }
    const logged = await buildApp(production, { write: (line) => void log.push(line) })
    const password = 'Bridge-2026-log'
    const hash = await hashPassword(password, parts.config)
    await store.transact((tx) =>
      changePerson(tx, cast.zhou.id, { passwordHash: hash, passwordSetAt: clock.now() }),
    )
    const session = await startSession(store, by(cast.guan), cast.guan.id, { agent: 'x', address: 'y' }, 'in')
    assert(session.ok)
    for (const program of [app, logged]) {
      const browser = new Browser(program)
      await browser.post('/sign-in', { signInName: 'zhou', password: 'Wrong-2026-log' })
      await browser.post('/sign-in', { signInName: 'zhou', password })
      await browser.get('/progress?number=SQ20260310-0001&phone=13812345678')
      await browser.get('/broken?phone=13812345678')
      await browser.get(`/setup/${'s'.repeat(43)}`)
      const guan = new Browser(program)
      guan.setCookie('sid', session.secret)
      await guan.get('/people')
      const all = log.join('')
      const kept = [
        password,
        'Wrong-2026-log',
        '13812345678',
        session.secret,
        browser.cookie('sid'),
        browser.cookie('csrf'),
        's'.repeat(43),
      ]
      for (const secret of kept) assert.ok(secret.length > 5 && !all.includes(secret), secret)
    }
    const lines = log.map((line) => JSON.parse(line))
    assert.ok(lines.some(({ req }) => req?.path === '/people'))
    assert.ok(lines.some(({ req }) => req?.path === '/setup/…'))
  })

  test('keeps one line for one event, whatever a visitor puts into the address', async () => {
    const { browser, log } = await brokenTown()
    await browser.get('/broken%0a%7b%22level%22:60%7d')
    for (const line of log) assert.equal(line.trimEnd().split('\n').length, 1)
  })
})
