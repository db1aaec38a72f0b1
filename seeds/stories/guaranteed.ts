import { acceptOffer, makeOffer, sheetById, takeUp } from '../../server/applications/index.ts'
import { give } from '../../server/consents/actions.ts'
import { shownOn } from '../../server/consents/index.ts'
import { firmOf } from '../../server/enterprises/index.ts'
import {
  approveGuarantee,
  askForGuarantee,
  decideAssets,
  sendFiling,
  signGuarantee,
  stateNetAssets,
  takeUp as takeUpGuarantee,
  writeSheet,
} from '../../server/guarantees/index.ts'
import { factsOf, matchRuleOn } from '../../server/matching/index.ts'
import { fitAll } from '../../server/matching/shelf.ts'
import { day, plusDays, yearOf } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import type { Need } from '../../server/needs/index.ts'
import { present } from '../../server/platform/assert.ts'
import { isOpenTo } from '../city/borrowers.ts'
import type { Listing } from '../city/city.ts'
import { applies, draft, offerOf, posted } from './first-loan.ts'
import { by, happened, type Stage, scene } from './stage.ts'

/**
 * What bank A told Fang comes true: with a guarantor behind it her firm is offered its loan. Zhou asks, Fang lets the guarantor
 * look, He writes the sheet, Han promises under every cap; the letter goes out, the contract is next, and the filing waits
 * for Shen of the provincial group.
 */
export async function fangIsGuaranteed(stage: Stage): Promise<void> {
  const { parts, cast, clock } = stage
  const { fang, zhou, he, han, lu } = cast
  const { guarantor: guarantorId } = cast.institutionIds
  scene(stage, 30, '10:00')
  const stated = {
    asOf: day(`${yearOf(clock.today()) - 1}-12-31`),
    ...{ netAssetsFen: fen(52_000_000_000), source: '年度审计报告（演示，金额为虚构）' },
  }
  const assets = happened(await stateNetAssets(parts, by(stage, han), guarantorId, stated))
  scene(stage, 28, '15:00')
  happened(await decideAssets(parts, by(stage, lu), assets.id, { approved: true, words: '' }))
  const amountFen = fen(50_000_000)
  const story = '按银行建议由担保公司担保，采购面粉、油脂和包装。'
  const modes = { guaranteeModes: ['guarantee' as const], wantedBy: null, story }
  const need = await posted(stage, fang, 10, { ...draft, ...modes, amountFen })
  const chosen = await guaranteedProduct(stage, need)
  // A shelf of another seed may have nothing for her; then she waits for a better day.
  if (!chosen) return
  scene(stage, 8, '09:30')
  const { application } = happened(await applies(stage, fang, need, chosen))
  scene(stage, 8, '14:10')
  happened(await takeUp(parts, by(stage, zhou), application.id))
  scene(stage, 6, '10:20')
  const terms = {
    ...offerOf(chosen.terms, amountFen, 12, plusDays(clock.today(), 10), guarantorId),
    ...{ guaranteeMode: 'guarantee' as const, guarantorId },
  }
  const words = '由政策性担保公司担保，额度可全额满足。'
  const { offer } = happened(await makeOffer(parts, by(stage, zhou), application.id, { ...terms, words }))
  scene(stage, 6, '19:40')
  const sheet = present(await sheetById(parts.store.read, offer.id), 'the sheet of an offer')
  happened(await acceptOffer(parts, by(stage, fang), offer.id, sheet.sha256))
  scene(stage, 5, '09:20')
  const asked = happened(
    await askForGuarantee(parts, by(stage, zhou), application.id, { guarantorId, arrangement: '4321' }),
  )
  const { id } = asked.guarantee
  scene(stage, 5, '10:05')
  happened(await takeUpGuarantee(parts, by(stage, he), id))
  scene(stage, 5, '20:10')
  const opened = { ...shownOn(parts.policies, clock.today(), 'zh', 'guarantor'), institutionId: guarantorId }
  const kinds = ['contact', 'details'] as const
  happened(await give(parts, by(stage, fang), { ...opened, kinds, purpose: 'credit-assessment' }))
  scene(stage, 4, '10:30')
  happened(
    await writeSheet(parts, by(stage, he), id, {
      ...{ farming: false, feePpm: ppm(8_000) },
      findings: '近两年收入平稳，节前订单可覆盖本笔贷款，用途为采购原料，还款来源为销售回款。',
      counters: [{ kind: 'person', words: '法定代表人及配偶连带责任保证', valueFen: null }],
    }),
  )
  scene(stage, 4, '15:10')
  happened(await approveGuarantee(parts, by(stage, han), id, '同意，注意跟踪回款。'))
  scene(stage, 3, '09:30')
  happened(await signGuarantee(parts, by(stage, he), id))
  scene(stage, 2, '16:00')
  happened(await sendFiling(parts, by(stage, he), id))
}

/** What bank A has for her that a guarantor may stand behind. */
async function guaranteedProduct(stage: Stage, need: Need): Promise<Listing | null> {
  const { parts, cast, shelf, clock } = stage
  const firm = present(await firmOf(parts.store.read, need.enterpriseId), 'the firm of a need')
  const on = clock.today()
  const own = shelf.filter(
    ({ institutionId, listedOn, terms }) =>
      institutionId === cast.institutionIds.bankA &&
      listedOn < on &&
      terms.kind !== 'tax-credit' &&
      terms.guaranteeModes.includes('guarantee'),
  )
  const facts = await factsOf(parts.store.read, parts.policies, need, firm, on)
  const best = fitAll(facts, own, matchRuleOn(parts.policies, on)).find(isOpenTo)
  return own.find(({ id }) => id === best?.id) ?? null
}
