import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import type { PolicyRow } from '../../server/policies/index.ts'
import type { WarningPolicy } from '../../server/warnings/rule.ts'

/** 预警规则: no text of the city was seen, so every figure is a placeholder until the bureau sets it. */
export const warningPolicies: readonly PolicyRow[] = [
  {
    code: 'warning-rules',
    version: 1,
    effectiveFrom: day('2014-12-01'),
    effectiveTo: null,
    value: {
      tax: { isOn: true, dueWorkdays: 10 },
      overdue: { isOn: true, dueWorkdays: 5, firstDays: 1, secondDays: 30, thirdDays: 90 },
      concentration: {
        ...{ isOn: true, dueWorkdays: 20 },
        customerPpm: ppm(100_000),
        circlePpm: ppm(150_000),
        bankPpm: ppm(500_000),
        industryPpm: ppm(500_000),
        leastFen: fen(1_000_000_000),
        againPpm: ppm(50_000),
      },
      promise: { isOn: true, dueWorkdays: 3 },
      claimRate: { isOn: true, dueWorkdays: 10, nearPpm: ppm(800_000) },
      bridge: { isOn: true, dueWorkdays: 20, timesAYear: 2 },
      product: { isOn: true, dueWorkdays: 10, leastCases: 3, withinDays: 90 },
    } satisfies WarningPolicy,
    source:
      '单一客户 10 %、集团客户 15 % 参照融资担保公司与商业银行监管比例；逾期 1、30、90 日为平台缺省值；其余阈值和办理期限均为平台缺省值，待金融局确定',
    certainty: 'placeholder',
  },
]
