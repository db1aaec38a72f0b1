import { amortise, type RepaymentMethod, type Span } from './amortise.ts'
import { assert } from './assert.ts'
import { isDay } from './day.ts'
import { monthsAsYears } from './daycount.ts'
import { type Fen, isFen, minus, negative, noFen, plus, times, total } from './fen.ts'
import { type Ppm, ppm } from './rate.ts'
import { type Answer, type Refused, refused } from './refused.ts'
import { nearest } from './rounding.ts'
import { faultInAmounts } from './schedule.ts'
import { type Flow, irr, type Root, xirr } from './xirr.ts'

/** Who gets the money a loan costs, for the cost sheet 贷款明白纸. */
export const payees = [
  'bank',
  'guarantor',
  'insurer',
  'appraiser',
  'registry',
  'notary',
  'not-stated',
] as const
export type Payee = (typeof payees)[number]

/** When a fee is paid: on the day of drawing; then and at each anniversary before the end; with every month. */
export const feeTimes = ['upfront', 'yearly', 'monthly'] as const
export type FeeTime = (typeof feeTimes)[number]

export type Fee = { payee: Payee; paid: FeeTime; fen: Fen }
export type CostItem = 'interest' | `${FeeTime}-fee`
export type CostLine = { payee: Payee; item: CostItem; fen: Fen }

export type AnnualRates = { simplePpm: Ppm; compoundPpm: Ppm }

export type LoanCostTerms = {
  principalFen: Fen
  annualRatePpm: Ppm
  months: number
  method: RepaymentMethod
  /** Fees without a named payee, once on the day of drawing. */
  upfrontFeesFen: Fen
  /** Fees without a named payee, on the day of drawing and at each anniversary before the end. */
  yearlyFeesFen?: Fen
  fees?: readonly Fee[]
}

/**
 * What a loan costs a year with all its fees, on the principal really had (中国人民银行公告〔2021〕第3号).
 * simple = monthly IRR × 12, compound = (1 + IRR)¹² − 1, each rounded half up to the ppm once, at the end.
 * The lines add up to the total, payee by payee. Refuses as `schedule` does, and `fees-reach-principal` when the
 * fees on the day of drawing leave nothing of it.
 */
export function loanCost(
  terms: LoanCostTerms,
): Answer<AnnualRates & { totalCostFen: Fen; lines: CostLine[] }> {
  const fees = feesOf(terms)
  const fault = faultInAmounts(terms) ?? faultInFees(terms, fees)
  if (fault) return fault
  const { principalFen, months, method } = terms
  const periods = method === 'bullet' ? [inMonths(months)] : Array.from({ length: months }, () => inMonths(1))
  const amortised = amortise({ ...terms, periods })
  if (!amortised.ok) return amortised
  const { instalments } = amortised
  const lines: CostLine[] = [
    { payee: 'bank', item: 'interest', fen: total(instalments.map((row) => row.interestFen)) },
    ...fees.map((fee) => lineOf(fee, months)),
  ]
  if (!isFen(lines.reduce<number>((sum, line) => sum + line.fen, principalFen)))
    return refused('too-large', 'principalFen')
  const flows: Fen[] = []
  for (let month = 0; month <= months; month += 1) {
    const instalment = instalments[instalments.length - 1 - (months - month)]
    const feesFen = plus(...fees.filter((fee) => isPaidIn(fee, month, months)).map((fee) => fee.fen))
    const paidFen = plus(instalment ? instalment.paymentFen : noFen, feesFen)
    flows.push(minus(month === 0 ? principalFen : noFen, paidFen))
  }
  if ((flows[0] ?? 0) <= 0) return refused('fees-reach-principal', 'upfrontFeesFen')
  const rates = ratesOf(irr(flows), 12)
  if (!rates) return refused('too-large', 'upfrontFeesFen')
  assert(!('outcome' in rates), 'money had first and only paid after has one cost')
  return { ok: true, ...rates, totalCostFen: total(lines.map((line) => line.fen)), lines }
}

const inMonths = (months: number): Span<null> => ({ time: monthsAsYears(months), dueOn: null })

function feesOf({ upfrontFeesFen, yearlyFeesFen = noFen, fees = [] }: LoanCostTerms): Fee[] {
  const unnamed: Fee[] = [
    { payee: 'not-stated', paid: 'upfront', fen: upfrontFeesFen },
    { payee: 'not-stated', paid: 'yearly', fen: yearlyFeesFen },
  ]
  return [...unnamed, ...fees].filter((fee) => fee.fen !== 0)
}

function faultInFees(terms: LoanCostTerms, fees: readonly Fee[]): Refused | undefined {
  const most = Math.floor(Number.MAX_SAFE_INTEGER / 1000 / (fees.length + 1))
  for (const fee of fees) {
    const field = terms.fees?.includes(fee) ? 'fees' : `${fee.paid}FeesFen`
    if (!isFen(fee.fen)) return refused('not-whole', field)
    if (fee.fen < 0) return refused('negative', field)
    if (fee.fen > most) return refused('too-large', field)
    if (!payees.includes(fee.payee) || !feeTimes.includes(fee.paid)) return refused('unknown-choice', field)
  }
  return undefined
}

function isPaidIn({ paid }: Fee, month: number, months: number): boolean {
  if (paid === 'upfront') return month === 0
  if (paid === 'yearly') return month % 12 === 0 && month < months
  return month > 0
}

function lineOf({ payee, paid, fen: once }: Fee, months: number): CostLine {
  const count = { upfront: 1, yearly: Math.ceil(months / 12), monthly: months }[paid]
  return { payee, item: `${paid}-fee`, fen: times(once, count) }
}

export type AnnualisedCost =
  | ({ outcome: 'one' } & AnnualRates)
  | { outcome: 'none' }
  | { outcome: 'ambiguous' }

/**
 * The yearly cost of money had and paid back on any days (XIRR, actual/365). compound is the XIRR itself; simple is
 * the nominal rate that compounds to it monthly, 12 × ((1 + compound)^(1/12) − 1), as in `loanCost`.
 * Refuses, by field, `empty`, `not-a-day`, `not-whole`, `not-positive`, `too-large`.
 */
export function annualisedCost({
  advances,
  payments,
}: {
  advances: readonly Flow[]
  payments: readonly Flow[]
}): Answer<AnnualisedCost> {
  const fault = faultInFlows(advances, 'advances') ?? faultInFlows(payments, 'payments')
  if (fault) return fault
  const found = xirr([...advances, ...payments.map(({ on, fen: paid }) => ({ on, fen: negative(paid) }))])
  if (!found.ok) return refused(found.code, 'payments')
  const rates = ratesOf(found.root, 1)
  if (!rates) return refused('too-large', 'payments')
  return 'outcome' in rates ? { ok: true, ...rates } : { ok: true, outcome: 'one', ...rates }
}

function faultInFlows(flows: readonly Flow[], field: string): Refused | undefined {
  if (flows.length === 0) return refused('empty', field)
  let sum = 0
  for (const flow of flows) {
    if (!isDay(flow.on)) return refused('not-a-day', field)
    if (!isFen(flow.fen)) return refused('not-whole', field)
    if (flow.fen <= 0) return refused('not-positive', field)
    sum += flow.fen
    if (!isFen(sum)) return refused('too-large', field)
  }
  return undefined
}

/** Both yearly rates of a root per period, `yearly` periods a year; `undefined` when they pass what ppm can hold. */
function ratesOf(root: Root, yearly: 1 | 12): AnnualRates | { outcome: 'none' | 'ambiguous' } | undefined {
  if (root.outcome !== 'one') return { outcome: root.outcome }
  const growth = root.growth * yearly // ln(1 + the yearly rate)
  const [simple, compound] = [12 * Math.expm1(growth / 12) * 1e6, Math.expm1(growth) * 1e6]
  if (Math.abs(compound) > Number.MAX_SAFE_INTEGER || !Number.isFinite(compound)) return undefined
  return { simplePpm: ppm(nearest(simple)), compoundPpm: ppm(nearest(compound)) }
}
