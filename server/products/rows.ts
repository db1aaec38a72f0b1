import { randomInt } from 'node:crypto'
import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { countRows, prepared, type Reader, type Transaction } from '../../db/index.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { counters } from '../../db/tables/platform.ts'
import { products, productVersions } from '../../db/tables/products.ts'
import { type Id, isId } from '../platform/ids.ts'

export type ProductId = Id<'product'>
export type Product = typeof products.$inferSelect
export type NewProduct = typeof products.$inferInsert
export type ProductVersion = typeof productVersions.$inferSelect

/** The product with this id, or null; whether the asker may know of it is asked by `productFor`. */
export async function productById(from: Reader, id: string): Promise<Product | null> {
  if (!isId(id)) return null
  const [row] = await from
    .select()
    .from(products)
    .where(eq(products.id, id as ProductId))
  return row ?? null
}

/** A product's terms as they were written in one version, or null where there is no such version. */
export async function termsOf(from: Reader, productId: ProductId, version: number) {
  const query = prepared(from, 'products_terms_of', (reader, name) =>
    reader
      .select({ terms: productVersions.terms })
      .from(productVersions)
      .where(
        and(
          eq(productVersions.productId, sql.placeholder('productId')),
          eq(productVersions.version, sql.placeholder('version')),
        ),
      )
      .prepare(name),
  )
  const [row] = await query.execute({ productId, version })
  return row?.terms ?? null
}

/** All versions of a product, newest first. */
export const versionsOf = (from: Reader, productId: ProductId): Promise<ProductVersion[]> =>
  from
    .select()
    .from(productVersions)
    .where(eq(productVersions.productId, productId))
    .orderBy(desc(productVersions.version))

/** Every listed product with the terms of its listed version, in the order of their ids. */
export const shelfRows = (from: Reader) =>
  from
    .select({
      id: products.id,
      number: products.number,
      version: productVersions.version,
      institutionId: products.institutionId,
      institutionName: institutions.name,
      institutionShortName: institutions.shortName,
      institutionPinyin: institutions.pinyin,
      search: products.search,
      terms: productVersions.terms,
    })
    .from(products)
    .innerJoin(institutions, eq(institutions.id, products.institutionId))
    .innerJoin(
      productVersions,
      and(eq(productVersions.productId, products.id), eq(productVersions.version, products.listedVersion)),
    )
    .where(and(eq(products.state, 'listed'), eq(institutions.state, 'active')))
    .orderBy(asc(products.id))

const shelfMarkName = 'products-shelf'

/**
 * The mark of the last change, and how many products stand there: both tell a copy in memory whether it is still
 * true, also when another process changed the shelf. The count finds products that came with a seed, by no action.
 */
export async function shelfMark(from: Reader): Promise<string> {
  const query = prepared(from, 'products_shelf_mark', (reader, name) =>
    reader
      .select({
        listed: countRows(),
        mark: sql<number>`(select ${counters.value} from ${counters} where ${counters.name} = ${shelfMarkName})`,
      })
      .from(products)
      .where(eq(products.state, 'listed'))
      .prepare(name),
  )
  const [row] = await query.execute()
  return `${row?.mark ?? 0} ${row?.listed ?? 0}`
}

/**
 * Says that the shelf is another than before: called by whatever puts a product on it or takes it off. The mark is
 * drawn and not counted, because a count that was rolled back would be given again to another shelf.
 */
export async function markShelf(tx: Transaction): Promise<void> {
  const value = randomInt(2 ** 47)
  await tx
    .insert(counters)
    .values({ name: shelfMarkName, value })
    .onConflictDoUpdate({ target: counters.name, set: { value } })
}
