import { randomInt } from 'node:crypto'
import { and, asc, desc, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm'
import { countRows, prepared, type Reader, type Transaction } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { counters } from '../../db/tables/platform.ts'
import { products, productVersions } from '../../db/tables/products.ts'
import { present } from '../platform/assert.ts'
import { type Id, isId } from '../platform/ids.ts'
import { countUp } from '../platform/rows.ts'

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
/** Who wrote a version; null for what came from outside. */
export async function writerOf(from: Reader, productId: ProductId, version: number) {
  const [row] = await from
    .select({ writtenBy: productVersions.writtenBy })
    .from(productVersions)
    .where(and(eq(productVersions.productId, productId), eq(productVersions.version, version)))
  return row?.writtenBy ?? null
}

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

/** A product and the institution that offers it. */
export async function productWithBank(from: Reader, id: string) {
  if (!isId(id)) return null
  const [row] = await from
    .select({
      product: products,
      institution: { name: institutions.name, shortName: institutions.shortName, kind: institutions.kind },
    })
    .from(products)
    .innerJoin(institutions, eq(institutions.id, products.institutionId))
    .where(eq(products.id, id as ProductId))
  return row ?? null
}

/** All products of one institution: what was changed last stands first. */
export const productsOf = (from: Reader, institutionId: Id<'institution'>): Promise<Product[]> =>
  from
    .select()
    .from(products)
    .where(eq(products.institutionId, institutionId))
    .orderBy(desc(products.createdAt), desc(products.id))

/**
 * What waits for the reviewer, oldest first: new products, and newer versions of products that were listed before,
 * under the name by which the shelf knows them.
 */
export const productsToReview = (from: Reader) =>
  from
    .select({
      id: products.id,
      number: products.number,
      name: products.name,
      institutionName: institutions.name,
      version: products.version,
      listedVersion: products.listedVersion,
      createdAt: productVersions.writtenAt,
    })
    .from(products)
    .innerJoin(institutions, eq(institutions.id, products.institutionId))
    .innerJoin(
      productVersions,
      and(eq(productVersions.productId, products.id), eq(productVersions.version, products.version)),
    )
    .where(
      or(
        eq(products.state, 'under-review'),
        and(
          inArray(products.state, ['listed', 'suspended']),
          gt(products.version, products.listedVersion),
          isNull(products.returnedFor),
        ),
      ),
    )
    .orderBy(asc(productVersions.writtenAt), asc(products.id))

export async function addProduct(tx: Transaction, row: NewProduct): Promise<void> {
  await tx.insert(products).values(row)
}

export async function addVersion(tx: Transaction, row: ProductVersion): Promise<void> {
  await tx.insert(productVersions).values(row)
}

export async function changeProduct(
  tx: Transaction,
  id: ProductId,
  changes: Partial<Omit<NewProduct, 'id' | 'number' | 'institutionId' | 'createdAt'>>,
): Promise<void> {
  await tx.update(products).set(changes).where(eq(products.id, id))
}

/** `CP0001`: counted over all institutions, given once and for good. */
export const nextProductNumber = async (tx: Transaction): Promise<string> =>
  `CP${String(await countUp(tx, 'CP')).padStart(4, '0')}`

/** Who wrote the versions of a product, by id. */
export const writersOf = (from: Reader, productId: ProductId) =>
  from
    .selectDistinct({ id: people.id, name: people.name })
    .from(productVersions)
    .innerJoin(people, eq(people.id, productVersions.writtenBy))
    .where(eq(productVersions.productId, productId))

/** The names that stand beside an institution's products. */
export async function institutionNames(from: Reader, id: Id<'institution'>) {
  const [row] = await from
    .select({ name: institutions.name, shortName: institutions.shortName })
    .from(institutions)
    .where(eq(institutions.id, id))
  return present(row, 'the institution of its officer')
}
