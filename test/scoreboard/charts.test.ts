import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { speak } from '../../server/platform/web/words.ts'
import { editionOf } from '../../server/scoreboard/edition.ts'
import type { LoanFact } from '../../server/scoreboard/facts.ts'
import { chartOf } from '../../server/scoreboard/pages-tables.ts'

const rule = { leastFirms: 3, mostSharePpm: ppm(750_000) }

/** What one bank paid out to firms of its own, by sum. */
const lentBy = (bank: string, sums: readonly number[]): LoanFact[] =>
  sums.map((sum, at) => ({
    ...{ firm: `${bank}${at}`, bank, district: '340603', industry: 'C', size: 'small' },
    ...{ drawnFen: fen(sum), isFirst: false, isUnsecured: false, costPpm: ppm(40_000) },
  }))

async function titleOf(loans: readonly LoanFact[]): Promise<string> {
  const made = editionOf({
    facts: { loans: [...loans], cases: [], ratings: [] },
    ...{ rule, known: { bank: [], district: [], industry: [], size: [] }, before: [] },
  })
  assert.ok(made.ok)
  const rows = made.content.tables.bank.map((row) => ({ row, label: row.part }))
  return (await chartOf(speak('zh'), 'bank', rows, made.content.total))?.says ?? ''
}

test('the title of a chart speaks of all only where those that are hidden cannot have more than the first', async () => {
  const even = [
    ...lentBy('A', [5_000_000, 5_000_000, 5_000_000, 4_000_000]),
    ...lentBy('B', Array(4).fill(3_000_000)),
    ...lentBy('C', Array(4).fill(2_000_000)),
    ...['D', 'E', 'F', 'G', 'H'].flatMap((bank, at) => lentBy(bank, Array(5).fill(6_000_000 + at * 500_000))),
  ]
  assert.match(await titleOf(even), /^放款最多的银行是H/)
  const title = await titleOf([...even, ...lentBy('giant', [90_000_000, 1_000_000, 1_000_000])])
  const small = await titleOf([...even, ...lentBy('dwarf', [1_000_000, 10_000, 10_000])])
  assert.match(small, /^放款最多的银行是H/, 'all that is hidden together is less')
  assert.match(title, /^已公布的银行中，放款最多的是H/)
})
