import { industryName, placeName } from '../enterprises/names.ts'
import { type Fen, showWan, showYuan } from '../money/fen.ts'
import { showPercent } from '../money/rate.ts'
import type { Reference } from '../parts.ts'
import { never } from '../platform/assert.ts'
import type { Words } from '../platform/web/words.ts'
import type { Condition, FitDatum } from './fit.ts'

export type ShownCondition = {
  readonly label: string
  readonly met: Condition['met']
  readonly have: string
  readonly want: string
  readonly missing?: string
}

/** Conditions in words, as `parts/conditions` shows them: what is asked, both sides of it, and what is missing. */
export const conditionWords = (
  w: Words,
  reference: Reference,
  conditions: readonly Condition[],
): { readonly conditions: readonly ShownCondition[] } => ({
  conditions: conditions.map(({ rule, met, have, want, missing }) => ({
    label: w(`matching.rule.${rule}`),
    met,
    have: datumWords(w, reference, have),
    want: datumWords(w, reference, want),
    ...(missing
      ? { missing: w(have.kind === 'disputed' ? 'matching.missing-disputed' : `matching.missing.${missing}`) }
      : {}),
  })),
})

/**
 * The same as a bank may read them. A tax grade is not "not given" to a bank: it is the firm's to show, by its
 * consent, and until then the condition on it is unknown, whichever way it falls. What a bank took from the hall
 * without consent was measured without the grade, and stays as it was.
 */
export function conditionsForBank(
  w: Words,
  reference: Reference,
  conditions: readonly Condition[],
  isTaxOpen: boolean,
): { readonly conditions: readonly ShownCondition[] } {
  const isHidden = ({ rule, have, want }: Condition) =>
    rule === 'grade' && want.kind !== 'anything' && (!isTaxOpen || have.kind === 'not-said')
  const withheld = {
    met: 'unknown',
    have: w('matching.with-consent'),
    missing: w('matching.missing-consent'),
  } as const
  const shown = conditionWords(w, reference, conditions).conditions
  return {
    conditions: conditions.flatMap((condition, at) => {
      const one = shown[at]
      if (!one) return []
      return [isHidden(condition) ? { ...one, ...withheld } : one]
    }),
  }
}

/** One side of a condition in words: '2,000,000 yuan', 'Xiangshan District', 'not said'. */
export function datumWords(w: Words, reference: Reference, datum: FitDatum): string {
  const list = (words: readonly string[]) => words.join(w('matching.comma'))
  const industries = (codes: readonly string[]) =>
    list(codes.map((code) => industryName(reference, w.language, code)))
  switch (datum.kind) {
    case 'not-said':
      return w('matching.datum.not-said')
    case 'disputed':
      return w('matching.datum.disputed')
    case 'anything':
      return w('matching.datum.anything')
    case 'fen':
      return amountWords(w, datum.fen)
    case 'fen-range':
      return w('matching.datum.fen-range', {
        min: amountWords(w, datum.min),
        max: amountWords(w, datum.max),
      })
    case 'months':
      return w('matching.datum.months', { months: datum.months })
    case 'months-range':
      return w('matching.datum.months-range', { min: datum.min, max: datum.max })
    case 'months-at-least':
      return w('matching.datum.months-at-least', { min: datum.min })
    case 'ppm-at-most':
      return w('matching.datum.ppm-at-most', { max: showPercent(datum.max) })
    case 'ppm-range':
      return w('matching.datum.ppm-range', { min: showPercent(datum.min), max: showPercent(datum.max) })
    case 'guarantee-modes':
      return list(datum.modes.map((mode) => w(`products.guarantee-mode.${mode}`)))
    case 'regions':
      return list(datum.codes.map((code) => placeName(reference, w.language, code)))
    case 'industries':
      return [
        ...(datum.codes.length ? [industries(datum.codes)] : []),
        ...(datum.excluded.length
          ? [w('matching.datum.excluded', { list: industries(datum.excluded) })]
          : []),
      ].join(w('matching.comma'))
    case 'sizes':
      return list(datum.sizes.map((size) => w(`enterprises.size.${size}`)))
    case 'grades':
      return list(datum.grades.map((grade) => w(`enterprises.tax-grade.${grade}`)))
    default:
      return never(datum)
  }
}

/** A sum to be compared: in 万元 for Chinese readers where that loses nothing, else in yuan to the fen. */
export function amountWords(w: Words, amount: Fen): string {
  const isEven = amount % 10_000 === 0
  return w.language === 'zh' && isEven
    ? w('matching.amount-wan', { amount: showWan(amount) })
    : w('matching.amount-yuan', { amount: showYuan(amount).replace(/\.00$/, '') })
}
