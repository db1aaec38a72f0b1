import { annualisedCost, loanCost } from '../money/cost.ts'
import { type Day, day } from '../money/day.ts'
import { type Fen, fen } from '../money/fen.ts'
import { ppm } from '../money/rate.ts'
import { type AnswerOf, type BodyOf, refused, type Worked } from './worked.ts'

type Sent = { readonly on: string; readonly fen: number }
const flows = (sent: readonly Sent[]): { on: Day; fen: Fen }[] =>
  sent.map((flow) => ({ on: day(flow.on), fen: fen(flow.fen) }))

/**
 * The yearly cost of money had and paid back on any days; no rate where none or several fit. Refuses what
 * `annualisedCost` refuses, with its field.
 */
export function annualisedCostAnswer(asked: BodyOf<'annualisedCost'>): Worked<AnswerOf<'annualisedCost'>> {
  const found = annualisedCost({ advances: flows(asked.advances), payments: flows(asked.payments) })
  if (!found.ok) return refused('not-valid', [{ field: found.field ?? '', code: found.code }])
  const { ok: _, ...answer } = found
  return { ok: true, answer }
}

/** What a loan costs a year with its fees, payee by payee. Refuses what `loanCost` refuses, with its field. */
export function loanCostAnswer(asked: BodyOf<'loanCost'>): Worked<AnswerOf<'loanCost'>> {
  const { principalFen, annualRatePpm, months, method, upfrontFeesFen, yearlyFeesFen = 0 } = asked
  const found = loanCost({
    principalFen: fen(principalFen),
    annualRatePpm: ppm(annualRatePpm),
    months,
    method,
    upfrontFeesFen: fen(upfrontFeesFen),
    yearlyFeesFen: fen(yearlyFeesFen),
  })
  if (!found.ok) return refused('not-valid', [{ field: found.field ?? '', code: found.code }])
  const { ok: _, ...answer } = found
  return { ok: true, answer }
}
