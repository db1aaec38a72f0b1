import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { and, eq, inArray, isNull } from 'drizzle-orm'
import { bridges, promises } from '../../db/tables/bridges.ts'
import { notices } from '../../db/tables/inbox.ts'
import { outbox } from '../../db/tables/platform.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { closeBridgeDay } from '../../server/bridges/index.ts'
import { day } from '../../server/money/day.ts'
import { promisesToKeep } from '../../server/promises/index.ts'
import { codeOf, given } from '../applications/played.ts'
import { town } from '../support/app.ts'
import { copiesOf } from './copied.ts'
import { checked, dueLoan, hands, million, paidOut, pool } from './played.ts'

const made = await town({ ALARM_URL: 'https://alarm.example/robot' })
const { store, parts, cast, clock } = made
const at = await pool(made, 10 * million)
const play = hands(made)
const night = () => closeBridgeDay(parts, byPlatform(clock.now(), clock.today()))
const alarms = async () =>
  (await store.read.select().from(outbox).where(eq(outbox.kind, 'alarm'))).map(({ payload }) => payload)

describe('a letter that runs out while the money is out', () => {
  test('is an alarm on the day after, once, though hundreds of kept letters are older', async () => {
    const { id, number } = await paidOut(made, await dueLoan(made), at)
    const kept = await copiesOf(made, await play.now(id), 501, () => ({
      ...{ state: 'closed', newLoanOn: day('2026-03-11'), endedOn: day('2026-03-12') },
      ...{ paidOutOn: day('2025-03-10'), payoutSeq: null, reservationId: null },
    }))
    const keptIds = kept.map((one) => one.id)
    await store.transact((tx) =>
      tx
        .update(promises)
        .set({ state: 'used', validUntil: day('2026-03-31') })
        .where(inArray(promises.bridgeId, keptIds)),
    )
    assert.equal((await play.promise(id)).validUntil, '2026-04-09')
    clock.set('2026-04-09T01:30:00.000Z')
    await night()
    assert.equal((await play.promise(id)).state, 'used', 'good on its last day')
    assert.deepEqual(await alarms(), [])
    clock.set('2026-04-10T01:30:00.000Z')
    await night()
    assert.deepEqual([(await play.now(id)).state, (await play.promise(id)).state], ['paid', 'lapsed'])
    const due = await promisesToKeep(store.read, cast.institutionIds.bankA, 50)
    assert.deepEqual(
      due.map(({ bridge, promise }) => [bridge.number, promise.state]),
      [[number, 'lapsed']],
      'and its bank still has it before its eyes',
    )
    const heardAt = clock.now()
    assert.deepEqual(await alarms(), [{ alarm: 'bridges.promise-broken', name: number, at: heardAt }])
    const told = await store.read
      .select()
      .from(notices)
      .where(and(eq(notices.words, 'bridges.notice.promise-broken'), eq(notices.href, `/bridges/${id}`)))
    const heard = new Set<string>(told.map(({ personId }) => personId))
    for (const who of [cast.tang, cast.song, cast.jiang, cast.qin, cast.qian])
      assert.ok(heard.has(who.id), `${who.name} is told`)
    assert.ok(!heard.has(cast.wu.id), 'another bank is not')
    clock.set('2026-04-11T01:30:00.000Z')
    await night()
    assert.equal((await alarms()).length, 1, 'and once')
    const untouched = await store.read.$count(
      promises,
      and(inArray(promises.bridgeId, keptIds), eq(promises.state, 'used'), isNull(promises.why)),
    )
    assert.equal(untouched, 501)
  })
})

describe('money that was set aside and not paid out', () => {
  test('is released in one night, however many ran out together', async () => {
    clock.set('2026-03-10T01:30:00.000Z')
    const { id } = await checked(made, await dueLoan(made), at)
    given(await play.approve(id))
    const first = await play.now(id)
    const copies = await copiesOf(made, first, 230, () => ({ reservationId: null }))
    assert.equal(first.reservedUntil, '2026-03-14')
    clock.set('2026-03-15T01:30:00.000Z')
    await night()
    const ids = [id, ...copies.map((one) => one.id)]
    assert.equal(
      await store.read.$count(bridges, and(inArray(bridges.id, ids), eq(bridges.state, 'approval'))),
      231,
    )
  })

  test('stays for a day that is known where the calendar of its next clock is not, and stops nobody', async () => {
    clock.set('2026-03-10T01:30:00.000Z')
    const { id } = await checked(made, await dueLoan(made), at)
    const validUntil = day('2027-12-31')
    await store.transact((tx) => tx.update(promises).set({ validUntil }).where(eq(promises.bridgeId, id)))
    clock.set('2026-12-17T01:30:00.000Z')
    given(await play.approve(id))
    assert.deepEqual(
      [(await play.now(id)).reservedUntil, (await play.balances(at))[1]],
      ['2026-12-21', 90_000_000],
    )
    clock.set('2026-12-31T01:30:00.000Z')
    await night()
    assert.equal((await play.now(id)).state, 'reserved')
    assert.equal((await play.balances(at))[1], 0, 'its money is free')
    assert.equal(codeOf(await play.pay(id)), 'reservation-closed')
  })
})
