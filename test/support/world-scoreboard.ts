import type { Transaction } from '../../db/index.ts'
import { addEdition, type Edition } from '../../server/scoreboard/rows.ts'
import { sampleContent, sampleFacts, sampleRule } from '../scoreboard/sample.ts'
import type { Town } from './app.ts'

type Writing = Pick<Town, 'cast' | 'clock'>

/** An edition that waits for the head of the bureau, or one that he has published. */
export async function writeEdition(
  tx: Transaction,
  { cast, clock }: Writing,
  id: Edition['id'],
  more: Partial<Edition> = {},
): Promise<Edition> {
  const { bankA, bankB } = cast.institutionIds
  const facts = more.facts ?? sampleFacts([bankA, bankB])
  const row: Edition = {
    ...{ id, region: '3406', quarter: '2025-q3', edition: 1, state: 'proposed', reason: null },
    ...{
      facts,
      content: more.content ?? sampleContent(facts),
      names: { [bankA]: '甲银行', [bankB]: '乙银行' },
    },
    ...{ rule: sampleRule, ruleVersion: 'scoreboard-1', proposedAt: clock.now(), proposedBy: cast.qin.id },
    ...{ decidedAt: null, decidedBy: null, why: null, version: 1 },
    ...more,
  }
  await addEdition(tx, row)
  return row
}
