import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { costSheets } from '../../db/tables/cost-sheets.ts'
import { canonical, markOf, readSheet } from '../../server/applications/cost-sheet.ts'
import {
  acceptOffer,
  applicationById,
  decline,
  makeOffer,
  sheetById,
  take,
  takeUp,
  withdraw,
  withdrawOffer,
} from '../../server/applications/index.ts'
import { trailOf } from '../../server/audit/index.ts'
import { day, plusDays } from '../../server/money/day.ts'
import { fen, total } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { present } from '../../server/platform/assert.ts'
import { runningTown } from '../support/app.ts'
import { applied, codeOf, given, inHall, offered, offerTerms, onShelf, taken } from './played.ts'

const fees = [
  { payee: 'guarantor', paid: 'yearly', fen: fen(800_000) },
  { payee: 'appraiser', paid: 'upfront', fen: fen(150_000) },
] as const

const typed = {
  ...{ amountFen: '100 万', months: '12', ratePpm: '4.35', method: 'equal-instalment' },
  ...{ guaranteeMode: 'mortgage', upfrontFeesFen: '10000', guaranteeYearly: '8000', appraisalOnce: '1500' },
  ...{ penaltyUpliftPpm: '40', earlyFeePpm: '0.5', validUntil: '2026-03-20', confirmed: 'yes' },
}

async function desk() {
  const made = await runningTown()
  const need = await inHall(made)
  const productId = await onShelf(made)
  const one = await taken(made, { needId: need.id, productId }, made.cast.zhou)
  return { ...made, made, need, productId, one }
}

describe('the validity of an offer', () => {
  test('is bounded by policy, and preview and sending say so alike', async () => {
    const { made, one, parts, by, cast, clock, browserOf } = await desk()
    const beyond = offerTerms(made, { validUntil: day('2999-12-31') })
    const outcome = await makeOffer(parts, by(cast.zhou), one.id, beyond)
    assert.deepEqual(outcome.faults, [
      { code: 'valid-too-long', field: 'validUntil', values: { latest: plusDays(clock.today(), 60) } },
    ])
    const browser = await browserOf(cast.zhou)
    for (const url of ['offers', 'offers/preview']) {
      const sent = { ...typed, validUntil: '2999-12-31', amountFen: '9 亿' }
      const { statusCode, body } = await browser.post(`/applications/${one.id}/${url}`, sent)
      assert.equal(statusCode, 422, url)
      for (const field of ['amountFen', 'validUntil']) assert.ok(body.includes(`id="${field}-error"`), url)
      assert.match(body, /有效期最晚到 2026-05-09/)
    }
    const last = offerTerms(made, { validUntil: plusDays(clock.today(), 60) })
    assert.equal(codeOf(await makeOffer(parts, by(cast.zhou), one.id, last)), 'done')
  })

  test('late and early repayment stay within policy', async () => {
    const { made, one, parts, by, cast } = await desk()
    for (const [changes, code] of [
      [{ penaltyUpliftPpm: ppm(600_000) }, 'penalty-out-of-range'],
      [{ penaltyUpliftPpm: ppm(299_999) }, 'penalty-out-of-range'],
      [{ earlyFeePpm: ppm(10_001) }, 'early-fee-above'],
    ] as const)
      assert.equal(codeOf(await makeOffer(parts, by(cast.zhou), one.id, offerTerms(made, changes))), code)
  })
})

describe('the cost sheet of an offer', () => {
  test('is what both sides confirmed, letter by letter, and can be printed by them alone', async () => {
    const { need, one, store, cast, browserOf } = await desk()
    const bank = await browserOf(cast.zhou)
    const { confirmed: _, ...unconfirmed } = typed
    assert.equal((await bank.post(`/applications/${one.id}/offers/preview`, unconfirmed)).statusCode, 200)
    assert.equal((await bank.post(`/applications/${one.id}/offers`, unconfirmed)).statusCode, 422)
    assert.equal((await bank.post(`/applications/${one.id}/offers`, typed)).statusCode, 303)
    const owner = await browserOf(cast.lin)
    const laid = (await owner.get(`/needs/${need.id}/offers`)).body
    const id = present(/\/offers\/([0-9a-z]{26})\/acceptance/.exec(laid)?.[1], 'an offer to accept') as never
    const kept = present(await sheetById(store.read, id), 'the sheet')
    assert.equal(markOf(kept.content), kept.sha256)
    const sheet = readSheet(kept.content)
    assert.equal(canonical(sheet), kept.content)
    assert.equal(total(sheet.lines.map((line) => line.fen)), sheet.totalCostFen)
    assert.deepEqual(
      sheet.lines.map(({ payee, item }) => `${payee} ${item}`),
      ['bank interest', 'bank upfront-fee', 'guarantor yearly-fee', 'appraiser upfront-fee'],
    )
    assert.equal(sheet.penaltyRatePpm, 60_900)
    const asked = await owner.get(`/offers/${id}/acceptance`)
    for (const words of ['贷款明白纸', '6.0900%', '担保', kept.sha256])
      assert.ok(asked.body.includes(words), words)
    const other = { sheet: '0'.repeat(64), agreed: 'yes' }
    assert.equal((await owner.post(`/offers/${id}/acceptance`, other)).statusCode, 409)
    assert.equal((await applicationById(store.read, one.id))?.state, 'offered')
    assert.equal((await owner.post(`/offers/${id}/acceptance`, { sheet: kept.sha256 })).statusCode, 422)
    const agreed = await owner.post(`/offers/${id}/acceptance`, { sheet: kept.sha256, agreed: 'yes' })
    assert.equal(agreed.statusCode, 303)
    const signed = present(await sheetById(store.read, id), 'the sheet')
    assert.deepEqual([signed.bankConfirmedBy, signed.firmConfirmedBy], [cast.zhou.id, cast.lin.id])
    for (const person of [cast.lin, cast.zhou]) {
      const paper = await (await browserOf(person)).get(`/offers/${id}/sheet`)
      assert.equal(paper.statusCode, 200)
      assert.ok(paper.body.includes(kept.sha256))
      assert.equal(
        paper.body.includes(cast.lin.name),
        person === cast.lin,
        'the person is the firm’s to know',
      )
    }
    for (const person of [cast.wu, cast.fang])
      assert.equal((await (await browserOf(person)).get(`/offers/${id}/sheet`)).statusCode, 404)
  })

  test('is never changed, confirmed twice or deleted', async () => {
    const { made, one, store, cast, by, parts } = await desk()
    const { id } = await offered(made, one, cast.zhou, { fees })
    const mark = present(await sheetById(store.read, id), 'the sheet').sha256
    given(await acceptOffer(parts, by(cast.lin), id, mark))
    for (const change of [
      { content: '{}' },
      { sha256: '0'.repeat(64) },
      { firmConfirmedAt: by(cast.lin).at },
    ])
      await assert.rejects(
        store.transact((tx) => tx.update(costSheets).set(change).where(eq(costSheets.offerId, id))),
      )
    await assert.rejects(store.transact((tx) => tx.delete(costSheets).where(eq(costSheets.offerId, id))))
  })

  test('an offer taken back and made anew has another sheet, and the old page is refused', async () => {
    const { made, one, store, cast, by, parts } = await desk()
    const before = await offered(made, one, cast.zhou)
    const old = present(await sheetById(store.read, before.id), 'the sheet').sha256
    given(await withdrawOffer(parts, by(cast.zhou), before.id, '利率写错了'))
    const [step] = await trailOf(store.read, 'application', one.id)
    assert.equal(step?.why, '利率写错了')
    const after = await offered(made, one, cast.zhou, { ratePpm: ppm(43_600) })
    assert.equal(codeOf(await acceptOffer(parts, by(cast.lin), before.id, old)), 'offer-taken-back')
    assert.equal(codeOf(await acceptOffer(parts, by(cast.lin), after.id, old)), 'sheet-changed')
    const fresh = present(await sheetById(store.read, after.id), 'the sheet').sha256
    assert.equal(codeOf(await acceptOffer(parts, by(cast.lin), after.id, fresh)), 'done')
  })
})

describe('a page that is older than its case', () => {
  test('takes nothing up and withdraws nothing; what is withdrawn says why', async () => {
    const { made, cast, store, by, parts, browserOf } = await desk()
    const one = await applied(made, { needId: (await inHall(made)).id, productId: await onShelf(made) })
    assert.equal(codeOf(await takeUp(parts, by(cast.zhou), one.id, one.version + 1)), 'stale')
    given(await takeUp(parts, by(cast.zhou), one.id, one.version))
    assert.equal(codeOf(await withdraw(store, by(cast.lin), one.id, { read: one.version })), 'stale')
    const owner = await browserOf(cast.lin)
    const at = `/applications/${one.id}`
    const shown = /name="version" value="(\d+)"/.exec((await owner.get(at)).body)?.[1] ?? ''
    const sent = { version: shown, why: '改用自有资金' }
    assert.equal((await owner.post(`${at}/withdrawal`, { ...sent, version: '1' })).statusCode, 409)
    assert.equal((await owner.post(`${at}/withdrawal`, sent)).statusCode, 303)
    assert.ok((await owner.get(at)).body.includes('改用自有资金'))
  })

  test('a bank that declined does not take the same need with the same product again', async () => {
    const { need, productId, one, cast, store, by, parts, made } = await desk()
    const no = { reason: 'collateral-insufficient', words: '抵押率偏高' } as const
    assert.equal(codeOf(await decline(store, by(cast.zhou), one, no)), 'evidence-needed')
    const closed = await decline(store, by(cast.zhou), one, { ...no, facts: ['figures'] })
    assert.equal(codeOf(closed), 'evidence-not-consented')
    given(await decline(store, by(cast.zhou), one, { ...no, facts: ['guarantee'] }))
    const again = () => take(parts, by(cast.zhou), { needId: need.id, productId })
    assert.equal(codeOf(await again()), 'declined-before')
    assert.equal((await applied(made, { needId: need.id, productId })).state, 'submitted')
  })
})
