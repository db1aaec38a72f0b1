import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { returnClaim } from '../../server/compensation/actions-review.ts'
import { allPools, confirmCover, fileCover } from '../../server/covers/index.ts'
import { credit, debit, post } from '../../server/ledger/index.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { given } from '../applications/played.ts'
import { code, lent, pooled, shownTo } from '../covers/lent.ts'
import { runningTown } from '../support/app.ts'
import { approved, checked, classed, covered, filed, funded, paid } from './played.ts'

/*
 * On 10 March a pool has its money, two loans in cover, and a claim on the one that has been checked. Afterwards the claim is
 * approved and paid, the other loan is claimed for, a third comes into cover, and on the 20th the cashier writes down money that
 * came on the 9th.
 */

const then = '2026-03-10'

async function atTheEndOfThen() {
  const town = await runningTown()
  const made = { ...town, ...(await pooled(town)) }
  await funded(made, made.book, fen(20_000_000))
  const [one, other] = [await covered(made), await covered(made, fen(10_000_000))]
  const third = await lent(made, fen(10_000_000))
  await classed(made, one.loan)
  const claim = await checked(made, one.cover.id, fen(12_000_000))
  const pool = present((await allPools(made.store.read))[0], 'the pool')
  return { ...made, claim, other, third, pool }
}
type Made = Awaited<ReturnType<typeof atTheEndOfThen>>

async function goOn(made: Made) {
  const { store, parts, by, cast, clock, claim, other, third, book } = made
  clock.set('2026-03-11T04:00:00.000Z')
  // Its class moves from night to night; below the stop line another loan comes in.
  await classed(made, claim.loanId, 'normal')
  const { cover } = given(await fileCover(parts, by(cast.zhou), third, code))
  given(await confirmCover(store, by(cast.tang), await shownTo(made, cover.id)))
  await classed(made, claim.loanId)
  await paid(made, await approved(made, claim))
  await classed(made, other.loan)
  await filed(made, other.cover.id, fen(5_000_000))
  clock.set('2026-04-10T04:00:00.000Z')
  given(
    await store.transact((tx) =>
      post(tx, by(cast.tang), parts, {
        ...{ key: 'late', kind: 'ledger.capital-paid-in', subject: { kind: 'book', id: book } },
        ...{ memo: { funder: '县财政' }, on: day('2026-03-09') },
        lines: [debit(book, 'cash-free', fen(3_000_000)), credit(book, 'funders-capital', fen(3_000_000))],
      }),
    ),
  )
}

const plain = (html: string) =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** Every number, fact and table of a page, each by its first words. */
const saidIn = (body: string) =>
  [
    ...body.matchAll(/<div class="number(?: [^"]*)?">[\s\S]*?<\/div>/g),
    ...body.matchAll(/<div class="fact">[\s\S]*?<\/div>/g),
    ...body.matchAll(/<table[\s\S]*?<\/table>/g),
  ].map(([html]) => plain(html))

const reading = async (made: Made, url: string) => (await made.browserOf(made.cast.lu)).get(url)
const pagesOf = ({ pool }: Made) => ['/compensation', `/compensation/pools/${pool.id}`]

describe('the pools of a past day', () => {
  test('stand as they were known then, whatever happens and is written down late afterwards', async () => {
    const made = await atTheEndOfThen()
    const asked = new Map<string, readonly string[]>()
    for (const url of pagesOf(made)) asked.set(url, saidIn((await reading(made, url)).body))
    await goOn(made)
    for (const url of pagesOf(made)) {
      const before = present(asked.get(url), 'what was said that day')
      const { statusCode, body } = await reading(made, `${url}?on=${then}`)
      assert.equal(statusCode, 200)
      assert.match(body, /2026-03-10 日终/)
      const again = saidIn(body)
      assert.ok(again.length >= 5)
      assert.deepEqual(
        again.filter((one) => !before.includes(one)),
        [],
        url,
      )
      // Only the bad share is of now alone.
      assert.deepEqual(
        before.filter((one) => !again.includes(one)).map((one) => one.slice(0, 4)),
        url === '/compensation' ? ['不良率（'] : [],
        url,
      )
      const now = saidIn((await reading(made, url)).body)
      assert.ok(before.filter((one) => !now.includes(one)).length > 3, 'all has moved on')
      made.clock.set('2026-07-01T04:00:00.000Z')
      assert.deepEqual(saidIn((await reading(made, `${url}?on=${then}`)).body), again)
      made.clock.set('2026-04-10T04:00:00.000Z')
    }
  })

  test('tell a claim by where it stood then, though it went back and came again', async () => {
    const made = await atTheEndOfThen()
    const { parts, by, cast, clock, claim, pool } = made
    clock.set('2026-03-12T04:00:00.000Z')
    given(await returnClaim(parts, by(cast.song), claim.id, '缺少判决书'))
    const claims = async (on: string) =>
      saidIn((await reading(made, `/compensation/pools/${pool.id}?on=${on}`)).body).find((one) =>
        one.startsWith(parts.words.zh('compensation.pool.claims')),
      )
    const [before, after] = [await claims(then), await claims('2026-03-12')]
    assert.match(String(before), /1/)
    assert.doesNotMatch(String(after), /1/)
  })

  test('are acted upon by nobody, and lead to the same day', async () => {
    const made = await atTheEndOfThen()
    made.clock.set('2026-03-12T04:00:00.000Z')
    const tang = await made.browserOf(made.cast.tang)
    const at = `/compensation/pools/${made.pool.id}`
    assert.match((await tang.get(at)).body, /\/fundings"/)
    assert.doesNotMatch((await tang.get(`${at}?on=${then}`)).body, /\/fundings"/)
    const list = (await tang.get(`/compensation?on=${then}`)).body
    assert.ok(list.includes(`href="${at}?on=${then}"`))
    assert.doesNotMatch(list.slice(list.indexOf('<main')), /href="\/covers\?/)
  })

  test('are refused before the first pool, for a day to come and for no day, with what was typed', async () => {
    const made = await atTheEndOfThen()
    for (const url of pagesOf(made))
      for (const [on, says] of [
        ['2026-03-09', /最早可查 2026-03-10/],
        ['2026-03-11', /最近可查 2026-03-10/],
        ['2026-02-30', /这不是一个日期/],
      ] as const) {
        const { statusCode, body } = await reading(made, `${url}?on=${on}`)
        assert.equal(statusCode, 422, on)
        assert.match(body, says)
        assert.ok(body.includes(`value="${on}"`), on)
        assert.deepEqual(saidIn(body), [])
      }
  })
})
