import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { countRows } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { inboxes } from '../../db/tables/inbox.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { notify, read, sweepNotices } from '../../server/inbox/index.ts'
import { newId } from '../../server/platform/ids.ts'
import { refuse } from '../../server/platform/outcome.ts'
import { runningTown } from '../support/app.ts'
import { anotherPerson } from '../support/world.ts'
import { aboutNeed, telling } from './telling.ts'

describe('a notice', () => {
  test('is not there when what happened is undone', async () => {
    const { store, by, cast, all, counts } = telling(await runningTown())
    await store.transact(async (tx) => {
      await notify(tx, by(cast.zhou), { ...aboutNeed, to: [{ person: cast.lin.id }] })
      return refuse('stale')
    })
    assert.deepEqual(await all(), [])
    assert.equal(await counts(cast.lin), 0)
  })

  test('reaches all people of a firm, and nobody of another', async () => {
    const { tell, toldOf, cast } = telling(await runningTown())
    assert.equal(await tell([{ firm: cast.enterpriseIds.linFirm }]), 2)
    assert.deepEqual(await toldOf(), new Set([cast.lin.id, cast.xu.id]))
  })

  test('reaches the officer of the case; without one, all who work at the desks of the bank', async () => {
    const { tell, toldOf, cast } = telling(await runningTown())
    const bank = cast.institutionIds.bankA
    assert.equal(await tell([{ bank, officer: cast.zhou.id }]), 1)
    assert.deepEqual(await toldOf(), new Set([cast.zhou.id]))
    assert.equal(await tell([{ bank, officer: null }]), 2)
    assert.equal(await tell([{ managersOf: bank }]), 1)
    // An officer of another bank is nobody here.
    assert.equal(await tell([{ bank, officer: cast.wu.id }]), 2)
    assert.deepEqual(await toldOf(), new Set([cast.zhou.id, cast.qian.id]))
  })

  test('reaches the desk in place of an officer who was switched off, and never him', async () => {
    const { tell, toldOf, cast, store } = telling(await runningTown())
    await store.transact((tx) =>
      tx.update(people).set({ state: 'disabled' }).where(eq(people.id, cast.zhou.id)),
    )
    await tell([{ bank: cast.institutionIds.bankA, officer: cast.zhou.id }, { person: cast.zhou.id }])
    assert.deepEqual(await toldOf(), new Set([cast.qian.id]))
  })

  test('reaches the bureau of the place and of what it lies in, not that of another place', async () => {
    const made = telling(await runningTown())
    const { tell, toldOf, cast } = made
    const here = await anotherPerson(made, 'bureau-analyst', { region: '340603' })
    await anotherPerson(made, 'bureau-analyst', { region: '340604' })
    await anotherPerson(made, 'bureau-head', { region: '3407' })
    await tell([{ bureauOf: '340603001' }])
    assert.deepEqual(await toldOf(), new Set([cast.qin.id, cast.lu.id, here.id]))
  })

  test('is not told to who did it himself, and once to who is meant twice', async () => {
    const { tell, toldOf, by, cast, counts } = telling(await runningTown())
    const to = [{ firm: cast.enterpriseIds.linFirm }, { person: cast.xu.id }]
    assert.equal(await tell(to, {}, by(cast.lin)), 1)
    assert.deepEqual(await toldOf(), new Set([cast.xu.id]))
    assert.equal(await counts(cast.xu), 1)
  })

  test('under a key is told once to each, however often the work runs', async () => {
    const { tell, cast, counts } = telling(await runningTown())
    const once = { once: 'repayment 2026-03-15' }
    assert.equal(await tell([{ person: cast.xu.id }], once), 1)
    assert.equal(await tell([{ firm: cast.enterpriseIds.linFirm }], once), 1)
    assert.equal(await tell([{ firm: cast.enterpriseIds.linFirm }], once), 0)
    assert.deepEqual([await counts(cast.xu), await counts(cast.lin)], [1, 1])
    assert.equal(await tell([{ person: cast.lin.id }]), 1)
  })

  test('that was read is off the count once, by whichever way it is read', async () => {
    const { tell, cast, counts, store, by, all } = telling(await runningTown())
    for (let n = 0; n < 4; n += 1) await tell([{ firm: cast.enterpriseIds.linFirm }])
    await tell([{ firm: cast.enterpriseIds.linFirm }], { subject: { kind: 'need', id: 'n2' } })
    const mine = (await all()).filter(({ personId }) => personId === cast.lin.id)
    const [first, second] = mine
    assert.ok(first && second)
    const reading = async (which: Parameters<typeof read>[3]) => {
      const outcome = await read(store, by(cast.lin), cast.lin.id, which)
      return outcome.ok ? outcome.count : -1
    }
    assert.equal(await reading({ id: first.id }), 1)
    assert.equal(await reading({ id: first.id }), 0)
    assert.equal(await reading({ through: second.id }), 1)
    assert.equal(await counts(cast.lin), 3)
    assert.equal(await reading({ subject: { kind: 'need', id: 'n2' }, kind: 'messages' }), 0)
    assert.equal(await reading({ subject: { kind: 'need', id: 'n2' }, kind: 'needs' }), 1)
    assert.deepEqual([await counts(cast.lin), await counts(cast.xu)], [2, 5])
  })

  test('of somebody else is read by nobody', async () => {
    const { tell, cast, counts, store, by, all } = telling(await runningTown())
    await tell([{ person: cast.lin.id }])
    const [notice] = await all()
    assert.ok(notice)
    await read(store, by(cast.xu), cast.xu.id, { id: notice.id })
    assert.equal(await counts(cast.lin), 1)
  })

  test('leaves the count right when many are told and read at once', async () => {
    const { tell, cast, counts, store, by } = telling(await runningTown())
    const through = newId<'notice'>()
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        n % 4 === 3
          ? read(store, by(cast.lin), cast.lin.id, { through })
          : tell([{ firm: cast.enterpriseIds.linFirm }]),
      ),
    )
    await counts(cast.lin)
    assert.equal(await counts(cast.xu), 15)
  })

  test('is forgotten a year after it was read, and never before it is read', async () => {
    const { tell, cast, clock, store, by, all } = telling(await runningTown())
    await tell([{ person: cast.lin.id }])
    await tell([{ person: cast.xu.id }])
    const [mine] = (await all()).filter(({ personId }) => personId === cast.lin.id)
    assert.ok(mine)
    await read(store, by(cast.lin), cast.lin.id, { id: mine.id })
    const night = () => sweepNotices(store, byPlatform(clock.now(), clock.today()))
    clock.forward(364 * 24 * 60)
    await night()
    assert.equal((await all()).length, 2)
    clock.forward(2 * 24 * 60)
    await night()
    assert.deepEqual(
      (await all()).map(({ personId }) => personId),
      [cast.xu.id],
    )
  })

  test('that counts less than nothing cannot be', async () => {
    const { store, cast } = telling(await runningTown())
    await assert.rejects(
      store.transact(async (tx) => {
        await tx.insert(inboxes).values({ personId: cast.lin.id, unread: -1, stamp: 1 })
      }),
    )
    const [row] = await store.read.select({ count: countRows() }).from(inboxes)
    assert.equal(row?.count, 0)
  })
})
