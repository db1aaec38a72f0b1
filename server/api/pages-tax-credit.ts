import { industryName } from '../enterprises/index.ts'
import type { TaxGrade } from '../enterprises/tax-grade.ts'
import { type Day, yearOf } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import { ppm, showPercent } from '../money/rate.ts'
import type { Reference } from '../parts.ts'
import type { Words } from '../platform/web/words.ts'
import type { InForce } from '../policies/index.ts'
import {
  type Figure,
  type Reason,
  schemeAssumableWords,
  type TaxCreditRule,
  type TaxCreditScheme,
  taxCreditRuleWords,
} from '../tax-credit/index.ts'
import { termsUsed } from './pages-programmes.ts'
import { amountWords, type Calculator, nothing, orLeftOut, type Result } from './result.ts'

/* What tax credit is worth, as a page, with a reason for each rule. */

export const taxCreditCalculator: Calculator = {
  name: 'tax-credit-limit',
  begin: (today) => ({ on: today, assessYear: String(yearOf(today)) }),
}

type TaxAsked = {
  readonly scheme: string
  readonly grade: TaxGrade
  readonly assessYear: number
  readonly foundedOn: Day
  readonly on: Day
  readonly taxLast: Fen | null
  readonly taxBefore: Fen | null
  readonly taxThird: Fen | null
  readonly outstanding: Fen | null
  readonly requested: Fen | null
  readonly industry: string | null
}

/** The years are those before the day asked for; one that was left out is not sent, and so unknown. */
export function taxCreditAsked(asked: TaxAsked) {
  const { scheme, grade, assessYear, foundedOn, on, taxLast, taxBefore, taxThird } = asked
  const paid = [taxLast, taxBefore, taxThird].flatMap((amount, at) =>
    amount === null ? [] : [[String(yearOf(on) - 1 - at), amount] as const],
  )
  return {
    scheme,
    grade,
    taxPaidFen: Object.fromEntries(paid),
    assessYear,
    foundedOn,
    on,
    outstandingFen: orLeftOut(asked.outstanding),
    requestedFen: orLeftOut(asked.requested),
    industry: asked.industry ?? undefined,
  }
}

type Limit = {
  readonly eligible: boolean
  readonly limitFen: number
  readonly annualRatePpm: number | null
  readonly reasons: readonly Reason[]
}

const tones = { yes: 'good', no: 'bad', unknown: 'info' } as const

export function taxCreditResult(
  w: Words,
  { eligible, limitFen, annualRatePpm, reasons }: Limit,
  policy: InForce<TaxCreditScheme>,
  reference: Reference,
): Result {
  const { fact, assumed } = termsUsed(w, policy, policy.value.assumed.map(schemeAssumableWords))
  const rate = annualRatePpm === null ? w('calculators.no-rate') : showPercent(ppm(annualRatePpm))
  return {
    ...nothing,
    assumed,
    facts: [
      fact,
      { label: w('calculators.eligible'), value: w(`calculators.eligible-${eligible ? 'yes' : 'no'}`) },
      { label: w('calculators.limit'), value: amountWords(w, limitFen) },
      { label: w('calculators.limit-rate'), value: rate },
    ],
    table: {
      caption: w('calculators.reasons-caption'),
      columns: ['rule', 'met', 'have', 'want'].map((key) => ({ label: w(`calculators.column-${key}`) })),
      rows: reasons.map(({ rule, met, have, want }) => ({
        cells: [
          w(taxCreditRuleWords(rule)),
          { words: w(`calculators.met-${met}`), tone: tones[met] },
          figureWords(w, reference, rule, have),
          wantedWords(w, reference, rule, want),
        ],
      })),
    },
  }
}

function wantedWords(w: Words, reference: Reference, rule: TaxCreditRule, want: Figure): string {
  const words = figureWords(w, reference, rule, want)
  if (rule === 'industry') return w('calculators.want-none-of', { words })
  if (rule === 'limit') return w('calculators.want-step', { words })
  if (rule === 'total-cap') return w('calculators.want-below', { words })
  return ['operating-months', 'tax-years', 'minimum-tax', 'assess-year'].includes(rule)
    ? w('calculators.want-at-least', { words })
    : words
}

/** A figure in the unit that its rule gives it. */
function figureWords(w: Words, reference: Reference, rule: TaxCreditRule, figure: Figure): string {
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
  return rule === 'industry-factor' ? String(figure / 10_000) : amountWords(w, figure)
}
