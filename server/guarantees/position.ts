import { type Fen, minus, noFen, plus } from '../money/fen.ts'
import { type GuaranteeState, isPending, isPromised } from './guarantee.ts'
import type { GuarantorPosition } from './ratios.ts'
import { type CustomerKind, isSmallOrFarming } from './scope.ts'
import { liabilityOf, type WeightRules } from './weights.ts'

/** What a guarantee adds to the sums that are kept. */
export type Sums = {
  readonly pendingFen: Fen
  readonly promisedFen: Fen
  readonly balanceFen: Fen
  /** The guarantor's own share of what is promised, and of what is drawn. */
  readonly promisedOwnFen: Fen
  readonly ownFen: Fen
}
export const noSums: Sums = {
  ...{ pendingFen: noFen, promisedFen: noFen, balanceFen: noFen },
  ...{ promisedOwnFen: noFen, ownFen: noFen },
}

type Guaranteed = {
  readonly state: GuaranteeState
  readonly openFen: Fen
  readonly balanceFen: Fen
  readonly openOwnFen: Fen
  readonly ownFen: Fen
}

/** What a guarantee counts for where it stands; nothing once it is over. */
export function sumsOf({ state, openFen, balanceFen, openOwnFen, ownFen }: Guaranteed): Sums {
  if (isPending(state)) return { ...noSums, pendingFen: openFen }
  return isPromised(state)
    ? { pendingFen: noFen, promisedFen: openFen, balanceFen, promisedOwnFen: openOwnFen, ownFen }
    : noSums
}

/** What a change of one guarantee moves. */
export const between = (before: Sums, after: Sums): Sums => ({
  pendingFen: minus(after.pendingFen, before.pendingFen),
  promisedFen: minus(after.promisedFen, before.promisedFen),
  balanceFen: minus(after.balanceFen, before.balanceFen),
  promisedOwnFen: minus(after.promisedOwnFen, before.promisedOwnFen),
  ownFen: minus(after.ownFen, before.ownFen),
})

/** What a customer has with one guarantor. */
export type CustomerStand = Omit<Sums, 'pendingFen'> & {
  readonly kind: CustomerKind
  readonly liabilityFen: Fen
  readonly committedFen: Fen
}
export const newCustomer = (kind: CustomerKind): CustomerStand => ({
  ...{ kind, promisedFen: noFen, balanceFen: noFen, promisedOwnFen: noFen, ownFen: noFen },
  ...{ liabilityFen: noFen, committedFen: noFen },
})

/** A customer after a change; its 担保责任余额 is counted anew, because the weight hangs on the whole. */
export function customerAfter(
  rules: WeightRules,
  before: CustomerStand,
  kind: CustomerKind,
  moved: Sums,
): CustomerStand {
  const promisedFen = plus(before.promisedFen, moved.promisedFen)
  const balanceFen = plus(before.balanceFen, moved.balanceFen)
  const promisedOwnFen = plus(before.promisedOwnFen, moved.promisedOwnFen)
  const ownFen = plus(before.ownFen, moved.ownFen)
  return weighed(rules, { kind, promisedFen, balanceFen, promisedOwnFen, ownFen })
}

/** 担保责任余额 of a customer: of what is in force, and with what is promised. */
export const weighed = (
  rules: WeightRules,
  sums: Omit<CustomerStand, 'liabilityFen' | 'committedFen'>,
): CustomerStand => ({
  ...sums,
  liabilityFen: liabilityOf(rules, sums),
  committedFen: liabilityOf(rules, {
    kind: sums.kind,
    balanceFen: plus(sums.balanceFen, sums.promisedFen),
    ownFen: plus(sums.ownFen, sums.promisedOwnFen),
  }),
})

/** A guarantor's whole book. */
export type BookStand = {
  readonly balanceFen: Fen
  readonly ownFen: Fen
  readonly liabilityFen: Fen
  readonly committedOwnFen: Fen
  readonly smallOwnFen: Fen
  readonly customers: number
  readonly smallCustomers: number
  readonly committedFen: Fen
}
export const emptyBook: BookStand = {
  ...{ balanceFen: noFen, ownFen: noFen, liabilityFen: noFen, committedOwnFen: noFen, smallOwnFen: noFen },
  ...{ customers: 0, smallCustomers: 0, committedFen: noFen },
}

/** What one customer adds to the book. A farmer that is a small firm too adds one customer, and its balance once. */
function adds(customer: CustomerStand): BookStand {
  const { balanceFen, ownFen, promisedOwnFen, liabilityFen, committedFen, kind } = customer
  const committedOwnFen = plus(ownFen, promisedOwnFen)
  const counts = plus(balanceFen, customer.promisedFen) > 0
  const small = counts && isSmallOrFarming(kind)
  return {
    ...{ balanceFen, ownFen, liabilityFen, committedOwnFen, committedFen },
    smallOwnFen: small ? committedOwnFen : noFen,
    customers: counts ? 1 : 0,
    smallCustomers: small ? 1 : 0,
  }
}

/** The book after one of its customers changed; null for a customer that was not there before. */
export function bookAfter(book: BookStand, before: CustomerStand | null, after: CustomerStand): BookStand {
  const gone = before ? adds(before) : emptyBook
  const come = adds(after)
  const fen = (
    key: 'balanceFen' | 'ownFen' | 'liabilityFen' | 'committedOwnFen' | 'smallOwnFen' | 'committedFen',
  ) => plus(minus(book[key], gone[key]), come[key])
  return {
    balanceFen: fen('balanceFen'),
    ownFen: fen('ownFen'),
    liabilityFen: fen('liabilityFen'),
    committedOwnFen: fen('committedOwnFen'),
    smallOwnFen: fen('smallOwnFen'),
    customers: book.customers - gone.customers + come.customers,
    smallCustomers: book.smallCustomers - gone.smallCustomers + come.smallCustomers,
    committedFen: fen('committedFen'),
  }
}

/** A book as the ratios look at it: with what is promised. */
export const positionOf = (book: BookStand): GuarantorPosition => ({
  ownFen: book.committedOwnFen,
  smallOwnFen: book.smallOwnFen,
  customers: book.customers,
  smallCustomers: book.smallCustomers,
  liabilityFen: book.committedFen,
})
