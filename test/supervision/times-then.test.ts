import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { withdrawOffer } from '../../server/applications/actions-offers.ts'
import { recordContact } from '../../server/contacts/index.ts'
import { day } from '../../server/money/day.ts'
import { applied, given, inHall, offered, onShelf, takenUp } from '../applications/played.ts'
import { runningTown } from '../support/app.ts'
import { waitingCase } from './played.ts'

/*
 * Six cases of one bank are taken up on 10 March, and on the 12th it has offered on five of them. Afterwards it offers on one of
 * these anew, says no to none, takes up two more, and writes down on the 16th that it had called the sixth firm on the 12th.
 */

async function sixCases() {
  const made = await runningTown()
  const { cast, clock } = made
  clock.set('2026-03-10T01:30:00.000Z')
  const productId = await onShelf(made)
  const cases = [await takenUp(made, await waitingCase(made), cast.zhou)]
  while (cases.length < 6)
    cases.push(
      await takenUp(made, await applied(made, { needId: (await inHall(made)).id, productId }), cast.zhou),
    )
  clock.set('2026-03-12T01:30:00.000Z')
  const offers = []
  for (const one of cases.slice(0, 5)) offers.push(await offered(made, one, cast.zhou))
  return { ...made, productId, cases, offers }
}
type Made = Awaited<ReturnType<typeof sixCases>>

async function goOn(made: Made) {
  const { parts, by, cast, clock, productId, cases, offers } = made
  clock.set('2026-03-16T01:30:00.000Z')
  const [offer, one, called] = [offers[0], cases[0], cases[5]]
  assert.ok(offer && one && called)
  given(await withdrawOffer(parts, by(cast.zhou), offer.id, '金额有误'))
  given(
    await recordContact(parts.store, by(cast.zhou), called, {
      ...{ way: 'phone', reachedOn: day('2026-03-12'), note: '约好上门' },
    }),
  )
  for (let count = 0; count < 2; count += 1) {
    const late = await applied(made, { needId: (await inHall(made)).id, productId })
    clock.set('2026-03-18T01:30:00.000Z')
    await takenUp(made, late, cast.zhou)
  }
  await offered(made, one, cast.zhou)
}

const reading = async (made: Made, url: string) => (await made.browserOf(made.cast.lu)).get(url)

const tablesIn = (body: string) =>
  [...body.matchAll(/<table[\s\S]*?<\/table>/g)].map(([table]) =>
    [...table.matchAll(/<(?:td|th)[^>]*>([\s\S]*?)<\/(?:td|th)>/g)].map(([, cell = '']) =>
      cell
        .replace(/<[^>]*>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    ),
  )

describe('the times of banks as of a past day', () => {
  test('are those that were known at its end, whatever is done and written down later', async () => {
    const made = await sixCases()
    const asked = tablesIn((await reading(made, '/bureau/times')).body)
    assert.ok(
      asked.some((cells) => cells.includes('2 个工作日')),
      'there is something to be told',
    )
    await goOn(made)
    const { statusCode, body } = await reading(made, '/bureau/times?on=2026-03-12')
    assert.equal(statusCode, 200)
    assert.match(body, /2026-03-12 日终/)
    assert.deepEqual(tablesIn(body), asked)
    assert.notDeepEqual(tablesIn((await reading(made, '/bureau/times')).body), asked)
    made.clock.set('2027-02-01T01:30:00.000Z')
    assert.deepEqual(tablesIn((await reading(made, '/bureau/times?on=2026-03-12')).body), asked)
  })

  test('leave the answer of a case where its first offer stood', async () => {
    const made = await sixCases()
    const decisions = (body: string) => tablesIn(body)[2]
    const before = decisions((await reading(made, '/bureau/times')).body)
    await goOn(made)
    assert.deepEqual(decisions((await reading(made, '/bureau/times')).body), before)
  })

  test('are refused before the first case, for a day to come and for no day, with what was typed', async () => {
    const made = await sixCases()
    for (const [on, says] of [
      ['2026-03-09', /最早可查 2026-03-10/],
      ['2026-03-13', /最近可查 2026-03-12/],
      ['soon', /这不是一个日期/],
    ] as const) {
      const { statusCode, body } = await reading(made, `/bureau/times?on=${on}`)
      assert.equal(statusCode, 422, on)
      assert.match(body, says)
      assert.ok(body.includes(`value="${on}"`), on)
      assert.deepEqual(tablesIn(body), [])
    }
    assert.equal((await reading(made, '/bureau/times?on=2026-03-10')).statusCode, 200)
    const bank = await made.browserOf(made.cast.zhou)
    assert.equal((await bank.get('/times?on=2026-03-11')).statusCode, 200)
    assert.equal((await bank.get('/times?on=2026-03-13')).statusCode, 422)
  })

  test('are taken away with their day', async () => {
    const made = await sixCases()
    const head = await made.browserOf(made.cast.lu)
    const { headers, statusCode } = await head.post('/bureau/times/exports', { on: '2026-03-11' })
    assert.equal(statusCode, 200)
    assert.match(String(headers['content-disposition']), /times-2026-03-11\.xlsx/)
    assert.match((await head.get('/bureau/times/print?on=2026-03-11')).body, /2026-03-11 日终/)
  })
})
