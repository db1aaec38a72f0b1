import { existsSync } from 'node:fs'
import { openStore } from '../db/index.ts'
import { BadSetting, readConfig } from './config.ts'
import { type Proof, proveExposures, rebuildExposures } from './exposures/index.ts'
import { languages, speak, type Words } from './platform/web/words.ts'

/*
 * `npm run figures:verify`: counts every figure of exposure anew from the entries and names the first that is not as it is
 * kept. It changes nothing, and may run beside the program. `npm run figures:verify -- --rebuild` first makes all of them
 * anew, in one transaction; the entries are never touched. Ends with 1 where something is wrong.
 */

const words = languages.map((language) => speak(language))
const say = (line: string) => process.stdout.write(`${line}\n`)
const tell = (lineIn: (w: Words) => string) => {
  for (const w of words) say(lineIn(w))
}

const proofWords = (w: Words, { fault, exposures, entries, figures, days }: Proof): string =>
  fault
    ? w('exposures.verify-fault', { kind: w(`exposures.verify-kind.${fault.kind}`), name: fault.name })
    : w('exposures.verify-sound', { exposures, entries, figures, days })

const secondsSince = (began: number): number => Math.round((performance.now() - began) / 100) / 10

try {
  const { databaseUrl } = readConfig()
  const file = databaseUrl.startsWith('file:') ? databaseUrl.slice('file:'.length) : null
  if (file !== null && !existsSync(file)) {
    // Opening it would make an empty one, of which everything is equal.
    tell((w) => w('ledger.verify-no-database', { file }))
    process.exit(1)
  }
  const store = await openStore(databaseUrl)
  if (process.argv.includes('--rebuild')) {
    const began = performance.now()
    const { entries } = await rebuildExposures(store)
    const seconds = secondsSince(began)
    tell((w) => w('exposures.rebuilt', { entries, seconds }))
  }
  const proof = await store.moment(proveExposures)
  await store.close()
  tell((w) => proofWords(w, proof))
  process.exitCode = proof.fault ? 1 : 0
} catch (error) {
  if (!(error instanceof BadSetting)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
