import type { Reader, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act } from '../audit/index.ts'
import { requireConsent } from '../consents/index.ts'
import { neededKinds } from '../consents/needed.ts'
import { noteContact } from '../contacts/index.ts'
import { institutionOf } from '../institutions/index.ts'
import { daysSince } from '../loans/loan.ts'
import { checkRenewedBy } from '../loans/renewed.ts'
import type { Day } from '../money/day.ts'
import { type Fen, smaller } from '../money/fen.ts'
import { ppm } from '../money/rate.ts'
import { type Need, needById, needFacts } from '../needs/index.ts'
import type { Parts } from '../parts.ts'
import { assert, present } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { done, type Outcome, type Refusal, refuse } from '../platform/outcome.ts'
import { type DueDay, dueBy } from '../policies/index.ts'
import { termsOf } from '../products/index.ts'
import type { ProductTerms } from '../products/product.ts'
import { compareCase, keepCaseCheck } from '../tax-checks/index.ts'
import { closeOffers, moveCase, owedBy, owedOn } from './actions.ts'
import { caseTermsOn } from './case-terms.ts'
import { type CostSheet, canonical, markOf, sheetOf } from './cost-sheet.ts'
import { checkAgainstPolicy, checkOffer, closedBecause, type OfferTerms } from './offer.ts'
import * as rows from './rows.ts'
import { type RenewedLoan, renewedInCase } from './rows-renewal.ts'
import { addSheet, confirmSheet, sheetById } from './rows-sheets.ts'

type With = Pick<Parts, 'store' | 'policies'>

/** An offer may have several faults at once; the form shows each beside its field. */
export type Made = Outcome<{ readonly offer: rows.Offer }> & { readonly faults?: readonly Refusal[] }

/** What an offer answers to. */
export type Asked = {
  readonly application: rows.Application
  readonly need: Need
  readonly terms: ProductTerms
  /** The loan that the offer renews; null where it lends anew. */
  readonly renewed: RenewedLoan | null
}

/** Every fault of an offer: by the product, by the need and by policy. Preview and sending ask the same. */
export const faultsOf = (
  { policies }: Pick<Parts, 'policies'>,
  input: OfferTerms,
  { need, terms, renewed }: Asked,
  today: By['today'],
): Refusal[] => [
  ...renewalFaults(renewed, input.amountFen, today),
  ...checkOffer(input, renewed ? downTo(terms, input.amountFen) : terms, needFacts(need), today),
  ...checkAgainstPolicy(input, caseTermsOn(policies, today).value, today),
]

/** What is left of a loan may be less than its product lends anew: a renewal has no least sum. */
const downTo = (terms: ProductTerms, amountFen: Fen): ProductTerms => ({
  ...terms,
  amountMinFen: smaller(terms.amountMinFen, amountFen),
})

/** A renewal lends no more than is out, and only while the old loan may be renewed. Lateness and class are of last night. */
function renewalFaults(renewed: RenewedLoan | null, amountFen: Fen, today: Day): Refusal[] {
  if (!renewed) return []
  const old = { ...renewed, daysLate: daysSince(renewed.overdueSince, today) }
  const may = checkRenewedBy(old, amountFen, today)
  return may.ok ? [] : [may.refusal]
}

/**
 * 授信方案: what the institution would lend on, within the product's terms as they were listed, with its all-in
 * yearly cost by the one function that preview and page use too. Who sends it confirms the cost sheet 贷款明白纸 for
 * the bank; it is kept with the offer, letter by letter.
 *
 * Refuses: all that `faultsOf` finds (in `faults`), what the cost refuses, `move-not-allowed`, `stale`, and where
 * the firm applied, `consent-revoked`, `consent-expired` or `consent-missing`: a decision rests on what the product
 * needs to see, and is not made on data that the bank must no longer use (个人信息保护法 art. 15). With `taxMark`,
 * `tax-facts-changed` where the firm's taxes are not any more what lay before the officer.
 */
export async function makeOffer(
  parts: With,
  by: By,
  id: Id<'application'>,
  input: OfferTerms & { readonly words: string },
  taxMark: string | null = null,
): Promise<Made> {
  let faults: readonly Refusal[] = []
  const outcome = await act(parts.store, by, async (tx): Promise<Made> => {
    const application = present(await rows.applicationById(tx, id), 'the case of an offer')
    const need = present(await needById(tx, application.needId), 'the need of a case')
    const terms = present(
      await termsOf(tx, application.productId, application.productVersion),
      'terms applied under',
    )
    const consented = await stillConsented(tx, by, application, terms)
    if (!consented.ok) return consented
    const asked = { application, need, terms, renewed: await renewedInCase(tx, id) }
    faults = faultsOf(parts, input, asked, by.today)
    const [first] = faults
    if (first) return { ok: false, refusal: first }
    const read = await sameTaxes(tx, parts, by, application, taxMark)
    if (!read.ok) return read
    const offerId = newId<'offer'>()
    const written = await sheetFor(tx, parts, by, asked, offerId, input)
    if (!written.ok) return written
    const { sheet } = written
    const { words, ...offered } = input
    await rows.addOffer(tx, {
      ...offered,
      guarantorName: sheet.guarantor ?? null,
      id: offerId,
      applicationId: id,
      needId: application.needId,
      state: 'open',
      penaltyUpliftPpm: sheet.penaltyUpliftPpm,
      earlyFeePpm: sheet.earlyFeePpm,
      decisionDueOn: application.dueOn,
      decisionDuePolicies: application.duePolicies,
      simplePpm: sheet.simplePpm,
      compoundPpm: sheet.compoundPpm,
      words,
      madeAt: by.at,
      madeBy: by.person?.id ?? null,
    })
    await keepSheet(tx, by, offerId, sheet)
    const changes = {
      offeredAt: by.at,
      ...owedOn(input.validUntil),
      officerId: by.person?.id ?? application.officerId,
    }
    await noteContact(tx, by, id, 'offer')
    const moved = await moveCase(tx, by, application, 'offered', 'institution', changes)
    if (!moved.ok) return moved
    await keepCaseCheck(tx, parts, by, application, 'offered')
    return done({ offer: present(await rows.offerById(tx, offerId), 'the offer just made') })
  })
  return outcome.ok ? outcome : { ...outcome, faults }
}

/** The cost sheet as the bank confirmed it, letter by letter. */
function keepSheet(tx: Transaction, by: By, offerId: Id<'offer'>, sheet: CostSheet): Promise<void> {
  const content = canonical(sheet)
  return addSheet(tx, {
    ...{ offerId, content, sha256: markOf(content) },
    ...{ bankConfirmedAt: by.at, bankConfirmedBy: by.person?.id ?? null, bankConfirmer: by.actor },
  })
}

/** Whether the firm's taxes are still what lay before the officer, whose form carries the mark of it. */
async function sameTaxes(
  tx: Transaction,
  parts: With,
  { today }: By,
  application: rows.Application,
  mark: string | null,
): Promise<Outcome<object>> {
  const now = mark === null ? null : await compareCase(tx, parts, application, today)
  return now && now.mark !== mark ? refuse('tax-facts-changed') : done()
}

/**
 * The cost sheet that terms would have if they were offered now; preview and offer write the same. Refuses as `sheetOf`, and
 * `no-such-guarantor`.
 */
export async function sheetFor(
  from: Reader,
  { policies }: Pick<Parts, 'policies'>,
  { today }: Pick<By, 'today'>,
  { application, need, terms }: Asked,
  offer: string,
  input: OfferTerms,
) {
  const bank = present(await institutionOf(from, application.institutionId), 'the bank of a case')
  const guarantor = input.guarantorId ? await institutionOf(from, input.guarantorId) : null
  if (input.guarantorId && (guarantor?.kind !== 'guarantor' || guarantor.state !== 'active'))
    return refuse('no-such-guarantor', { field: 'guarantorId' })
  const { value, version } = caseTermsOn(policies, today)
  const subject = {
    ...{ offer, application: application.number, need: need.number },
    ...{ bank: bank.name, product: terms.name, productVersion: application.productVersion },
    ...(guarantor ? { guarantor: guarantor.name } : {}),
  }
  return sheetOf(input, subject, { usualUpliftPpm: ppm(value.penaltyUsualPpm), version })
}

/**
 * A bank that took the need from the hall was promised nothing, and offers on the need's public face alone; one that renews
 * decides on its own loan.
 */
async function stillConsented(
  tx: Transaction,
  by: By,
  { openedBy, enterpriseId, institutionId }: rows.Application,
  terms: ProductTerms,
): Promise<Outcome<object>> {
  if (openedBy !== 'firm-applied') return done()
  for (const { kind } of neededKinds(terms)) {
    const held = await requireConsent(
      tx,
      { enterpriseId, institutionId },
      kind,
      ['credit-assessment'],
      by.today,
    )
    if (!held.ok) return held
  }
  return done()
}

/**
 * Takes an offer back to make another; the reason is for the firm. The bank decides anew, so the clock of the decision
 * counts from today in working days, and its day comes no earlier than the one that stood when the offer was made.
 * Refuses: `offer-not-open`, `move-not-allowed`, `calendar-missing`.
 */
export const withdrawOffer = ({ store, policies }: With, by: By, id: Id<'offer'>, why?: string) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const offer = await rows.offerById(tx, id)
    if (!offer || !(await rows.closeOffer(tx, id, { state: 'withdrawn', decidedAt: by.at })))
      return refuse('offer-not-open')
    const application = present(await rows.applicationById(tx, offer.applicationId), 'the case of an offer')
    const clock = dueBy(policies, by.today, 'decisionWorkdays')
    if (!clock.ok) return clock
    const due = laterOf(offer, clock.due)
    return moveCase(tx, by, application, 'taken', 'institution', owedBy(due), why)
  })

/** A policy that shortened the clock meanwhile takes no day from a bank that had it. */
const laterOf = (
  {
    decisionDueOn: on,
    decisionDuePolicies: policies,
  }: Pick<rows.Offer, 'decisionDueOn' | 'decisionDuePolicies'>,
  anew: DueDay,
): DueDay => (on && on > anew.on ? { on, policies: policies ?? [] } : anew)

/**
 * The owner confirms the cost sheet that he read and accepts its offer: the case is agreed, and all other open cases of
 * the need end, in one transaction, so that of two acceptances at the same moment exactly one comes true. The contract
 * is due next. `mark` is the SHA-256 of the sheet that lay before him.
 *
 * Refuses: `offer-lapsed`, `offer-taken-back`, `offer-accepted` (a second time), `offer-not-chosen` (another was),
 * `sheet-missing` (an offer from before there were sheets), `sheet-changed` (another sheet than the one kept),
 * `calendar-missing`, `stale`.
 */
export const acceptOffer = ({ store, policies }: With, by: By, id: Id<'offer'>, mark: string) =>
  act(store, by, async (tx): Promise<Outcome<{ readonly application: rows.Application }>> => {
    const offer = present(await rows.offerById(tx, id), 'the offer that was looked up')
    const closed = closedBecause(offer, by.today)
    if (closed) return { ok: false, refusal: closed }
    const sheet = await sheetById(tx, id)
    if (!sheet) return refuse('sheet-missing')
    if (mark !== sheet.sha256) return refuse('sheet-changed')
    assert(markOf(sheet.content) === sheet.sha256, 'a cost sheet is kept as it was confirmed')
    const firm = {
      firmConfirmedAt: by.at,
      firmConfirmedBy: by.person?.id ?? null,
      firmConfirmer: by.actor,
    }
    if (!(await confirmSheet(tx, id, firm))) return refuse('offer-accepted')
    const application = present(await rows.applicationById(tx, offer.applicationId), 'the case of an offer')
    const clock = dueBy(policies, by.today, 'signingWorkdays')
    if (!clock.ok) return clock
    await rows.closeOffer(tx, id, { state: 'accepted', decidedAt: by.at })
    const agreed = await moveCase(tx, by, application, 'agreed', 'applicant', {
      decidedAt: by.at,
      ...owedBy(clock.due),
    })
    if (!agreed.ok) return agreed
    await keepCaseCheck(tx, { policies }, by, application, 'approved')
    for (const other of await rows.openOfNeed(tx, offer.needId)) {
      if (other.id === application.id) continue
      await closeOffers(tx, by, other.id, 'not-chosen')
      const ended = await moveCase(tx, by, other, 'not-chosen', 'applicant', {
        decidedAt: by.at,
        ...owedOn(null),
      })
      if (!ended.ok) return ended
    }
    return agreed
  })
