import type { CostLine, Payee } from '../money/cost.ts'
import { type Fen, fen, total } from '../money/fen.ts'
import type { Ppm } from '../money/rate.ts'
import type { RepaymentMethod } from '../money/schedule.ts'
import type { Words } from '../platform/web/words.ts'
import { type CostAnswer, loanCostAnswer } from './answers-costs.ts'
import type { Calculator } from './calculator.ts'
import { loanCostForm } from './forms.ts'
import {
  amountWords,
  type Figure,
  rateWords,
  type Shown,
  shareWords,
  shown,
  type Table,
  yuan,
} from './result.ts'

/* What a loan costs a year with its fees, and on paper the cost sheet 贷款明白纸 by payee. */

/** The fees that have a payee, as the page asks for them. */
const feeFields = {
  guaranteeOnce: { payee: 'guarantor', paid: 'upfront' },
  guaranteeYearly: { payee: 'guarantor', paid: 'yearly' },
  insuranceOnce: { payee: 'insurer', paid: 'upfront' },
  insuranceYearly: { payee: 'insurer', paid: 'yearly' },
  appraisalOnce: { payee: 'appraiser', paid: 'upfront' },
  registryOnce: { payee: 'registry', paid: 'upfront' },
  notaryOnce: { payee: 'notary', paid: 'upfront' },
  bankOnce: { payee: 'bank', paid: 'upfront' },
  bankMonthly: { payee: 'bank', paid: 'monthly' },
} as const
type FeeField = keyof typeof feeFields
const feeNames = Object.keys(feeFields).filter((name): name is FeeField => name in feeFields)

type Asked = Readonly<Record<FeeField | 'upfrontFees' | 'yearlyFees', Fen | null>> & {
  readonly principal: Fen
  readonly rate: Ppm
  readonly months: number
  readonly method: RepaymentMethod
}

const given = (asked: Asked): FeeField[] => feeNames.filter((name) => asked[name] !== null)

export const loanCostCalculator: Calculator<Asked> = {
  name: 'loan-cost',
  form: loanCostForm,
  begin: () => ({ months: '12', method: 'equal-instalment' }),
  work: ({ w }, asked) => {
    const { principal, rate, months, method, upfrontFees, yearlyFees } = asked
    const worked = loanCostAnswer({
      principalFen: principal,
      annualRatePpm: rate,
      months,
      method,
      upfrontFeesFen: upfrontFees ?? 0,
      yearlyFeesFen: yearlyFees ?? 0,
      fees: given(asked).map((name) => ({ ...feeFields[name], fen: asked[name] ?? 0 })),
    })
    return worked.ok ? { ok: true, answer: costShown(w, asked, worked.answer) } : worked
  },
  fieldOf: (field, asked) => {
    const fields: Readonly<Record<string, string>> = {
      principalFen: 'principal',
      annualRatePpm: 'rate',
      upfrontFeesFen: asked.upfrontFees === null ? (given(asked)[0] ?? 'upfrontFees') : 'upfrontFees',
      yearlyFeesFen: 'yearlyFees',
      fees: given(asked)[0] ?? 'upfrontFees',
    }
    return fields[field] ?? field
  },
  group: { legend: 'calculators.fees', names: [...feeNames, 'upfrontFees', 'yearlyFees'] },
  examples: [
    { principal: '1000000', rate: '4.35', months: '12', method: 'equal-instalment' },
    { principal: '1000000', rate: '4.35', months: '12', method: 'equal-instalment', guaranteeOnce: '10000' },
    { principal: '1000000', rate: '4.35', months: '12', method: 'interest-only', guaranteeOnce: '10000' },
  ],
}

function costShown(
  w: Words,
  asked: Asked,
  { simplePpm, compoundPpm, totalCostFen, lines }: CostAnswer,
): Shown {
  const upfrontFen = total(lines.filter(({ item }) => item === 'upfront-fee').map((line) => line.fen))
  return shown({
    facts: [
      {
        label: w('calculators.cost-simple'),
        value: rateWords(simplePpm),
        note: w('calculators.cost-simple-note'),
      },
      {
        label: w('calculators.cost-compound'),
        value: rateWords(compoundPpm),
        note: w('calculators.cost-compound-note'),
      },
      { label: w('calculators.cost-total'), value: amountWords(w, totalCostFen) },
      { label: w('calculators.cost-had'), value: amountWords(w, asked.principal - upfrontFen) },
    ],
    figure: figureOf(w, lines, totalCostFen),
    tables: [linesTable(w, lines, totalCostFen)],
    sheet: {
      title: w('calculators.sheet-title'),
      terms: ['sheet-rule', 'sheet-late', 'sheet-free'].map((key) => w(`calculators.${key}`)),
      signed: ['sheet-lender', 'sheet-borrower', 'sheet-on'].map((key) => w(`calculators.${key}`)),
    },
  })
}

/** What each payee gets in all, the largest first. */
function byPayee(lines: readonly CostLine[]): { payee: Payee; amount: Fen }[] {
  const payees = [...new Set(lines.map(({ payee }) => payee))]
  return payees
    .map((payee) => ({
      payee,
      amount: total(lines.filter((line) => line.payee === payee).map((line) => line.fen)),
    }))
    .toSorted((one, other) => other.amount - one.amount)
}

function figureOf(w: Words, lines: readonly CostLine[], totalCostFen: Fen): Figure | null {
  const payees = byPayee(lines).filter(({ amount }) => amount > 0)
  if (payees.length < 2) return null
  const interestFen = total(lines.filter(({ item }) => item === 'interest').map((line) => line.fen))
  const feesFen = fen(totalCostFen - interestFen)
  return {
    says: w('calculators.cost-says', {
      amount: amountWords(w, feesFen),
      share: shareWords(feesFen, totalCostFen),
    }),
    picture: {
      kind: 'bars',
      bars: payees.map(({ payee, amount }) => ({
        label: w(`calculators.payee.${payee}`),
        value: amount,
        shown: yuan(amount),
      })),
    },
    table: {
      caption: w('calculators.payees-caption'),
      columns: [
        { label: w('calculators.column-payee') },
        { label: w('calculators.column-amount'), kind: 'number' },
        { label: w('calculators.column-share'), kind: 'number' },
      ],
      rows: payees.map(({ payee, amount }) => ({
        cells: [w(`calculators.payee.${payee}`), yuan(amount), shareWords(amount, totalCostFen)],
      })),
    },
  }
}

const linesTable = (w: Words, lines: readonly CostLine[], totalCostFen: Fen): Table => ({
  caption: w('calculators.cost-caption'),
  columns: [
    { label: w('calculators.column-item') },
    { label: w('calculators.column-payee') },
    { label: w('calculators.column-amount'), kind: 'number' },
  ],
  rows: [
    ...lines.map(({ payee, item, fen: amount }) => ({
      cells: [w(`calculators.item.${item}`), w(`calculators.payee.${payee}`), yuan(amount)],
    })),
    { cells: [w('calculators.sum'), '', yuan(totalCostFen)] },
  ],
})
