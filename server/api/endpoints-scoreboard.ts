import { z } from 'zod'
import { quarterOf } from '../scoreboard/quarter.ts'
import { dayText, text, whole, wholeText } from './asking.ts'
import type { Endpoint } from './endpoint.ts'

/* 亮屏 for programs: the same figures as on the public page. */

const count = () => whole().min(0).nullable()
const row = z.strictObject({
  part: z.string(),
  name: z.string(),
  firms: count(),
  loans: count(),
  drawnFen: count(),
  firstLoans: count(),
  unsecuredSharePpm: count(),
  yearlyCostPpm: count(),
  taken: count(),
  answered: count(),
  inTime: count(),
  medianDays: count(),
  ninetiethDays: count(),
  offers: count(),
  declined: count(),
  ratings: count(),
  ratingTenths: count(),
  hidden: z.array(z.string()),
})

const nothingAtAll = {
  ...{ firms: null, loans: null, drawnFen: null, firstLoans: null, unsecuredSharePpm: null },
  ...{ yearlyCostPpm: null, taken: null, answered: null, inTime: null, medianDays: null },
  ...{ ninetiethDays: null, offers: null, declined: null, ratings: null, ratingTenths: null },
}
const ofLoans = { firms: 31, loans: 33, drawnFen: 2_460_000_000, firstLoans: 9, unsecuredSharePpm: 412_000 }
const exampleRow = { ...nothingAtAll, ...ofLoans, yearlyCostPpm: 42_300, hidden: [] }

export const scoreboard = {
  name: 'scoreboard',
  method: 'GET',
  url: '/api/v1/scoreboard',
  query: z.strictObject({
    quarter: text()
      .refine((code) => quarterOf(code) !== null, 'unknown-quarter')
      .optional()
      .meta({ examples: ['2026-q3'] }),
    edition: wholeText((number) => number.min(1, 'not-positive').max(1_000, 'too-large'))
      .optional()
      .meta({ examples: [1] }),
  }),
  answer: z.strictObject({
    published: z.array(
      z.strictObject({
        quarter: z.string(),
        edition: whole(),
        reason: z.string().nullable(),
        publishedOn: dayText(),
      }),
    ),
    scoreboard: z
      .strictObject({
        quarter: z.string(),
        firstDay: dayText(),
        lastDay: dayText(),
        edition: whole(),
        reason: z.string().nullable(),
        publishedOn: dayText(),
        leastFirms: whole(),
        mostSharePpm: whole(),
        policyVersion: z.string(),
        total: row,
        banks: z.array(row),
        districts: z.array(row),
        industries: z.array(row),
        sizes: z.array(row),
      })
      .nullable(),
  }),
  examples: [
    {
      url: '/api/v1/scoreboard',
      status: 200,
      varies: true,
      answer: {
        published: [{ quarter: '2026-q3', edition: 1, reason: null, publishedOn: '2026-10-14' }],
        scoreboard: {
          ...{ quarter: '2026-q3', firstDay: '2026-07-01', lastDay: '2026-09-30', edition: 1, reason: null },
          ...{
            publishedOn: '2026-10-14',
            leastFirms: 3,
            mostSharePpm: 750_000,
            policyVersion: 'scoreboard-1',
          },
          total: { ...exampleRow, part: 'all', name: 'Whole city' },
          banks: [],
          districts: [{ ...exampleRow, part: '340603', name: 'Xiangshan' }],
          ...{ industries: [], sizes: [] },
        },
      },
    },
    {
      url: '/api/v1/scoreboard?quarter=2019-q1',
      status: 422,
      refused: { code: 'not-valid', faults: [{ field: 'quarter', code: 'unknown-quarter' }] },
    },
  ],
} as const satisfies Endpoint
