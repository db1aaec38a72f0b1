import { taxGrades } from '../enterprises/tax-grade.ts'
import { type Day, parseDay } from '../money/day.ts'
import { type Fen, fen, parseYuan, showYuan } from '../money/fen.ts'
import { dayCounts, longestMonths, repaymentMethods } from '../money/schedule.ts'
import {
  choice,
  date,
  type Field,
  line,
  lines,
  optional,
  percent,
  picked,
  whole,
  yuan,
} from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'
import type { Values } from '../platform/web/words.ts'

/** What the calculators ask on their pages, in yuan and per cent, as people type them. */
export const scheduleForm = form('calculators', {
  principal: yuan({ min: fen(1) }),
  rate: percent(),
  months: whole({ min: 1, max: longestMonths, unit: 'forms.unit-months' }),
  method: choice(repaymentMethods, 'products.method', { control: 'select' }),
  drawnOn: date(),
  firstDueOn: optional(date()),
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

/** Fees with a payee of their own, then those of which nobody says who gets them. */
export const loanCostForm = form('calculators', {
  principal: yuan({ min: fen(1) }),
  rate: percent(),
  months: whole({ min: 1, max: longestMonths, unit: 'forms.unit-months' }),
  method: choice(repaymentMethods, 'products.method', { control: 'select' }),
  guaranteeOnce: optional(yuan()),
  guaranteeYearly: optional(yuan()),
  insuranceOnce: optional(yuan()),
  insuranceYearly: optional(yuan()),
  appraisalOnce: optional(yuan()),
  registryOnce: optional(yuan()),
  notaryOnce: optional(yuan()),
  bankOnce: optional(yuan()),
  bankMonthly: optional(yuan()),
  upfrontFees: optional(yuan()),
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

type Flow = { readonly on: Day; readonly fen: Fen }

/** More than these belong in a file and to the API; an address with them would be cut off on its way. */
export const mostLines = 120

/** Money by the day, a line each: a day as people write it, blank or comma, an amount. */
const flows = (): Field<readonly Flow[]> => ({
  ...lines({ max: 6_000 }),
  schema: lines({ max: 6_000 }).schema.transform((text, context) => {
    const typed = text.split('\n').map((one) => one.normalize('NFKC').trim())
    const read: Flow[] = []
    for (const [at, one] of typed.entries()) {
      if (one === '') continue
      const flow = flowOf(one)
      if (typeof flow === 'string') context.addIssue(issue(flow, { line: at + 1 }))
      else read.push(flow)
    }
    if (read.length > mostLines) context.addIssue(issue('too-many-lines', { max: mostLines }))
    return read
  }),
  show: (value) => value.map(({ on, fen: amount }) => `${on} ${showYuan(amount)}`).join('\n'),
})

const issue = (message: string, params: Values) => ({ code: 'custom', message, params }) as const

/** One line, or the code of what is wrong with it. */
function flowOf(text: string): Flow | string {
  const [, before = '', amount = ''] = /^(\S+?)(?:[\s,;]+)(.+)$/u.exec(text) ?? []
  const on = parseDay(before)
  const read = parseYuan(amount)
  if (before === '' || amount === '') return 'flow-line'
  if (!on.ok) return 'flow-day'
  if (!read.ok) return 'flow-amount'
  return read.fen > 0 ? { on: on.day, fen: read.fen } : 'flow-nothing'
}

export const flowsForm = form('calculators', { advances: flows(), payments: flows() })
