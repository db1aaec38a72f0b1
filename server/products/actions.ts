import type { Store, Transaction } from '../../db/index.ts'
import type { By, Person } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { supervisionOn } from '../clocks/rule.ts'
import { notify } from '../inbox/index.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { newId } from '../platform/ids.ts'
import { done, type Outcome, type Refusal, refuse } from '../platform/outcome.ts'
import { dueIn } from '../policies/index.ts'
import { schemeOn } from '../tax-credit/index.ts'
import { columnsOf, sameTerms } from './columns.ts'
import { type FoundProduct, ownProduct, productForReview } from './parts.ts'
import { checkTerms, mayMoveProduct, type ProductState, type ProductTerms, schemeOf } from './product.ts'
import {
  addProduct,
  addVersion,
  changeProduct,
  markShelf,
  nextProductNumber,
  type Product,
  type ProductId,
  termsOf,
  writerOf,
} from './rows.ts'
import { awaitsReview, maySubmit, mayTakeBack, wasListed } from './standing.ts'

type With = Pick<Parts, 'store' | 'policies'>
type Kept = Outcome<{ readonly id: ProductId; readonly version: number }>
/** Which version the person had before his eyes. */
export type Seen = { readonly id: string; readonly version: number }

/** Keeps a new product as a draft of its institution. Refuses: what `checkTerms` finds. */
export const draftProduct = (
  store: Store,
  by: By,
  institution: { readonly name: string; readonly shortName: string },
  terms: ProductTerms,
) =>
  act(store, by, async (tx): Promise<Kept> => {
    const [fault] = checkTerms(terms)
    if (fault) return { ok: false, refusal: fault }
    const id = newId<'product'>()
    await addProduct(tx, {
      ...columnsOf(terms, institution),
      id,
      number: await nextProductNumber(tx),
      institutionId: present(whoOf(by).institutionId, 'the institution of its officer'),
      state: 'draft',
      version: 1,
      listedVersion: null,
      listedAt: null,
      returnedFor: null,
      createdAt: by.at,
    })
    await addVersion(tx, { productId: id, version: 1, terms, ...written(by), why: null })
    await write(tx, by, { happening: 'products.drafted', subject: subjectOf(id), to: 'draft' })
    return done({ id, version: 1 })
  })

/**
 * Writes the next version. A draft stays a draft; what is with the reviewer, on the shelf or suspended goes to the
 * reviewer in its new version, and what is on the shelf stays there as it is until then.
 *
 * Refuses: `stale`, `product-withdrawn`, `product-unchanged`, `calendar-missing`, `scheme-needed`,
 * `unknown-scheme`, and what
 * `checkTerms` finds.
 */
export const writeVersion = (
  { store, policies }: With,
  by: By,
  seen: Seen,
  terms: ProductTerms,
  why: string,
) =>
  act(store, by, async (tx): Promise<Kept> => {
    const { product, institution } = await ownProduct(tx, whoOf(by), seen.id)
    if (product.version !== seen.version) return refuse('stale')
    if (product.state === 'withdrawn') return refuse('product-withdrawn')
    const isDraft = product.state === 'draft'
    const [fault] = [...checkTerms(terms), ...schemeFaults(policies, by, terms, isDraft)]
    if (fault) return { ok: false, refusal: fault }
    const { id } = product
    const before = present(await termsOf(tx, id, product.version), 'the terms of the newest version')
    if (sameTerms(before, terms)) return refuse('product-unchanged')
    const version = product.version + 1
    const review = isDraft ? null : reviewFrom(policies, by)
    if (review && !review.ok) return review
    await addVersion(tx, { productId: id, version, terms, ...written(by), why })
    await changeProduct(tx, id, {
      version,
      returnedFor: null,
      ...review?.due,
      ...(wasListed(product) ? {} : columnsOf(terms, institution)),
    })
    await write(tx, by, {
      happening: isDraft ? 'products.changed' : 'products.changed-for-review',
      subject: subjectOf(id),
      why,
      details: { version },
    })
    return done({ id, version })
  })

/** Sends a draft, or a version that came back, to the reviewer. Refuses: `stale`, `product-nothing-to-submit`, `scheme-needed`, `unknown-scheme`, `calendar-missing`. */
export const submitProduct = ({ store, policies }: With, by: By, seen: Seen) =>
  act(store, by, async (tx): Promise<Kept> => {
    const { product } = await ownProduct(tx, whoOf(by), seen.id)
    if (product.version !== seen.version) return refuse('stale')
    if (!maySubmit(product)) return refuse('product-nothing-to-submit')
    const terms = present(await termsOf(tx, product.id, product.version), 'the terms handed in')
    const [fault] = schemeFaults(policies, by, terms, false)
    if (fault) return { ok: false, refusal: fault }
    const state = product.state === 'draft' ? 'under-review' : product.state
    const review = reviewFrom(policies, by)
    if (!review.ok) return review
    await changeProduct(tx, product.id, { state, returnedFor: null, ...review.due })
    return told(tx, by, product, 'submitted', state)
  })

/** A tax-credit product goes by a scheme that is in force; a draft may wait for one, what goes to the reviewer may not. */
function schemeFaults(policies: With['policies'], by: By, terms: ProductTerms, mayWait: boolean): Refusal[] {
  const code = schemeOf(terms)
  if (code === null)
    return terms.kind === 'tax-credit' && !mayWait
      ? [refuse('scheme-needed', { field: 'scheme' }).refusal]
      : []
  const found = schemeOn(policies, code, by.today)
  return found.ok ? [] : [found.refusal]
}

/** The day by which the centre reads what was handed in. Refuses: `calendar-missing`. */
function reviewFrom(policies: With['policies'], by: By) {
  const { value: rule, version } = supervisionOn(policies, by.today)
  const clock = dueIn(policies, by.today, rule.productReviewWorkdays, version)
  if (!clock.ok) return clock
  return done({ due: { reviewDueOn: clock.due.on, reviewDuePolicies: clock.due.policies } })
}

/**
 * Takes back a version that waits beside the listed one, or that came back from review. Versions are never deleted:
 * the listed terms are written once more as the newest version, and that one is listed without a review.
 *
 * Refuses: `stale`, `product-nothing-to-take-back`.
 */
export const takeVersionBack = (store: Store, by: By, seen: Seen) =>
  act(store, by, async (tx): Promise<Kept> => {
    const { product } = await ownProduct(tx, whoOf(by), seen.id)
    if (product.version !== seen.version) return refuse('stale')
    const { id, listedVersion, state } = product
    if (listedVersion === null || !mayTakeBack(product)) return refuse('product-nothing-to-take-back')
    const terms = present(await termsOf(tx, id, listedVersion), 'the listed terms')
    const version = product.version + 1
    await addVersion(tx, { productId: id, version, terms, ...written(by), why: null })
    await changeProduct(tx, id, { version, listedVersion: version, returnedFor: null })
    await markShelf(tx)
    return told(tx, by, { ...product, version }, 'version-taken-back', state)
  })

/** Takes a product off the shelf for a while. Refuses: `stale`, `product-move-not-allowed`. */
export const suspendProduct = (store: Store, by: By, seen: Seen, why: string) =>
  move(store, by, seen, 'suspended', 'suspended', why)

/** Puts a suspended product back on the shelf, in its listed version. Refuses as `suspendProduct`. */
export const relistProduct = (store: Store, by: By, seen: Seen) => move(store, by, seen, 'listed', 'relisted')

/** Ends a product for good. What was agreed under its terms stays. Refuses as `suspendProduct`. */
export const withdrawProduct = (store: Store, by: By, seen: Seen, why: string) =>
  move(store, by, seen, 'withdrawn', 'withdrawn', why)

const move = (store: Store, by: By, seen: Seen, to: ProductState, what: string, why?: string) =>
  act(store, by, async (tx): Promise<Kept> => {
    const { product } = await ownProduct(tx, whoOf(by), seen.id)
    if (product.version !== seen.version) return refuse('stale')
    // The way from review to the shelf leads through the reviewer alone.
    if (to === 'listed' && product.state !== 'suspended') return refuse('product-move-not-allowed')
    if (!mayMoveProduct(product.state, to)) return refuse('product-move-not-allowed')
    await changeProduct(tx, product.id, { state: to })
    await markShelf(tx)
    return told(tx, by, product, what, to, why)
  })

/**
 * The reviewer lets the newest version stand: a new product goes on the shelf, a newer version takes the place of
 * the listed one. A suspended product stays off the shelf until its institution puts it back.
 *
 * Refuses: `stale` (a newer version came while he read), `product-not-under-review`.
 */
export const listProduct = (store: Store, by: By, seen: Seen) =>
  act(store, by, async (tx): Promise<Kept> => {
    const found = await productForReview(tx, seen.id)
    const { product, institution } = found
    if (product.version !== seen.version) return refuse('stale')
    if (!awaitsReview(product)) return refuse('product-not-under-review')
    const terms = present(await termsOf(tx, product.id, product.version), 'the terms under review')
    const state = product.state === 'under-review' ? 'listed' : product.state
    await changeProduct(tx, product.id, {
      ...columnsOf(terms, institution),
      state,
      listedVersion: product.version,
      listedAt: by.at,
      returnedFor: null,
    })
    await markShelf(tx)
    return told(tx, by, product, wasListed(product) ? 'version-listed' : 'listed', state)
  })

/** The reviewer gives it back, with words. What is listed stays. Refuses as `listProduct`. */
export const returnProduct = (store: Store, by: By, seen: Seen, why: string) =>
  act(store, by, async (tx): Promise<Kept> => {
    const { product }: FoundProduct = await productForReview(tx, seen.id)
    if (product.version !== seen.version) return refuse('stale')
    if (!awaitsReview(product)) return refuse('product-not-under-review')
    const state = product.state === 'under-review' ? 'draft' : product.state
    await changeProduct(tx, product.id, { state, returnedFor: why })
    return told(tx, by, product, 'returned', state, why)
  })

/** What the reviewer decided, which the bank waits for. */
const bankHears = ['listed', 'version-listed', 'returned']

async function told(
  tx: Transaction,
  by: By,
  { id, state, version, number, institutionId }: Product,
  what: string,
  to: ProductState,
  why?: string,
): Promise<Kept> {
  await write(tx, by, {
    happening: `products.${what}`,
    subject: subjectOf(id),
    from: state,
    to,
    ...(why ? { why } : {}),
    details: { version },
  })
  if (bankHears.includes(what)) {
    const writer = await writerOf(tx, id, version)
    await notify(tx, by, {
      to: [{ managersOf: institutionId }, ...(writer ? [{ person: writer }] : [])],
      kind: 'products',
      words: `products.notice.${what}`,
      values: { number },
      href: `/desk/products/${id}`,
      subject: subjectOf(id),
    })
  }
  return done({ id, version })
}

const subjectOf = (id: ProductId) => ({ kind: 'product', id })
const written = (by: By) => ({ writtenAt: by.at, writtenBy: by.person?.id ?? null })
const whoOf = (by: By): Person => present(by.person, 'the person who acts')
