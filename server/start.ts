import { readFileSync } from 'node:fs'
import { openStore } from '../db/index.ts'
import { loadReference } from '../seeds/reference/load.ts'
import { referencePolicies } from '../seeds/reference/policies.ts'
import { buildApp } from './app.ts'
import { BadSetting, readConfig } from './config.ts'
import { systemClock } from './platform/clock.ts'
import { speak } from './platform/web/words.ts'
import { loadPolicies, policyBook } from './policies/index.ts'

/* Opens the door: settings → store → demo city → app → listen. The only file that does something when imported. */

const say = (line: string) => process.stdout.write(`${line}\n`)
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

async function start(): Promise<void> {
  const config = readConfig()
  const store = await openStore(config.databaseUrl)
  await store.migrate()
  const policies = policyBook()
  await loadPolicies(store, systemClock, policies, referencePolicies)
  const parts = {
    config,
    store,
    clock: systemClock,
    policies,
    version,
    words: { zh: speak('zh'), en: speak('en') },
    reference: loadReference(),
  }
  if (config.demo) {
    const { fillDemoCity } = await import('../seeds/seed.ts')
    await fillDemoCity(parts, say)
  }
  const app = await buildApp(parts)
  const address = await app.listen({ host: config.host, port: config.port })
  say(`融桥 Rongqiao ${version}  ${address}  (${store.dialect})`)
  const stop = async () => {
    await app.close()
    await store.close()
    process.exit(0)
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

start().catch((error: unknown) => {
  // A setting that is wrong needs its name, not a stack.
  process.stderr.write(
    `${error instanceof BadSetting ? error.message : error instanceof Error ? error.stack : error}\n`,
  )
  process.exit(1)
})
