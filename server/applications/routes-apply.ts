import { consentFor } from '../consents/disclosure.ts'
import { consentsBetween, kindOptions, personOption, shownOn, withTexts } from '../consents/index.ts'
import type { DataKind } from '../consents/kind.ts'
import { neededKinds, offeredKinds } from '../consents/needed.ts'
import { ownFirm } from '../enterprises/index.ts'
import { needFor } from '../needs/index.ts'
import { isInHall } from '../needs/need.ts'
import { type Id, isId } from '../platform/ids.ts'
import { one } from '../platform/web/paging.ts'
import { listedShelf } from '../products/index.ts'
import { type Answer, formAgain, go, mend, page, Refusing, type SignedIn } from '../web.ts'
import * as actions from './actions.ts'
import { applyForm } from './forms.ts'
import { applyPage } from './pages-apply.ts'

/** What the form of an application is made from; null where the product is not on the shelf. */
async function placeOf({ me, w, parts, by, today }: SignedIn, productId: string) {
  const from = parts.store.read
  const product = (await listedShelf(from)).find(({ id }) => id === productId)
  if (!product) return null
  const firm = await ownFirm(from, me)
  const given = await consentsBetween(from, firm.id, product.institutionId)
  const offered: readonly DataKind[] = [...offeredKinds(product.terms), 'person']
  const standing = offered.flatMap((kind) => {
    const consent = consentFor(given, kind, ['credit-assessment'], today)
    return consent ? [{ kind, until: consent.until, number: consent.number }] : []
  })
  const firmOffered = offered.filter((kind) => kind !== 'person')
  const asked = { offered: firmOffered, needed: neededKinds(product.terms), standing }
  const place = { policies: parts.policies, by, firm, asked }
  return {
    product,
    place,
    showing: { options: { ...kindOptions(w, place), ...personOption(w, place) } },
  }
}

/** `/needs/:id/applications/new`: what the bank will see, before anything is sent. */
export async function showApply(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, params, query, today } = visit
  const need = await needFor(parts.store.read, me, params.id ?? '')
  const found = isInHall(need.state) ? await placeOf(visit, one(query.product)) : null
  // A link that is older than the need or the shelf leads to how things stand.
  if (!found) return go(`/needs/${need.id}/fits`, { tone: 'warn', key: 'applications.moved-on-flash' })
  const { product, place, showing } = found
  const values = { productId: product.id, ...shownOn(parts.policies, today, w.language) }
  const shown = applyForm.filled(w, values, showing)
  return page('applications/apply', applyPage(w, need, product, place, shown))
}

/** The firm puts its need before a product. A stranger's need is not found before anything else is read. */
export async function apply(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, by, body, params, today } = visit
  const need = await needFor(parts.store.read, me, params.id ?? '')
  const back = `/needs/${need.id}/fits`
  const productId = productIn(body)
  const found = productId ? await placeOf(visit, productId) : null
  if (!productId || !found) throw new Refusing({ code: 'product-not-listed' }, back)
  const { product, place, showing } = found
  const again = (shown: ReturnType<typeof applyForm.filled>) =>
    formAgain('applications/apply', applyPage(w, need, product, place, shown))
  const read = applyForm.read(body)
  if (!read.ok)
    return again(applyForm.again(w, withTexts(parts.policies, today, read.typed), read.faults, showing))
  const { kinds, person, productId: _, ...shown } = read.value
  const chosen: DataKind[] = [...kinds, ...(person.length ? (['person'] as const) : [])]
  const consent = { ...shown, kinds: chosen, language: w.language }
  const outcome = await actions.apply(parts, by, { needId: need.id, productId, consent })
  if (outcome.ok) return go(`/applications/${outcome.application.id}/receipt`)
  // What the form asks can be mended in it; that the need or the shelf moved on cannot.
  if (!mendable.test(outcome.refusal.code)) throw new Refusing(outcome.refusal, back)
  return mend(outcome.refusal, back, () =>
    again(applyForm.refused(w, withTexts(parts.policies, today, body), outcome.refusal, showing)),
  )
}

const mendable = /^(consent-|person-)/

function productIn(body: unknown): Id<'product'> | null {
  const sent = typeof body === 'object' && body !== null && 'productId' in body ? String(body.productId) : ''
  return isId<'product'>(sent) ? sent : null
}
