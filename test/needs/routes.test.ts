import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { enterprises } from '../../db/tables/enterprises.ts'
import { needById } from '../../server/needs/index.ts'
import { needsOf } from '../../server/needs/rows.ts'
import { newId } from '../../server/platform/ids.ts'
import { listed } from '../matching/shelf-of.ts'
import { runningTown } from '../support/app.ts'
import { drafted, sentIn } from './sample-draft.ts'

const typed = {
  amountFen: '１，０００，０００',
  months: '12',
  purpose: 'raw-materials',
  guaranteeModes: ['mortgage', 'guarantee'],
  highestRatePpm: '',
  wantedBy: '',
  nameShown: 'anonymous-until-contact',
  story: '备料',
}

/** The parts of a page that read alike in every language: its addresses. */
const hrefs = (body: string) => [...body.matchAll(/(?:href|action)="([^"]+)"/g)].map(([, href]) => href)

/** The address of its own that a form for a new need has. */
const formOf = ({ headers }: { readonly headers: Record<string, unknown> }) => String(headers.location)

describe('the needs of a firm', () => {
  test('a stranger, and an id that is none, find nothing; a bank has no way in', async () => {
    const made = await runningTown()
    const need = await drafted(made, made.cast.lin)
    const fang = await made.browserOf(made.cast.fang)
    for (const url of [
      `/needs/${need.id}`,
      `/needs/${need.id}/edit`,
      `/needs/${need.id}/fits`,
      `/needs/new?from=${need.id}`,
      `/needs/${newId()}`,
      '/needs/none',
    ])
      assert.equal((await fang.get(url)).statusCode, 404, url)
    for (const url of ['edit', 'submission', 'withdrawal', 'matches'])
      assert.equal((await fang.post(`/needs/${need.id}/${url}`, {})).statusCode, 404, url)
    assert.equal((await fang.post('/needs/preview', { ...typed, need: need.id })).statusCode, 404)
    const zhou = await made.browserOf(made.cast.zhou)
    assert.equal((await zhou.get(`/needs/${need.id}`)).statusCode, 403)
    assert.equal((await (await made.browserOf(null)).get('/needs')).statusCode, 303)
  })

  test('an empty list and a form in both languages', async () => {
    const made = await runningTown()
    const lin = await made.browserOf(made.cast.lin)
    for (const [lang, words] of [
      ['zh', '还没有融资需求'],
      ['en', 'No financing needs yet'],
    ] as const) {
      lin.setCookie('lang', lang)
      const list = await lin.get('/needs')
      assert.equal(list.statusCode, 200)
      assert.ok(list.body.includes(words))
      const form = await lin.get(formOf(await lin.get('/needs/new')))
      assert.equal(form.statusCode, 200)
      assert.ok(form.body.includes('formaction="/needs/preview?draft='))
    }
  })

  test('wrong input gives the form again with what was typed', async () => {
    const made = await runningTown()
    const lin = await made.browserOf(made.cast.lin)
    const wrong = { ...typed, amountFen: '一点点', months: '0', story: '<b>备料</b>', highestRatePpm: '99' }
    const { statusCode, body } = await lin.post('/needs/new', wrong)
    assert.equal(statusCode, 422)
    for (const kept of [
      '一点点',
      '&lt;b&gt;备料',
      'href="#amountFen"',
      'href="#months"',
      'href="#highestRatePpm"',
    ])
      assert.ok(body.includes(kept), kept)
    assert.match(body, /value="mortgage" checked/)
    assert.equal((await lin.post('/needs/new', { ...typed, state: 'published' })).statusCode, 422)
    const past = await lin.post('/needs/new', { ...typed, wantedBy: '2026-03-09' })
    assert.equal(past.statusCode, 422)
    assert.ok(past.body.includes('2026-03-10'))
  })

  test('a draft leads to what fits, and is kept once however often its form is sent', async () => {
    const made = await runningTown()
    const lin = await made.browserOf(made.cast.lin)
    const first = await lin.post('/needs/new', { ...typed, _once: 'k' })
    assert.equal(first.statusCode, 303)
    assert.match(String(first.headers.location), /^\/needs\/\w{26}\/fits$/)
    assert.equal((await lin.post('/needs/new', { ...typed, _once: 'k' })).statusCode, 409)
    const { enterpriseId } = made.cast.lin
    assert.ok(enterpriseId)
    const [need, ...more] = await needsOf(made.store.read, enterpriseId, 10, 0)
    assert.deepEqual(more, [])
    assert.equal(need?.amountFen, 100_000_000)
    assert.deepEqual(need?.guaranteeModes, ['mortgage', 'guarantee'])
  })

  test('who goes back to the form finds the draft that came of it, and what he changes there changes that one', async () => {
    const made = await runningTown()
    const { store, cast, browserOf } = made
    const [lin, fang] = [await browserOf(cast.lin), await browserOf(cast.fang)]
    const form = formOf(await lin.get('/needs/new'))
    assert.notEqual(form, formOf(await lin.get('/needs/new')), 'another form is for another need')
    assert.ok((await lin.get(form)).body.includes(`action="${form}"`))
    const first = String((await lin.post(form, { ...typed, _once: 'k' })).headers.location)
    const [, id = ''] = /^\/needs\/(\w{26})\/fits$/.exec(first) ?? []
    assert.equal((await lin.get(form)).headers.location, `/needs/${id}/edit`)
    const changed = await lin.post(form, { ...typed, amountFen: '150万', _once: 'l' })
    assert.equal(changed.headers.location, first)
    const firm = cast.lin.enterpriseId ?? assert.fail('a firm')
    const own = await needsOf(store.read, firm, 10, 0)
    assert.deepEqual(
      own.map((need) => [need.id, need.amountFen, need.version]),
      [[id, 150_000_000, 2]],
    )
    for (const stranger of [await fang.get(form), await fang.post(form, typed)])
      assert.equal(stranger.statusCode, 404)
    assert.equal((await lin.post(`/needs/${id}/submission`)).statusCode, 303)
    assert.equal((await lin.get(form)).headers.location, `/needs/${id}`)
    assert.equal((await lin.post(form, { ...typed, _once: 'm' })).statusCode, 422)
  })

  test('the preview keeps nothing, shows what fits, and gives htmx its part alone', async () => {
    const made = await runningTown()
    await listed(made.store, made.cast.institutionIds.bankA, { name: '织造贷' })
    const lin = await made.browserOf(made.cast.lin)
    const whole = await lin.post('/needs/preview', typed)
    assert.equal(whole.statusCode, 200)
    assert.ok(whole.body.includes('<!doctype html>') && whole.body.includes('织造贷'))
    assert.match(whole.body, /value="1,000,000"/)
    const part = await lin.post('/needs/preview', typed, { 'hx-request': 'true' })
    assert.ok(!part.body.includes('<!doctype html>') && part.body.includes('id="preview"'))
    const wrong = await lin.post('/needs/preview', { ...typed, months: 'x' }, { 'hx-request': 'true' })
    assert.equal(wrong.statusCode, 422)
    assert.ok(wrong.body.includes('id="need-form"') && wrong.body.includes('href="#months"'))
    const { enterpriseId } = made.cast.lin
    assert.ok(enterpriseId)
    assert.deepEqual(await needsOf(made.store.read, enterpriseId, 10, 0), [])
  })

  test('the preview of an edited draft leads back to that draft', async () => {
    const made = await runningTown()
    const need = await drafted(made, made.cast.lin)
    const lin = await made.browserOf(made.cast.xu)
    const { body } = await lin.post('/needs/preview', { ...typed, need: need.id, version: '1' })
    assert.ok(hrefs(body).includes(`/needs/${need.id}/edit`))
  })

  test('a draft changed elsewhere is not overwritten', async () => {
    const made = await runningTown()
    const need = await drafted(made, made.cast.lin)
    const lin = await made.browserOf(made.cast.lin)
    const edit = { ...typed, need: need.id, version: '1' }
    assert.equal((await lin.post(`/needs/${need.id}/edit`, { ...edit, months: '6' })).statusCode, 303)
    assert.equal((await lin.post(`/needs/${need.id}/edit`, { ...edit, months: '9' })).statusCode, 409)
    assert.equal((await needById(made.store.read, need.id))?.months, 6)
  })

  test('a proposed change stands in the form, unsaved', async () => {
    const made = await runningTown()
    const need = await drafted(made, made.cast.lin)
    const lin = await made.browserOf(made.cast.lin)
    const { body } = await lin.get(`/needs/${need.id}/edit?change=amount&to=90000000`)
    assert.match(body, /name="amountFen" value="900,000"/)
    assert.equal((await needById(made.store.read, need.id))?.amountFen, 100_000_000)
  })

  test('a firm under review drafts, is told so everywhere, and cannot send in', async () => {
    const made = await runningTown()
    const need = await drafted(made, made.cast.fang)
    await made.store.transact(async (tx) => {
      await tx.update(enterprises).set({ state: 'under-review' }).where(eq(enterprises.id, need.enterpriseId))
    })
    const fang = await made.browserOf(made.cast.fang)
    for (const url of ['/needs', formOf(await fang.get('/needs/new'))])
      assert.ok((await fang.get(url)).body.includes(made.parts.words.zh('needs.firm-under-review')), url)
    const { body } = await fang.get(`/needs/${need.id}`)
    assert.ok(!hrefs(body).includes(`/needs/${need.id}/submission`))
    const refused = await fang.post(`/needs/${need.id}/submission`)
    assert.equal(refused.statusCode, 422)
    assert.ok(refused.body.includes(made.parts.words.zh.refusal({ code: 'firm-not-verified' })))
  })

  test('each state has its next step, and a need that was sent in is no longer edited', async () => {
    const made = await runningTown()
    const need = await drafted(made, made.cast.lin)
    const lin = await made.browserOf(made.cast.lin)
    const page = `/needs/${need.id}`
    assert.ok(hrefs((await lin.get(page)).body).includes(`${page}/submission`))
    assert.equal((await lin.post(`${page}/submission`, { version: '99' })).statusCode, 409)
    assert.equal((await lin.post(`${page}/submission`)).statusCode, 303)
    assert.ok(!hrefs((await lin.get(page)).body).includes(`${page}/submission`))
    assert.equal((await lin.get(`${page}/edit`)).statusCode, 422)
    const qin = await made.browserOf(made.cast.qin)
    assert.equal((await qin.post(`/bureau/needs/${need.id}/publication`)).statusCode, 303)
    const published = await lin.get(page)
    assert.ok(published.body.includes('match-rule-1'))
    assert.ok(hrefs(published.body).includes(`${page}/fits`))
    assert.equal((await lin.post(`${page}/withdrawal`, { version: '99' })).statusCode, 409)
    const version = /name="version" value="(\d+)"/.exec(published.body)?.[1] ?? ''
    const why = { version, why: '订单取消' }
    assert.equal((await lin.post(`${page}/withdrawal`, why)).statusCode, 303)
    const over = await lin.get(page)
    assert.ok(over.body.includes('订单取消'), 'why it was withdrawn is kept and shown')
    assert.ok(hrefs(over.body).includes(`/needs/new?from=${need.id}`))
    const again = formOf(await lin.get(`/needs/new?from=${need.id}`))
    assert.match((await lin.get(again)).body, /value="1,000,000"/)
    for (const lang of ['zh', 'en']) {
      lin.setCookie('lang', lang)
      for (const url of ['/needs', page, `${page}/fits`])
        assert.equal((await lin.get(url)).statusCode, 200, url)
    }
  })
})

describe('the bureau', () => {
  test('reads what is sent in within its region, in both languages; firms and banks do not', async () => {
    const made = await runningTown()
    const need = await sentIn(made, made.cast.lin)
    const draft = await drafted(made, made.cast.lin)
    const url = `/bureau/needs/${need.id}`
    for (const name of ['lin', 'zhou'] as const)
      assert.equal((await (await made.browserOf(made.cast[name])).get(url)).statusCode, 403)
    const qin = await made.browserOf(made.cast.qin)
    assert.equal((await qin.get(`/bureau/needs/${draft.id}`)).statusCode, 404)
    const elsewhere = await made.browserOf(made.cast.lu)
    for (const lang of ['zh', 'en']) {
      elsewhere.setCookie('lang', lang)
      const { statusCode, body } = await elsewhere.get(url)
      assert.equal(statusCode, 200)
      assert.ok(body.includes(made.cast.lin.organisation))
      assert.ok(hrefs(body).includes(`${url}/publication`))
    }
  })

  test('gives back only with words, which the firm then reads', async () => {
    const made = await runningTown()
    const need = await sentIn(made, made.cast.lin)
    const url = `/bureau/needs/${need.id}`
    const qin = await made.browserOf(made.cast.qin)
    const empty = await qin.post(`${url}/return`, { returnedFor: '  ' })
    assert.equal(empty.statusCode, 422)
    assert.ok(empty.body.includes('href="#returnedFor"'))
    assert.equal((await qin.post(`${url}/return`, { returnedFor: '请写清楚用途' })).statusCode, 303)
    assert.equal((await qin.post(`${url}/publication`)).statusCode, 404)
    const lin = await made.browserOf(made.cast.lin)
    assert.ok((await lin.get(`/needs/${need.id}`)).body.includes('请写清楚用途'))
  })

  test('two clicks on publish: the second is told so', async () => {
    const made = await runningTown()
    const need = await sentIn(made, made.cast.lin)
    const qin = await made.browserOf(made.cast.qin)
    const url = `/bureau/needs/${need.id}/publication`
    assert.equal((await qin.post(url, { _once: 'one' })).statusCode, 303)
    assert.equal((await qin.post(url, { _once: 'one' })).statusCode, 409)
    assert.equal((await qin.post(url, { _once: 'two' })).statusCode, 422)
  })
})
