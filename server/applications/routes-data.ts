import { bankRoles, enterpriseRoles, isOneOf } from '../accounts/index.ts'
import { isConsented, isSeen, openingsOf } from '../consents/disclosure.ts'
import {
  ask,
  askForm,
  consentsBetween,
  disclose,
  firmKnown,
  groupsShown,
  lookThrough,
  requestsInCase,
} from '../consents/index.ts'
import { dataKinds } from '../consents/kind.ts'
import { firmFace } from '../matching/index.ts'
import { one } from '../platform/web/paging.ts'
import { schemeOf } from '../products/product.ts'
import { type Answer, formAgain, go, mend, page, Refusing, type SignedIn } from '../web.ts'
import { askPage, dataForBank, dataForFirm } from './pages-data.ts'
import { applicationFor, movedOn } from './parts.ts'
import type { Application } from './rows.ts'
import type { WholeCase } from './rows-case.ts'
import { purposeIn, sightIn } from './sight.ts'

/**
 * What of the firm the reader of a case may see. A bank's look is recorded before the answer is there; the firm sees
 * what it has opened to the bank.
 */
export async function dataOfCase(visit: SignedIn, whole: WholeCase) {
  const { application, firm } = whole
  const seen = isOneOf(visit.me, enterpriseRoles)
    ? { data: await ownData(visit, application), firm: firm.name, isTaxOpen: true }
    : await bankData(visit, whole)
  const links = taxLink(visit, whole)
  // What the match said by the scheme stands on the page of the case too, and is a look of its own.
  const purposes = sightIn(application.state).purposes.tax
  if (links.length && purposes && seen.isTaxOpen && isOneOf(visit.me, bankRoles)) {
    const { id, number, enterpriseId } = application
    const look = { kind: 'tax', purposes, what: ['taxGrade', 'taxCheck'] } as const
    const subject = { kind: 'application', id, about: number }
    await lookThrough(visit.parts.store, visit.by, enterpriseId, subject, look)
  }
  return { ...seen, data: { ...seen.data, links: [...seen.data.links, ...links] } }
}

/** A product that goes by a tax-credit scheme has a page of what the scheme says. */
const taxLink = ({ w }: SignedIn, { application, terms }: WholeCase) =>
  schemeOf(terms) === null
    ? []
    : [{ href: `/applications/${application.id}/tax-check`, label: w('applications.tax.link') }]

async function ownData({ w, parts, today }: SignedIn, application: Application) {
  const { enterpriseId, institutionId, state, openedBy } = application
  const given = await consentsBetween(parts.store.read, enterpriseId, institutionId)
  return dataForFirm(w, application, openingsOf(given, sightIn(state, openedBy), today))
}

async function bankData({ w, parts, by, today }: SignedIn, { application, need, firm, has }: WholeCase) {
  const { id, number, enterpriseId, state, openedBy } = application
  const from = parts.store.read
  const subject = { kind: 'application', id, about: number }
  const openings = await disclose(parts.store, by, enterpriseId, subject, sightIn(state, openedBy))
  const groups = groupsShown(w, {
    openings,
    known: await firmKnown(from, firm, openings, today),
    requests: (has.consentRequests ? await requestsInCase(from, id) : []).map((request) => ({
      ...request,
      state: request.state === 'open' && request.lapsesOn < today ? 'lapsed' : request.state,
    })),
    askAt: purposeIn(state) ? (kind) => `/applications/${id}/consent-requests/new?kind=${kind}` : null,
  })
  const isNamed = need.nameShown === 'shown' || isSeen(openings, 'contact')
  return {
    data: dataForBank(w, firmFace(w, parts.reference, need, firm.foundedOn, today), groups),
    firm: isNamed ? firm.name : null,
    isTaxOpen: isConsented(openings, 'tax'),
  }
}

const caseOf = ({ me, parts, params }: SignedIn) => applicationFor(parts.store.read, me, params.id ?? '')

/** The bank asks the firm for a consent that it lacks. */
export async function showAsk(visit: SignedIn): Promise<Answer> {
  const application = await caseOf(visit)
  if (!purposeIn(application.state)) return movedOn(application)
  const kind = dataKinds.find((known) => known === one(visit.query.kind))
  const shown = askForm.filled(visit.w, kind ? { kind } : {})
  return page('consents/ask', askPage(visit.w, application, shown))
}

export async function askFirm(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const application = await caseOf(visit)
  const { id: applicationId, enterpriseId } = application
  const purpose = purposeIn(application.state)
  const back = `/applications/${applicationId}`
  if (!purpose) throw new Refusing({ code: 'move-not-allowed' }, back)
  const again = (shown: ReturnType<typeof askForm.filled>) =>
    formAgain('consents/ask', askPage(w, application, shown))
  const read = askForm.read(body)
  if (!read.ok) return again(askForm.again(w, read.typed, read.faults))
  const outcome = await ask(parts, by, { applicationId, enterpriseId, purpose, ...read.value })
  if (outcome.ok) return go(back, 'consents.asked-flash')
  return mend(outcome.refusal, back, () => again(askForm.refused(w, body, outcome.refusal)))
}
