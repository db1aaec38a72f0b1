import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { byPlatform } from '../../server/accounts/index.ts'
import { act } from '../../server/audit/index.ts'
import {
  balance,
  credit,
  debit,
  entriesAbout,
  expireReservations,
  freeMoney,
  releaseExpired,
  reservationsAbout,
  verifyLedger,
} from '../../server/ledger/index.ts'
import { day } from '../../server/money/day.ts'
import { type Fen, fen } from '../../server/money/fen.ts'
import { nights } from '../../server/timetable.ts'
import { town } from '../support/app.ts'
import { advanced, books, codeOf, happened, paidIn, theCase } from './sample.ts'

const until = day('2026-03-12')

/** A pool with 1,000 fen, of which some are reserved until the twelfth. */
async function pool(reserved = 600) {
  const made = await books(await town())
  const { store, ledger, bridge, today } = made
  happened(await ledger.post(paidIn(bridge, 1_000, today())))
  const draft = { key: 'reserve', book: bridge, amountFen: fen(reserved), subject: theCase, expiresOn: until }
  const { reservation, entry } = happened(await ledger.reserve(draft))
  const stand = async () => {
    const codes = ['cash-free', 'cash-reserved', 'advances-out'] as const
    return Promise.all(codes.map((code) => balance(store.read, bridge, code)))
  }
  const use = (amount: number, key = 'use') =>
    ledger.use({
      key,
      kind: 'test.paid-out',
      on: made.today(),
      reservation: reservation.id,
      lines: [debit(bridge, 'advances-out', amount as Fen)],
    })
  const again = async () => {
    const [row] = await reservationsAbout(store.read, theCase)
    assert(row)
    return row
  }
  const sound = async () => assert.equal((await verifyLedger(store.read, made.parts)).fault, null)
  return { ...made, draft, reservation, entry, stand, use, again, sound }
}

describe('reserving', () => {
  test('moves money from free to reserved, where nothing else can draw on it', async () => {
    const { ledger, bridge, stand, today, sound } = await pool()
    assert.deepEqual(await stand(), [400, 600, 0])
    assert.equal(codeOf(await ledger.post(advanced(bridge, 401, today()))), 'pool-short')
    assert.equal(codeOf(await ledger.post(advanced(bridge, 400, today()))), null)
    await sound()
  })

  test('more than is free, nothing, or until yesterday is refused', async () => {
    const { ledger, draft, stand } = await pool()
    for (const [changes, code] of [
      [{ amountFen: fen(401) }, 'pool-short'],
      [{ amountFen: fen(0) }, 'not-positive'],
      [{ amountFen: -1 as Fen }, 'not-positive'],
      [{ amountFen: 0.5 as Fen }, 'not-positive'],
      [{ amountFen: Number.NaN as Fen }, 'not-positive'],
      [{ expiresOn: day('2026-03-09') }, 'expires-too-soon'],
    ] as const)
      assert.equal(codeOf(await ledger.reserve({ ...draft, key: 'other', ...changes })), code)
    assert.deepEqual(await stand(), [400, 600, 0])
  })

  test('at a book without money is refused', async () => {
    const { ledger, draft, party } = await pool()
    assert.equal(codeOf(await ledger.reserve({ ...draft, key: 'other', book: party })), 'unknown-account')
  })

  test('asked again is the same reservation, also on the next day, and for something else refused', async () => {
    const { ledger, draft, reservation, clock, stand } = await pool()
    clock.set('2026-03-11T09:00:00+08:00')
    const again = happened(await ledger.reserve(draft))
    assert.deepEqual([again.fresh, again.reservation.id], [false, reservation.id])
    assert.equal(codeOf(await ledger.reserve({ ...draft, amountFen: fen(599) })), 'entry-key-reused')
    assert.equal(codeOf(await ledger.reserve({ ...draft, expiresOn: day('2026-03-13') })), 'entry-key-reused')
    // An answer that was lost is given again when the time has run out, too.
    clock.set('2026-03-12T09:00:00+08:00')
    assert.equal(happened(await ledger.reserve(draft)).fresh, false)
    clock.set('2026-03-13T09:00:00+08:00')
    assert.equal(happened(await ledger.reserve(draft)).fresh, false)
    assert.deepEqual(await stand(), [1_000, 0, 0])
  })
})

describe('using a reservation', () => {
  test('pays out what is needed, frees the rest, and is done once', async () => {
    const { use, stand, again, sound } = await pool()
    const used = happened(await use(500))
    assert.deepEqual(await stand(), [500, 0, 500])
    assert.deepEqual([used.reservation.state, (await again()).closedSeq], ['used', used.entry.seq])
    assert.equal(codeOf(await use(100, 'second')), 'reservation-closed')
    assert.equal(happened(await use(500)).fresh, false)
    assert.deepEqual(await stand(), [500, 0, 500])
    await sound()
  })

  for (const [amount, code] of [
    [601, 'over-reservation'],
    [0, 'not-positive'],
    [-1, 'not-positive'],
    [600, null],
  ] as const)
    test(`for ${amount} of 600: ${code ?? 'done'}`, async () => {
      const { use } = await pool()
      assert.equal(codeOf(await use(amount)), code)
    })

  test('for the pool’s own cash is refused', async () => {
    const { ledger, bridge, reservation, today } = await pool()
    for (const account of ['cash-free', 'cash-reserved'] as const) {
      const lines = [debit(bridge, account, fen(600))]
      const draft = { key: 'use', kind: 'test.paid-out', on: today(), reservation: reservation.id, lines }
      assert.equal(codeOf(await ledger.use(draft)), 'cash-line')
    }
  })

  test('for what another pool has reserved is refused', async () => {
    const { ledger, bridge, pool: other, reservation, today, sound } = await pool()
    happened(await ledger.post(paidIn(other, 1_000, today())))
    const theirs = { key: 'theirs', book: other, amountFen: fen(300), subject: theCase, expiresOn: until }
    happened(await ledger.reserve(theirs))
    const lines = [
      debit(bridge, 'advances-out', fen(600)),
      debit(other, 'claims-out', fen(300)),
      credit(other, 'cash-reserved', fen(300)),
    ]
    const draft = { key: 'use', kind: 'test.paid-out', on: today(), reservation: reservation.id, lines }
    assert.equal(codeOf(await ledger.use(draft)), 'cash-line')
    await sound()
  })

  test('works on its last day, and not on the day after, whether the nightly job has passed by or not', async () => {
    const { use, clock } = await pool()
    clock.set('2026-03-13T00:00:00+08:00')
    assert.equal(codeOf(await use(600)), 'reservation-expired')
    clock.set('2026-03-12T23:59:59+08:00')
    assert.equal(codeOf(await use(600)), null)
  })
})

describe('giving a reservation up', () => {
  test('frees all of it, with a reason, once', async () => {
    const { ledger, reservation, stand, again, sound } = await pool()
    const draft = { reservation: reservation.id, key: 'void', why: '企业撤回申请' }
    assert.equal(codeOf(await ledger.void({ ...draft, why: ' ' })), 'reason-missing')
    const given = happened(await ledger.void(draft))
    assert.deepEqual([given.entry.why, (await again()).state], ['企业撤回申请', 'void'])
    assert.deepEqual(await stand(), [1_000, 0, 0])
    assert.equal(happened(await ledger.void(draft)).fresh, false)
    assert.equal(codeOf(await ledger.void({ ...draft, key: 'other' })), 'reservation-closed')
    await sound()
  })
})

describe('a reservation that has run out', () => {
  test('is released by the nightly job, in the name of the platform, once', async () => {
    const { store, parts, clock, stand, again, sound } = await pool()
    const night = () => expireReservations(parts, byPlatform(clock.now(), clock.today()))
    clock.set('2026-03-12T23:00:00+08:00')
    assert.equal(await night(), 0)
    clock.set('2026-03-13T01:00:00+08:00')
    assert.equal(await night(), 1)
    assert.equal(await night(), 0)
    assert.deepEqual(await stand(), [1_000, 0, 0])
    assert.equal((await again()).state, 'expired')
    const entry = (await entriesAbout(store.read, theCase)).at(-1)
    assert.deepEqual(
      [entry?.kind, entry?.actor, entry?.personId, entry?.bookedOn],
      ['ledger.reservation-expired', 'platform', null, '2026-03-13'],
    )
    await sound()
  })

  test('is among the jobs of the night, before the proof', () => {
    const names = nights.map(({ name }) => name)
    assert.ok(names.includes('expire-reservations'))
    assert.equal(names.at(-1), 'prove-ledger')
  })

  test('stands in nobody’s way: what draws on the pool next releases it first', async () => {
    for (const draw of ['post', 'reserve'] as const) {
      const { ledger, bridge, clock, today, draft, stand, sound } = await pool()
      clock.set('2026-03-13T09:00:00+08:00')
      const drawn =
        draw === 'post'
          ? await ledger.post(advanced(bridge, 900, today()))
          : await ledger.reserve({ ...draft, key: 'next', amountFen: fen(900), expiresOn: today() })
      assert.equal(codeOf(drawn), null, draw)
      assert.deepEqual(await stand(), draw === 'post' ? [100, 0, 900] : [100, 900, 0])
      await sound()
    }
  })

  test('stands in nobody’s way however many there are', async () => {
    for (const draw of ['post', 'reserve'] as const) {
      const { ledger, bridge, clock, today, draft, stand, sound } = await pool(200)
      for (let more = 0; more < 205; more += 1)
        happened(await ledger.reserve({ ...draft, key: `more ${more}`, amountFen: fen(3) }))
      clock.set('2026-03-13T09:00:00+08:00')
      const drawn =
        draw === 'post'
          ? await ledger.post(advanced(bridge, 1_000, today()))
          : await ledger.reserve({ ...draft, key: 'next', amountFen: fen(1_000), expiresOn: today() })
      assert.equal(codeOf(drawn), null, draw)
      assert.deepEqual(await stand(), draw === 'post' ? [0, 0, 1_000] : [0, 1_000, 0])
      await sound()
    }
  })

  test('that does not help leaves all as it was', async () => {
    const { ledger, bridge, clock, today, stand, again } = await pool()
    clock.set('2026-03-13T09:00:00+08:00')
    assert.equal(codeOf(await ledger.post(advanced(bridge, 1_001, today()))), 'pool-short')
    assert.deepEqual(await stand(), [400, 600, 0])
    assert.equal((await again()).state, 'open')
  })

  test('counts as free money before it is released, and of its own pool only', async () => {
    const { store, parts, by, cast, bridge, pool: other, clock, today } = await pool()
    assert.equal(await freeMoney(store.read, bridge, today()), 400)
    clock.set('2026-03-13T09:00:00+08:00')
    assert.equal(await freeMoney(store.read, bridge, today()), 1_000)
    assert.equal(await freeMoney(store.read, other, today()), 0)
    const released = (books: (typeof bridge)[]) =>
      act(store, by(cast.tang), async (tx) => ({
        ok: true as const,
        count: await releaseExpired(tx, by(cast.tang), parts, books),
      }))
    assert.equal(happened(await released([other])).count, 0)
    assert.equal(happened(await released([bridge])).count, 1)
  })
})
