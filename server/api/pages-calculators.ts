import { industryName } from '../enterprises/index.ts'
import type { SizeClass } from '../enterprises/size-class.ts'
import type { Day } from '../money/day.ts'
import { type Fen, fen, plus } from '../money/fen.ts'
import { type Ppm, showPercent } from '../money/rate.ts'
import { type DayCount, dayCounts, type RepaymentMethod } from '../money/schedule.ts'
import type { Reference } from '../parts.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { withQuery } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { loanCostCalculator } from './pages-costs.ts'
import { bridgeCalculator, riskCalculator } from './pages-programmes.ts'
import { taxCreditCalculator } from './pages-tax-credit.ts'
import { amountWords, type Calculator, type Fact, nothing, type Result, yuan } from './result.ts'

export const scheduleCalculator: Calculator = {
  name: 'repayment-schedule',
  begin: (today) => ({ months: '12', method: 'equal-instalment', drawnOn: today, dayCount: 'monthly' }),
}
export const usccCalculator: Calculator = { name: 'credit-code', begin: () => ({}) }
export const sizeCalculator: Calculator = { name: 'size-class', begin: () => ({}) }
export const workdaysCalculator: Calculator = { name: 'working-days', begin: (today) => ({ from: today }) }

const calculators = [
  scheduleCalculator,
  loanCostCalculator,
  taxCreditCalculator,
  bridgeCalculator,
  riskCalculator,
  usccCalculator,
  sizeCalculator,
  workdaysCalculator,
]

export const contentsPage = (w: Words) => ({
  title: w('layout.menu-calculators'),
  entries: calculators.map(({ name }) => ({
    href: `/calculators/${name}`,
    name: w(`calculators.name-${name}`),
    text: w(`calculators.about-${name}`),
  })),
})

export const calculatorPage = (w: Words, name: string, shown: ShownForm, result: Result | null) => ({
  title: w(`calculators.name-${name}`),
  about: w(`calculators.about-${name}`),
  address: `/calculators/${name}`,
  ...shown,
  result,
})

/** The choices that are no list of a form's own: industries by name, and day counts whose names have a stroke. */
export const optionsOf = (w: Words, reference: Reference) => ({
  dayCount: dayCounts.map((one) => ({ value: one, label: w(`calculators.day-count.${one}`) })),
  industry: [
    { value: '', label: w('forms.choose') },
    ...reference.industries.map(({ code }) => ({
      value: code,
      label: `${code} ${industryName(reference, w.language, code)}`,
    })),
  ],
})

type ScheduleAsked = {
  readonly principal: Fen
  readonly rate: Ppm
  readonly months: number
  readonly method: RepaymentMethod
  readonly drawnOn: Day
  readonly dayCount: DayCount
}

export const scheduleAsked = ({ principal, rate, ...asked }: ScheduleAsked) => ({
  ...asked,
  principalFen: principal,
  annualRatePpm: rate,
})

type Schedule = {
  readonly rows: readonly {
    readonly dueOn: string
    readonly principalFen: number
    readonly interestFen: number
    readonly paymentFen: number
    readonly balanceFen: number
  }[]
  readonly totalInterestFen: number
}

export const scheduleResult = (
  w: Words,
  query: Parameters<typeof withQuery>[1],
  schedule: Schedule,
): Result => ({
  ...nothing,
  facts: scheduleFacts(w, schedule),
  table: scheduleTable(w, schedule),
  printHref: withQuery('/calculators/repayment-schedule/print', query, {}),
})

function scheduleFacts(w: Words, { rows, totalInterestFen }: Schedule): Fact[] {
  const paid = plus(...rows.map(({ paymentFen }) => fen(paymentFen)))
  const amount = (value: number) => amountWords(w, value)
  return [
    { label: w('calculators.total-interest'), value: amount(totalInterestFen) },
    { label: w('calculators.total-paid'), value: amount(paid) },
    { label: w('calculators.first-payment'), value: amount(rows[0]?.paymentFen ?? 0) },
  ]
}

const scheduleTable = (w: Words, { rows }: Schedule) => ({
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

export const schedulePrint = (w: Words, asked: ScheduleAsked, schedule: Schedule, url: string) => ({
  title: w('calculators.name-repayment-schedule'),
  backHref: url.replace('/print', ''),
  facts: [
    {
      label: w('calculators.field.principal'),
      value: amountWords(w, asked.principal),
    },
    { label: w('calculators.field.rate'), value: showPercent(asked.rate) },
    { label: w('calculators.field.months'), value: w('calculators.months', { months: asked.months }) },
    { label: w('calculators.field.method'), value: w(`products.method.${asked.method}`) },
    { label: w('calculators.field.drawnOn'), value: asked.drawnOn },
    { label: w('calculators.field.dayCount'), value: w(`calculators.day-count.${asked.dayCount}`) },
    ...scheduleFacts(w, schedule),
  ],
  table: scheduleTable(w, schedule),
})

type Uscc = { readonly valid: boolean; readonly normalised: string; readonly expectedCheck: string | null }

export const usccResult = (w: Words, { valid, normalised, expectedCheck }: Uscc): Result => ({
  ...nothing,
  refused: valid
    ? []
    : [
        normalised.length === 18 && expectedCheck
          ? w('calculators.code-wrong', { expected: expectedCheck })
          : w('calculators.code-malformed'),
      ],
  facts: [
    { label: w('calculators.code-tidied'), value: normalised },
    {
      label: w('calculators.code-found'),
      value: w(`calculators.code-${valid ? 'valid' : 'invalid'}`),
    },
  ],
})

type SizeAsked = {
  readonly industry: string
  readonly employees: number | null
  readonly revenue: Fen | null
  readonly assets: Fen | null
}

export const sizeAsked = ({ industry, employees, revenue, assets }: SizeAsked) => ({
  industry,
  employees: employees ?? undefined,
  revenueFen: revenue ?? undefined,
  assetsFen: assets ?? undefined,
})

export const sizeResult = (w: Words, { size }: { readonly size: SizeClass }): Result => ({
  ...nothing,
  facts: [{ label: w('calculators.size'), value: w(`enterprises.size.${size}`) }],
})

export const workdaysResult = (
  w: Words,
  { from, days }: { readonly from: Day; readonly days: number },
  { date }: { readonly date: string },
): Result => ({
  ...nothing,
  facts: [{ label: w('calculators.days-after', { from, days }), value: date }],
})
