import type { AnnualisedCost } from '../money/cost.ts'
import type { Day } from '../money/day.ts'
import { type Fen, fen, total } from '../money/fen.ts'
import type { Words } from '../platform/web/words.ts'
import { annualisedCostAnswer } from './answers-costs.ts'
import { byTable, type Calculator } from './calculator.ts'
import { flowsForm } from './forms.ts'
import {
  amountWords,
  type Fact,
  type Figure,
  rateWords,
  type Shown,
  shortAmount,
  shown,
  type Table,
  yuan,
} from './result.ts'

/* What money that came and went on any days costs a year, as a page. */

type Flow = { readonly on: Day; readonly fen: Fen }
type Asked = { readonly advances: readonly Flow[]; readonly payments: readonly Flow[] }

export const flowsCalculator: Calculator<Asked> = {
  name: 'annualised-cost',
  form: flowsForm,
  begin: () => ({}),
  work: ({ w }, asked) => {
    const worked = annualisedCostAnswer(asked)
    return worked.ok ? { ok: true, answer: flowsShown(w, asked, worked.answer) } : worked
  },
  fieldOf: byTable({}),
  examples: [
    { advances: '1994-01-01 1000', payments: '1995-07-01 1200' },
    { advances: '1994-01-01 1000', payments: '1995-01-01 600\n1996-01-01 600' },
    { advances: '2025-01-01 10000\n2027-01-01 13200', payments: '2026-01-01 23000' },
  ],
}

function flowsShown(w: Words, { advances, payments }: Asked, found: AnnualisedCost): Shown {
  const [hadFen, paidFen] = [total(advances.map((flow) => flow.fen)), total(payments.map((flow) => flow.fen))]
  const days = daysOf(advances, payments)
  return shown({
    facts: [
      ...(found.outcome === 'one' ? ratesOf(w, found) : [outcomeOf(w, found.outcome)]),
      { label: w('calculators.flows-had'), value: amountWords(w, hadFen) },
      { label: w('calculators.flows-paid'), value: amountWords(w, paidFen) },
      { label: w('calculators.flows-more'), value: amountWords(w, paidFen - hadFen) },
    ],
    figure: figureOf(w, days, found),
    tables: [daysTable(w, days)],
  })
}

const ratesOf = (
  w: Words,
  { compoundPpm, simplePpm }: Extract<AnnualisedCost, { outcome: 'one' }>,
): Fact[] => [
  {
    label: w('calculators.cost-compound'),
    value: rateWords(compoundPpm),
    note: w('calculators.flows-compound-note'),
  },
  {
    label: w('calculators.cost-simple'),
    value: rateWords(simplePpm),
    note: w('calculators.flows-simple-note'),
  },
]

const outcomeOf = (w: Words, outcome: 'none' | 'ambiguous'): Fact => ({
  label: w('calculators.flows-outcome'),
  value: w(`calculators.flows-${outcome}`),
  note: w(`calculators.flows-${outcome}-note`),
})

type Money = { readonly on: Day; readonly hadFen: Fen; readonly paidFen: Fen }

/** Day by day, earliest first. */
function daysOf(advances: readonly Flow[], payments: readonly Flow[]): Money[] {
  const sum = (flows: readonly Flow[], on: Day) =>
    total(flows.filter((flow) => flow.on === on).map((flow) => flow.fen))
  const days = [...new Set([...advances, ...payments].map(({ on }) => on))].toSorted()
  return days.map((on) => ({ on, hadFen: sum(advances, on), paidFen: sum(payments, on) }))
}

function figureOf(w: Words, days: readonly Money[], found: AnnualisedCost): Figure {
  const says =
    found.outcome === 'one'
      ? w('calculators.flows-says', { count: days.length, rate: rateWords(found.compoundPpm) })
      : w(`calculators.flows-${found.outcome}`)
  return {
    says,
    picture: {
      kind: 'columns',
      columns: {
        labels: days.map(({ on }) => on),
        series: [
          { name: w('calculators.column-had'), values: days.map(({ hadFen }) => hadFen) },
          { name: w('calculators.column-paid'), values: days.map(({ paidFen }) => fen(0 - paidFen)) },
        ],
        mark: (value) => shortAmount(w, value),
      },
    },
    table: null,
  }
}

const daysTable = (w: Words, days: readonly Money[]): Table => ({
  caption: w('calculators.flows-caption'),
  columns: [
    { label: w('calculators.column-on'), kind: 'date' },
    { label: w('calculators.column-had'), kind: 'number' },
    { label: w('calculators.column-paid'), kind: 'number' },
  ],
  rows: days.map(({ on, hadFen, paidFen }) => ({
    cells: [on, sumOf(hadFen), sumOf(paidFen)],
  })),
})

const sumOf = (amount: Fen): string => (amount > 0 ? yuan(amount) : '—')
