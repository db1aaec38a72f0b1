import { bureauRoles, isOneOf } from '../accounts/index.ts'
import { trailOf } from '../audit/index.ts'
import { institutionOf } from '../institutions/index.ts'
import { one, paged, pageNumber, perPage } from '../platform/web/paging.ts'
import { type Answer, Forbidden, formAgain, go, mend, page, Refusing, type SignedIn } from '../web.ts'
import * as actions from './actions-review.ts'
import { regionWithin } from './divisions.ts'
import { enterpriseStates } from './enterprise.ts'
import { returnForm, verificationForm } from './forms.ts'
import { isIndustrySection } from './industry.ts'
import { bureauPage } from './pages.ts'
import { listPage } from './pages-list.ts'
import { firmFor } from './parts.ts'
import { type Firm, type FirmFilters, listFirms, yearsOf } from './rows.ts'
import { isSizeClass } from './size-class.ts'

type Shown = ReturnType<typeof verificationForm.filled>

/** What was asked for, within the reader's own region; anything that is no answer counts as not asked. */
function filtersOf({ query }: SignedIn, own: string): FirmFilters {
  const [region, section, size, state] = [query.region, query.section, query.size, query.state].map(one)
  return {
    region: region && /^\d{4,12}$/.test(region) && regionWithin(region, own) ? region : own,
    section: section && isIndustrySection(section) ? section : '',
    size: size && isSizeClass(size) ? size : null,
    state: enterpriseStates.find((known) => known === state) ?? null,
    words: one(query.q).normalize('NFKC').slice(0, 60),
  }
}

export async function showList(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, query, path } = visit
  const own = me.region
  // Without a region of his own there is nothing that would be his to see.
  if (own === null) throw new Forbidden(path)
  const filters = filtersOf(visit, own)
  const number = pageNumber(query.page)
  const found = await listFirms(parts.store.read, filters, perPage + 1, (number - 1) * perPage)
  const { rows, pager } = paged(found, number, path, query)
  return page('enterprises/list', listPage(w, parts.reference, own, filters, query, rows, pager))
}

export async function showFirm(visit: SignedIn): Promise<Answer> {
  const firm = await firmFor(visit.parts.store.read, visit.me, visit.params.id ?? '')
  return page('enterprises/firm', await firmPage(visit, firm, {}))
}

async function firmPage(visit: SignedIn, firm: Firm, shown: { verification?: Shown; giveBack?: Shown }) {
  const { me, w, parts } = visit
  const { store, reference } = parts
  const version = String(firm.version)
  const decides = firm.state === 'under-review' && isOneOf(me, bureauRoles)
  const forms = decides
    ? {
        verification:
          shown.verification ?? verificationForm.filled(w, { version }, { prefix: 'verification-' }),
        giveBack: shown.giveBack ?? returnForm.filled(w, { version }, { prefix: 'return-' }),
      }
    : null
  const bank = firm.mainBankId ? await institutionOf(store.read, firm.mainBankId) : null
  const years = await yearsOf(store.read, firm.id)
  return bureauPage(w, reference, firm, years, bank, await trailOf(store.read, 'enterprise', firm.id), forms)
}

/** A firm that waits for a decision; one that was decided meanwhile has no form that could say so. */
async function firmToDecide({ me, parts, params }: SignedIn): Promise<Firm> {
  const firm = await firmFor(parts.store.read, me, params.id ?? '')
  if (firm.state === 'under-review') return firm
  throw new Refusing({ code: 'firm-move-not-allowed' }, `/enterprises/${firm.id}`)
}

export async function verify(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const firm = await firmToDecide(visit)
  const prefix = { prefix: 'verification-' }
  const read = verificationForm.read(body)
  const again = async (verification: Shown) =>
    formAgain('enterprises/firm', await firmPage(visit, firm, { verification }))
  if (!read.ok) return again(verificationForm.again(w, read.typed, read.faults, prefix))
  const known = { id: firm.id, version: Number(read.value.version) }
  const outcome = await actions.verify(parts.store, by, known, read.value.reason)
  if (outcome.ok) return go(`/enterprises/${firm.id}`, 'enterprises.verified-flash')
  const refused = await again(verificationForm.refused(w, body, outcome.refusal, prefix))
  return mend(outcome.refusal, `/enterprises/${firm.id}`, () => refused)
}

export async function giveBack(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const firm = await firmToDecide(visit)
  const prefix = { prefix: 'return-' }
  const read = returnForm.read(body)
  const again = async (giveBackForm: Shown) =>
    formAgain('enterprises/firm', await firmPage(visit, firm, { giveBack: giveBackForm }))
  if (!read.ok) return again(returnForm.again(w, read.typed, read.faults, prefix))
  const known = { id: firm.id, version: Number(read.value.version) }
  const outcome = await actions.giveBack(parts.store, by, known, read.value.words)
  if (outcome.ok) return go(`/enterprises/${firm.id}`, 'enterprises.returned-flash')
  const refused = await again(returnForm.refused(w, body, outcome.refusal, prefix))
  return mend(outcome.refusal, `/enterprises/${firm.id}`, () => refused)
}
