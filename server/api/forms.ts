import { taxGrades } from '../enterprises/tax-grade.ts'
import { fen } from '../money/fen.ts'
import { dayCounts, longestMonths, repaymentMethods } from '../money/schedule.ts'
import { choice, date, line, optional, percent, picked, whole, yuan } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'

/** What the calculators ask on their pages, in yuan and per cent, as people type them. */
export const scheduleForm = form('calculators', {
  principal: yuan({ min: fen(1) }),
  rate: percent(),
  months: whole({ min: 1, max: longestMonths, unit: 'forms.unit-months' }),
  method: choice(repaymentMethods, 'products.method', { control: 'select' }),
  drawnOn: date(),
  dayCount: choice(dayCounts, 'calculators.day-count', { control: 'select' }),
})

export const usccForm = form('calculators', { code: line({ max: 60 }) })

export const sizeForm = form('calculators', {
  industry: { ...line({ max: 5 }), control: 'select' },
  employees: optional(whole({ unit: 'forms.unit-people' })),
  revenue: optional(yuan()),
  assets: optional(yuan()),
})

export const workdaysForm = form('calculators', {
  from: date(),
  days: whole({ max: 1_000, unit: 'forms.unit-workdays' }),
})

export const loanCostForm = form('calculators', {
  principal: yuan({ min: fen(1) }),
  rate: percent(),
  months: whole({ min: 1, max: longestMonths, unit: 'forms.unit-months' }),
  method: choice(repaymentMethods, 'products.method', { control: 'select' }),
  upfrontFees: yuan(),
  yearlyFees: optional(yuan()),
})

export const riskForm = form('calculators', {
  arrangement: picked(),
  loss: yuan(),
  poolFree: optional(yuan()),
  recovered: optional(yuan()),
  recoveryCost: optional(yuan()),
})

export const taxCreditForm = form('calculators', {
  scheme: picked(),
  grade: choice(taxGrades, 'enterprises.tax-grade', { control: 'select' }),
  assessYear: whole({ min: 1900, max: 2999 }),
  foundedOn: date(),
  on: date(),
  taxLast: optional(yuan()),
  taxBefore: optional(yuan()),
  taxThird: optional(yuan()),
  outstanding: optional(yuan()),
  requested: optional(yuan({ min: fen(1) })),
  industry: optional({ ...line({ max: 5 }), control: 'select' }),
})

export const bridgeForm = form('calculators', {
  policy: picked(),
  principal: yuan({ min: fen(1) }),
  paidOutOn: date(),
  repaidOn: date(),
})
