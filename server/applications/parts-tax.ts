import { type By, bankRoles, isOneOf } from '../accounts/index.ts'
import { lookThrough } from '../consents/index.ts'
import type { Parts } from '../parts.ts'
import { type Outcome, refuse } from '../platform/outcome.ts'
import { type ProductTerms, schemeOf } from '../products/product.ts'
import { differences } from '../tax-checks/difference.ts'
import { checksOfCase, compareCase, comparedWithoutDetails, madeOf } from '../tax-checks/index.ts'
import type { SignedIn } from '../web.ts'
import { taxNowShown } from './pages-tax.ts'
import type { Application } from './rows.ts'
import { sightIn } from './sight.ts'

/**
 * Whether a bank may read the pre-assessment 税融通预审 of its own case now; if so, the look has been recorded before the
 * answer is there. Refuses: `consent-missing`, `consent-revoked`, `consent-expired`.
 */
export async function lookAtTax(
  { store }: Pick<Parts, 'store'>,
  by: By,
  { id, number, enterpriseId, state }: Application,
): Promise<Outcome<object>> {
  const purposes = sightIn(state).purposes.tax
  if (!purposes) return refuse('consent-missing')
  const subject = { kind: 'application', id, about: number }
  return lookThrough(store, by, enterpriseId, subject, {
    ...{ kind: 'tax', purposes },
    what: ['taxGrade', 'taxCheck'],
  })
}

/**
 * Whether a bank may read the firm's figures that a pre-assessment of its own case rests on, its founding day and its
 * revenue; if so, the look has been recorded. A firm reads its own.
 */
export async function mayReadDetails(
  { store }: Pick<Parts, 'store'>,
  by: By,
  { id, number, enterpriseId, state }: Application,
): Promise<boolean> {
  if (by.person?.enterpriseId === enterpriseId) return true
  const purposes = sightIn(state).purposes.details
  if (!purposes) return false
  const subject = { kind: 'application', id, about: number }
  const what = ['foundedOn', 'figures']
  return (await lookThrough(store, by, enterpriseId, subject, { kind: 'details', purposes, what })).ok
}

/**
 * What the page of an offer, or of its acceptance, shows of the scheme: what it says now and what differs from what the firm was
 * told; null where the product goes by none. A bank that may not read taxes learns that there is something it may not read.
 */
export async function taxNowOf({ me, w, parts, by, today }: SignedIn, application: Application) {
  const compared = await compareCase(parts.store.read, parts, application, today)
  if (!compared) return null
  const href = `/applications/${application.id}/tax-check`
  if (isOneOf(me, bankRoles) && !(await lookAtTax(parts, by, application)).ok) return { href, shown: null }
  const read = (await mayReadDetails(parts, by, application)) ? compared : comparedWithoutDetails(compared)
  return { href, shown: taxNowShown(w, parts.reference, read) }
}
export type TaxNow = Awaited<ReturnType<typeof taxNowOf>>

/** Of a case that is agreed and not yet signed: a line for both sides where the taxes changed after the offer was made. */
export async function taxChangedIn(
  { w, parts }: Pick<SignedIn, 'w' | 'parts'>,
  { id, state }: Application,
  terms: ProductTerms,
) {
  const code = schemeOf(terms)
  if (state !== 'agreed' || code === null) return []
  const kept = await checksOfCase(parts.store.read, id)
  const [offered, approved] = (['offered', 'approved'] as const).map((of) =>
    kept.findLast(({ occasion }) => occasion === of),
  )
  if (!offered || !approved) return []
  if (differences(madeOf(offered, code), madeOf(approved, code)).length === 0) return []
  const words = w('applications.tax.changed-since')
  return [{ words, href: `/applications/${id}/tax-check`, due: '', by: [], late: false }]
}
