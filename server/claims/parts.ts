import type { Reader } from '../../db/index.ts'
import {
  bankRoles,
  bureauRoles,
  enterpriseRoles,
  guarantorRoles,
  isOneOf,
  type Person,
  type Role,
} from '../accounts/index.ts'
import type { Arrangement } from '../arrangements/index.ts'
import { agreementById, usedOf } from '../batches/index.ts'
import { paidByGuarantor } from '../guarantees/index.ts'
import { drawdownsOf, repaymentsOf } from '../loans/index.ts'
import type { Day } from '../money/day.ts'
import { plus } from '../money/fen.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import type { InForce } from '../policies/index.ts'
import { NotFound } from '../web.ts'
import { isOpenClaim } from './claim.ts'
import { ceilingOf, lateByItself, type Standing } from './ground.ts'
import * as rows from './rows.ts'
import { settlementsOf } from './rows-settlements.ts'
import { type ClaimRule, claimRuleShape } from './rule.ts'
import { type AccountMoves, retold, type Sharing, settledMoves } from './sharing.ts'

/** The rule of claims in force on a day, with its version. */
export const claimRuleOn = ({ policies }: Pick<Parts, 'policies'>, on: Day): InForce<ClaimRule> =>
  policies.read('claim-rule', on, claimRuleShape)

/** Who settles a share besides the guarantor and the bank. */
export const sharerRoles = ['reguarantor', 'treasury'] as const satisfies readonly Role[]
/** Everybody who settles. */
export const settlers: readonly Role[] = [...bankRoles, ...guarantorRoles, ...sharerRoles]
/** Everybody who has a claim to look at. */
export const claimReaders: readonly Role[] = [
  ...bankRoles,
  ...guarantorRoles,
  ...sharerRoles,
  ...enterpriseRoles,
  ...bureauRoles,
]

/** What a person may see; a stranger learns nothing. */
export function scopeOf(me: Person): rows.Scope {
  if (isOneOf(me, bureauRoles)) return { region: present(me.region, 'the place of the bureau') }
  if (isOneOf(me, enterpriseRoles))
    return { enterpriseId: present(me.enterpriseId, 'the firm of its own people') }
  const id = present(me.institutionId, 'the institution of its own people')
  if (isOneOf(me, bankRoles)) return { bankId: id }
  return isOneOf(me, guarantorRoles) ? { guarantorId: id } : { sharerId: id }
}

/** The claim as this person may know of it; `NotFound` for everybody else's. */
export async function claimFor(from: Reader, me: Person, id: string): Promise<rows.ShownClaim> {
  const found = await rows.claimIn(from, scopeOf(me), id)
  if (!found) throw new NotFound(`claim ${id}`)
  return found
}

/** The guarantee as this person may know of it; `NotFound` for everybody else's. */
export async function guaranteedFor(from: Reader, me: Person, id: string): Promise<rows.ShownGuarantee> {
  const found = await rows.guaranteeIn(from, scopeOf(me), id)
  if (!found) throw new NotFound(`guarantee ${id}`)
  return found
}

/** Where the form stands to which papers of a guarantee belong: that of the claim that was returned, or of the next one. */
export async function filingHref(from: Reader, guaranteeId: rows.GuaranteeId): Promise<string> {
  const open = (await rows.claimsOf(from, guaranteeId)).find(({ state }) => isOpenClaim(state))
  return open?.state === 'returned' ? `/claims/${open.id}/again` : `/guarantees/${guaranteeId}/claims/new`
}

/** A guarantee and its loan as a claim finds them on a day. */
export async function standingOf(
  from: Reader,
  guarantee: rows.Guaranteed,
  today: Day,
  besides: rows.ClaimId | null = null,
): Promise<Standing | null> {
  const loan = guarantee.loanId ? await rows.loanOf(from, guarantee.loanId) : null
  if (!loan) return null
  // Money of the guarantor's that the bank has reported is in the claims already: the loan is looked at as if it had not.
  const balanceFen = plus(loan.balanceFen, await paidByGuarantor(from, guarantee, loan.id))
  const overdueSince = await lateSinceOf(from, guarantee, loan, today)
  const claims = (await rows.claimsOf(from, guarantee.id)).filter(({ id }) => id !== besides)
  const agreement = guarantee.agreementId ? await agreementById(from, guarantee.agreementId) : null
  return {
    ...{ loan: { ...loan, balanceFen, overdueSince }, guarantee },
    openClaim: claims.some(({ state }) => isOpenClaim(state)),
    finalPaid: claims.some(({ state, kind }) => state === 'paid' && kind === 'final'),
    ceilingFen: agreement ? ceilingOf(await usedOf(from, agreement.id, besides), agreement.ceilingPpm) : null,
  }
}

/** Before the first payout the bank's own count is the firm's. */
async function lateSinceOf(
  from: Reader,
  { claimedFen }: Pick<rows.Guaranteed, 'claimedFen'>,
  loan: NonNullable<Awaited<ReturnType<typeof rows.loanOf>>>,
  today: Day,
): Promise<Day | null> {
  if (claimedFen === 0) return loan.overdueSince
  const drawn = await drawdownsOf(from, loan.id)
  return lateByItself(loan, drawn, await repaymentsOf(from, loan.id), today)
}

/** What happened, as sharing tells it. */
const eventOf = ({ kind, lossFen, recoveredFen, costFen }: rows.SharedEventRow) => {
  if (kind === 'taken-back') return { kind }
  return kind === 'claim' ? { kind, lossFen } : { kind, recoveredFen, costFen }
}

/** Where the shares of a guarantee stand: its events, told again by the arrangement that its letter fixed. */
export async function sharingOf(
  from: Reader,
  { id, terms }: Pick<rows.Guaranteed, 'id'> & { readonly terms: Arrangement },
): Promise<{ readonly sharing: Sharing; readonly moves: readonly AccountMoves[]; readonly count: number }> {
  const events = await rows.eventsOf(from, id)
  const told = retold(terms, events.map(eventOf))
  const moves = [...told.moves]
  const settled = (await settlementsOf(from, id)).filter(({ state }) => state === 'settled')
  moves.push(
    ...settled.map(({ fromParty, toParty, amountFen }) =>
      settledMoves({ from: fromParty, to: toParty, fen: amountFen }),
    ),
  )
  return { sharing: told.sharing, moves, count: events.length }
}
