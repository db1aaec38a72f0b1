import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { write } from '../audit/index.ts'
import { credit, debit, type Line, post } from '../ledger/index.ts'
import { openSince } from '../ledger/period.ts'
import type { LoanState } from '../loans/loan.ts'
import { type Day, plusMonths } from '../money/day.ts'
import { type Fen, minus, negative, noFen, plus } from '../money/fen.ts'
import type { Parts } from '../parts.ts'
import { type Id, newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { keepFigures } from './actions-figures.ts'
import { tellOfGuarantee } from './actions-notices.ts'
import { type ChangeKind, followed, type LoanNow, type Stand } from './following.ts'
import { checkPayer, type Payer } from './payer.ts'
import { ruleOn } from './policies.ts'
import * as rows from './rows.ts'
import { shareMoves, shareOf } from './shares.ts'

export type FollowParts = Pick<Parts, 'policies' | 'config'>

/** A loan as a guarantee follows it. */
export type FollowedLoan = LoanNow & {
  readonly id: Id<'loan'>
  readonly applicationId: Id<'application'>
  readonly state: LoanState
  readonly maturesOn: Day | null
}

/**
 * Brings the guarantee of a loan along with what the bank reported, in the transaction of the report: in force from the
 * first drawdown, down with principal that is repaid, up again where that is reversed, released with the loan. `on` is the
 * day of what was reported; `quiet` where many are told of at once. A loan without a guarantee, and one whose guarantee nobody has signed, goes its own way.
 *
 * Refuses: `stale`, and what the ledger refuses.
 */
export async function followLoan(
  tx: Transaction,
  parts: FollowParts,
  by: By,
  loan: FollowedLoan,
  on: Day,
  quiet = false,
): Promise<Outcome<object>> {
  const guarantee = await rows.standingOfCase(tx, loan.applicationId)
  return guarantee ? follow(tx, parts, by, guarantee, loan, on, quiet) : done()
}

/**
 * Whose money a repayment is, before it is booked. Refuses as `checkPayer`.
 */
export async function payerOf(
  tx: Transaction,
  { id, applicationId }: Pick<FollowedLoan, 'id' | 'applicationId'>,
  payer: Payer | null,
  principalFen: Fen,
): Promise<Outcome<{ readonly byGuarantor: boolean | null }>> {
  const guarantee = await rows.standingOfCase(tx, applicationId)
  if (!guarantee) return checkPayer(null, payer, principalFen)
  const paidByGuarantorFen = await rows.paidByGuarantor(tx, guarantee, id)
  return checkPayer({ ...guarantee, paidByGuarantorFen }, payer, principalFen)
}

/** The same for many loans, whose guarantees are looked up together. */
export async function followLoans(
  tx: Transaction,
  parts: FollowParts,
  by: By,
  all: readonly { readonly loan: FollowedLoan; readonly on: Day }[],
): Promise<Outcome<object>> {
  const atOnce = 400
  for (let at = 0; at < all.length; at += atOnce) {
    const slice = all.slice(at, at + atOnce)
    const known = new Map(
      (
        await rows.standingOfCases(
          tx,
          slice.map(({ loan }) => loan.applicationId),
        )
      ).map((one) => [one.applicationId, one]),
    )
    for (const { loan, on } of slice) {
      const guarantee = known.get(loan.applicationId)
      const kept = guarantee ? await follow(tx, parts, by, guarantee, loan, on) : done()
      if (!kept.ok) return kept
    }
  }
  return done()
}

async function follow(
  tx: Transaction,
  parts: FollowParts,
  by: By,
  guarantee: rows.Guarantee,
  loan: FollowedLoan,
  on: Day,
  quiet = false,
): Promise<Outcome<object>> {
  const paidByGuarantorFen = await rows.paidByGuarantor(tx, guarantee, loan.id)
  const after = followed(guarantee, { ...loan, paidByGuarantorFen })
  const maturesOn = laterOf(guarantee.maturesOn, loan.maturesOn)
  if (after === null) return done()
  const coverMonths = ruleOn(parts.policies, 'guarantee-handling', guarantee.signedOn ?? by.today).value
    .coverMonths
  return changeBalance(tx, parts, by, guarantee, after, {
    ...{ on, quiet },
    more: {
      ...{ loanId: loan.id, maturesOn },
      coverUntil: maturesOn ? plusMonths(maturesOn, coverMonths) : null,
      inForceOn: guarantee.inForceOn ?? (after.state === 'in-force' ? on : null),
      releasedOn: after.state === 'released' ? on : null,
      ...(after.state === 'withdrawn' ? { dueOn: null, duePolicies: null } : {}),
    },
  })
}

const laterOf = (one: Day | null, other: Day | null): Day | null =>
  one !== null && (other === null || one > other) ? one : other

type Happened = {
  readonly on: Day
  readonly more?: rows.GuaranteeChanges
  readonly why?: string
  /** What happened long ago is no news: the demo city. */
  readonly quiet?: boolean
}

/**
 * The one way in which what is in force changes: the row, its shares, the entry in every sharer's book, the kept figures,
 * the change that is added, the trail and the notices. Claims come through here as well. What happened in a period that is
 * closed is booked today: the report of a bank is a fact, however late.
 * Refuses: `stale`, and what the ledger refuses.
 */
export async function changeBalance(
  tx: Transaction,
  parts: FollowParts,
  by: By,
  before: rows.Guarantee,
  to: Stand & { readonly kind: ChangeKind },
  { on, more = {}, why, quiet = false }: Happened,
): Promise<Outcome<{ readonly guarantee: rows.Guarantee }>> {
  const { kind, ...stand } = to
  const ownFen = shareOf(before.terms, 'guarantor', to.balanceFen)
  const openOwnFen = minus(shareOf(before.terms, 'guarantor', plus(to.balanceFen, to.openFen)), ownFen)
  const after = await rows.changeGuarantee(tx, before, { ...more, ...stand, ownFen, openOwnFen })
  if (!after) return refuse('stale')
  const sharesBefore = await rows.sharesOf(tx, before.id)
  const moves = shareMoves(before.terms, before.balanceFen, to.balanceFen)
  const shares = sharesBefore.map((share) => {
    const fen = moves.find(({ party }) => party === share.party)?.fen ?? noFen
    return { ...share, contingentFen: plus(share.contingentFen, fen) }
  })
  const changeId = newId<'guarantee-change'>()
  const bookedOn = on < openSince(by.today) ? by.today : on
  const posted = await postMoves(tx, parts, by, after, { on: bookedOn, kind, changeId, sharesBefore, shares })
  if (!posted.ok) return posted
  for (const [at, share] of shares.entries())
    if (share.contingentFen !== sharesBefore[at]?.contingentFen)
      await rows.moveShare(tx, share, share.contingentFen)
  await rows.addChange(tx, {
    ...{ id: changeId, guaranteeId: before.id, happenedOn: bookedOn, kind, at: by.at, entrySeq: posted.seq },
    deltaFen: minus(to.balanceFen, before.balanceFen),
    ...{ balanceFen: to.balanceFen, openFen: to.openFen },
  })
  await keepFigures(tx, parts, by, before, after, shares)
  await write(tx, by, {
    happening: `guarantees.${before.state === after.state ? kind : after.state}`,
    subject: { kind: 'guarantee', id: before.id },
    from: before.state,
    to: after.state,
    ...(why ? { why } : {}),
    details: { on, fen: to.balanceFen },
  })
  if (before.state !== after.state && !quiet) await tellOfGuarantee(tx, by, after.state, after)
  return done({ guarantee: after })
}

type Moving = {
  readonly on: Day
  readonly kind: ChangeKind
  readonly changeId: Id<'guarantee-change'>
  readonly sharesBefore: readonly rows.Share[]
  readonly shares: readonly rows.Share[]
}

/** 或有责任 in every sharer's book, against its counter-account; one entry for all of them. */
async function postMoves(
  tx: Transaction,
  parts: FollowParts,
  by: By,
  guarantee: rows.Guarantee,
  { on, kind, changeId, sharesBefore, shares }: Moving,
): Promise<Outcome<{ readonly seq: number | null }>> {
  const moves = new Map<rows.Share['bookId'], Fen>()
  for (const [at, share] of shares.entries()) {
    const fen = minus(share.contingentFen, sharesBefore[at]?.contingentFen ?? noFen)
    moves.set(share.bookId, plus(moves.get(share.bookId) ?? noFen, fen))
  }
  const lines: Line[] = [...moves].flatMap(([book, fen]) => {
    if (fen > 0) return [debit(book, 'contingent', fen), credit(book, 'contingent-against', fen)]
    const back = negative(fen)
    return fen < 0 ? [debit(book, 'contingent-against', back), credit(book, 'contingent', back)] : []
  })
  if (lines.length === 0) return done({ seq: null })
  const posted = await post(tx, by, parts, {
    key: `guarantees.${kind} ${changeId}`,
    kind: `guarantees.${kind}`,
    subject: { kind: 'guarantee', id: guarantee.id },
    on,
    memo: { letter: guarantee.letterNumber ?? guarantee.number, balanceFen: guarantee.balanceFen },
    lines,
  })
  return posted.ok ? done({ seq: posted.entry.seq }) : posted
}
