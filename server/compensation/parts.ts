import type { Reader } from '../../db/index.ts'
import {
  bankRoles,
  bureauRoles,
  enterpriseRoles,
  isOneOf,
  type Person,
  poolRoles,
  type Role,
} from '../accounts/index.ts'
import type { Premium } from '../arrangements/index.ts'
import { coverBalance, standingOf } from '../covers/cover.ts'
import { maySeePool, premiumsSince } from '../covers/index.ts'
import { daysSince } from '../loans/loan.ts'
import { type Day, day } from '../money/day.ts'
import { type Fen, fen } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import type { InForce, PolicyBook } from '../policies/index.ts'
import { NotFound, type SignedIn } from '../web.ts'
import type { PoolClaimFacts } from './claim.ts'
import * as rows from './rows.ts'
import { poolById, type ShownPool } from './rows-pools.ts'
import { type PoolClaimRule, poolClaimShape } from './rule.ts'
import { type Kept, sharesOfClaim } from './sharing.ts'

/** The rule of claims on pools in force on a day, with its version. */
export const poolClaimRuleOn = (policies: PolicyBook, on: Day): InForce<PoolClaimRule> =>
  policies.read('pool-claim', on, poolClaimShape)

/** Who sees claims on pools. */
export const claimReaders: readonly Role[] = [...enterpriseRoles, ...bankRoles, ...poolRoles, ...bureauRoles]

/** Whose claims a person sees; else nobody's. */
export function scopeOf(me: Person): rows.Scope {
  if (me.enterpriseId) return { enterpriseId: me.enterpriseId }
  if (me.institutionId)
    return isOneOf(me, poolRoles) ? { operatorId: me.institutionId } : { institutionId: me.institutionId }
  return { region: me.region ?? '-' }
}

/** A claim through the person; a stranger learns nothing of it. */
export async function claimFor(from: Reader, me: Person, id: string): Promise<rows.ShownClaim> {
  const found = await rows.claimIn(from, scopeOf(me), id)
  if (!found) throw new NotFound(`claim ${id}`)
  return found
}

/** A pool through the person: of his institution, or of his region. */
export async function poolAt({
  me,
  parts,
  params,
}: Pick<SignedIn, 'me' | 'parts' | 'params'>): Promise<ShownPool> {
  const found = await poolById(parts.store.read, params.id ?? '')
  if (!found || !maySeePool(me, found)) throw new NotFound(`pool ${params.id}`)
  return found
}

/** A covered loan and what was claimed of it, as a claim finds them today. */
export async function factsFor(
  from: Reader,
  { cover, loan }: Pick<rows.Covered, 'cover' | 'loan'>,
  today: Day,
  besides: rows.PoolClaimId | null = null,
): Promise<PoolClaimFacts> {
  const other = await rows.standingClaim(from, cover.id)
  return {
    standing: standingOf(cover, loan),
    other: other && other.id !== besides ? other.state : null,
    lateness: { days: daysSince(loan.overdueSince, today), riskClass: loan.riskClass },
    coveredFen: coverBalance(cover, loan),
    loan: {
      ...{ principalFen: loan.balanceFen, annualRatePpm: loan.ratePpm, dayCount: 'actual/360' },
      ...{ interestFrom: loan.overdueSince ?? today, until: today },
    },
  }
}

type Paid = Pick<rows.PoolClaim, 'claimedFen' | 'poolFree' | 'premium'>

/** What was kept of a claim that was approved: with it the engine tells its shares again. */
export const keptOf = (claim: Paid, terms: Kept['terms'], events: readonly rows.EventRow[]): Kept => ({
  ...{ terms, claimedFen: claim.claimedFen, premium: claim.premium },
  poolFree: present(claim.poolFree, 'what the pools could pay when it was approved'),
  recoveries: events
    .filter(({ kind }) => kind === 'recovery')
    .map(({ recoveredFen, costFen }) => ({ recoveredFen, costFen })),
})

/**
 * The insurer's year for an arrangement that passes an excess on: premiums paid to it, and what it paid or is to pay on
 * claims that were approved before. Null for every other arrangement.
 */
export async function premiumOf(
  from: Reader,
  arrangement: string,
  terms: Kept['terms'],
  today: Day,
): Promise<Premium | null> {
  const insurer = terms.excess?.party
  if (!insurer) return null
  const since = day(`${today.slice(0, 4)}-01-01`)
  const paidFen = await rows.paidByPartySince(from, { arrangement, party: insurer, since })
  let promisedFen = 0
  for (const { claim, cover } of await rows.noticedOf(from, arrangement)) {
    const shares = sharesOfClaim(keptOf(claim, cover.terms, []))
    const own = shares.ok ? shares.postings.find(({ party }) => party === insurer) : undefined
    promisedFen += own?.cashFen ?? 0
  }
  return {
    premiumFen: await premiumsSince(from, arrangement, since),
    paidBeforeFen: fen(paidFen + promisedFen),
  }
}

/** Fen of the parties whose money lies in books of the platform. */
export const ownSum = <Row extends { readonly party: string }>(
  rows: readonly Row[],
  parties: readonly string[],
  of: (row: Row) => Fen,
): Fen => fen(rows.filter(({ party }) => parties.includes(party)).reduce((sum, row) => sum + of(row), 0))
