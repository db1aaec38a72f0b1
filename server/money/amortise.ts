import assert from 'node:assert/strict'
import type { Fraction } from './daycount.ts'
import { type Fen, fen, fenOf, minus, noFen, part, plus, smaller } from './fen.ts'
import { interest } from './interest.ts'
import { million, type Ppm } from './rate.ts'
import { type Answer, refused } from './refused.ts'
import { halfUp } from './rounding.ts'

/** 等额本息, 等额本金, 先息后本, 到期一次还本付息. */
export const repaymentMethods = ['equal-instalment', 'equal-principal', 'interest-only', 'bullet'] as const
export type RepaymentMethod = (typeof repaymentMethods)[number]
export const isRepaymentMethod = (text: unknown): text is RepaymentMethod =>
  repaymentMethods.some((one) => one === text)

export type Instalment = { principalFen: Fen; interestFen: Fen; paymentFen: Fen; balanceFen: Fen }

export type Amortisation = {
  principalFen: Fen
  annualRatePpm: Ppm
  method: RepaymentMethod
  /** How long each period is, in years; one instalment ends each. A bullet has one. */
  periods: readonly Fraction[]
  /** The level payment, or the equal share of principal, kept from before an early repayment. */
  keptFen?: Fen
}

/**
 * The level payment that repays the principal over these periods: principal ÷ Σ of the discount factors, solved
 * exactly in whole numbers and rounded once, half up to the fen. With twelfths of a year it is the annuity.
 */
export function levelPayment({ principalFen, annualRatePpm, periods }: Omit<Amortisation, 'method'>): Fen {
  assert(periods.length > 0, 'a level payment needs a period')
  let owed = BigInt(principalFen) // grows with every period's interest
  let paid = 0n // what a payment of 1 in each period has grown to
  let scale = 1n
  for (const { numerator, denominator } of periods) {
    const before = million * denominator
    const after = before + BigInt(annualRatePpm) * numerator
    owed *= after
    scale *= before
    paid = paid * after + scale
  }
  const payment = fenOf(halfUp(owed, paid))
  assert(payment !== undefined, 'a level payment cannot pass the debt itself')
  return payment
}

/** An equal share of the principal, half up to the fen; the last instalment takes the residue. */
const equalPrincipal = (principalFen: Fen, count: number): Fen => part(principalFen, 1n, BigInt(count))

/**
 * The instalments, one a period. Each one's interest is rounded half up to the fen on the balance before it; the
 * last one takes whatever principal is left, so the principal parts add up to the whole.
 * Refuses `payment-below-interest` where a long period's interest passes the level payment, so the debt would grow.
 */
export function amortise(loan: Amortisation): Answer<{ instalments: Instalment[] }> {
  const { principalFen, annualRatePpm, method, periods, keptFen } = loan
  assert(principalFen > 0 && periods.length > 0, 'an amortisation needs a principal and a period')
  assert(method !== 'bullet' || periods.length === 1, 'a bullet has one period')
  const level = method === 'equal-instalment'
  const usualFen = keptFen ?? usualAmount(loan)
  const instalments: Instalment[] = []
  let balanceFen = principalFen
  for (const [index, period] of periods.entries()) {
    const interestFen = interest(balanceFen, annualRatePpm, period)
    const last = index === periods.length - 1
    if (!last && level && interestFen > usualFen) return refused('payment-below-interest', 'annualRatePpm')
    const wantedFen = level ? minus(usualFen, smaller(interestFen, usualFen)) : usualFen
    const instalment = nextInstalment(balanceFen, interestFen, last ? balanceFen : wantedFen)
    instalments.push(instalment)
    balanceFen = instalment.balanceFen
  }
  assert(balanceFen === 0, 'a schedule leaves nothing owed')
  assert(plus(...instalments.map((row) => row.principalFen)) === principalFen, 'a schedule loses no fen')
  return { ok: true, instalments }
}

/** What every instalment but the last comes to: a level payment, an equal share of principal, or no principal. */
export function usualAmount(loan: Amortisation): Fen {
  if (loan.method === 'equal-instalment') return levelPayment(loan)
  return loan.method === 'equal-principal' ? equalPrincipal(loan.principalFen, loan.periods.length) : noFen
}

/** One instalment; never more principal than is owed. */
function nextInstalment(balanceFen: Fen, interestFen: Fen, wantedFen: Fen): Instalment {
  assert(wantedFen >= 0 && interestFen >= 0, 'an instalment is never negative')
  const principalFen = smaller(fen(wantedFen), balanceFen)
  return {
    principalFen,
    interestFen,
    paymentFen: plus(principalFen, interestFen),
    balanceFen: minus(balanceFen, principalFen),
  }
}
