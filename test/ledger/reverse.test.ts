import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { trail } from '../../db/tables/audit.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import {
  balance,
  debit,
  expireReservations,
  reservationsAbout,
  verifyLedger,
} from '../../server/ledger/index.ts'
import { postingsOf, reversalOf } from '../../server/ledger/rows.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { town } from '../support/app.ts'
import { advanced, books, codeOf, happened, paidIn, theCase } from './sample.ts'

const why = '金额录错'

async function pool() {
  const made = await books(await town())
  const { store, ledger, bridge, today } = made
  const { entry } = happened(await ledger.post(paidIn(bridge, 1_000, today())))
  const free = () => balance(store.read, bridge, 'cash-free')
  const sound = async () => assert.equal((await verifyLedger(store.read, made.parts)).fault, null)
  return { ...made, entry, free, sound }
}

describe('a reversal', () => {
  test('is the mirror of its entry, linked both ways, of today, with a reason and in the trail', async () => {
    const { store, ledger, entry, clock, free, sound } = await pool()
    clock.set('2026-03-11T09:00:00+08:00')
    const { entry: reversal } = happened(await ledger.reverse({ entry: entry.id, key: 'undo', why }))
    assert.deepEqual(
      [reversal.reversesSeq, reversal.bookedOn, reversal.why, reversal.subjectId],
      [entry.seq, '2026-03-11', why, entry.subjectId],
    )
    assert.equal((await reversalOf(store.read, entry.seq))?.id, reversal.id)
    const signs = async (seq: number) => (await postingsOf(store.read, seq)).map(({ amountFen }) => amountFen)
    assert.deepEqual(
      await signs(reversal.seq),
      (await signs(entry.seq)).map((amount) => -amount),
    )
    assert.equal(await free(), 0)
    const [told] = await store.read.select().from(trail).where(eq(trail.happening, 'ledger.reversed'))
    assert.deepEqual([told?.subjectId, told?.why], [entry.id, why])
    await sound()
  })

  test('happens once: the same request is answered again, another is refused', async () => {
    const { ledger, entry, free, clock } = await pool()
    const request = { entry: entry.id, key: 'undo', why }
    const first = happened(await ledger.reverse(request))
    clock.set('2026-03-11T09:00:00+08:00')
    const again = happened(await ledger.reverse(request))
    assert.deepEqual([again.fresh, again.entry.id], [false, first.entry.id])
    assert.equal(codeOf(await ledger.reverse({ ...request, why: 'x' })), 'entry-key-reused')
    assert.equal(codeOf(await ledger.reverse({ ...request, key: 'other' })), 'already-reversed')
    assert.equal(await free(), 0)
  })

  test('is not reversed itself, and needs a reason', async () => {
    const { ledger, entry } = await pool()
    assert.equal(codeOf(await ledger.reverse({ entry: entry.id, key: 'undo', why: ' ' })), 'reason-missing')
    const { entry: reversal } = happened(await ledger.reverse({ entry: entry.id, key: 'undo', why }))
    assert.equal(
      codeOf(await ledger.reverse({ entry: reversal.id, key: 'redo', why })),
      'reversal-of-reversal',
    )
  })

  test('of money that has gone out meanwhile is refused', async () => {
    const { ledger, entry, bridge, today, free } = await pool()
    happened(await ledger.post(advanced(bridge, 1, today())))
    assert.equal(codeOf(await ledger.reverse({ entry: entry.id, key: 'undo', why })), 'pool-short')
    assert.equal(await free(), 999)
  })

  test('of a key that an entry has is refused', async () => {
    const { ledger, entry, bridge, today } = await pool()
    happened(await ledger.post(paidIn(bridge, 5, today(), 'taken')))
    assert.equal(codeOf(await ledger.reverse({ entry: entry.id, key: 'taken', why })), 'entry-key-reused')
  })
})

describe('undoing what was done to a reservation', () => {
  async function reserved() {
    const made = await pool()
    const { store, ledger, bridge, today } = made
    const draft = {
      key: 'r',
      book: bridge,
      amountFen: fen(600),
      subject: theCase,
      expiresOn: day('2026-03-12'),
    }
    const { reservation, entry: opening } = happened(await ledger.reserve(draft))
    const use = (key: string) =>
      ledger.use({
        ...{ key, kind: 'test.paid-out', on: today(), reservation: reservation.id },
        lines: [debit(bridge, 'advances-out', fen(500))],
      })
    const state = async () => (await reservationsAbout(store.read, theCase))[0]?.state
    const undo = (entry: { id: typeof opening.id }, key: string) =>
      ledger.reverse({ entry: entry.id, key, why })
    return { ...made, reservation, opening, use, state, undo }
  }

  test('a use: the money is reserved again and can be used again', async () => {
    const { store, bridge, use, state, undo, sound } = await reserved()
    const { entry } = happened(await use('first'))
    happened(await undo(entry, 'undo'))
    assert.equal(await state(), 'open')
    assert.equal(await balance(store.read, bridge, 'cash-reserved'), 600)
    happened(await use('second'))
    assert.equal(await state(), 'used')
    await sound()
  })

  test('the reservation itself: void while it is open, refused once it was used', async () => {
    const one = await reserved()
    happened(await one.undo(one.opening, 'undo'))
    assert.equal(await one.state(), 'void')
    assert.equal(await one.free(), 1_000)
    await one.sound()
    const other = await reserved()
    happened(await other.use('use'))
    assert.equal(codeOf(await other.undo(other.opening, 'undo')), 'reservation-closed')
  })

  test('giving it up: open again, if the money is still there', async () => {
    const { ledger, reservation, bridge, today, state, undo, sound } = await reserved()
    const { entry } = happened(await ledger.void({ reservation: reservation.id, key: 'v', why }))
    happened(await ledger.post(advanced(bridge, 500, today(), 'gone')))
    assert.equal(codeOf(await undo(entry, 'undo')), 'pool-short')
    assert.equal(await state(), 'void')
    happened(await ledger.post(paidIn(bridge, 100, today())))
    happened(await undo(entry, 'undo'))
    assert.equal(await state(), 'open')
    await sound()
  })

  test('its end by the clock: never', async () => {
    const { store, parts, clock, undo } = await reserved()
    clock.set('2026-03-13T09:00:00+08:00')
    await expireReservations(parts, byPlatform(clock.now(), clock.today()))
    const closedSeq = (await reservationsAbout(store.read, theCase))[0]?.closedSeq
    const { entryBySeq } = await import('../../server/ledger/rows.ts')
    const entry = await entryBySeq(store.read, closedSeq ?? 0)
    assert(entry)
    assert.equal(codeOf(await undo(entry, 'undo')), 'expiry-stands')
  })
})
