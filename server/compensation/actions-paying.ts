import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { poolsWith, tally, watchPool } from '../covers/index.ts'
import { fundedParties } from '../covers/pool.ts'
import { endExposure } from '../exposures/index.ts'
import {
  credit,
  debit,
  type Line,
  post,
  reservationsAbout,
  reserve,
  useReservation,
} from '../ledger/index.ts'
import { repayment, repaymentsOf, takeBack } from '../loans/index.ts'
import type { Day } from '../money/day.ts'
import { type Fen, noFen } from '../money/fen.ts'
import { assert, present } from '../platform/assert.ts'
import { newId } from '../platform/ids.ts'
import { nextNumber } from '../platform/numbers.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { dueIn } from '../policies/index.ts'
import { type Made, moved, noDue, type With } from './actions.ts'
import { tellOfRecovery } from './actions-notices.ts'
import { stillCovered, subjectOf } from './actions-review.ts'
import { checkPayment, checkSaid, mayMovePoolClaim } from './claim.ts'
import { keptOf, ownSum, poolClaimRuleOn } from './parts.ts'
import * as rows from './rows.ts'
import {
  mostRecovered,
  openCostOf,
  paysOfLoan,
  type Shared,
  sharesOfClaim,
  sharesOfRecovery,
  told,
} from './sharing.ts'

export type Paying = { readonly paidOn: Day; readonly reference: string }

/**
 * 拨付: a third person has paid, after the notice. Every pool pays its part out of what was set aside for it, and the cover
 * is over. What was set aside and ran out is set aside anew, as long as the pool has it.
 *
 * Refuses `claim-moved`, what `checkPayment` refuses, `pool-claim-above-cover`, `pool-short`, `stale`.
 */
export const payClaim = (parts: With, by: By, id: rows.PoolClaimId, { paidOn, reference }: Paying) =>
  act(parts.store, by, async (tx): Promise<Made> => {
    const claim = present(await rows.claimById(tx, id), 'the claim that was looked up')
    if (!mayMovePoolClaim(claim.state, 'paid')) return refuse('claim-moved')
    const who = present(by.person, 'who pays').id
    const may = checkPayment(claim, who, paidOn, by.today)
    if (!may.ok) return may
    const covered = present(await rows.coveredById(tx, claim.coverId), 'the cover of a claim')
    const still = await stillCovered(tx, by, covered, claim)
    if (!still.ok) return still
    const { terms } = covered.cover
    const shares = sharesOfClaim(keptOf(claim, terms, []))
    assert(shares.ok, 'what was approved is shared as it was shown')
    const paid = await payOut(tx, parts, by, claim, shares, paidOn)
    if (!paid.ok) return paid
    await keep(tx, by, claim, { kind: 'claim', subjectId: id, on: paidOn }, shares)
    if (!(await rows.markCompensated(tx, covered.cover, paidOn))) return refuse('stale')
    await endExposure(tx, by, covered.cover.id)
    const paidFen = ownSum(shares.postings, fundedParties(terms), ({ borneFen }) => borneFen)
    await tally(tx, claim.arrangement, { claims: 1, claimedFen: claim.claimedFen, paidFen })
    const outcome = await moved(tx, by, claim, 'paid', {
      changes: { ...noDue, paidOn, paidAt: by.at, paidBy: who, reference },
      sides: ['bank', 'firm'],
      details: { claimedFen: claim.claimedFen, paidFen },
    })
    if (outcome.ok) await watchPool(tx, parts, by, claim.arrangement)
    return outcome
  })

/** Each pool pays out of its reservation. Refuses what the ledger refuses. */
async function payOut(
  tx: Transaction,
  parts: With,
  by: By,
  { id, arrangement, number, claimedFen, version }: rows.PoolClaim,
  { postings }: Shared,
  on: Day,
): Promise<Outcome<object>> {
  for (const { party, bookId } of await poolsWith(tx, arrangement)) {
    const amountFen = postings.find((one) => one.party === party)?.borneFen ?? noFen
    if (amountFen === 0) continue
    const open = (await reservationsAbout(tx, subjectOf(id))).find(
      (one) => one.bookId === bookId && one.state === 'open' && one.expiresOn >= by.today,
    )
    let reservation = open?.id
    if (!reservation) {
      const key = `compensation.reserved-again ${id} ${version} ${party}`
      const anew = await reserve(tx, by, parts, {
        ...{ key, book: bookId, amountFen, subject: subjectOf(id), expiresOn: by.today, memo: { number } },
      })
      if (!anew.ok) return anew
      reservation = anew.reservation.id
    }
    const used = await useReservation(tx, by, parts, {
      ...{ reservation, key: `compensation.paid ${id} ${party}`, kind: 'compensation.paid', on },
      memo: { number, claimedFen, paidFen: amountFen },
      lines: [debit(bookId, 'claims-out', amountFen)],
    })
    if (!used.ok) return used
  }
  return done()
}

type Happened = Pick<rows.EventRow, 'kind' | 'subjectId' | 'on'> & {
  readonly recoveredFen?: Fen
  readonly costFen?: Fen
}

/** The event with everybody's part. */
async function keep(
  tx: Transaction,
  by: By,
  claim: rows.PoolClaim,
  { recoveredFen = noFen, costFen = noFen, ...what }: Happened,
  { postings }: Shared,
): Promise<void> {
  const eventId = newId<'compensation-event'>()
  const position = (await rows.eventsOf(tx, claim.id)).length + 1
  const lossFen = what.kind === 'claim' ? claim.claimedFen : noFen
  await rows.addEvent(
    tx,
    { ...{ id: eventId, claimId: claim.id, position, lossFen, recoveredFen, costFen, at: by.at }, ...what },
    postings.map(({ party, cashFen, borneFen, returnedFen }) => ({
      ...{ eventId, party, cashFen, borneFen, returnedFen },
    })),
  )
}

export type Recovering = {
  readonly receivedOn: Day
  readonly recoveredFen: Fen
  readonly costFen: Fen
  readonly words: string
  /** Sums that look wrong, and that whoever reports has confirmed. */
  readonly sure?: readonly Fen[] | undefined
}

/**
 * 追回: the bank reports money that came back on a loan that was paid for. The firm has paid it, so its loan is down by it from
 * now on; the pools get their parts when their cashier has seen them. Refuses `claim-moved`, `recovery-open`, `day-ahead`,
 * `before-payment`, `recovery-above-owed`, `calendar-missing`, and what `checkSaid` refuses and asks.
 */
export const reportRecovery = (parts: With, by: By, id: rows.PoolClaimId, input: Recovering) =>
  act(parts.store, by, async (tx): Promise<Outcome<{ readonly recovery: rows.Recovery }>> => {
    const claim = present(await rows.claimById(tx, id), 'the claim that was looked up')
    if (claim.state !== 'paid' || claim.paidOn === null) return refuse('claim-moved')
    // One at a time: how the next one is shared depends on whether this one came.
    const waiting = (await rows.recoveriesOf(tx, id)).some(({ state }) => state === 'reported')
    if (waiting) return refuse('recovery-open')
    if (input.receivedOn > by.today) return refuse('day-ahead', { field: 'receivedOn' })
    if (input.receivedOn < claim.paidOn) return refuse('before-payment', { field: 'receivedOn' })
    const covered = present(await rows.coveredById(tx, claim.coverId), 'the cover of a claim')
    const { terms } = covered.cover
    const series = told(keptOf(claim, terms, await rows.eventsOf(tx, id)))
    const { sure, ...said } = input
    const shares = sharesOfRecovery(terms, series, said)
    if (!shares.ok) return shares
    const mostFen = mostRecovered(series, said.costFen)
    const meant = checkSaid(said, { ...claim, openFen: openCostOf(series), mostFen }, sure)
    if (!meant.ok) return meant
    const rule = poolClaimRuleOn(parts.policies, by.today)
    const due = dueIn(parts.policies, by.today, rule.value.returnWorkdays, rule.version)
    if (!due.ok) return due
    const recovery: rows.Recovery = {
      ...{ ...said, id: newId<'compensation-recovery'>(), number: await nextNumber(tx, 'BF', by.today) },
      ...{ claimId: id, state: 'reported', reportedOn: by.today, reportedAt: by.at },
      ...{ reportedBy: present(by.person, 'who reports').id, dueOn: due.due.on },
      ...{ duePolicies: due.due.policies, bookedOn: null, bookedAt: null, bookedBy: null },
      ...{ answer: null, version: 1 },
    }
    await rows.addRecovery(tx, recovery)
    const paid = await payLoan(tx, parts, by, claim, covered, recovery, shares)
    if (!paid.ok) return paid
    await write(tx, by, {
      happening: 'compensation.recovery-reported',
      subject: subjectOf(id),
      details: { recoveredFen: input.recoveredFen, costFen: input.costFen },
    })
    await tellOfRecovery(tx, by, claim, recovery)
    return done({ recovery })
  })

/**
 * What came back pays the firm's loan, by a repayment of its own that names the recovery. A loan that somebody else has paid
 * back meanwhile takes nothing: what still comes in is interest of the claim.
 */
async function payLoan(
  tx: Transaction,
  parts: With,
  by: By,
  claim: rows.PoolClaim,
  { loan }: rows.Covered,
  { id, number, receivedOn }: rows.Recovery,
  { series, postings }: Shared,
): Promise<Outcome<object>> {
  const pays = paysOfLoan(claim, series, postings, loan.balanceFen)
  if (loan.balanceFen === 0 || pays.principalFen + pays.interestFen === 0) return done()
  return repayment(tx, parts, by, loan.id, {
    ...{ ...pays, paidOn: receivedOn, payer: 'firm', reference: number, recoveryId: id },
  })
}

/**
 * The pools' parts of a recovery came in: costs first, then everybody in proportion to what he bore.
 * Refuses `recovery-over`, `same-person`, `day-ahead`, `before-payment`, `stale`, and what the ledger refuses.
 */
export const bookRecovery = (parts: With, by: By, id: rows.Recovery['id'], on: Day) =>
  act(parts.store, by, async (tx): Promise<Outcome<{ readonly recovery: rows.Recovery }>> => {
    const found = present(await rows.recoveryById(tx, id), 'the recovery that was looked up')
    const who = present(by.person, 'who books').id
    if (found.state !== 'reported') return refuse('recovery-over')
    if (found.reportedBy === who) return refuse('same-person')
    if (on > by.today) return refuse('day-ahead', { field: 'on' })
    if (on < found.receivedOn) return refuse('before-payment', { field: 'on' })
    const claim = present(await rows.claimById(tx, found.claimId), 'the claim of a recovery')
    const covered = present(await rows.coveredById(tx, claim.coverId), 'the cover of a claim')
    const { terms } = covered.cover
    const series = told(keptOf(claim, terms, await rows.eventsOf(tx, claim.id)))
    const shares = sharesOfRecovery(terms, series, found)
    if (!shares.ok) return shares
    const { recoveredFen, costFen } = found
    await keep(tx, by, claim, { kind: 'recovery', subjectId: id, on, recoveredFen, costFen }, shares)
    const lines: Line[] = []
    for (const { party, bookId } of await poolsWith(tx, claim.arrangement)) {
      const backFen = shares.postings.find((one) => one.party === party)?.returnedFen ?? noFen
      if (backFen > 0) lines.push(debit(bookId, 'cash-free', backFen), credit(bookId, 'claims-out', backFen))
    }
    if (lines.length) {
      const posted = await post(tx, by, parts, {
        ...{ key: `compensation.recovered ${id}`, kind: 'compensation.recovered', on, lines },
        ...{ subject: subjectOf(claim.id), memo: { number: found.number, recoveredFen, costFen } },
      })
      if (!posted.ok) return posted
    }
    const returnedFen = ownSum(shares.postings, fundedParties(terms), (one) => one.returnedFen)
    await tally(tx, claim.arrangement, { returnedFen })
    const booked = { state: 'booked', bookedOn: on, bookedAt: by.at, bookedBy: who } as const
    const recovery = await rows.changeRecovery(tx, found, booked)
    if (!recovery) return refuse('stale')
    await write(tx, by, {
      ...{ happening: 'compensation.recovery-booked', subject: subjectOf(claim.id) },
      details: { returnedFen },
    })
    await tellOfRecovery(tx, by, claim, recovery)
    return done({ recovery })
  })

/** What was reported did not come in: the loan is as it was before. Refuses `recovery-over`, `stale`. */
export const refuseRecovery = (parts: With, by: By, id: rows.Recovery['id'], answer: string) =>
  act(parts.store, by, async (tx): Promise<Outcome<{ readonly recovery: rows.Recovery }>> => {
    const found = present(await rows.recoveryById(tx, id), 'the recovery that was looked up')
    if (found.state !== 'reported') return refuse('recovery-over')
    const recovery = await rows.changeRecovery(tx, found, { state: 'refused', answer })
    if (!recovery) return refuse('stale')
    const claim = present(await rows.claimById(tx, found.claimId), 'the claim of a recovery')
    const paid = (await repaymentsOf(tx, claim.loanId)).find((one) => one.recoveryId === id)
    const back = paid ? await takeBack(tx, parts, by, claim.loanId, paid, answer) : done()
    if (!back.ok) return back
    await write(tx, by, {
      ...{ happening: 'compensation.recovery-refused', subject: subjectOf(claim.id), why: answer },
    })
    await tellOfRecovery(tx, by, claim, recovery)
    return done({ recovery })
  })
