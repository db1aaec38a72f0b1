import { bureauRoles, enterpriseRoles } from '../accounts/index.ts'
import { type Firm, firmFor, ownFirm } from '../enterprises/index.ts'
import { type Answer, get, page, routes, type SignedIn } from '../web.ts'
import { factsPage } from './pages.ts'
import { statedOf } from './rows.ts'
import { standingOn } from './standing.ts'

export const taxFactRoutes = routes(
  get('/tax-facts', enterpriseRoles, showOwn),
  get('/enterprises/:id/tax-facts', bureauRoles, showFirm),
)

async function showOwn(visit: SignedIn): Promise<Answer> {
  return shown(visit, await ownFirm(visit.parts.store.read, visit.me), 'firm')
}

async function showFirm(visit: SignedIn): Promise<Answer> {
  const { me, parts, params } = visit
  return shown(visit, await firmFor(parts.store.read, me, params.id ?? ''), 'bureau')
}

async function shown({ w, parts, today }: SignedIn, firm: Firm, side: 'firm' | 'bureau'): Promise<Answer> {
  const stated = await statedOf(parts.store.read, firm.id)
  const facts = standingOn(stated, firm.taxGrade, firm.disputed ?? [], today)
  return page('tax-facts/facts', factsPage(w, { firm, facts, stated, on: today, side }))
}
