import { noFen } from '../money/fen.ts'
import { type Field, whole, yuan } from '../platform/web/fields.ts'
import { portion, yesNo } from '../platform/web/fields-measures.ts'
import type { WarningKind } from '../warnings/rule.ts'
import { plainForm } from './forms-plain.ts'
import type { ValueForm } from './value-form.ts'

const days = (): Field<number> => whole({ min: 1, max: 3650, unit: 'forms.unit-days' })

const ruleForm = (figures: Readonly<Record<string, Field>> = {}): ValueForm =>
  plainForm({
    key: 'warning',
    fields: {
      isOn: yesNo(),
      ...figures,
      dueWorkdays: whole({ min: 1, max: 250, unit: 'forms.unit-workdays' }),
    },
  })

/** 预警规则, each of its own: whether it is asked, from which value on it warns, and by when a warning is dealt with. */
export const warningForms: Readonly<Record<WarningKind, ValueForm>> = {
  'warning-tax': ruleForm(),
  'warning-overdue': ruleForm({ firstDays: days(), secondDays: days(), thirdDays: days() }),
  'warning-concentration': ruleForm({
    customerSharePpm: portion(),
    circleSharePpm: portion(),
    bankSharePpm: portion(),
    industrySharePpm: portion(),
    againPpm: portion(),
    leastFen: yuan({ min: noFen }),
  }),
  'warning-promise-lapsed': ruleForm(),
  'warning-claim-rate': ruleForm({ nearPpm: portion() }),
  'warning-bridge-dependence': ruleForm({ timesAYear: whole({ min: 1, max: 100 }) }),
  'warning-silent-product': ruleForm({ silentCases: whole({ min: 1, max: 1000 }), withinDays: days() }),
}
