import { bankRoles, bureauRoles, enterpriseRoles, isOneOf } from '../accounts/index.ts'
import { dueToArrange } from '../bridges/index.ts'
import { productsAwaiting, reviewCounts, statistics } from '../dashboards/index.ts'
import { papersEnding } from '../documents/index.ts'
import { nextDue, plan } from '../loans/plan.ts'
import { plusDays } from '../money/day.ts'
import { startOf } from '../platform/clock.ts'
import { clocksOn } from '../policies/index.ts'
import { listedShelf } from '../products/index.ts'
import { overdueSteps } from '../supervision/index.ts'
import { type Answer, type Anyone, get, page, routes, type SignedIn } from '../web.ts'
import { countFitting } from './fitting.ts'
import { aboutPage, strangerPage } from './pages.ts'
import { bankDesk, hallDays, lapsingDays, newNeedsLooked } from './pages-bank.ts'
import { type Desk, deskPage } from './pages-desk.ts'
import { firmDesk } from './pages-firm.ts'
import { bureauDesk, plainDesk, townshipDesk } from './pages-office.ts'
import { industryDesk, riskDesk } from './pages-risk.ts'
import { entriesOf, isRiskRole, pilesOf, type RiskRole } from './parts-risk.ts'
import * as rows from './rows.ts'
import { wordsOwed } from './rows-risk.ts'

export const homeRoutes = routes(get('/', 'public', home), get('/about', 'public', about))

async function home(visit: Anyone): Promise<Answer> {
  const { me, w, parts, today } = visit
  if (me) return page('home/desk', deskPage(w, me, await deskOf({ ...visit, me })))
  return page('home/stranger', strangerPage(w, await statistics(parts, today)))
}

function about({ w }: Anyone): Answer {
  return page('home/about', aboutPage(w))
}

/** Each person's own work; who has none on the platform yet finds what he may read. */
async function deskOf(visit: SignedIn): Promise<Desk> {
  const { me, w } = visit
  if (isOneOf(me, enterpriseRoles) && me.enterpriseId) return firmHome(visit, me.enterpriseId)
  if (isOneOf(me, bankRoles) && me.institutionId) return bankHome(visit, me.institutionId)
  if (isOneOf(me, bureauRoles) && me.region) return bureauHome(visit, me.region)
  if (me.role === 'township-officer' && me.region) return townshipHome(visit, me.region)
  if (me.role === 'industry-officer' && me.region)
    return industryDesk(w, await wordsOwed(visit.parts.store.read, me.region, visit.today))
  if (isRiskRole(me.role) && me.institutionId) return riskHome(visit, me.role, me.institutionId)
  return plainDesk(w, me)
}

async function firmHome({ w, parts, today }: SignedIn, id: NonNullable<SignedIn['me']['enterpriseId']>) {
  const from = parts.store.read
  const [firm, needs, offers, loans, asked, ending, maturing, advances] = await Promise.all([
    rows.firmState(from, id),
    rows.newestNeeds(from, id),
    rows.openOffers(from, id, today),
    rows.runningLoans(from, id),
    rows.papersAsked(from, id),
    papersEnding(parts, id, today),
    dueToArrange(from, parts, id, today),
    rows.openAdvances(from, id),
  ])
  const ids = loans.map((loan) => loan.id)
  const drawn = ids.length ? await rows.drawnParts(from, ids) : []
  const paid = ids.length ? await rows.paidParts(from, ids) : []
  const own = <Row extends { readonly loanId: string }>(all: readonly Row[], id: string) =>
    all.filter(({ loanId }) => loanId === id)
  const owed = loans.map((loan) => ({
    ...loan,
    due: nextDue(plan(loan, own(drawn, loan.id)), own(paid, loan.id)),
  }))
  return firmDesk(w, { firm, needs, offers, loans: owed, asked, ending, maturing, advances, today })
}

async function bankHome(
  { w, me, parts, today }: SignedIn,
  institutionId: NonNullable<SignedIn['me']['institutionId']>,
) {
  const from = parts.store.read
  const isManager = me.role === 'bank-manager'
  const desk = { institutionId, officerId: isManager ? null : me.id }
  const [counts, cases, offers, hall, shelf, products] = await Promise.all([
    rows.casesDueCounts(from, desk, today),
    rows.casesDue(from, desk, today),
    rows.offersLapsing(from, desk, today, plusDays(today, lapsingDays)),
    rows.newInHall(from, startOf(plusDays(today, -hallDays)), newNeedsLooked),
    listedShelf(from),
    isManager ? productsAwaiting(from, institutionId) : 0,
  ])
  const own = shelf.filter((product) => product.institutionId === institutionId)
  return bankDesk(w, {
    counts,
    cases,
    offers,
    products,
    isManager,
    fitting: countFitting(hall, own, today),
    today,
  })
}

async function bureauHome({ w, me, parts, today }: SignedIn, region: string) {
  const [counts, overdue] = await Promise.all([
    reviewCounts(parts.store.read, me),
    overdueSteps(parts.store.read, region, today),
  ])
  return bureauDesk(w, counts, overdue.all, clocksOn(parts.policies, today).version)
}

async function townshipHome({ w, parts }: SignedIn, region: string) {
  const [firms, needs, newest] = await Promise.all([
    rows.firmStates(parts.store.read, region),
    rows.needStates(parts.store.read, region),
    rows.newestFirms(parts.store.read, region),
  ])
  return townshipDesk(w, parts.reference, region, { firms, needs, newest })
}

async function riskHome(
  { w, parts, today }: SignedIn,
  role: RiskRole,
  institutionId: NonNullable<SignedIn['me']['institutionId']>,
) {
  return riskDesk(w, await pilesOf(parts.store.read, role, institutionId, today), entriesOf(role))
}
