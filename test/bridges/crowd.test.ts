import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { inOrder } from '../../server/bridge-pool/index.ts'
import { approve, bridgeById, giveBack, pay, queuedOf } from '../../server/bridges/index.ts'
import { balance, verifyLedger } from '../../server/ledger/index.ts'
import { plusDays } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { codeOf, given } from '../applications/played.ts'
import { town } from '../support/app.ts'
import { secondStore } from '../support/raw.ts'
import { copiesOf } from './copied.ts'
import { checked, dueLoan, million, pool } from './played.ts'

const clients = 50
const each = 40
const all = clients * each
const amount = 20_000_000

describe('fifty clients with forty applications each, on a pool with money for half', () => {
  test('half are served, half wait in the order of the policy, and the pool never falls below zero', async () => {
    const made = await town()
    const { store, parts, by, cast, clock } = made
    const at = await pool(made, (all / 2) * amount, 'licheng-2019')
    const first = await checked(
      made,
      await dueLoan(made),
      at,
      {
        ...{ amountFen: fen(amount), backOn: plusDays(clock.today(), 6) },
      },
      million - amount,
    )
    const waiting = [
      first,
      ...(await copiesOf(made, first, all - 1, (at) => ({ taxLastYearFen: fen((at * 37) % 1000) }))),
    ]
    const other = await secondStore(store)
    after(() => other.close())
    let lowest = Number.POSITIVE_INFINITY
    let working = true
    const watch = (async () => {
      while (working) {
        lowest = Math.min(lowest, await balance(store.read, at.bookId, 'cash-free'))
        await pause(5)
      }
    })()
    // Each client sends one after the other; half of them are on another program.
    const work = Array.from({ length: clients }, async (_, client) => {
      const program = client % 2 ? { ...parts, store: other } : parts
      const outcomes: string[] = []
      for (const { id, version } of waiting.slice(client * each, (client + 1) * each)) {
        const outcome = await approve(program, by(cast.song), id, version)
        outcomes.push(outcome.ok ? outcome.bridge.state : outcome.refusal.code)
      }
      return outcomes
    })
    const states = (await Promise.all(work)).flat()
    const tally = (state: string) => states.filter((one) => one === state).length
    assert.deepEqual([tally('reserved'), tally('queued')], [all / 2, all / 2])

    const [next] = await queuedOf(store.read, at.id, ['arrival', 'tax-last-year'], 1)
    const queue = await queuedOf(store.read, at.id, ['arrival', 'tax-last-year'], all)
    assert.deepEqual(
      queue,
      queue.toSorted(inOrder(['arrival', 'tax-last-year'])),
      'the rows are in the order of the rule',
    )
    const served = present(
      states.indexOf('reserved') < 0 ? null : waiting[states.indexOf('reserved')],
      'one that was served',
    )
    const { version } = present(await bridgeById(store.read, served.id), 'it')
    const paid = given(await pay(parts, by(cast.jiang), served.id, version, '20000012345678')).bridge
    const back = { amountFen: paid.amountFen, returnedOn: clock.today() }
    given(await giveBack(parts, by(cast.jiang), paid.id, paid.version, back))
    const lucky = present(
      await bridgeById(store.read, present(next, 'the first in the queue').id),
      'the first in the queue',
    )
    assert.equal(lucky.state, 'reserved', 'what came back goes to who waits first')
    assert.equal(
      codeOf(await giveBack(parts, by(cast.jiang), lucky.id, lucky.version, back)),
      'bridge-not-out',
    )
    working = false
    await watch
    assert.ok(lowest >= 0, `${lowest}`)
    const [free, reserved] = await Promise.all(
      (['cash-free', 'cash-reserved'] as const).map((code) => balance(store.read, at.bookId, code)),
    )
    assert.deepEqual([free, reserved], [0, (all / 2) * amount])
    assert.equal((await verifyLedger(store.read, parts)).fault, null)
  })
})
