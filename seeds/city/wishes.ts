import { type Day, plusDays } from '../../server/money/day.ts'
import { type Fen, fen } from '../../server/money/fen.ts'
import { type Ppm, ppm } from '../../server/money/rate.ts'
import type { NeedDraft } from '../../server/needs/draft.ts'
import type { NeedPurpose } from '../../server/needs/need.ts'
import type { GuaranteeMode, ProductKind, ProductTerms } from '../../server/products/product.ts'
import { fenInWan } from './amounts.ts'
import type { Random } from './random.ts'

/** What a firm writes that has this product in mind, or one like it; the product would lend it. */
export function wishFor(random: Random, terms: ProductTerms, sumFen: Fen, on: Day): NeedDraft {
  const purpose = random.weighted(purposes[terms.kind])
  const months = monthsOf(random, terms)
  return {
    amountFen: askedFor(random, terms, sumFen),
    months,
    purpose,
    guaranteeModes: modesOf(random, terms),
    highestRatePpm: random.chance(450) ? highestRate(random, terms) : null,
    wantedBy: random.chance(600) ? plusDays(on, random.whole(15, 60)) : null,
    nameShown: random.chance(620) ? 'anonymous-until-contact' : 'shown',
    story: random.pick(stories[purpose]),
  }
}

/** A firm asks for what it gets, or for a fifth to a half more. */
function askedFor(random: Random, { amountMaxFen }: ProductTerms, sumFen: Fen): Fen {
  if (random.chance(680)) return sumFen
  const wan = Math.round((sumFen / fenInWan) * (1.2 + random.next() * 0.3))
  const step = wan >= 200 ? 10 : 5
  return fen(Math.min(amountMaxFen, Math.max(sumFen, Math.round(wan / step) * step * fenInWan)))
}

const usualMonths = [3, 6, 6, 12, 12, 12, 12, 18, 24, 24, 36, 36, 48, 60, 84, 120]

function monthsOf(random: Random, { monthsMin, monthsMax }: ProductTerms): number {
  const fitting = usualMonths.filter((months) => monthsMin <= months && months <= monthsMax)
  return fitting.length ? random.pick(fitting) : monthsMax
}

function modesOf(random: Random, { guaranteeModes }: ProductTerms): GuaranteeMode[] {
  const own = guaranteeModes.filter((mode) => mode !== 'credit')
  const first =
    own.length && (!guaranteeModes.includes('credit') || random.chance(500)) ? [random.pick(own)] : []
  const more: readonly GuaranteeMode[] = random.chance(300)
    ? [random.pick(['mortgage', 'guarantee'] as const)]
    : []
  return [...new Set([...first, ...more])]
}

function highestRate(random: Random, { rateMinPpm, rateMaxPpm }: ProductTerms): Ppm {
  const from = Math.ceil((rateMinPpm + rateMaxPpm) / 2 / 5_000)
  return ppm(random.whole(from, from + 4) * 5_000)
}

const purposes: Readonly<Record<ProductKind, readonly (readonly [NeedPurpose, number])[]>> = {
  'working-capital': [
    ['raw-materials', 40],
    ['orders', 18],
    ['wages', 10],
    ['renewal', 18],
    ['other', 6],
  ],
  'fixed-asset': [
    ['equipment', 60],
    ['premises', 40],
  ],
  'tax-credit': [
    ['raw-materials', 45],
    ['orders', 20],
    ['wages', 15],
    ['renewal', 20],
  ],
  science: [
    ['technology', 55],
    ['equipment', 20],
    ['orders', 25],
  ],
  farm: [
    ['farm-inputs', 75],
    ['equipment', 15],
    ['other', 10],
  ],
  'supply-chain': [
    ['orders', 60],
    ['raw-materials', 40],
  ],
  startup: [
    ['raw-materials', 35],
    ['premises', 25],
    ['equipment', 25],
    ['other', 15],
  ],
}

const stories: Readonly<Record<NeedPurpose, readonly string[]>> = {
  'raw-materials': [
    '旺季备货，需要集中采购一批原材料，回款周期约两个月。',
    '上游要求现款结算，采购资金暂时周转不开，下游账期 60 天。',
    '原料价格近期较低，计划提前备足一个季度的用量。',
    '老客户追加采购，现有流动资金不够支付原料款。',
  ],
  wages: ['年底集中结算工资，应收款要到下月才能到账。', '新招一批工人，投产前三个月的工资需要垫付。'],
  equipment: [
    '更换一条用了十年的生产线，新设备更省电、人工也少。',
    '计划添置两台数控设备，合同已签，首付三成已备好。',
    '环保要求提高，需要加装一套处理设备。',
  ],
  premises: [
    '租用的厂房到期，拟购置园区标准化厂房。',
    '仓库不够用，计划扩建一座钢结构库房。',
    '门店翻新扩大，预计两个月完工。',
  ],
  technology: [
    '新产品已完成小试，需要资金做中试和检测认证。',
    '与高校合作开发的工艺即将量产，首批模具和软件需要投入。',
    '正在申报高新技术企业，研发投入较大。',
  ],
  orders: [
    '中标一笔供货合同，需要垫资生产，货到付款九成。',
    '出口订单增加三成，备料和运费需要先行支付。',
    '大型企业配套订单，开票后 90 天付款。',
  ],
  renewal: ['现有贷款下月到期，经营正常，希望续贷。', '在他行的贷款即将到期，希望换一家利率低一些的银行。'],
  'farm-inputs': [
    '秋种在即，需要购买种子、化肥和农药，收购合同已签。',
    '流转土地五百余亩，支付租金和农机作业费。',
    '存栏扩大，需要购买饲料和仔畜。',
  ],
  other: ['日常经营周转，销售稳定，纳税正常。', '拓展两个新的销售网点，需要铺货资金。'],
}
