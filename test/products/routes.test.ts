import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fen } from '../../server/money/fen.ts'
import { newId } from '../../server/platform/ids.ts'
import * as actions from '../../server/products/actions.ts'
import { listedShelf } from '../../server/products/index.ts'
import { productById, versionsOf } from '../../server/products/rows.ts'
import { runningTown } from '../support/app.ts'
import { drafted, listed } from './listed.ts'
import { sampleTerms } from './sample.ts'

/** What a browser sends for sound terms. */
const typedTerms = {
  name: '流水贷',
  kind: 'working-capital',
  summary: '凭经营流水授信，随借随还。',
  amountMinFen: '１０万',
  amountMaxFen: '2,000,000',
  monthsMin: '3',
  monthsMax: '12',
  rateMinPpm: '3.85',
  rateMaxPpm: '5.85%',
  methods: ['interest-only', 'bullet'],
  guaranteeModes: ['credit'],
  regions: '相山区、340621',
  industries: 'C17，制造业',
  excludedIndustries: '',
  minMonthsOperating: '12',
  documents: ['business-licence'],
  daysPromised: '5',
  source: '本行 2026 年产品手册',
}

const names = (body: string) =>
  [...body.matchAll(/<h2><a href="\/products\/\w+">([^<]+)<\/a>/g)].map(([, name]) => name)

describe('the open shelf', () => {
  test('needs no account, speaks both languages and leads to each product', async () => {
    const made = await runningTown()
    const id = await listed(made, { name: '流水贷' })
    const browser = await made.browserOf(null)
    const zh = await browser.get('/products')
    assert.equal(zh.statusCode, 200)
    assert.deepEqual(names(zh.body), ['流水贷'])
    assert.match(zh.body, /相城农商行/)
    browser.setCookie('lang', 'en')
    for (const url of ['/products', `/products/${id}`, `/products/compare?ids=${id}`]) {
      const { statusCode, body } = await browser.get(url)
      assert.equal(statusCode, 200, url)
      assert.match(body, /<html lang="en">/)
    }
  })

  test('keeps its wishes in the address, shows them as chips, and really filters', async () => {
    const made = await runningTown()
    await listed(made, { name: '小额贷', amountMaxFen: fen(50_000_000) })
    await listed(made, {
      name: '大额贷',
      amountMaxFen: fen(1_000_000_000),
      kind: 'science',
      regions: ['340603'],
    })
    const browser = await made.browserOf(null)
    const seen = async (query: string) => names((await browser.get(`/products?${query}`)).body)
    assert.deepEqual(await seen('amount=100万'), ['大额贷'])
    assert.deepEqual(await seen('kind=science'), ['大额贷'])
    assert.deepEqual(await seen('region=340621'), ['小额贷'])
    assert.deepEqual(await seen('months=13'), [])
    assert.deepEqual(await seen('guarantee=insurance'), [])
    assert.deepEqual(await seen('words=xed'), ['小额贷'])
    assert.deepEqual(await seen('sort=amount'), ['大额贷', '小额贷'])
    assert.deepEqual(await seen(`institution=${made.cast.institutionIds.bankA}&size=micro`), [
      '小额贷',
      '大额贷',
    ])
    const { body } = await browser.get('/products?kind=science&amount=100万')
    assert.match(body, /class="chip" href="\/products\?amount=100%E4%B8%87"/)
    assert.match(body, /class="chip" href="\/products\?kind=science"/)
  })

  test('names a wish that it cannot read beside its field, with what was typed', async () => {
    const made = await runningTown()
    await listed(made)
    const browser = await made.browserOf(null)
    for (const wish of ['amount=viel', 'months=0', 'kind=none', 'region=999999', `institution=${newId()}`]) {
      const { statusCode, body } = await browser.get(`/products?${wish}`)
      assert.equal(statusCode, 200, wish)
      assert.match(body, /field-wrong/, wish)
    }
    assert.match((await browser.get('/products?amount=viel')).body, /value="viel"/)
    assert.equal((await browser.get('/products?amount=1&amount=2&strange=1&page=-4')).statusCode, 200)
  })

  test('turns pages of twenty and keeps the wishes', async () => {
    const made = await runningTown()
    for (let made1 = 0; made1 < 21; made1 += 1) await listed(made, { name: `product ${made1}` })
    const browser = await made.browserOf(null)
    const first = await browser.get('/products?kind=working-capital')
    assert.equal(names(first.body).length, 20)
    assert.match(
      first.body,
      /href="\/products\?kind=working-capital&amp;page=2"|href="\/products\?kind=working-capital&#38;page=2"/,
    )
    assert.equal(names((await browser.get('/products?kind=working-capital&page=2')).body).length, 1)
  })

  test('answers htmx with the part that changes', async () => {
    const made = await runningTown()
    await listed(made)
    const { body } = await (await made.browserOf(null)).get('/products', { 'hx-request': 'true' })
    assert.doesNotMatch(body, /<html/)
    assert.match(body, /id="shelf"/)
  })
})

describe('side by side', () => {
  test('stand up to four; a fifth is refused with words, a stranger is not found', async () => {
    const made = await runningTown()
    const ids: string[] = []
    for (let at = 0; at < 5; at += 1)
      ids.push(await listed(made, { name: `贷款${at}`, daysPromised: at + 1 }))
    const browser = await made.browserOf(null)
    const four = await browser.get(`/products/compare?ids=${ids.slice(0, 4).join(',')}`)
    assert.equal(four.statusCode, 200)
    for (const name of ['贷款0', '贷款1', '贷款2', '贷款3']) assert.match(four.body, new RegExp(name))
    assert.match(four.body, /不同之处/)
    assert.match(four.body, /办理最快/)
    const five = await browser.get(`/products/compare?${ids.map((id) => `ids=${id}`).join('&')}`)
    assert.equal(five.statusCode, 422)
    assert.match(five.body, /最多可以同时对比 4 个产品/)
    assert.equal((await browser.get(`/products/compare?ids=${newId()}`)).statusCode, 404)
    assert.equal((await browser.get(`/products/compare?ids=${ids[0]},${newId()}`)).statusCode, 404)
    assert.equal((await browser.get('/products/compare?ids=none')).statusCode, 404)
    assert.equal((await browser.get('/products/compare')).headers.location, '/products')
    const ticked = await browser.get(`/products?ids=${ids[0]},${ids[1]}&words=贷款0`)
    assert.equal(ticked.body.match(/type="checkbox"[^>]* checked/g)?.length, 1)
    assert.match(ticked.body, new RegExp(`type="hidden" name="ids" value="${ids[1]}"`))
  })
})

describe('the page of a product', () => {
  test('says each reader what to do next', async () => {
    const made = await runningTown()
    const id = await listed(made)
    const { cast } = made
    const next: [typeof cast.lin | null, string][] = [
      [null, '/register'],
      [cast.lin, '/needs/new'],
      [cast.zhou, `/desk/products/${id}`],
      [cast.wu, '/products'],
      [cast.qin, `/bureau/products/${id}`],
    ]
    for (const [person, href] of next) {
      const { statusCode, body } = await (await made.browserOf(person)).get(`/products/${id}`)
      assert.equal(statusCode, 200)
      assert.match(body, new RegExp(`btn-lg" href="${href}"`), person?.name ?? 'visitor')
    }
  })

  test('is not there before it was listed, and says so after it left the shelf', async () => {
    const made = await runningTown()
    const draft = await drafted(made)
    const id = await listed(made)
    const browser = await made.browserOf(null)
    assert.equal((await browser.get(`/products/${draft}`)).statusCode, 404)
    await actions.suspendProduct(made.store, made.by(made.cast.zhou), { id, version: 1 }, 'quota')
    const { statusCode, body } = await browser.get(`/products/${id}`)
    assert.equal(statusCode, 200)
    assert.match(body, /已暂停受理/)
    assert.doesNotMatch(body, /btn-lg" href="\/register"/)
  })
})

describe('the desk', () => {
  test('keeps what was typed and says every fault at its field', async () => {
    const made = await runningTown()
    const browser = await made.browserOf(made.cast.zhou)
    assert.equal((await browser.get('/desk/products/new')).statusCode, 200)
    const wrong = {
      ...typedTerms,
      ...{ amountMinFen: '300万', monthsMin: '13', regions: '火星', industries: 'Z9', rateMaxPpm: '3' },
    }
    const { statusCode, body } = await browser.post('/desk/products/new', wrong)
    assert.equal(statusCode, 422)
    for (const typed of ['300万', '火星', 'Z9', '流水贷']) assert.ok(body.includes(`value="${typed}"`), typed)
    for (const field of ['amountMinFen', 'monthsMin', 'rateMinPpm', 'regions', 'industries'])
      assert.ok(body.includes(`href="#${field}"`), field)
    const empty = await browser.post('/desk/products/new', { strange: '1' })
    assert.equal(empty.statusCode, 422)
    assert.match(empty.body, /表单里有不认识的内容/)
  })

  test('keeps a draft as typed, with names of places and trades read as codes', async () => {
    const made = await runningTown()
    const browser = await made.browserOf(made.cast.zhou)
    const kept = await browser.post('/desk/products/new', typedTerms)
    assert.equal(kept.statusCode, 303)
    const id = String(kept.headers.location).split('/').at(-1) ?? ''
    const [version] = await versionsOf(
      made.store.read,
      (await productById(made.store.read, id))?.id ?? newId(),
    )
    assert.deepEqual(version?.terms.regions, ['340603', '340621'])
    assert.deepEqual(version?.terms.industries, ['C17', 'C'])
    assert.equal(version?.terms.amountMinFen, 10_000_000)
    const page = await browser.get(`/desk/products/${id}`)
    assert.match(page.body, /送审/)
    assert.equal((await browser.get(`/desk/products/${id}/edit`)).statusCode, 200)
    assert.match((await browser.get('/desk/products')).body, /草稿（1）/)
  })

  test('leads a product from draft to the shelf, through a new version, and off it', async () => {
    const made = await runningTown()
    const zhou = await made.browserOf(made.cast.zhou)
    const lu = await made.browserOf(made.cast.lu)
    const id = await drafted(made, { name: '流水贷' })
    const desk = `/desk/products/${id}`
    const bureau = `/bureau/products/${id}`
    assert.equal((await lu.get(bureau)).statusCode, 404, 'a draft is the bank’s own')
    assert.equal((await zhou.post(`${desk}/submission`, { version: '1' })).statusCode, 303)
    assert.match((await lu.get(bureau)).body, /审核通过/)
    assert.equal((await lu.post(`${bureau}/listing`, { version: '1' })).headers.location, '/bureau/reviews')

    const edited = { ...typedTerms, daysPromised: '2', why: '提速', version: '1' }
    assert.equal((await zhou.post(`${desk}/edit`, edited)).headers.location, desk)
    const stale = await zhou.post(`${desk}/edit`, { ...edited, daysPromised: '3' })
    assert.equal(stale.statusCode, 409)
    assert.match((await zhou.get(desk)).body, /第 2 版正在审核/)
    const review = await lu.get(bureau)
    assert.match(review.body, /与上架版本相比的变化/)
    assert.match(review.body, /提速/)
    assert.equal((await lu.post(`${bureau}/listing`, { version: '1' })).statusCode, 409)
    assert.equal((await lu.post(`${bureau}/return`, { version: '2', why: '' })).statusCode, 422)
    assert.equal((await lu.post(`${bureau}/return`, { version: '2', why: '依据不足' })).statusCode, 303)
    assert.match((await zhou.get(desk)).body, /依据不足/)
    assert.equal((await zhou.post(`${desk}/submission`, { version: '2' })).statusCode, 303)
    await lu.post(`${bureau}/listing`, { version: '2' })
    assert.equal((await listedShelf(made.store.read))[0]?.version, 2)
    assert.match((await zhou.get(desk)).body, /第 2 版改了什么/)

    const refused = await zhou.post(`${desk}/suspension`, { version: '2', why: '' })
    assert.equal(refused.statusCode, 422)
    assert.match(refused.body, /id="suspension-why"/)
    assert.equal((await zhou.post(`${desk}/suspension`, { version: '2', why: '额度用完' })).statusCode, 303)
    assert.equal((await zhou.post(`${desk}/relisting`, { version: '2' })).statusCode, 303)
    assert.equal((await zhou.post(`${desk}/withdrawal`, { version: '2', why: '换代' })).statusCode, 303)
    assert.equal((await zhou.post(`${desk}/relisting`, { version: '2' })).statusCode, 422)
    assert.equal((await zhou.get(`${desk}/edit`)).statusCode, 422)
    for (const lang of ['zh', 'en']) {
      zhou.setCookie('lang', lang)
      lu.setCookie('lang', lang)
      assert.equal((await zhou.get(desk)).statusCode, 200)
      assert.equal((await zhou.get('/desk/products')).statusCode, 200)
      assert.equal((await zhou.get('/desk/products/new')).statusCode, 200)
      assert.equal((await lu.get(bureau)).statusCode, 200)
    }
  })

  test('is closed to other banks and to other trades', async () => {
    const made = await runningTown()
    const id = await listed(made)
    const wu = await made.browserOf(made.cast.wu)
    for (const url of [`/desk/products/${id}`, `/desk/products/${id}/edit`])
      assert.equal((await wu.get(url)).statusCode, 404)
    for (const what of ['edit', 'submission', 'suspension', 'relisting', 'withdrawal'])
      assert.equal(
        (await wu.post(`/desk/products/${id}/${what}`, { version: '1', why: 'mine' })).statusCode,
        404,
      )
    const lin = await made.browserOf(made.cast.lin)
    assert.equal((await lin.get('/desk/products')).statusCode, 403)
    assert.equal((await lin.post(`/bureau/products/${id}/listing`, { version: '1' })).statusCode, 403)
    assert.doesNotMatch((await wu.get('/desk/products')).body, /Working capital/)
    assert.equal((await versionsOf(made.store.read, id)).length, 1)
    assert.deepEqual((await versionsOf(made.store.read, id))[0]?.terms, sampleTerms())
  })
})
