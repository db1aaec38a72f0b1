import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq, sql } from 'drizzle-orm'
import { applications } from '../../db/tables/applications.ts'
import { resubmit, returnForPapers } from '../../server/applications/actions-documents.ts'
import { runningRequest } from '../../server/documents/index.ts'
import { day, plusDays } from '../../server/money/day.ts'
import { present } from '../../server/platform/assert.ts'
import { newId } from '../../server/platform/ids.ts'
import { bandOf, bands } from '../../server/queue/band.ts'
import { neighbourOf, queueOf, standings } from '../../server/queue/rows.ts'
import { applied, given, inHall, offered, onShelf, taken } from '../applications/played.ts'
import { signed } from '../loans/contract.ts'
import { town } from '../support/app.ts'

const days = { today: day('2026-03-20'), soon: day('2026-03-25') }

/** Cases at every state with days around today, papers asked for, and contracts to report. */
async function desk() {
  const made = await town()
  const { cast, store } = made
  const productId = await onShelf(made)
  const need = async () => ({ needId: (await inHall(made)).id, productId })
  await applied(made, await need())
  await offered(made, await taken(made, await need(), cast.zhou), cast.zhou)
  await signed(made)
  const asked = await taken(made, await need(), cast.zhou)
  made.clock.forward(60)
  const items = [{ kind: 'bank-statements', words: '' }] as const
  given(await returnForPapers(made.parts, made.by(cast.zhou), asked.id, { items, words: '请补流水。' }))
  const model = await taken(made, await need(), cast.zhou)
  await store.transact(async (tx) => {
    for (let at = 0; at < 24; at += 1)
      await tx.insert(applications).values({
        ...model,
        ...{ id: newId<'application'>(), number: `SQ-${at}`, dueOn: plusDays(days.today, at - 8) },
        ...{ state: at % 2 ? ('agreed' as const) : ('taken' as const) },
        contactedOn: at % 3 ? days.today : null,
        officerId: at % 5 ? cast.zhou.id : null,
      })
  })
  return { ...made, asked }
}

test('the bands of the database are those of the rule, and the figures count what the lists show', async () => {
  const made = await desk()
  const { store, cast } = made
  const institutionId = cast.institutionIds.bankA
  for (const officerId of [cast.zhou.id, null]) {
    const whose = { institutionId, officerId }
    const all = await queueOf(store.read, whose, null, days, 100, 0)
    assert.equal(all.length, 24 + 5)
    const counted = await standings(store.read, whose)
    for (const band of bands) {
      const listed = await queueOf(store.read, whose, band, days, 100, 0)
      for (const row of listed) assert.equal(bandOf(row, days.today, days.soon), band)
      const expected = all.filter((row) => bandOf(row, days.today, days.soon) === band)
      assert.deepEqual(
        listed.map(({ id }) => id),
        expected.map(({ id }) => id),
        band,
      )
      const count = counted
        .filter((one) => bandOf(one, days.today, days.soon) === band)
        .reduce((sum, one) => sum + one.count, 0)
      assert.equal(count, listed.length, band)
      assert.ok(listed.length > 0, `${band} is tried`)
    }
    // What waits for the firm comes last; before that the nearest day first, and pages go on where the last ended.
    const places = all.map(({ waits, dueOn }) => `${Number(waits)} ${dueOn ?? '9999'}`)
    assert.deepEqual(places, places.toSorted())
    const paged = [
      ...(await queueOf(store.read, whose, null, days, 20, 0)),
      ...(await queueOf(store.read, whose, null, days, 20, 20)),
    ]
    assert.deepEqual(
      paged.map(({ id }) => id),
      all.map(({ id }) => id),
    )
  }
})

test('a case that the firm was not reached in stands at the day of its first contact', async () => {
  const made = await desk()
  const { store, cast } = made
  const [one] = await store.read.select().from(applications).where(eq(applications.number, 'SQ-18'))
  assert.ok(one?.contactDueOn && one.contactedOn === null && one.dueOn && one.contactDueOn < one.dueOn)
  const whose = { institutionId: cast.institutionIds.bankA, officerId: cast.zhou.id }
  const found = (await queueOf(store.read, whose, 'late', days, 100, 0)).find(({ id }) => id === one.id)
  assert.equal(found?.dueOn, one.contactDueOn)
})

test('a case that waits for papers stands at the day of its request, since it was asked for', async () => {
  const made = await desk()
  const { store, cast, application } = { ...made, application: made.asked }
  const whose = { institutionId: cast.institutionIds.bankA, officerId: cast.zhou.id }
  const request = present(await runningRequest(store.read, application.id), 'the request')
  const all = await queueOf(store.read, whose, null, days, 100, 0)
  const found = all.find(({ id }) => id === application.id)
  assert.deepEqual(
    [found?.waits, found?.papersDueOn, found?.papersDuePolicy],
    [true, request.dueOn, request.duePolicy],
  )
  // A moment or a day, so each database writes it in its own way.
  const since = Date.parse(present(found, 'the case in the queue').since)
  assert.equal(since, Date.parse(request.owedSince))
  assert.ok(since > Date.parse(present(application.takenAt, 'when it was taken')))
  assert.equal(all.filter(({ papersDueOn }) => papersDueOn !== null).length, 1)
  // Among what waits for the firm it stands by that day, before an offer that is open longer, and says that it is paused.
  const offer = present(
    all.find(({ state }) => state === 'offered'),
    'the offer',
  )
  await store.transact((tx) =>
    tx
      .update(applications)
      .set({ dueOn: plusDays(present(request.dueOn, 'the day of the papers'), 1) })
      .where(eq(applications.number, offer.number)),
  )
  for (const officerId of [cast.zhou.id, null]) {
    const turn = await queueOf(store.read, { ...whose, officerId }, 'firm', days, 100, 0)
    assert.deepEqual(
      turn.map(({ id }) => id).filter((id) => id === application.id || id === offer.id),
      [application.id, offer.id],
    )
    const next = await neighbourOf(store.read, { ...whose, officerId }, 'firm', days, application.id, 1)
    assert.equal(next.stop?.caseId, offer.id)
  }
  // Answered, the day is the bank's again.
  given(await resubmit(made.parts, made.by(cast.lin), application.id, '这些先看。'))
  const after = await queueOf(store.read, whose, null, days, 100, 0)
  assert.equal(after.find(({ id }) => id === application.id)?.papersDueOn, null)
})

/* A rebuild of the table by drizzle-kit forgets them: whoever makes one makes these again, as migration 0035 does. */
test('the desk is read by its indexes', async () => {
  const { store } = await town()
  const [name, list] =
    store.dialect === 'sqlite' ? [sql`name`, sql`sqlite_master`] : [sql`indexname`, sql`pg_indexes`]
  const found = await store.read
    .select({ name: sql<string>`${name}` })
    .from(list)
    .where(sql`${name} in ('applications_desk', 'applications_bank_desk')`)
  assert.equal(found.length, 2)
})
