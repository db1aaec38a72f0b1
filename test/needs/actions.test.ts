import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { enterprises } from '../../db/tables/enterprises.ts'
import { trailOf } from '../../server/audit/index.ts'
import { publish } from '../../server/matching/actions.ts'
import { day } from '../../server/money/day.ts'
import {
  changeDraft,
  expireNeeds,
  giveBack,
  moveNeed,
  sendIn,
  withdraw,
  writeDraft,
} from '../../server/needs/actions.ts'
import { needById, needFor, needsToReview } from '../../server/needs/index.ts'
import { needsOf } from '../../server/needs/rows.ts'
import { Forbidden, NotFound } from '../../server/web.ts'
import { town } from '../support/app.ts'
import { drafted, firmOfPerson, once, sampleDraft, sentIn } from './sample-draft.ts'

const refusedFor = (outcome: { ok: boolean; refusal?: { code: string } }): string =>
  outcome.ok ? 'not refused' : (outcome.refusal?.code ?? '')

describe('a need on its way into the hall', () => {
  test('what a draft says wrong is refused, and nothing is kept', async () => {
    const made = await town()
    const { cast, parts, by, store } = made
    const firm = await firmOfPerson(made, cast.lin)
    const past = sampleDraft({ wantedBy: day('2026-03-09') })
    assert.equal(refusedFor(await writeDraft(parts, by(cast.lin), firm, past)), 'wanted-by-past')
    const telling = sampleDraft({ story: `${firm.name}急用` })
    assert.equal(refusedFor(await writeDraft(parts, by(cast.lin), firm, telling)), 'story-tells-name')
    assert.deepEqual(await needsOf(store.read, firm.id, 10, 0), [])
  })

  test('the same form sent twice makes one need', async () => {
    const made = await town()
    const { cast, parts, by, store } = made
    const firm = await firmOfPerson(made, cast.lin)
    const mine = once(by(cast.lin), 'a-form')
    const [first, second] = [
      await writeDraft(parts, mine, firm, sampleDraft()),
      await writeDraft(parts, mine, firm, sampleDraft()),
    ]
    assert.equal(first.ok, true)
    assert.equal(refusedFor(second), 'already-submitted')
    assert.equal((await needsOf(store.read, firm.id, 10, 0)).length, 1)
  })

  test('the same draft written again is the draft that is there; another word makes another', async () => {
    const made = await town()
    const { cast, parts, by, store } = made
    const firm = await firmOfPerson(made, cast.lin)
    const written = async (changes = {}) => {
      const outcome = await writeDraft(parts, by(cast.lin), firm, sampleDraft(changes))
      assert.ok(outcome.ok)
      return outcome.need
    }
    const first = await written()
    assert.equal((await written()).id, first.id)
    const other = await written({ story: '棉纱涨价，想趁早备料，再加一批。' })
    assert.notEqual(other.id, first.id)
    assert.ok((await sendIn(parts, by(cast.lin), firm, first.id)).ok)
    assert.notEqual((await written()).id, first.id, 'what was sent in is no draft any more')
    assert.equal((await needsOf(store.read, firm.id, 10, 0)).length, 3)
  })

  test('a firm under review may draft, and is refused when it sends in', async () => {
    const made = await town()
    const { cast, parts, by, store } = made
    const need = await drafted(made, cast.fang)
    await store.transact(async (tx) => {
      await tx.update(enterprises).set({ state: 'under-review' }).where(eq(enterprises.id, need.enterpriseId))
    })
    const firm = await firmOfPerson(made, cast.fang)
    assert.equal((await writeDraft(parts, by(cast.fang), firm, sampleDraft())).ok, true)
    assert.equal(refusedFor(await sendIn(parts, by(cast.fang), firm, need.id)), 'firm-not-verified')
    assert.equal((await needById(store.read, need.id))?.state, 'draft')
  })

  test('an older version of a draft changes nothing, and a need that was sent in is not changed at all', async () => {
    const made = await town()
    const { cast, parts, by } = made
    const firm = await firmOfPerson(made, cast.lin)
    const need = await drafted(made, cast.lin)
    const first = await changeDraft(parts, by(cast.lin), firm, need, sampleDraft({ months: 6 }))
    assert.equal(first.ok && first.need.months, 6)
    const late = await changeDraft(parts, by(cast.xu), firm, need, sampleDraft({ months: 9 }))
    assert.equal(refusedFor(late), 'stale')
    assert.equal((await sendIn(parts, by(cast.lin), firm, need.id)).ok, true)
    const after = await changeDraft(parts, by(cast.lin), firm, need, sampleDraft({ months: 9 }))
    assert.equal(refusedFor(after), 'need-not-draft')
  })

  test('the bureau gives it back with words, the firm mends it, and the trail keeps both', async () => {
    const made = await town()
    const { cast, parts, by, store } = made
    const { id } = await sentIn(made, cast.lin)
    assert.deepEqual(
      (await needsToReview(store.read, '3406')).map((one) => one.id),
      [id],
    )
    assert.deepEqual(await needsToReview(store.read, '340621'), [])
    assert.equal((await giveBack(store, by(cast.qin), id, '请写清用途')).ok, true)
    const returned = await needById(store.read, id)
    assert.equal(returned?.state, 'draft')
    assert.equal(returned?.returnedFor, '请写清用途')
    const again = await giveBack(store, by(cast.qin), id, '请写清用途')
    assert.equal(refusedFor(again), 'need-move-not-allowed')
    if (!returned) return
    const firm = await firmOfPerson(made, cast.lin)
    const mended = await changeDraft(parts, by(cast.lin), firm, returned, sampleDraft())
    assert.equal(mended.ok && mended.need.returnedFor, null)
    const trail = await trailOf(store.read, 'need', id)
    assert.deepEqual(
      trail.map(({ happening, why }) => [happening, why]),
      [
        ['needs.changed', null],
        ['needs.returned', '请写清用途'],
        ['needs.under-review', null],
        ['needs.drafted', null],
      ],
    )
  })

  test('region and industry are kept as the hall filters them, and no name is searched for while anonymous', async () => {
    const made = await town()
    const { cast } = made
    const hidden = await drafted(made, cast.lin)
    const open = await drafted(made, cast.lin, { nameShown: 'shown' })
    assert.equal(hidden.region, '340603001')
    assert.equal(hidden.industry, 'C17')
    assert.equal(hidden.number, 'XQ20260310-0001')
    assert.ok(hidden.search.includes('纺织业') && hidden.search.includes('xsq'))
    assert.ok(!hidden.search.includes('临涣'))
    assert.ok(open.search.includes('临涣') && open.search.includes('lhfz'))
  })
})

describe('a need on its way out', () => {
  test('it is withdrawn once, and not while a bank works on it', async () => {
    const made = await town()
    const { cast, by, store } = made
    const need = await drafted(made, cast.lin)
    assert.equal((await withdraw(store, by(cast.lin), need.id)).ok, true)
    assert.equal(refusedFor(await withdraw(store, by(cast.lin), need.id)), 'need-move-not-allowed')
    const busy = await sentIn(made, cast.lin)
    const published = await publish(made.parts, by(cast.qin), busy.id)
    assert.equal(published.ok, true)
    if (!published.ok) return
    await store.transact((tx) => moveNeed(tx, by(cast.zhou), published.need, 'in-progress'))
    assert.equal(refusedFor(await withdraw(store, by(cast.lin), busy.id)), 'need-in-progress')
  })

  test('a move that the table does not know, or of a need that has changed, is refused', async () => {
    const made = await town()
    const { cast, by, store } = made
    const need = await drafted(made, cast.lin)
    const leap = await store.transact((tx) => moveNeed(tx, by(cast.lin), need, 'financed'))
    assert.equal(refusedFor(leap), 'need-move-not-allowed')
    const old = { ...need, version: 0 }
    const late = await store.transact((tx) => moveNeed(tx, by(cast.lin), old, 'under-review'))
    assert.equal(refusedFor(late), 'stale')
  })

  test('it expires the day after its last, unless a bank works on it', async () => {
    const made = await town()
    const { cast, by, store, clock, parts } = made
    const quiet = await sentIn(made, cast.lin)
    const busy = await sentIn(made, cast.fang)
    await publish(parts, by(cast.qin), quiet.id)
    const taken = await publish(parts, by(cast.qin), busy.id)
    if (taken.ok) await store.transact((tx) => moveNeed(tx, by(cast.zhou), taken.need, 'in-progress'))
    assert.equal((await needById(store.read, quiet.id))?.expiresOn, '2026-06-08')
    clock.set('2026-06-08T02:00:00.000Z')
    assert.equal(await expireNeeds(store, by(cast.qin)), 0)
    clock.set('2026-06-09T02:00:00.000Z')
    assert.equal(await expireNeeds(store, by(cast.qin)), 1)
    assert.equal((await needById(store.read, quiet.id))?.state, 'expired')
    assert.equal((await needById(store.read, busy.id))?.state, 'in-progress')
  })
})

describe('who may know of a need', () => {
  test('its firm, the bureau once it is sent in, and banks once it is published', async () => {
    const made = await town()
    const { cast, store, parts, by } = made
    const need = await drafted(made, cast.lin)
    const knows = (name: keyof typeof cast & ('lin' | 'xu' | 'fang' | 'zhou' | 'qin' | 'he')) =>
      needFor(store.read, cast[name], need.id).then(
        () => 'yes',
        (error) =>
          error instanceof NotFound ? 'not found' : error instanceof Forbidden ? 'forbidden' : 'broken',
      )
    const all = async () => Promise.all((['lin', 'xu', 'fang', 'zhou', 'qin', 'he'] as const).map(knows))
    const hidden = 'not found'
    assert.deepEqual(await all(), ['yes', 'yes', hidden, hidden, hidden, hidden])
    await sendIn(parts, by(cast.lin), await firmOfPerson(made, cast.lin), need.id)
    assert.deepEqual(await all(), ['yes', 'yes', hidden, hidden, 'yes', hidden])
    await publish(parts, by(cast.qin), need.id)
    assert.deepEqual(await all(), ['yes', 'yes', hidden, 'yes', 'yes', hidden])
  })
})
