import { type BridgePolicy, bridgeMarks } from '../../server/bridge-pool/index.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import type { PolicyRow } from '../../server/policies/index.ts'

/** What holds unless a row says otherwise. Where no text was seen, overdue days cost what others do. */
const usual = {
  borrowers: { firm: { capFen: null } },
  loans: ['working-capital'],
  promiseSharePpm: ppm(950_000),
  poolSharePpm: null,
  dayKind: 'calendar',
  daysOff: 'refused',
  tiers: [{ throughDay: null, ratePpmPerDay: 200 }],
  overdueBasisPoints: 10_000,
  legalActionAfterDays: null,
  marketRatePpmPerDay: 2000,
  queue: ['arrival'],
  exclusions: {
    stoppedMonths: null,
    noVatMonths: null,
    overdueMonths: null,
    dishonestDebtors: true,
    marks: [],
    timesPerYear: null,
  },
} as const satisfies Partial<Record<keyof BridgePolicy, unknown>>

type Terms = Omit<BridgePolicy, keyof typeof usual> & Partial<BridgePolicy>

const policy = (terms: Terms): BridgePolicy => ({
  ...usual,
  loans: [...usual.loans],
  exclusions: { ...usual.exclusions, marks: [] },
  tiers: [...usual.tiers],
  queue: [...usual.queue],
  ...terms,
})

type Dated = Pick<PolicyRow, 'code' | 'certainty' | 'source'> & {
  readonly from: string
  readonly to?: string
  readonly version?: number
}

const row = ({ code, certainty, source, from, to, version = 1 }: Dated, terms: Terms): PolicyRow => ({
  code: `bridge-policy-${code}`,
  version,
  effectiveFrom: day(from),
  effectiveTo: to === undefined ? null : day(to),
  value: policy(terms),
  source,
  certainty,
})

const unseen = [
  'loans',
  'promise',
  'poolShare',
  'dayKind',
  'daysOff',
  'overdue',
  'legalAction',
  'market',
  'exclusions',
] as const

const yongchun: Terms = {
  name: { zh: '永春县企业应急转贷资金', en: 'Bridge pool of Yongchun' },
  longestDays: 10,
  overdueBasisPoints: 20_000,
  legalActionAfterDays: 7,
  assumed: [
    'borrowers',
    'loans',
    'promise',
    'poolShare',
    'dayKind',
    'daysOff',
    'market',
    'queue',
    'exclusions',
  ],
}

const huaibei = {
  name: { zh: '续贷过桥资金池（演示）', en: 'Bridge pool of the demo city' },
  borrowers: {
    firm: { capFen: fen(2_000_000_000) },
    owner: { capFen: fen(500_000_000) },
    household: { capFen: fen(200_000_000) },
  },
  poolSharePpm: ppm(200_000),
  longestDays: 10,
  tiers: [
    { throughDay: 5, ratePpmPerDay: 200 },
    { throughDay: null, ratePpmPerDay: 400 },
  ],
  overdueBasisPoints: 20_000,
  legalActionAfterDays: 7,
  marketRatePpmPerDay: 3000,
  queue: ['arrival', 'tax-last-year'],
  exclusions: {
    stoppedMonths: 6,
    noVatMonths: 6,
    overdueMonths: 3,
    dishonestDebtors: true,
    marks: [],
    timesPerYear: 4,
  },
  assumed: ['borrowers', 'tiers', 'longestDays', 'queue', ...unseen],
} satisfies Terms

/** Terms of bridge pools as their places published them, and those of the demo city. */
export const bridgePolicies: readonly PolicyRow[] = [
  row(
    {
      code: 'donghai-2023',
      from: '2023-01-01',
      certainty: 'seen',
      source:
        '东海县转贷资金（2023、2025）：前 5 日每日 0.02 %，其后每日 0.04 %，最长 10 日；不超过银行承诺续贷额的 95 %；企业 1000 万元、法定代表人 500 万元、个体工商户 200 万元；限流动资金贷款，自筹资金先到位；经营异常、拖欠工资、涉纠纷、信用不良的不办',
    },
    {
      name: { zh: '东海县转贷资金', en: 'Bridge pool of Donghai' },
      borrowers: {
        firm: { capFen: fen(1_000_000_000) },
        owner: { capFen: fen(500_000_000) },
        household: { capFen: fen(200_000_000) },
      },
      longestDays: 10,
      tiers: [
        { throughDay: 5, ratePpmPerDay: 200 },
        { throughDay: null, ratePpmPerDay: 400 },
      ],
      exclusions: {
        ...{ stoppedMonths: null, noVatMonths: null, overdueMonths: null, timesPerYear: null },
        ...{ dishonestDebtors: true, marks: [...bridgeMarks] },
      },
      assumed: ['poolShare', 'dayKind', 'daysOff', 'overdue', 'legalAction', 'market', 'queue'],
    },
  ),
  row(
    {
      code: 'wenzhou-2018',
      from: '2018-04-01',
      certainty: 'seen',
      source:
        '温州市应急转贷资金（2018）：每日 0.015 %，不足一日按一日，由银行代收，最长 5 个工作日，每笔不超过 2000 万元，更大的分笔（平台不自动分笔，每笔单独申请）；停产半年、半年无增值税、逾期超过 3 个月、失信被执行人除外',
    },
    {
      name: { zh: '温州市应急转贷资金', en: 'Bridge pool of Wenzhou' },
      borrowers: { firm: { capFen: fen(2_000_000_000) } },
      dayKind: 'working',
      longestDays: 5,
      tiers: [{ throughDay: null, ratePpmPerDay: 150 }],
      exclusions: {
        stoppedMonths: 6,
        noVatMonths: 6,
        overdueMonths: 3,
        dishonestDebtors: true,
        marks: [],
        timesPerYear: null,
      },
      assumed: ['loans', 'promise', 'poolShare', 'daysOff', 'overdue', 'legalAction', 'market', 'queue'],
    },
  ),
  row(
    {
      code: 'yongchun-2024',
      from: '2024-01-01',
      to: '2024-12-31',
      certainty: 'seen',
      source:
        '永春县企业应急转贷资金（2024）：每日 0.02 %，2024 年内减半；最长 10 日；逾期费率加倍，逾期超过一周依法追收',
    },
    { ...yongchun, tiers: [{ throughDay: null, ratePpmPerDay: 100 }] },
  ),
  row(
    {
      code: 'yongchun-2024',
      version: 2,
      from: '2025-01-01',
      certainty: 'seen',
      source: '永春县企业应急转贷资金（2024）：每日 0.02 %；最长 10 日；逾期费率加倍，逾期超过一周依法追收',
    },
    yongchun,
  ),
  row(
    {
      code: 'licheng-2019',
      from: '2019-05-24',
      certainty: 'seen',
      source:
        '泉州市鲤城区应急转贷资金（2019）：每日 0.02 %，最长 5 日，不超过 1000 万元；先到先得，同时申请的上年纳税多者优先（重点企业优先一条平台未建模）',
    },
    {
      name: { zh: '鲤城区应急转贷资金', en: 'Bridge pool of Licheng' },
      borrowers: { firm: { capFen: fen(1_000_000_000) } },
      longestDays: 5,
      queue: ['arrival', 'tax-last-year'],
      assumed: [...unseen],
    },
  ),
  row(
    {
      code: 'huaibei-demo',
      from: '2020-01-01',
      to: '2025-12-31',
      certainty: 'placeholder',
      source:
        '演示城市续贷过桥资金池：参照东海、永春公布的条款，2025 年底前最长 15 日（山东、泸州公布的上限），待财政与金融部门确定',
    },
    { ...huaibei, longestDays: 15 },
  ),
  row(
    {
      code: 'huaibei-demo',
      version: 2,
      from: '2026-01-01',
      to: '2026-09-30',
      certainty: 'placeholder',
      source: '演示城市续贷过桥资金池：参照东海、永春公布的条款，待财政与金融部门确定',
    },
    huaibei,
  ),
  row(
    {
      code: 'huaibei-demo',
      version: 3,
      from: '2026-10-01',
      certainty: 'placeholder',
      source:
        '演示城市续贷过桥资金池：参照东海、永春公布的条款，自 2026 年 10 月起并按东海公布的除外情形（经营异常、拖欠工资、涉纠纷、信用不良），待财政与金融部门确定',
    },
    { ...huaibei, exclusions: { ...huaibei.exclusions, marks: [...bridgeMarks] } },
  ),
]
