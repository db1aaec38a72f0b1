import { eq } from 'drizzle-orm'
import { openStore } from '../../db/index.ts'
import { bridgePools } from '../../db/tables/bridges.ts'
import { ledgerBooks } from '../../db/tables/ledger.ts'
import { loadReference } from '../../seeds/reference/load.ts'
import { type Advance, bridgeFee, bridgePolicyOn, forecast } from '../../server/bridge-pool/index.ts'
import { poolById } from '../../server/bridges/index.ts'
import { askedOf, calendarOf } from '../../server/bridges/parts-forecast.ts'
import { again, byBank, figuresOf } from '../../server/bridges/rows-figures.ts'
import { plusDays } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { loadPolicies, policyBook } from '../../server/policies/index.ts'
import { benchPool } from './pages.ts'

/*
 * What the pages of a pool work out when something has moved, from the rows that `prepare-bridges.ts` wrote: the queries of
 * the calendar and the figures, and by itself the pure forecast. Started by `run.ts` after the pages.
 */

const rounds = 201
const say = (line = '') => process.stdout.write(`${line}\n`)
const store = await openStore()
const { read } = store
const policies = policyBook()
await loadPolicies(store, systemClock, policies, [])
const today = systemClock.today()
const [row] = await read
  .select({ id: bridgePools.id })
  .from(bridgePools)
  .innerJoin(ledgerBooks, eq(ledgerBooks.id, bridgePools.bookId))
  .where(eq(ledgerBooks.code, 'bench'))
const pool = present(await poolById(read, present(row, benchPool).id), benchPool)
const reference = loadReference(policies)
const parts = { store, policies, reference }
const asked = (await askedOf(parts, pool, today)).asked
const terms = bridgePolicyOn(policies, pool.policyCode, today)
if (!terms.ok) throw new Error(terms.refusal.code)
const { calendar } = reference
const advance: Advance = { principalFen: fen(1_000_000_000), paidOutOn: today, repaidOn: plusDays(today, 8) }
const fees = () => {
  for (const one of asked.cases)
    bridgeFee(terms.policy.value, { ...advance, principalFen: one.amountFen }, calendar)
}

const works: readonly (readonly [string, () => unknown])[] = [
  [`forecast of ${asked.cases.length} open cases, by itself`, () => forecast(asked)],
  [`fees of ${asked.cases.length} advances`, fees],
  ['calendar from the database', () => calendarOf(parts, pool, today)],
  ['figures of all advances', () => figuresOf(read, pool, today)],
  ['banks and their promises', () => byBank(read, pool.id)],
  ['firms that come again and again', () => again(read, pool.id, plusDays(today, -365))],
]
say()
say('| worked out anew, when something has moved | ms, median | ms, p99 | ms, worst |')
say('|---|---:|---:|---:|')
for (const [name, work] of works) {
  const taken: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now()
    await work()
    taken.push(performance.now() - began)
  }
  // The first of everything is slower, and no page is the first of its process.
  const sorted = taken.slice(3).toSorted((a, b) => a - b)
  const at = (share: number) => (sorted[Math.ceil(sorted.length * share) - 1] ?? 0).toFixed(1)
  say(`| ${name} | **${at(0.5)}** | ${at(0.99)} | ${at(1)} |`)
}
await store.close()
