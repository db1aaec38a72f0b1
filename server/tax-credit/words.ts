import { industryName } from '../enterprises/names.ts'
import { fen, showYuan } from '../money/fen.ts'
import type { Reference } from '../parts.ts'
import type { Words } from '../platform/web/words.ts'
import { type Figure, type Reason, type TaxCreditRule, taxCreditRuleWords } from './limit.ts'

/* A rule of a scheme in words: calculator, self-check, case and warning say it alike. */

export type ShownReason = {
  readonly label: string
  readonly met: Reason['met']
  readonly have: string
  readonly want: string
  /** The fact that would settle a rule that is unknown. */
  readonly missing?: string
}

/** What hangs on other rules and has no fact of its own that could be missing. */
const settledByOthers: readonly TaxCreditRule[] = ['total-cap', 'industry-factor', 'stage', 'limit']

export const reasonWords = (
  w: Words,
  reference: Reference,
  { rule, met, have, want }: Reason,
): ShownReason => ({
  label: w(taxCreditRuleWords(rule)),
  met,
  // A rule that is decided on a figure that is not there: the figure is kept back from this reader.
  have:
    have === null && met !== 'unknown' ? w('matching.with-consent') : figureWords(w, reference, rule, have),
  want: wantedWords(w, reference, rule, want),
  ...(met === 'unknown' && !settledByOthers.includes(rule)
    ? { missing: w(`tax-credit.missing.${rule}`) }
    : {}),
})

/** What a rule asks for. */
export function wantedWords(w: Words, reference: Reference, rule: TaxCreditRule, want: Figure): string {
  const words = figureWords(w, reference, rule, want)
  if (rule === 'industry') return w('calculators.want-none-of', { words })
  if (rule === 'limit') return w('calculators.want-step', { words })
  if (rule === 'total-cap') return w('calculators.want-below', { words })
  return ['operating-months', 'tax-years', 'minimum-tax', 'assess-year'].includes(rule)
    ? w('calculators.want-at-least', { words })
    : words
}

/** A figure in the unit that its rule gives it. */
export function figureWords(w: Words, reference: Reference, rule: TaxCreditRule, figure: Figure): string {
  if (figure === null) return w('calculators.not-given')
  if (typeof figure === 'object')
    return figure.map((one) => figureWords(w, reference, rule, one)).join(w('calculators.comma'))
  if (typeof figure === 'boolean') return w(`calculators.is-${figure ? 'yes' : 'no'}`)
  if (typeof figure === 'number') return numberWords(w, rule, figure)
  if (rule === 'grade') return w(`enterprises.tax-grade.${figure}`)
  if (rule === 'size') return w(`enterprises.size.${figure}`)
  if (rule === 'stage') return w(`tax-credit.stage.${figure}`)
  return `${figure} ${industryName(reference, w.language, figure)}`
}

function numberWords(w: Words, rule: TaxCreditRule, figure: number): string {
  if (rule === 'operating-months') return w('calculators.months', { months: figure })
  if (rule === 'tax-years') return w('calculators.years', { years: figure })
  if (rule === 'assess-year') return String(figure)
  return rule === 'industry-factor'
    ? String(figure / 10_000)
    : w('calculators.yuan', { amount: showYuan(fen(figure)) })
}
