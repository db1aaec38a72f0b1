import type { Store, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act } from '../audit/index.ts'
import { requireConsent } from '../consents/index.ts'
import { neededKinds } from '../consents/needed.ts'
import { needById, needFacts } from '../needs/index.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { done, type Outcome, type Refusal, refuse } from '../platform/outcome.ts'
import { dueBy } from '../policies/index.ts'
import { termsOf } from '../products/index.ts'
import type { ProductTerms } from '../products/product.ts'
import { closeOffers, moveCase, owedBy, owedOn } from './actions.ts'
import { checkOffer, isOpen, type OfferTerms } from './offer.ts'
import { costOf } from './offer-cost.ts'
import * as rows from './rows.ts'

/** An offer may have several faults at once; the form shows each beside its field. */
export type Made = Outcome<{ readonly offer: rows.Offer }> & { readonly faults?: readonly Refusal[] }

/**
 * 授信方案: what the institution would lend on, within the product's terms as they were listed, with its all-in
 * yearly cost by the one function that preview and page use too.
 *
 * Refuses: all that `checkOffer` finds (in `faults`), what the cost refuses, `move-not-allowed`, `stale`, and where
 * the firm applied, `consent-revoked`, `consent-expired` or `consent-missing`: a decision rests on what the product
 * needs to see, and is not made on data that the bank must no longer use (个人信息保护法 art. 15).
 */
export async function makeOffer(
  store: Store,
  by: By,
  id: Id<'application'>,
  input: OfferTerms & { readonly words: string },
): Promise<Made> {
  let faults: readonly Refusal[] = []
  const outcome = await act(store, by, async (tx): Promise<Made> => {
    const application = present(await rows.applicationById(tx, id), 'the case of an offer')
    const need = present(await needById(tx, application.needId), 'the need of a case')
    const terms = present(
      await termsOf(tx, application.productId, application.productVersion),
      'terms applied under',
    )
    const consented = await stillConsented(tx, by, application, terms)
    if (!consented.ok) return consented
    faults = checkOffer(input, terms, needFacts(need), by.today)
    const [first] = faults
    if (first) return { ok: false, refusal: first }
    const cost = costOf(input)
    if (!cost.ok) return cost
    const { words, ...offered } = input
    const offerId = newId<'offer'>()
    await rows.addOffer(tx, {
      ...offered,
      id: offerId,
      applicationId: id,
      needId: application.needId,
      state: 'open',
      simplePpm: cost.simplePpm,
      compoundPpm: cost.compoundPpm,
      words,
      madeAt: by.at,
      madeBy: by.person?.id ?? null,
    })
    const changes = {
      offeredAt: by.at,
      ...owedOn(input.validUntil),
      officerId: by.person?.id ?? application.officerId,
    }
    const moved = await moveCase(tx, by, application, 'offered', 'institution', changes)
    if (!moved.ok) return moved
    return done({ offer: present(await rows.offerById(tx, offerId), 'the offer just made') })
  })
  return outcome.ok ? outcome : { ...outcome, faults }
}

/** A bank that took the need from the hall was promised nothing, and offers on the need's public face alone. */
async function stillConsented(
  tx: Transaction,
  by: By,
  { openedBy, enterpriseId, institutionId }: rows.Application,
  terms: ProductTerms,
): Promise<Outcome<object>> {
  if (openedBy === 'bank-took') return done()
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

/** Takes an offer back to make another, which is due the same day. Refuses: `offer-not-open`, `move-not-allowed`. */
export const withdrawOffer = (store: Store, by: By, id: Id<'offer'>) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const offer = await rows.offerById(tx, id)
    if (!offer || !(await rows.closeOffer(tx, id, { state: 'withdrawn', decidedAt: by.at })))
      return refuse('offer-not-open')
    const application = present(await rows.applicationById(tx, offer.applicationId), 'the case of an offer')
    return moveCase(tx, by, application, 'taken', 'institution', owedOn(by.today))
  })

/**
 * The owner accepts one offer: its case is agreed, and all other open cases of the need end, in one transaction,
 * so that of two acceptances at the same moment exactly one comes true. The contract is due next.
 *
 * Refuses: `offer-not-open` (taken back, past its last day, or another was accepted), `calendar-missing`, `stale`.
 */
export const acceptOffer = (
  { store, policies }: Pick<Parts, 'store' | 'policies'>,
  by: By,
  id: Id<'offer'>,
) =>
  act(store, by, async (tx): Promise<Outcome<{ readonly application: rows.Application }>> => {
    const offer = await rows.offerById(tx, id)
    if (!offer || !isOpen(offer, by.today)) return refuse('offer-not-open')
    const application = present(await rows.applicationById(tx, offer.applicationId), 'the case of an offer')
    const clock = dueBy(policies, by.today, 'signingWorkdays')
    if (!clock.ok) return clock
    await rows.closeOffer(tx, id, { state: 'accepted', decidedAt: by.at })
    const agreed = await moveCase(tx, by, application, 'agreed', 'applicant', {
      decidedAt: by.at,
      ...owedBy(clock.due),
    })
    if (!agreed.ok) return agreed
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
