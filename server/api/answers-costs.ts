import { annualisedCost, loanCost } from '../money/cost.ts'
import { type Day, day } from '../money/day.ts'
import { type Fen, fen } from '../money/fen.ts'
import { ppm } from '../money/rate.ts'
import { type AnswerOf, type BodyOf, refused, type Worked } from './worked.ts'

type Sent = { readonly on: string; readonly fen: number }
const flows = (sent: readonly Sent[]): { on: Day; fen: Fen }[] =>
  sent.map((flow) => ({ on: day(flow.on), fen: fen(flow.fen) }))

/**
 * The yearly cost of money had and paid back on any days; no rate where none or several fit. Refuses
 * `too-many-turns` and what `annualisedCost` refuses, with its field.
 */
export function annualisedCostAnswer(asked: BodyOf<'annualisedCost'>): Worked<AnswerOf<'annualisedCost'>> {
  if (searchOf(asked) > longestSearch) {
    return refused('not-valid', [{ field: 'payments', code: 'too-many-turns' }])
  }
  const found = annualisedCost({ advances: flows(asked.advances), payments: flows(asked.payments) })
  if (!found.ok) return refused('not-valid', [{ field: found.field ?? '', code: found.code }])
  const { ok: _, ...answer } = found
  return { ok: true, answer }
}

/** Money that comes and goes by turns is searched between every two turns: nobody may keep the others waiting with it. */
const longestSearch = 300_000

/** How long the search is: every flow with every other, for each turn. Flows that turn once are not searched at all. */
function searchOf({ advances, payments }: BodyOf<'annualisedCost'>): number {
  const sums = new Map<string, number>()
  for (const { on, fen: had } of advances) sums.set(on, (sums.get(on) ?? 0) + had)
  for (const { on, fen: paid } of payments) sums.set(on, (sums.get(on) ?? 0) - paid)
  const signs = [...sums]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, sum]) => Math.sign(sum))
    .filter((sign) => sign !== 0)
  const turns = signs.filter((sign, at) => at > 0 && signs[at - 1] !== sign).length
  return turns < 2 ? 0 : signs.length ** 2 * turns
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
