import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { gt } from 'drizzle-orm'
import fc from 'fast-check'
import { ledgerEntries } from '../../db/tables/ledger.ts'
import {
  balance,
  debit,
  type EntryId,
  type Line,
  type ReservationId,
  releaseExpired,
  verifyLedger,
  writeCheckpoint,
} from '../../server/ledger/index.ts'
import { type Day, plusDays } from '../../server/money/day.ts'
import { newId } from '../../server/platform/ids.ts'
import { done, type Outcome } from '../../server/platform/outcome.ts'
import { type Town, town } from '../support/app.ts'
import { accounts, lineOf, Model, type Step } from './model.ts'
import { codeOf, happened, ledgerOf, theCase } from './sample.ts'

const amount = fc.integer({ min: 1, max: 40 })
const plenty = fc.integer({ min: 1, max: 200 })
const which = fc.nat({ max: 14 })
const newest = fc.nat({ max: 5 })
const days = fc.integer({ min: 0, max: 3 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('fund'), amount: plenty }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('draw', 'pay-back'), amount }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('reserve'), amount, days }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('use'), which: newest, amount }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('void'), which: newest }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('reverse'), which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('sleep'), days: fc.integer({ min: 1, max: 2 }) }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'night' }) },
) as fc.Arbitrary<Step>

/** One pool beside its model: each step is taken by both, and both must agree on the answer and on every balance. */
async function pair({ store, parts, by, cast, clock }: Town, first: Day, seen: Set<string>) {
  const who = () => by(cast.tang)
  const at = (day: number) => clock.set(`${plusDays(first, day)}T09:00:00+08:00`)
  at(0)
  const ledger = ledgerOf(store, parts, who)
  const { book } = happened(await ledger.open(`b-${newId()}`, 'bridge-pool'))
  const model = new Model()
  const ids: EntryId[] = []
  const reservations: ReservationId[] = []
  let last = await store.read.$count(ledgerEntries)
  const posted = (lines: readonly Line[]) =>
    ledger.post({ key: newId(), kind: 'test.moved', subject: theCase, on: clock.today(), lines })
  const lines = (...moves: (readonly [(typeof accounts)[number], number])[]) =>
    moves.map(([account, one]) => lineOf(book.id, account, one))

  const take = async (asked: Step): Promise<Outcome<object>> => {
    const key = newId()
    switch (asked.do) {
      case 'fund':
        return posted(lines(['cash-free', asked.amount], ['funders-capital', asked.amount]))
      case 'draw':
        return posted(lines(['advances-out', asked.amount], ['cash-free', -asked.amount]))
      case 'pay-back':
        return posted(lines(['cash-free', asked.amount], ['advances-out', -asked.amount]))
      case 'reserve': {
        const expiresOn = plusDays(clock.today(), asked.days)
        const amountFen = asked.amount as Line['fen']
        const reserved = await ledger.reserve({ key, book: book.id, amountFen, subject: theCase, expiresOn })
        if (reserved.ok) reservations.push(reserved.reservation.id)
        return reserved
      }
      case 'use': {
        const paid = [debit(book.id, 'advances-out', asked.amount as Line['fen'])]
        const reservation = reservations[asked.which] as ReservationId
        return ledger.use({ key, kind: 'test.used', on: clock.today(), reservation, lines: paid })
      }
      case 'void':
        return ledger.void({ key, reservation: reservations[asked.which] as ReservationId, why: '撤回' })
      case 'reverse':
        return ledger.reverse({ key, entry: ids[asked.which] as EntryId, why: '录错' })
      case 'night':
        await store.transact((tx) => releaseExpired(tx, who(), parts, [book.id]))
        return done()
      case 'sleep':
        at(model.day)
        return done()
    }
  }

  /** New entries of the ledger, in their order, beside those of the model. */
  const learn = async () => {
    const fresh = await store.read
      .select({ id: ledgerEntries.id, seq: ledgerEntries.seq })
      .from(ledgerEntries)
      .where(gt(ledgerEntries.seq, last))
      .orderBy(ledgerEntries.seq)
    ids.push(...fresh.map(({ id }) => id))
    last = fresh.at(-1)?.seq ?? last
    assert.equal(ids.length, model.entries.length)
    const balances = Object.fromEntries(
      await Promise.all(accounts.map(async (one) => [one, await balance(store.read, book.id, one)])),
    )
    assert.deepEqual(balances, model.balances)
  }

  return async (drawn: Step) => {
    // A use or a giving up is of one of the newest reservations, since most of the others are over.
    const newestFirst = drawn.do === 'use' || drawn.do === 'void'
    const asked = newestFirst ? { ...drawn, which: reservations.length - 1 - drawn.which } : drawn
    const expected = model.take(asked)
    if (expected === 'nothing') return
    seen.add(expected ?? asked.do)
    assert.equal(codeOf(await take(asked)), expected, JSON.stringify(asked))
    await learn()
  }
}

/** Every yes and every no that a run has to come across, or it has proved little. */
const everything = [
  ...['fund', 'draw', 'pay-back', 'reserve', 'use', 'void', 'reverse', 'sleep', 'night'],
  ...['pool-short', 'account-short', 'over-reservation', 'reservation-closed', 'reservation-expired'],
  ...['reversal-of-reversal', 'already-reversed', 'expiry-stands'],
]

/** A run that comes across all of them, before those that chance makes. */
const tour: Step[] = [
  { do: 'fund', amount: 100 },
  { do: 'draw', amount: 150 },
  { do: 'pay-back', amount: 5 },
  { do: 'reserve', amount: 60, days: 1 },
  { do: 'use', which: 0, amount: 61 },
  { do: 'use', which: 0, amount: 50 },
  { do: 'use', which: 0, amount: 1 },
  { do: 'reverse', which: 2 },
  { do: 'reverse', which: 2 },
  { do: 'reverse', which: 3 },
  { do: 'sleep', days: 2 },
  { do: 'use', which: 0, amount: 10 },
  { do: 'night' },
  { do: 'reverse', which: 4 },
  { do: 'reserve', amount: 10, days: 0 },
  { do: 'void', which: 0 },
  { do: 'draw', amount: 20 },
  { do: 'pay-back', amount: 5 },
]

describe('a pool', () => {
  test('answers any order of posting, reserving, using, giving up, running out and reversing as four numbers would', async () => {
    const made = await town()
    const { store, parts, by, cast, clock } = made
    const quick = store.dialect === 'sqlite'
    const first = clock.today()
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 60 }), async (steps) => {
        const both = await pair(made, first, seen)
        for (const one of steps) await both(one)
      }),
      { numRuns: quick ? 40 : 15, endOnFailure: !quick, examples: [[tour]] },
    )
    const { fault, entries } = await verifyLedger(store.read, parts)
    assert.equal(fault, null)
    assert.ok(entries > 100, `${entries} entries were tried`)
    assert.deepEqual([...seen].toSorted(), everything.toSorted())
    happened(await writeCheckpoint(parts, by(cast.shi)))
    assert.equal((await verifyLedger(store.read, parts)).fault, null)
  })
})
