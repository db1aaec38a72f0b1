import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { assert } from '../../server/platform/assert.ts'
import { type Content, editionOf } from '../../server/scoreboard/edition.ts'
import type { Facts } from '../../server/scoreboard/facts.ts'

export const sampleRule = { leastFirms: 3, mostSharePpm: ppm(750_000) }

const districts = ['340602', '340603', '340604', '340621'] as const
const sizes = ['micro', 'small', 'medium'] as const

/** A quarter of forty firms and two banks, with one firm alone in its industry. */
export function sampleFacts(banks: readonly [string, string]): Facts {
  const firms = Array.from({ length: 40 }, (_, at) => at)
  const bankOf = (at: number) => banks[at % 2] ?? banks[0]
  return {
    loans: firms.map((at) => ({
      ...{ firm: `f${at}`, bank: bankOf(at), district: districts[at % 4] ?? '340602' },
      ...{ industry: at === 0 ? 'M' : at % 3 ? 'C' : 'F', size: sizes[at % 3] ?? 'small' },
      ...{ drawnFen: fen(100_000_000 + at * 1_000_000), isFirst: at % 2 === 0, isUnsecured: at % 5 < 2 },
      costPpm: ppm(40_000 + at * 100),
    })),
    cases: firms.map((at) => ({
      ...{
        firm: `f${at}`,
        bank: bankOf(at),
        isTaken: true,
        end: at % 4 ? ('offer' as const) : ('declined' as const),
      },
      ...{ days: 2 + (at % 9), isInTime: at % 9 < 8 },
    })),
    ratings: firms.map((at) => ({ firm: `f${at}`, bank: bankOf(at), score: 1 + (at % 5) })),
  }
}

export function sampleContent(
  facts: Facts,
  before: readonly { facts: Facts; content: Content }[] = [],
): Content {
  const made = editionOf({
    ...{ facts, rule: sampleRule, before },
    known: { bank: [], district: [...districts], industry: [], size: [...sizes] },
  })
  assert(made.ok, made.ok ? '' : made.refusal.code)
  return made.content
}
