import { bankRoles, enterpriseRoles, isOneOf } from '../accounts/index.ts'
import { checksOfCase, compareCase, comparedWithoutDetails } from '../tax-checks/index.ts'
import { keptWithoutDetails } from '../tax-checks/without-details.ts'
import { schemeOn } from '../tax-credit/index.ts'
import { type Answer, get, go, page, routes, type SignedIn } from '../web.ts'
import { taxCheckPage } from './pages-tax.ts'
import { applicationFor } from './parts.ts'
import { lookAtTax, mayReadDetails } from './parts-tax.ts'
import { purposeIn } from './sight.ts'

export const caseTaxRoutes = routes(
  get('/applications/:id/tax-check', [...enterpriseRoles, ...bankRoles], showTaxCheck),
)

/**
 * 税融通预审: what the scheme of the product says of the firm, for its two parties. A bank reads it by the firm's consent
 * to its tax data, each look recorded before the page is there; without it, the way leads to asking for the consent.
 */
async function showTaxCheck(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, by, params, today } = visit
  const { read } = parts.store
  const application = await applicationFor(read, me, params.id ?? '')
  const back = `/applications/${application.id}`
  const compared = await compareCase(read, parts, application, today)
  if (!compared) return go(back, { tone: 'warn', key: 'applications.tax.none-flash' })
  if (isOneOf(me, bankRoles) && !(await lookAtTax(parts, by, application)).ok)
    return go(purposeIn(application.state) ? `${back}/consent-requests/new?kind=tax` : back, {
      tone: 'warn',
      key: 'applications.tax.consent-flash',
    })
  const mayRead = await mayReadDetails(parts, by, application)
  const shown = mayRead ? compared : comparedWithoutDetails(compared)
  const { found, against } = shown
  const scheme = schemeOn(parts.policies, found.code, today)
  const kept = await checksOfCase(read, application.id)
  const inCase = mayRead ? kept : kept.map(keptWithoutDetails)
  // What the firm was told before it applied is where the case begins, if it asked of this scheme.
  const isOwn = against !== null && against.applicationId === null
  return page(
    'applications/tax-check',
    taxCheckPage(w, parts.reference, {
      ...{ application, compared: shown, kept: isOwn ? [against, ...inCase] : inCase },
      ...{ isBank: isOneOf(visit.me, bankRoles), scheme: scheme.ok ? scheme.policy.value : null },
    }),
  )
}
