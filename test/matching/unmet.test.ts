import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { conditionsOf } from '../../server/matching/conditions.ts'
import type { FitFacts } from '../../server/matching/fit.ts'
import { readFirm, unmetByFirm } from '../../server/matching/unmet.ts'
import { day } from '../../server/money/day.ts'
import type { NeedFacts } from '../../server/needs/need.ts'
import { sampleTerms } from '../products/sample.ts'

type FirmFacts = FitFacts['firm']
const on = day('2026-11-20')
const ofTheFirm = ['region', 'industry', 'size', 'grade', 'operating']

test('what is seen quickly is what the conditions say, whatever firm and product', () =>
  fc.assert(
    fc.property(
      fc.record({
        region: fc.constantFrom(null, '340602', '340602001', '340603001002', '340603000000'),
        industry: fc.constantFrom(null, 'C', 'C31', 'C3911', 'J66', 'F51'),
        size: fc.constantFrom(null, 'micro', 'small', 'large'),
        grade: fc.constantFrom(null, 'A', 'M', 'D'),
        foundedOn: fc.constantFrom(null, day('2024-11-20'), day('2024-11-21'), day('2015-01-31')),
        disputed: fc.constantFrom(undefined, ['grade'], ['foundedOn', 'region']),
      }),
      fc.record({
        regions: fc.constantFrom([], ['340602'], ['340603001', '340604'], ['3406']),
        industries: fc.constantFrom([], ['C'], ['C39', 'F']),
        excludedIndustries: fc.constantFrom([], ['C31'], ['J', 'K']),
        sizes: fc.constantFrom([], ['small', 'micro'] as const),
        grades: fc.constantFrom([], ['A', 'B'] as const),
        minMonthsOperating: fc.constantFrom(0, 12, 24, 25),
      }),
      (facts, asked) => {
        const disputed: readonly string[] = facts.disputed ?? []
        // A fact that is disputed is not there, as `firmFacts` has it.
        const unless = (fact: string) => (disputed.includes(fact) ? { [fact]: null } : {})
        const firm = {
          ...facts,
          ...unless('grade'),
          ...unless('foundedOn'),
          ...unless('region'),
        } as FirmFacts
        const terms = sampleTerms(asked)
        const { amountMinFen: amountFen, monthsMin: months, guaranteeModes } = terms
        const need: NeedFacts = {
          ...{ amountFen, months, guaranteeModes, purpose: 'other' as const },
          ...{ highestRatePpm: null, wantedBy: null },
        }
        const all = conditionsOf({ need, firm, on }, terms)
        assert.deepEqual(
          unmetByFirm(readFirm(firm, on), terms),
          all.filter(({ rule, met }) => ofTheFirm.includes(rule) && met !== 'yes'),
        )
      },
    ),
    { numRuns: 2000 },
  ))
