import { fen } from '../../server/money/fen.ts'
import type { NeedFacts } from '../../server/needs/need.ts'

/** One million yuan for a year against a mortgage, no highest rate; a test changes what it is about. */
export function sampleNeed(changes: Partial<NeedFacts> = {}): NeedFacts {
  return {
    amountFen: fen(100_000_000),
    months: 12,
    purpose: 'raw-materials',
    guaranteeModes: ['mortgage'],
    highestRatePpm: null,
    wantedBy: null,
    ...changes,
  }
}
