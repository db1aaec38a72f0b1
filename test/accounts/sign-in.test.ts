import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { hashPassword, type Person } from '../../server/accounts/index.ts'
import { addPassword, changePerson } from '../../server/accounts/rows.ts'
import { totpCode } from '../../server/accounts/totp.ts'
import { Browser, quick, runningTown } from '../support/app.ts'

const password = 'Bridge-2026'
const hash = await hashPassword(password, quick)

/** A running town where these people have their password. */
async function townOf(settings: Record<string, string> = {}) {
  const made = await runningTown(settings)
  const give = (...people: Person[]) =>
    made.store.transact(async (tx) => {
      for (const { id } of people) {
        await changePerson(tx, id, { passwordHash: hash, passwordSetAt: made.clock.now() })
        await addPassword(tx, id, hash, made.clock.now())
      }
    })
  await give(made.cast.zhou, made.cast.lin)
  const stranger = () => new Browser(made.app)
  const signIn = (browser: Browser, signInName: string, typed = password) =>
    browser.post('/sign-in', { signInName, password: typed })
  return { ...made, stranger, signIn, give }
}

/** What the page says went wrong, without what differs from page to page. */
const saidBy = (body: string) => /<div class="error-summary"[\s\S]*?<\/div>/.exec(body)?.[0] ?? ''

const isIn = async (browser: Browser) => (await browser.get('/account')).statusCode === 200

describe('signing in', () => {
  test('a wrong name and a wrong password are answered alike', async () => {
    const { stranger, signIn } = await townOf()
    const [name, word] = [await signIn(stranger(), 'nobody'), await signIn(stranger(), 'zhou', 'Wrong-2026')]
    assert.deepEqual([name.statusCode, word.statusCode], [422, 422])
    assert.equal(saidBy(name.body), saidBy(word.body))
    assert.match(saidBy(name.body), /登录名或密码不对/)
  })

  test('a name that nobody has locks as one that exists does', async () => {
    const { stranger, signIn, clock } = await townOf()
    for (const name of ['nobody', 'zhou']) {
      const browser = stranger()
      for (let tried = 1; tried <= 5; tried++)
        assert.match(saidBy((await signIn(browser, name, 'Wrong-2026')).body), /登录名或密码不对/)
      assert.match(saidBy((await signIn(browser, name)).body), /暂时锁定/)
    }
    clock.forward(15)
    assert.match(saidBy((await signIn(stranger(), 'nobody')).body), /登录名或密码不对/)
  })

  test('five wrong passwords lock for fifteen minutes, even against the right one', async () => {
    const { stranger, signIn, clock } = await townOf()
    const browser = stranger()
    for (let tried = 1; tried <= 4; tried++) await signIn(browser, 'zhou', 'Wrong-2026')
    assert.equal((await signIn(browser, 'zhou')).statusCode, 303, 'the fifth try may be right')
    for (let tried = 1; tried <= 5; tried++) await signIn(stranger(), 'zhou', 'Wrong-2026')
    const locked = stranger()
    assert.equal((await signIn(locked, 'zhou')).statusCode, 422)
    clock.forward(14)
    assert.equal((await signIn(locked, 'zhou')).statusCode, 422)
    clock.forward(1)
    assert.equal((await signIn(locked, 'zhou')).statusCode, 303)
    assert.ok(await isIn(locked))
  })

  test('a person who was switched off, or who never set a password, is told no more than a stranger', async () => {
    const { stranger, signIn, store, cast } = await townOf()
    const wrong = saidBy((await signIn(stranger(), 'nobody')).body)
    assert.equal(saidBy((await signIn(stranger(), 'wu')).body), wrong)
    await store.transact((tx) => changePerson(tx, cast.zhou.id, { state: 'disabled' }))
    assert.equal(saidBy((await signIn(stranger(), 'zhou')).body), wrong)
  })

  test('the name may be typed in capitals and full width', async () => {
    const { stranger, signIn } = await townOf()
    const browser = stranger()
    assert.equal((await signIn(browser, 'ＺＨＯＵ ')).statusCode, 303)
    assert.ok(await isIn(browser))
  })

  test('leads back to where the person wanted to go, and to no other site', async () => {
    const { stranger } = await townOf()
    const asked = await stranger().get('/account/password')
    assert.equal(asked.headers.location, '/sign-in?back=%2Faccount%2Fpassword')
    for (const [back, to] of [
      ['/account/password', '/account/password'],
      ['//evil.example/', '/'],
      ['/\\evil.example/', '/'],
    ] as const) {
      const answer = await stranger().post('/sign-in', { signInName: 'zhou', password, back })
      assert.equal(answer.headers.location, to)
    }
  })

  test('gives a fresh cookie each time, out of reach for scripts, and ends the session it replaces', async () => {
    const { stranger, signIn, app } = await townOf()
    const browser = stranger()
    const cookieOf = async () => {
      const cookie = (await signIn(browser, 'zhou')).cookies.find(({ name }) => name === 'sid')
      assert(cookie)
      return cookie
    }
    const first = await cookieOf()
    assert.equal(first.httpOnly, true)
    assert.equal(first.sameSite, 'Lax')
    assert.match(first.value, /^[\w-]{43}$/)
    const second = await cookieOf()
    assert.notEqual(first.value, second.value)
    const old = new Browser(app)
    old.setCookie('sid', first.value)
    assert.equal((await old.get('/account')).statusCode, 303)
  })

  test('behind https its cookies are bound to the host', async () => {
    const { stranger, signIn } = await townOf({ ORIGIN: 'https://rongqiao.example' })
    const { cookies } = await signIn(stranger(), 'zhou')
    const sid = cookies.find(({ name }) => name === '__Host-sid')
    assert.equal(sid?.secure, true)
    assert.ok(cookies.every(({ secure }) => secure === true))
  })
})

describe('a session', () => {
  test('ends after twenty minutes without a request, and after eight hours in any case', async () => {
    const { stranger, signIn, clock } = await townOf()
    const idle = stranger()
    await signIn(idle, 'zhou')
    clock.forward(19)
    assert.ok(await isIn(idle))
    clock.forward(20)
    assert.ok(!(await isIn(idle)))

    const busy = stranger()
    await signIn(busy, 'zhou')
    for (let minutes = 15; minutes < 480; minutes += 15) {
      clock.forward(15)
      assert.ok(await isIn(busy), `${minutes} minutes`)
    }
    clock.forward(15)
    assert.ok(!(await isIn(busy)))
  })

  test('ends at once when its person is switched off', async () => {
    const { browserOf, cast, store } = await townOf()
    const browser = await browserOf(cast.zhou)
    assert.ok(await isIn(browser))
    await store.transact((tx) => changePerson(tx, cast.zhou.id, { state: 'disabled' }))
    assert.ok(!(await isIn(browser)))
  })

  test('is over for its cookie after sign-out, whoever kept a copy', async () => {
    const { browserOf, cast, stranger } = await townOf()
    const browser = await browserOf(cast.zhou)
    const thief = stranger()
    thief.setCookie('sid', browser.cookie('sid'))
    assert.ok(await isIn(thief))
    await browser.post('/sign-out')
    assert.ok(!(await isIn(thief)))
    assert.ok(!(await isIn(browser)))
    const asked = await thief.get('/account', { 'hx-request': 'true' })
    assert.equal(asked.statusCode, 401)
  })

  test('sign-out everywhere ends all sessions but the one it was asked from', async () => {
    const { browserOf, cast } = await townOf()
    const [here, there, elsewhere] = [
      await browserOf(cast.zhou),
      await browserOf(cast.zhou),
      await browserOf(cast.qian),
    ]
    await here.post('/account/sessions/end')
    assert.deepEqual([await isIn(here), await isIn(there), await isIn(elsewhere)], [true, false, true])
  })

  test('a made-up, a very long and an empty cookie are nobody', async () => {
    const { stranger } = await townOf()
    for (const value of ['nothing', 'x'.repeat(4_000), '']) {
      const browser = stranger()
      browser.setCookie('sid', value)
      assert.equal((await browser.get('/account')).statusCode, 303)
    }
  })
})

describe('changing the password', () => {
  const change = (browser: Browser, old: string, next: string, again = next) =>
    browser.post('/account/password', { old, password: next, again })

  test('refuses a wrong old one, two new ones that differ, weak ones and those of old', async () => {
    const { browserOf, cast } = await townOf()
    const browser = await browserOf(cast.zhou)
    for (const [answer, words] of [
      [await change(browser, 'Wrong-2026', 'Another-2026'), /现在的密码不对/],
      [await change(browser, password, 'Another-2026', 'Another-2027'), /不一样/],
      [await change(browser, password, 'short'), /至少要有 8 位/],
      [await change(browser, password, password), /最近 5 次/],
    ] as const) {
      assert.equal(answer.statusCode, 422)
      assert.match(saidBy(answer.body), words)
      assert.ok(!answer.body.includes('Another-2026'), 'a password is never shown again')
    }
    assert.ok(await isIn(browser))
  })

  test('ends all other sessions, and only the new password opens', async () => {
    const { browserOf, cast, stranger, signIn } = await townOf()
    const [here, there] = [await browserOf(cast.zhou), await browserOf(cast.zhou)]
    assert.equal((await change(here, password, 'Another-2026')).statusCode, 303)
    assert.deepEqual([await isIn(here), await isIn(there)], [true, false])
    assert.equal((await signIn(stranger(), 'zhou')).statusCode, 422)
    assert.equal((await signIn(stranger(), 'zhou', 'Another-2026')).statusCode, 303)
  })

  test('after ninety days nothing else opens before it, on the ninetieth everything still does', async () => {
    const { browserOf, cast, clock, give } = await townOf()
    await give(cast.guan)
    clock.forward(90 * 24 * 60)
    assert.equal((await (await browserOf(cast.guan)).get('/people')).statusCode, 200)
    clock.forward(24 * 60)
    const browser = await browserOf(cast.guan)
    assert.equal((await browser.get('/people')).headers.location, '/account/password')
    assert.equal((await browser.post('/people')).headers.location, '/account/password')
    assert.equal((await browser.get('/account/password')).statusCode, 200)
    await change(browser, password, 'Another-2026')
    assert.equal((await browser.get('/people')).statusCode, 200)
  })

  test('under `nist` a password has no age', async () => {
    const { browserOf, cast, clock, give } = await townOf({ PASSWORD_POLICY: 'nist' })
    await give(cast.guan)
    clock.forward(1_000 * 24 * 60)
    assert.equal((await (await browserOf(cast.guan)).get('/people')).statusCode, 200)
  })
})

describe('the second factor', () => {
  const secretOn = (body: string) => /<code>([A-Z2-7 ]+)<\/code>/.exec(body)?.[1]?.replace(/ /g, '') ?? ''

  /** Zhou with his authenticator connected; its secret and recovery codes. */
  async function enrolled() {
    const made = await townOf({ SECOND_FACTOR: 'on' })
    const browser = made.stranger()
    await made.signIn(browser, 'zhou')
    const secret = secretOn((await browser.get('/sign-in/code')).body)
    const right = totpCode(secret, made.clock.now())
    const wrong = await browser.post('/sign-in/second-factor', {
      code: right === '000000' ? '000001' : '000000',
    })
    assert.equal(wrong.statusCode, 422)
    assert.equal(secretOn(wrong.body), secret, 'the same square to scan')
    assert.match(wrong.body, /aria-invalid="true"/)
    const shown = await browser.post('/sign-in/second-factor', { code: right })
    const recovery = [...shown.body.matchAll(/<code>([0-9a-f]{5}-[0-9a-f]{5})<\/code>/g)].map(
      ([, one]) => one ?? '',
    )
    made.clock.forward(1)
    return { ...made, browser, secret, recovery }
  }

  test('enterprises come in without it', async () => {
    const { stranger, signIn } = await townOf({ SECOND_FACTOR: 'on' })
    const browser = stranger()
    await signIn(browser, 'lin')
    assert.ok(await isIn(browser))
  })

  test('while it is owed, the session opens nothing', async () => {
    const { stranger, signIn } = await townOf({ SECOND_FACTOR: 'on' })
    const browser = stranger()
    assert.equal((await signIn(browser, 'zhou')).headers.location, '/sign-in/code')
    for (const url of ['/account', '/account/password', '/applications', '/hall', '/people', '/trail']) {
      const { statusCode, headers } = await browser.get(url)
      assert.ok(statusCode === 404 || headers.location === '/sign-in/code', `${url}: ${statusCode}`)
    }
    for (const url of ['/account/password', '/account/sessions/end'])
      assert.equal((await browser.post(url)).headers.location, '/sign-in/code', url)
  })

  test('is connected by the first code, and shows ten recovery codes once', async () => {
    const { browser, recovery, secret } = await enrolled()
    assert.equal(recovery.length, 10)
    assert.ok(await isIn(browser))
    assert.ok(!(await browser.get('/account')).body.includes(secret))
    assert.equal((await browser.get('/sign-in/code')).headers.location, '/')
  })

  test('gives the session a new cookie: the one from before the code opens nothing', async () => {
    const { stranger, signIn, secret, clock } = await enrolled()
    const browser = stranger()
    await signIn(browser, 'zhou')
    const before = browser.cookie('sid')
    assert.equal(
      (await browser.post('/sign-in/code', { code: totpCode(secret, clock.now()) })).statusCode,
      303,
    )
    assert.ok(await isIn(browser))
    assert.notEqual(browser.cookie('sid'), before)
    const thief = stranger()
    thief.setCookie('sid', before)
    assert.ok(!(await isIn(thief)))
  })

  test('a code works once: its replay is refused, the next one is taken', async () => {
    const { stranger, signIn, secret, clock } = await enrolled()
    const code = totpCode(secret, clock.now())
    const [one, other] = [stranger(), stranger()]
    await signIn(one, 'zhou')
    await signIn(other, 'zhou')
    assert.equal((await one.post('/sign-in/code', { code })).statusCode, 303)
    assert.equal((await other.post('/sign-in/code', { code })).statusCode, 422)
    assert.ok(!(await isIn(other)))
    clock.forward(0.5)
    assert.equal((await other.post('/sign-in/code', { code: totpCode(secret, clock.now()) })).statusCode, 303)
    assert.ok(await isIn(other))
  })

  test('a recovery code works once, in place of a code', async () => {
    const { stranger, signIn, recovery } = await enrolled()
    for (const expected of [303, 422]) {
      const browser = stranger()
      await signIn(browser, 'zhou')
      assert.equal((await browser.post('/sign-in/code', { code: recovery[0] ?? '' })).statusCode, expected)
      assert.equal(await isIn(browser), expected === 303)
    }
  })

  test('five wrong codes lock, and signing in by the password in between does not start the count anew', async () => {
    const { stranger, signIn, secret, clock } = await enrolled()
    const browser = stranger()
    for (let tried = 1; tried <= 5; tried++) {
      assert.equal((await signIn(browser, 'zhou')).statusCode, 303)
      assert.equal((await browser.post('/sign-in/code', { code: '000000' })).statusCode, 422)
    }
    assert.equal(
      (await browser.post('/sign-in/code', { code: totpCode(secret, clock.now()) })).statusCode,
      422,
    )
    assert.equal((await signIn(stranger(), 'zhou')).statusCode, 422)
    clock.forward(15)
    const later = stranger()
    assert.equal((await signIn(later, 'zhou')).statusCode, 303)
    assert.equal((await later.post('/sign-in/code', { code: totpCode(secret, clock.now()) })).statusCode, 303)
  })
})
