import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { dialect, openStore, type Store } from '../../db/index.ts'
import { randomFrom } from '../../seeds/city/random.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { type BookId, post, verifyLedger } from '../../server/ledger/index.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { town } from '../support/app.ts'
import { type Raw, rawOf, urlOf } from '../support/raw.ts'
import { draftOf } from './life.ts'
import { books, happened } from './sample.ts'

/*
 * A process that posts is killed at random moments, `kill -9`, and the database is looked at by somebody who comes
 * after. SQLite is part of the process, so it dies with it and has to mend its own file. PostgreSQL is another process
 * that stays: there it is the client that dies, which is all that our program can do to it, and a few times are enough;
 * that the server itself bears a kill is its own promise. Sixty lives in all.
 */

const lives = dialect === 'sqlite' ? 48 : 12
const home = fileURLToPath(new URL('../..', import.meta.url))
const random = randomFrom(1)

/** A process that has started and waits for its word; starting takes longer than living. */
async function booted(url: string, book: BookId, ledgerKey: string): Promise<ChildProcess> {
  const args = ['--import', 'tsx', 'test/ledger/poster.ts', url, book, ledgerKey]
  const child = spawn(process.execPath, args, { cwd: home, stdio: ['pipe', 'pipe', 'inherit'] })
  assert(child.stdout)
  await once(child.stdout, 'data')
  return child
}

/** One life: what it said until it was killed, some time after it first said the word. */
async function lived(child: ChildProcess, name: string, word: 'try' | 'done'): Promise<string[]> {
  let said = ''
  const began = new Promise<void>((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8')
      if (said.includes(`${word} `)) resolve()
    })
  })
  child.stdin?.write(`${name}\n`)
  await began
  await pause(random.whole(0, 100))
  child.kill('SIGKILL')
  await once(child, 'close')
  return said.split('\n').filter(Boolean)
}

const keysOf = (lines: readonly string[], word: string): string[] =>
  lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1))

/** A database that nobody has open: on SQLite a copy, since the town keeps its own open to the end. */
async function apart(store: Store): Promise<string> {
  const url = await urlOf(store)
  if (dialect === 'postgresql') return url
  const copy = url.replace(/\.db$/, '-apart.db')
  await store.backup(copy.replace(/^file:/, ''))
  return copy
}

/** What must hold whenever somebody looks: nothing half-written, balances equal to sums, no number missing. */
async function whole(raw: Raw): Promise<void> {
  const none = async (text: string) => assert.deepEqual(await raw.all(text), [], text)
  await none(`select e.seq from ledger_entries e left join ledger_postings p on p.entry_seq = e.seq
    group by e.seq having count(p.line) <> 3 or sum(p.amount_fen) <> 0`)
  await none(
    'select p.entry_seq from ledger_postings p where p.entry_seq not in (select seq from ledger_entries)',
  )
  await none('select count(*) from ledger_entries having count(*) <> coalesce(max(seq), 0)')
  await none(`select a.id from ledger_accounts a left join ledger_postings p on p.account_id = a.id group by a.id
    having a.debit_fen - a.credit_fen <> coalesce(sum(p.amount_fen), 0) or a.postings <> count(p.line)`)
}

describe(`after ${lives} kills while entries are posted`, () => {
  test('no acknowledged entry is lost, none is half-written, the chain is whole, and what was under way has one effect when it is sent again', async () => {
    const { store, parts, bridge } = await books(await town())
    const url = await apart(store)
    const start = () => booted(url, bridge, parts.config.ledgerKey)
    const waiting = [start(), start()]
    after(async () => {
      for (const child of await Promise.all(waiting)) child.kill('SIGKILL')
    })
    let [acknowledged, underWay] = [0, 0]
    for (let life = 1; life <= lives; life += 1) {
      const child = await waiting.shift()
      assert(child)
      if (life + waiting.length < lives) waiting.push(start())
      // A third of them die in their very first entry.
      const lines = await lived(child, `life${life}`, life % 3 ? 'done' : 'try')
      assert.deepEqual(keysOf(lines, 'refused'), [])
      const done = keysOf(lines, 'done')
      const open = keysOf(lines, 'try').filter((key) => !done.includes(key))
      assert.ok(open.length <= 1, `${open}`)
      acknowledged += done.length
      // Nobody else had the database open: what is found here was mended by whoever opens it first.
      const next = await openStore(url)
      try {
        // A server may still be at what the dead one asked: whoever writes next waits for that to end.
        await next.transact(async () => undefined)
        const raw = await rawOf(next)
        if (dialect === 'sqlite') {
          const [found] = await raw.all<{ integrity_check: string }>('pragma integrity_check')
          assert.equal(found?.integrity_check, 'ok')
        }
        await whole(raw)
        const there = new Set(
          (
            await raw.all<{ key: string }>(
              `select idempotency_key as key from ledger_entries where idempotency_key like 'life${life}-%'`,
            )
          ).map(({ key }) => key),
        )
        assert.deepEqual(
          done.filter((key) => !there.has(key)),
          [],
          'lost',
        )
        assert.deepEqual(
          [...there].filter((key) => !done.includes(key) && !open.includes(key)),
          [],
          'never sent',
        )
        for (const key of open) {
          underWay += 1
          assert.deepEqual(await sentTwice(next, key), [!there.has(key), false])
        }
        await whole(raw)
        await raw.close()
        if (life % 10 === 0 || life === lives) {
          const { fault, entries } = await verifyLedger(next.read, parts)
          assert.equal(fault, null)
          assert.ok(entries >= acknowledged)
        }
      } finally {
        await next.close()
      }
    }
    assert.ok(
      acknowledged >= (lives * 2) / 3 && underWay > 0,
      `${acknowledged} acknowledged, ${underWay} under way`,
    )

    async function sentTwice(next: Store, key: string): Promise<boolean[]> {
      const by = byPlatform(systemClock.now(), systemClock.today())
      const send = () => next.transact((tx) => post(tx, by, parts, draftOf(bridge, key, by.today)))
      return [happened(await send()).fresh, happened(await send()).fresh]
    }
  })
})
