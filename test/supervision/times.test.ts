import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { referencePolicies } from '../../seeds/reference/policies.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import * as papers from '../../server/applications/actions-documents.ts'
import { expireApplications } from '../../server/applications/index.ts'
import { sign } from '../../server/loans/index.ts'
import { day } from '../../server/money/day.ts'
import { startOf } from '../../server/platform/clock.ts'
import { calendarOf, policyBook } from '../../server/policies/index.ts'
import { finishedSteps } from '../../server/supervision/rows-times.ts'
import { takenBy, takenKey, takenOf, workdaysTaken } from '../../server/supervision/times.ts'
import { agreedCase, applied, given, inHall, offered, onShelf, takenUp } from '../applications/played.ts'
import { drawn } from '../loans/contract.ts'
import { runningTown, town } from '../support/app.ts'
import { table, whole } from '../support/table.ts'
import { waitingCase } from './played.ts'

const calendar = calendarOf(policyBook(referencePolicies))
const all = { region: '3406', since: startOf(day('2026-01-01')) }

describe('working days taken', () => {
  for (const row of table(`
    what                         | from       | to         | stopped    | on again   | took
    the same day                 | 2026-03-10 | 2026-03-10 |            |            | 0
    over a weekend               | 2026-03-13 | 2026-03-16 |            |            | 1
    over Spring Festival         | 2026-02-13 | 2026-02-25 |            |            | 3
    stopped in between           | 2026-03-10 | 2026-03-20 | 2026-03-12 | 2026-03-17 | 5
    stopped before it began      | 2026-03-10 | 2026-03-20 | 2026-03-02 | 2026-03-12 | 6
    stopped until after its end  | 2026-03-10 | 2026-03-20 | 2026-03-18 | 2026-03-27 | 6
  `))
    test(row.what, () => {
      const stops = row.stopped ? [{ from: day(row.stopped), to: day(row['on again']) }] : []
      const step = { bank: 'a', step: 'decision', from: day(row.from), to: day(row.to), stops } as const
      assert.equal(workdaysTaken(calendar, step), whole(row.took))
    })

  test('median and 90th percentile are nearest ranks', () => {
    assert.equal(takenOf([]), null)
    for (const [days, median, ninetieth] of [
      [[4], 4, 4],
      [[1, 2], 1, 2],
      [[3, 1, 2], 2, 3],
      [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5, 9],
      [[10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 11], 6, 10],
    ] as const)
      assert.deepEqual(takenOf(days), { count: days.length, median, ninetieth })
  })
})

describe('the times of a bank', () => {
  test('are counted from finished steps, without the days on which the firm owed papers', async () => {
    const made = await runningTown()
    const { parts, store, by, cast, clock } = made
    const waiting = await waitingCase(made)
    clock.set('2026-03-12T01:30:00.000Z')
    const one = await takenUp(made, waiting, cast.zhou)
    clock.set('2026-03-13T01:30:00.000Z')
    const list = { items: [{ kind: 'bank-statements' as const, words: '' }], words: '' }
    given(await papers.returnForPapers(parts, by(cast.zhou), one.id, list))
    clock.set('2026-03-18T01:30:00.000Z')
    given(await papers.resubmit(parts, by(cast.lin), one.id, '都在这里'))
    clock.set('2026-03-20T01:30:00.000Z')
    await offered(made, one, cast.zhou)
    const scope = { region: '3406', since: startOf(day('2026-01-01')) }
    const taken = takenBy(calendar, await finishedSteps(store.read, scope))
    const { bankA, bankB } = cast.institutionIds
    assert.deepEqual(taken.get(takenKey(bankA, 'accept')), { count: 1, median: 2, ninetieth: 2 })
    // Six working days from 12 to 20 March, three of them without papers.
    assert.deepEqual(taken.get(takenKey(bankA, 'decision')), { count: 1, median: 3, ninetieth: 3 })
    assert.deepEqual(taken.get(takenKey(null, 'decision')), taken.get(takenKey(bankA, 'decision')))
    assert.equal(taken.get(takenKey(bankB, 'accept')), undefined)
    assert.deepEqual(await finishedSteps(store.read, { ...scope, region: '340604' }), [])
  })

  test('of a report are counted from the day on which the contract was recorded, as its due day is', async () => {
    const made = await town()
    const { parts, store, by, cast, clock } = made
    clock.set('2026-03-10T01:30:00.000Z')
    const { id } = await agreedCase(made, await onShelf(made))
    clock.set('2026-03-18T01:30:00.000Z')
    const contract = { signedOn: day('2026-03-11'), contractNumber: 'HT-1', register: 'none' } as const
    const { loan } = given(await sign(parts, by(cast.zhou), id, contract))
    clock.set('2026-03-20T01:30:00.000Z')
    await drawn(made, loan, 50_000_000)
    const taken = takenBy(calendar, await finishedSteps(store.read, all))
    assert.equal(taken.get(takenKey(null, 'report'))?.median, 2)
    assert.equal(taken.get(takenKey(null, 'signing'))?.median, 1)
  })

  test('count what the hard stop ended, taken up or not, until then', async () => {
    const made = await town()
    const { parts, store, clock } = made
    const one = await waitingCase(made)
    await takenUp(made, one, made.cast.zhou)
    const productId = await onShelf(made)
    await applied(made, { needId: (await inHall(made)).id, productId })
    clock.set('2026-04-10T01:30:00.000Z')
    const ended = await expireApplications(parts, byPlatform(clock.now(), clock.today()))
    assert.equal(ended, 2)
    const taken = takenBy(calendar, await finishedSteps(store.read, all))
    // From Tuesday 10 March to Friday 10 April, Qingming on Monday 6 April off.
    assert.deepEqual(taken.get(takenKey(null, 'decision')), { count: 1, median: 22, ninetieth: 22 })
    assert.deepEqual(taken.get(takenKey(null, 'accept')), { count: 2, median: 0, ninetieth: 22 })
  })

  test('are shown from the fifth case on, to the bureau and to the bank itself', async () => {
    const made = await runningTown()
    const { browserOf, cast, clock } = made
    const one = await waitingCase(made)
    await takenUp(made, one, cast.zhou)
    const few = (await (await browserOf(cast.lu)).get('/bureau/times')).body
    assert.match(few, /少于 5 件/)
    const productId = await onShelf(made)
    for (let count = 0; count < 4; count += 1) {
      await takenUp(made, await applied(made, { needId: (await inHall(made)).id, productId }), cast.zhou)
    }
    assert.equal(
      (await (await browserOf(cast.lu)).get('/bureau/times')).body.match(/少于 5 件/g)?.length,
      few.match(/少于 5 件/g)?.length,
      'within the minute',
    )
    clock.forward(1)
    assert.match((await (await browserOf(cast.lu)).get('/bureau/times')).body, /0 个工作日/)
    assert.match((await (await browserOf(cast.zhou)).get('/times')).body, /0 个工作日/)
  })
})
