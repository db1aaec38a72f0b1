import { bureauRoles } from '../accounts/index.ts'
import { allBanks } from '../institutions/index.ts'
import { day, yearOf } from '../money/day.ts'
import { one, paged, pageNumber, perPage } from '../platform/web/paging.ts'
import { type Answer, get, page, routes, type SignedIn } from '../web.ts'
import { fiveClasses } from './five-class.ts'
import { bureauLoansPage, reportsSince } from './pages-bureau.ts'
import * as rows from './rows-bureau.ts'

export const bureauLoanRoutes = routes(get('/bureau/loans', bureauRoles, showLoans))

/** As many renewals as stand on the page. */
const latestShown = 10

/** The region of the person, and nothing outside it. */
async function showLoans({ me, w, parts, today, query, path }: SignedIn): Promise<Answer> {
  const { read } = parts.store
  const banks = await allBanks(read)
  const bank = banks.find(({ id }) => id === one(query.bank)) ?? null
  const riskClass = fiveClasses.find((known) => known === one(query.class)) ?? null
  const scope: rows.LoanScope = { region: me.region ?? '-', institutionId: bank?.id ?? null, riskClass }
  const number = pageNumber(query.page)
  const found = await rows.lateLoans(read, scope, perPage + 1, (number - 1) * perPage)
  const { rows: late, pager } = paged(found, number, path, query)
  const owed = await rows.reportsOwed(read, scope, today)
  return page(
    'loans/bureau',
    bureauLoansPage(w, query, {
      ...{ today, banks, riskClass, late, pager, bank: bank?.id ?? '' },
      classes: await rows.classTotals(read, scope),
      totals: await rows.bankTotals(read, scope),
      first: await rows.firstLoansSince(read, scope, day(`${yearOf(today)}-01-01`)),
      renewed: await rows.renewedSince(read, scope, day(`${yearOf(today)}-01-01`)),
      renewals: await rows.latestRenewals(read, scope, latestShown),
      owed: new Map(owed.map(({ institutionId, count }) => [institutionId, count])),
      reports: await rows.drawdownReports(read, scope, reportsSince(today)),
    }),
  )
}
