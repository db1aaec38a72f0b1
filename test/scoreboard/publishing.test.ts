import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { applications } from '../../db/tables/applications.ts'
import { trail } from '../../db/tables/audit.ts'
import { drawdowns, loans } from '../../db/tables/loans.ts'
import { scoreboardEditions } from '../../db/tables/scoreboard.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { type Instant, startOf } from '../../server/platform/clock.ts'
import { newId } from '../../server/platform/ids.ts'
import { propose, publish, reject } from '../../server/scoreboard/actions.ts'
import { quarterOf } from '../../server/scoreboard/quarter.ts'
import { factsOf } from '../../server/scoreboard/rows-facts.ts'
import { codeOf, given } from '../applications/played.ts'
import { runningTown } from '../support/app.ts'
import { anotherPerson, writeWorld } from '../support/world.ts'
import { writeEdition } from '../support/world-scoreboard.ts'
import { sampleFacts } from './sample.ts'

const made = await runningTown()
const { store, parts, cast, by, browserOf, clock } = made
const world = await writeWorld(made)
const { read } = store
const { lu, qin } = cast

const paidOut = (on: string, sum: number) => ({
  ...{ id: newId<'drawdown'>(), loanId: world.loan, amountFen: fen(sum), drawnOn: day(on) },
  ...{ reportedAt: clock.now(), reportedBy: cast.zhou.id },
})
/** Lin's loan was paid out in part on the last day of a quarter, and its case accepted and answered in its last hour. */
const lastHour = '2025-12-31T15:30:00.000Z' as Instant
await store.transact(async (tx) => {
  await tx.insert(drawdowns).values(paidOut('2025-12-31', 40_000_000))
  await tx
    .update(loans)
    .set({ firstDrawnOn: day('2025-12-31') })
    .where(eq(loans.id, world.loan))
  await tx
    .update(applications)
    .set({ takenAt: startOf(day('2025-12-29')), offeredAt: lastHour })
    .where(eq(applications.id, world.application))
})
const quarter = present(quarterOf('2025-q4'), 'a quarter')
const counting = { calendar: parts.reference.calendar, decisionWorkdays: () => 2 }

describe('what a quarter is made of', () => {
  test('is what happened in it, to its last hour, and in no other', async () => {
    const found = await factsOf(read, '3406', quarter, counting)
    const [drawn] = found.loans
    assert.equal(found.loans.length, 1)
    assert.deepEqual(
      [drawn?.firm, drawn?.bank, drawn?.district],
      [cast.enterpriseIds.linFirm, cast.institutionIds.bankA, '340603'],
    )
    const [first] = found.cases.filter(({ end }) => end === 'offer')
    assert.deepEqual([first?.isTaken, first?.days, first?.isInTime], [true, 2, true])
    const tight = await factsOf(read, '3406', quarter, { ...counting, decisionWorkdays: () => 1 })
    assert.equal(tight.cases.find(({ end }) => end === 'offer')?.isInTime, false)
    for (const other of ['2025-q3', '2026-q1']) {
      const beside = await factsOf(read, '3406', present(quarterOf(other), other), counting)
      assert.ok(beside.loans.every(({ drawnFen }) => drawnFen !== 40_000_000))
      assert.ok(beside.cases.every(({ days }) => days !== 2))
    }
    assert.deepEqual((await factsOf(read, '3407', quarter, counting)).loans, [])
  })
})

describe('publishing', () => {
  test('is refused for a quarter that is not over or not there, for an empty one, and to a county', async () => {
    const asked = (code: string, person = qin) => propose(parts, by(person), { quarter: code, reason: null })
    const county = await anotherPerson(made, 'bureau-analyst', { region: '340603' })
    for (const [code, says] of [
      ['2026-q1', 'scoreboard-unfinished'],
      ['2026-q5', 'scoreboard-quarter-unknown'],
      ['2021-q2', 'scoreboard-nothing'],
      ['2025-q3', 'scoreboard-waiting'],
    ] as const)
      assert.equal(codeOf(await asked(code)), says, code)
    assert.equal(codeOf(await asked('2025-q4', county)), 'scoreboard-city-only')
  })

  test('takes two people, keeps the digits, and shows nothing of a single firm', async () => {
    const { id } = given(await propose(parts, by(qin), { quarter: '2025-q4', reason: null }))
    assert.equal(codeOf(await publish(store, by(qin), id)), 'scoreboard-own')
    const stranger = await browserOf(null)
    assert.equal(
      (await stranger.get('/scoreboard?quarter=2025-q4')).statusCode,
      404,
      'not before it is published',
    )
    given(await publish(store, by(lu), id))
    assert.equal(codeOf(await publish(store, by(lu), id)), 'scoreboard-decided')
    assert.equal(codeOf(await reject(store, by(lu), id, 'x')), 'scoreboard-decided')
    const json = async () => (await stranger.get('/scoreboard/figures.json?quarter=2025-q4')).body
    const before = await json()
    // What is reported later changes nothing that is published.
    await store.transact((tx) => tx.insert(drawdowns).values(paidOut('2025-12-30', 1_234_500)))
    assert.equal(await json(), before)
    const { total, districts } = JSON.parse(before)
    assert.deepEqual([total.loans, total.drawnFen, total.firms], [null, null, null])
    for (const row of districts) assert.ok(row.loans === null && row.hidden.includes('loans'))
    const page = await stranger.get('/scoreboard?quarter=2025-q4&district=340603')
    assert.match(page.body, /不足 3 户/)
    assert.ok(!page.body.includes(cast.lin.organisation) && !before.includes(cast.enterpriseIds.linFirm))
    const told = await read.select().from(trail).where(eq(trail.subjectId, id))
    assert.deepEqual(told.map(({ happening }) => happening).toSorted(), [
      'scoreboard.proposed',
      'scoreboard.published',
    ])
    // A correction of what one firm drew would tell what it drew.
    const correct = (reason: string | null) => propose(parts, by(qin), { quarter: '2025-q4', reason })
    assert.equal(codeOf(await correct(null)), 'scoreboard-reason-needed')
    assert.equal(codeOf(await correct('补报一笔放款')), 'scoreboard-change-tells')
  })

  test('keeps what was proposed and decided from every change, by the database itself', async () => {
    const [row] = await read
      .select()
      .from(scoreboardEditions)
      .where(eq(scoreboardEditions.quarter, '2025-q4'))
    const { id } = present(row, 'the published edition')
    const changes = [{ quarter: '2025-q1' }, { edition: 7 }, { state: 'rejected' as const }, { why: '改' }]
    for (const change of changes)
      await assert.rejects(
        store.transact((tx) =>
          tx.update(scoreboardEditions).set(change).where(eq(scoreboardEditions.id, id)),
        ),
      )
    await assert.rejects(
      store.transact((tx) => tx.delete(scoreboardEditions).where(eq(scoreboardEditions.id, id))),
    )
  })
})

describe('the pages', () => {
  test('lead from the proposal to what everybody sees, and a proposal can be sent back', async () => {
    const analyst = await browserOf(qin)
    const head = await browserOf(lu)
    const sent = async (quarter2: string, reason = '') =>
      analyst.post('/bureau/scoreboard', { _csrf: await analyst.token(), quarter: quarter2, reason })
    const refused = await sent('2025-q3', '写在这里')
    assert.equal(refused.statusCode, 422)
    assert.match(refused.body, /已有一份提请在等待公布/)
    assert.match(refused.body, /写在这里/)
    assert.equal((await sent('nonsense')).statusCode, 422)
    const path = `/bureau/scoreboard/${world.scoreboard}`
    assert.match((await analyst.get(path)).body, /等待局领导公布|要由另一人公布/)
    assert.doesNotMatch((await analyst.get(path)).body, /rejection"/)
    const empty = await head.post(`${path}/rejection`, { _csrf: await head.token(), why: '' })
    assert.equal(empty.statusCode, 422)
    const back = await head.post(`${path}/rejection`, { _csrf: await head.token(), why: '九月数据未报齐' })
    assert.equal(back.statusCode, 303)
    assert.match((await analyst.get('/bureau/scoreboard')).body, /九月数据未报齐/)
  })

  test('show a quarter with its tables, one part of it, no combination, and earlier editions', async () => {
    const { bankA, bankB } = cast.institutionIds
    const facts = sampleFacts([bankA, bankB])
    const decided = { state: 'published', decidedAt: clock.now(), decidedBy: lu.id } as const
    await store.transact(async (tx) => {
      await writeEdition(tx, made, newId<'scoreboard-edition'>(), { ...decided, quarter: '2025-q2', facts })
      const more = {
        ...facts,
        loans: facts.loans.map((one) => ({ ...one, drawnFen: fen(one.drawnFen * 2) })),
      }
      await writeEdition(tx, made, newId<'scoreboard-edition'>(), {
        ...{ ...decided, quarter: '2025-q2', edition: 2, reason: '<b>两家银行补报</b>', facts: more },
      })
    })
    const stranger = await browserOf(null)
    const seen = async (query: string) => (await stranger.get(`/scoreboard?quarter=2025-q2${query}`)).body
    const page = await seen('')
    assert.match(page, /甲银行/)
    assert.match(page, /&lt;b&gt;两家银行补报/)
    assert.match(await seen('&edition=1'), /已有第 2 版更正/)
    assert.match(await seen('&district=340603'), /只看：/)
    assert.match(await seen('&industry=M'), /不足 3 户企业/)
    assert.match(await seen('&district=340603&size=micro'), /不公布交叉筛选/)
    assert.equal((await stranger.get('/scoreboard?quarter=2025-q2&edition=3')).statusCode, 404)
    assert.equal((await stranger.get('/scoreboard?quarter=1066-q1')).statusCode, 404)
    const csv = await stranger.get('/scoreboard/figures.csv?quarter=2025-q2&edition=1')
    assert.match(csv.body, /2025-q2,1,全市,all,全市,40,40,4780000000,20/)
    assert.match(csv.body, /2025-q2,1,行业,M,科学研究和技术服务业,不公布/)
    const api = JSON.parse((await stranger.get('/api/v1/scoreboard?quarter=2025-q2')).body)
    assert.deepEqual(
      api.scoreboard,
      JSON.parse((await stranger.get('/scoreboard/figures.json?quarter=2025-q2')).body),
    )
    assert.deepEqual([api.scoreboard.edition, api.scoreboard.total.drawnFen], [2, 9_560_000_000])
    assert.equal((await stranger.get('/api/v1/scoreboard?quarter=2025-q2&firm=1')).statusCode, 422)
  })

  test('turn by themselves in the hall, without a script too, and stand still where that is asked', async () => {
    const stranger = await browserOf(null)
    const screen = async (query: string) => (await stranger.get(`/scoreboard/screen${query}`)).body
    const first = await screen('')
    assert.match(first, /<noscript><meta http-equiv="refresh" content="15;url=\/scoreboard\/screen\?page=2">/)
    assert.match(first, /hx-get="\/scoreboard\/screen\?page=2"/)
    const still = await screen('?page=2&still=yes')
    assert.doesNotMatch(still, /http-equiv="refresh"/)
    assert.match(still, /data-turn="0"/)
    // The page behind the last is the first.
    assert.match(await screen('?page=999999'), /第 \d+ \/ \d+ 页/)
    assert.equal((await stranger.get('/scoreboard/screen?page=x')).statusCode, 200)
  })
})
