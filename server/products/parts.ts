import type { Reader } from '../../db/index.ts'
import type { Person } from '../accounts/index.ts'
import { trailOf } from '../audit/index.ts'
import { NotFound } from '../web.ts'
import { type ProductVersion, productWithBank, versionsOf, writersOf } from './rows.ts'
import { wasListed } from './standing.ts'

export type FoundProduct = NonNullable<Awaited<ReturnType<typeof productWithBank>>>

/** A product of the person's own institution; another institution's is not found. */
export async function ownProduct(from: Reader, who: Person, id: string): Promise<FoundProduct> {
  const found = await productWithBank(from, id)
  if (!found || found.product.institutionId !== who.institutionId) throw new NotFound(id)
  return found
}

/** A product that was sent to the reviewer at some time; a draft is its institution's own business. */
export async function productForReview(from: Reader, id: string): Promise<FoundProduct> {
  const found = await productWithBank(from, id)
  if (!found) throw new NotFound(id)
  const { product } = found
  const wasSent = wasListed(product) || product.state === 'under-review' || product.returnedFor !== null
  if (!wasSent) throw new NotFound(id)
  return found
}

/** A product that firms can see or once could see. */
export async function publicProduct(from: Reader, id: string): Promise<FoundProduct> {
  const found = await productWithBank(from, id)
  if (!found || !wasListed(found.product)) throw new NotFound(id)
  return found
}

/** What a page of one product is made from. */
export type Dossier = FoundProduct & {
  /** Newest first. */
  readonly versions: readonly ProductVersion[]
  readonly writers: readonly { readonly id: string; readonly name: string }[]
  readonly trail: Awaited<ReturnType<typeof trailOf>>
}

/** All that the pages of the institution and of the reviewer tell of one product. */
export async function dossierOf(from: Reader, found: FoundProduct): Promise<Dossier> {
  const { id } = found.product
  return {
    ...found,
    versions: await versionsOf(from, id),
    writers: await writersOf(from, id),
    trail: await trailOf(from, 'product', id),
  }
}
