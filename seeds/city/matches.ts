import { insertAll } from '../../db/bulk.ts'
import type { Transaction } from '../../db/index.ts'
import { matches, needBlocks } from '../../db/tables/matching.ts'
import { blocksOf } from '../../server/matching/blocks.ts'
import { factsFingerprint } from '../../server/matching/fingerprint.ts'
import { schemeVersions } from '../../server/matching/schemes.ts'
import { fitAll } from '../../server/matching/shelf.ts'
import { noFen } from '../../server/money/fen.ts'
import { isInHall } from '../../server/needs/need.ts'
import { present } from '../../server/platform/assert.ts'
import { dayOf } from '../../server/platform/clock.ts'
import { shelfFingerprint } from '../../server/products/index.ts'
import { factsOn } from './borrowers.ts'
import type { City, CityRows } from './city.ts'
import { owedIn } from './credit.ts'

/** What the shelf said to the needs that stand in the hall; of older needs nobody asks any more. */
export function addMatches(city: City, rows: CityRows): void {
  const { members, shelf, rule, naming, creditOf } = city
  const firms = new Map(members.map((member) => [member.row.id, member]))
  const products = new Map<string, (typeof shelf)[number]>(shelf.map((one) => [one.id, one]))
  const mark = shelfFingerprint(shelf)
  const schemes = schemeVersions(shelf, rule.schemes)
  const owed = owedIn(rows, shelf)
  for (const need of rows.needs) {
    if (!isInHall(need.state) || !need.publishedAt) continue
    const member = present(firms.get(need.enterpriseId), 'the firm of a need')
    const on = dayOf(need.publishedAt)
    const facts = factsOn(member, need, on, creditOf(member, on, owed.get(need.enterpriseId) ?? noFen))
    const fits = fitAll(facts, shelf, rule)
    rows.blocks.push(...blocksOf(fits).map((block) => ({ needId: need.id, region: need.region, ...block })))
    rows.matches.push({
      id: naming<'match'>(need.publishedAt),
      needId: need.id,
      madeAt: need.publishedAt,
      ruleVersion: rule.version,
      factsFingerprint: factsFingerprint(facts),
      shelfFingerprint: mark,
      facts: { ...facts, schemes },
      verdicts: fits.map(({ id, verdict, score }) => {
        const { id: productId, version } = present(products.get(id), 'a product of the shelf')
        return { productId, version, verdict, score }
      }),
    })
  }
}

export async function insertMatches(
  tx: Transaction,
  rows: CityRows,
  forward: (count: number) => Promise<void>,
): Promise<void> {
  await insertAll(tx, matches, rows.matches, forward)
  await insertAll(tx, needBlocks, rows.blocks, forward)
}
