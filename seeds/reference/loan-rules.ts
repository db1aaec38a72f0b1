import type { ClassRule } from '../../server/loans/five-class.ts'
import type { RenewalRule } from '../../server/loans/renewal.ts'
import { day } from '../../server/money/day.ts'
import { ppm } from '../../server/money/rate.ts'
import type { PolicyRow } from '../../server/policies/index.ts'

/** 五级分类 by days late, and 续贷, as the regulators set them. */
export const loanPolicies: readonly PolicyRow[] = [
  {
    code: 'five-class',
    version: 1,
    effectiveFrom: day('2020-01-01'),
    effectiveTo: null,
    value: {
      normalLastDay: 0,
      mentionLastDay: 90,
      substandardLastDay: 270,
      doubtfulLastDay: 360,
      sameBankPpm: ppm(100_000),
      byDaysSizes: ['small', 'micro'],
      observedInstalments: 2,
      observedMonths: 6,
    } satisfies ClassRule,
    source:
      '《商业银行金融资产风险分类办法》（银保监会、人民银行令〔2023〕第1号，2023-07-01 施行）：逾期、逾期超过 90、270、360 天，同一债务人不良占比超过 10%，不良上调的观察期。平台对此前的日子也按它计算。',
    certainty: 'seen',
  },
  {
    code: 'renewal',
    version: 1,
    effectiveFrom: day('2020-01-01'),
    effectiveTo: null,
    value: {
      noticeDays: 90,
      answerWorkdays: 5,
      sizes: ['small', 'micro'],
      untilSizes: ['medium'],
      untilDay: day('2027-09-30'),
      purposes: ['raw-materials', 'wages', 'orders', 'renewal', 'farm-inputs', 'other'],
    } satisfies RenewalRule,
    source:
      '金融监管总局金规〔2024〕13号：续贷扩至所有小微企业，中型企业限 2027-09-30 前到期的流动资金贷款；提前 90 天提醒为平台缺省值，5 个工作日内答复取自 2015 年一地方规定。',
    certainty: 'seen',
  },
]
