import { stressRuns } from '../../db/tables/stress.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import type { Id } from '../../server/platform/ids.ts'
import { stressRuleOn } from '../../server/stress/rule.ts'
import type { Town } from './app.ts'

/** A stress test of the city's bureau that is done: the pool runs dry in the sixth month. */
export async function writeStressRun(
  { store, clock, cast, parts }: Town,
  id: Id<'stress-run'>,
): Promise<void> {
  const { value: rule, version } = stressRuleOn(parts.policies, clock.today())
  const spread = (sum: number) => ({
    ...{ meanFen: fen(sum), p50Fen: fen(sum), p95Fen: fen(sum), p99Fen: fen(sum) },
  })
  await store.transact((tx) =>
    tx.insert(stressRuns).values({
      ...{ id, number: 'YL-WORLD-1', region: '3406', state: 'done', rule, ruleVersion: version },
      question: {
        ...{ kind: 'given', region: '3406', arrangement: 'tax-credit-pool', bankId: null, size: null },
        ...{ ratePpm: ppm(20_000), recoveryPpm: ppm(0) },
      },
      ...{ scenarios: 1, drawn: 1, loans: 2_000, balanceFen: fen(200_000_000), version: 1 },
      answer: {
        scenarios: 1,
        loss: spread(4_000_000),
        bearers: [
          { party: 'pool', guarantorId: null, ...spread(500_000) },
          { party: 'bank', guarantorId: null, ...spread(3_500_000) },
        ],
        pools: [
          {
            ...{ code: 'tax-credit-pool', party: 'pool', freeFen: fen(500_000) },
            ...{ broken: 1, month: 6, short: spread(700_000) },
          },
        ],
      },
      ...{ beatAt: clock.now(), askedAt: clock.now(), askedBy: cast.lu.id, endedAt: clock.now() },
    }),
  )
}
