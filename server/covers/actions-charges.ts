import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { partiesOf } from '../arrangements/index.ts'
import { act, write } from '../audit/index.ts'
import { addAccounts, credit, debit, type Line, post } from '../ledger/index.ts'
import type { Day } from '../money/day.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { PolicyBook } from '../policies/index.ts'
import { tellOperator } from './actions-notices.ts'
import { chargeFor, chargeKindOf, chargesOn } from './charge.ts'
import type { CoverRow, ShownCover } from './rows.ts'
import { addCharge, type ChargeRow, changeCharge, chargeOf } from './rows-charges.ts'
import { type PoolRow, poolsFor } from './rows-pools.ts'

type With = Pick<Parts, 'store' | 'config'>
type Kept = Outcome<{ readonly charge: ChargeRow }>

/** What the borrower of a filing owes besides, by the policy of the day: 助保金 or 保费; nothing under most arrangements. */
export async function charge(
  tx: Transaction,
  policies: PolicyBook,
  by: By,
  cover: CoverRow,
  months: number,
): Promise<void> {
  const kind = chargeKindOf(partiesOf(cover.terms))
  if (!kind) return
  const rule = chargesOn(policies, by.today)
  await addCharge(tx, {
    ...{ ...chargeFor(kind, rule.value, cover.filedFen, months), coverId: cover.id },
    ...{ state: 'due', baseFen: cover.filedFen, months, ruleVersion: rule.version, version: 1 },
  })
}

/** A filing that came to nothing owes nothing. Refuses `cover-charge-paid`: what was paid is given back first. */
export async function dropCharge(tx: Transaction, coverId: CoverRow['id']): Promise<Outcome<object>> {
  const found = await chargeOf(tx, coverId)
  if (!found || found.state === 'void') return done()
  if (found.state === 'paid') return refuse('cover-charge-paid')
  return (await changeCharge(tx, found, { state: 'void' })) ? done() : refuse('stale')
}

/** Whose book a charge moves: the borrowers' own pool, or the treasury's, which adds its part of a premium. */
const poolOf = (pools: readonly PoolRow[], { kind }: ChargeRow): PoolRow =>
  present(
    pools.find(({ party }) => party === (kind === 'deposit' ? 'borrowers' : 'treasury')),
    'the pool of a charge',
  )

/** In the direction of a payment: a deposit comes in and is held; a premium's subsidy goes out. */
function linesOf({ kind, amountFen, subsidyFen }: ChargeRow, { bookId }: PoolRow): Line[] {
  if (kind === 'deposit')
    return [debit(bookId, 'cash-free', amountFen), credit(bookId, 'borrower-deposits', amountFen)]
  if (subsidyFen === 0) return []
  return [debit(bookId, 'subsidies-paid', subsidyFen), credit(bookId, 'cash-free', subsidyFen)]
}

export type ChargePaid = { readonly paidOn: Day; readonly reference: string }

/**
 * The pool's cashier has seen the borrower's deposit, or the premium to the insurer, of which the treasury's pool pays its
 * part now. Refuses `cover-decided`, `cover-charge-paid`, `day-ahead`, `before-filing`, `stale`, `pool-short`.
 */
export const payCharge = (parts: With, by: By, { cover }: ShownCover, { paidOn, reference }: ChargePaid) =>
  act(parts.store, by, async (tx): Promise<Kept> => {
    const found = await chargeOf(tx, cover.id)
    if (!found || cover.state !== 'filed') return refuse('cover-decided')
    if (found.state !== 'due') return refuse('cover-charge-paid')
    if (paidOn > by.today) return refuse('day-ahead', { field: 'paidOn' })
    if (paidOn < cover.filedOn) return refuse('before-filing', { field: 'paidOn' })
    const booked = await book(tx, parts, by, cover, found, `paid-${found.kind}`, paidOn, 1)
    if (!booked.ok) return booked
    const paid = { state: 'paid', paidOn, paidAt: by.at, paidBy: by.person?.id ?? null, reference } as const
    const charge = await changeCharge(tx, found, paid)
    if (!charge) return refuse('stale')
    await told(tx, by, cover, charge, 'charge-paid')
    await tellOperator(tx, by, cover, 'charge-paid')
    return done({ charge })
  })

/** What was paid for a filing that comes to nothing goes back. Refuses `cover-decided`, `stale`, and what the ledger refuses. */
export const returnCharge = (parts: With, by: By, { cover }: ShownCover) =>
  act(parts.store, by, async (tx): Promise<Kept> => {
    const found = await chargeOf(tx, cover.id)
    if (!found || cover.state !== 'filed' || found.state !== 'paid') return refuse('cover-decided')
    const booked = await book(tx, parts, by, cover, found, `returned-${found.kind}`, by.today, -1)
    if (!booked.ok) return booked
    const due = { state: 'due', paidOn: null, paidAt: null, paidBy: null, reference: null } as const
    const charge = await changeCharge(tx, found, due)
    if (!charge) return refuse('stale')
    await told(tx, by, cover, charge, 'charge-returned')
    return done({ charge })
  })

async function book(
  tx: Transaction,
  parts: With,
  by: By,
  cover: CoverRow,
  charge: ChargeRow,
  what: string,
  on: Day,
  direction: 1 | -1,
): Promise<Outcome<object>> {
  const pool = poolOf(await poolsFor(tx, cover.arrangement), charge)
  const lines = linesOf(charge, pool).map((line) => ({
    ...line,
    fen: (line.fen * direction) as typeof line.fen,
  }))
  if (lines.length === 0) return done()
  await addAccounts(tx, by, pool.bookId)
  return post(tx, by, parts, {
    ...{ key: `covers.${what} ${cover.id} ${charge.version}`, kind: `covers.${what}`, on, lines },
    ...{ subject: { kind: 'cover', id: cover.id }, memo: { number: cover.number } },
  })
}

const told = (
  tx: Transaction,
  by: By,
  { id }: CoverRow,
  { kind, amountFen, subsidyFen }: ChargeRow,
  what: string,
) =>
  write(tx, by, {
    ...{ happening: `covers.${what}`, subject: { kind: 'cover', id } },
    details: { kind, amountFen, subsidyFen },
  })
