import type { Arrangement, Layer, Party } from '../../server/arrangements/index.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import type { PolicyRow } from '../../server/policies/index.ts'

const shares = (...parts: readonly (readonly [Party, number])[]): Layer['shares'] =>
  parts.map(([party, basisPoints]) => ({ party, basisPoints }))

/** A layer that takes no more than brings the pool of one party to its end. */
const within = (party: Party, ...parts: readonly (readonly [Party, number])[]): Layer => ({
  shares: shares(...parts),
  limit: { kind: 'pool', party },
})
const unlimited = (...parts: readonly (readonly [Party, number])[]): Layer => ({
  shares: shares(...parts),
  limit: { kind: 'none' },
})

/** What the six have in common unless they say otherwise. The lines are the usual ones, without a text behind them. */
const usual = {
  variants: {},
  base: { normalInterest: false, interestCapDays: null },
  firstPayer: null,
  excess: null,
  scope: {
    sizes: ['small', 'micro'],
    farming: true,
    excludedIndustries: [],
    unsecuredOnly: false,
  },
  singleCustomerCapFen: null,
  warnLinePpm: ppm(30_000),
  stopLinePpm: ppm(50_000),
} as const satisfies Partial<Record<keyof Arrangement, unknown>>

const row = (
  code: string,
  effectiveFrom: string,
  certainty: PolicyRow['certainty'],
  source: string,
  value: Arrangement,
): PolicyRow => ({
  code: `arrangement-${code}`,
  version: 1,
  effectiveFrom: day(effectiveFrom),
  effectiveTo: null,
  value,
  source,
  certainty,
})

const withoutFinance = { ...usual.scope, sizes: [...usual.scope.sizes], excludedIndustries: ['J'] }
const smallFirms = { ...withoutFinance, excludedIndustries: [] }

/** The six arrangements of risk sharing. What a row assumes for want of a source stands in `assumed`. */
export const arrangementPolicies: readonly PolicyRow[] = [
  row(
    '4321',
    '2014-12-01',
    'stated',
    '淮北市新型政银担“4321”：市县担保 40 %、省担保集团 30 %、银行 20 %、地方财政 10 %，单户在保余额 2000 万元（含）；先行代偿、基数、预警线与熔断线未见明文',
    {
      ...usual,
      name: { zh: '新型政银担“4321”', en: 'Government, bank and guarantor 4321' },
      layers: [unlimited(['guarantor', 4000], ['reguarantor', 3000], ['bank', 2000], ['treasury', 1000])],
      firstPayer: { party: 'guarantor', mode: 'net-of-bank' },
      scope: withoutFinance,
      singleCustomerCapFen: fen(2_000_000_000),
      assumed: ['base', 'firstPayer', 'lines'],
    },
  ),
  row(
    'tax-credit-pool',
    '2020-01-01',
    'placeholder',
    '参照安徽科技企业贷款风险补偿池：直接贷款本金的 30 %，首贷或纯信用另加 5 个百分点；单户上限按合肥税融通（2015）单户合计 1000 万元；适用于税融通风险池待确定',
    {
      ...usual,
      name: { zh: '税融通风险补偿资金池', en: 'Compensation pool of tax-credit loans' },
      layers: [within('pool', ['pool', 3000], ['bank', 7000]), unlimited(['bank', 10_000])],
      variants: {
        'first-loan': [within('pool', ['pool', 3500], ['bank', 6500]), unlimited(['bank', 10_000])],
        'pure-credit': [within('pool', ['pool', 3500], ['bank', 6500]), unlimited(['bank', 10_000])],
      },
      // The pool of Huaibei makes good losses on loans without security.
      scope: { ...smallFirms, sizes: ['medium', 'small', 'micro'], unsecuredOnly: true },
      // What 合肥 2015 lets one firm owe in tax-credit loans; of a pool that covers them no text names another.
      singleCustomerCapFen: fen(1_000_000_000),
      assumed: ['layers', 'variants', 'base', 'cap', 'lines'],
    },
  ),
  row(
    'zhubaodai',
    '2020-01-01',
    'placeholder',
    '平度市中小微企业“助保贷”（资金池 1500 万元）；损失顺序“企业助保金、政府铺底资金、银行”与各半比例为暂定',
    {
      ...usual,
      name: { zh: '助保贷', en: 'Loans with a joint deposit of borrowers' },
      layers: [
        within('borrowers', ['borrowers', 10_000]),
        within('fund', ['fund', 5000], ['bank', 5000]),
        unlimited(['bank', 10_000]),
      ],
      scope: { ...smallFirms, sizes: ['medium', 'small', 'micro'] },
      assumed: ['layers', 'base', 'scope', 'lines'],
    },
  ),
  row(
    'zhengyinbao',
    '2016-01-01',
    'seen',
    '山东省政银保（2016）：贷款本金损失财政 3、银行 2、保险 5；保险赔付超过 150 %（文中未写基数，按保费计）的部分财政补偿 50 %',
    {
      ...usual,
      name: { zh: '政银保', en: 'Treasury, bank and insurer' },
      layers: [unlimited(['treasury', 3000], ['bank', 2000], ['insurer', 5000])],
      excess: { party: 'insurer', overPremiumPpm: ppm(1_500_000), to: 'treasury', basisPoints: 5000 },
      scope: smallFirms,
      assumed: ['firstPayer', 'scope', 'lines'],
    },
  ),
  row(
    'startup-fund',
    '2020-01-01',
    'placeholder',
    '汝州市创业扶持基金 3000 万元，作贷款担保风险补偿金；基金 80 %、银行 20 % 为暂定',
    {
      ...usual,
      name: { zh: '创业扶持基金', en: 'Start-up fund' },
      layers: [within('fund', ['fund', 8000], ['bank', 2000]), unlimited(['bank', 10_000])],
      scope: smallFirms,
      assumed: ['layers', 'base', 'scope', 'lines'],
    },
  ),
  row(
    'national-fund',
    '2020-01-01',
    'placeholder',
    '国家融资担保基金分险 20 %、银行原则上不低于 20 %（已见）；省再担保 20 %、市县担保 40 % 为暂定，待确认',
    {
      ...usual,
      name: { zh: '国家融资担保基金分险', en: 'With the National Financing Guarantee Fund' },
      layers: [
        unlimited(['national-fund', 2000], ['reguarantor', 2000], ['guarantor', 4000], ['bank', 2000]),
      ],
      firstPayer: { party: 'guarantor', mode: 'net-of-bank' },
      scope: withoutFinance,
      // 财金〔2025〕11号 sets the focus at 10 million yuan a customer.
      singleCustomerCapFen: fen(1_000_000_000),
      assumed: ['layers', 'base', 'firstPayer', 'scope', 'cap', 'lines'],
    },
  ),
]
