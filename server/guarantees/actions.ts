import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { isContract } from '../applications/application.ts'
import { applicationById, offersOf } from '../applications/index.ts'
import { arrangementOn } from '../arrangements/index.ts'
import { act, write } from '../audit/index.ts'
import { firmOf } from '../enterprises/index.ts'
import { institutionOf } from '../institutions/index.ts'
import { noFen } from '../money/fen.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { nextNumber } from '../platform/numbers.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { dueIn } from '../policies/index.ts'
import { checkStopped } from '../stop-lines/index.ts'
import { customerHeadroom, keepFigures } from './actions-figures.ts'
import { tellOfGuarantee } from './actions-notices.ts'
import { type GuaranteeActor, type GuaranteeDecline, type GuaranteeOrigin, move } from './guarantee.ts'
import { ruleOn, versionsWith } from './policies.ts'
import { capRefusal } from './ratios.ts'
import * as rows from './rows.ts'
import { customerKind, scopeFindings, scopeStanding } from './scope.ts'
import { checkGuaranteed, shareOf } from './shares.ts'

export type With = Pick<Parts, 'store' | 'policies'>
export type Kept = Outcome<{ readonly guarantee: rows.Guarantee }>

export type Asking = {
  readonly guarantorId: Id<'institution'>
  /** The code of the arrangement, `4321` for one. */
  readonly arrangement: string
}

/**
 * 申请担保: the bank of a case asks a guarantor for a guarantee of the loan that the firm agreed to. What is asked for counts
 * towards the customer's cap from this moment, over all banks and guarantors.
 *
 * Refuses: `case-without-loan` (nothing is agreed, or the loan is paid out already), `offer-without-guarantee`,
 * `guarantee-standing` (the case has one), `loan-covered` (pools stand for its loan, or are asked to: a loss is not made good twice), `other-guarantor` (than the offer names), `no-such-guarantor`, what `arrangementOn` and `checkGuaranteed` refuse,
 * `out-of-scope`, what `checkStopped` refuses (熔断), `cap-customer-cap`, `calendar-missing`.
 */
export const askForGuarantee = (parts: With, by: By, id: Id<'application'>, asking: Asking) =>
  act(parts.store, by, (tx) => asked(tx, parts, by, id, asking))

async function asked(
  tx: Transaction,
  parts: Pick<Parts, 'policies'>,
  by: By,
  applicationId: Id<'application'>,
  asking: Asking,
): Promise<Kept> {
  const found = await askable(tx, parts, by, applicationId, asking, 'single')
  if (!found.ok) return found
  const handling = ruleOn(parts.policies, 'guarantee-handling', by.today)
  const clock = dueIn(parts.policies, by.today, handling.value.underwritingWorkdays, handling.version)
  if (!clock.ok) return clock
  const kept = await addAsked(tx, parts, by, {
    ...found.draft,
    ...{ dueOn: clock.due.on, duePolicies: clock.due.policies },
    policies: versionsWith(found.draft.policies, handling.version),
  })
  await tellOfGuarantee(tx, by, 'applied', kept)
  return done({ guarantee: kept })
}

/** A guarantee as it would be written down, without its number. */
export type Draft = Omit<rows.Guarantee, 'number'>

/**
 * The guarantee that a case could have, with every question that is asked before anything is written. Refuses as
 * `askForGuarantee`.
 */
export async function askable(
  tx: Transaction,
  parts: Pick<Parts, 'policies'>,
  by: By,
  applicationId: Id<'application'>,
  { guarantorId, arrangement: code }: Asking,
  origin: GuaranteeOrigin,
): Promise<Outcome<{ readonly draft: Draft }>> {
  const found = await caseToGuarantee(tx, applicationId, origin)
  if (!found.ok) return found
  const { application, offer, loanId } = found
  // The firm agreed to one guarantor by its name; offers from before there were names leave it open.
  if (offer.guarantorId && offer.guarantorId !== guarantorId)
    return refuse('other-guarantor', {
      field: 'guarantorId',
      values: { guarantor: offer.guarantorName ?? '' },
    })
  const guarantor = await institutionOf(tx, guarantorId)
  if (guarantor?.kind !== 'guarantor' || guarantor.state !== 'active')
    return refuse('no-such-guarantor', { field: 'guarantorId' })
  const inForce = arrangementOn(parts.policies, code, by.today)
  if (!inForce.ok) return inForce
  const { value: terms, version } = inForce.policy
  const may = checkGuaranteed(terms)
  if (!may.ok) return may
  const filing = { bankId: application.institutionId, guarantorId, arrangement: code }
  const open = await checkStopped(tx, filing, by.today)
  if (!open.ok) return open
  const firm = present(await firmOf(tx, application.enterpriseId), 'the firm of a case')
  const facts = { size: firm.size, farming: farmingOf(firm.industry), industry: firm.industry }
  const scope = scopeFindings(terms, facts)
  if (scopeStanding(scope) === 'no') return refuse('out-of-scope')
  const { enterpriseId, institutionId: bankId } = application
  const { amountFen, months } = offer
  const room = await customerHeadroom(tx, { enterpriseId, amountFen }, terms.singleCustomerCapFen)
  const over = capRefusal([room])
  if (over) return over
  return done({
    draft: {
      ...blank,
      ...{ id: newId<'guarantee'>(), origin, applicationId, offerId: offer.id, loanId },
      ...{ enterpriseId, bankId, guarantorId, amountFen, months, scope, terms },
      ...{ arrangement: code, openFen: amountFen, openOwnFen: shareOf(terms, 'guarantor', amountFen) },
      ...{ district: firm.region.slice(0, 6), industry: firm.industry, size: firm.size },
      ...{ farming: facts.farming, kind: customerKind(facts) },
      ...{ askedAt: by.at, askedBy: by.person?.id ?? null, policies: [version] },
    },
  })
}

/** What nothing has happened to yet. */
const blank = {
  ...({ state: 'applied', filing: 'none', agreementId: null, arrangementVersion: null } as const),
  ...{ balanceFen: noFen, ownFen: noFen, claimedFen: noFen, openClaims: 0, filingLateDays: 0, version: 1 },
  ...{ officerId: null, dueOn: null, duePolicies: null, findings: null, feePpm: null, feeFen: null },
  ...{ underwrittenAt: null, underwrittenBy: null, rooms: null, approvedAt: null, approvedBy: null },
  ...{ declineReason: null, declineWords: null, letterNumber: null, signedOn: null, signedBy: null },
  ...{ filingDueOn: null, filingSentOn: null, filedOn: null, filedBy: null, filingWords: null },
  ...{ inForceOn: null, maturesOn: null, coverUntil: null, releasedOn: null, endedOn: null },
}

/** Writes a guarantee down as it was asked for, with its figures and the trail. */
export async function addAsked(
  tx: Transaction,
  parts: Pick<Parts, 'policies'>,
  by: By,
  draft: Draft,
): Promise<rows.Guarantee> {
  const guarantee = { ...draft, number: await nextNumber(tx, 'BZ', by.today) }
  await rows.addGuarantee(tx, guarantee)
  await keepFigures(tx, parts, by, null, guarantee)
  const { amountFen, arrangement, guarantorId } = guarantee
  const guarantor = present(await institutionOf(tx, guarantorId), 'the guarantor that was asked')
  await write(tx, by, {
    happening: 'guarantees.applied',
    subject: { kind: 'guarantee', id: guarantee.id },
    to: 'applied',
    details: { fen: amountFen, arrangement, guarantor: guarantor.shortName },
  })
  return guarantee
}

/** The case with its accepted offer, if a guarantee can be asked for in it. */
async function caseToGuarantee(tx: Transaction, id: Id<'application'>, origin: GuaranteeOrigin) {
  const application = await applicationById(tx, id)
  const offer = (await offersOf(tx, id)).find(({ state }) => state === 'accepted')
  if (!application || !offer || !isContract(application.state)) return refuse('case-without-loan')
  if (offer.guaranteeMode !== 'guarantee') return refuse('offer-without-guarantee')
  const loan = await rows.loanOfCase(tx, id)
  if (origin === 'single' && loan && loan.state !== 'signed') return refuse('case-without-loan')
  if (await rows.standingOfCase(tx, id)) return refuse('guarantee-standing')
  if (loan && (await rows.isCovered(tx, loan.id))) return refuse('loan-covered')
  return done({ application, offer, loanId: loan?.id ?? null })
}

/** 三农 by the register: a firm of section A; of others nobody knows until the guarantor has looked. */
const farmingOf = (industry: string): boolean | null => (industry.startsWith('A') ? true : null)

/** 受理: an officer takes a request up; from then on it is his. Refuses `move-not-allowed`, `stale`. */
export const takeUp = (parts: With, by: By, id: Id<'guarantee'>) =>
  act(parts.store, by, async (tx) => {
    const guarantee = present(await rows.guaranteeById(tx, id), 'the guarantee to be taken up')
    return moved(tx, parts, by, guarantee, 'underwriting', actorOf(by), {
      officerId: by.person?.id ?? null,
    })
  })

type Declining = { readonly reason: GuaranteeDecline; readonly words: string }

/** The guarantor says no; what was asked for is free again. Refuses `words-required`, `move-not-allowed`, `stale`. */
export const declineGuarantee = (parts: With, by: By, id: Id<'guarantee'>, { reason, words }: Declining) =>
  act(parts.store, by, async (tx): Promise<Kept> => {
    if (reason === 'other' && words.trim() === '') return refuse('words-required', { field: 'words' })
    const guarantee = present(await rows.guaranteeById(tx, id), 'the guarantee to be declined')
    const more = { declineReason: reason, declineWords: words || null, dueOn: null, duePolicies: null }
    return moved(tx, parts, by, guarantee, 'declined', actorOf(by), more, words)
  })

/** The bank takes its request back, or a letter of which nothing was drawn. Refuses `move-not-allowed`, `stale`. */
export const withdrawGuarantee = (parts: With, by: By, id: Id<'guarantee'>, why: string) =>
  act(parts.store, by, async (tx) => {
    const guarantee = present(await rows.guaranteeById(tx, id), 'the guarantee to be taken back')
    return moved(tx, parts, by, guarantee, 'withdrawn', 'bank', { dueOn: null, duePolicies: null }, why)
  })

/** Who a person is in a guarantee's life. */
export const actorOf = (by: By): GuaranteeActor =>
  by.person?.role === 'guarantor-manager'
    ? 'manager'
    : by.person?.role === 'guarantor-officer'
      ? 'officer'
      : 'bank'

/** Moves a guarantee that has no balance, with its figures, the trail and the notices (`told`). Refuses `move-not-allowed`, `stale`. */
export async function moved(
  tx: Transaction,
  parts: Pick<Parts, 'policies'>,
  by: By,
  before: rows.Guarantee,
  to: rows.Guarantee['state'],
  actor: GuaranteeActor,
  changes: rows.GuaranteeChanges = {},
  why?: string,
  told: string = to,
): Promise<Kept> {
  const may = move(before.state, to, actor)
  if (!may.ok) return may
  const after = await rows.changeGuarantee(tx, before, { ...changes, state: to })
  if (!after) return refuse('stale')
  await keepFigures(tx, parts, by, before, after)
  await write(tx, by, {
    happening: `guarantees.${to}`,
    subject: { kind: 'guarantee', id: before.id },
    from: before.state,
    to,
    ...(why ? { why } : {}),
  })
  await tellOfGuarantee(tx, by, told, after)
  return done({ guarantee: after })
}
