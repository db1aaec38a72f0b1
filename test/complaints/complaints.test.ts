import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { complaints } from '../../db/tables/complaints.ts'
import { notices } from '../../db/tables/inbox.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { trailOf } from '../../server/audit/index.ts'
import { answer, chaseComplaints, file, takeOver, withdraw } from '../../server/complaints/index.ts'
import { day } from '../../server/money/day.ts'
import { startOf } from '../../server/platform/clock.ts'
import { newId } from '../../server/platform/ids.ts'
import { applied, codeOf, given, inHall, onShelf, takenUp } from '../applications/played.ts'
import { bringsOne } from '../documents/brought.ts'
import { runningTown } from '../support/app.ts'
import { anotherPerson } from '../support/world.ts'

const words = '经办人员要求先购买理财产品，否则不予办理，请查处。'
const filing = { side: 'firm', kind: 'tied-selling', words, documents: [] } as const

/** Lin's case that bank A works on, with a licence in it. */
async function working() {
  const made = await runningTown()
  const { cast, store } = made
  const need = await inHall(made)
  const one = await applied(made, { needId: need.id, productId: await onShelf(made) })
  const application = await takenUp(made, one, cast.zhou)
  const licence = await bringsOne(made, 'licence', { into: application.id })
  const told = async (key: string) =>
    (await store.read.select().from(notices))
      .filter((notice) => notice.words === `complaints.notice.${key}`)
      .map(({ personId }) => personId)
  return { ...made, application, licence, told, at: `/applications/${application.id}` }
}

describe('a complaint from a case', () => {
  test('gets a number and a day, is confirmed with what happens next, and its side sees it in the case', async () => {
    const { at, licence, cast, browserOf, store, told } = await working()
    const lin = await browserOf(cast.lin)
    const form = await lin.get(`${at}/complaints/new`)
    assert.ok(form.body.includes('搭售') && !form.body.includes('材料不实'), 'a firm’s kinds')
    const short = await lin.post(`${at}/complaints`, { kind: 'tied-selling', words: '搭售' })
    assert.equal(short.statusCode, 422)
    assert.equal((await lin.post(`${at}/complaints`, { kind: 'untrue-papers', words })).statusCode, 422)
    const foreign = { kind: 'tied-selling', words, documents: newId() }
    const refused = await lin.post(`${at}/complaints`, foreign)
    assert.equal(refused.statusCode, 422)
    assert.ok(refused.body.includes(words), 'what was typed is kept')
    assert.equal((await store.read.select().from(complaints)).length, 0)
    const sent = await lin.post(`${at}/complaints`, { ...foreign, documents: licence })
    assert.equal(sent.statusCode, 303)
    const receipt = await lin.get(String(sent.headers.location))
    assert.match(receipt.body, /TS20260310-0001/)
    assert.match(receipt.body, /接下来：金融局受理/)
    assert.match(receipt.body, /应办时间 2026-03-12/)
    const [kept] = await store.read.select().from(complaints)
    assert.deepEqual([kept?.documents, kept?.duePolicies], [[licence], ['feedback-1', 'calendar-2026-1']])
    assert.match((await lin.get(at)).body, /TS20260310-0001/)
    assert.doesNotMatch((await lin.get(at)).body, /complaints\/new/, 'one at a time')
    const second = await lin.post(`${at}/complaints`, { kind: 'manner', words })
    assert.equal(second.statusCode, 422)
    assert.match(second.body, /已有一件投诉在办理/)
    for (const person of [cast.lu, cast.qin]) assert.ok((await told('filed')).includes(person.id))
    assert.ok((await told('filed-about')).includes(cast.zhou.id))
  })

  test('the other side reads how it stands and the answer, not the words; strangers find nothing', async () => {
    const town = await working()
    const { application, at, licence, cast, parts, by, browserOf, told } = town
    const named = { ...filing, documents: [licence] }
    const { id, number } = given(await file(parts, by(cast.lin), application.id, named)).complaint
    const zhou = await browserOf(cast.zhou)
    assert.ok((await zhou.get(at)).body.includes(number))
    const before = await zhou.get(`/complaints/${id}`)
    assert.ok(before.body.includes('搭售') && before.body.includes('等待金融局受理'))
    assert.ok(!before.body.includes(words) && !before.body.includes('营业执照'))
    assert.equal((await zhou.get(`/complaints/${id}/receipt`)).statusCode, 404)
    assert.equal((await zhou.post(`/complaints/${id}/withdrawal`, { version: '1' })).statusCode, 404)
    const paper = `/complaints/${id}/papers/${licence}`
    assert.equal((await zhou.get(paper)).statusCode, 403)
    const county = await anotherPerson(town, 'bureau-head', { region: '340604' })
    for (const stranger of [cast.fang, cast.wu, county])
      assert.equal((await (await browserOf(stranger)).get(`/complaints/${id}`)).statusCode, 404)
    const lu = await browserOf(cast.lu)
    assert.ok((await lu.get('/complaints')).body.includes(number))
    assert.equal((await lu.get(paper)).statusCode, 200)
    assert.equal((await lu.get(`/complaints/${id}/papers/${newId()}`)).statusCode, 404)
    assert.equal(
      (await lu.post(`/complaints/${id}/answer`, { answer: '还没受理', version: '1' })).statusCode,
      422,
    )
    assert.equal((await lu.post(`/complaints/${id}/taking`, { version: '7' })).statusCode, 409)
    assert.equal((await lu.post(`/complaints/${id}/taking`, { version: '1' })).statusCode, 303)
    assert.match((await lu.get(`/complaints/${id}`)).body, /还有 15 个工作日/)
    const said = '经查属实，已责令银行整改并向企业致歉。'
    assert.equal((await lu.post(`/complaints/${id}/answer`, { answer: '', version: '2' })).statusCode, 422)
    assert.equal((await lu.post(`/complaints/${id}/answer`, { answer: said, version: '2' })).statusCode, 303)
    for (const reader of [zhou, await browserOf(cast.lin)])
      assert.ok((await reader.get(`/complaints/${id}`)).body.includes(said))
    for (const key of ['taken-over', 'answered'])
      for (const person of [cast.lin, cast.zhou]) assert.ok((await told(key)).includes(person.id), key)
    assert.ok(!(await lu.get('/complaints')).body.includes(number), 'it is no longer open')
    assert.ok((await lu.get('/complaints?view=all')).body.includes(number))
    const whole = (await zhou.get(`${at}/file`)).body
    assert.ok(whole.includes('受理投诉') && whole.includes(said) && !whole.includes(words))
    const late = await withdraw(parts, by(cast.lin), id, 3)
    assert.equal(codeOf(late), 'complaint-move-not-allowed')
  })

  test('a bank complains, too, and points at papers only that it may open', async () => {
    const { application, at, licence, cast, parts, by, browserOf, store } = await working()
    const ofBank = { ...filing, side: 'bank', kind: 'untrue-papers', documents: [licence] } as const
    const zhou = await browserOf(cast.zhou)
    assert.ok((await zhou.get(`${at}/complaints/new`)).body.includes(licence))
    const foreign = { ...ofBank, kind: 'tied-selling' } as const
    assert.equal(codeOf(await file(parts, by(cast.zhou), application.id, foreign)), 'complaint-kind-foreign')
    const { complaint } = given(await file(parts, by(cast.zhou), application.id, ofBank))
    const lin = await browserOf(cast.lin)
    assert.ok((await lin.get('/complaints')).body.includes(complaint.number))
    assert.ok(!(await lin.get(`/complaints/${complaint.id}`)).body.includes(words))
    assert.equal(codeOf(await withdraw(parts, by(cast.zhou), complaint.id, 1)), 'done')
    assert.match((await lin.get(at)).body, /已撤回/)
    const happened = (await trailOf(store.read, 'complaint', complaint.id)).map(({ happening }) => happening)
    assert.deepEqual(happened, ['complaints.withdrawn', 'complaints.filed'])
    assert.equal(
      codeOf(await file(parts, by(cast.zhou), application.id, { ...ofBank, documents: [] })),
      'done',
    )
  })

  test('past its day the bureau hears of it, once for each step', async () => {
    const { application, cast, parts, by, told } = await working()
    const once = newId()
    const twice = () => file(parts, { ...by(cast.lin), once }, application.id, filing)
    const { complaint } = given(await twice())
    assert.equal(codeOf(await twice()), 'already-submitted')
    const night = (on: string) => byPlatform(startOf(day(on)), day(on))
    assert.equal(await chaseComplaints(parts, night('2026-03-12')), 0, 'its last day is not late')
    assert.ok((await chaseComplaints(parts, night('2026-03-13'))) >= 2)
    assert.equal(await chaseComplaints(parts, night('2026-03-14')), 0, 'once')
    given(await takeOver(parts, by(cast.lu), complaint.id, 1))
    assert.equal(codeOf(await takeOver(parts, by(cast.qin), complaint.id, 1)), 'stale')
    assert.ok((await chaseComplaints(parts, night('2026-04-01'))) >= 2, 'the answer is late now')
    assert.ok((await told('late')).includes(cast.lu.id))
    const said = { answer: '经查不属实，理由已书面告知。', version: 2 }
    given(await answer(parts, by(cast.lu), complaint.id, said))
    assert.equal(await chaseComplaints(parts, night('2026-04-02')), 0)
  })
})
