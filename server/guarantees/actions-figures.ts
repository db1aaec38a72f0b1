import type { Reader, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import { guaranteeExposed, guaranteeStand } from '../exposures/guarantee.ts'
import { keepExposure } from '../exposures/index.ts'
import type { Day } from '../money/day.ts'
import { minus, noFen, plus } from '../money/fen.ts'
import type { Parts } from '../parts.ts'
import { isPromised } from './guarantee.ts'
import { ruleOn } from './policies.ts'
import {
  type BookStand,
  between,
  bookAfter,
  type CustomerStand,
  customerAfter,
  emptyBook,
  newCustomer,
  noSums,
  positionOf,
  type Sums,
  sumsOf,
  weighed,
} from './position.ts'
import { customerRoom, type Headroom, ratioRooms } from './ratios.ts'
import { groupOf, type Relation } from './related.ts'
import type { Guarantee, Share } from './rows.ts'
import * as figures from './rows-figures.ts'

type With = Pick<Parts, 'policies'>

/** Where a guarantee stood, as far as kept figures hang on it; null before it was asked for. */
type Counted = Pick<
  Guarantee,
  'state' | 'openFen' | 'balanceFen' | 'openOwnFen' | 'ownFen' | 'enterpriseId' | 'guarantorId' | 'kind'
>

const isInForce = (guarantee: Pick<Guarantee, 'state'> | null): number =>
  guarantee?.state === 'in-force' || guarantee?.state === 'claimed' ? 1 : 0

/** Brings every kept figure along with a change of one guarantee, in its transaction. */
export async function keepFigures(
  tx: Transaction,
  { policies }: With,
  when: Pick<By, 'at' | 'today'>,
  before: Counted | null,
  after: Guarantee,
  shares: readonly Share[] = [],
): Promise<void> {
  const moved = between(before ? sumsOf(before) : noSums, sumsOf(after))
  const customer = (await figures.customerRow(tx, after.enterpriseId)) ?? {
    ...{ enterpriseId: after.enterpriseId, pendingFen: noFen, promisedFen: noFen, balanceFen: noFen },
  }
  await figures.keepCustomer(tx, {
    enterpriseId: after.enterpriseId,
    pendingFen: plus(customer.pendingFen, moved.pendingFen),
    promisedFen: plus(customer.promisedFen, moved.promisedFen),
    balanceFen: plus(customer.balanceFen, moved.balanceFen),
  })
  const isNew = isInForce(after) - isInForce(before)
  if (Object.values(moved).some((fen) => fen !== 0) || isNew !== 0) {
    const weights = ruleOn(policies, 'guarantee-weights', when.today)
    const book = await bookNow(tx, { policies }, when.today, after.guarantorId)
    const there = await figures.guarantorCustomer(tx, after.guarantorId, after.enterpriseId)
    const own = { ...moved, pendingFen: noFen }
    // A letter keeps what its customer was when it was promised; what the customer is since, the night has found.
    const kind = there && before && isPromised(before.state) ? there.kind : after.kind
    const stand = customerAfter(weights.value, there ?? newCustomer(kind), kind, own)
    const { guarantorId, enterpriseId } = after
    if (there || stand.promisedFen > 0 || stand.balanceFen > 0) {
      await figures.keepGuarantorCustomer(tx, { guarantorId, enterpriseId, ...stand })
      await figures.keepGuarantor(tx, {
        ...bookAfter(book.stand, there, stand),
        guarantorId,
        guarantees: book.guarantees + isNew,
        weightsVersion: weights.version,
      })
    }
  }
  if (after.inForceOn !== null && (moved.balanceFen !== 0 || isNew !== 0))
    await keepExposure(
      tx,
      when,
      guaranteeExposed({ ...after, inForceOn: after.inForceOn }),
      guaranteeStand(after, shares),
    )
}

type Book = { readonly stand: BookStand; readonly guarantees: number }

/** A guarantor's book by the weights of a day; counted anew from its customers where the weights have changed since. */
export async function bookNow(
  from: Reader,
  { policies }: With,
  today: Day,
  guarantorId: Guarantee['guarantorId'],
): Promise<Book> {
  const row = await figures.guarantorRow(from, guarantorId)
  if (!row) return { stand: emptyBook, guarantees: 0 }
  const { value, version } = ruleOn(policies, 'guarantee-weights', today)
  if (row.weightsVersion === version) return { stand: row, guarantees: row.guarantees }
  let stand = emptyBook
  for (const customer of await figures.customersOf(from, guarantorId))
    stand = bookAfter(stand, null, weighed(value, customer))
  return { stand, guarantees: row.guarantees }
}

/** Weighs a guarantor's customers anew and keeps them, where the weights have changed; the nightly job and every promise. */
export async function reweigh(
  tx: Transaction,
  { policies }: With,
  today: Day,
  guarantorId: Guarantee['guarantorId'],
): Promise<boolean> {
  const row = await figures.guarantorRow(tx, guarantorId)
  const { value, version } = ruleOn(policies, 'guarantee-weights', today)
  if (!row || row.weightsVersion === version) return false
  let stand = emptyBook
  for (const { guarantorId: _, enterpriseId, ...customer } of await figures.customersOf(tx, guarantorId)) {
    const after = weighed(value, customer)
    await figures.keepGuarantorCustomer(tx, { guarantorId, enterpriseId, ...after })
    stand = bookAfter(stand, null, after)
  }
  await figures.keepGuarantor(tx, { ...row, ...stand, weightsVersion: version })
  return true
}

/** Everybody who belongs together with a firm, as firms; persons join them and are none. */
export async function groupOfFirm(
  from: Reader,
  { policies }: With,
  today: Day,
  enterpriseId: EnterpriseId,
): Promise<readonly EnterpriseId[]> {
  const least = ruleOn(policies, 'guarantee-handling', today).value.relatedSharePpm
  let known: readonly Relation[] = []
  let group: ReadonlySet<string> = new Set([enterpriseId])
  // Each turn looks one step further; it ends where nobody new is found.
  for (let asked = 0; asked < group.size; ) {
    asked = group.size
    known = await figures.relationsOf(from, [...group])
    group = groupOf(enterpriseId, known, least)
  }
  return [...group].filter((member): member is EnterpriseId => !member.startsWith('person:'))
}

/**
 * What a promise would come to under every cap, as it is now; `added` is what the guarantee does not count for yet. One
 * without a state is not written down, and counts for nothing; `counted` is what stands of it in the figures where that is
 * not what it says of itself, as at the letter, whose terms may be newer ones.
 */
export async function headroom(
  from: Reader,
  parts: With,
  today: Day,
  guarantee: Omit<Guarantee, 'state'> & { readonly state: Guarantee['state'] | null },
  counted: Sums = guarantee.state ? sumsOf({ ...guarantee, state: guarantee.state }) : noSums,
): Promise<Headroom[]> {
  const { guarantorId, enterpriseId, terms, amountFen, state } = guarantee
  const asked = { enterpriseId, amountFen, ...(state ? { state } : {}) }
  const room = await customerHeadroom(from, asked, terms.singleCustomerCapFen)
  const weights = ruleOn(parts.policies, 'guarantee-weights', today).value
  const before = (await bookNow(from, parts, today, guarantorId)).stand
  const row = await figures.guarantorCustomer(from, guarantorId, enterpriseId)
  const there: CustomerStand | null = row ? weighed(weights, row) : null
  const promised = sumsOf({ ...guarantee, state: 'approved' })
  const moved = { ...between(counted, promised), pendingFen: noFen }
  const after = customerAfter(weights, there ?? newCustomer(guarantee.kind), guarantee.kind, moved)
  const beforeFen = there?.committedFen ?? noFen
  const others = (await groupOfFirm(from, parts, today, enterpriseId)).filter((id) => id !== enterpriseId)
  const othersFen = others.length ? await figures.committedOf(from, guarantorId, others) : noFen
  const netAssets = await figures.netAssetsOn(from, guarantorId, today)
  return [
    room,
    ...ratioRooms(ruleOn(parts.policies, 'guarantor-limits', today).value, {
      netAssetsFen: netAssets?.netAssetsFen ?? null,
      before: positionOf(before),
      after: positionOf(bookAfter(before, there, after)),
      customerBeforeFen: beforeFen,
      customerAfterFen: after.committedFen,
      groupBeforeFen: plus(othersFen, beforeFen),
      groupAfterFen: plus(othersFen, after.committedFen),
    }),
  ]
}

/** The room under the customer's cap, of a guarantee that may or may not be counted already. */
export async function customerHeadroom(
  from: Reader,
  guarantee: Pick<Guarantee, 'enterpriseId' | 'amountFen'> & Partial<Pick<Guarantee, 'state'>>,
  capFen: Guarantee['amountFen'] | null,
): Promise<Headroom> {
  const customer = await figures.customerRow(from, guarantee.enterpriseId)
  const allFen = customer ? plus(customer.pendingFen, customer.promisedFen, customer.balanceFen) : noFen
  const customerFen = guarantee.state ? minus(allFen, guarantee.amountFen) : allFen
  return customerRoom({ customerFen, addedFen: guarantee.amountFen, customerCapFen: capFen })
}
