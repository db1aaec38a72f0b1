import type { Id } from '../../server/platform/ids.ts'
import { draftProduct, listProduct, submitProduct } from '../../server/products/actions.ts'
import type { ProductTerms } from '../../server/products/product.ts'
import type { ProductId } from '../../server/products/rows.ts'
import type { Town } from '../support/app.ts'
import { sampleTerms } from './sample.ts'

const bankA = { name: 'Bank A', shortName: 'A' }

/** A draft of bank A, written by its officer. */
export async function drafted(made: Town, changes: Partial<ProductTerms> = {}, officer = made.cast.zhou) {
  const outcome = await draftProduct(made.store, made.by(officer), bankA, sampleTerms(changes))
  if (!outcome.ok) throw new Error(outcome.refusal.code)
  return outcome.id
}

/** A product on the shelf, come there by the way that all take: draft, review, listing. */
export async function listed(
  made: Town,
  changes: Partial<ProductTerms> = {},
  officer = made.cast.zhou,
): Promise<ProductId & Id<'product'>> {
  const id = await drafted(made, changes, officer)
  for (const outcome of [
    await submitProduct(made.parts, made.by(officer), { id, version: 1 }),
    await listProduct(made.store, made.by(made.cast.lu), { id, version: 1 }),
  ])
    if (!outcome.ok) throw new Error(outcome.refusal.code)
  return id
}
