import { industryName, placeName } from '../enterprises/names.ts'
import { type Fen, showWan, showYuan } from '../money/fen.ts'
import { showPercent } from '../money/rate.ts'
import type { Reference } from '../parts.ts'
import { never } from '../platform/assert.ts'
import type { Words } from '../platform/web/words.ts'
import { figureWords, wantedWords } from '../tax-credit/words.ts'
import { type Condition, type FitDatum, isOfScheme } from './fit.ts'

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
      : have.kind === 'withheld' || want.kind === 'withheld'
        ? { missing: w('matching.missing-consent') }
        : {}),
  })),
})

/** What a bank reads of every firm in the hall: a scheme's rules on these need nobody's consent. */
const openRules: readonly string[] = ['scheme-size', 'scheme-operating-months', 'scheme-industry']

/**
 * The same as a bank may read them. A tax grade is not "not given" to a bank: it is the firm's to show, by its
 * consent, and until then the condition on it is unknown, whichever way it falls; so is all that a scheme of tax credit
 * says of the firm, the limit and the price that come of it included. What a bank took from the hall without consent was
 * measured without them, and stays as it was. How long the firm has been there is said in whole years.
 */
export function conditionsForBank(
  w: Words,
  reference: Reference,
  conditions: readonly Condition[],
  isTaxOpen: boolean,
): { readonly conditions: readonly ShownCondition[] } {
  const isGrade = ({ rule, want }: Condition) => rule === 'grade' && want.kind !== 'anything' && !isTaxOpen
  const ofScheme = ({ rule }: Condition) => isOfScheme(rule) && !openRules.includes(rule)
  const read = conditions.map(
    (condition): Condition => (!isTaxOpen && ofScheme(condition) ? withheld(condition) : condition),
  )
  const shown = conditionWords(w, reference, read).conditions
  return {
    conditions: read.flatMap((condition, at) => {
      const one = shown[at]
      if (!one) return []
      const unknown = { met: 'unknown', have: w('matching.with-consent') } as const
      if (isGrade(condition)) return [{ ...one, ...unknown, missing: w('matching.missing-consent') }]
      const months = monthsOperating(condition)
      return [months === null ? one : { ...one, have: ageWords(w, months) }]
    }),
  }
}

/** How long the firm has been there, by the condition on it; null for every other condition, and where it is not known. */
function monthsOperating({ rule, have }: Condition): number | null {
  if (rule === 'operating') return have.kind === 'months' ? have.months : null
  if (rule !== 'scheme-operating-months' || have.kind !== 'scheme-has') return null
  return typeof have.figure === 'number' ? have.figure : null
}

/** In whole years: months would tell the month of the founding, which goes by consent. */
export const ageWords = (w: Words, months: number): string =>
  months < 12
    ? w('matching.age-below-year')
    : months < 24
      ? w('matching.age-one-year')
      : w('matching.age-years', { years: Math.floor(months / 12) })

/** Its own figures are the need's, which the hall shows; the other side would be worked out of what is closed. */
function withheld({ rule, have, want }: Condition): Condition {
  const closed = { kind: 'withheld' } as const
  return rule === 'scheme-limit' || rule === 'scheme-rate'
    ? { rule, met: 'unknown', have: have.kind === 'disputed' ? closed : have, want: closed }
    : { rule, met: 'unknown', have: closed, want }
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
    case 'withheld':
      return w('matching.with-consent')
    case 'scheme':
      return w('matching.datum.scheme', { code: datum.code })
    case 'scheme-has':
      return figureWords(w, reference, datum.rule, datum.figure)
    case 'scheme-wants':
      return wantedWords(w, reference, datum.rule, datum.figure)
    case 'fen-at-most':
      return w('matching.datum.fen-at-most', { max: amountWords(w, datum.max) })
    case 'ppm':
      return showPercent(datum.ppm)
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
