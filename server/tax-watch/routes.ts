import { bankRoles, bureauRoles } from '../accounts/index.ts'
import { lookThrough } from '../consents/index.ts'
import { present } from '../platform/assert.ts'
import type { Outcome } from '../platform/outcome.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { paged, pageNumber, perPage } from '../platform/web/paging.ts'
import {
  type Answer,
  formAgain,
  get,
  go,
  mend,
  NotFound,
  page,
  post,
  Refusing,
  routes,
  type SignedIn,
} from '../web.ts'
import { answerWarning } from './actions.ts'
import { answerForm } from './forms.ts'
import { listPage, warningPage } from './pages.ts'
import { countsOf, type Scope, type ShownWarning, warningIn, warningsOf } from './rows.ts'
import { factOf, precisionOf, totalOf } from './warning.ts'

export const taxWatchRoutes = routes(
  get('/tax-warnings', bankRoles, (visit) => showList(visit, '/tax-warnings', ofBank(visit))),
  get('/tax-warnings/:id', bankRoles, showToBank),
  post('/tax-warnings/:id/answer', bankRoles, answerOne),
  get('/bureau/tax-warnings', bureauRoles, (visit) =>
    showList(visit, '/bureau/tax-warnings', ofBureau(visit)),
  ),
  get('/bureau/tax-warnings/:id', bureauRoles, showToBureau),
)

const ofBank = ({ me }: SignedIn): Scope => ({
  institutionId: present(me.institutionId, 'the bank of its own people'),
})
const ofBureau = ({ me }: SignedIn): Scope => ({ region: me.region ?? '-' })

async function showList({ w, parts, query, path }: SignedIn, base: string, scope: Scope): Promise<Answer> {
  const { read } = parts.store
  const number = pageNumber(query.page)
  const found = await warningsOf(read, scope, perPage + 1, (number - 1) * perPage)
  const { rows, pager } = paged(found, number, path, query)
  const counts = await countsOf(read, scope)
  const isOpen = 'region' in scope
  const shown = { base, isOpen, rows, pager, counts: isOpen ? precisionOf(counts) : [totalOf(counts)] }
  return page('tax-watch/list', listPage(w, shown))
}

async function warningFor({ parts, params }: SignedIn, scope: Scope): Promise<ShownWarning> {
  const row = await warningIn(parts.store.read, scope, params.id ?? '')
  if (!row) throw new NotFound(params.id ?? '')
  return row
}

async function showToBank(visit: SignedIn): Promise<Answer> {
  const row = await warningFor(visit, ofBank(visit))
  const { ok: isOpen } = await look(visit, row)
  const shown = isOpen && !row.warning.answeredAt ? answerForm.filled(visit.w, {}) : null
  return page('tax-watch/warning', bankPage(visit, { row, isOpen, shown }))
}

type BankView = { readonly row: ShownWarning; readonly isOpen: boolean; readonly shown: ShownForm | null }

const bankPage = ({ w, parts }: SignedIn, view: BankView) =>
  warningPage(w, parts.reference, { ...view, base: '/tax-warnings' })

/**
 * The rule alone tells of the firm's taxes, so all of a warning is tax data: a bank reads it by a consent that stands, and
 * the look is recorded.
 */
function look({ parts, by }: SignedIn, { warning, loanNumber }: ShownWarning): Promise<Outcome<object>> {
  const subject = { kind: 'loan', id: warning.loanId, about: loanNumber }
  return lookThrough(parts.store, by, warning.enterpriseId, subject, {
    kind: 'tax',
    purposes: ['post-loan', 'credit-assessment'],
    what: [factOf[warning.rule]],
  })
}

async function answerOne(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const row = await warningFor(visit, ofBank(visit))
  const back = `/tax-warnings/${row.warning.id}`
  // Whoever may not see what it is about cannot say whether it is true.
  const looked = await look(visit, row)
  if (!looked.ok) throw new Refusing(looked.refusal, back)
  const again = (shown: ShownForm) =>
    formAgain('tax-watch/warning', bankPage(visit, { row, isOpen: true, shown }))
  const read = answerForm.read(body)
  if (!read.ok) return again(answerForm.again(w, read.typed, read.faults))
  const outcome = await answerWarning(parts.store, by, row.warning, read.value)
  if (outcome.ok) return go('/tax-warnings', 'tax-watch.answered-flash')
  return mend(outcome.refusal, back, () => go(back))
}

async function showToBureau(visit: SignedIn): Promise<Answer> {
  const row = await warningFor(visit, ofBureau(visit))
  const { w, parts } = visit
  return page(
    'tax-watch/warning',
    warningPage(w, parts.reference, { row, isOpen: true, shown: null, base: '/bureau/tax-warnings' }),
  )
}
