import { enterpriseRoles } from '../accounts/index.ts'
import { ownFirm } from '../enterprises/index.ts'
import { schemeOn } from '../tax-credit/index.ts'
import {
  type Answer,
  get,
  go,
  NotFound,
  page,
  post,
  printed,
  Refusing,
  routes,
  type SignedIn,
} from '../web.ts'
import { keepOwnCheck, rememberOwnCheck } from './actions.ts'
import { selfCheckPage, sheetPage } from './pages.ts'
import { checkFirm } from './parts.ts'
import { ownCheck, ownChecks } from './rows.ts'

/** A firm's own question, before any bank sees it. Nobody else has these pages. */
export const taxCheckRoutes = routes(
  get('/tax-credit', enterpriseRoles, showCheck),
  post('/tax-credit/checks', enterpriseRoles, keepCheck),
  get('/tax-credit/checks/:id', enterpriseRoles, showSheet),
)

const keptShown = 5

/** What a firm reads of itself is kept where it is new, so that an approval can be held against it. */
async function showCheck({ me, w, parts, by, today }: SignedIn): Promise<Answer> {
  const { read } = parts.store
  const firm = await ownFirm(read, me)
  const found = await checkFirm(read, parts.policies, firm, today)
  if (!found.ok) throw new Refusing(found.refusal, '/enterprise')
  await rememberOwnCheck(parts, by, firm.id, found)
  const kept = await ownChecks(read, firm.id, keptShown)
  return page('tax-checks/check', selfCheckPage(w, parts.reference, found, kept))
}

async function keepCheck({ me, parts, by }: SignedIn): Promise<Answer> {
  const firm = await ownFirm(parts.store.read, me)
  const outcome = await keepOwnCheck(parts, by, firm.id)
  if (!outcome.ok) throw new Refusing(outcome.refusal, '/tax-credit')
  return go(`/tax-credit/checks/${outcome.id}`)
}

async function showSheet({ me, w, parts, params }: SignedIn): Promise<Answer> {
  const { read } = parts.store
  const firm = await ownFirm(read, me)
  const kept = await ownCheck(read, params.id ?? '', firm.id)
  if (!kept) throw new NotFound(params.id ?? '')
  const schemes = new Map(
    kept.checked.flatMap(({ code }) => {
      const found = schemeOn(parts.policies, code, kept.facts.on)
      return found.ok ? [[code, found.policy.value] as const] : []
    }),
  )
  return printed('tax-checks/sheet', sheetPage(w, parts.reference, kept, schemes, firm.name))
}
