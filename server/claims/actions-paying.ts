import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { chartLine } from '../ledger/chart.ts'
import { type BookId, type Line, post } from '../ledger/index.ts'
import { bookedOn } from '../ledger/period.ts'
import type { Day } from '../money/day.ts'
import { type Fen, negative, noFen } from '../money/fen.ts'
import type { Parts } from '../parts.ts'
import { assert, present } from '../platform/assert.ts'
import { newId } from '../platform/ids.ts'
import { nextNumber } from '../platform/numbers.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { Values } from '../platform/web/words.ts'
import { watch, watchedBy } from '../stop-lines/index.ts'
import { checkSeen, moved, type Seen } from './actions.ts'
import { countClaim, takeOver } from './actions-guarantees.ts'
import { tellOfSettlement } from './actions-notices.ts'
import { dueAfter } from './ground.ts'
import { claimRuleOn, sharingOf } from './parts.ts'
import * as rows from './rows.ts'
import { addSettlement, type Settlement } from './rows-settlements.ts'
import { type AccountMoves, type Shared, type SharedEvent, share } from './sharing.ts'

type With = Pick<Parts, 'store' | 'policies' | 'config'>

export type Paying = { readonly paidOn: Day; readonly reference: string } & Seen

/**
 * 代偿: the guarantor has paid the bank all but what the bank keeps; the shares of all are booked, and those who share owe
 * theirs from now on. Who pays is neither who found the papers complete nor who approved.
 *
 * What reached a stop line by it files nothing new from now on. A payout of a month that is closed is booked on the first
 * open day, and the claim keeps its own.
 *
 * Refuses `claim-moved`, `same-person`, `day-ahead`, `before-filing`, `claim-above-balance` where the firm has paid some
 * of it back since, `stale`.
 */
export const payClaim = (parts: With, by: By, id: rows.ClaimId, { paidOn, reference, ...seen }: Paying) =>
  act(parts.store, by, async (tx): Promise<Outcome<{ readonly claim: rows.Claim }>> => {
    const claim = present(await rows.claimById(tx, id), 'the claim that was looked up')
    const fresh = checkSeen(claim, 'paid', seen)
    if (!fresh.ok) return fresh
    const who = present(by.person, 'who pays').id
    if (claim.checkedBy === who || claim.decidedBy === who) return refuse('same-person')
    if (paidOn > by.today) return refuse('day-ahead', { field: 'paidOn' })
    if (paidOn < claim.filedOn) return refuse('before-filing', { field: 'paidOn' })
    const guarantee = present(await rows.guaranteeById(tx, claim.guaranteeId), 'the guarantee of a claim')
    if (claim.principalFen > guarantee.balanceFen)
      return refuse('claim-above-balance', { values: { mostFen: guarantee.balanceFen } })
    const rule = claimRuleOn(parts, by.today)
    const event = { kind: 'claim', lossFen: claim.claimedFen } as const
    const due = { days: rule.value.settleDays, version: rule.version }
    const shared = await book(tx, parts, by, guarantee, event, {
      ...{ subjectId: id, on: paidOn, due, kind: 'claims.paid' },
      memo: { number: claim.number, claimedFen: claim.claimedFen },
    })
    if (!shared.ok) return shared
    const counted = await countClaim(tx, guarantee, -1)
    if (!counted.ok) return counted
    const taken = await takeOver(tx, parts, by, counted.guarantee, claim, bookedOn(paidOn, by.today))
    if (!taken.ok) return taken
    const paid = { paidOn, paidAt: by.at, paidBy: who, reference }
    const done = await moved(tx, by, claim, 'paid', paid, ['bank', 'firm'])
    if (done.ok) await watch(tx, parts, by, watchedBy(guarantee))
    return done
  })

type Booking = {
  readonly subjectId: string
  /** When the money moved. */
  readonly on: Day
  readonly due: { readonly days: number; readonly version: string }
  readonly kind: string
  readonly memo: Values
}

/**
 * Books one more claim or recovery of a guarantee: its event with everybody's part, one entry in the books of all, and a
 * settlement for each debt. What happened in a month that is closed by now is booked on the first open day, so that no
 * figure moves which somebody took for final; and those who share have their days from today, for nobody told them before.
 * Refuses what `share` and the ledger refuse.
 */
export async function book(
  tx: Transaction,
  parts: With,
  by: By,
  guarantee: rows.Guaranteed,
  event: SharedEvent,
  { subjectId, on, due, kind, memo }: Booking,
): Promise<Outcome<{ readonly shared: Shared }>> {
  const booked = bookedOn(on, by.today)
  const dueOn = dueAfter(booked === on ? on : by.today, due.days)
  const { sharing, count } = await sharingOf(tx, guarantee)
  const found = share(guarantee.terms, sharing, event)
  if (!found.ok) return found
  const { shared } = found
  const sharers = await rows.sharersOf(tx, guarantee.id)
  const of = (party: rows.Sharer['party']) =>
    present(
      sharers.find((one) => one.party === party),
      `the book of ${party}`,
    )
  const eventId = newId<'shared-event'>()
  const isClaim = event.kind === 'claim'
  await rows.addEvent(
    tx,
    {
      ...{ id: eventId, guaranteeId: guarantee.id, position: count + 1, kind: event.kind, subjectId },
      on: booked,
      lossFen: isClaim ? event.lossFen : noFen,
      recoveredFen: isClaim ? noFen : event.recoveredFen,
      costFen: isClaim ? noFen : event.costFen,
      at: by.at,
    },
    shared.shares.map(({ party, cashFen, borneFen, returnedFen }) => ({
      ...{ eventId, party, institutionId: of(party).institutionId, cashFen, borneFen, returnedFen },
    })),
  )
  const posted = await post(tx, by, parts, {
    ...{ key: `${kind} ${subjectId}`, kind, on: booked, memo },
    subject: { kind: 'guarantee', id: guarantee.id },
    lines: linesOf(shared.moves, (party) => of(party).bookId),
  })
  if (!posted.ok) return posted
  const at = { guaranteeId: guarantee.id, eventId, arisenOn: on, dueOn, ruleVersion: due.version }
  for (const debt of shared.debts) await owe(tx, by, debt, at, (party) => of(party).institutionId)
  return done({ shared })
}

/** What one party owes another from now on: its settlement, in the trail and told to who pays. */
async function owe(
  tx: Transaction,
  by: By,
  debt: Shared['debts'][number],
  at: Pick<Settlement, 'guaranteeId' | 'eventId' | 'arisenOn' | 'dueOn' | 'ruleVersion'>,
  institutionOf: (party: rows.Sharer['party']) => rows.Sharer['institutionId'],
): Promise<void> {
  const settlement: Settlement = {
    ...{ ...at, id: newId<'settlement'>(), number: await nextNumber(tx, 'JS', by.today), state: 'due' },
    ...{ fromParty: debt.from, fromId: institutionOf(debt.from) },
    ...{ toParty: debt.to, toId: institutionOf(debt.to), amountFen: debt.fen },
    ...{ confirmedAt: null, confirmedBy: null, settledOn: null, settledAt: null, settledBy: null },
    ...{ bookedOn: null, reference: null, version: 1 },
  }
  await addSettlement(tx, settlement)
  await write(tx, by, {
    happening: 'claims.settlement-due',
    subject: { kind: 'settlement', id: settlement.id },
    to: 'due',
    details: { amountFen: debt.fen, dueOn: at.dueOn },
  })
  await tellOfSettlement(tx, by, settlement, 'due')
}

/** What moves in the accounts of all, as lines of one entry: above zero in the direction of the account's side. */
export function linesOf(moves: AccountMoves, bookOf: (party: rows.Sharer['party']) => BookId): Line[] {
  return [...moves].flatMap(([party, accounts]) =>
    Object.entries(accounts).flatMap(([code, amount]: [string, Fen]) => {
      const line = chartLine('party', code)
      assert(line, `no account ${code} in a party's book`)
      if (amount === 0) return []
      return [
        { book: bookOf(party), account: line.code, fen: line.side === 'debit' ? amount : negative(amount) },
      ]
    }),
  )
}
