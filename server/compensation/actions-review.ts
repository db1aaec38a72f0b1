import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act } from '../audit/index.ts'
import { poolsWith } from '../covers/index.ts'
import { fundedParties } from '../covers/pool.ts'
import { freeMoney, reservationsAbout, reserve, voidReservation } from '../ledger/index.ts'
import { plusDays } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { dueIn } from '../policies/index.ts'
import { type Made, moved, noDue, type With } from './actions.ts'
import { checkReviewer, mayMovePoolClaim, mostPrincipal } from './claim.ts'
import { factsFor, poolClaimRuleOn, premiumOf } from './parts.ts'
import * as rows from './rows.ts'
import { type Free, sharesOfClaim } from './sharing.ts'

/**
 * 初审: the pool's operator finds the papers complete. Refuses `claim-moved`, `same-person`, `calendar-missing`, `stale`.
 */
export const checkPapers = ({ store, policies }: With, by: By, id: rows.PoolClaimId) =>
  act(store, by, async (tx): Promise<Made> => {
    const claim = present(await rows.claimById(tx, id), 'the claim that was looked up')
    const who = present(by.person, 'who checks').id
    if (claim.filedBy === who) return refuse('same-person')
    const rule = poolClaimRuleOn(policies, by.today)
    const due = dueIn(policies, by.today, rule.value.reviewWorkdays, rule.version)
    if (!due.ok) return due
    return moved(tx, by, claim, 'checked', {
      changes: {
        ...{ checkedAt: by.at, checkedBy: who, dueOn: due.due.on, duePolicies: due.due.policies },
      },
      sides: ['checker'],
    })
  })

/**
 * The bank has something to mend; what was set aside for it is free again. Refuses `claim-moved`, `stale`, and what the ledger
 * refuses.
 */
export const returnClaim = (parts: With, by: By, id: rows.PoolClaimId, answer: string) =>
  act(parts.store, by, (tx) => ended(tx, parts, by, id, 'returned', answer))

/** 不予补偿, by the second person. Refuses `claim-moved`, `same-person`, `stale`, and what the ledger refuses. */
export const refuseClaim = (parts: With, by: By, id: rows.PoolClaimId, answer: string) =>
  act(parts.store, by, (tx) => ended(tx, parts, by, id, 'refused', answer))

async function ended(
  tx: Transaction,
  parts: With,
  by: By,
  id: rows.PoolClaimId,
  to: 'returned' | 'refused',
  answer: string,
): Promise<Made> {
  const claim = present(await rows.claimById(tx, id), 'the claim that was looked up')
  if (!mayMovePoolClaim(claim.state, to)) return refuse('claim-moved')
  const who = present(by.person, 'who decides').id
  const reviewer = to === 'refused' ? checkReviewer(claim, who) : done()
  if (!reviewer.ok) return reviewer
  for (const one of await reservationsAbout(tx, subjectOf(id))) {
    if (one.state !== 'open') continue
    const key = `compensation.freed ${one.id}`
    const freed = await voidReservation(tx, by, parts, { reservation: one.id, key, why: answer })
    if (!freed.ok) return freed
  }
  const cleared = { noticeFrom: null, noticeUntil: null, poolFree: null, premium: null }
  return moved(tx, by, claim, to, {
    changes: {
      ...{ ...cleared, ...noDue, answer },
      ...(to === 'refused' ? { decidedAt: by.at, decidedBy: who } : { decidedAt: null, decidedBy: null }),
    },
    sides: to === 'refused' ? ['bank', 'firm'] : ['bank'],
    why: answer,
  })
}

export const subjectOf = (id: rows.PoolClaimId) => ({ kind: 'compensation-claim', id }) as const

/**
 * 复核: a second person approves. What the pools can pay today decides how the layers share it; their parts are set aside, and
 * the claim lies open (公示) for the policy's working days before it is paid. One writer at a time, so two claims on a pool
 * with money for one never both take it.
 *
 * Refuses `claim-moved`, `same-person`, `pool-claim-above-cover` where some was paid back since, `calendar-missing`,
 * `pool-short` where nobody stands behind a fund that no layer bounds, `stale`.
 */
export const approveClaim = (parts: With, by: By, id: rows.PoolClaimId, answer: string) =>
  act(parts.store, by, async (tx): Promise<Made> => {
    const { policies } = parts
    const claim = present(await rows.claimById(tx, id), 'the claim that was looked up')
    if (!mayMovePoolClaim(claim.state, 'noticed')) return refuse('claim-moved')
    const who = present(by.person, 'who approves').id
    const reviewer = checkReviewer(claim, who)
    if (!reviewer.ok) return reviewer
    const covered = present(await rows.coveredById(tx, claim.coverId), 'the cover of a claim')
    const { terms } = covered.cover
    const still = await stillCovered(tx, by, covered, claim)
    if (!still.ok) return still
    const rule = poolClaimRuleOn(policies, by.today)
    const notice = dueIn(policies, by.today, rule.value.noticeWorkdays, rule.version)
    if (!notice.ok) return notice
    const due = dueIn(policies, notice.due.on, rule.value.payWorkdays, rule.version)
    if (!due.ok) return due
    const poolFree = await freeOf(tx, by, claim, fundedParties(terms))
    const premium = await premiumOf(tx, claim.arrangement, terms, by.today)
    const shares = sharesOfClaim({ terms, claimedFen: claim.claimedFen, poolFree, premium })
    if (!shares.ok) return shares
    const expiresOn = plusDays(by.today, rule.value.reservedDays)
    const pools = await poolsWith(tx, claim.arrangement)
    for (const pool of pools) {
      const amountFen = shares.postings.find(({ party }) => party === pool.party)?.borneFen ?? 0
      if (amountFen === 0) continue
      const reserved = await reserve(tx, by, parts, {
        key: `compensation.reserved ${id} ${claim.version} ${pool.party}`,
        ...{ book: pool.bookId, amountFen: amountFen as Fen, subject: subjectOf(id), expiresOn },
        memo: { number: claim.number },
      })
      if (!reserved.ok) return reserved
    }
    const policiesOfDue = [...new Set([...notice.due.policies, ...due.due.policies])]
    return moved(tx, by, claim, 'noticed', {
      changes: {
        ...{ decidedAt: by.at, decidedBy: who, answer: answer || null, poolFree, premium },
        ...{ noticeFrom: by.today, noticeUntil: notice.due.on, dueOn: due.due.on },
        duePolicies: policiesOfDue,
      },
      sides: ['bank', 'operator', 'firm', 'bureau'],
      region: present(pools[0], 'a pool of the arrangement').region,
      ...(answer ? { why: answer } : {}),
      details: { poolFree, noticeUntil: notice.due.on },
    })
  })

/** What the pools of these parties can pay today. */
async function freeOf(
  tx: Transaction,
  by: By,
  { arrangement }: rows.PoolClaim,
  parties: readonly string[],
): Promise<Free> {
  const found: [string, Fen][] = []
  for (const pool of await poolsWith(tx, arrangement))
    if (parties.includes(pool.party)) found.push([pool.party, await freeMoney(tx, pool.bookId, by.today)])
  return Object.fromEntries(found)
}

/** A claim names no more than is under cover, on the day of each step: the firm may have paid some back. */
export async function stillCovered(
  tx: Transaction,
  by: By,
  covered: rows.Covered,
  { id, principalFen }: rows.PoolClaim,
): Promise<Outcome<object>> {
  const facts = await factsFor(tx, covered, by.today, id)
  const mostFen = mostPrincipal(facts)
  return principalFen > mostFen
    ? refuse('pool-claim-above-cover', { field: 'principalFen', values: { mostFen } })
    : done()
}
