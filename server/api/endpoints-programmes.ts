import { z } from 'zod'
import { parties } from '../arrangements/index.ts'
import { taxGrades } from '../enterprises/tax-grade.ts'
import { taxCreditRules } from '../tax-credit/limit.ts'
import { choice, dayText, name, whole, yearly } from './asking.ts'
import { amount, amountSent, type Endpoint, sumSent } from './endpoint.ts'

/* What the programmes of the place come to: who bears a loss, what tax credit is worth, what a bridge costs. */

export const riskSharing = {
  name: 'risk-sharing',
  method: 'POST',
  url: '/api/v1/calculators/risk-sharing',
  body: z.strictObject({
    arrangement: name(),
    lossFen: amountSent(),
    poolFreeFen: amountSent().optional(),
    recoveredFen: amountSent().optional(),
    recoveryCostFen: amountSent().optional(),
  }),
  answer: z.strictObject({
    shares: z.array(z.strictObject({ party: z.enum(parties), cashFen: amount(), borneFen: amount() })),
    totalFen: amount(),
  }),
  examples: [
    {
      url: '/api/v1/calculators/risk-sharing',
      body: { arrangement: '4321', lossFen: 100_000_001 },
      status: 200,
      answer: {
        shares: [
          { party: 'guarantor', cashFen: 80_000_001, borneFen: 40_000_001 },
          { party: 'reguarantor', cashFen: 0, borneFen: 30_000_000 },
          { party: 'bank', cashFen: 20_000_000, borneFen: 20_000_000 },
          { party: 'treasury', cashFen: 0, borneFen: 10_000_000 },
        ],
        totalFen: 100_000_001,
      },
    },
    {
      url: '/api/v1/calculators/risk-sharing',
      body: { arrangement: 'zhubaodai', lossFen: 100_000_000 },
      status: 422,
      refused: { code: 'not-valid', faults: [{ field: 'poolFreeFen', code: 'pool-free-missing' }] },
    },
  ],
} as const satisfies Endpoint

const figure = z
  .union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number()])).readonly()])
  .nullable()

/** What a scheme says of a firm; the calculator and the pre-assessment of a case answer alike. */
export const limitAnswer = {
  eligible: z.boolean(),
  limitFen: amount(),
  annualRatePpm: amount().nullable(),
  reasons: z.array(
    z.strictObject({
      rule: z.enum(taxCreditRules),
      met: z.enum(['yes', 'no', 'unknown']),
      have: figure,
      want: figure,
    }),
  ),
  policy: z.string(),
} as const

export const taxCreditLimit = {
  name: 'tax-credit-limit',
  method: 'POST',
  url: '/api/v1/calculators/tax-credit-limit',
  body: z.strictObject({
    scheme: name(),
    grade: choice(taxGrades),
    taxPaidFen: yearly(amountSent()),
    assessYear: whole().min(1900, 'assess-year-wrong').max(9999, 'assess-year-wrong'),
    foundedOn: dayText(),
    on: dayText(),
    outstandingFen: amountSent().optional(),
    requestedFen: sumSent().optional(),
    industry: name().optional(),
  }),
  answer: z.strictObject(limitAnswer),
  examples: [
    {
      url: '/api/v1/calculators/tax-credit-limit',
      body: {
        scheme: 'hefei-2015',
        grade: 'A',
        taxPaidFen: { '2024': 120_000_000, '2025': 180_000_000 },
        assessYear: 2026,
        foundedOn: '2015-01-01',
        on: '2026-11-20',
        outstandingFen: 0,
      },
      status: 200,
      answer: {
        eligible: true,
        limitFen: 750_000_000,
        annualRatePpm: 32_000,
        reasons: [
          { rule: 'grade', met: 'yes', have: 'A', want: ['A', 'B'] },
          { rule: 'assess-year', met: 'yes', have: 2026, want: 2025 },
          { rule: 'size', met: 'unknown', have: null, want: ['medium', 'small', 'micro'] },
          { rule: 'operating-months', met: 'yes', have: 142, want: 24 },
          { rule: 'tax-years', met: 'yes', have: 2, want: 2 },
          { rule: 'arrears', met: 'unknown', have: null, want: false },
          { rule: 'abnormal', met: 'unknown', have: null, want: false },
          { rule: 'dishonest', met: 'unknown', have: null, want: false },
          { rule: 'total-cap', met: 'yes', have: 0, want: 1_000_000_000 },
          { rule: 'limit', met: 'yes', have: 750_000_000, want: 1_000_000 },
        ],
        policy: 'tax-credit-scheme-hefei-2015-1',
      },
    },
    {
      url: '/api/v1/calculators/tax-credit-limit',
      body: {
        scheme: 'hefei-2015',
        grade: 'A',
        taxPaidFen: { '2024': 120_000_000, '2025': -1 },
        assessYear: 2026,
        foundedOn: '2015-01-01',
        on: '2026-11-20',
      },
      status: 422,
      refused: { code: 'not-valid', faults: [{ field: 'taxPaidFen.2025', code: 'negative' }] },
    },
  ],
} as const satisfies Endpoint

export const bridgeFee = {
  name: 'bridge-fee',
  method: 'POST',
  url: '/api/v1/calculators/bridge-fee',
  body: z.strictObject({
    policy: name(),
    principalFen: sumSent(),
    paidOutOn: dayText(),
    repaidOn: dayText(),
  }),
  answer: z.strictObject({
    days: amount(),
    feeFen: amount(),
    tiers: z.array(z.strictObject({ days: amount(), ratePpmPerDay: amount(), feeFen: amount() })),
    overdueDays: amount(),
  }),
  examples: [
    {
      url: '/api/v1/calculators/bridge-fee',
      body: {
        policy: 'donghai-2023',
        principalFen: 1_000_000_000,
        paidOutOn: '2026-03-02',
        repaidOn: '2026-03-10',
      },
      status: 200,
      answer: {
        days: 8,
        feeFen: 2_200_000,
        tiers: [
          { days: 5, ratePpmPerDay: 200, feeFen: 1_000_000 },
          { days: 3, ratePpmPerDay: 400, feeFen: 1_200_000 },
        ],
        overdueDays: 0,
      },
    },
    {
      url: '/api/v1/calculators/bridge-fee',
      body: {
        policy: 'wenzhou-2018',
        principalFen: 1_000_000_000,
        paidOutOn: '2026-12-30',
        repaidOn: '2027-01-05',
      },
      status: 422,
      refused: {
        code: 'calendar-missing',
        faults: [{ field: 'repaidOn', code: 'calendar-missing', values: { year: 2027 } }],
      },
    },
  ],
} as const satisfies Endpoint
