import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { notices } from '../../db/tables/inbox.ts'
import { ratings } from '../../db/tables/ratings.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { decline } from '../../server/applications/index.ts'
import { trailOf } from '../../server/audit/index.ts'
import { day } from '../../server/money/day.ts'
import { startOf } from '../../server/platform/clock.ts'
import { newId } from '../../server/platform/ids.ts'
import { addTo, answer, chaseAnswers, rate } from '../../server/ratings/index.ts'
import { applied, codeOf, given, inHall, onShelf, takenUp } from '../applications/played.ts'
import { drawn, signed } from '../loans/contract.ts'
import { runningTown } from '../support/app.ts'

const bad = { score: 1, reasons: ['no-reason-given'], comment: '只说不行，问了三次也不说明原因。' } as const

/** Lin's case with bank A, declined, and what a test needs to see what became of a rating. */
async function declined() {
  const made = await runningTown()
  const { cast, store, by } = made
  const need = await inHall(made)
  const one = await applied(made, { needId: need.id, productId: await onShelf(made) })
  const working = await takenUp(made, one, cast.zhou)
  const no = { reason: 'outside-policy', words: '不符合本行政策。' } as const
  const { application } = given(await decline(store, by(cast.zhou), working, no))
  const told = async (words: string) =>
    (await store.read.select().from(notices)).filter((notice) => notice.words === words)
  const at = `/applications/${application.id}`
  return { ...made, working, application, at, told }
}

describe('rating a bank', () => {
  test('begins when the case has come to its end, and is offered on its page', async () => {
    const made = await runningTown()
    const { parts, by, cast, browserOf } = made
    const loan = await signed(made)
    const [lin, zhou] = [await browserOf(cast.lin), await browserOf(cast.zhou)]
    const at = `/applications/${loan.applicationId}`
    const fine = { score: 5, reasons: ['in-time'], comment: '' } as const
    assert.doesNotMatch((await lin.get(at)).body, /rating\/new/)
    assert.equal((await lin.get(`${at}/rating/new`)).statusCode, 303)
    assert.equal(codeOf(await rate(parts, by(cast.lin), loan.applicationId, fine)), 'rating-too-early')
    await drawn(made, loan, 50_000_000)
    assert.match((await lin.get(at)).body, /rating\/new/)
    assert.doesNotMatch((await zhou.get(at)).body, /rating\/new/, 'a bank does not rate')
    assert.match((await lin.get(`${at}/rating/new`)).body, /您如何评价/)
    const { rating } = given(await rate(parts, by(cast.lin), loan.applicationId, fine))
    assert.deepEqual([rating.answerDueOn, rating.duePolicies], [null, null])
    assert.equal(codeOf(await rate(parts, by(cast.lin), loan.applicationId, fine)), 'rating-there')
    assert.match((await zhou.get(at)).body, /5 分 · 非常满意/)
  })

  test('by its form: a bad grade needs a reason and words, and what was typed stays', async () => {
    const { at, cast, browserOf, store, told } = await declined()
    const lin = await browserOf(cast.lin)
    const sent = { score: '1', comment: bad.comment }
    const again = await lin.post(`${at}/rating`, sent)
    assert.equal(again.statusCode, 422)
    assert.ok(again.body.includes(bad.comment) && again.body.includes('至少选一个原因'))
    assert.equal((await lin.post(`${at}/rating`, { score: '6' })).statusCode, 422)
    assert.equal((await lin.post(`${at}/rating`, { ...sent, reasons: 'in-time' })).statusCode, 422)
    assert.equal((await store.read.select().from(ratings)).length, 0)
    const good = await lin.post(`${at}/rating`, { ...sent, reasons: 'no-reason-given' })
    assert.equal(good.statusCode, 303)
    const [rating] = await store.read.select().from(ratings)
    assert.deepEqual(
      [rating?.score, rating?.answerDueOn],
      [1, '2026-03-17'],
      'five working days after the tenth',
    )
    assert.deepEqual(rating?.duePolicies, ['feedback-1', 'calendar-2026-1'])
    const heard = (await told('ratings.notice.rated-bad')).map(({ personId }) => personId)
    for (const person of [cast.zhou, cast.qian])
      assert.ok(heard.includes(person.id), 'officer and manager hear')
    assert.equal((await lin.get(`${at}/rating/new`)).headers.location, `/ratings/${rating?.id}`)
  })

  test('the bank answers once, the firm adds once, and nobody else reads either', async () => {
    const { application, cast, parts, by, browserOf, store, told } = await declined()
    const once = newId()
    const { rating } = given(await rate(parts, { ...by(cast.lin), once }, application.id, bad))
    assert.equal(
      codeOf(await rate(parts, { ...by(cast.lin), once }, application.id, bad)),
      'already-submitted',
    )
    const at = `/ratings/${rating.id}`
    for (const person of [cast.fang, cast.wu]) {
      const stranger = await browserOf(person)
      assert.equal((await stranger.get(at)).statusCode, 404)
    }
    const [lin, zhou, lu] = [await browserOf(cast.lin), await browserOf(cast.zhou), await browserOf(cast.lu)]
    assert.equal((await lin.post(`${at}/answer`, { answer: '我自己答复' })).statusCode, 403)
    assert.equal((await zhou.post(`${at}/answer`, { answer: '好' })).statusCode, 422)
    const words = '已致电说明：行业不在本行准入范围，并推荐了担保方案。'
    assert.equal((await zhou.post(`${at}/answer`, { answer: words })).statusCode, 303)
    assert.equal(codeOf(await answer(parts, by(cast.qian), rating.id, words)), 'rating-answered')
    assert.ok((await told('ratings.notice.answered')).some(({ personId }) => personId === cast.lin.id))
    const added = '电话里说明了，比之前清楚。'
    assert.equal((await lin.post(`${at}/addition`, { addition: added })).statusCode, 303)
    assert.equal(codeOf(await addTo(parts, by(cast.xu), rating.id, added)), 'rating-added-already')
    for (const reader of [lin, zhou, lu]) {
      const { body } = await reader.get(at)
      for (const said of [bad.comment, words, added]) assert.ok(body.includes(said), said)
    }
    const paper = (await zhou.get(`/applications/${application.id}/file`)).body
    assert.ok(paper.includes(bad.comment) && paper.includes(words), 'the file of the case tells of it')
    const [kept] = await store.read.select().from(ratings).where(eq(ratings.id, rating.id))
    assert.deepEqual([kept?.score, kept?.comment], [1, bad.comment], 'what was said stays')
    const happened = (await trailOf(store.read, 'rating', rating.id)).map(({ happening }) => happening)
    assert.deepEqual(happened, ['ratings.added', 'ratings.answered', 'ratings.rated'])
  })

  test('too late, it is neither given nor added to', async () => {
    const { application, cast, parts, by, clock, at, browserOf } = await declined()
    clock.forward(180 * 24 * 60)
    const { rating } = given(await rate(parts, by(cast.lin), application.id, { ...bad, score: 2 }))
    clock.forward(181 * 24 * 60)
    assert.equal(codeOf(await addTo(parts, by(cast.lin), rating.id, '补充')), 'rating-addition-too-late')
    const other = await declined()
    other.clock.forward(181 * 24 * 60)
    const late = await rate(other.parts, other.by(other.cast.lin), other.application.id, bad)
    assert.equal(codeOf(late), 'rating-too-late')
    assert.doesNotMatch((await (await other.browserOf(other.cast.lin)).get(other.at)).body, /rating\/new/)
    assert.match((await (await browserOf(cast.lin)).get(at)).body, /2 分/)
  })

  test('the bureau reads every bank’s figures and what is unanswered; a bank its own alone', async () => {
    const { application, cast, parts, by, clock, browserOf, store } = await declined()
    const { rating } = given(await rate(parts, by(cast.lin), application.id, bad))
    const [lu, zhou, wu] = [await browserOf(cast.lu), await browserOf(cast.zhou), await browserOf(cast.wu)]
    for (const reader of [lu, zhou]) {
      const { body } = await reader.get(reader === lu ? '/bureau/ratings' : '/ratings')
      assert.ok(body.includes(rating.id) && body.includes(bad.comment))
      assert.match(body, /1\.0/)
    }
    assert.ok(!(await wu.get('/ratings')).body.includes(rating.id))
    const ofB = await lu.get(`/bureau/ratings?bank=${cast.institutionIds.bankB}`)
    assert.ok(!ofB.body.includes(rating.id))
    assert.doesNotMatch((await lu.get('/bureau/ratings')).body, /其中超期/)
    const night = (on: string) => byPlatform(startOf(day(on)), day(on))
    assert.equal(await chaseAnswers(parts, night('2026-03-17')), 0, 'its last day is not late')
    const told = await chaseAnswers(parts, night('2026-03-18'))
    assert.ok(told >= 3, 'the manager, and the bureau’s people')
    assert.equal(await chaseAnswers(parts, night('2026-03-19')), 0, 'once')
    const heard = (await store.read.select().from(notices)).filter(
      ({ words }) => words === 'ratings.notice.late',
    )
    const who = heard.map(({ personId }) => personId)
    for (const person of [cast.qian, cast.lu, cast.qin]) assert.ok(who.includes(person.id))
    clock.forward(8 * 24 * 60)
    const later = await browserOf(cast.lu)
    assert.match((await later.get('/bureau/ratings')).body, /其中超期 1/)
    given(await answer(parts, by(cast.zhou), rating.id, '已联系企业说明原因。'))
    const after = await later.get('/bureau/ratings')
    assert.ok(!after.body.includes(rating.id) && after.body.includes('没有未答复的差评'))
    assert.ok((await later.get('/bureau/ratings?view=all')).body.includes(rating.id))
  })
})
