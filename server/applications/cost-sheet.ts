import { createHash } from 'node:crypto'
import type { CostLine, Fee } from '../money/cost.ts'
import type { Day } from '../money/day.ts'
import { type Fen, noFen, total } from '../money/fen.ts'
import { penaltyRate } from '../money/penalty.ts'
import { type Ppm, ppm } from '../money/rate.ts'
import { type RepaymentMethod, schedule } from '../money/schedule.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { GuaranteeMode } from '../products/product.ts'
import type { OfferTerms } from './offer.ts'
import { costOf, feesOf } from './offer-cost.ts'

/** What a sheet is about, as it was called on the day. */
export type SheetSubject = {
  readonly offer: string
  readonly application: string
  readonly need: string
  readonly bank: string
  readonly product: string
  readonly productVersion: number
  /** Who guarantees, where somebody does. */
  readonly guarantor?: string
}

/** 贷款明白纸, figure by figure: money in fen, rates and shares in ppm. */
export type CostSheet = SheetSubject & {
  readonly form: 'cost-sheet-1'
  readonly principalFen: Fen
  readonly months: number
  readonly ratePpm: Ppm
  readonly method: RepaymentMethod
  readonly guaranteeMode: GuaranteeMode
  readonly fees: readonly Fee[]
  /** Interest and fees over the whole term by payee; they add up to the total. */
  readonly lines: readonly CostLine[]
  readonly totalCostFen: Fen
  readonly simplePpm: Ppm
  readonly compoundPpm: Ppm
  readonly instalments: number
  readonly firstPaymentFen: Fen
  readonly lastPaymentFen: Fen
  readonly repaidFen: Fen
  /** 罚息: on top of the contract's rate, and the yearly rate that comes of it. */
  readonly penaltyUpliftPpm: Ppm
  readonly penaltyRatePpm: Ppm
  readonly earlyFeePpm: Ppm
  readonly validUntil: Day
  readonly policy: string
}

/** The policy's usual uplift, where the bank said none, and the version that it is from. */
export type SheetPolicy = { readonly usualUpliftPpm: Ppm; readonly version: string }

/** The sheet of an offer's terms. Refuses as `costOf`. */
export function sheetOf(
  terms: OfferTerms,
  subject: SheetSubject,
  { usualUpliftPpm, version }: SheetPolicy,
): Outcome<{ readonly sheet: CostSheet }> {
  const cost = costOf(terms)
  if (!cost.ok) return cost
  const { amountFen: principalFen, months, ratePpm, method, guaranteeMode, validUntil } = terms
  const plan = schedule({
    ...{ principalFen, annualRatePpm: ratePpm, months, method },
    drawnOn: validUntil,
    dayCount: 'monthly',
  })
  if (!plan.ok) return refuse('cost-not-computed')
  const payments = plan.rows.map(({ paymentFen }) => paymentFen)
  const penaltyUpliftPpm = terms.penaltyUpliftPpm ?? usualUpliftPpm
  const { simplePpm, compoundPpm, totalCostFen, lines } = cost
  const { offer, application, need, bank, product, productVersion, guarantor } = subject
  return done({
    sheet: {
      form: 'cost-sheet-1',
      ...{ offer, application, need, bank, product, productVersion },
      ...{ principalFen, months, ratePpm, method, guaranteeMode, ...(guarantor ? { guarantor } : {}) },
      fees: feesOf(terms),
      ...{ lines, totalCostFen, simplePpm, compoundPpm },
      instalments: payments.length,
      firstPaymentFen: payments[0] ?? noFen,
      lastPaymentFen: payments.at(-1) ?? noFen,
      repaidFen: total(payments),
      penaltyUpliftPpm,
      penaltyRatePpm: penaltyRate(ratePpm, penaltyUpliftPpm),
      earlyFeePpm: terms.earlyFeePpm ?? ppm(0),
      ...{ validUntil, policy: version },
    },
  })
}

/** One way to write a value: names in order at every depth, no blanks. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const names = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return `{${names.map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`).join(',')}}`
}

/** The mark by which both sides confirm the same sheet: SHA-256 of its canonical form, in hexadecimal digits. */
export const markOf = (content: string): string => createHash('sha256').update(content, 'utf8').digest('hex')

/** A sheet that was written by `canonical`. */
export const readSheet = (content: string): CostSheet => JSON.parse(content) as CostSheet
