import { z } from 'zod'
import { sizeClasses, sizeGroups } from '../enterprises/size-class.ts'
import { dayCounts, highestRatePpm, longestMonths, repaymentMethods } from '../money/schedule.ts'
import { choice, dayText, text, whole, wholeText } from './asking.ts'
import { amount, type Endpoint, sumSent } from './endpoint.ts'
import { annualisedCost, loanCost } from './endpoints-costs.ts'
import { drawdowns, loan, repayments } from './endpoints-loans.ts'
import { bridgeFee, riskSharing, taxCreditLimit } from './endpoints-programmes.ts'
import { scoreboard } from './endpoints-scoreboard.ts'
import { taxCheck } from './endpoints-tax.ts'

/* Every address of the public API. */

export type { Endpoint, Example } from './endpoint.ts'
export { annualisedCost, loanCost } from './endpoints-costs.ts'
export { drawdowns, loan, repayments } from './endpoints-loans.ts'
export { bridgeFee, riskSharing, taxCreditLimit } from './endpoints-programmes.ts'
export { scoreboard } from './endpoints-scoreboard.ts'
export { taxCheck } from './endpoints-tax.ts'

/** The query of an address that asks for none. */
export const nothing = z.strictObject({})

export const health = {
  name: 'health',
  method: 'GET',
  url: '/healthz',
  answer: z.strictObject({
    status: z.literal('ok'),
    database: z.enum(['sqlite', 'postgresql']),
    version: z.string(),
  }),
  examples: [
    {
      url: '/healthz',
      status: 200,
      varies: true,
      answer: { status: 'ok', database: 'sqlite', version: '0.1.0' },
    },
  ],
} as const satisfies Endpoint

export const statistics = {
  name: 'statistics',
  method: 'GET',
  url: '/api/v1/statistics',
  answer: z.strictObject({
    enterprises: amount(),
    institutions: amount(),
    products: amount(),
    deals: amount(),
    dealsFen: amount(),
    asOf: dayText(),
  }),
  examples: [
    {
      url: '/api/v1/statistics',
      status: 200,
      varies: true,
      answer: {
        enterprises: 12_519,
        institutions: 29,
        products: 176,
        deals: 1_776,
        dealsFen: 1_872_000_000_000,
        asOf: '2026-02-28',
      },
    },
  ],
} as const satisfies Endpoint

export const uscc = {
  name: 'uscc',
  method: 'GET',
  url: '/api/v1/uscc/:code',
  params: z.strictObject({ code: text().meta({ examples: ['91340600MA0000015T'] }) }),
  answer: z.strictObject({
    valid: z.boolean(),
    normalised: z.string(),
    expectedCheck: z.string().nullable(),
  }),
  examples: [
    {
      url: '/api/v1/uscc/91340600MA0000015T',
      status: 200,
      answer: { valid: true, normalised: '91340600MA0000015T', expectedCheck: 'T' },
    },
    {
      url: '/api/v1/uscc/91340600ma00000151',
      status: 200,
      answer: { valid: false, normalised: '91340600MA00000151', expectedCheck: 'T' },
    },
  ],
} as const satisfies Endpoint

const figure = () => wholeText((number) => number.min(0, 'negative')).optional()

export const sizeClass = {
  name: 'size-class',
  method: 'GET',
  url: '/api/v1/size-class',
  query: z.strictObject({
    industry: text().meta({ examples: ['I65'] }),
    employees: figure().meta({ examples: [100] }),
    revenueFen: figure().meta({ examples: [1_000_000_000] }),
    assetsFen: figure(),
  }),
  answer: z.strictObject({
    group: z.enum(Object.keys(sizeGroups)).nullable(),
    size: z.enum(sizeClasses),
  }),
  examples: [
    {
      url: '/api/v1/size-class?industry=I65&employees=100&revenueFen=1000000000&assetsFen=',
      status: 200,
      answer: { group: 'software', size: 'medium' },
    },
    {
      url: '/api/v1/size-class?industry=I65&employees=100',
      status: 422,
      refused: { code: 'figures-missing', faults: [{ field: 'revenueFen', code: 'required' }] },
    },
  ],
} as const satisfies Endpoint

export const workdays = {
  name: 'workdays',
  method: 'GET',
  url: '/api/v1/workdays',
  query: z.strictObject({
    from: dayText().meta({ examples: ['2026-02-13'] }),
    days: wholeText((number) => number.min(0, 'negative').max(100_000, 'too-large')).meta({ examples: [3] }),
  }),
  answer: z.strictObject({ date: dayText() }),
  examples: [
    { url: '/api/v1/workdays?from=2026-02-13&days=3', status: 200, answer: { date: '2026-02-25' } },
    {
      url: '/api/v1/workdays?from=2019-12-30&days=3',
      status: 422,
      refused: {
        code: 'calendar-missing',
        faults: [{ field: 'from', code: 'calendar-missing', values: { year: 2019 } }],
      },
    },
  ],
} as const satisfies Endpoint

export const repaymentSchedule = {
  name: 'repayment-schedule',
  method: 'POST',
  url: '/api/v1/calculators/repayment-schedule',
  body: z.strictObject({
    principalFen: sumSent(),
    annualRatePpm: whole().min(0, 'negative').max(highestRatePpm, 'too-large'),
    months: whole().min(1, 'not-positive').max(longestMonths, 'too-large'),
    method: choice(repaymentMethods),
    drawnOn: dayText(),
    dayCount: choice(dayCounts),
    firstDueOn: dayText().optional(),
  }),
  answer: z.strictObject({
    rows: z.array(
      z.strictObject({
        dueOn: dayText(),
        principalFen: amount(),
        interestFen: amount(),
        paymentFen: amount(),
        balanceFen: amount(),
      }),
    ),
    totalInterestFen: amount(),
  }),
  examples: [
    {
      url: '/api/v1/calculators/repayment-schedule',
      body: {
        principalFen: 10_000_000,
        annualRatePpm: 43_500,
        months: 3,
        method: 'equal-instalment',
        drawnOn: '2026-01-31',
        dayCount: 'monthly',
      },
      status: 200,
      answer: {
        rows: [
          {
            dueOn: '2026-02-28',
            principalFen: 3_321_279,
            interestFen: 36_250,
            paymentFen: 3_357_529,
            balanceFen: 6_678_721,
          },
          {
            dueOn: '2026-03-31',
            principalFen: 3_333_319,
            interestFen: 24_210,
            paymentFen: 3_357_529,
            balanceFen: 3_345_402,
          },
          {
            dueOn: '2026-04-30',
            principalFen: 3_345_402,
            interestFen: 12_127,
            paymentFen: 3_357_529,
            balanceFen: 0,
          },
        ],
        totalInterestFen: 72_587,
      },
    },
    {
      url: '/api/v1/calculators/repayment-schedule',
      body: {
        principalFen: 0,
        annualRatePpm: 43_500,
        months: 3,
        method: 'annuity',
        drawnOn: '2026-02-30',
        dayCount: 'monthly',
      },
      status: 422,
      refused: {
        code: 'not-valid',
        faults: [
          { field: 'principalFen', code: 'not-positive' },
          { field: 'method', code: 'unknown-choice' },
          { field: 'drawnOn', code: 'not-a-day' },
        ],
      },
    },
  ],
} as const satisfies Endpoint

/** The table of contents of the API. */
export const endpoints: readonly Endpoint[] = [
  health,
  statistics,
  scoreboard,
  uscc,
  sizeClass,
  workdays,
  repaymentSchedule,
  annualisedCost,
  loanCost,
  riskSharing,
  taxCreditLimit,
  bridgeFee,
  loan,
  drawdowns,
  repayments,
  taxCheck,
]
