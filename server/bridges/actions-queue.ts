import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { freeMoney, reserve } from '../ledger/index.ts'
import { plusDays } from '../money/day.ts'
import { fen } from '../money/fen.ts'
import { assert, present } from '../platform/assert.ts'
import type { Id } from '../platform/ids.ts'
import { type Found, step, termsOn, type With } from './parts-step.ts'
import * as rows from './rows.ts'
import { fundingsAgreed, type Pool } from './rows-pools.ts'

/** So many are looked at together: a pool seldom has money for more at once. */
const atOnce = 5
/** And of those whose days ran out, so many are read at once; all of them are released. */
const releasedAtOnce = 100

/**
 * Gives the pool's free money to who waits for it, in the order of its policy, and stops at the first for whom there is
 * not enough: nobody overtakes. What funders agreed to take out by today is left for them, before the queue, as the
 * forecast has it: else a busy pool would never pay a funder out. While free money falls short of it, what comes back gathers
 * for it; but none is for more than its funder has in the pool (`agree`), and dropped or agreed in parts it holds up less.
 * Answers how many were served.
 */
export async function serve(tx: Transaction, by: By, parts: With, pool: Pool): Promise<number> {
  const on = termsOn(parts, pool, by.today)
  if (!on.ok) return 0
  await releaseStale(tx, by, parts, pool)
  const owed = (await fundingsAgreed(tx, pool.id))
    .filter(({ kind, plannedOn }) => kind === 'withdrawal' && plannedOn <= by.today)
    .reduce((sum, { amountFen }) => sum + amountFen, 0)
  let free = (await freeMoney(tx, pool.bookId, by.today)) - owed
  for (let served = 0; ; ) {
    const waiting = await rows.queueHeads(tx, pool.id, on.terms.queue, atOnce)
    for (const head of waiting) {
      if (head.amountFen > free) return served
      const bridge = present(await rows.bridgeById(tx, head.id), 'the first in the queue')
      await setAside(tx, by, parts, { bridge, pool }, on.rule.reservedDays)
      free -= bridge.amountFen
      served += 1
    }
    if (waiting.length < atOnce) return served
  }
}

/** 额度占用: money for one case, from today on for so many days, the last included. There is enough: it was looked. */
async function setAside(tx: Transaction, by: By, parts: With, one: Found, days: number): Promise<void> {
  const { bridge, pool } = one
  const reservedUntil = plusDays(by.today, days - 1)
  const reserved = await reserve(tx, by, parts, {
    key: `bridges.reserved ${bridge.id} ${bridge.version}`,
    ...{ book: pool.bookId, amountFen: bridge.amountFen, expiresOn: reservedUntil },
    subject: { kind: 'bridge', id: bridge.id },
    memo: { number: bridge.number, amountFen: fen(bridge.amountFen) },
  })
  assert(reserved.ok && reserved.fresh, `money that is free can be set aside: ${bridge.number}`)
  const stepped = await step(tx, by, parts, one, {
    ...{ to: 'reserved', what: 'reserved' },
    changes: { reservationId: reserved.reservation.id, reservedUntil },
  })
  assert(stepped.ok, `a case that waits can have its money: ${bridge.number}`)
}

/** Money that was set aside and not paid out by its last day is free; its case goes back to who decides. */
export async function releaseStale(tx: Transaction, by: By, parts: With, pool: Pool): Promise<number> {
  let released = 0
  for (let after: Id<'bridge'> | null = null; ; ) {
    const stale: rows.Bridge[] = await rows.reservedPast(tx, pool.id, by.today, releasedAtOnce, after)
    for (const bridge of stale) released += await release(tx, by, parts, { bridge, pool })
    if (stale.length < releasedAtOnce) return released
    after = stale.at(-1)?.id ?? null
  }
}

/**
 * One that cannot go back today, for the calendar of its next clock is not known yet, stays for a day on which it is: its
 * money is free all the same, and nothing pays it out. Answers 1 or 0.
 */
async function release(tx: Transaction, by: By, parts: With, one: Found): Promise<number> {
  const stepped = await step(tx, by, parts, one, {
    ...{ to: 'approval', what: 'reservation-expired' },
    changes: {
      ...{ reservationId: null, reservedUntil: null },
      ...{ checkerId: null, thirdId: null, cashierId: null },
    },
  })
  return stepped.ok ? 1 : 0
}
