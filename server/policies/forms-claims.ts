import { claimPapers } from '../claims/rule.ts'
import { fiveClasses } from '../loans/five-class.ts'
import { noFen } from '../money/fen.ts'
import { choices, type Field, optional, whole, yuan } from '../platform/web/fields.ts'
import { portion } from '../platform/web/fields-measures.ts'
import { mostScenarios } from '../stress/rule.ts'
import { plainForm } from './forms-plain.ts'

const days = (): Field<number> => whole({ min: 1, max: 3650, unit: 'forms.unit-days' })

/** 代偿: from when on a bank may claim, what it brings, and by when everybody pays. */
export const claimRuleForm = plainForm(
  {
    key: 'claiming',
    fields: {
      triggerDays: days(),
      triggerClasses: choices(fiveClasses, 'loans.five-class', { min: 0 }),
      papers: choices(claimPapers, 'claims.paper', { min: 0 }),
    },
  },
  { key: 'paying', fields: { payDays: days(), settleDays: days(), returnDays: days() } },
)

/** 熔断: the lines of banks and guarantors, and how long a stop lasts. */
export const stopLineForm = plainForm(
  { key: 'bank-lines', fields: { bankWarnPpm: portion(), bankStopPpm: portion() } },
  { key: 'guarantor-lines', fields: { guarantorWarnPpm: portion(), guarantorStopPpm: portion() } },
  {
    key: 'year-lines',
    fields: {
      ...{ bankYearWarnPpm: optional(portion()), bankYearStopPpm: optional(portion()) },
      ...{ guarantorYearWarnPpm: optional(portion()), guarantorYearStopPpm: optional(portion()) },
      ...{ arrangementYearWarnPpm: optional(portion()), arrangementYearStopPpm: optional(portion()) },
    },
  },
  { key: 'stopping', fields: { stopDays: days(), leastReleasedFen: yuan({ min: noFen }) } },
)

/** 压力测试: how often firms fail, how much together, what comes back, and how many years are drawn. */
export const stressForm = plainForm(
  {
    key: 'default-rates',
    fields: {
      microPpm: portion(),
      smallPpm: portion(),
      mediumPpm: portion(),
      largePpm: portion(),
      unknownPpm: portion(),
    },
  },
  {
    key: 'drawing',
    fields: {
      correlationPpm: portion({ max: 990_000 }),
      recoveryPpm: portion(),
      scenarios: whole({ min: 1, max: mostScenarios }),
      seed: whole(),
    },
  },
)
