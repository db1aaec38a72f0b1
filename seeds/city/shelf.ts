import type { trail } from '../../db/tables/audit.ts'
import type { products, productVersions } from '../../db/tables/products.ts'
import { initials } from '../../server/enterprises/pinyin.ts'
import { type Day, plusDays } from '../../server/money/day.ts'
import { assert, present } from '../../server/platform/assert.ts'
import { dayOf, type Instant, plusMinutes } from '../../server/platform/clock.ts'
import type { Id } from '../../server/platform/ids.ts'
import { columnsOf } from '../../server/products/index.ts'
import { mayMoveProduct, type ProductState } from '../../server/products/product.ts'
import { type Listing, type Review, trailRow, type Who } from './city.ts'
import type { Naming } from './ids.ts'
import type { OfficeDays } from './office-days.ts'
import { type CityProduct, makeProducts, modelledProducts } from './products.ts'
import type { Random } from './random.ts'
import { termsFrom } from './terms.ts'

export type ShelfBank = {
  readonly id: Id<'institution'>
  readonly name: string
  readonly shortName: string
  readonly weight: number
  readonly officer: Who
}

export type ShelfRows = {
  readonly products: (typeof products.$inferSelect)[]
  readonly versions: (typeof productVersions.$inferSelect)[]
  readonly trail: (typeof trail.$inferSelect)[]
}

/** What stands beside the shelf: not yet on it, taken off for a while, gone for good. */
const offShelf: readonly ProductState[] = [
  ...Array<ProductState>(5).fill('under-review'),
  ...Array<ProductState>(3).fill('draft'),
  ...Array<ProductState>(4).fill('suspended'),
  ...Array<ProductState>(5).fill('withdrawn'),
]
/** So many of the listed products have a newer version that waits for the reviewer. */
const renewedCount = 3

/** Bank B's own, with which it takes Lin's need from the hall. */
const storyProduct: CityProduct = {
  bank: 1,
  terms: termsFrom({
    name: '惠企备货贷',
    kind: 'working-capital',
    summary: '面向有订单的制造企业，凭购销合同采购原料，担保或抵押均可，按月付息、到期还本。',
    wan: [20, 500],
    months: [3, 24],
    percent: [3.65, 4.95],
    methods: ['interest-only', 'equal-instalment'],
    guaranteeModes: ['guarantee', 'mortgage'],
    industries: ['C'],
    sizes: ['medium', 'small', 'micro'],
    minMonthsOperating: 24,
    documents: ['business-licence', 'identity', 'bank-statements', 'purchase-contracts', 'sales-contracts'],
    daysPromised: 4,
    source: '演示产品，条款为模拟',
  }),
}

type Making = {
  readonly random: Random
  readonly naming: Naming
  readonly days: OfficeDays
  readonly openedOn: Day
  readonly today: Day
  readonly banks: readonly ShelfBank[]
  readonly reviewer: Who
  /** The day by which the centre owes its answer to what was handed in. */
  readonly reviewOf: (handedInOn: Day) => Review
}

/** So many listed products, the dozen of published terms first, and some beside the shelf. */
export function makeShelf(making: Making, listedCount: number): ShelfRows & { readonly listings: Listing[] } {
  const { random, banks, openedOn, today } = making
  const made = [
    ...modelledProducts,
    storyProduct,
    ...makeProducts(random, listedCount - modelledProducts.length - 1 + offShelf.length, banks.length),
  ]
  const rows: ShelfRows = { products: [], versions: [], trail: [] }
  const listings: Listing[] = []
  for (const [at, product] of made.entries()) {
    const state =
      at < listedCount ? 'listed' : present(offShelf[at - listedCount], 'a state beside the shelf')
    const isNew = state === 'under-review' || state === 'draft'
    // Most stood there when the platform opened, those for large sums too; the rest came month by month.
    const isLarge = product.terms.amountMaxFen > 1_000_000_000
    const late = isLarge ? 0 : Math.max(0, at - listedCount * 0.7) / (listedCount * 0.3 + offShelf.length)
    const on = isNew
      ? plusDays(today, -9 + Math.floor(((at - listedCount) / offShelf.length) * 8))
      : plusDays(openedOn, late === 0 ? -60 + Math.floor(at / 6) : Math.floor(late * 900))
    const listing = put(making, rows, product, state, on, at + 1)
    if (listing && state === 'listed') listings.push(listing)
  }
  for (const listing of listings.slice(-renewedCount)) renew(making, rows, listing)
  assert(listings.length === listedCount, 'so many listed products')
  return { ...rows, listings }
}

/** One product, moved to its state as the actions do. */
function put(
  { random, naming, days, banks, reviewer, today, reviewOf }: Making,
  rows: ShelfRows,
  { bank: place, terms }: CityProduct,
  state: ProductState,
  on: Day,
  count: number,
): Listing | null {
  const bank = present(banks[place], 'the bank of a product')
  const createdAt = days.moment(days.onOrAfter(on) < today ? days.onOrAfter(on) : on)
  const listedAt = days.moment(days.after(dayOf(createdAt), random.whole(1, 4)))
  const id = naming<'product'>(createdAt)
  const number = `CP${String(count).padStart(4, '0')}`
  const wasListed = state !== 'draft' && state !== 'under-review'
  const columns = columnsOf(terms, bank)
  rows.products.push({
    ...columns,
    ...{ id, number, state, createdAt },
    institutionId: bank.id,
    version: 1,
    listedVersion: wasListed ? 1 : null,
    listedAt: wasListed ? listedAt : null,
    returnedFor: null,
    ...(state === 'draft' ? { reviewDueOn: null, reviewDuePolicies: null } : reviewOf(dayOf(createdAt))),
  })
  rows.versions.push({
    productId: id,
    version: 1,
    terms,
    writtenAt: createdAt,
    writtenBy: bank.officer.personId,
    why: null,
  })
  tellWay(
    { random, naming, days, reviewer, officer: bank.officer, today },
    rows,
    id,
    state,
    createdAt,
    listedAt,
  )
  if (!wasListed) return null
  const names = { institutionName: bank.name, institutionShortName: bank.shortName }
  const { search } = columns
  const pinyin = initials(bank.name)
  const seat = {
    institutionId: bank.id,
    institutionPinyin: pinyin,
    listedOn: dayOf(listedAt),
    weight: bank.weight,
  }
  return { id, version: 1, number, search, terms, ...names, ...seat }
}

type Way = Pick<Making, 'random' | 'naming' | 'days' | 'reviewer' | 'today'> & { readonly officer: Who }

/** The trail from the draft to the state; every step is one that products may take. */
function tellWay(
  way: Way,
  rows: ShelfRows,
  id: Id<'product'>,
  state: ProductState,
  createdAt: Instant,
  listedAt: Instant,
): void {
  const { naming, days, reviewer, officer, random, today } = way
  const tell = (at: Instant, who: Who, what: string, to: ProductState, from?: ProductState, why?: string) => {
    assert(from === undefined || mayMoveProduct(from, to), `a product does not go from ${from} to ${to}`)
    const subject = ['product', id] as const
    const told = { at, who, to, subject, happening: `products.${what}`, details: { version: 1 } }
    rows.trail.push(trailRow(naming, { ...told, ...(from ? { from } : {}), ...(why ? { why } : {}) }))
  }
  tell(createdAt, officer, 'drafted', 'draft')
  if (state === 'draft') return
  tell(plusMinutes(createdAt, 12), officer, 'submitted', 'under-review', 'draft')
  if (state === 'under-review') return
  tell(listedAt, reviewer, 'listed', 'listed', 'under-review')
  if (state === 'listed') return
  const off = days.moment(days.onOrAfter(plusDays(today, -random.whole(9, 60))))
  const [what, why] =
    state === 'suspended'
      ? ['suspended', '额度用完，待总行下达新额度。']
      : ['withdrawn', '产品已并入新产品。']
  tell(off, officer, what, state, 'listed', why)
}

/** A newer version, quicker in its answer, that the reviewer has not read yet. */
function renew(
  { naming, days, today, banks, reviewOf }: Making,
  rows: ShelfRows,
  { id, terms, institutionId }: Listing,
): void {
  const product = present(
    rows.products.find((one) => one.id === id),
    'the product of a listing',
  )
  const { officer } = present(
    banks.find((one) => one.id === institutionId),
    'its bank',
  )
  const at = days.moment(plusDays(today, -1))
  const why = '流程线上化，答复天数可以缩短。'
  const quicker = {
    ...terms,
    daysPromised: Math.max(1, terms.daysPromised - 1),
    summary: `${terms.summary}答复更快。`,
  }
  Object.assign(product, { version: 2, ...reviewOf(dayOf(at)) })
  rows.versions.push({
    productId: id,
    version: 2,
    terms: quicker,
    writtenAt: at,
    writtenBy: officer.personId,
    why,
  })
  const subject = ['product', id] as const
  rows.trail.push(
    trailRow(naming, {
      at,
      who: officer,
      happening: 'products.changed-for-review',
      subject,
      why,
      details: { version: 2 },
    }),
  )
}
