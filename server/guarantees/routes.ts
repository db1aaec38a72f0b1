import {
  bankRoles,
  bureauRoles,
  enterpriseRoles,
  guarantorRoles,
  isOneOf,
  type Person,
} from '../accounts/index.ts'
import { trailOf } from '../audit/index.ts'
import { openingsOf, type Sight } from '../consents/disclosure.ts'
import { consentsBetween, disclose, discloseNames, firmKnown, groupsShown } from '../consents/index.ts'
import { dataKinds } from '../consents/kind.ts'
import { firmOf } from '../enterprises/index.ts'
import { present } from '../platform/assert.ts'
import { one, paged, pageNumber, perPage } from '../platform/web/paging.ts'
import { type Answer, get, go, page, post, Refusing, routes, type SignedIn } from '../web.ts'
import * as actions from './actions.ts'
import { headroom } from './actions-figures.ts'
import * as filing from './actions-filing.ts'
import { signGuarantee } from './actions-signing.ts'
import { filingStates } from './filing.ts'
import { guaranteeStates } from './guarantee.ts'
import { guaranteePage } from './pages.ts'
import { listPage } from './pages-list.ts'
import { guaranteeFor, guaranteeReaders, isNamed } from './parts.ts'
import * as rows from './rows.ts'
import * as lists from './rows-lists.ts'

export const guaranteeRoutes = routes(
  get('/guarantees', guaranteeReaders, showList),
  get('/guarantees/:id', guaranteeReaders, showGuarantee),
  post('/guarantees/:id/acceptance', guarantorRoles, (visit) => step(visit, actions.takeUp, 'taken-up')),
  post('/guarantees/:id/letter', guarantorRoles, (visit) => step(visit, signGuarantee, 'signed')),
  post('/guarantees/:id/filing', guarantorRoles, (visit) => step(visit, filing.sendFiling, 'sent')),
  post('/guarantees/:id/filing-confirmation', ['reguarantor'], (visit) =>
    step(visit, filing.confirmFiling, 'filed'),
  ),
)

/** Which guarantees a person has before him. */
export function whoseOf(me: Person): lists.Whose {
  if (isOneOf(me, enterpriseRoles))
    return { enterpriseId: present(me.enterpriseId, 'the firm of its own people') }
  if (isOneOf(me, bureauRoles)) return { region: present(me.region, 'the place of a bureau') }
  const institutionId = present(me.institutionId, 'the institution of its own people')
  if (isOneOf(me, bankRoles)) return { bankId: institutionId }
  return isOneOf(me, guarantorRoles) ? { guarantorId: institutionId } : { sharerId: institutionId }
}

async function showList({ me, w, parts, by, query, path, today }: SignedIn): Promise<Answer> {
  const { read } = parts.store
  const filters = {
    state: guaranteeStates.find((known) => known === one(query.state)) ?? null,
    filing: filingStates.find((known) => known === one(query.filing)) ?? null,
  }
  const number = pageNumber(query.page)
  const whose = whoseOf(me)
  const found = await lists.listGuarantees(read, whose, filters, perPage + 1, (number - 1) * perPage)
  const { rows: shown, pager } = paged(found, number, path, query)
  const open = shown.map((row) => ({ ...row, isOpen: isNamed(row.state) || isOneOf(me, bankRoles) }))
  const named = isOneOf(me, guarantorRoles)
    ? await discloseNames(parts.store, by, 'guarantee', open)
    : new Set(open.filter(({ isOpen }) => isOpen).map(({ id }) => String(id)))
  const names = await lists.shortNames(
    read,
    shown.flatMap(({ bankId, guarantorId }) => [bankId, guarantorId]),
  )
  const counts = 'guarantorId' in whose ? await lists.deskCounts(read, whose.guarantorId, today) : null
  return page(
    'guarantees/list',
    listPage(w, parts.reference, { me, today, filters, rows: shown, named, names, counts, pager }),
  )
}

/** What a guarantor asks to see: the same purposes as a bank that decides, and after the letter as one that watches. */
const sight = (state: rows.Guarantee['state']): Sight => ({
  purposes: Object.fromEntries(
    dataKinds.map((kind) => [
      kind,
      isNamed(state) ? ['credit-assessment', 'post-loan'] : ['credit-assessment'],
    ]),
  ),
  contract: isNamed(state),
})

async function showGuarantee(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, today, params } = visit
  const { read } = parts.store
  const guarantee = await guaranteeFor(read, me, params.id ?? '')
  const names = await lists.namesOf(read, guarantee)
  const isGuarantor = isOneOf(me, guarantorRoles)
  const data = isGuarantor ? await dataFor(visit, guarantee) : null
  const given = await consentsBetween(read, guarantee.enterpriseId, guarantee.guarantorId)
  const opened = openingsOf(given, sight(guarantee.state), today)
  const knows = isNamed(guarantee.state) || isOneOf(me, [...enterpriseRoles, ...bankRoles])
  const shares = await rows.sharesOf(read, guarantee.id)
  const isInner = isGuarantor || isOneOf(me, bureauRoles)
  const pending = guarantee.state === 'applied' || guarantee.state === 'underwriting'
  return page(
    'guarantees/guarantee',
    guaranteePage(
      w,
      { me, today, reference: parts.reference },
      {
        guarantee,
        names,
        shares,
        firm: knows || data?.isNamed ? names.firm : null,
        institutions: await lists.shortNames(
          read,
          shares.flatMap(({ institutionId }) => (institutionId ? [institutionId] : [])),
        ),
        counters: await rows.countersOf(read, guarantee.id),
        changes: await rows.changesOf(read, guarantee.id),
        trail: await trailOf(read, 'guarantee', guarantee.id),
        rooms: guarantee.rooms ?? (isInner && pending ? await headroom(read, parts, today, guarantee) : null),
        groups: data?.groups ?? null,
        relations:
          isInner && (knows || data?.isNamed)
            ? await lists.relationsOfFirm(read, guarantee.enterpriseId)
            : null,
        consented: opened.some(({ kind, state }) => kind === 'details' && state === 'open'),
      },
    ),
  )
}

/** What of the firm its guarantor may see; the look is recorded before the answer is there. */
async function dataFor(
  { w, parts, by, today }: SignedIn,
  { id, number, enterpriseId, state }: rows.Guarantee,
) {
  const subject = { kind: 'guarantee', id, about: number }
  const openings = await disclose(parts.store, by, enterpriseId, subject, sight(state))
  const firm = present(await firmOf(parts.store.read, enterpriseId), 'the firm of a guarantee')
  const known = await firmKnown(parts.store.read, firm, openings, today)
  const groups = groupsShown(w, { openings, known, requests: [], askAt: null })
  return { groups, isNamed: openings.some(({ state: opened }) => opened !== 'closed') }
}

type Step = (parts: SignedIn['parts'], by: SignedIn['by'], id: rows.Guarantee['id']) => Promise<actions.Kept>

/** A step without a question: done, or said why not. */
async function step({ me, parts, by, params }: SignedIn, act: Step, flash: string): Promise<Answer> {
  const guarantee = await guaranteeFor(parts.store.read, me, params.id ?? '')
  const outcome = await act(parts, by, guarantee.id)
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/guarantees/${guarantee.id}`)
  return go(`/guarantees/${guarantee.id}`, `guarantees.${flash}-flash`)
}
