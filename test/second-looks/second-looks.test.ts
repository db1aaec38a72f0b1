import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { and, eq } from 'drizzle-orm'
import { consentLooks, consents } from '../../db/tables/consents.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { needs } from '../../db/tables/needs.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { decline } from '../../server/applications/index.ts'
import { shownOn } from '../../server/consents/index.ts'
import { placeName } from '../../server/enterprises/index.ts'
import { plusDays } from '../../server/money/day.ts'
import { present } from '../../server/platform/assert.ts'
import { startOf } from '../../server/platform/clock.ts'
import { closeLooks, open, propose, withdraw } from '../../server/second-looks/index.ts'
import { applied, codeOf, given, inHall, onShelf, takenUp } from '../applications/played.ts'
import { runningTown } from '../support/app.ts'
import { consentSent } from '../support/consenting.ts'
import { stated } from '../tax-checks/stated.ts'

const bankWords = '法人名下有一笔未结诉讼，请先处理。'
const story = '我厂为老字号，给本市两家商场供货。'

type Cast = Awaited<ReturnType<typeof runningTown>>['cast']
const isFirm = ({ enterpriseId }: { enterpriseId: Cast['enterpriseIds']['linFirm'] }) =>
  eq(enterprises.id, enterpriseId)
const ofLook = ({ institutionIds }: Cast) =>
  and(
    eq(consents.institutionId, institutionIds.bankB),
    eq(consents.kind, 'details'),
    eq(consents.purpose, 'second-look'),
  )

/** Lin's case with bank A, declined; bank B has a product that fits. */
async function declined() {
  const made = await runningTown()
  const { cast, store, by, parts, clock } = made
  const need = await inHall(made, { story })
  const one = await applied(made, { needId: need.id, productId: await onShelf(made) })
  const working = await takenUp(made, one, cast.zhou)
  const no = { reason: 'repayment-ability', words: bankWords, facts: ['figures', 'court-case'] } as const
  const { application } = given(await decline(store, by(cast.zhou), working, no))
  const productId = await onShelf(made, 'bankB')
  const until = plusDays(clock.today(), 15)
  const shown = { ...shownOn(parts.policies, clock.today(), 'zh'), until }
  const opened = () => open(parts, by(cast.lin), application.id, shown)
  return { ...made, need, application, productId, shown, until, opened }
}

describe('a second look at a declined case', () => {
  test('is offered to the firm with the reason, the next step and what would change the answer', async () => {
    const { application, cast, browserOf } = await declined()
    const { body } = await (await browserOf(cast.lin)).get(`/applications/${application.id}`)
    for (const words of [
      bankWords,
      '未结诉讼',
      '还款能力不足',
      '可以减少金额、延长期限',
      '改变什么，结果会不同',
    ])
      assert.ok(body.includes(words), words)
    assert.ok(body.includes(`/applications/${application.id}/second-look`))
  })

  test('shows figures to a bank that it could suit, and nothing by which the firm is known', async () => {
    const { application, need, opened, cast, browserOf, store, parts } = await declined()
    const { look } = given(await opened())
    const [firm] = await store.read.select().from(enterprises).where(eq(enterprises.id, need.enterpriseId))
    const { name, uscc, phone, legalRepresentative, region } = present(firm, 'the firm')
    const wu = await browserOf(cast.wu)
    for (const url of ['/second-looks', `/second-looks/${look.id}`]) {
      const { statusCode, body } = await wu.get(url)
      assert.equal(statusCode, 200)
      assert.ok(body.includes(look.number) && body.includes('还款能力不足'))
      const town = placeName(parts.reference, 'zh', region)
      const identity = [name, uscc, phone, legalRepresentative, region, story, bankWords]
      for (const secret of [...identity, town, need.number, application.number, cast.zhou.organisation])
        if (secret) assert.ok(!body.includes(secret), `${url} shows ${secret}`)
    }
    const looks = await store.read.select().from(consentLooks)
    assert.ok(
      looks.some((one) => one.subjectId === look.id && one.institutionId === cast.institutionIds.bankB),
    )
    for (const person of [cast.zhou, cast.fang])
      assert.equal((await (await browserOf(person)).get(`/second-looks/${look.id}`)).statusCode, 404)
  })

  test('shows years and bands in place of the founding day, the main bank and exact figures', async () => {
    const made = await declined()
    const { need, opened, cast, browserOf, store } = made
    await stated(made, need.enterpriseId, { grade: 'A', tax: { 2024: 548_321, 2025: 612_345 } })
    await store.transact((tx) =>
      tx.update(enterprises).set({ mainBankId: cast.institutionIds.bankA }).where(isFirm(need)),
    )
    const { look } = given(await opened())
    const wu = await browserOf(cast.wu)
    const { body } = await wu.get(`/second-looks/${look.id}`)
    const { body: list } = await wu.get('/second-looks')
    assert.ok(!list.includes('2016-05'))
    const bands = ['职工 50 至 100 人', '营业收入 2,000 万元至 5,000 万元', '资产 1,000 万元至 2,000 万元']
    for (const words of ['A 级', '9 年', ...bands, '50 万元至 100 万元'])
      assert.ok(body.includes(words), words)
    const exact = ['34,800,000', '3,480', '19,600,000', '86 人', '612,345', '548,321', '2026-02-01']
    for (const telling of ['2016-05', '主办银行', cast.zhou.organisation, ...exact])
      assert.ok(!body.includes(telling), telling)
    const looks = await store.read.select().from(consentLooks).where(eq(consentLooks.subjectId, look.id))
    assert.deepEqual(
      looks.filter(({ kind }) => kind === 'details').map(({ what }) => what),
      [['age', 'figureBands']],
    )
    const seen = await (await browserOf(cast.lin)).get('/consents/looks')
    assert.ok(seen.body.includes('成立年限、年度数据（区间）'))
    // The hall names the town, the trade and often the firm: there the same consent opens nothing.
    const hall = await wu.get(`/hall/${need.id}`)
    assert.equal(hall.statusCode, 200)
    for (const closed of ['2016-05-18', '34,800,000', '612,345', '营业收入', 'A 级'])
      assert.ok(!hall.body.includes(closed), closed)
  })

  test('says of its consents what the bank sees, and that they ended with it where nobody took them back', async () => {
    const { opened, cast, browserOf, parts, need, store, clock } = await declined()
    const { look } = given(await opened())
    const owner = await browserOf(cast.lin)
    const read = async () => {
      const [consent] = await store.read.select().from(consents).where(ofLook(cast))
      return (await owner.get(`/consents/${present(consent, 'the consent of a look').id}`)).body
    }
    assert.match(await read(), /成立满几年；各年职工人数、营业收入和资产只到区间/)
    await store.transact((tx) => tx.update(needs).set({ state: 'withdrawn' }).where(eq(needs.id, need.id)))
    assert.equal(await closeLooks(parts, byPlatform(clock.now(), clock.today())), 1)
    assert.match(await read(), /已随再看一次结束/)
    assert.doesNotMatch(await read(), /已撤回/)
    assert.equal((await owner.get(`/second-looks/${look.id}`)).statusCode, 200)
  })

  test('by its form: the written text, a box that is not ticked, and a last day that policy bounds', async () => {
    const { application, cast, browserOf, shown, clock } = await declined()
    const owner = await browserOf(cast.lin)
    const at = `/applications/${application.id}`
    const asked = await owner.get(`${at}/second-look`)
    assert.doesNotMatch(asked.body, / checked/)
    assert.ok(asked.body.includes(shown.textVersion))
    const sent = {
      ...{ until: shown.until, textVersion: shown.textVersion, personTextVersion: shown.personTextVersion },
    }
    assert.equal((await owner.post(`${at}/second-looks`, sent)).statusCode, 422)
    const late = { ...sent, agreed: 'yes', until: plusDays(clock.today(), 61) }
    assert.match((await owner.post(`${at}/second-looks`, late)).body, /最晚开放到 2026-05-09/)
    const clerk = await browserOf(cast.xu)
    assert.equal((await clerk.post(`${at}/second-looks`, { ...sent, agreed: 'yes' })).statusCode, 403)
    const done = await owner.post(`${at}/second-looks`, { ...sent, agreed: 'yes' })
    assert.equal(done.statusCode, 303)
    assert.equal((await owner.get(String(done.headers.location))).statusCode, 200)
    assert.equal((await owner.get(`${at}/second-look`)).statusCode, 303)
  })

  test('a bank proposes its product, and the firm takes it up as a new application', async () => {
    const { opened, need, productId, cast, browserOf, parts, by, made } = await declined().then((made) => ({
      ...made,
      made,
    }))
    const { look } = given(await opened())
    const wu = await browserOf(cast.wu)
    const none = await wu.post(`/second-looks/${look.id}/proposals`, { productId: await onShelf(made) })
    assert.equal(none.statusCode, 422)
    const words = '可按 85% 给额度。'
    const sent = await wu.post(`/second-looks/${look.id}/proposals`, { productId, words })
    assert.equal(sent.statusCode, 303)
    const owner = await browserOf(cast.lin)
    const page = await owner.get(`/second-looks/${look.id}`)
    assert.ok(page.body.includes(words))
    const href = `/needs/${need.id}/applications/new?product=${productId}`
    assert.ok(page.body.includes(href))
    assert.equal((await owner.get(href)).statusCode, 200)
    const application = { productId, ...consentSent(made) }
    assert.equal((await owner.post(`/needs/${need.id}/applications`, application)).statusCode, 303)
    assert.match((await owner.get(`/second-looks/${look.id}`)).body, /\/applications\/[0-9a-z]{26}"/)
    assert.equal(
      codeOf(await propose(parts, by(cast.zhou), look.id, { productId, words: '' })),
      'look-not-open',
    )
  })

  test('withdrawn is over at the bank’s next request, and a stale page withdraws nothing', async () => {
    const { opened, cast, browserOf, parts, by, productId } = await declined()
    const { look } = given(await opened())
    assert.equal(codeOf(await opened()), 'look-there')
    const wu = await browserOf(cast.wu)
    assert.equal((await wu.get(`/second-looks/${look.id}`)).statusCode, 200)
    const owner = await browserOf(cast.lin)
    const at = `/second-looks/${look.id}/withdrawal`
    assert.equal((await owner.post(at, { version: '9' })).statusCode, 409)
    assert.equal((await owner.post(at, { version: '1' })).statusCode, 303)
    assert.equal((await wu.get(`/second-looks/${look.id}`)).statusCode, 404)
    assert.doesNotMatch((await wu.get('/second-looks')).body, new RegExp(look.number))
    assert.equal(
      codeOf(await propose(parts, by(cast.wu), look.id, { productId, words: '' })),
      'look-not-open',
    )
    assert.equal(codeOf(await withdraw(parts, by(cast.lin), look.id)), 'look-not-open')
    assert.equal(codeOf(await opened()), 'done', 'the firm may open it anew')
  })

  test('closes by itself after its last day, and with its need', async () => {
    const { opened, cast, browserOf, parts, clock, store, need, until } = await declined()
    const { look } = given(await opened())
    const night = (days: number) => byPlatform(startOf(plusDays(until, days)), plusDays(until, days))
    assert.equal(await closeLooks(parts, night(0)), 0)
    await store.transact((tx) => tx.update(needs).set({ state: 'withdrawn' }).where(eq(needs.id, need.id)))
    const wu = await browserOf(cast.wu)
    assert.equal((await wu.get(`/second-looks/${look.id}`)).statusCode, 404)
    await store.transact((tx) => tx.update(needs).set({ state: 'published' }).where(eq(needs.id, need.id)))
    assert.equal((await wu.get(`/second-looks/${look.id}`)).statusCode, 200)
    clock.forward(16 * 24 * 60)
    assert.equal((await (await browserOf(cast.wu)).get(`/second-looks/${look.id}`)).statusCode, 404)
    assert.equal(await closeLooks(parts, night(1)), 1)
    assert.equal(await closeLooks(parts, night(1)), 0)
  })
})
