import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { desc, eq } from 'drizzle-orm'
import { covers } from '../../db/tables/covers.ts'
import { exposures } from '../../db/tables/exposures.ts'
import { loans } from '../../db/tables/loans.ts'
import { stressRuns } from '../../db/tables/stress.ts'
import { gathered } from '../../server/cockpit/parts-gathering.ts'
import { type Day, plusDays } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { present } from '../../server/platform/assert.ts'
import { startOf } from '../../server/platform/clock.ts'
import { newId } from '../../server/platform/ids.ts'
import { ask, cancel, draw } from '../../server/stress/actions.ts'
import { runById, type StressRun } from '../../server/stress/rows.ts'
import type { StressQuestion } from '../../server/stress/run.ts'
import { codeOf, given } from '../applications/played.ts'
import { arrangement } from '../arrangements/sample.ts'
import { type Browser, runningTown } from '../support/app.ts'
import { anotherPerson, writeWorld } from '../support/world.ts'

/** A city with one guarantee of 4321 and one loan under cover of the tax-credit pool. */
const made = await runningTown()
const { store, parts, cast, by, browserOf, clock } = made
const world = await writeWorld(made)
await store.transact((tx) =>
  tx
    .update(covers)
    .set({ state: 'in-cover', decidedAt: clock.now(), decidedBy: cast.tang.id })
    .where(eq(covers.id, world.cover)),
)
const whole: StressQuestion = {
  ...{ kind: 'drawn', region: '3406', arrangement: null, bankId: null, size: null, ratePpm: null },
  recoveryPpm: ppm(300_000),
}
const head = by(cast.lu)

const runOf = async (id: string): Promise<StressRun> => present(await runById(store.read, id), 'the run')

async function ended(browser: Browser, path: string): Promise<string> {
  for (let look = 0; look < 200; look += 1) {
    const { body } = await browser.get(path)
    if (!body.includes('hx-trigger="every 1s"')) return body
    await pause(100)
  }
  throw new Error('the run does not end')
}

describe('a stress test', () => {
  test('of a given rate is worked on in a thread and says who pays, by the shares of each loan', async () => {
    const browser = await browserOf(cast.lu)
    const answer = await browser.post('/stress', { kind: 'given', ratePpm: '100', recoveryPpm: '０' })
    assert.equal(answer.statusCode, 303)
    const path = String(answer.headers.location)
    const page = await ended(browser, path)
    const run = await runOf(path.split('/')[2] ?? '')
    const { loss, bearers, banks, pools } = present(run.answer, 'what came of it')
    assert.equal(run.state, 'done')
    assert.equal(loss.p50Fen, run.balanceFen, 'all is lost, and nothing comes back')
    assert.equal(
      bearers.reduce((sum, { p50Fen }) => sum + p50Fen, 0),
      run.balanceFen,
    )
    const all = bearers.find(({ party }) => party === 'bank')
    assert.ok(banks && banks.length > 0, 'banks are told apart')
    assert.equal(
      banks.reduce((sum, { p50Fen }) => sum + p50Fen, 0),
      all?.p50Fen,
    )
    const [pool] = pools
    assert.equal(pool?.freeFen, 0, 'a pool without an account has nothing')
    assert.equal(pool?.broken, 1)
    assert.ok(page.includes(run.number) && page.includes('第 1 个月'))
    // Sums have a unit wherever they stand, and on a phone every column has its name beside it.
    assert.match(page, /付得最多：[\d,.]+ 元/)
    assert.match(page, /<caption>各方承担（元）.*<caption>各家银行（元）.*<caption>资金池（元）/s)
    assert.match(page, /笔，[\d,.]+ 元/)
    assert.doesNotMatch(page, /table-frame-scrolls/)
    assert.doesNotMatch(page, /相加不等于/, 'of one year everything adds up')
  })

  test('of many years is the same to the fen when it is asked again', async () => {
    const answers: unknown[] = []
    for (let time = 0; time < 2; time += 1) {
      const { run, task } = given(await ask(parts, head, whole))
      assert.equal(codeOf(await ask(parts, head, whole)), 'stress-under-way')
      await draw(parts, run, task)
      const { answer, state, drawn } = await runOf(run.id)
      assert.deepEqual([state, drawn], ['done', 10_000])
      answers.push(answer)
    }
    assert.deepEqual(answers[0], answers[1])
    const [newest] = await store.read.select().from(stressRuns).orderBy(desc(stressRuns.id)).limit(1)
    const { body } = await (await browserOf(cast.lu)).get(`/stress/${present(newest, 'the run').id}`)
    assert.match(body, /相加不等于全部损失/)
  })

  test('leaves out what the pools have paid for, whatever is still out of it', async () => {
    const balanceOf = async () => given(await ask(parts, head, whole)).run
    const paidFor = (compensatedOn: Day | null) =>
      store.transact((tx) => tx.update(covers).set({ compensatedOn }).where(eq(covers.id, world.cover)))
    const before = await balanceOf()
    given(await cancel(store, head, before))
    await paidFor(clock.today())
    const after = await balanceOf()
    given(await cancel(store, head, after))
    await paidFor(null)
    assert.equal(after.loans, before.loans - 1)
    assert.ok(after.balanceFen < before.balanceFen)
  })

  test('counts what is 不良 as failed in every year, under a guarantee and under a pool, and says how much that is', async () => {
    const classed = (riskClass: 'normal' | 'substandard' | null) =>
      store.transact((tx) => tx.update(loans).set({ riskClass }))
    const answerTo = async (question: Partial<StressQuestion>) => {
      const { run, task } = given(await ask(parts, head, { ...whole, ...question, recoveryPpm: ppm(0) }))
      await draw(parts, run, task)
      return { run, answer: present((await runOf(run.id)).answer, 'what came of it') }
    }
    await classed('normal')
    const sound = await answerTo({})
    assert.deepEqual(sound.answer.failed, { loans: 0, balanceFen: 0 })
    assert.ok(sound.answer.loss.p50Fen < sound.run.balanceFen)
    await classed('substandard')
    for (const question of [{}, { kind: 'given' as const, ratePpm: ppm(10_000) }]) {
      const { run, answer } = await answerTo(question)
      const { loans: count, balanceFen } = run
      assert.deepEqual(answer.failed, { loans: count, balanceFen })
      assert.deepEqual([answer.loss.p50Fen, answer.loss.p99Fen], [balanceFen, balanceFen])
      const { body } = await (await browserOf(cast.lu)).get(`/stress/${run.id}`)
      assert.match(body, /已是不良/)
      assert.ok(body.includes(`${count} 笔，`))
    }
    assert.ok(sound.run.loans >= 2, 'a guarantee and a cover')
    await classed(null)
  })

  test('says how much of bridge pools is out that it does not count, of its slice alone', async () => {
    const bank = cast.institutionIds.bankA
    const advance = {
      ...({
        kind: 'bridge',
        loanId: null,
        enterpriseId: cast.enterpriseIds.linFirm,
        guarantorId: null,
      } as const),
      ...({
        bankId: bank,
        district: '340603',
        industry: 'C',
        size: 'small',
        scheme: 'huaibei-demo',
      } as const),
      ...{ vintage: '2026-q1', bearings: [] },
    } as const
    await store.transact((tx) =>
      tx.insert(exposures).values([
        { ...advance, id: newId(), balanceFen: fen(70_000_000), loans: 1 },
        { ...advance, id: newId(), balanceFen: fen(0), loans: 0 },
      ]),
    )
    for (const [question, advances] of [
      [{}, { loans: 1, balanceFen: 70_000_000 }],
      [{ arrangement: '4321' }, { loans: 0, balanceFen: 0 }],
    ] as const) {
      const { run, task } = given(await ask(parts, head, { ...whole, ...question }))
      await draw(parts, run, { ...task, draw: null })
      assert.deepEqual((await runOf(run.id)).answer?.advances, advances)
      const { body } = await (await browserOf(cast.lu)).get(`/stress/${run.id}`)
      if (advances.loans) assert.match(body, /未计入的过桥垫款.*1 笔，700,000\.00 元/s)
    }
    await store.transact((tx) => tx.delete(exposures).where(eq(exposures.scheme, 'huaibei-demo')))
  })

  test('of all that is drawn is the bad year of the cockpit, and no slice and no given rate after it', async () => {
    const panel = async (on: Day) => (await gathered(parts, '3406', on, true)).stress
    const { run, task } = given(await ask(parts, by(cast.lu), whole))
    await draw(parts, run, task)
    const today = clock.today()
    const told = await panel(today)
    assert.equal(told?.id, run.id)
    const done = await runOf(run.id)
    const again = async (question: Partial<StressQuestion>, endedAt = done.endedAt) => {
      const id = newId<'stress-run'>()
      const row = { ...done, id, number: id, question: { ...whole, ...question }, endedAt }
      await store.transact((tx) => tx.insert(stressRuns).values(row))
      return id
    }
    for (const slice of [
      ...[{ arrangement: '4321' }, { bankId: cast.institutionIds.bankA }, { size: 'micro' as const }],
      ...[{ region: '340603' }, { kind: 'given' as const, ratePpm: ppm(1_000_000) }],
    ])
      await again(slice)
    for (let slice = 0; slice < 60; slice += 1) await again({ size: 'small' })
    assert.deepEqual(await panel(today), told, 'a part of it is not the city')
    const tomorrow = plusDays(today, 1)
    const next = await again({}, startOf(tomorrow))
    assert.deepEqual(await panel(today), told, 'what was done later does not hide what was known on a day')
    assert.equal((await panel(tomorrow))?.id, next)
    assert.equal(await panel(plusDays(today, -1)), null)
    await store.transact((tx) => tx.delete(stressRuns).where(eq(stressRuns.id, next)))
  })

  test('that is called off stops, and keeps no answer', async () => {
    const { run, task } = given(await ask(parts, head, whole))
    // Enough for the thread to be at it when it is called off.
    const lossesFen = new Float64Array(10_000).fill(100)
    const banks = new Uint16Array(10_000)
    const long = { ...task, cells: [{ group: 0, defaultRate: 0.5, lossesFen, banks }] }
    const working = draw(parts, run, long)
    given(await cancel(store, head, run))
    await working
    const { state, answer } = await runOf(run.id)
    assert.deepEqual([state, answer], ['cancelled', null])
    assert.equal(codeOf(await cancel(store, head, run)), 'stress-over')
  })

  test('whose program is gone counts as lost, and the next one begins', async () => {
    const { run } = given(await ask(parts, head, whole))
    clock.forward(1)
    assert.equal(codeOf(await ask(parts, by(cast.lu), whole)), 'stress-under-way')
    const browser = await browserOf(cast.lu)
    const shown = async (path: string) => (await browser.get(path)).body
    clock.forward(1)
    // After two minutes of silence, to the second, it may still speak.
    assert.match(await shown(`/stress/${run.id}`), /测算中/)
    clock.forward(1)
    const silent = await shown(`/stress/${run.id}`)
    assert.match(silent, /已中断.*程序在测算途中停止/s)
    assert.doesNotMatch(silent, /every 1s|测算中|<progress/)
    assert.doesNotMatch(await shown('/stress'), /测算中/)
    assert.equal((await runOf(run.id)).state, 'running', 'reading writes nothing')
    const next = given(await ask(parts, by(cast.lu), whole)).run
    assert.equal((await runOf(run.id)).state, 'lost')
    given(await cancel(store, by(cast.lu), next))
  })

  test('whose thread dies is lost', async () => {
    const { run, task } = given(await ask(parts, by(cast.lu), whole))
    // A pool’s money that nobody knows cannot be shared: the thread breaks.
    const terms = arrangement('zhubaodai')
    const groups = [{ code: 'startup-fund', terms, guarantorId: null, bankIds: ['bank'] }]
    const cells = [{ group: 0, defaultRate: 1, lossesFen: Float64Array.of(100), banks: Uint16Array.of(0) }]
    await draw(parts, run, { ...task, groups, cells, purses: [] })
    assert.equal((await runOf(run.id)).state, 'lost')
  })

  test('of nothing, of more than everything or of a rate that nobody gave is refused, and what was typed is kept', async () => {
    const browser = await browserOf(cast.lu)
    const before = await store.read.$count(stressRuns)
    const refused = async (fields: Record<string, string>, says: RegExp) => {
      const { statusCode, body } = await browser.post('/stress', fields)
      assert.equal(statusCode, 422, JSON.stringify(fields))
      assert.match(body, says)
    }
    await refused({ kind: 'given', ratePpm: '100.1' }, /value="100\.1"/)
    await refused({ kind: 'given', ratePpm: '-1' }, /value="-1"/)
    await refused({ kind: 'given' }, /name="ratePpm"/)
    await refused({ kind: 'drawn', recoveryPpm: '101' }, /value="101"/)
    await refused({ kind: 'none' }, /error-summary|role="alert"/)
    await refused({ kind: 'drawn', arrangement: 'national-fund' }, /没有在保/)
    await refused({ kind: 'drawn', bank: newId() }, /没有在保/)
    assert.equal((await browser.post('/stress', { kind: 'drawn', county: '340702' })).statusCode, 404)
    assert.equal(await store.read.$count(stressRuns), before)
  })

  test('is narrowed by arrangement and seen by its office and those above it alone', async () => {
    const { run, task } = given(await ask(parts, by(cast.lu), { ...whole, arrangement: '4321' }))
    assert.deepEqual([...new Set(task.groups.map(({ code }) => code))], ['4321'])
    assert.equal(task.purses.length, 0)
    given(await cancel(store, by(cast.lu), run))
    const county = await anotherPerson(made, 'bureau-analyst', { region: '340603' })
    assert.equal((await (await browserOf(county)).get(`/stress/${run.id}`)).statusCode, 404)
    assert.equal((await (await browserOf(cast.qin)).get(`/stress/${run.id}`)).statusCode, 200)
  })
})
