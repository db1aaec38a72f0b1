import assert from 'node:assert/strict'
import { test } from 'node:test'
import { institutions } from '../../db/tables/institutions.ts'
import { makeOffer } from '../../server/applications/index.ts'
import { askForGuarantee, takeUp } from '../../server/guarantees/index.ts'
import { fen } from '../../server/money/fen.ts'
import { newId } from '../../server/platform/ids.ts'
import { agreed, codeOf, given, inHall, markFor, offerTerms, onShelf, taken } from '../applications/played.ts'
import { runningTown } from '../support/app.ts'
import { asking, million } from './guaranteed.ts'

test('an offer that asks for a guarantee names its guarantor, on the sheet that both sides confirm, and only that one is asked', async () => {
  const made = await runningTown()
  const { parts, by, cast, store, clock } = made
  const second = newId<'institution'>()
  await store.transact((tx) =>
    tx.insert(institutions).values({
      ...{ id: second, code: 'ERDB', name: '第二融资担保有限公司', shortName: '第二担保', kind: 'guarantor' },
      ...{ state: 'active', region: '3406', pinyin: 'derdb', createdAt: clock.now() },
    }),
  )
  const productId = await onShelf(made, 'bankA', { guaranteeModes: ['guarantee', 'mortgage'] })
  const need = await inHall(made, { amountFen: fen(million), guaranteeModes: ['guarantee'] })
  const { id } = await taken(made, { needId: need.id, productId }, cast.zhou)
  const offers = (changes: object) => makeOffer(parts, by(cast.zhou), id, offerTerms(made, changes))
  const guarantee = { guaranteeMode: 'guarantee' as const }
  assert.equal(codeOf(await offers({ ...guarantee, guarantorId: null })), 'guarantor-missing')
  const bank = { ...guarantee, guarantorId: cast.institutionIds.bankB }
  assert.equal(codeOf(await offers(bank)), 'no-such-guarantor')
  const idle = { guaranteeMode: 'mortgage', guarantorId: cast.institutionIds.guarantor }
  assert.equal(codeOf(await offers(idle)), 'guarantor-not-asked')
  const { offer } = given(await offers(guarantee))
  assert.equal(offer.guarantorName, '龙湖融资担保有限公司')
  const browser = await made.browserOf(cast.lin)
  const sheet = await browser.get(`/offers/${offer.id}/acceptance`)
  assert.ok(sheet.body.includes('龙湖融资担保有限公司'))
  assert.ok((await markFor(made, offer.id)).length === 64)
  await agreed(made, offer)
  const other = await askForGuarantee(parts, by(cast.zhou), id, { ...asking(made), guarantorId: second })
  assert.equal(codeOf(other), 'other-guarantor')
  const page = await (await made.browserOf(cast.zhou)).get(`/applications/${id}/guarantee`)
  assert.ok(page.body.includes('龙湖') && !page.body.includes('第二'))
  const { guarantee: asked } = given(await askForGuarantee(parts, by(cast.zhou), id, asking(made)))
  given(await takeUp(parts, by(cast.he), asked.id))
  const officer = await made.browserOf(cast.he)
  const blank = await officer.get(`/guarantees/${asked.id}/sheet`)
  assert.equal(blank.body.match(/<details class="field-group"/g)?.length, 4, 'each counter-guarantee folds')
  const again = await officer.post(`/guarantees/${asked.id}/sheet`, { counterWords2: '厂房二楼' })
  assert.equal(again.statusCode, 422)
  assert.ok(
    again.body.includes('value="厂房二楼"') || again.body.includes('>厂房二楼<'),
    'what was typed is kept',
  )
})
