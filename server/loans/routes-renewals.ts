import { bankRoles, enterpriseRoles, isOneOf } from '../accounts/index.ts'
import { plusDays } from '../money/day.ts'
import { present } from '../platform/assert.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { one, paged, pageNumber, perPage } from '../platform/web/paging.ts'
import { type Answer, formAgain, get, go, page, post, Refusing, routes, type SignedIn } from '../web.ts'
import * as actions from './actions-renewals.ts'
import { answerForm, wishForm } from './forms.ts'
import { type About, renewalPage, renewalsPage, renewalViews } from './pages-renewals.ts'
import { loanFor, queueMoves, renewalFor } from './parts.ts'
import { renewalRuleOn } from './policies.ts'
import { inYuan } from './refused.ts'
import { bankConditions } from './renewal.ts'
import type { LoanRow } from './rows.ts'
import * as rows from './rows-renewals.ts'

const parties = [...enterpriseRoles, ...bankRoles] as const

export const renewalRoutes = routes(
  get('/loans/renewals', parties, showRenewals),
  get('/loans/:id/renewal', parties, showRenewal),
  post('/loans/:id/renewals', enterpriseRoles, wish),
  post('/renewals/:id/answer', bankRoles, answer),
  post('/renewals/:id/withdrawal', enterpriseRoles, withdraw),
)

function aboutOf({ me, today, parts }: SignedIn): About {
  const { value: rule, version: ruleVersion } = renewalRuleOn(parts.policies, today)
  return { me, today, reference: parts.reference, rule, ruleVersion }
}

async function showRenewals(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, today, query, path } = visit
  const { read } = parts.store
  const about = aboutOf(visit)
  const view = renewalViews.find((known) => known === one(query.of)) ?? 'due'
  const whose = me.enterpriseId
    ? { enterpriseId: me.enterpriseId }
    : { institutionId: present(me.institutionId, 'the bank of its own people') }
  const number = pageNumber(query.page)
  const [limit, offset] = [perPage + 1, (number - 1) * perPage]
  const found =
    view === 'due'
      ? await rows.loansDueBy(read, whose, plusDays(today, about.rule.noticeDays), limit, offset)
      : await rows.loansWished(read, whose, limit, offset)
  const { rows: shown, pager } = paged(found, number, path, query)
  const renewals = await rows.renewalsOf(
    read,
    shown.map(({ loan }) => loan.id),
  )
  return page('loans/renewals', renewalsPage(w, about, view, shown, renewals, pager))
}

async function showRenewal(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, params } = visit
  const loan = await loanFor(parts.store.read, me, params.id ?? '')
  const empty = isOneOf(me, bankRoles)
    ? answerForm.filled(w, {})
    : wishForm.filled(w, { amountFen: loan.balanceFen, months: loan.months })
  return shownAs(visit, loan, empty, page)
}

/** The page of a loan's renewal with a form on it. A loan that was never drawn has no last day, and no such page. */
async function shownAs(
  visit: SignedIn,
  loan: LoanRow,
  form: ShownForm,
  as: typeof page | typeof formAgain,
): Promise<Answer> {
  const { w, parts } = visit
  const { read } = parts.store
  if (loan.maturesOn === null) return go(`/loans/${loan.id}`)
  const known = present(await rows.dueLoan(read, loan.id), 'the loan of its renewal')
  const renewals = await rows.renewalsOf(read, [loan.id])
  const moves = queueMoves(visit, renewals[0]?.id ?? loan.id, renewals[0]?.state === 'wished')
  return as('loans/renewal', { moves, ...renewalPage(w, aboutOf(visit), { known, renewals, form }) })
}

async function wish(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, by, body, params } = visit
  const loan = await loanFor(parts.store.read, me, params.id ?? '')
  const read = wishForm.read(body)
  if (!read.ok) return shownAs(visit, loan, wishForm.again(w, read.typed, read.faults), formAgain)
  const outcome = await actions.wish(parts, by, loan.id, read.value)
  const back = `/loans/${loan.id}/renewal`
  if (outcome.ok) return go(back, 'loans.renewal-wished-flash')
  if (!outcome.refusal.field) throw new Refusing(outcome.refusal, back)
  return shownAs(visit, loan, wishForm.refused(w, body, inYuan(outcome.refusal)), formAgain)
}

async function answer(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, by, body, params } = visit
  const { renewal, loan } = await renewalFor(parts.store.read, me, params.id ?? '')
  const read = answerForm.read(body)
  const again = (form: ShownForm) => shownAs(visit, loan, form, formAgain)
  if (!read.ok) return again(answerForm.again(w, read.typed, read.faults))
  const { answer: given, words, ...met } = read.value
  const said = Object.fromEntries(
    bankConditions.flatMap((condition) => {
      const word = met[condition]
      return word === null ? [] : [[condition, word === 'yes']]
    }),
  )
  const outcome = await actions.answer(parts, by, renewal.id, { answer: given, words: words ?? '', said })
  const back = `/loans/${loan.id}/renewal`
  if (outcome.ok) return go(back, 'loans.renewal-answered-flash')
  const { refusal } = outcome
  if (!refusal.field) throw new Refusing(refusal, back)
  return again(answerForm.refused(w, body, refusal))
}

async function withdraw(visit: SignedIn): Promise<Answer> {
  const { me, parts, by, params } = visit
  const { renewal, loan } = await renewalFor(parts.store.read, me, params.id ?? '')
  const outcome = await actions.withdrawWish(parts, by, renewal.id)
  const back = `/loans/${loan.id}/renewal`
  if (!outcome.ok) throw new Refusing(outcome.refusal, back)
  return go(back, 'loans.renewal-withdrawn-flash')
}
