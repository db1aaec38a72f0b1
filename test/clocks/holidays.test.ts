import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { byPlatform } from '../../server/accounts/index.ts'
import { applicationById } from '../../server/applications/index.ts'
import { runDispatches } from '../../server/dispatches/index.ts'
import { dispatchesOf } from '../../server/dispatches/rows.ts'
import { agreed, inHall, offered, onShelf, taken } from '../applications/played.ts'
import { town } from '../support/app.ts'
import { table } from '../support/table.ts'

describe('a step over holidays and worked weekends', () => {
  // The decision has ten working days, the contract five, a dispatch two. In 2026 the Saturdays 14 and 28 February and
  // 10 October are worked, and so is Sunday 20 September; 15 to 23 February and 1 to 7 October are off.
  for (const { from, decision, signing, dispatch } of table(`
    from       | decision   | signing    | dispatch
    2026-02-13 | 2026-03-05 | 2026-02-27 | 2026-02-24
    2026-02-12 | 2026-03-04 | 2026-02-26 | 2026-02-14
    2026-09-29 | 2026-10-19 | 2026-10-12 | 2026-10-08
  `))
    test(`that begins on ${from} is due on the working day of the calendar`, async () => {
      const made = await town()
      const { cast, clock, store, parts } = made
      clock.set(`${from}T01:30:00.000Z`)
      const productId = await onShelf(made)
      const need = await inHall(made)
      const night = () => runDispatches(parts, byPlatform(clock.now(), clock.today()))
      await night()
      const sent = async () => (await dispatchesOf(store.read, need.id)).map((one) => one.dispatch)
      assert.deepEqual(
        (await sent()).map(({ dueOn }) => dueOn),
        [dispatch],
      )
      // It waits through its whole day, and no longer.
      clock.set(`${dispatch}T10:00:00.000Z`)
      await night()
      assert.deepEqual(
        (await sent()).map(({ state }) => state),
        ['waiting'],
      )
      clock.forward(24 * 60)
      await night()
      assert.deepEqual(
        (await sent()).map(({ state }) => state),
        ['timed-out'],
      )

      clock.set(`${from}T02:30:00.000Z`)
      const one = await taken(made, { needId: (await inHall(made)).id, productId }, cast.zhou)
      assert.equal(one.dueOn, decision)
      await agreed(made, await offered(made, one, cast.zhou))
      assert.equal((await applicationById(store.read, one.id))?.dueOn, signing)
    })
})
