import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { eq } from 'drizzle-orm'
import { trail } from '../../db/tables/audit.ts'
import { outbox } from '../../db/tables/platform.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { lineOf } from '../../server/ledger/checkpoint.ts'
import { fitsKey, post, proveLedger, verifyLedger, writeCheckpoint } from '../../server/ledger/index.ts'
import { speak } from '../../server/platform/web/words.ts'
import { type Town, town } from '../support/app.ts'
import { disarm, rawOf, urlOf } from '../support/raw.ts'
import { advanced, books, codeOf, happened, paidIn } from './sample.ts'

const home = fileURLToPath(new URL('../..', import.meta.url))

async function filled(made?: Town) {
  const at = await books(made ?? (await town()))
  const { store, ledger, bridge, today, parts, by, cast } = at
  for (let count = 1; count <= 6; count += 1) happened(await ledger.post(paidIn(bridge, count, today())))
  const { checkpoint } = happened(await writeCheckpoint(parts, by(cast.shi)))
  const forge = async () => {
    const raw = await rawOf(store)
    await disarm(raw, store, ['ledger_entries'])
    await raw.run("update ledger_entries set actor = 'nobody' where seq = 4")
    await raw.close()
  }
  return { ...at, checkpoint, forge }
}

/** The command as an operator runs it. */
async function command(url: string, ...args: string[]) {
  const { LEDGER_KEY: _, ...environment } = process.env
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/verify-ledger.ts', ...args], {
    cwd: home,
    env: { ...environment, DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8')
    })
  const [code] = await once(child, 'close')
  return { code, said }
}

describe('npm run ledger:verify', () => {
  test('says in both languages that a ledger is sound, and ends with 0', async () => {
    const { store, checkpoint } = await filled()
    const kept = join(mkdtempSync(join(tmpdir(), 'rongqiao-kept-')), 'kept.txt')
    writeFileSync(kept, `\n${lineOf(checkpoint)}\n`)
    const { code, said } = await command(await urlOf(store), kept)
    assert.equal(code, 0, said)
    assert.match(said, /账本无误：6 笔分录，12 条记录/)
    assert.match(said, /sound: 6 entries, 12 postings/)
    assert.match(said, /Last checkpoint: entry 6/)
  })

  test('names the first bad row, and ends with 1', async () => {
    const { store, forge } = await filled()
    await forge()
    const { code, said } = await command(await urlOf(store))
    assert.equal(code, 1)
    assert.match(said, /第 4 号分录/)
    assert.match(said, /Entry 4 or its postings were altered/)
    assert.ok(!said.includes('    at '), said)
  })

  test('refuses a file that holds no checkpoints, and a database that is not there', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'rongqiao-kept-')), 'kept.txt')
    writeFileSync(file, 'something else\n')
    const run = (url: string, ...args: string[]) =>
      spawnSync(process.execPath, ['--import', 'tsx', 'server/verify-ledger.ts', ...args], {
        cwd: home,
        env: { ...process.env, DATABASE_URL: url },
        encoding: 'utf8',
      })
    const wrong = run(`file:${file}.db`, file)
    assert.deepEqual([wrong.status, /line 1: not a checkpoint/.test(wrong.stdout)], [1, true])
    const none = run(`file:${file}.db`)
    assert.deepEqual([none.status, /There is no such database/.test(none.stdout)], [1, true])
  })
})

describe('the nightly proof', () => {
  const night = async ({ parts, clock }: Pick<Town, 'parts' | 'clock'>) =>
    proveLedger(parts, byPlatform(clock.now(), clock.today()))
  const told = async ({ store }: Pick<Town, 'store'>, happening: string) =>
    store.read.select().from(trail).where(eq(trail.happening, happening))

  test('of an empty ledger says nothing, and signs nothing', async () => {
    const made = await books(await town())
    assert.equal((await night(made)).fault, null)
    assert.equal((await told(made, 'ledger.verified')).length, 0)
    assert.equal(codeOf(await writeCheckpoint(made.parts, made.by(made.cast.shi))), 'ledger-empty')
  })

  test('of a sound one leaves that in the trail, and a checkpoint where something was posted since', async () => {
    const made = await filled()
    const { ledger, bridge, today } = made
    await night(made)
    assert.equal((await told(made, 'ledger.checkpoint-written')).length, 1)
    happened(await ledger.post(advanced(bridge, 1, today())))
    await night(made)
    assert.deepEqual(
      (await told(made, 'ledger.verified')).map(({ details }) => details),
      [
        { entries: 6, postings: 12 },
        { entries: 7, postings: 14 },
      ],
    )
    assert.equal((await told(made, 'ledger.checkpoint-written')).length, 2)
    assert.equal((await verifyLedger(made.store.read, made.parts)).checkpoint?.seq, 7)
  })

  test('of an altered one is an alarm, and nothing is signed any more', async () => {
    const made = await filled(await town({ ALARM_URL: 'https://robot.example' }))
    const { store, forge, ledger, bridge, today, parts } = made
    happened(await ledger.post(advanced(bridge, 1, today())))
    await forge()
    await night(made)
    const [row] = await told(made, 'ledger.verify-failed')
    assert.deepEqual(row?.details, {
      entries: 3,
      postings: 6,
      code: 'entry-altered',
      table: 'entries',
      row: '4',
    })
    const alarms = await store.read.select().from(outbox)
    assert.deepEqual(
      alarms.map(({ payload }) => [payload.alarm, payload.name]),
      [['ledger.verify-failed', 'entries 4']],
    )
    assert.ok(speak('zh').has('ledger.happening.verify-failed'))
    assert.equal((await told(made, 'ledger.checkpoint-written')).length, 1)
    assert.equal(await fitsKey(store.read, parts), true)
  })

  test('never signs a last entry that does not fit its hash', async () => {
    const made = await filled()
    const { store, ledger, bridge, today, parts, by, cast } = made
    happened(await ledger.post(advanced(bridge, 1, today())))
    const raw = await rawOf(store)
    await disarm(raw, store, ['ledger_entries'])
    await raw.run("update ledger_entries set actor = 'nobody' where seq = 7")
    await raw.close()
    assert.equal(await fitsKey(store.read, parts), false)
    assert.equal(codeOf(await writeCheckpoint(parts, by(cast.shi))), 'ledger-altered')
  })

  test('goes on beside people who post, and finds the ledger of one moment', async () => {
    const made = await filled()
    const { store, parts, by, cast, bridge, today } = made
    let posting = true
    const busy = (async () => {
      const who = by(cast.tang)
      while (posting) {
        await store.transact((tx) => post(tx, who, parts, paidIn(bridge, 3, today())))
        // SQLite answers at once: without a breath nobody else would have a turn.
        await new Promise((turn) => setImmediate(turn))
      }
    })()
    for (let time = 0; time < 20; time += 1) {
      const { fault, entries, postings } = await verifyLedger(store.read, parts)
      assert.equal(fault, null)
      assert.equal(postings, entries * 2)
      await new Promise((turn) => setTimeout(turn, 5))
    }
    posting = false
    await busy
  })
})
