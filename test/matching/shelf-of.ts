import type { Store } from '../../db/index.ts'
import { products, productVersions } from '../../db/tables/products.ts'
import { instantOf } from '../../server/platform/clock.ts'
import { type Id, newId } from '../../server/platform/ids.ts'
import { markShelf } from '../../server/products/index.ts'
import type { ProductTerms } from '../../server/products/product.ts'
import { sampleTerms } from '../products/sample.ts'

const listedAt = instantOf(Date.parse('2026-03-01T02:00:00.000Z'))

/** Puts a product on the open shelf of a town, as if it had gone through review. */
export const listed = (
  store: Store,
  institutionId: Id<'institution'>,
  changes: Partial<ProductTerms> = {},
): Promise<Id<'product'>> =>
  store.transact(async (tx) => {
    const id = newId<'product'>()
    const terms = sampleTerms(changes)
    await tx.insert(products).values({
      id,
      number: `CP-${id}`,
      institutionId,
      state: 'listed',
      version: 1,
      listedVersion: 1,
      listedAt,
      name: terms.name,
      kind: terms.kind,
      summary: terms.summary,
      amountMinFen: terms.amountMinFen,
      amountMaxFen: terms.amountMaxFen,
      monthsMax: terms.monthsMax,
      rateMinPpm: terms.rateMinPpm,
      rateMaxPpm: terms.rateMaxPpm,
      daysPromised: terms.daysPromised,
      guaranteeModes: terms.guaranteeModes,
      search: terms.name.toLowerCase(),
      createdAt: listedAt,
    })
    await tx.insert(productVersions).values({
      productId: id,
      version: 1,
      terms,
      writtenAt: listedAt,
    })
    await markShelf(tx)
    return id
  })
