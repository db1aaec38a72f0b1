import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import type { Store } from '../../db/index.ts'
import { type Cast, writeCast } from '../../seeds/cast.ts'
import { loadReference } from '../../seeds/reference/load.ts'
import { referencePolicies } from '../../seeds/reference/policies.ts'
import { type By, byPerson, type Person, startSession } from '../../server/accounts/index.ts'
import { buildApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import type { Parts } from '../../server/parts.ts'
import { present } from '../../server/platform/assert.ts'
import { handClock } from '../../server/platform/clock.ts'
import { speak } from '../../server/platform/web/words.ts'
import { loadPolicies, policyBook } from '../../server/policies/index.ts'
import { atEnd, filesFolder, filledStore, templateBy } from './database.ts'
import { type FormPart, multipart } from './multipart.ts'
import { nextAddress, type Program, programFor } from './program.ts'
import './templates.ts'

const words = { zh: speak('zh'), en: speak('en') }

/** A Tuesday morning in Huaibei, well inside the years that the calendar knows. */
export const morning = '2026-03-10T01:30:00.000Z'

/** A password costs a third of a second in earnest; a test that asks for that says so. */
export const quick = { passwordCost: 10 }

/** What every town begins with, written once for each process: its cast, and the policies of the reference. */
async function made() {
  const clock = handClock(morning)
  const casts: Cast[] = []
  const template = await templateBy(async (store) => {
    await loadPolicies(store, clock, policyBook(), referencePolicies)
    casts.push(await store.transact((tx) => writeCast(tx, clock.now(), null)))
  })
  return { template, cast: present(casts[0], 'the cast of a town') }
}
let known: Awaited<ReturnType<typeof made>> | undefined

/** An empty town with its cast: a database, a clock that stands, and the parts of a program. */
export async function town(settings: Record<string, string> = {}) {
  // Kept as a value: a promise of another test would give this one's hooks to that one.
  known ??= await made()
  const { template, cast: written } = known
  const store: Store = await filledStore(template)
  const clock = handClock(morning)
  const policies = policyBook()
  await loadPolicies(store, clock, policies, referencePolicies)
  const config = readConfig({
    LOG_LEVEL: 'silent',
    SECOND_FACTOR: 'off',
    PORT: '0',
    REQUESTS_PER_MINUTE: '1000000',
    // A busy machine is slow, not wrong.
    OVERLOAD_MS: '0',
    PASSWORD_COST: String(quick.passwordCost),
    FILES_FOLDER: filesFolder(),
    ...settings,
  })
  const parts: Parts = {
    config,
    store,
    clock,
    policies,
    words,
    version: 'test',
    reference: loadReference(policies),
  }
  const cast: Cast = structuredClone(written)
  const by = (person: Person): By => byPerson(person, clock.now(), clock.today())
  return { store, clock, parts, cast, by }
}

export type Town = Awaited<ReturnType<typeof town>>

/** Addresses whose answer has no end: a browser of these tests leaves as soon as its head is there. */
const endless = ['/inbox/stream']

/** A browser without pictures: keeps cookies, sends forms with their hidden fields, follows nothing by itself. */
export class Browser {
  readonly #app: Program
  readonly #cookies = new Map<string, string>()
  /** Each browser has an address of its own, so that limits count them apart. */
  #token: { readonly text: string; readonly cookies: string | null } = { text: '', cookies: null }
  readonly #address = nextAddress()

  constructor(app: Program) {
    this.#app = app
  }

  setCookie(name: string, value: string): void {
    this.#cookies.set(name, value)
  }

  cookie(name: string): string {
    return this.#cookies.get(name) ?? ''
  }

  async get(url: string, headers: Record<string, string> = {}): Promise<LightMyRequestResponse> {
    const payloadAsStream = endless.includes(url)
    const response = await this.#app.inject({
      method: 'GET',
      url,
      remoteAddress: this.#address,
      headers: { ...this.#sent(), ...headers },
      payloadAsStream,
    })
    if (payloadAsStream) response.stream().destroy()
    return this.#kept(response)
  }

  /** Sends a form as the page has it: with the token, as url-encoded text. A list sends its name several times. */
  async post(
    url: string,
    fields: Record<string, string | readonly string[]> = {},
    headers: Record<string, string> = {},
  ): Promise<LightMyRequestResponse> {
    const body = new URLSearchParams()
    if (!('_csrf' in fields)) body.append('_csrf', await this.token())
    for (const [name, value] of Object.entries(fields))
      for (const one of [value].flat()) body.append(name, one)
    return this.#kept(
      await this.#app.inject({
        method: 'POST',
        url,
        remoteAddress: this.#address,
        payload: body.toString(),
        headers: { ...this.#sent(), 'content-type': 'application/x-www-form-urlencoded', ...headers },
      }),
    )
  }

  /** Asks the public API, as a program does. */
  api(url: string, payload: object): Promise<LightMyRequestResponse> {
    return this.#app.inject({ method: 'POST', url, remoteAddress: this.#address, payload })
  }

  /** Sends a form with files as the page has it: the token first. */
  async send(url: string, parts: readonly FormPart[]): Promise<LightMyRequestResponse> {
    const { payload, headers } = multipart([{ name: '_csrf', value: await this.token() }, ...parts])
    return this.#kept(
      await this.#app.inject({
        method: 'POST',
        url,
        remoteAddress: this.#address,
        payload,
        headers: { ...this.#sent(), ...headers },
      }),
    )
  }

  /** The token of the forms of this browser, as any page carries it; good for as long as it keeps its cookies. */
  async token(): Promise<string> {
    if (this.#token.cookies === this.#cookieLine()) return this.#token.text
    const text = await this.#shownToken()
    this.#token = { text, cookies: this.#cookieLine() }
    return text
  }

  async #shownToken(): Promise<string> {
    const { body } = await this.get('/sign-in?')
    const found =
      /<meta name="csrf" content="([^"]+)">/.exec(body) ??
      /<meta name="csrf" content="([^"]+)">/.exec((await this.get('/account')).body)
    return found?.[1] ?? ''
  }

  #sent(): Record<string, string> {
    return {
      cookie: this.#cookieLine(),
      'accept-language': 'zh',
    }
  }

  #cookieLine(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  #kept(response: LightMyRequestResponse): LightMyRequestResponse {
    for (const cookie of response.cookies) {
      if (cookie.value === '' || (cookie.expires && cookie.expires.getTime() < Date.now() - 1e12))
        this.#cookies.delete(cookie.name)
      else this.#cookies.set(cookie.name, cookie.value)
    }
    return response
  }
}

/** Visitors of a real door keep connections on which they never asked for anything; a test waits for none of them. */
export async function closeAtOnce(app: FastifyInstance): Promise<void> {
  const closing = app.close()
  app.server.closeAllConnections()
  await closing
}

/** A town with its program running (without a door), and browsers for its people. */
export async function runningTown(settings: Record<string, string> = {}) {
  const made = await town(settings)
  // What a setting changes may be asked when the program is made.
  const app = Object.keys(settings).length ? await ownProgram(made.parts) : await programFor(made.parts)
  return { ...made, app, browserOf: browsersOf(made, app) }
}

export type Running = Awaited<ReturnType<typeof runningTown>>

/** The same with a program that nobody else has, which may be opened, and closed. */
export async function ownTown(settings: Record<string, string> = {}) {
  const made = await town(settings)
  const app = await ownProgram(made.parts)
  return { ...made, app, browserOf: browsersOf(made, app) }
}

async function ownProgram(parts: Parts): Promise<FastifyInstance> {
  const app = await buildApp(parts)
  await app.ready()
  atEnd(app, closeAtOnce)
  return app
}

const browsersOf =
  (made: Town, app: Program) =>
  async (person: Person | null): Promise<Browser> => {
    const browser = new Browser(app)
    if (person) {
      const visitor = { agent: 'test', address: '127.0.0.1' }
      const session = await startSession(made.store, made.by(person), person.id, visitor, 'in')
      if (session.ok) browser.setCookie('sid', session.secret)
    }
    return browser
  }
