import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Person } from '../../server/accounts/index.ts'
import { returnForPapers } from '../../server/applications/actions-documents.ts'
import { type Application, applicationById, decline, offersOf } from '../../server/applications/index.ts'
import { revoke } from '../../server/consents/actions.ts'
import { consentsBetween } from '../../server/consents/index.ts'
import { plusDays } from '../../server/money/day.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { present } from '../../server/platform/assert.ts'
import { newId } from '../../server/platform/ids.ts'
import { type Browser, runningTown } from '../support/app.ts'
import { consentSent } from '../support/consenting.ts'
import { agreed, applied, given, inHall, markFor, offered, onShelf, taken, takenUp } from './played.ts'

const typed = {
  amountFen: '１００ 万',
  months: '12',
  ratePpm: '4.35',
  method: 'equal-instalment',
  guaranteeMode: 'mortgage',
  upfrontFeesFen: '10,000',
  yearlyFeesFen: '',
  validUntil: '2026-03-20',
  words: '三天内可放款。',
  confirmed: 'yes',
}

describe('the pages of applications', () => {
  test('speak both languages to both sides, at every step', async () => {
    const made = await runningTown()
    const { cast, browserOf } = made
    const productId = await onShelf(made)
    const { id: needId } = await inHall(made)
    const one = await applied(made, { needId, productId })
    const look = async (person: Person, urls: readonly string[]) => {
      for (const lang of ['zh', 'en'])
        for (const url of urls) {
          const browser = await browserOf(person)
          browser.setCookie('lang', lang)
          const { statusCode, body } = await browser.get(url)
          assert.equal(statusCode, 200, `${person.name}: ${url}`)
          assert.ok(body.includes(one.number) || url === '/progress', `${url} names the case`)
        }
    }
    const page = `/applications/${one.id}`
    await look(cast.lin, ['/applications', page, `${page}/receipt`])
    await look(cast.zhou, ['/applications', page, `${page}/decline`])
    await takenUp(made, one, cast.zhou)
    await look(cast.lin, [page, `/needs/${needId}/offers`])
    await look(cast.zhou, [page, `${page}/offers/new`])
    const offer = await offered(made, one, cast.zhou)
    await look(cast.xu, [page, `/needs/${needId}/offers`])
    await look(cast.zhou, [page])
    await agreed(made, offer)
    await look(cast.lin, [page, `/needs/${needId}/offers`])
    await look(cast.qian, [page, `${page}/signing`])
  })

  test('after applying the firm has its number, what comes next and until when', async () => {
    const made = await runningTown()
    const { cast, browserOf } = made
    const browser = await browserOf(cast.xu)
    const { id: needId } = await inHall(made)
    const productId = await onShelf(made)
    const asked = await browser.get(`/needs/${needId}/applications/new?product=${productId}`)
    assert.match(asked.body, new RegExp(`name="productId" value="${productId}"`))
    assert.doesNotMatch(asked.body, / checked/)
    const sent = await browser.post(`/needs/${needId}/applications`, { productId, ...consentSent(made) })
    assert.equal(sent.statusCode, 303)
    const { body } = await browser.get(String(sent.headers.location))
    assert.match(body, /SQ20260310-0001/)
    assert.match(body, /2026-03-12/)
  })

  test('while the firm owes papers, the lists name its day and say that it is the firm’s', async () => {
    const made = await runningTown()
    const { cast, parts, by, browserOf } = made
    const { id: needId } = await inHall(made)
    const { id } = await taken(made, { needId, productId: await onShelf(made) }, cast.zhou)
    const items = [{ kind: 'permits', words: '' }] as const
    given(await returnForPapers(parts, by(cast.zhou), id, { items, words: '请补。' }))
    const lin = await browserOf(cast.lin)
    const zhou = await browserOf(cast.zhou)
    for (const { body } of [
      await lin.get('/applications'),
      await lin.get(`/needs/${needId}/offers`),
      await zhou.get('/applications'),
    ]) {
      assert.ok(body.includes('企业补件：还有 5 个工作日'))
      assert.ok(body.includes('2026-03-17'))
    }
    const queue = (await zhou.get('/queue?band=firm')).body
    assert.ok(queue.includes('还有 5 个工作日') && queue.includes('2026-03-17'))
  })

  test('a refused application says why and leads back to the match', async () => {
    const made = await runningTown()
    const browser = await made.browserOf(made.cast.lin)
    const { id: needId } = await inHall(made)
    for (const productId of [newId(), 'none', '']) {
      const { statusCode, body } = await browser.post(`/needs/${needId}/applications`, { productId })
      assert.equal(statusCode, 422)
      assert.ok(body.includes(`/needs/${needId}/fits`))
    }
  })

  test('a step that passed leads back to the case instead of showing a form in vain', async () => {
    const made = await runningTown()
    const { cast, browserOf } = made
    const one = await applied(made, { needId: (await inHall(made)).id, productId: await onShelf(made) })
    const browser = await browserOf(cast.zhou)
    for (const form of ['offers/new', 'signing']) {
      const { statusCode, headers } = await browser.get(`/applications/${one.id}/${form}`)
      assert.equal(statusCode, 303)
      assert.equal(headers.location, `/applications/${one.id}`)
    }
  })

  test('a decline without a reason keeps its words', async () => {
    const made = await runningTown()
    const one = await applied(made, { needId: (await inHall(made)).id, productId: await onShelf(made) })
    const browser = await made.browserOf(made.cast.zhou)
    const sent = { words: '请先补交近半年流水。', version: '1' }
    const { statusCode, body } = await browser.post(`/applications/${one.id}/decline`, sent)
    assert.equal(statusCode, 422)
    assert.ok(body.includes(sent.words))
    const again = await browser.post(`/applications/${one.id}/decline`, {
      ...sent,
      reason: 'documents-missing',
    })
    assert.equal(again.statusCode, 303)
    const firm = await made.browserOf(made.cast.lin)
    assert.ok(
      (await firm.get(`/applications/${one.id}`)).body.includes(sent.words),
      'the firm reads the words',
    )
  })

  test('a page that is older than the case is told so', async () => {
    const made = await runningTown()
    const one = await applied(made, { needId: (await inHall(made)).id, productId: await onShelf(made) })
    await takenUp(made, one, made.cast.qian)
    const browser = await made.browserOf(made.cast.zhou)
    const { statusCode } = await browser.post(`/applications/${one.id}/decline`, {
      reason: 'existing-debt',
      facts: 'existing-debt',
      words: '',
      version: '1',
    })
    assert.equal(statusCode, 409)
  })

  test('the bank reads the tax grade as long as the firm consents to it', async () => {
    const made = await runningTown()
    const { cast, browserOf, store, by } = made
    const productId = await onShelf(made, 'bankA', { grades: ['A', 'B'] })
    const one = await applied(made, { needId: (await inHall(made)).id, productId })
    const read = async (person: Person) =>
      (await (await browserOf(person)).get(`/applications/${one.id}`)).body
    assert.match(await read(cast.zhou), /15400001234/)
    assert.match(await read(cast.zhou), /企业情况 <b>A 级<\/b>/)
    const given = await consentsBetween(store.read, one.enterpriseId, one.institutionId)
    const tax = present(
      given.find(({ kind }) => kind === 'tax'),
      'the consent to tax data',
    )
    assert.equal((await revoke(store, by(cast.lin), tax.id)).ok, true)
    assert.doesNotMatch(await read(cast.zhou), /(企业情况 <b>|<dd>)A 级/)
    assert.match(await read(cast.zhou), /企业授权后可见/)
    assert.match(await read(cast.lin), /<b>A 级<\/b>/)
  })
})

describe('an offer by its form', () => {
  const desk = async () => {
    const made = await runningTown()
    const need = await inHall(made)
    const one = await taken(made, { needId: need.id, productId: await onShelf(made) }, made.cast.zhou)
    return { made, need, one, browser: await made.browserOf(made.cast.zhou) }
  }

  test('costs in the preview what the offer, the case and the comparison then say', async () => {
    const { made, need, one, browser } = await desk()
    const preview = await browser.post(`/applications/${one.id}/offers/preview`, typed)
    assert.equal(preview.statusCode, 200)
    assert.equal((await offersOf(made.store.read, one.id)).length, 0, 'a preview keeps nothing')
    assert.equal((await browser.post(`/applications/${one.id}/offers`, typed)).statusCode, 303)
    const firm = await made.browserOf(made.cast.lin)
    const pages = [
      preview.body,
      (await browser.get(`/applications/${one.id}`)).body,
      (await firm.get(`/needs/${need.id}/offers`)).body,
    ]
    for (const body of pages)
      for (const figure of ['6.2288%', '6.4097%', '85,309.90', '33,718.79'])
        assert.ok(body.includes(figure), figure)
  })

  test('is refused field by field, and keeps what was typed', async () => {
    const { made, one, browser } = await desk()
    const wrong = { ...typed, amountFen: '200.01 万', months: '13', ratePpm: '5.8501' }
    const { statusCode, body } = await browser.post(`/applications/${one.id}/offers`, wrong)
    assert.equal(statusCode, 422)
    for (const field of ['amountFen', 'months', 'ratePpm'])
      assert.ok(body.includes(`id="${field}-error"`), field)
    for (const kept of Object.values({ amountFen: wrong.amountFen, months: '13', words: typed.words }))
      assert.ok(body.includes(kept), kept)
    assert.match(body, /5\.85%/)
    assert.equal((await applicationById(made.store.read, one.id))?.state, 'taken')
  })

  test('refuses what it does not ask, and half-filled forms', async () => {
    const { one, browser } = await desk()
    const { ratePpm: _, ...half } = typed
    for (const body of [{ ...typed, simplePpm: '1' }, half, { ...typed, method: 'never' }, {}])
      for (const url of ['offers', 'offers/preview'])
        assert.equal((await browser.post(`/applications/${one.id}/${url}`, body)).statusCode, 422)
  })

  test('sent twice is one offer', async () => {
    const { made, one, browser } = await desk()
    const once = { ...typed, _once: newId() }
    assert.equal((await browser.post(`/applications/${one.id}/offers`, once)).statusCode, 303)
    assert.equal((await browser.post(`/applications/${one.id}/offers`, once)).statusCode, 409)
    assert.equal((await offersOf(made.store.read, one.id)).length, 1)
  })
})

describe('offers side by side', () => {
  test('mark the cheapest by yearly cost, let the owner choose and the clerk look', async () => {
    const made = await runningTown()
    const { cast, browserOf, clock } = made
    const need = await inHall(made)
    const ours = await taken(made, { needId: need.id, productId: await onShelf(made) }, cast.zhou)
    const theirs = await taken(made, { needId: need.id, productId: await onShelf(made, 'bankB') }, cast.wu)
    const dear = await offered(made, ours, cast.zhou)
    const cheap = await offered(made, theirs, cast.wu, {
      ratePpm: ppm(58_500),
      upfrontFeesFen: noFen,
      validUntil: plusDays(clock.today(), 3),
    })
    const url = `/needs/${need.id}/offers`
    const owner = await browserOf(cast.lin)
    const { body } = await owner.get(url)
    // 5.85 % without fees is cheaper than 4.35 % with one per cent up front.
    assert.ok(
      body.indexOf('综合成本最低') > body.indexOf(`<h2>${cast.wu.organisation}`),
      'the mark stands by bank B',
    )
    assert.equal(body.split('综合成本最低').length, 2)
    assert.match(body, /还有 3 天有效/)
    const lines = body.slice(body.indexOf('offers-compared')).split('<tr')
    const rates = lines.find((line) => line.includes('>年利率<')) ?? ''
    assert.ok(rates.includes('4.35%') && rates.includes('5.85%'), 'a phone has both in one line')
    const clerk = await browserOf(cast.xu)
    const read = await clerk.get(`/offers/${cheap.id}/acceptance`)
    assert.equal(read.statusCode, 200)
    assert.doesNotMatch(read.body, /action="[^"]*\/acceptance/)
    assert.equal((await clerk.post(`/offers/${cheap.id}/acceptance`)).statusCode, 403)
    const agreeing = { sheet: await markFor(made, cheap.id), agreed: 'yes' }
    assert.equal((await owner.post(`/offers/${cheap.id}/acceptance`)).statusCode, 422)
    assert.equal((await owner.post(`/offers/${cheap.id}/acceptance`, agreeing)).statusCode, 303)
    assert.equal((await owner.post(`/offers/${dear.id}/acceptance`, agreeing)).statusCode, 422)
    const loser = await browserOf(cast.zhou)
    assert.match((await loser.get(`/applications/${ours.id}`)).body, /企业选择了其他方案/)
    assert.match((await owner.get(url)).body, new RegExp(`/applications/${theirs.id}`))
  })
})

describe('the list of cases', () => {
  const rowsIn = (body: string) =>
    [...body.matchAll(/href="\/applications\/([0-9a-z]{26})"/g)].map(([, id]) => id)

  test('of a bank with forty cases: due ones first, in red when late, filtered and paged', async () => {
    const made = await runningTown()
    const { cast, browserOf, clock } = made
    const cases: Application[] = []
    const productId = await onShelf(made)
    for (let count = 0; count < 40; count += 1) {
      if (count === 20) clock.set('2026-03-16T01:30:00.000Z')
      cases.push(await applied(made, { needId: (await inHall(made)).id, productId }))
    }
    const [first, second, third] = cases
    assert.ok(first && second && third)
    await takenUp(made, third, cast.zhou)
    await decline(made.store, made.by(cast.zhou), second, {
      ...{ reason: 'existing-debt', words: '', facts: ['existing-debt'] },
    })
    const browser = await browserOf(cast.zhou)
    const top = (await browser.get('/applications')).body
    assert.equal(rowsIn(top).length, 20)
    assert.match(top, /state-bad">已超期 2 个工作日/)
    assert.ok(!rowsIn(top).includes(second.id), 'what is done does not stand on the desk')
    assert.ok(
      rowsIn(top)
        .slice(0, 18)
        .every((id) => cases.slice(0, 20).some((one) => one.id === id)),
    )
    const next = (await browser.get('/applications?page=2')).body
    assert.equal(rowsIn(next).length, 19)
    const of = async (query: string) => rowsIn((await browser.get(`/applications?${query}`)).body)
    assert.deepEqual(await of('state=declined'), [second.id])
    assert.deepEqual(await of('mine=yes'), [third.id])
    assert.deepEqual(await of(`q=${first.number}`), [first.id])
    assert.deepEqual(await of('q=%25'), [], 'a sign of the database is a word like any other')
    assert.equal((await of('q=ＳＱ20260310-0004')).length, 1)
    assert.equal((await of('state=nonsense&page=-1')).length, 20)
    assert.deepEqual(rowsIn((await (await browserOf(cast.wu)).get('/applications?state=all')).body), [])
  })

  test('of a firm holds its own and nobody else’s', async () => {
    const made = await runningTown()
    const one = await applied(made, { needId: (await inHall(made)).id, productId: await onShelf(made) })
    assert.deepEqual(rowsIn((await (await made.browserOf(made.cast.lin)).get('/applications')).body), [
      one.id,
    ])
    assert.deepEqual(rowsIn((await (await made.browserOf(made.cast.fang)).get('/applications')).body), [])
  })
})

describe('the progress of an application, without signing in', () => {
  const asked = async (browser: Browser, number: string, phoneTail: string) =>
    browser.post('/progress', { number, phoneTail })

  test('answers a wrong number and a wrong telephone end alike', async () => {
    const made = await runningTown()
    const one = await applied(made, { needId: (await inHall(made)).id, productId: await onShelf(made) })
    const browser = await made.browserOf(null)
    const mask = (body: string) =>
      body.replace(/value="[^"]*"|content="[^"]*"|[0-9a-f]{32}/g, '').replaceAll(/back=[^"]*/g, '')
    const wrongNumber = await asked(browser, 'SQ20260310-9999', '1234')
    const wrongTail = await asked(browser, one.number, '0000')
    assert.equal(wrongNumber.statusCode, 422)
    assert.equal(wrongTail.statusCode, 422)
    assert.equal(mask(wrongNumber.body), mask(wrongTail.body))
  })

  test('tells state and days, as people type the number, but no names and no sums', async () => {
    const made = await runningTown()
    const { cast } = made
    const one = await applied(made, { needId: (await inHall(made)).id, productId: await onShelf(made) })
    await takenUp(made, one, cast.zhou)
    await offered(made, one, cast.zhou, { amountFen: fen(87_650_000) })
    const browser = await made.browserOf(null)
    for (const number of [one.number, ` ${one.number.toLowerCase()} `, 'ＳＱ２０２６０３１０－０００１']) {
      const { statusCode, body } = await asked(browser, number, '１２３４')
      assert.equal(statusCode, 200, number)
      assert.match(body, /已出方案/)
      for (const secret of [cast.lin.organisation, cast.zhou.organisation, cast.zhou.name, '876,500'])
        assert.ok(!body.includes(secret), secret)
    }
  })

  test('turns away who tries more than ten times a minute', async () => {
    const made = await runningTown()
    const browser = await made.browserOf(null)
    const codes: number[] = []
    for (let attempt = 0; attempt < 11; attempt += 1)
      codes.push((await asked(browser, 'SQ20260310-0001', String(1000 + attempt))).statusCode)
    assert.deepEqual(codes.slice(0, 10), Array(10).fill(422))
    assert.equal(codes[10], 429)
  })
})
