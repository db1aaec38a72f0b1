import { bureauRoles } from '../accounts/index.ts'
import { drawdownsOf, repaymentsOf } from '../loans/index.ts'
import { fitRules } from '../matching/fit.ts'
import { one, paged, pageNumber, perPage } from '../platform/web/paging.ts'
import { type Answer, get, NotFound, page, Refusing, routes, type SignedIn } from '../web.ts'
import { cellAsked } from './forms.ts'
import { banksPage, inclusionPage, loanPage, loansPage, unlockPage } from './pages-lists.ts'
import { regionOf } from './parts.ts'
import { shownNow } from './parts-kept.ts'
import { behind, blockedNeeds, loanIn, loansOf } from './rows-lists.ts'

/* The way down from a figure of the cockpit to the single loan. */

export const cockpitListRoutes = routes(
  get('/cockpit/inclusion', bureauRoles, showInclusion),
  get('/cockpit/unlock', bureauRoles, showUnlock),
  get('/cockpit/banks', bureauRoles, showBanks),
  get('/cockpit/loans', bureauRoles, showLoans),
  get('/cockpit/loans/:id', bureauRoles, showLoan),
)

async function figuresNow({ parts, me, today }: SignedIn) {
  const shown = await shownNow(parts, regionOf(me), today)
  if (!shown) throw new Refusing({ code: 'cockpit-counting' }, '/cockpit')
  return shown.figures
}

async function showInclusion(visit: SignedIn): Promise<Answer> {
  return page('cockpit/tables', inclusionPage(visit, await figuresNow(visit), one(visit.query.quarter)))
}

async function showBanks(visit: SignedIn): Promise<Answer> {
  return page('cockpit/list', {
    ...banksPage(visit.w, await figuresNow(visit)),
    pager: null,
    exporting: null,
  })
}

async function showUnlock(visit: SignedIn): Promise<Answer> {
  const { parts, me, query, path } = visit
  const rule = fitRules.find((known) => known === one(query.rule)) ?? null
  if (!rule) {
    const { blocks } = await figuresNow(visit)
    return page('cockpit/list', {
      ...unlockPage(visit, blocks, { rule, rows: [], pager: null }),
      exporting: null,
    })
  }
  const number = pageNumber(query.page)
  const found = await blockedNeeds(parts.store.read, regionOf(me), rule, perPage + 1, (number - 1) * perPage)
  const { rows, pager } = paged(found, number, path, query)
  return page('cockpit/list', { ...unlockPage(visit, null, { rule, rows, pager }), exporting: null })
}

async function showLoans(visit: SignedIn): Promise<Answer> {
  const { parts, me, query, path, today } = visit
  const asked = cellAsked(query, parts.reference, regionOf(me), today)
  const number = pageNumber(query.page)
  const found = await loansOf(parts.store.read, asked.cell, perPage + 1, (number - 1) * perPage)
  const { rows, pager } = paged(found, number, path, query)
  return page('cockpit/list', loansPage(visit, asked, { rows, pager }))
}

async function showLoan(visit: SignedIn): Promise<Answer> {
  const { parts, me, params } = visit
  const { read } = parts.store
  const found = await loanIn(read, regionOf(me), params.id ?? '')
  if (!found) throw new NotFound(`loan ${params.id}`)
  const { id } = found.loan
  return page(
    'cockpit/loan',
    loanPage(visit, {
      found,
      drawdowns: await drawdownsOf(read, id),
      repayments: await repaymentsOf(read, id),
      stands: await behind(read, id),
    }),
  )
}
