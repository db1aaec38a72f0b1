import { z } from 'zod'
import { dayText, text } from './asking.ts'
import type { Endpoint } from './endpoint.ts'
import { limitAnswer } from './endpoints-programmes.ts'

/* What a bank's program asks about the tax credit of a firm in a case of its own. */

export const taxCheck = {
  name: 'tax-check',
  method: 'GET',
  url: '/api/v1/applications/:number/tax-check',
  scope: 'tax-checks-read',
  params: z.strictObject({ number: text().meta({ examples: ['SQ20260310-0001'] }) }),
  answer: z.strictObject({
    application: z.string(),
    scheme: z.string(),
    on: dayText(),
    ...limitAnswer,
    lprPolicy: z.string(),
  }),
  examples: [
    {
      url: '/api/v1/applications/SQ20260310-0001/tax-check',
      status: 200,
      answer: {
        application: 'SQ20260310-0001',
        scheme: 'hefei-2015',
        on: '2026-03-10',
        eligible: true,
        limitFen: 50_000_000,
        annualRatePpm: 32_000,
        reasons: [
          { rule: 'grade', met: 'yes', have: 'A', want: ['A', 'B'] },
          { rule: 'assess-year', met: 'yes', have: 2025, want: 2024 },
          { rule: 'size', met: 'yes', have: 'small', want: ['medium', 'small', 'micro'] },
          { rule: 'operating-months', met: 'yes', have: 117, want: 24 },
          { rule: 'tax-years', met: 'yes', have: 2, want: 2 },
          { rule: 'arrears', met: 'yes', have: false, want: false },
          { rule: 'abnormal', met: 'yes', have: false, want: false },
          { rule: 'dishonest', met: 'unknown', have: null, want: false },
          { rule: 'total-cap', met: 'yes', have: 0, want: 1_000_000_000 },
          { rule: 'limit', met: 'yes', have: 50_000_000, want: 1_000_000 },
        ],
        policy: 'tax-credit-scheme-hefei-2015-1',
        lprPolicy: 'lpr-15',
      },
    },
  ],
} as const satisfies Endpoint
