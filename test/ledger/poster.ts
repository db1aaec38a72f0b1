import { writeSync } from 'node:fs'
import { openStore } from '../../db/index.ts'
import { byPlatform } from '../../server/accounts/by.ts'
import type { LedgerParts } from '../../server/ledger/actions-entry.ts'
import { post } from '../../server/ledger/actions-posting.ts'
import type { BookId } from '../../server/ledger/entry.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { draftOf } from './life.ts'

/*
 * Posts entries one after the other until it is killed; run by kill.test.ts as a process of its own:
 * `poster.ts DATABASE BOOK KEY`. It waits for a word, says each key before it posts and once it is posted, and says both
 * at once: nothing waits in a buffer when the end comes.
 */

const [url = '', book = '', ledgerKey = ''] = process.argv.slice(2)
const say = (line: string) => writeSync(1, `${line}\n`)

say('booted')
const [life] = await new Promise<[string]>((resolve) =>
  process.stdin.once('data', (chunk: Buffer) => resolve([chunk.toString('utf8').trim()])),
)
const store = await openStore(url)
const parts = { config: { ledgerKey } } as LedgerParts
for (let count = 1; ; count += 1) {
  const by = byPlatform(systemClock.now(), systemClock.today())
  const key = `${life}-${count}`
  say(`try ${key}`)
  const outcome = await store.transact((tx) => post(tx, by, parts, draftOf(book as BookId, key, by.today)))
  say(outcome.ok ? `done ${key}` : `refused ${key} ${outcome.refusal.code}`)
}
