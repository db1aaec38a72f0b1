import { type CityProduct, termsFrom, type WrittenTerms } from './terms.ts'

const smallFirms = ['medium', 'small', 'micro'] as const
const taxPapers = ['business-licence', 'identity', 'tax-returns', 'tax-data-consent'] as const
const usualPapers = ['business-licence', 'identity', 'financial-statements', 'bank-statements'] as const
/** Finance and the building of houses, which public schemes leave out. */
const leftOut = ['J', 'K7010'] as const

/*
 * The dozen that the shelf opens with. Each is modelled on terms that a bank or an office published; what the
 * source does not tell (often term and rate) was set for the demo, and the source line says so. The banks that
 * offer them are invented.
 */
const written: readonly (readonly [bank: number, terms: WrittenTerms])[] = [
  [
    0,
    {
      name: '税融通（信用类）',
      kind: 'tax-credit',
      summary:
        '以纳税信用换贷款：A 级、B 级企业，连续两年以上有纳税记录即可申请。额度不超过近两年平均纳税额的 5 倍，单户融资余额不超过 1000 万元。',
      source: '参照《合肥市税融通管理暂行办法》（2015 年）设定；期限、利率为演示设定',
      wan: [10, 1000],
      months: [3, 12],
      percent: [3.85, 4.85],
      methods: ['interest-only', 'bullet'],
      guaranteeModes: ['credit', 'guarantee'],
      sizes: smallFirms,
      grades: ['A', 'B'],
      minMonthsOperating: 24,
      scheme: 'hefei-2015',
      documents: [...taxPapers, 'financial-statements', 'credit-report-consent'],
      daysPromised: 7,
    },
  ],
  [
    2,
    {
      name: '县域税融通',
      kind: 'tax-credit',
      summary:
        '面向本县纳税企业：A 级最高为近两年平均纳税额的 5 倍，B 级 3 倍，单户不超过 1000 万元，一年期内循环使用。政策性担保项下利率较低，纯信用方式利率较高。',
      source:
        '参照一家县域农村商业银行 2018 年公开的“税融通”产品设定（当时基准利率上浮 20% 至加 3 个百分点）',
      wan: [10, 1000],
      months: [1, 12],
      percent: [5.22, 7.35],
      methods: ['interest-only', 'bullet'],
      guaranteeModes: ['credit', 'mortgage', 'pledge-movables', 'guarantee'],
      regions: ['340621'],
      sizes: smallFirms,
      grades: ['A', 'B'],
      minMonthsOperating: 24,
      scheme: 'hefei-2015',
      documents: [...taxPapers, 'bank-statements'],
      daysPromised: 10,
    },
  ],
  [
    1,
    {
      name: '园区税融通',
      kind: 'tax-credit',
      summary:
        '面向年均纳税 30 万元以上的企业，纳税信用 B 级以上。既可纯信用，也可由政策性担保公司担保，不要求抵押反担保。淘汰类、产能落后和环保不达标的项目不予受理。',
      source: '参照巢湖经济开发区 2021 年税融通业务通知设定；额度、利率为演示设定',
      wan: [50, 500],
      months: [6, 12],
      percent: [3.95, 5.2],
      methods: ['interest-only', 'equal-instalment'],
      guaranteeModes: ['credit', 'guarantee'],
      regions: ['340602400', '340603400', '340604400', '340621400', '340621401'],
      sizes: smallFirms,
      grades: ['A', 'B'],
      minMonthsOperating: 24,
      scheme: 'chaohu-2021',
      documents: [...taxPapers, 'premises-proof'],
      daysPromised: 7,
    },
  ],
  [
    3,
    {
      name: '纳税信用贷',
      kind: 'tax-credit',
      summary:
        '面向年纳税 5 万至 50 万元、经营满两年的小微企业，A 级企业最高可按近两年平均纳税额的 10 倍申请，无需抵押。',
      source: '参照丽水市 2015 年“纳税信用贷”设定；期限、利率为演示设定',
      wan: [10, 500],
      months: [3, 12],
      percent: [4.35, 6.2],
      methods: ['interest-only', 'equal-instalment'],
      guaranteeModes: ['credit'],
      sizes: ['small', 'micro'],
      grades: ['A', 'B'],
      minMonthsOperating: 24,
      scheme: 'lishui-2015',
      documents: [...taxPapers],
      daysPromised: 5,
    },
  ],
  [
    4,
    {
      name: '企业主银税贷',
      kind: 'tax-credit',
      summary:
        '发放给企业主本人、用于企业经营：纳税信用 A 级最高 100 万元，B 级最高 80 万元，C 级最高 30 万元，一年内循环使用，纯信用。',
      source: '参照上海一家银行公开的个人银税贷款设定；利率为演示设定',
      wan: [1, 100],
      months: [1, 12],
      percent: [4.2, 6.8],
      methods: ['interest-only', 'bullet'],
      guaranteeModes: ['credit'],
      sizes: ['small', 'micro'],
      grades: ['A', 'B', 'C'],
      minMonthsOperating: 24,
      scheme: 'owners-shanghai',
      documents: ['business-licence', 'identity', 'tax-data-consent', 'credit-report-consent'],
      daysPromised: 2,
    },
  ],
  [
    5,
    {
      name: '云税信用贷',
      kind: 'tax-credit',
      summary:
        '按增值税和企业所得税近两年平均额核定额度，最高 300 万元，一年期，随借随还。年纳税 3 万元以上、纳税稳定满两年即可在线申请；M 级企业额度较低。',
      source: '参照建设银行“云税贷”公开资料设定（A 级 3.25% 起，B 级 3.5% 至 4.0%）',
      wan: [1, 300],
      months: [1, 12],
      percent: [3.25, 4],
      methods: ['interest-only', 'bullet'],
      guaranteeModes: ['credit'],
      sizes: ['small', 'micro'],
      grades: ['A', 'B', 'M'],
      minMonthsOperating: 24,
      scheme: 'demo-2026',
      documents: ['business-licence', 'identity', 'tax-data-consent', 'credit-report-consent'],
      daysPromised: 1,
    },
  ],
  [
    6,
    {
      name: '长易担（大额）',
      kind: 'working-capital',
      summary:
        '300 万元以上、由政府性担保公司担保八成本金的流动资金贷款，担保费每年 0.5%。要求近 12 个月纳税 5 万元以上、资产负债率不高于 70%。',
      source: '参照厦门“长易担”300 万元以上业务的担保条件设定；利率为演示设定',
      wan: [300, 2000],
      months: [6, 36],
      percent: [3.4, 4.6],
      methods: ['interest-only', 'equal-principal'],
      guaranteeModes: ['guarantee'],
      excludedIndustries: leftOut,
      sizes: smallFirms,
      grades: ['A', 'B', 'M', 'C'],
      minMonthsOperating: 24,
      documents: [...usualPapers, 'tax-returns', 'guarantor-papers', 'credit-report-consent'],
      daysPromised: 10,
    },
  ],
  [
    0,
    {
      name: '创业扶持基金贷',
      kind: 'startup',
      summary:
        '由财政创业扶持基金作风险补偿，四种方式任选：股权质押、商标质押、动产抵押、小额信用。面向创业企业，缺少房产抵押也能申请。',
      source: '参照汝州市创业扶持基金四种贷款方式设定；额度、期限、利率为演示设定',
      wan: [5, 300],
      months: [6, 24],
      percent: [4.35, 6],
      methods: ['interest-only', 'equal-instalment'],
      guaranteeModes: ['pledge-equity', 'pledge-trademark', 'pledge-movables', 'credit'],
      excludedIndustries: leftOut,
      sizes: ['small', 'micro'],
      minMonthsOperating: 6,
      documents: [
        'business-licence',
        'identity',
        'bank-statements',
        'intellectual-property-papers',
        'articles',
      ],
      daysPromised: 10,
    },
  ],
  [
    5,
    {
      name: '助保贷',
      kind: 'working-capital',
      summary:
        '企业按贷款额每年缴纳 2% 的助保金，与政府铺底资金共同组成风险池；抵押或担保达到贷款额的 40% 即可，弥补抵押不足。',
      source: '参照建设银行“助保贷”公开资料设定；额度、利率为演示设定',
      wan: [50, 1000],
      months: [3, 12],
      percent: [3.85, 5.2],
      methods: ['interest-only', 'bullet'],
      guaranteeModes: ['mortgage', 'guarantee', 'pledge-movables'],
      excludedIndustries: leftOut,
      sizes: smallFirms,
      minMonthsOperating: 12,
      documents: [...usualPapers, 'collateral-papers', 'resolution'],
      daysPromised: 10,
    },
  ],
  [
    7,
    {
      name: '政银保贷款',
      kind: 'working-capital',
      summary:
        '由保证保险作担保，无需抵押：保费率 3%，财政补贴一半；损失由财政、银行、保险按 3:2:5 分担。贷款利率最高上浮 30%。',
      source: '参照山东省 2016 年“政银保”贷款保证保险设定（以当时一年期基准利率 4.35% 计）；额度为演示设定',
      wan: [10, 500],
      months: [3, 12],
      percent: [4.35, 5.655],
      methods: ['interest-only', 'equal-instalment'],
      guaranteeModes: ['insurance'],
      excludedIndustries: leftOut,
      sizes: ['small', 'micro'],
      minMonthsOperating: 12,
      documents: [...usualPapers, 'purchase-contracts', 'credit-report-consent'],
      daysPromised: 8,
    },
  ],
  [
    8,
    {
      name: '涉农保证保险贷',
      kind: 'farm',
      summary:
        '以小额贷款保证保险增信：企业最高 300 万元，种养大户最高 50 万元，保费率不超过 2.7%，银行与保险按 3:7 分担风险。',
      source: '参照云南省小额贷款保证保险试点设定；期限、利率为演示设定',
      wan: [3, 300],
      months: [3, 12],
      percent: [4.5, 6.5],
      methods: ['interest-only', 'bullet'],
      guaranteeModes: ['insurance'],
      industries: ['A', 'C13', 'C14', 'F51'],
      sizes: ['small', 'micro'],
      minMonthsOperating: 12,
      documents: ['business-licence', 'identity', 'premises-proof', 'sales-contracts'],
      daysPromised: 7,
    },
  ],
  [
    2,
    {
      name: '创业担保贷款',
      kind: 'startup',
      summary:
        '个人创业最高 30 万元，吸纳就业达到规定比例的小微企业最高 400 万元，创业担保基金担保，财政按规定贴息。',
      source:
        '参照财金〔2023〕75 号（2023 年 10 月 1 日起执行）的额度设定；期限按小微企业两年设定，利率为演示设定',
      wan: [1, 400],
      months: [6, 24],
      percent: [3.1, 4.1],
      methods: ['interest-only', 'equal-instalment'],
      guaranteeModes: ['guarantee', 'credit'],
      excludedIndustries: leftOut,
      sizes: ['small', 'micro'],
      documents: ['business-licence', 'identity', 'financial-statements', 'premises-proof'],
      daysPromised: 10,
    },
  ],
]

/** The dozen as the database takes them. */
export const modelledProducts: readonly CityProduct[] = written.map(([bank, terms]) => ({
  bank,
  terms: termsFrom(terms),
}))
