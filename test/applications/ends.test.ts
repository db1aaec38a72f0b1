import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { notices } from '../../db/tables/inbox.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import * as papers from '../../server/applications/actions-documents.ts'
import {
  applicationById,
  decline,
  expireApplications,
  expireOffers,
} from '../../server/applications/index.ts'
import { trailOf } from '../../server/audit/index.ts'
import { day, plusDays } from '../../server/money/day.ts'
import { expireNeeds, needById } from '../../server/needs/index.ts'
import { startOf } from '../../server/platform/clock.ts'
import { type Town, town } from '../support/app.ts'
import { table } from '../support/table.ts'
import { agreedCase, given, inHall, offered, onShelf, taken } from './played.ts'

const night = ({ clock }: Town, days: number) => {
  const on = plusDays(clock.today(), days)
  return byPlatform(startOf(on), on)
}
const stateOf = async ({ store }: Town, id: Parameters<typeof applicationById>[1]) =>
  (await applicationById(store.read, id))?.state
const toldOf = async ({ store }: Town, subjectId: string) =>
  (await store.read.select().from(notices)).filter((one) => one.subjectId === subjectId)

describe('a case that the firm agreed to', () => {
  test('ends after the thirtieth day without a contract, not on it, and both sides are told why', async () => {
    const made = await town()
    const { parts, store, cast } = made
    const { id, needId } = await agreedCase(made, await onShelf(made))
    assert.equal(await expireApplications(parts, night(made, 30)), 0)
    assert.equal(await expireApplications(parts, night(made, 31)), 1)
    assert.equal(await expireApplications(parts, night(made, 31)), 0)
    const ended = await applicationById(store.read, id)
    assert.deepEqual([ended?.state, ended?.dueOn, ended?.duePolicies], ['expired', null, ['supervision-1']])
    assert.equal((await needById(store.read, needId))?.state, 'published')
    const told = await toldOf(made, id)
    const causes = told.filter(({ words }) => words === 'applications.notice.ended-never-signed')
    const readers = causes.map(({ personId }) => personId)
    assert.deepEqual(
      [cast.lin, cast.zhou, cast.wu].map((one) => readers.includes(one.id)),
      [true, true, false],
    )
    const happened = (await trailOf(store.read, 'application', id)).map(({ happening }) => happening)
    assert.ok(happened.includes('applications.ended-never-signed'))
  })
})

describe('a case that no bank decides on', () => {
  const asking = { items: [{ kind: 'bank-statements' as const, words: '' }], words: '' }

  test('does not end while the firm owes papers, and then has the days that it stood still on top', async () => {
    const made = await town()
    const { parts, by, cast, clock } = made
    const one = await taken(
      made,
      { needId: (await inHall(made)).id, productId: await onShelf(made) },
      cast.zhou,
    )
    const ends = async (on: string) => {
      const today = day(on)
      await expireApplications(parts, byPlatform(startOf(today), today))
      return (await stateOf(made, one.id)) === 'expired'
    }
    // Taken on 10 March: thirty days are 9 April. The firm owes papers from 20 March on, and sends them on 13 April.
    clock.set('2026-03-20T01:30:00.000Z')
    given(await papers.returnForPapers(parts, by(cast.zhou), one.id, asking))
    assert.equal(await ends('2026-04-12'), false)
    clock.set('2026-04-13T01:30:00.000Z')
    given(await papers.resubmit(parts, by(cast.lin), one.id, '都在这里'))
    // Twenty-four days later than 9 April.
    assert.equal(await ends('2026-05-03'), false)
    assert.equal(await ends('2026-05-04'), true)
  })

  for (const { what, from, last, after } of table(`
    what                       | from       | last       | after
    without papers             | 2026-03-10 | 2026-04-09 | 2026-04-10
    over Spring Festival       | 2026-02-13 | 2026-03-15 | 2026-03-16
    with a day off at its end  | 2026-09-02 | 2026-10-02 | 2026-10-03
  `))
    test(`${what}: ends after its thirtieth calendar day, days off counted like others`, async () => {
      const made = await town()
      made.clock.set(`${from}T01:30:00.000Z`)
      const chosen = { needId: (await inHall(made)).id, productId: await onShelf(made) }
      const one = await taken(made, chosen, made.cast.zhou)
      for (const [on, state] of [
        [last, 'taken'],
        [after, 'expired'],
      ] as const) {
        await expireApplications(made.parts, byPlatform(startOf(day(on)), day(on)))
        assert.equal(await stateOf(made, one.id), state, on)
      }
    })
})

describe('a need whose days are over while banks work on it', () => {
  /** A case that was taken two days before the last day of its need. */
  async function late() {
    const made = await town()
    const productId = await onShelf(made)
    const need = await inHall(made)
    made.clock.forward(88 * 24 * 60)
    const one = await taken(made, { needId: need.id, productId }, made.cast.zhou)
    return { made, one, need }
  }

  test('ends with its cases on the day after, and its firm is told once', async () => {
    const { made, one, need } = await late()
    assert.equal(await expireApplications(made.parts, night(made, 2)), 0)
    assert.equal(await expireApplications(made.parts, night(made, 3)), 1)
    assert.equal(await stateOf(made, one.id), 'expired')
    assert.equal((await needById(made.store.read, need.id))?.state, 'expired')
    const ends = (await toldOf(made, need.id)).filter(({ words }) => words === 'needs.notice.expired')
    assert.equal(ends.filter(({ personId }) => personId === made.cast.lin.id).length, 1)
    assert.equal(await expireNeeds(made.store, night(made, 3)), 0)
  })

  test('waits for an offer that is still open, and ends when that lapses', async () => {
    const { made, one, need } = await late()
    await offered(made, one, made.cast.zhou, { validUntil: plusDays(made.clock.today(), 10) })
    assert.equal(await expireApplications(made.parts, night(made, 5)), 0)
    assert.equal(await expireOffers(made.store, night(made, 11)), 1)
    assert.equal((await needById(made.store.read, need.id))?.state, 'expired')
  })

  test('does not come back into the hall when its last bank says no', async () => {
    const { made, one, need } = await late()
    made.clock.forward(3 * 24 * 60)
    given(await decline(made.store, made.by(made.cast.zhou), one, { reason: 'outside-policy', words: '' }))
    assert.equal((await needById(made.store.read, need.id))?.state, 'expired')
  })
})
