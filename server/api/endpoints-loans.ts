import { z } from 'zod'
import { payers } from '../guarantees/payer.ts'
import { fiveClasses } from '../loans/five-class.ts'
import { loanStates } from '../loans/loan.ts'
import { choice, dayText, text, whole } from './asking.ts'
import { amount, amountSent, type Endpoint, sumSent } from './endpoint.ts'

/* What institutions ask and report about their own loans, by their keys. */

const params = z.strictObject({ number: text().meta({ examples: ['DK20260310-0001'] }) })
const orNull = <Shape extends z.ZodType>(shape: Shape) => shape.nullable()

const loanShape = z.strictObject({
  number: z.string(),
  contractNumber: z.string(),
  state: choice(loanStates),
  amountFen: amount(),
  drawnFen: amount(),
  balanceFen: amount(),
  signedOn: dayText(),
  firstDrawnOn: orNull(dayText()),
  maturesOn: orNull(dayText()),
  settledOn: orNull(dayText()),
  daysLate: whole().min(0),
  riskClass: orNull(choice(fiveClasses)),
  firstLoan: z.boolean(),
})

const drawnLoan = {
  number: 'DK20260310-0001',
  contractNumber: 'HT-2026-001',
  state: 'drawn',
  amountFen: 100_000_000,
  drawnFen: 100_000_000,
  balanceFen: 100_000_000,
  signedOn: '2026-03-10',
  firstDrawnOn: '2026-03-10',
  maturesOn: '2027-03-10',
  settledOn: null,
  daysLate: 0,
  riskClass: null,
  firstLoan: true,
} as const

export const loan = {
  name: 'loan',
  method: 'GET',
  url: '/api/v1/loans/:number',
  scope: 'loans-read',
  params,
  answer: z.strictObject({
    loan: loanShape,
    drawdowns: z.array(
      z.strictObject({
        amountFen: amount(),
        drawnOn: dayText(),
        reportedOn: dayText(),
        reportDueOn: orNull(dayText()),
      }),
    ),
    repayments: z.array(
      z.strictObject({
        paidOn: dayText(),
        principalFen: whole(),
        interestFen: whole(),
        reference: orNull(z.string()),
        isReversal: z.boolean(),
        payer: choice(payers),
      }),
    ),
  }),
  examples: [
    {
      url: '/api/v1/loans/DK20260310-0001',
      status: 200,
      answer: {
        loan: drawnLoan,
        drawdowns: [
          {
            amountFen: 100_000_000,
            drawnOn: '2026-03-10',
            reportedOn: '2026-03-10',
            reportDueOn: '2026-03-13',
          },
        ],
        repayments: [],
      },
    },
  ],
} as const satisfies Endpoint

export const drawdowns = {
  name: 'drawdowns',
  method: 'POST',
  url: '/api/v1/loans/:number/drawdowns',
  scope: 'drawdowns-write',
  params,
  body: z.strictObject({ amountFen: sumSent(), drawnOn: dayText() }),
  answer: z.strictObject({ loan: loanShape }),
  examples: [
    {
      url: '/api/v1/loans/DK20260310-0001/drawdowns',
      body: { amountFen: 100_000_000, drawnOn: '2026-03-10' },
      status: 201,
      answer: { loan: drawnLoan },
    },
  ],
} as const satisfies Endpoint

export const repayments = {
  name: 'repayments',
  method: 'POST',
  url: '/api/v1/loans/:number/repayments',
  scope: 'repayments-write',
  params,
  body: z.strictObject({
    paidOn: dayText(),
    principalFen: amountSent(),
    interestFen: amountSent(),
    reference: text()
      .min(1, 'empty')
      .max(60, 'too-long')
      .optional()
      .meta({ examples: ['LS2026031000123'] }),
    payer: choice(payers).optional(),
  }),
  answer: z.strictObject({ loan: loanShape }),
  examples: [
    {
      url: '/api/v1/loans/DK20260310-0001/repayments',
      body: {
        paidOn: '2026-03-10',
        principalFen: 1_000_000,
        interestFen: 36_250,
        reference: 'LS2026031000123',
      },
      status: 201,
      answer: { loan: { ...drawnLoan, balanceFen: 99_000_000 } },
    },
  ],
} as const satisfies Endpoint

/** What the rules of a loan refuse, as a program reads it; their words stand with the loans. */
export const loanRefusals = [
  'not-drawable',
  'over-limit',
  'before-signing',
  'future-day',
  'not-positive',
  'not-repayable',
  'over-balance',
  'over-interest',
  'before-drawing',
  'reference-taken',
  'payer-required',
  'no-payout',
  'above-payout',
  'repayment-is-recovery',
] as const
