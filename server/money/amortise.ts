import { assert } from './assert.ts'
import type { Fraction } from './daycount.ts'
import { type Fen, fen, fenOf, isFen, larger, minus, noFen, part, smaller } from './fen.ts'
import { interestWithin } from './interest.ts'
import { million, type Ppm, wholePpm } from './rate.ts'
import { type Answer, refused } from './refused.ts'
import { halfUp } from './rounding.ts'

/** 等额本息, 等额本金, 先息后本, 到期一次还本付息. */
export const repaymentMethods = ['equal-instalment', 'equal-principal', 'interest-only', 'bullet'] as const
export type RepaymentMethod = (typeof repaymentMethods)[number]
export const isRepaymentMethod = (text: unknown): text is RepaymentMethod =>
  repaymentMethods.some((one) => one === text)

/** A period: how long it is, in years, and when it ends; null where a loan is only reckoned in months. */
export type Span<Due> = { readonly time: Fraction; readonly dueOn: Due }

export type Instalment<Due> = {
  dueOn: Due
  principalFen: Fen
  interestFen: Fen
  paymentFen: Fen
  balanceFen: Fen
}

export type Amortisation<Due> = {
  principalFen: Fen
  annualRatePpm: Ppm
  method: RepaymentMethod
  /** One instalment ends each. A bullet has one. */
  periods: readonly Span<Due>[]
  /** The level payment, or the equal share of principal, kept from before an early repayment. */
  keptFen?: Fen
}

/** Of which a level payment is asked. */
type Debt = Omit<Amortisation<unknown>, 'method'>

/**
 * The level payment that repays the principal over these periods: principal ÷ Σ of the discount factors, rounded once,
 * half up to the fen. With twelfths of a year it is the annuity.
 */
export function levelPayment(loan: Debt): Fen {
  assert(loan.periods.length > 0, 'a level payment needs a period')
  return plainPayment(loan) ?? exactPayment(loan)
}

/** What a handful of roundings in a row can come to, for each period and generously. */
const slip = 2 ** -49

/**
 * The level payment in plain numbers, or nothing where their rounding could decide about a fen: no step takes a
 * difference, so the error grows by a few parts in 2^53 a period and no more. Proven equal to `exactPayment`.
 */
export function plainPayment({ principalFen, annualRatePpm, periods }: Debt): Fen | null {
  let grown = 1 // what 1 has grown to by the end
  let paid = 0 // what a payment of 1 in each period has grown to
  for (const { time } of periods) {
    const { numerator, denominator } = time
    const factor = 1 + (annualRatePpm * numerator) / (wholePpm * denominator)
    grown *= factor
    paid = paid * factor + 1
  }
  const payment = (principalFen * grown) / paid
  const error = payment * (periods.length + 2) * slip
  const rounded = Math.floor(payment + 0.5)
  return Number.isFinite(payment) && Math.floor(payment - error + 0.5) === Math.floor(payment + error + 0.5)
    ? fen(rounded)
    : null
}

/** The level payment solved in whole numbers of any size. */
export function exactPayment({ principalFen, annualRatePpm, periods }: Debt): Fen {
  let owed = BigInt(principalFen) // grows with every period's interest
  let paid = 0n
  let scale = 1n
  for (const { time } of periods) {
    const before = million * BigInt(time.denominator)
    const after = before + BigInt(annualRatePpm) * BigInt(time.numerator)
    owed *= after
    scale *= before
    paid = paid * after + scale
  }
  const payment = fenOf(halfUp(owed, paid))
  assert(payment !== undefined, 'a level payment cannot pass the debt itself')
  return payment
}

/** An equal share of the principal, half up to the fen; the last instalment takes the residue. */
const equalPrincipal = (principalFen: Fen, count: number): Fen => part(principalFen, 1, count)

/**
 * The instalments, one a period. Each one's interest is rounded half up to the fen on the balance before it; the
 * last one takes whatever principal is left, so the principal parts add up to the whole.
 * Refuses `payment-below-interest` where level payments never repay: a long period's interest passes the payment, so
 * the debt would grow; or the payment, rounded to the fen, is the interest and nothing more, time after time. Refuses
 * `too-large` where all that is paid passes 2^53.
 */
export function amortise<Due>(loan: Amortisation<Due>): Answer<{ instalments: Instalment<Due>[] }> {
  const { principalFen, annualRatePpm, method, periods, keptFen } = loan
  assert(principalFen > 0 && periods.length > 0, 'an amortisation needs a principal and a period')
  assert(method !== 'bullet' || periods.length === 1, 'a bullet has one period')
  const level = method === 'equal-instalment'
  if (!canBePaid(loan)) return refused('too-large', 'principalFen')
  const usualFen = keptFen ?? usualAmount(loan)
  const instalments: Instalment<Due>[] = []
  let balanceFen = principalFen
  let repaidFen = noFen
  let allFen: number = principalFen
  for (const { time, dueOn } of periods) {
    const interestFen = interestWithin(balanceFen, annualRatePpm, time)
    allFen += interestFen ?? Infinity
    if (interestFen === undefined || !isFen(allFen)) return refused('too-large', 'principalFen')
    const last = instalments.length === periods.length - 1
    if (!last && level && interestFen > usualFen) return refused('payment-below-interest', 'annualRatePpm')
    const wantedFen = level ? larger(noFen, minus(usualFen, interestFen)) : usualFen
    const instalment = nextInstalment(dueOn, balanceFen, interestFen, last ? balanceFen : wantedFen)
    instalments.push(instalment)
    repaidFen = fen(repaidFen + instalment.principalFen)
    balanceFen = instalment.balanceFen
  }
  assert(balanceFen === 0, 'a schedule leaves nothing owed')
  assert(repaidFen === principalFen, 'a schedule loses no fen')
  return level && standsStill(instalments, principalFen)
    ? refused('payment-below-interest', 'annualRatePpm')
    : { ok: true, instalments }
}

/** Whether a fen holds the debt with the interest of its first period, which no level payment passes. */
function canBePaid({ principalFen, annualRatePpm, periods }: Debt): boolean {
  const [first] = periods
  const interestFen = first && interestWithin(principalFen, annualRatePpm, first.time)
  return interestFen !== undefined && isFen(principalFen + interestFen)
}

/**
 * Whether instalments before the last paid interest only. A few fen over many months pay nothing at all until the last
 * one takes them; without interest that is no standstill but a rounding.
 */
function standsStill(instalments: readonly Instalment<unknown>[], principalFen: Fen): boolean {
  const [first] = instalments
  return (
    instalments.length > 1 && instalments.at(-1)?.principalFen === principalFen && first?.interestFen !== 0
  )
}

/** What every instalment but the last comes to: a level payment, an equal share of principal, or no principal. */
export function usualAmount(loan: Amortisation<unknown>): Fen {
  if (loan.method === 'equal-instalment') return levelPayment(loan)
  return loan.method === 'equal-principal' ? equalPrincipal(loan.principalFen, loan.periods.length) : noFen
}

/** One instalment; never more principal than is owed. */
function nextInstalment<Due>(dueOn: Due, owedFen: Fen, interestFen: Fen, wantedFen: Fen): Instalment<Due> {
  assert(wantedFen >= 0 && interestFen >= 0, 'an instalment is never negative')
  const principalFen = smaller(fen(wantedFen), owedFen)
  const paymentFen = fen(principalFen + interestFen)
  return { dueOn, principalFen, interestFen, paymentFen, balanceFen: minus(owedFen, principalFen) }
}
