import type { DeclineReason } from '../../server/applications/application.ts'
import type { OfferTerms } from '../../server/applications/offer.ts'
import { type Day, plusDays } from '../../server/money/day.ts'
import { type Fen, fen, noFen, smaller } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { isInHall, type NeedFacts } from '../../server/needs/need.ts'
import { dayOf, type Instant } from '../../server/platform/clock.ts'
import type { ProductTerms } from '../../server/products/product.ts'
import { fenInWan } from './amounts.ts'
import { decline, expireCase, offer, officerFor, open, takeUp, withdrawCase } from './case-life.ts'
import {
  type ApplicationRow,
  type City,
  isPast,
  type Listing,
  momentAfter,
  nightAfter,
  type Who,
} from './city.ts'
import type { Play } from './need-life.ts'

/** What comes to pass, and when; the events of all cases of a need are played in the order of their moments. */
export type Event = { readonly at: Instant; readonly run: () => void }

/** Plays the events that lie before today, the earliest first. */
export function perform(city: City, events: readonly Event[]): void {
  for (const { at, run } of events.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)))
    if (isPast(city, at)) run()
}

/** How a case ends that does not become a loan. */
export const endings = ['declined', 'unseen', 'withdrawn', 'left-lying', 'lapsed'] as const
export type Ending = (typeof endings)[number]

const endingWeights = [
  ['declined', 52],
  ['unseen', 8],
  ['withdrawn', 12],
  ['left-lying', 8],
  ['lapsed', 20],
] as const satisfies readonly (readonly [Ending, number])[]

/** The events of a case that comes to nothing, or is cut short by the firm's choice of another or by today. */
export function caseEvents(play: Play, product: Listing, openedOn: Day): Event[] {
  const { city, need } = play
  const { random, days } = city
  const officer = officerFor(city, product)
  const openedBy = random.chance(350) ? 'bank-took' : 'firm-applied'
  const ending = random.weighted(endingWeights)
  const openedAt = momentAfter(
    city,
    need.publishedAt ?? need.createdAt,
    openedOn,
    openedBy === 'bank-took' ? 'office' : 'any',
  )
  const takenAt =
    openedBy === 'bank-took' ? openedAt : momentAfter(city, openedAt, days.after(openedOn, takingDays(city)))
  const answeredAt = momentAfter(city, takenAt, days.after(dayOf(takenAt), answerDays(city)))
  const made: { row?: ApplicationRow } = {}
  const on = (at: Instant, then: (row: ApplicationRow) => void): Event => ({
    at,
    run: () => made.row && then(made.row),
  })
  const opening: Event = {
    at: openedAt,
    run: () => {
      // Nobody begins with a firm that has just agreed with somebody else.
      const isTaken = play.cases.some(({ state }) => state === 'agreed' || state === 'signed')
      if (isInHall(play.need.state) && !isTaken) made.row = open(play, product, openedBy, openedAt, officer)
    },
  }
  const taking = on(takenAt, (row) => takeUp(play, row, takenAt, officer))
  const hardStop = nightAfter(city, plusDays(openedOn, city.clocks.decisionHardStopDays))
  const stop = on(
    hardStop,
    (row) => ['submitted', 'taken'].includes(row.state) && expireCase(play, row, hardStop),
  )
  const ends: Record<Ending, () => Event[]> = {
    unseen: () => {
      const at = openedBy === 'bank-took' ? answeredAt : takenAt
      return [on(at, (row) => decline(play, row, at, officer, noOf(city)))]
    },
    declined: () => [taking, on(answeredAt, (row) => decline(play, row, answeredAt, officer, noOf(city)))],
    withdrawn: () => [taking, on(answeredAt, (row) => withdrawCase(play, row, answeredAt))],
    'left-lying': () => (random.chance(500) ? [taking] : []),
    lapsed: () => [taking, ...offerEvents(play, product, answeredAt, officer, on)],
  }
  return [opening, ...ends[ending](), stop]
}

type On = (at: Instant, then: (row: ApplicationRow) => void) => Event

/** An offer that nobody accepts: some are taken back and made anew, and in the end it lapses. */
function offerEvents(play: Play, product: Listing, at: Instant, officer: Who, on: On): Event[] {
  const { city, need } = play
  const sumFen = smaller(need.amountFen, cut(city, need.amountFen, product.terms))
  const terms = offerTerms(city, product.terms, need, sumFen, dayOf(at))
  const lapse = nightAfter(city, terms.validUntil)
  return [
    on(at, (row) => offer(play, row, product, terms, at, officer)),
    on(lapse, (row) => row.state === 'offered' && expireCase(play, row, lapse)),
  ]
}

/** Working days until an officer takes a case up: two are allowed, and some take longer. */
export const takingDays = ({ random }: City): number =>
  random.chance(120) ? random.whole(3, 7) : random.whole(0, 2)

/** Working days from taking up to an answer: ten are allowed. */
export const answerDays = ({ random }: City): number =>
  random.chance(90) ? random.whole(11, 17) : 1 + Math.floor(random.next() ** 1.4 * 9)

/** What a bank offers on a need within its product; the smaller firm and the longer term pay more. */
export function offerTerms(
  city: City,
  terms: ProductTerms,
  need: NeedFacts,
  amountFen: Fen,
  on: Day,
): OfferTerms {
  const { random } = city
  const { rateMinPpm, rateMaxPpm, methods, guaranteeModes } = terms
  const steps = Math.floor((rateMaxPpm - rateMinPpm) / 500)
  const ratePpm = ppm(rateMinPpm + Math.floor(random.next() ** 1.5 * (steps + 1)) * 500)
  const possible = guaranteeModes.filter((mode) => mode === 'credit' || need.guaranteeModes.includes(mode))
  const guaranteeMode = random.pick(possible.length ? possible : guaranteeModes)
  return {
    amountFen,
    months: need.months,
    ratePpm,
    method: random.pick(methods),
    guaranteeMode,
    upfrontFeesFen: guaranteeMode === 'mortgage' ? appraisal(amountFen) : noFen,
    yearlyFeesFen: guaranteeMode === 'guarantee' ? share(amountFen, random.pick([50, 80, 100])) : noFen,
    validUntil: plusDays(on, random.whole(7, 20)),
  }
}

/** Hundredths of a per cent of a sum, in whole yuan. */
const share = (amountFen: Fen, basisPoints: number): Fen =>
  fen(Math.round((amountFen * basisPoints) / 1_000_000) * 100)

/** An appraiser asks a thousandth, and no more than eight thousand yuan. */
const appraisal = (amountFen: Fen): Fen => smaller(share(amountFen, 10), fen(800_000))

/** Banks offer all of it, or less: never below what the product lends. */
function cut({ random }: City, amountFen: Fen, { amountMinFen }: ProductTerms): Fen {
  if (random.chance(550)) return amountFen
  const wan = Math.round((amountFen / fenInWan) * (0.5 + random.next() * 0.4))
  return fen(Math.max(amountMinFen, Math.max(1, wan) * fenInWan))
}

const noOf = ({ random }: City): readonly [DeclineReason, string] => {
  const reason = random.weighted(reasons)
  return [reason, random.pick(noes[reason])]
}

const reasons: readonly (readonly [DeclineReason, number])[] = [
  ['repayment-ability', 24],
  ['collateral-insufficient', 20],
  ['documents-missing', 14],
  ['existing-debt', 12],
  ['credit-record', 10],
  ['outside-policy', 7],
  ['industry-restricted', 5],
  ['purpose-unclear', 4],
  ['rate-not-agreed', 3],
  ['other', 1],
]

const noes: Readonly<Record<DeclineReason, readonly string[]>> = {
  'outside-policy': [
    '本行今年对该类客户的额度已用完，明年一季度可再申请。',
    '不在本行服务的区域内，建议联系所在地支行。',
  ],
  'credit-record': [
    '征信报告近两年有多次逾期记录，结清满一年后欢迎再来。',
    '对外担保金额较大，建议先解除部分担保。',
  ],
  'repayment-ability': [
    '近一年销售下滑较多，按现有流水测算还款有压力，建议降低金额后再申请。',
    '主要客户集中且账期较长，建议先做应收账款类产品。',
    '上年度经营亏损，待扭亏后再议。',
  ],
  'collateral-insufficient': [
    '抵押物评估价值不足，建议增加担保公司担保。',
    '房产已有其他抵押，可用余值不够覆盖本次金额。',
  ],
  'documents-missing': ['多次联系未能补齐财务报表和纳税申报表。', '缺少近六个月对公流水，补齐后可重新申请。'],
  'industry-restricted': ['本行对该行业实行限额管理，暂不新增。'],
  'existing-debt': ['在其他银行的贷款余额已接近年销售收入的六成。', '短期内新增贷款较多，建议半年后再申请。'],
  'purpose-unclear': ['资金用途缺少合同或订单支持，请补充后再申请。'],
  'rate-not-agreed': ['企业期望利率低于本行可执行的下限。'],
  other: ['企业主营业务正在变更，待工商登记完成后再申请。'],
}
