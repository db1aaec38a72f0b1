import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { consentLooks } from '../../db/tables/consents.ts'
import { apply, take } from '../../server/applications/index.ts'
import { revoke } from '../../server/consents/actions.ts'
import { consentsBetween } from '../../server/consents/index.ts'
import type { Fit } from '../../server/matching/fit.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { approve, propose } from '../../server/policies/index.ts'
import type { ProductTerms } from '../../server/products/product.ts'
import { codeOf, given, inHall, onShelf } from '../applications/played.ts'
import { runningTown } from '../support/app.ts'
import { consented, consenting } from '../support/consenting.ts'
import { listOfCourts, stated } from '../tax-checks/stated.ts'

const taxLoan: Partial<ProductTerms> = {
  ...{ name: '税融通', kind: 'tax-credit', scheme: 'hefei-2015', guaranteeModes: ['credit'] },
  ...{ grades: [], sizes: [], minMonthsOperating: 0 },
}
const asked = { amountFen: fen(200_000_000), guaranteeModes: [], highestRatePpm: null }

/** Lin's firm: B, 400,000 yuan of tax in each of two years: 1.2 million by hefei-2015; it asks for two. */
async function taxTown() {
  const made = await runningTown()
  const { linFirm } = made.cast.enterpriseIds
  const says = { grade: 'B', tax: { 2024: 400_000, 2025: 400_000 }, arrears: false, abnormal: false } as const
  await stated(made, linFirm, says)
  await listOfCourts(made, [])
  const productId = await onShelf(made, 'bankA', taxLoan)
  return { ...made, linFirm, productId }
}

/** What of the page the bank reads of the firm's side: without tokens, ids and times. */
const conditionsIn = (body: string) =>
  body.slice(body.indexOf('本行产品与这条需求')).replaceAll(/value="[^"]*"/g, '')

describe('a need before a product that goes by a scheme', () => {
  test('the firm reads that it asks for more than the limit, and the nearest change', async () => {
    const made = await taxTown()
    const { browserOf, cast } = made
    const need = await inHall(made, asked)
    const lin = await browserOf(cast.lin)
    const zh = (await lin.get(`/needs/${need.id}/fits`)).body
    for (const words of ['税融通方案 · 额度', '不超过 120 万元', '金额从 200 万元改为 120 万元：多 1 个'])
      assert.ok(zh.includes(words), words)
    lin.setCookie('lang', 'en')
    const en = (await lin.get(`/needs/${need.id}/fits`)).body
    for (const words of ['Tax-credit scheme: limit', 'at most 1,200,000 yuan'])
      assert.ok(en.includes(words), words)
    const chosen = { needId: need.id, productId: made.productId }
    const refused = await apply(made.parts, made.by(cast.lin), { ...chosen, consent: consenting(made) })
    assert.equal(codeOf(refused), 'fit-not')
  })

  test('a match is stale once taxes, the scheme or the LPR have changed', async () => {
    const made = await taxTown()
    const { browserOf, cast, parts, by } = made
    const need = await inHall(made, { ...asked, amountFen: fen(100_000_000) })
    const lin = await browserOf(cast.lin)
    const says = async () => (await lin.get(`/needs/${need.id}`)).body
    assert.doesNotMatch(await says(), /这次匹配已经过时/)
    await stated(made, made.linFirm, { arrears: true, asOf: day('2026-03-01') })
    assert.match(await says(), /企业资料或需求有变化/)
    await lin.post(`/needs/${need.id}/matches`)
    assert.doesNotMatch(await says(), /这次匹配已经过时/)
    const lpr = present(
      parts.policies.rows.findLast(({ code }) => code === 'lpr'),
      'an LPR',
    )
    const lower = {
      ...{ code: 'lpr', baseVersion: lpr.version, effectiveFrom: null, effectiveTo: null },
      value: { oneYearPpm: 29_000, fiveYearPpm: 34_000 },
      ...{ source: '演示', certainty: 'placeholder' as const },
    }
    const { proposal } = given(await propose(parts, by(cast.lu), lower, '今日公布新的 LPR。'))
    given(await approve(parts, by(cast.qin), proposal.id, '已核对。'))
    assert.match(await says(), /税融通方案或 LPR 有变化/)
  })

  test('a bank without consent reads the same of an A and a D, of the sound and of the indebted', async () => {
    const made = await taxTown()
    const { browserOf, cast, store } = made
    const need = await inHall(made, asked)
    const zhou = await browserOf(cast.zhou)
    const pages: string[] = []
    for (const says of [
      { asOf: day('2026-03-03') },
      { grade: 'A', tax: { 2025: 9_000_000 }, asOf: day('2026-03-04') },
      { grade: 'D', arrears: true, abnormal: true, asOf: day('2026-03-05') },
    ] as const) {
      await stated(made, made.linFirm, says)
      const page = await zhou.get(`/hall/${need.id}`)
      assert.equal(page.statusCode, 200)
      pages.push(conditionsIn(page.body))
    }
    assert.match(pages[0] ?? '', /企业授权后可见/)
    for (const page of pages) {
      assert.equal(page, pages[0])
      assert.doesNotMatch(page, /120 万元|3\.60%|企业情况 <b>[A-D] 级/)
    }
    // Whatever the taxes say, it may take the need, and what is kept then says no more.
    const chosen = { needId: need.id, productId: made.productId }
    const { application } = given(await take(made.parts, made.by(cast.zhou), chosen))
    const kept = JSON.stringify(application.fit)
    assert.doesNotMatch(kept, /120000000|36000|"D"/)
    const looks = await store.read.select().from(consentLooks)
    assert.ok(looks.every(({ what }) => !what.includes('taxCheck')))
  })

  test('with consent the officer reads the same reasons as the firm, and the look is recorded', async () => {
    const made = await taxTown()
    const { browserOf, cast, store } = made
    const need = await inHall(made, asked)
    const consents = await consented(made, ['tax'])
    const zhou = await browserOf(cast.zhou)
    const page = (await zhou.get(`/hall/${need.id}`)).body
    for (const words of ['税融通方案 · 额度', '不超过 120 万元', '不符合'])
      assert.ok(page.includes(words), words)
    const looks = await store.read.select().from(consentLooks)
    assert.ok(looks.some(({ what, subjectId }) => what.includes('taxCheck') && subjectId === need.id))
    // Taken back, the page is what it was for everybody.
    for (const id of consents) given(await revoke(made.parts.store, made.by(cast.lin), id))
    const closed = conditionsIn((await zhou.get(`/hall/${need.id}`)).body)
    assert.doesNotMatch(closed, /120 万元/)
    assert.match(closed, /企业授权后可见/)
  })

  test('a case that the firm opened shows its limit to the bank only while the consent holds', async () => {
    const made = await taxTown()
    const { browserOf, cast, productId } = made
    const need = await inHall(made, { ...asked, amountFen: fen(110_000_000) })
    const chosen = { needId: need.id, productId, consent: consenting(made) }
    const { application } = given(await apply(made.parts, made.by(cast.lin), chosen))
    assert.equal((application.fit as Fit).verdict, 'eligible')
    const zhou = await browserOf(cast.zhou)
    const url = `/applications/${application.id}`
    assert.ok((await zhou.get(url)).body.includes('不超过 120 万元'))
    const between = await consentsBetween(made.store.read, made.linFirm, cast.institutionIds.bankA)
    for (const { id, kind, endedAt } of between)
      if (kind === 'tax' && !endedAt) given(await revoke(made.parts.store, made.by(cast.lin), id))
    for (const page of [url, `${url}/file`]) {
      const { body } = await zhou.get(page)
      assert.ok(body.includes('税融通方案 · 额度'), page)
      for (const closed of ['120 万元', '3.60%']) assert.ok(!body.includes(closed), `${page} ${closed}`)
    }
  })
})
