import { bankRoles } from '../accounts/index.ts'
import { type Answer, formAgain, get, go, mend, NotFound, page, post, routes, type SignedIn } from '../web.ts'
import { reverseRepayment } from './actions-reversals.ts'
import { reversalForm } from './forms.ts'
import { liveOf } from './import-check.ts'
import { reversalPage } from './pages-reversal.ts'
import { loanFor } from './parts.ts'
import { repaymentsOf } from './rows.ts'

export const reversalRoutes = routes(
  get('/loans/:id/repayments/:repayment/reversal', bankRoles, showReversal),
  post('/loans/:id/repayments/:repayment/reversal', bankRoles, reverse),
)

/** The loan, and one of its repayments; `wasReversed` where there is nothing to take back any more. */
async function found({ me, parts, params }: SignedIn) {
  const { read } = parts.store
  const loan = await loanFor(read, me, params.id ?? '')
  const all = await repaymentsOf(read, loan.id)
  const repayment = all.find(({ id }) => id === params.repayment)
  if (!repayment) throw new NotFound(params.repayment ?? '')
  return { loan, repayment, wasReversed: !liveOf(all).includes(repayment) }
}

async function showReversal(visit: SignedIn): Promise<Answer> {
  const { loan, repayment, wasReversed } = await found(visit)
  if (wasReversed) return go(`/loans/${loan.id}`, { tone: 'warn', key: 'applications.moved-on-flash' })
  const shown = reversalForm.filled(visit.w, { version: String(loan.version) })
  return page('loans/report', reversalPage(visit.w, loan, repayment, shown))
}

async function reverse(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const { loan, repayment } = await found(visit)
  const read = reversalForm.read(body)
  const again = (shown: ReturnType<typeof reversalForm.filled>) =>
    formAgain('loans/report', reversalPage(w, loan, repayment, shown))
  if (!read.ok) return again(reversalForm.again(w, read.typed, read.faults))
  const { why, version } = read.value
  const seen = { id: loan.id, version: Number(version) }
  const outcome = await reverseRepayment(parts, by, seen, repayment.id, why)
  if (outcome.ok) return go(`/loans/${loan.id}`, 'loans.repayment-reversed-flash')
  const { refusal } = outcome
  return mend(refusal, `/loans/${loan.id}`, () => again(reversalForm.refused(w, body, refusal)))
}
