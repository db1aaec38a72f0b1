import { z } from 'zod'
import { feeTimes, payees } from '../money/cost.ts'
import { highestRatePpm, longestMonths, repaymentMethods } from '../money/schedule.ts'
import { choice, dayText, list, whole } from './asking.ts'
import { amount, amountSent, type Endpoint, sumSent } from './endpoint.ts'

/* What money costs a year: by the days it came and went, and by the terms of a loan with its fees. */

/** Money that came and went on every working day of four years. */
export const mostFlows = 1_000

const flows = () => list(z.strictObject({ on: dayText(), fen: sumSent() }, 'wrong-kind'), mostFlows)

export const annualisedCost = {
  name: 'annualised-cost',
  method: 'POST',
  url: '/api/v1/calculators/annualised-cost',
  body: z.strictObject({ advances: flows(), payments: flows() }),
  answer: z.strictObject({
    outcome: z.enum(['one', 'none', 'ambiguous']),
    compoundPpm: z.int().optional(),
    simplePpm: z.int().optional(),
  }),
  examples: [
    {
      url: '/api/v1/calculators/annualised-cost',
      body: {
        advances: [{ on: '2025-01-01', fen: 10_000_000 }],
        payments: [{ on: '2026-01-01', fen: 10_500_000 }],
      },
      status: 200,
      answer: { outcome: 'one', compoundPpm: 50_000, simplePpm: 48_889 },
    },
    {
      url: '/api/v1/calculators/annualised-cost',
      body: {
        advances: [
          { on: '2025-01-01', fen: 1_000_000 },
          { on: '2027-01-01', fen: 1_320_000 },
        ],
        payments: [{ on: '2026-01-01', fen: 2_300_000 }],
      },
      status: 200,
      answer: { outcome: 'ambiguous' },
    },
    {
      url: '/api/v1/calculators/annualised-cost',
      body: { advances: [{ on: '2025-02-29', fen: 0.5 }], payments: [] },
      status: 422,
      refused: {
        code: 'not-valid',
        faults: [
          { field: 'advances.0.on', code: 'not-a-day' },
          { field: 'advances.0.fen', code: 'not-whole' },
          { field: 'payments', code: 'empty' },
        ],
      },
    },
  ],
} as const satisfies Endpoint

/** A sheet has no more lines than this. */
const mostFees = 40

const costItems = ['interest', ...feeTimes.map((paid) => `${paid}-fee` as const)] as const

export const loanCost = {
  name: 'loan-cost',
  method: 'POST',
  url: '/api/v1/calculators/loan-cost',
  body: z.strictObject({
    principalFen: sumSent(),
    annualRatePpm: whole().min(0, 'negative').max(highestRatePpm, 'too-large'),
    months: whole().min(1, 'not-positive').max(longestMonths, 'too-large'),
    method: choice(repaymentMethods),
    upfrontFeesFen: amountSent(),
    yearlyFeesFen: amountSent().optional(),
    fees: z
      .array(
        z.strictObject({ payee: choice(payees), paid: choice(feeTimes), fen: amountSent() }, 'wrong-kind'),
        'wrong-kind',
      )
      .max(mostFees, 'too-many')
      .optional(),
  }),
  answer: z.strictObject({
    simplePpm: amount(),
    compoundPpm: amount(),
    totalCostFen: amount(),
    lines: z.array(z.strictObject({ payee: z.enum(payees), item: z.enum(costItems), fen: amount() })),
  }),
  examples: [
    {
      url: '/api/v1/calculators/loan-cost',
      body: {
        principalFen: 100_000_000,
        annualRatePpm: 43_500,
        months: 12,
        method: 'interest-only',
        upfrontFeesFen: 1_000_000,
      },
      status: 200,
      answer: {
        simplePpm: 53_794,
        compoundPpm: 55_140,
        totalCostFen: 5_350_000,
        lines: [
          { payee: 'bank', item: 'interest', fen: 4_350_000 },
          { payee: 'not-stated', item: 'upfront-fee', fen: 1_000_000 },
        ],
      },
    },
    {
      url: '/api/v1/calculators/loan-cost',
      body: {
        principalFen: 100_000_000,
        annualRatePpm: 43_500,
        months: 12,
        method: 'interest-only',
        upfrontFeesFen: 0,
        fees: [
          { payee: 'guarantor', paid: 'upfront', fen: 1_000_000 },
          { payee: 'registry', paid: 'upfront', fen: 8_000 },
        ],
      },
      status: 200,
      answer: {
        simplePpm: 53_877,
        compoundPpm: 55_227,
        totalCostFen: 5_358_000,
        lines: [
          { payee: 'bank', item: 'interest', fen: 4_350_000 },
          { payee: 'guarantor', item: 'upfront-fee', fen: 1_000_000 },
          { payee: 'registry', item: 'upfront-fee', fen: 8_000 },
        ],
      },
    },
    {
      url: '/api/v1/calculators/loan-cost',
      body: {
        principalFen: 100_000_000,
        annualRatePpm: 43_500,
        months: 12,
        method: 'interest-only',
        upfrontFeesFen: 100_000_000,
      },
      status: 422,
      refused: {
        code: 'not-valid',
        faults: [{ field: 'upfrontFeesFen', code: 'fees-reach-principal' }],
      },
    },
  ],
} as const satisfies Endpoint
