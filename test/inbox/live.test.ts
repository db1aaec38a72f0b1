import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { people, sessions } from '../../db/tables/accounts.ts'
import { byPlatform, type Person, signOutEverywhere, startSession } from '../../server/accounts/index.ts'
import { buildApp } from '../../server/app.ts'
import { notify } from '../../server/inbox/index.ts'
import { type Listener, Listeners, mostOfAll, mostOfOne } from '../../server/inbox/live.ts'
import { newId } from '../../server/platform/ids.ts'
import { refuse } from '../../server/platform/outcome.ts'
import { closeAtOnce, ownTown } from '../support/app.ts'
import { secondStore } from '../support/raw.ts'
import { aboutNeed, telling } from './telling.ts'

type News = { readonly event: string; readonly data: { readonly unread?: number; readonly words?: string } }

/** A page's line: what it heard, and whether it is still open. */
async function lineOf(origin: string, cookie: string) {
  const abort = new AbortController()
  const response = await fetch(`${origin}/inbox/stream`, {
    headers: { cookie: `sid=${cookie}; lang=zh`, accept: 'text/event-stream' },
    redirect: 'manual',
    signal: abort.signal,
  })
  const heard: News[] = []
  const line = { response, heard, isOpen: true, hangUp: () => abort.abort() }
  const listening = async () => {
    const decoder = new TextDecoder()
    let held = ''
    for await (const chunk of response.body ?? []) {
      held += decoder.decode(chunk as Uint8Array, { stream: true })
      const parts = held.split('\n\n')
      held = parts.pop() ?? ''
      for (const part of parts) {
        const [, event] = /^event: (.*)$/m.exec(part) ?? []
        const [, data] = /^data: (.*)$/m.exec(part) ?? []
        if (event) heard.push({ event, data: JSON.parse(data ?? '{}') })
      }
    }
  }
  void listening()
    .catch(() => undefined)
    .finally(() => {
      line.isOpen = false
    })
  return line
}

/** Waits until it is so; a test that waits longer than people would has failed. */
async function soon(isSo: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (isSo()) return
    await pause(50)
  }
  assert.fail(`not within five seconds: ${what}`)
}

async function liveTown() {
  const made = await ownTown()
  const origin = await made.app.listen({ host: '127.0.0.1', port: 0 })
  const signIn = async (person: Person) => {
    const visitor = { agent: 'test', address: '127.0.0.1' }
    const session = await startSession(made.store, made.by(person), person.id, visitor, 'in')
    assert.ok(session.ok)
    return session.secret
  }
  return { ...telling(made), origin, signIn }
}

const unreads = ({ heard }: { heard: readonly News[] }) => heard.map(({ data }) => data.unread)

describe('the line of an open page', () => {
  test('hears how things stand, and then what changes, in words of its reader', async () => {
    const { origin, signIn, tell, cast } = await liveTown()
    await tell([{ person: cast.lin.id }])
    const line = await lineOf(origin, await signIn(cast.lin))
    const { headers, status } = line.response
    assert.deepEqual(
      [status, headers.get('content-type'), headers.get('cache-control'), headers.get('content-encoding')],
      [200, 'text/event-stream; charset=utf-8', 'no-store', null],
    )
    assert.match(headers.get('content-security-policy') ?? '', /connect-src 'self'/)
    await soon(() => line.heard.length === 1, 'the first word')
    await tell([{ firm: cast.enterpriseIds.linFirm }])
    await soon(() => line.heard.length === 2, 'the news')
    assert.deepEqual(unreads(line), [1, 2])
    assert.equal(line.heard[1]?.data.words, '收件箱，2 条未读')
    line.hangUp()
  })

  test('hears nothing of what was undone, and nothing of other people', async () => {
    const { origin, signIn, tell, store, by, cast } = await liveTown()
    const line = await lineOf(origin, await signIn(cast.lin))
    await soon(() => line.heard.length === 1, 'the first word')
    await store.transact(async (tx) => {
      await notify(tx, by(cast.zhou), { ...aboutNeed, to: [{ person: cast.lin.id }] })
      return refuse('stale')
    })
    await tell([{ person: cast.fang.id }, { person: cast.zhou.id }])
    await pause(2_500)
    assert.deepEqual(unreads(line), [0])
    line.hangUp()
  })

  test('hears what another process wrote', async () => {
    const made = await liveTown()
    const { origin, signIn, tell, parts, store, cast } = made
    const other = await secondStore(store)
    after(() => other.close())
    const app = await buildApp({ ...parts, store: other })
    const second = await app.listen({ host: '127.0.0.1', port: 0 })
    after(() => closeAtOnce(app))
    const secret = await signIn(cast.lin)
    const lines = [await lineOf(origin, secret), await lineOf(second, secret)]
    await soon(() => lines.every(({ heard }) => heard.length === 1), 'the first word')
    await tell([{ person: cast.lin.id }])
    await soon(() => lines.every((line) => unreads(line).at(-1) === 1), 'the news in both processes')
    for (const line of lines) line.hangUp()
  })

  test('ends when the person signs out, is switched off, or lets the session run out', async () => {
    const { origin, signIn, store, by, clock, cast } = await liveTown()
    const line = await lineOf(origin, await signIn(cast.lin))
    const off = await lineOf(origin, await signIn(cast.fang))
    const idle = await lineOf(origin, await signIn(cast.zhou))
    await soon(() => [line, off, idle].every(({ heard }) => heard.length === 1), 'the first word')
    await signOutEverywhere(store, by(cast.lin), cast.lin.id)
    await soon(() => !line.isOpen, 'the end after signing out')
    assert.equal(line.heard.at(-1)?.event, 'over')
    assert.deepEqual([off.isOpen, idle.isOpen], [true, true])
    await store.transact((tx) =>
      tx.update(people).set({ state: 'disabled' }).where(eq(people.id, cast.fang.id)),
    )
    await soon(() => !off.isOpen, 'the end of somebody switched off')
    clock.forward(21)
    await soon(() => !idle.isOpen, 'the end of an idle session')
  })

  test('keeps no session alive by itself', async () => {
    const { app, origin, signIn, store, clock, cast } = await liveTown()
    const secret = await signIn(cast.lin)
    const seen = async () =>
      (await store.read.select().from(sessions).where(eq(sessions.personId, cast.lin.id)))[0]?.lastSeenAt
    const before = await seen()
    clock.forward(10)
    const line = await lineOf(origin, secret)
    await soon(() => line.heard.length === 1, 'the first word')
    assert.equal(await seen(), before)
    line.hangUp()
    await app.inject({ url: '/inbox', headers: { cookie: `sid=${secret}` } })
    assert.notEqual(await seen(), before)
  })

  test('is for people who are signed in', async () => {
    const { origin } = await liveTown()
    const { response } = await lineOf(origin, 'nonsense')
    // Not the page to sign in on: a browser would note an error, and ask again and again.
    assert.deepEqual([response.status, response.headers.get('location')], [204, null])
    const typed = await fetch(`${origin}/inbox/stream`, { redirect: 'manual' })
    assert.deepEqual([typed.status, typed.headers.get('location')?.split('?')[0]], [303, '/sign-in'])
  })

  test('gives way to newer pages of the same person, and tells it to stay away', async () => {
    const { origin, signIn, cast } = await liveTown()
    const secret = await signIn(cast.lin)
    const lines = []
    for (let n = 0; n <= mostOfOne; n += 1) {
      const line = await lineOf(origin, secret)
      await soon(() => line.heard.length === 1, 'the first word')
      lines.push(line)
    }
    const [oldest, ...others] = lines
    await soon(() => oldest?.isOpen === false, 'the end of the oldest line')
    assert.equal(oldest?.heard.at(-1)?.event, 'over')
    assert.ok(others.every(({ isOpen }) => isOpen))
    for (const line of others) line.hangUp()
  })

  test('does not hold up the end of the program, nor a request for the headers alone', async () => {
    const { origin, signIn, app, cast } = await liveTown()
    const secret = await signIn(cast.lin)
    const head = await fetch(`${origin}/inbox/stream`, {
      method: 'HEAD',
      headers: { cookie: `sid=${secret}` },
      redirect: 'manual',
    })
    assert.equal(head.status, 200)
    const line = await lineOf(origin, secret)
    await soon(() => line.heard.length === 1, 'the first word')
    // Nobody hangs up: the program ends the line itself, and does not wait for the browser to do it.
    const closed = app.close()
    await soon(() => !line.isOpen, 'the end of the line')
    await closed
    assert.equal(line.heard.at(-1)?.event, 'inbox')
  })
})

describe('the listeners of a process', () => {
  const listener = (over: () => void = () => undefined): Listener => ({
    personId: newId<'person'>(),
    session: 'x',
    tell: () => undefined,
    over,
    end: () => undefined,
  })

  test('are as many as it can hold, and leave room when they go', () => {
    const listeners = new Listeners()
    const all = Array.from({ length: mostOfAll }, () => listener())
    for (const one of all) assert.ok(listeners.add(one))
    const late = listener()
    assert.equal(listeners.add(late), false)
    const [first] = all
    assert.ok(first)
    listeners.remove(first)
    listeners.remove(first)
    assert.equal(listeners.size, mostOfAll - 1)
    assert.ok(listeners.add(late))
  })

  test('are found by their person, who is forgotten with the last of them', () => {
    const listeners = new Listeners()
    const one = listener()
    const two = { ...one }
    listeners.add(one)
    listeners.add(two)
    assert.equal(listeners.of(one.personId).length, 2)
    for (const each of [one, two]) listeners.remove(each)
    assert.deepEqual([listeners.of(one.personId), listeners.all(), listeners.size], [[], [], 0])
  })
})

test('the platform itself has no inbox', async () => {
  const { tell, toldOf, clock } = telling(await ownTown())
  assert.equal(await tell([], {}, byPlatform(clock.now(), clock.today())), 0)
  assert.equal((await toldOf()).size, 0)
})
