import { noFen } from '../money/fen.ts'
import { type Field, whole, yuan } from '../platform/web/fields.ts'
import { portion, yesNo } from '../platform/web/fields-measures.ts'
import { plainForm } from './forms-plain.ts'

const days = (): Field<number> => whole({ min: 1, max: 3650, unit: 'forms.unit-days' })
const common = (rule: string): Readonly<Record<string, Field>> => ({
  [`${rule}.isOn`]: yesNo(),
  [`${rule}.dueWorkdays`]: whole({ min: 1, max: 250, unit: 'forms.unit-workdays' }),
})

/** 预警规则: which are asked, from which value on they warn, and within how many working days a warning is dealt with. */
export const warningRuleForm = plainForm(
  { key: 'warn-tax', fields: common('tax') },
  {
    key: 'warn-overdue',
    fields: {
      ...common('overdue'),
      'overdue.firstDays': days(),
      'overdue.secondDays': days(),
      'overdue.thirdDays': days(),
    },
  },
  {
    key: 'warn-concentration',
    fields: {
      ...common('concentration'),
      'concentration.customerPpm': portion(),
      'concentration.circlePpm': portion(),
      'concentration.bankPpm': portion(),
      'concentration.industryPpm': portion(),
      'concentration.againPpm': portion(),
      'concentration.leastFen': yuan({ min: noFen }),
    },
  },
  { key: 'warn-promise', fields: common('promise') },
  { key: 'warn-claim-rate', fields: { ...common('claimRate'), 'claimRate.nearPpm': portion() } },
  { key: 'warn-bridge', fields: { ...common('bridge'), 'bridge.timesAYear': whole({ min: 1, max: 100 }) } },
  {
    key: 'warn-product',
    fields: {
      ...common('product'),
      'product.leastCases': whole({ min: 1, max: 1000 }),
      'product.withinDays': days(),
    },
  },
)
