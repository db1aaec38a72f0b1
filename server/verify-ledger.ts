import { existsSync, readFileSync } from 'node:fs'
import { openStore } from '../db/index.ts'
import { BadSetting, readConfig } from './config.ts'
import { type Checkpoint, faultWords, parseLine, type Verdict, verifyLedger } from './ledger/index.ts'
import { showInstant } from './platform/clock.ts'
import { languages, speak, type Words } from './platform/web/words.ts'

/*
 * `npm run ledger:verify -- kept.txt …`: rebuilds every balance of the ledger from its entries, checks the chain and the
 * checkpoints, those in the files included, and names the first row that is wrong. It changes nothing, and may run
 * beside the program. Ends with 1 where something is wrong.
 */

const words = languages.map((language) => speak(language))
const say = (line: string) => process.stdout.write(`${line}\n`)

/** The checkpoints that somebody kept, one a line; a line that is none is told, and nothing is verified. */
function keptIn(files: readonly string[]): Checkpoint[] {
  const kept: Checkpoint[] = []
  for (const file of files)
    for (const [at, text] of readFileSync(file, 'utf8').split('\n').entries()) {
      const point = parseLine(text)
      if (point) kept.push(point)
      else if (text.trim() !== '') {
        for (const w of words) say(w('ledger.verify-unreadable', { file, line: at + 1 }))
        process.exit(1)
      }
    }
  return kept
}

const verdictLines = (w: Words, { fault, entries, postings, accounts, checkpoint }: Verdict): string[] =>
  fault
    ? [w('ledger.verify-fault', { table: w(`ledger.table.${fault.table}`), fault: faultWords(w, fault) })]
    : [
        w('ledger.verify-sound', { entries, postings, accounts }),
        checkpoint
          ? w('ledger.verify-checkpoint', { number: checkpoint.seq, at: showInstant(checkpoint.writtenAt) })
          : w('ledger.verify-no-checkpoint'),
      ]

try {
  const config = readConfig()
  const kept = keptIn(process.argv.slice(2))
  const file = config.databaseUrl.startsWith('file:') ? config.databaseUrl.slice('file:'.length) : null
  if (file !== null && !existsSync(file)) {
    // Opening it would make an empty one, which is sound.
    for (const w of words) say(w('ledger.verify-no-database', { file }))
    process.exit(1)
  }
  const store = await openStore(config.databaseUrl)
  const verdict = await verifyLedger(store.read, { config }, kept)
  await store.close()
  for (const w of words) for (const line of verdictLines(w, verdict)) say(line)
  process.exitCode = verdict.fault ? 1 : 0
} catch (error) {
  if (!(error instanceof BadSetting)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
