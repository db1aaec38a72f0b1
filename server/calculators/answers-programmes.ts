import {
  type Arrangement,
  arrangementCodesOn,
  arrangementOn,
  type PartyShare,
  splitLoss,
} from '../arrangements/index.ts'
import {
  type BridgeFee,
  type BridgePolicy,
  bridgeFee,
  bridgePolicyCodesOn,
  bridgePolicyOn,
} from '../bridge-pool/index.ts'
import type { TaxGrade } from '../enterprises/tax-grade.ts'
import { type Day, day } from '../money/day.ts'
import { type Fen, fen } from '../money/fen.ts'
import type { Calendar } from '../money/workdays.ts'
import type { Refusal } from '../platform/outcome.ts'
import type { InForce, PolicyBook } from '../policies/index.ts'
import {
  lprOn,
  schemeCodesOn,
  schemeOn,
  type TaxCreditLimit,
  type TaxCreditScheme,
  taxCreditLimit,
} from '../tax-credit/index.ts'
import { isWhole, refused, type Worked } from './worked.ts'

/* What the programmes of the place come to. Each answer says by which terms in force it was worked out. */

const fenOrNothing = (sent: number | undefined): Fen | undefined =>
  sent === undefined ? undefined : fen(sent)

/** The refusal of an engine, in the API's words. Some say what the whole answer is about, others mend one field. */
function refusedBy({ code: found, field = '', values }: Refusal, known: readonly string[] = []) {
  // One code for one fault: the size class calls it so.
  const code = found === 'not-an-industry' ? 'industry-unknown' : found
  const told = { ...values, ...(known.length ? { known: known.join(', ') } : {}) }
  const fault = Object.keys(told).length ? { field, code, values: told } : { field, code }
  return refused(isWhole(code) ? code : 'not-valid', [fault])
}

export type RiskAsked = {
  readonly arrangement: string
  readonly lossFen: number
  readonly poolFreeFen?: number | undefined
  readonly recoveredFen?: number | undefined
  readonly recoveryCostFen?: number | undefined
}

export type RiskAnswer = {
  readonly shares: readonly PartyShare[]
  readonly totalFen: Fen
  readonly policy: InForce<Arrangement>
}

/** Who pays a loss and who bears it, by the arrangement in force on a day. */
export function riskSharingAnswer(asked: RiskAsked, book: PolicyBook, on: Day): Worked<RiskAnswer> {
  const found = arrangementOn(book, asked.arrangement, on)
  if (!found.ok) return refusedBy(found.refusal, arrangementCodesOn(book, on))
  const split = splitLoss(found.policy.value, {
    lossFen: fen(asked.lossFen),
    poolFreeFen: fenOrNothing(asked.poolFreeFen),
    recoveredFen: fenOrNothing(asked.recoveredFen),
    recoveryCostFen: fenOrNothing(asked.recoveryCostFen),
  })
  if (!split.ok) {
    const { code, field = '' } = split.refusal
    return refusedBy({ code, field })
  }
  return { ok: true, answer: { shares: split.shares, totalFen: split.totalFen, policy: found.policy } }
}

export type TaxCreditAsked = {
  readonly scheme: string
  readonly grade: TaxGrade
  readonly taxPaidFen: Readonly<Record<string, number>>
  readonly assessYear: number
  readonly foundedOn: string
  readonly on: string
  readonly outstandingFen?: number | undefined
  readonly requestedFen?: number | undefined
  readonly industry?: string | undefined
}

export type TaxCreditAnswer = TaxCreditLimit & { readonly policy: InForce<TaxCreditScheme> }

/** How much a firm could get by its tax credit on the day asked for, and why. */
export function taxCreditLimitAnswer(asked: TaxCreditAsked, book: PolicyBook): Worked<TaxCreditAnswer> {
  const on = day(asked.on)
  const scheme = schemeOn(book, asked.scheme, on)
  if (!scheme.ok) return refusedBy(scheme.refusal, schemeCodesOn(book, on))
  const lpr = lprOn(book, on)
  if (!lpr.ok) return refusedBy(lpr.refusal)
  const paid = Object.entries(asked.taxPaidFen).map(([year, amount]) => [year, fen(amount)] as const)
  const facts = {
    grade: asked.grade,
    taxPaidFen: Object.fromEntries(paid),
    assessYear: asked.assessYear,
    foundedOn: day(asked.foundedOn),
    on,
    outstandingFen: fenOrNothing(asked.outstandingFen),
    requestedFen: fenOrNothing(asked.requestedFen),
    industry: asked.industry,
  }
  const found = taxCreditLimit(scheme.policy.value, facts, lpr.policy.value)
  if (!found.ok) return refusedBy(found.refusal)
  const { ok: _, ...limit } = found
  return { ok: true, answer: { ...limit, policy: scheme.policy } }
}

export type BridgeAsked = {
  readonly policy: string
  readonly principalFen: number
  readonly paidOutOn: string
  readonly repaidOn: string
}

export type BridgeAnswer = BridgeFee & { readonly policy: InForce<BridgePolicy> }

/** What an advance of a bridge pool costs, by the terms in force on the day of the payout. */
export function bridgeFeeAnswer(
  asked: BridgeAsked,
  book: PolicyBook,
  calendar: Calendar,
): Worked<BridgeAnswer> {
  const { principalFen, paidOutOn, repaidOn } = asked
  const paidOut = day(paidOutOn)
  const policy = bridgePolicyOn(book, asked.policy, paidOut)
  if (!policy.ok) return refusedBy(policy.refusal, bridgePolicyCodesOn(book, paidOut))
  const advance = { principalFen: fen(principalFen), paidOutOn: paidOut, repaidOn: day(repaidOn) }
  const found = bridgeFee(policy.policy.value, advance, calendar)
  if (!found.ok) return refusedBy(found.refusal)
  const { ok: _, ...fee } = found
  return { ok: true, answer: { ...fee, policy: policy.policy } }
}
