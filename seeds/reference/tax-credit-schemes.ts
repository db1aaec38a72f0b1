import { industrySections } from '../../server/enterprises/industry.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import type { PolicyRow } from '../../server/policies/index.ts'
import type { TaxCreditScheme } from '../../server/tax-credit/index.ts'
import { schemeAssumable } from '../../server/tax-credit/scheme.ts'

/** Spreads above the LPR are nowhere published: these are ours until a bank says otherwise. */
const spreads = { A: ppm(2000), B: ppm(6000), M: ppm(12_000), C: ppm(20_000) }
const yuan = (amount: number) => fen(amount * 100)

const hefei: TaxCreditScheme = {
  name: { zh: '合肥市税融通（2015）', en: 'Hefei tax-credit loans, 2015' },
  grades: {
    A: { multiplierBasisPoints: 50_000, capFen: null, spreadPpm: spreads.A },
    B: { multiplierBasisPoints: 30_000, capFen: null, spreadPpm: spreads.B },
  },
  sizes: ['medium', 'small', 'micro'],
  capBySizeFen: {},
  totalCapFen: yuan(10_000_000),
  averageYears: 2,
  leastOperatingMonths: 24,
  leastTaxYears: 2,
  leastAverageTaxFen: null,
  excludedIndustries: [],
  industryFactors: [],
  stageFactors: null,
  lprTerm: 'one-year',
  roundDownToFen: yuan(10_000),
  assumed: ['multipliers', 'spreads', 'operating', 'lprTerm', 'rounding'],
}

const chaohu: TaxCreditScheme = {
  ...hefei,
  name: { zh: '巢湖经开区税融通（2021）', en: 'Chaohu development zone tax-credit loans, 2021' },
  leastAverageTaxFen: yuan(300_000),
  assumed: [
    ...(['multipliers', 'spreads', 'caps', 'sizes', 'operating', 'taxYears'] as const),
    ...(['averaging', 'exclusions', 'lprTerm', 'rounding'] as const),
  ],
}

const lishui: TaxCreditScheme = {
  ...hefei,
  name: { zh: '丽水市纳税信用贷（2015）', en: 'Lishui tax-credit loans, 2015' },
  grades: {
    A: { multiplierBasisPoints: 100_000, capFen: null, spreadPpm: spreads.A },
    B: { multiplierBasisPoints: 50_000, capFen: null, spreadPpm: spreads.B },
  },
  sizes: ['small', 'micro'],
  totalCapFen: yuan(5_000_000),
  leastAverageTaxFen: yuan(50_000),
  assumed: ['multipliers', 'spreads', 'caps', 'sizes', 'taxYears', 'exclusions', 'lprTerm', 'rounding'],
}

/** Lent to the owner in person: nothing is published of how the sum follows from the tax, only what it may not pass. */
const owners: TaxCreditScheme = {
  ...hefei,
  name: { zh: '企业主银税贷（上海一家银行）', en: 'Loans to owners by tax credit, a bank of Shanghai' },
  grades: {
    A: { multiplierBasisPoints: 100_000, capFen: yuan(1_000_000), spreadPpm: spreads.A },
    B: { multiplierBasisPoints: 80_000, capFen: yuan(800_000), spreadPpm: spreads.B },
    C: { multiplierBasisPoints: 30_000, capFen: yuan(300_000), spreadPpm: spreads.C },
  },
  sizes: ['small', 'micro'],
  totalCapFen: yuan(1_000_000),
  assumed: [
    ...(['multipliers', 'spreads', 'sizes', 'taxYears', 'averaging'] as const),
    ...(['exclusions', 'lprTerm', 'rounding'] as const),
  ],
}

const factors: Readonly<Record<string, number>> = { A: 11_000, C: 12_000, F: 8000, I: 12_000, M: 13_000 }

const demo: TaxCreditScheme = {
  name: { zh: '税融通（演示，2026）', en: 'Tax-credit loans of the demo city, 2026' },
  grades: {
    A: { multiplierBasisPoints: 70_000, capFen: yuan(5_000_000), spreadPpm: spreads.A },
    B: { multiplierBasisPoints: 50_000, capFen: yuan(3_000_000), spreadPpm: spreads.B },
    M: { multiplierBasisPoints: 20_000, capFen: yuan(1_000_000), spreadPpm: spreads.M },
  },
  sizes: ['medium', 'small', 'micro'],
  capBySizeFen: { medium: yuan(10_000_000), small: yuan(5_000_000), micro: yuan(2_000_000) },
  totalCapFen: yuan(10_000_000),
  averageYears: 2,
  leastOperatingMonths: 24,
  leastTaxYears: 2,
  leastAverageTaxFen: yuan(10_000),
  excludedIndustries: ['J', 'K'],
  industryFactors: [
    ...industrySections.map((industry) => ({ industry, basisPoints: factors[industry] ?? 10_000 })),
    // Makers of computers and electronics, whom the city wants to draw.
    { industry: 'C39', basisPoints: 13_000 },
  ],
  stageFactors: {
    startUpMonths: 36,
    growingPpm: ppm(100_000),
    basisPoints: { 'start-up': 8000, growing: 12_000, mature: 10_000 },
  },
  lprTerm: 'one-year',
  roundDownToFen: yuan(10_000),
  assumed: [...schemeAssumable],
}

const row = (
  code: string,
  from: string,
  certainty: PolicyRow['certainty'],
  source: string,
  value: TaxCreditScheme,
): PolicyRow => ({
  code: `tax-credit-scheme-${code}`,
  version: 1,
  effectiveFrom: day(from),
  effectiveTo: null,
  value,
  source,
  certainty,
})

/** Schemes by which tax credit becomes a limit. What a row assumes for want of a source stands in `assumed`. */
export const taxCreditSchemes: readonly PolicyRow[] = [
  row(
    'hefei-2015',
    '2015-12-03',
    'seen',
    '合肥市税融通管理暂行办法（2015-12-03，依皖金〔2015〕66号）：连续两年以上纳税记录、B 级以上；A 级不超过近两年平均纳税额 5 倍，单户合计不超过 1000 万元；B 级 3 倍见于同期县域银行；利率条款未见',
    hefei,
  ),
  row(
    'chaohu-2021',
    '2021-01-01',
    'seen',
    '巢湖经开区税融通（2021）：经营两年以上、B 级以上、年均纳税 30 万元以上；倍数与上限未见，暂按合肥',
    chaohu,
  ),
  row(
    'lishui-2015',
    '2015-01-01',
    'seen',
    '丽水市纳税信用贷（2015）：经营两年以上、年纳税 5 万至 50 万元、B 级以上；A 级不超过近两年平均纳税额 10 倍。B 级倍数与上限未见；纳税 50 万元的上限不设，由产品金额限制',
    lishui,
  ),
  row(
    'owners-shanghai',
    '2016-01-01',
    'seen',
    '上海一家银行公开的个人银税贷款：经营两年以上、状态正常，A 级 100 万元、B 级 80 万元、C 级 30 万元；倍数未见，生效日期为暂定',
    owners,
  ),
  row('demo-2026', '2026-01-01', 'placeholder', '演示方案：各项系数均为暂定，待金融与税务部门确定', demo),
]
