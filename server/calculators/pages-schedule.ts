import type { Day } from '../money/day.ts'
import { type Fen, fen, total } from '../money/fen.ts'
import type { Ppm } from '../money/rate.ts'
import type { DayCount, RepaymentMethod, ScheduleRow } from '../money/schedule.ts'
import type { Words } from '../platform/web/words.ts'
import { scheduleAnswer } from './answers-costs.ts'
import { byTable, type Calculator } from './calculator.ts'
import { scheduleForm } from './forms.ts'
import {
  amountWords,
  type Figure,
  type Shown,
  shareWords,
  shortAmount,
  shown,
  type Table,
  yuan,
} from './result.ts'

/* The repayment schedule as a page. */

type Asked = {
  readonly principal: Fen
  readonly rate: Ppm
  readonly months: number
  readonly method: RepaymentMethod
  readonly drawnOn: Day
  readonly firstDueOn: Day | null
  readonly dayCount: DayCount
}

export const scheduleCalculator: Calculator<Asked> = {
  name: 'repayment-schedule',
  form: scheduleForm,
  begin: (today) => ({ months: '12', method: 'equal-instalment', drawnOn: today, dayCount: 'monthly' }),
  work: ({ w }, { principal, rate, firstDueOn, ...terms }) => {
    const asked = {
      ...terms,
      principalFen: principal,
      annualRatePpm: rate,
      firstDueOn: firstDueOn ?? undefined,
    }
    const worked = scheduleAnswer(asked)
    return worked.ok ? { ok: true, answer: scheduleShown(w, principal, worked.answer) } : worked
  },
  fieldOf: byTable({ principalFen: 'principal', annualRatePpm: 'rate' }),
  examples: [
    {
      principal: '1000000',
      rate: '4.35',
      months: '12',
      method: 'equal-instalment',
      drawnOn: '2026-03-10',
      dayCount: 'monthly',
    },
    {
      principal: '1000000',
      rate: '4.9',
      months: '360',
      method: 'equal-principal',
      drawnOn: '2026-03-10',
      dayCount: 'monthly',
    },
    {
      principal: '10000',
      rate: '12',
      months: '3',
      method: 'equal-instalment',
      drawnOn: '2025-01-31',
      dayCount: 'actual/actual',
    },
  ],
}

type Schedule = { readonly rows: readonly ScheduleRow[]; readonly totalInterestFen: Fen }

function scheduleShown(w: Words, principalFen: Fen, { rows, totalInterestFen }: Schedule): Shown {
  const paidFen = total(rows.map(({ paymentFen }) => paymentFen))
  const [first, last] = [rows[0], rows.at(-1)]
  return shown({
    facts: [
      { label: w('calculators.first-payment'), value: amountWords(w, first?.paymentFen ?? 0) },
      ...(rows.length > 1
        ? [{ label: w('calculators.last-payment'), value: amountWords(w, last?.paymentFen ?? 0) }]
        : []),
      { label: w('calculators.total-interest'), value: amountWords(w, totalInterestFen) },
      { label: w('calculators.total-paid'), value: amountWords(w, paidFen) },
    ],
    figure: rows.length > 1 ? figureOf(w, rows, totalInterestFen, principalFen) : null,
    tables: [scheduleTable(w, rows)],
  })
}

/** Instalments one by one as long as they can be told apart; years of the loan beyond. */
const mostColumns = 24

function figureOf(w: Words, rows: readonly ScheduleRow[], interestFen: Fen, principalFen: Fen): Figure {
  const yearly = rows.length > mostColumns
  const parts = yearly ? byYear(rows) : rows.map((row) => [row])
  const labels = parts.map((_, at) => String(at + 1))
  const sum = (part: readonly ScheduleRow[], key: 'principalFen' | 'interestFen') =>
    total(part.map((row) => row[key]))
  const values = {
    amount: amountWords(w, interestFen),
    share: shareWords(interestFen, interestFen + principalFen),
    count: rows.length,
  }
  return {
    says: w('calculators.schedule-says', values),
    picture: {
      kind: 'columns',
      columns: {
        labels,
        series: (['principal', 'interest'] as const).map((key) => ({
          name: w(`calculators.column-${key}`),
          values: parts.map((part) => sum(part, `${key}Fen`)),
        })),
        mark: (value) => shortAmount(w, value),
      },
    },
    table: yearly
      ? {
          caption: w('calculators.schedule-years'),
          columns: [
            { label: w('calculators.column-year') },
            { label: w('calculators.column-principal'), kind: 'number' },
            { label: w('calculators.column-interest'), kind: 'number' },
            { label: w('calculators.column-balance'), kind: 'number' },
          ],
          rows: parts.map((part, at) => ({
            cells: [
              w('calculators.year-number', { number: at + 1 }),
              yuan(sum(part, 'principalFen')),
              yuan(sum(part, 'interestFen')),
              yuan(part.at(-1)?.balanceFen ?? fen(0)),
            ],
          })),
        }
      : null,
  }
}

const byYear = (rows: readonly ScheduleRow[]): ScheduleRow[][] =>
  Array.from({ length: Math.ceil(rows.length / 12) }, (_, at) => rows.slice(at * 12, at * 12 + 12))

const scheduleTable = (w: Words, rows: readonly ScheduleRow[]): Table => ({
  caption: w('calculators.schedule-caption'),
  columns: [
    { label: w('calculators.due-on'), kind: 'date' },
    ...['payment', 'principal', 'interest', 'balance'].map((key) => ({
      label: w(`calculators.column-${key}`),
      kind: 'number',
    })),
  ],
  rows: rows.map((row) => ({
    cells: [
      row.dueOn,
      yuan(row.paymentFen),
      yuan(row.principalFen),
      yuan(row.interestFen),
      yuan(row.balanceFen),
    ],
  })),
})
