import { industryName } from '../enterprises/index.ts'
import type { TaxGrade } from '../enterprises/tax-grade.ts'
import { type Day, yearOf } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import type { Reference } from '../parts.ts'
import type { Words } from '../platform/web/words.ts'
import {
  type Figure as HaveOrWant,
  limitTermWords,
  type Reason,
  schemeAssumableWords,
  type TaxCreditRule,
  taxCreditRuleWords,
} from '../tax-credit/index.ts'
import { type TaxCreditAnswer, taxCreditLimitAnswer } from './answers-programmes.ts'
import type { Calculator } from './calculator.ts'
import { taxCreditForm } from './forms.ts'
import {
  amountWords,
  type Figure,
  orLeftOut,
  rateWords,
  type Shown,
  shown,
  type Table,
  termsUsed,
  yuan,
} from './result.ts'

/* What tax credit is worth, as a page, with a reason for each rule. */

type Asked = {
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

const taxFields = ['taxLast', 'taxBefore', 'taxThird'] as const

export const taxCreditCalculator: Calculator<Asked> = {
  name: 'tax-credit-limit',
  form: taxCreditForm,
  begin: (today) => ({ on: today, assessYear: String(yearOf(today)) }),
  work: ({ w, parts }, asked) => {
    const worked = taxCreditLimitAnswer(askedOf(asked), parts.policies)
    return worked.ok ? { ok: true, answer: limitShown(w, worked.answer, parts.reference) } : worked
  },
  fieldOf: (field, { on }) => {
    const [, year] = /^taxPaidFen\.(\d{4})$/.exec(field) ?? []
    const fields: Readonly<Record<string, string>> = {
      outstandingFen: 'outstanding',
      requestedFen: 'requested',
    }
    return year ? (taxFields[yearOf(on) - 1 - Number(year)] ?? 'taxLast') : (fields[field] ?? field)
  },
  hints: { industry: 'calculators.hint-industry-tax' },
  examples: [
    {
      scheme: 'hefei-2015',
      grade: 'A',
      assessYear: '2026',
      foundedOn: '2015-01-01',
      on: '2026-11-20',
      taxLast: '1800000',
      taxBefore: '1200000',
      outstanding: '0',
    },
    {
      scheme: 'hefei-2015',
      grade: 'B',
      assessYear: '2026',
      foundedOn: '2015-01-01',
      on: '2026-11-20',
      taxLast: '1800000',
      taxBefore: '1200000',
      outstanding: '0',
    },
    {
      scheme: 'hefei-2015',
      grade: 'A',
      assessYear: '2026',
      foundedOn: '2015-01-01',
      on: '2026-11-20',
      taxLast: '3000000',
      taxBefore: '3000000',
      outstanding: '4000000',
    },
  ],
}

/** The years are those before the day asked for; one that was left out is not sent, and so unknown. */
function askedOf(asked: Asked) {
  const { scheme, grade, assessYear, foundedOn, on } = asked
  const paid = taxFields.flatMap((field, at) => {
    const amount = asked[field]
    return amount === null ? [] : [[String(yearOf(on) - 1 - at), amount] as const]
  })
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

function limitShown(w: Words, answer: TaxCreditAnswer, reference: Reference): Shown {
  const { eligible, limitFen, annualRatePpm, policy } = answer
  const { fact, notes } = termsUsed(w, policy, policy.value.assumed.map(schemeAssumableWords))
  const rate = annualRatePpm === null ? w('calculators.no-rate') : rateWords(annualRatePpm)
  return shown({
    notes,
    facts: [
      fact,
      { label: w('calculators.eligible'), value: w(`calculators.eligible-${eligible ? 'yes' : 'no'}`) },
      { label: w('calculators.limit'), value: amountWords(w, limitFen) },
      { label: w('calculators.limit-rate'), value: rate },
    ],
    figure: figureOf(w, answer),
    tables: [reasonsTable(w, answer.reasons, reference)],
  })
}

/** What bounds the limit, and by how much each: nothing to compare where there is one bound only. */
function figureOf(w: Words, { terms, boundBy }: TaxCreditAnswer): Figure | null {
  const bound = terms.find(({ term }) => term === boundBy)
  if (!bound || terms.length < 2) return null
  return {
    says: w('calculators.bounds-says', {
      term: w(limitTermWords(bound.term)),
      amount: amountWords(w, bound.fen),
    }),
    picture: {
      kind: 'bars',
      bars: terms.map(({ term, fen }) => ({
        label: w(`calculators.term-short.${term}`),
        value: fen,
        shown: yuan(fen),
      })),
    },
    table: {
      caption: w('calculators.bounds-caption'),
      columns: [
        { label: w('calculators.column-bound') },
        { label: w('calculators.column-amount'), kind: 'number' },
      ],
      rows: terms.map(({ term, fen }) => ({
        cells: [w(limitTermWords(term)), yuan(fen)],
      })),
    },
  }
}

const tones = { yes: 'good', no: 'bad', unknown: 'info' } as const

const reasonsTable = (w: Words, reasons: readonly Reason[], reference: Reference): Table => ({
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
})

function wantedWords(w: Words, reference: Reference, rule: TaxCreditRule, want: HaveOrWant): string {
  const words = figureWords(w, reference, rule, want)
  if (rule === 'industry') return w('calculators.want-none-of', { words })
  if (rule === 'limit') return w('calculators.want-step', { words })
  if (rule === 'total-cap') return w('calculators.want-below', { words })
  return ['operating-months', 'tax-years', 'minimum-tax', 'assess-year'].includes(rule)
    ? w('calculators.want-at-least', { words })
    : words
}

/** A figure in the unit that its rule gives it. */
function figureWords(w: Words, reference: Reference, rule: TaxCreditRule, figure: HaveOrWant): string {
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
