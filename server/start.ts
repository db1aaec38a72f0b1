import { readFileSync } from 'node:fs'
import { openStore, type Store } from '../db/index.ts'
import { loadReference } from '../seeds/reference/load.ts'
import { referencePolicies } from '../seeds/reference/policies.ts'
import { byPlatform, demoPeople, hasAdministrator, inviteFirstAdministrator } from './accounts/index.ts'
import { BadSetting, type Config, readConfig } from './config.ts'
import { fitsKey } from './ledger/index.ts'
import type { Parts } from './parts.ts'
import { systemClock } from './platform/clock.ts'
import { postOffice } from './platform/outside/mail.ts'
import { languages, speak } from './platform/web/words.ts'
import { loadPolicies, policyBook } from './policies/index.ts'

/* Opens the door: settings → store → demo city → app → listen. The only file that does something when imported. */

/** How long a request that is under way may take to end when the program is told to stop. */
const lastSecondsMs = 5_000
const say = (line: string) => process.stdout.write(`${line}\n`)
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

async function start(): Promise<void> {
  const config = readConfig()
  const store = await openStore(config.databaseUrl)
  await store.migrate()
  await refuseDemoPeople(config, store)
  const policies = policyBook()
  await loadPolicies(store, systemClock, policies, referencePolicies)
  await refuseOtherKey(config, store)
  const parts = {
    config,
    store,
    clock: systemClock,
    policies,
    version,
    words: { zh: speak('zh'), en: speak('en') },
    reference: loadReference(policies),
  }
  // The program is loaded while the city is made: either takes some seconds.
  const [, { app, startWork }] = await Promise.all([config.demo ? makeCity(store) : null, load(parts)])
  const address = await app.listen({ host: config.host, port: config.port })
  await openToFirst(parts)
  const stopWork = startWork(parts, app.log)
  void tryMail(parts)
  await introduce(parts, address)
  const stop = async () => {
    // Browsers keep connections on which they never ask for anything; what is under way has a few seconds to end.
    setTimeout(() => app.server.closeAllConnections(), lastSecondsMs).unref()
    await app.close()
    await stopWork()
    await store.close()
    process.exit(0)
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

async function load(parts: Parts) {
  const [{ buildApp }, { startWork }] = await Promise.all([import('./app.ts'), import('./timetable.ts')])
  return { app: await buildApp(parts), startWork }
}

async function makeCity(store: Store): Promise<void> {
  const { makeCityApart } = await import('../seeds/apart.ts')
  await makeCityApart(store.read)
}

/** The password of the demo people stands on the sign-in page of every demo: production does not open on their database. */
async function refuseDemoPeople({ production }: Config, store: Store): Promise<void> {
  if (!production || (await demoPeople(store.read)).length === 0) return
  await store.close()
  throw new BadSetting(['DATABASE_URL-demo'])
}

/** Entries made with one key do not fit another: a single one under the wrong key would break the chain for good. */
async function refuseOtherKey(config: Config, store: Store): Promise<void> {
  if (await fitsKey(store.read, { config })) return
  await store.close()
  throw new BadSetting(['LEDGER_KEY-other'])
}

/** A mail server that is down for a while is no reason to stay closed: letters wait, and whoever starts it is told why. */
async function tryMail({ config, words }: Parts): Promise<void> {
  if (!config.mail) return
  try {
    await postOffice(config.mail).check()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    for (const language of languages) say(words[language]('start.mail-fails', { reason }))
  }
}

/** Where people go, what is behind it, and in demo mode who may sign in. */
async function introduce(parts: Parts, address: string): Promise<void> {
  const { words, config, store } = parts
  const name = `${words.zh('layout.name')} Rongqiao ${version}`
  say(`\n${name}   ${address}   ${store.dialect} ${databaseName(config.databaseUrl)}\n`)
  if (!config.demo) return
  const { introduction } = await import('../seeds/introduction.ts')
  for (const line of await introduction(parts)) say(line)
  say('')
}

/** The database without the password that its address may carry. */
const databaseName = (url: string): string =>
  url.startsWith('file:') ? url.slice('file:'.length) : `${new URL(url).host}${new URL(url).pathname}`

/** A new installation has no account of any kind: its first administrator gets a link, or whoever starts it a hint. */
async function openToFirst({ config, store, clock, words, reference }: Parts): Promise<void> {
  if (await hasAdministrator(store.read)) return
  const { firstAdministrator: name } = config
  if (!name) {
    for (const language of languages) say(words[language]('start.no-administrator'))
    return
  }
  const invited = await inviteFirstAdministrator(store, byPlatform(clock.now(), clock.today()), {
    signInName: name,
    name: words.zh('accounts.role.administrator'),
    region: reference.divisions.find(({ level }) => level === 'city')?.code ?? null,
  })
  if (!invited.ok) return
  for (const language of languages) say(words[language]('start.first-administrator', { name }))
  say(`${config.origin}/setup/${invited.secret}`)
}

start().catch((error: unknown) => {
  // A setting that is wrong needs its name, not a stack.
  process.stderr.write(
    `${error instanceof BadSetting ? error.message : error instanceof Error ? error.stack : error}\n`,
  )
  process.exit(1)
})
