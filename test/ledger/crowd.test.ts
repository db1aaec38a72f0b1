import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { ledgerEntries } from '../../db/tables/ledger.ts'
import { balance, type EntryId, verifyLedger } from '../../server/ledger/index.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import type { Outcome } from '../../server/platform/outcome.ts'
import { town } from '../support/app.ts'
import { secondStore } from '../support/raw.ts'
import { advanced, books, codeOf, happened, ledgerOf, paidIn, theCase } from './sample.ts'

/** A pool with so much money, and two programs that draw on it at once. */
async function twoClients(amountFen: number) {
  const made = await books(await town())
  const { store, parts, by, cast, bridge, ledger, today } = made
  const other = await secondStore(store)
  after(() => other.close())
  happened(await ledger.post(paidIn(bridge, amountFen, today())))
  const clients = [ledger, ledgerOf(other, parts, () => by(cast.jiang))] as const
  const sound = async () => {
    const { fault, entries } = await verifyLedger(store.read, parts)
    assert.equal(fault, null)
    return entries
  }
  return { ...made, clients, sound }
}

const tally = (outcomes: readonly Outcome<object>[]) => {
  const codes: Record<string, number> = {}
  for (const outcome of outcomes) {
    const code = codeOf(outcome) ?? 'done'
    codes[code] = (codes[code] ?? 0) + 1
  }
  return codes
}

describe('a pool with money for half', () => {
  test('of 2,000 draws at once: exactly half succeed, and it never falls below zero', async () => {
    const { store, clients, bridge, today, sound } = await twoClients(1_000 * 77)
    const expiresOn = day('2026-03-12')
    let lowest = Number.POSITIVE_INFINITY
    let drawing = true
    const watch = (async () => {
      while (drawing) {
        lowest = Math.min(lowest, await balance(store.read, bridge, 'cash-free'))
        await new Promise((turn) => setImmediate(turn))
      }
    })()
    // Half of them draw at once, half reserve; both programs do both.
    const outcomes = await Promise.all(
      Array.from({ length: 2_000 }, (_, at) => {
        const client = clients[at % 2] ?? clients[0]
        return at % 4 < 2
          ? client.post(advanced(bridge, 77, today()))
          : client.reserve({ key: `r${at}`, book: bridge, amountFen: fen(77), subject: theCase, expiresOn })
      }),
    )
    drawing = false
    await watch
    assert.deepEqual(tally(outcomes), { done: 1_000, 'pool-short': 1_000 })
    assert.ok(lowest >= 0, `${lowest}`)
    const [free, reserved, out] = await Promise.all(
      (['cash-free', 'cash-reserved', 'advances-out'] as const).map((code) =>
        balance(store.read, bridge, code),
      ),
    )
    assert.equal(free, 0)
    assert.equal((reserved ?? 0) + (out ?? 0), 1_000 * 77)
    assert.equal(await sound(), 1_001)
  })
})

describe('every entry reversed by two clients at once', () => {
  test('is reversed exactly once', async () => {
    const count = 200
    const { store, clients, bridge, today, sound } = await twoClients(count * 5)
    const ids: EntryId[] = []
    for (let made = 0; made < count; made += 1)
      ids.push(happened(await clients[0].post(advanced(bridge, 5, today()))).entry.id)
    assert.equal(await balance(store.read, bridge, 'cash-free'), 0)
    const outcomes = await Promise.all(
      ids.flatMap((entry) =>
        clients.map((client, at) => client.reverse({ entry, key: `undo ${entry} ${at}`, why: '录错' })),
      ),
    )
    assert.deepEqual(tally(outcomes), { done: count, 'already-reversed': count })
    for (let at = 0; at < outcomes.length; at += 2)
      assert.equal([outcomes[at], outcomes[at + 1]].filter((one) => one?.ok).length, 1)
    assert.equal(await balance(store.read, bridge, 'cash-free'), count * 5)
    assert.equal(await balance(store.read, bridge, 'advances-out'), 0)
    assert.equal(await sound(), 1 + 2 * count)
  })
})

describe('200 keys', () => {
  test('sent ten times each, at once and from two clients, have 200 effects; with another body they are refused', async () => {
    const { store, clients, bridge, today, sound } = await twoClients(200)
    const draft = (key: number, amount = 1) => advanced(bridge, amount, today(), `key ${key}`)
    const sent = await Promise.all(
      Array.from({ length: 2_000 }, async (_, at) => {
        const key = at % 200
        return { key, outcome: happened(await (clients[at % 2] ?? clients[0]).post(draft(key))) }
      }),
    )
    assert.equal(sent.filter(({ outcome }) => outcome.fresh).length, 200)
    const answers = new Map<number, Set<string>>()
    for (const { key, outcome } of sent)
      answers.set(key, (answers.get(key) ?? new Set()).add(JSON.stringify(outcome.entry)))
    assert.ok(
      [...answers.values()].every((one) => one.size === 1),
      'each key has one answer',
    )
    assert.equal(await balance(store.read, bridge, 'advances-out'), 200)
    const reused = await Promise.all(
      Array.from({ length: 50 }, (_, key) => clients[key % 2]?.post(draft(key, 2))),
    )
    assert.deepEqual(tally(reused.filter((one) => one !== undefined)), { 'entry-key-reused': 50 })
    assert.equal(await store.read.$count(ledgerEntries), 201)
    assert.equal(await sound(), 201)
  })
})
