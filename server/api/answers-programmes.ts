import { arrangementCodesOn, arrangementOn, splitLoss } from '../arrangements/index.ts'
import { bridgeFee, bridgePolicyCodesOn, bridgePolicyOn } from '../bridge-pool/index.ts'
import { type Day, day } from '../money/day.ts'
import { type Fen, fen } from '../money/fen.ts'
import type { Calendar } from '../money/workdays.ts'
import type { Refusal } from '../platform/outcome.ts'
import type { PolicyBook } from '../policies/index.ts'
import { lprOn, schemeCodesOn, schemeOn, taxCreditLimit } from '../tax-credit/index.ts'
import { isProblem } from './problem.ts'
import { type AnswerOf, type BodyOf, refused, type Worked } from './worked.ts'

const fenOrNothing = (sent: number | undefined): Fen | undefined =>
  sent === undefined ? undefined : fen(sent)

/** The refusal of an engine, in the API's words. Some say what the whole answer is about, others mend one field. */
function refusedBy({ code: found, field = '', values }: Refusal, known: readonly string[] = []) {
  // One code for one fault: the size class calls it so.
  const code = found === 'not-an-industry' ? 'industry-unknown' : found
  const told = { ...values, ...(known.length ? { known: known.join(', ') } : {}) }
  const fault = Object.keys(told).length ? { field, code, values: told } : { field, code }
  return refused(isProblem(code) ? code : 'not-valid', [fault])
}

/** Who pays a loss and who bears it, by the arrangement in force today. */
export function riskSharingAnswer(
  asked: BodyOf<'riskSharing'>,
  book: PolicyBook,
  today: Day,
): Worked<AnswerOf<'riskSharing'>> {
  const found = arrangementOn(book, asked.arrangement, today)
  if (!found.ok) return refusedBy(found.refusal, arrangementCodesOn(book, today))
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
  return { ok: true, answer: { shares: [...split.shares], totalFen: split.totalFen } }
}

/** How much a firm could get by its tax credit on the day asked for, and why. */
export function taxCreditLimitAnswer(
  asked: BodyOf<'taxCreditLimit'>,
  book: PolicyBook,
): Worked<AnswerOf<'taxCreditLimit'>> {
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
  const { eligible, limitFen, annualRatePpm, reasons } = found
  const policy = scheme.policy.version
  return { ok: true, answer: { eligible, limitFen, annualRatePpm, reasons: [...reasons], policy } }
}

/** What an advance of a bridge pool costs, by the terms in force on the day of the payout. */
export function bridgeFeeAnswer(
  asked: BodyOf<'bridgeFee'>,
  book: PolicyBook,
  calendar: Calendar,
): Worked<AnswerOf<'bridgeFee'>> {
  const { principalFen, paidOutOn, repaidOn } = asked
  const paidOut = day(paidOutOn)
  const policy = bridgePolicyOn(book, asked.policy, paidOut)
  if (!policy.ok) return refusedBy(policy.refusal, bridgePolicyCodesOn(book, paidOut))
  const advance = { principalFen: fen(principalFen), paidOutOn: paidOut, repaidOn: day(repaidOn) }
  const found = bridgeFee(policy.policy.value, advance, calendar)
  if (!found.ok) return refusedBy(found.refusal)
  const { days, feeFen, tiers, overdueDays } = found
  return { ok: true, answer: { days, feeFen, tiers: [...tiers], overdueDays } }
}
