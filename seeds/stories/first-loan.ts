import type { Person } from '../../server/accounts/index.ts'
import {
  type Application,
  acceptOffer,
  applicationById,
  apply,
  decline,
  makeOffer,
  sheetById,
  take,
  takeUp,
} from '../../server/applications/index.ts'
import type { OfferTerms } from '../../server/applications/offer.ts'
import { shownOn } from '../../server/consents/index.ts'
import { offeredKinds } from '../../server/consents/needed.ts'
import { firmOf } from '../../server/enterprises/index.ts'
import { reportDrawdown, reportRepayment, sign } from '../../server/loans/index.ts'
import { plan } from '../../server/loans/plan.ts'
import { publish } from '../../server/matching/actions.ts'
import { factsOf, matchRuleOn } from '../../server/matching/index.ts'
import { fitAll } from '../../server/matching/shelf.ts'
import { sendMessage } from '../../server/messages/index.ts'
import { type Day, plusDays } from '../../server/money/day.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { sendIn, writeDraft } from '../../server/needs/actions.ts'
import type { NeedDraft } from '../../server/needs/draft.ts'
import type { Need } from '../../server/needs/index.ts'
import type { Parts } from '../../server/parts.ts'
import { assert, present } from '../../server/platform/assert.ts'
import { handClock, millisecondsOf } from '../../server/platform/clock.ts'
import { withIdsOf } from '../../server/platform/ids.ts'
import type { ProductTerms } from '../../server/products/product.ts'
import type { Cast } from '../cast.ts'
import { isOpenTo } from '../city/borrowers.ts'
import type { Listing } from '../city/city.ts'
import { asksForName, looksAt, watchesTheLoan } from './consents.ts'
import { isTakenIntoCover } from './cover.ts'
import { fangComplains, linRates } from './feedback.ts'
import { fangIsGuaranteed } from './guaranteed.ts'
import { fangObjects } from './objection.ts'
import { fangAsksAgain } from './second-look.ts'
import { by, happened, haveRead, type Stage, scene } from './stage.ts'

/**
 * The story of the cast, played through the same actions as the web. Last year Lin's workshop had a loan of bank A
 * and paid it back. This month it asks for two million: bank A has answered its application, bank B took the need
 * from the hall, and two offers lie before Lin to choose from. Fang's firm was told no, with words.
 */
export async function tellFirstLoan(
  parts: Parts,
  cast: Cast,
  shelf: readonly Listing[],
  today: Day,
): Promise<void> {
  const clock = handClock(`${plusDays(today, -500)}T09:00:00+08:00`)
  const stage: Stage = { parts: { ...parts, clock }, cast, shelf, today, clock }
  await withIdsOf(
    () => millisecondsOf(clock.now()),
    async () => {
      const { lin, xu, zhou, qian, lu, qin } = cast
      const lastYears = await lastYearsLoan(stage)
      await linRates(stage, lastYears)
      await haveRead(stage, [lin, xu, zhou, qian, lu, qin])
      const declined = await fangIsDeclined(stage)
      await fangAsksAgain(stage, declined)
      await fangObjects(stage, declined)
      await fangComplains(stage, declined)
      await fangIsGuaranteed(stage)
      await haveRead(stage, [zhou, qian, lu, qin])
      await twoOffersForLin(stage)
    },
  )
}

async function lastYearsLoan(stage: Stage): Promise<Application> {
  const { parts, cast, clock, today } = stage
  const { lin, zhou } = cast
  const amountFen = fen(120_000_000)
  const story = '秋季订单增加，需要提前采购棉纱，回款约两个月。'
  const need = await posted(stage, lin, 320, { ...draft, amountFen, wantedBy: null, story })
  const chosen = await fitting(stage, need, 'bankA', 'tax-credit')
  const { terms } = chosen
  scene(stage, 317, '10:20')
  const { application } = happened(await applies(stage, lin, need, chosen))
  scene(stage, 316, '09:40')
  happened(await takeUp(parts, by(stage, zhou), application.id))
  scene(stage, 312, '15:10')
  const offered = {
    ...offerOf(terms, amountFen, 12, plusDays(clock.today(), 15), cast.institutionIds.guarantor),
    words: '首次合作，按月付息。',
  }
  const { offer } = happened(await makeOffer(parts, by(stage, zhou), application.id, offered))
  scene(stage, 310, '20:05')
  const sheet = present(await sheetById(parts.store.read, offer.id), 'the sheet of an offer')
  happened(await acceptOffer(parts, by(stage, lin), offer.id, sheet.sha256))
  scene(stage, 307, '14:30')
  const signing = {
    signedOn: clock.today(),
    contractNumber: `${clock.today().slice(0, 4)}年相城借字第0318号`,
    register: 'none' as const,
  }
  const { loan } = happened(await sign(parts, by(stage, zhou), application.id, signing))
  await watchesTheLoan(stage)
  scene(stage, 306, '11:00')
  const drawing = { amountFen, drawnOn: clock.today() }
  happened(await reportDrawdown(parts, by(stage, zhou), loan.id, drawing))
  await isTakenIntoCover(stage, loan.id)
  for (const { dueOn, principalFen, interestFen } of plan(loan, [drawing])) {
    assert(dueOn < today, 'last year’s loan is paid back by now')
    clock.set(`${dueOn}T16:20:00+08:00`)
    const repayment = { principalFen, interestFen, paidOn: dueOn }
    happened(await reportRepayment(parts, by(stage, zhou), loan.id, repayment))
  }
  return application
}

async function fangIsDeclined(stage: Stage): Promise<Application> {
  const { parts, cast } = stage
  const { fang, zhou } = cast
  const story = '中秋、春节前备货，需要采购面粉、油脂和包装。'
  const asked = {
    ...draft,
    amountFen: fen(80_000_000),
    months: 6,
    guaranteeModes: [],
    wantedBy: null,
    story,
  } as const
  const need = await posted(stage, fang, 24, asked)
  const chosen = await fitting(stage, need, 'bankA', 'startup')
  scene(stage, 21, '09:15')
  const { application } = happened(await applies(stage, fang, need, chosen))
  scene(stage, 20, '10:50')
  const { application: taken } = happened(await takeUp(parts, by(stage, zhou), application.id))
  scene(stage, 15, '16:45')
  const words =
    '近一年对公流水与申请金额不相称，本次暂不能办理。建议先申请 30 万元以内，或由担保公司担保后再来。'
  const no = { reason: 'repayment-ability', facts: ['figures', 'amount', 'court-case'] } as const
  return happened(await decline(parts.store, by(stage, zhou), taken, { ...no, words })).application
}

async function twoOffersForLin(stage: Stage): Promise<void> {
  const { parts, cast, today } = stage
  const { lin, zhou, wu } = cast
  const need = await posted(stage, lin, 8, { ...draft, wantedBy: plusDays(today, 25) })
  const ofA = await fitting(stage, need, 'bankA', 'tax-credit')
  const ofB = await fitting(stage, need, 'bankB', 'working-capital')
  scene(stage, 6, '09:30')
  const applied = happened(await applies(stage, lin, need, ofA))
  scene(stage, 5, '14:05')
  happened(await takeUp(parts, by(stage, zhou), applied.application.id))
  await looksAt(stage, zhou, applied.application)
  await talksAbout(stage, applied.application.id)
  scene(stage, 5, '15:40')
  const took = happened(await take(parts, by(stage, wu), { needId: need.id, productId: ofB.id }))
  await asksForName(stage, took.application)
  scene(stage, 3, '11:25')
  const whole = offerOf(ofA.terms, need.amountFen, 12, plusDays(today, 12), cast.institutionIds.guarantor)
  const wordsOfA = '老客户，额度可全额满足；签约后两个工作日内放款。'
  happened(await makeOffer(parts, by(stage, zhou), applied.application.id, { ...whole, words: wordsOfA }))
  scene(stage, 1, '10:10')
  const part = {
    ...offerOf(ofB.terms, fen(180_000_000), 12, plusDays(today, 10), cast.institutionIds.guarantor),
    upfrontFeesFen: noFen,
    fees: [
      { payee: 'appraiser', paid: 'upfront', fen: fen(200_000) },
      { payee: 'guarantor', paid: 'yearly', fen: fen(900_000) },
    ] as const,
    earlyFeePpm: ppm(5_000),
  }
  const wordsOfB = '利率以签约日为准，评估费一次收取，提前还款不另收费。'
  happened(await makeOffer(parts, by(stage, wu), took.application.id, { ...part, words: wordsOfB }))
}

/** The firm asks and the officer answers; the firm has not read that yet. */
async function talksAbout(stage: Stage, id: Application['id']): Promise<void> {
  const { parts, cast } = stage
  const said = async (who: Person, text: string) => {
    const talk = present(await applicationById(parts.store.read, id), 'the case of a talk')
    happened(await sendMessage(parts, by(stage, who), talk, { text, hidden: null }))
  }
  scene(stage, 5, '14:30')
  await said(cast.lin, '您好，近六个月的流水已经整理好，纸质的还需要盖章吗？')
  scene(stage, 5, '14:50')
  await said(cast.zhou, '不需要，上传扫描件即可。另外请补一份春季订单合同，便于核对用途。')
}

export const draft: NeedDraft = {
  amountFen: fen(200_000_000),
  months: 12,
  purpose: 'raw-materials',
  guaranteeModes: ['guarantee', 'mortgage'],
  highestRatePpm: ppm(60_000),
  wantedBy: null,
  nameShown: 'anonymous-until-contact',
  story: '春季订单已签，需要集中采购棉纱约 120 吨，预计三个月回款。',
}

/** A need from its draft into the hall, in two working days. */
export async function posted(stage: Stage, owner: Person, daysBack: number, wish: NeedDraft): Promise<Need> {
  const { parts, cast } = stage
  const firm = present(
    await firmOf(parts.store.read, present(owner.enterpriseId, 'the firm of its owner')),
    'a firm',
  )
  scene(stage, daysBack, '19:30')
  const { need } = happened(await writeDraft(parts, by(stage, owner), firm, wish))
  scene(stage, daysBack, '19:45')
  happened(await sendIn(parts, by(stage, owner), firm, need.id))
  scene(stage, daysBack - 1, '10:30')
  return happened(await publish(parts, by(stage, cast.qin), need.id)).need
}

/** The bank's best product of a kind for a need, of those that stood on the shelf that day. */
async function fitting(
  { parts, cast, shelf, clock }: Stage,
  need: Need,
  bank: 'bankA' | 'bankB',
  kind: ProductTerms['kind'],
) {
  const firm = present(await firmOf(parts.store.read, need.enterpriseId), 'the firm of a need')
  const on = clock.today()
  const own = shelf.filter(
    ({ institutionId, listedOn, terms }) =>
      institutionId === cast.institutionIds[bank] && listedOn < on && terms.kind === kind,
  )
  const facts = await factsOf(parts.store.read, parts.policies, need, firm, on)
  const [best] = fitAll(facts, own, matchRuleOn(parts.policies, on))
  // Before the tax bureau's first file nobody knows what a scheme says; the bank looked for itself.
  assert(best && isOpenTo(best), `a product of ${bank} for ${need.number}`)
  return present(
    own.find(({ id }) => id === best.id),
    'the product that fits best',
  )
}

/** The firm applies, and consents to what the form offers for the product, the person's own data left out. */
export const applies = (
  stage: Stage,
  owner: Person,
  { id: needId }: Need,
  { id: productId, terms }: Listing,
) => {
  const { policies } = stage.parts
  const consent = { ...shownOn(policies, stage.clock.today(), 'zh'), kinds: offeredKinds(terms) }
  return apply(stage.parts, by(stage, owner), { needId, productId, consent })
}

/** An offer in the lower half of the product's rates, by its first method, on what the product asks for. */
export function offerOf(
  terms: ProductTerms,
  amountFen: OfferTerms['amountFen'],
  months: number,
  validUntil: Day,
  guarantorId: OfferTerms['guarantorId'],
): OfferTerms {
  const guaranteeMode = present(terms.guaranteeModes[0], 'a guarantee mode of the product')
  const third = Math.round((terms.rateMaxPpm - terms.rateMinPpm) / 3 / 500) * 500
  return {
    amountFen,
    months,
    ratePpm: ppm(terms.rateMinPpm + third),
    method: present(terms.methods[0], 'a method of the product'),
    upfrontFeesFen: noFen,
    yearlyFeesFen: noFen,
    guaranteeMode,
    guarantorId: guaranteeMode === 'guarantee' ? guarantorId : null,
    validUntil,
  }
}
