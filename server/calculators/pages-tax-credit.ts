import type { TaxGrade } from '../enterprises/tax-grade.ts'
import { type Day, yearOf } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import type { Reference } from '../parts.ts'
import type { Words } from '../platform/web/words.ts'
import { limitTermWords, type Reason, schemeAssumableWords } from '../tax-credit/index.ts'
import { reasonWords } from '../tax-credit/words.ts'
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
  rows: reasons.map((reason) => {
    const { label, met, have, want } = reasonWords(w, reference, reason)
    return { cells: [label, { words: w(`calculators.met-${met}`), tone: tones[met] }, have, want] }
  }),
})
