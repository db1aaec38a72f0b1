import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import type { PolicyRow } from '../../server/policies/index.ts'
import { kindOfPart, type RulePart, ruleParts, type WarningPolicy } from '../../server/warnings/rule.ts'

/** 预警规则, one row each: no text of the city was seen, so every figure is a placeholder until the bureau sets it. */
const shipped: WarningPolicy = {
  tax: { isOn: true, dueWorkdays: 10 },
  overdue: { isOn: true, dueWorkdays: 5, firstDays: 1, secondDays: 30, thirdDays: 90 },
  concentration: {
    ...{ isOn: true, dueWorkdays: 20 },
    customerSharePpm: ppm(100_000),
    circleSharePpm: ppm(150_000),
    bankSharePpm: ppm(500_000),
    industrySharePpm: ppm(500_000),
    leastFen: fen(1_000_000_000),
    againPpm: ppm(50_000),
  },
  promise: { isOn: true, dueWorkdays: 3 },
  claimRate: { isOn: true, dueWorkdays: 10, nearPpm: ppm(800_000) },
  bridge: { isOn: true, dueWorkdays: 20, timesAYear: 2 },
  product: { isOn: true, dueWorkdays: 10, silentCases: 3, withinDays: 90 },
}

const sources: Readonly<Partial<Record<RulePart, string>>> = {
  overdue: '逾期 1、30、90 日和办理期限均为平台缺省值，待金融局确定',
  concentration:
    '单一客户 10 %、集团客户 15 % 参照融资担保公司与商业银行监管比例；其余阈值和办理期限为平台缺省值，待金融局确定',
}

export const warningPolicies: readonly PolicyRow[] = ruleParts.map((part) => ({
  ...{ code: kindOfPart[part], version: 1, effectiveFrom: day('2014-12-01'), effectiveTo: null },
  ...{ value: shipped[part], certainty: 'placeholder' },
  source: sources[part] ?? '阈值和办理期限均为平台缺省值，待金融局确定',
}))
