import { openStore } from '../db/index.ts'
import { readConfig } from '../server/config.ts'
import { systemClock } from '../server/platform/clock.ts'
import { speak } from '../server/platform/web/words.ts'
import { loadPolicies, policyBook } from '../server/policies/index.ts'
import { loadReference } from './reference/load.ts'
import { referencePolicies } from './reference/policies.ts'
import { fillDemoCity } from './seed.ts'

/* Fills the demo city and ends; started by `apart.ts`. */

const config = readConfig()
const store = await openStore(config.databaseUrl)
await store.migrate()
const policies = policyBook()
await loadPolicies(store, systemClock, policies, referencePolicies)
const words = { zh: speak('zh'), en: speak('en') }
const parts = {
  config,
  store,
  clock: systemClock,
  policies,
  words,
  reference: loadReference(policies),
  version: 'seed',
}
await fillDemoCity(parts, (line) => process.stdout.write(`${line}\n`))
await store.close()
