import {
  type AnnualisedCost,
  annualisedCost,
  type CostLine,
  type Fee,
  type FeeTime,
  loanCost,
  type Payee,
} from '../money/cost.ts'
import { type Day, day } from '../money/day.ts'
import { type Fen, fen } from '../money/fen.ts'
import { type Ppm, ppm } from '../money/rate.ts'
import type { Refused } from '../money/refused.ts'
import { type DayCount, type RepaymentMethod, type ScheduleRow, schedule } from '../money/schedule.ts'
import { refused, type Worked } from './worked.ts'

/* What a loan is paid back by and what it costs: by its terms with its fees, and by the days money came and went. */

const notValid = ({ field = '', code }: Refused) => refused('not-valid', [{ field, code }])

export type ScheduleAsked = {
  readonly principalFen: number
  readonly annualRatePpm: number
  readonly months: number
  readonly method: RepaymentMethod
  readonly drawnOn: string
  readonly dayCount: DayCount
  readonly firstDueOn?: string | undefined
}

/** What is to be paid and when. Refuses what `schedule` refuses, with its field. */
export function scheduleAnswer(asked: ScheduleAsked): Worked<{ rows: ScheduleRow[]; totalInterestFen: Fen }> {
  const { principalFen, annualRatePpm, drawnOn, firstDueOn, ...terms } = asked
  const found = schedule({
    ...terms,
    principalFen: fen(principalFen),
    annualRatePpm: ppm(annualRatePpm),
    drawnOn: day(drawnOn),
    ...(firstDueOn === undefined ? {} : { firstDueOn: day(firstDueOn) }),
  })
  if (!found.ok && found.field === 'firstDueOn' && found.code === 'unknown-choice')
    return refused('not-valid', [{ field: 'firstDueOn', code: 'not-for-bullet' }])
  if (!found.ok) return notValid(found)
  const { rows, totalInterestFen } = found
  return { ok: true, answer: { rows, totalInterestFen } }
}

type Flow = { readonly on: string; readonly fen: number }
export type FlowsAsked = { readonly advances: readonly Flow[]; readonly payments: readonly Flow[] }

const dated = (sent: readonly Flow[]): { on: Day; fen: Fen }[] =>
  sent.map((flow) => ({ on: day(flow.on), fen: fen(flow.fen) }))

/**
 * The yearly cost of money had and paid back on any days; no rate where none or several fit. Refuses what
 * `annualisedCost` refuses, with its field.
 */
export function annualisedCostAnswer(asked: FlowsAsked): Worked<AnnualisedCost> {
  const found = annualisedCost({ advances: dated(asked.advances), payments: dated(asked.payments) })
  if (!found.ok) return notValid(found)
  const { ok: _, ...answer } = found
  return { ok: true, answer }
}

export type CostAsked = {
  readonly principalFen: number
  readonly annualRatePpm: number
  readonly months: number
  readonly method: RepaymentMethod
  readonly upfrontFeesFen: number
  readonly yearlyFeesFen?: number | undefined
  readonly fees?:
    | readonly { readonly payee: Payee; readonly paid: FeeTime; readonly fen: number }[]
    | undefined
}

export type CostAnswer = {
  readonly simplePpm: Ppm
  readonly compoundPpm: Ppm
  readonly totalCostFen: Fen
  readonly lines: CostLine[]
}

/** What a loan costs a year with its fees, payee by payee. Refuses what `loanCost` refuses, with its field. */
export function loanCostAnswer(asked: CostAsked): Worked<CostAnswer> {
  const { principalFen, annualRatePpm, months, method, upfrontFeesFen, yearlyFeesFen = 0, fees = [] } = asked
  const found = loanCost({
    principalFen: fen(principalFen),
    annualRatePpm: ppm(annualRatePpm),
    months,
    method,
    upfrontFeesFen: fen(upfrontFeesFen),
    yearlyFeesFen: fen(yearlyFeesFen),
    fees: fees.map(({ payee, paid, fen: once }): Fee => ({ payee, paid, fen: fen(once) })),
  })
  if (!found.ok) return notValid(found)
  const { ok: _, ...answer } = found
  return { ok: true, answer }
}
