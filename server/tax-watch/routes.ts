import { bankRoles, bureauRoles } from '../accounts/index.ts'
import { lookThrough } from '../consents/index.ts'
import { present } from '../platform/assert.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { paged, pageNumber, perPage } from '../platform/web/paging.ts'
import { type Answer, formAgain, get, go, mend, NotFound, page, post, routes, type SignedIn } from '../web.ts'
import { answerWarning } from './actions.ts'
import { answerForm } from './forms.ts'
import { listPage, warningPage } from './pages.ts'
import { countsOf, type Scope, type ShownWarning, warningIn, warningsOf } from './rows.ts'
import { precisionOf } from './warning.ts'

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
  return page('tax-watch/list', listPage(w, base, rows, precisionOf(await countsOf(read, scope)), pager))
}

async function warningFor({ parts, params }: SignedIn, scope: Scope): Promise<ShownWarning> {
  const row = await warningIn(parts.store.read, scope, params.id ?? '')
  if (!row) throw new NotFound(params.id ?? '')
  return row
}

async function showToBank(visit: SignedIn): Promise<Answer> {
  const row = await warningFor(visit, ofBank(visit))
  const shown = row.warning.answeredAt ? null : answerForm.filled(visit.w, {})
  return page('tax-watch/warning', await bankPage(visit, row, shown))
}

async function bankPage(visit: SignedIn, row: ShownWarning, shown: ShownForm | null) {
  const { w, parts } = visit
  const isOpen = await mayLook(visit, row)
  return warningPage(w, parts.reference, { row, isOpen, shown, base: '/tax-warnings' })
}

/** The value is the firm's tax data: a bank reads it by a consent that stands, and the look is recorded. */
async function mayLook({ parts, by }: SignedIn, { warning, loanNumber }: ShownWarning): Promise<boolean> {
  const subject = { kind: 'loan', id: warning.loanId, about: loanNumber }
  const looked = await lookThrough(parts.store, by, warning.enterpriseId, subject, {
    kind: 'tax',
    purposes: ['post-loan', 'credit-assessment'],
    what: ['taxGrade', 'taxCheck'],
  })
  return looked.ok
}

async function answerOne(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const row = await warningFor(visit, ofBank(visit))
  const back = `/tax-warnings/${row.warning.id}`
  const again = async (shown: ShownForm) => formAgain('tax-watch/warning', await bankPage(visit, row, shown))
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
