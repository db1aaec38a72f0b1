import { fen, showWan, showYuan } from '../money/fen.ts'
import { ppm, showPercent } from '../money/rate.ts'
import type { Words } from '../platform/web/words.ts'
import { type TaxCreditFacts, type TaxCreditRule, taxCreditRuleWords } from '../tax-credit/limit.ts'
import type { Rules } from '../tax-credit/rules.ts'
import type { TaxCreditScheme } from '../tax-credit/scheme.ts'
import type { SchemeChecked } from './check.ts'
import { type Raise, whatWouldRaise } from './raise.ts'
import { type Stay, whatStays } from './stays.ts'

/** A sum in 万元 for Chinese readers where that loses nothing, else in yuan. */
export const amountWords = (w: Words, amount: number): string =>
  w.language === 'zh' && amount % 10_000 === 0
    ? w('tax-checks.wan', { amount: showWan(fen(amount)) })
    : w('tax-checks.yuan', { amount: showYuan(fen(amount)).replace(/\.00$/, '') })

/** What would raise a limit, and what nothing that the firm does would move. */
export function raiseLines(
  w: Words,
  scheme: TaxCreditScheme,
  facts: TaxCreditFacts,
  { result }: SchemeChecked,
  lpr: Rules['lpr'],
) {
  const told = whatWouldRaise(scheme, facts, lpr, result)
  return {
    raises: told.map((one) => ({ change: changeWords(w, one), comes: comesWords(w, one, result) })),
    stays: whatStays(scheme, facts, result, told).map((stay) => stayWords(w, stay)),
  }
}

/** Raises that read otherwise where nobody knows of the fact. */
const settled: readonly Raise['of'][] = ['arrears', 'abnormal', 'dishonest']
/** Raises for which time has to pass. */
const timed: readonly Raise['of'][] = ['wait', 'older']

function changeWords(w: Words, { of, to, year, clears }: Raise): string {
  const isUnknown = settled.includes(of) && clears > 0
  const isSteady = timed.includes(of) && year !== null
  const key = `${of}${isUnknown ? '-unknown' : isSteady ? '-steady' : ''}`
  return w(`tax-checks.raise.${key}`, { to: toWords(w, of, to), year: year ?? '' })
}

function toWords(w: Words, of: Raise['of'], to: Raise['to']): string | number {
  if (of === 'grade' || of === 'grade-unknown') return w(`enterprises.tax-grade.${to}`)
  if (of === 'tax') return amountWords(w, Number(to))
  return of === 'growth' ? showPercent(ppm(Number(to))) : (to ?? '')
}

function comesWords(
  w: Words,
  { of, limitFen, opens, clears }: Raise,
  result: SchemeChecked['result'],
): string {
  if (limitFen > result.limitFen) return w('tax-checks.raise-to', { amount: amountWords(w, limitFen) })
  if (of === 'tax-unknown' && result.reasons.some(({ rule, met }) => rule === 'limit' && met === 'unknown'))
    return w('tax-checks.raise-worked-out')
  return opens > 0 ? w('tax-checks.raise-opens', { opens }) : w('tax-checks.raise-clears', { clears })
}

/** What stays and has a sentence of its own; the others say their rule. */
const explained: readonly Stay[] = [
  ...(['size', 'industry', 'industry-factor', 'stage'] as const),
  ...(['grade-cap', 'size-cap', 'total-cap'] as const),
]

const stayWords = (w: Words, stay: Stay): string =>
  explained.includes(stay)
    ? w(`tax-checks.stay.${stay}`)
    : w('tax-checks.stay.rule', { rule: w(taxCreditRuleWords(stay as TaxCreditRule)) })
