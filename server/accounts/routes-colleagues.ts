import { present } from '../platform/assert.ts'
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
import { addClerk } from './actions-colleagues.ts'
import { disablePerson, enablePerson, renewLink } from './actions-people.ts'
import { clerkForm } from './forms.ts'
import { colleaguesPage } from './pages-colleagues.ts'
import { linkPage } from './pages-people.ts'
import type { Role } from './person.ts'
import { colleaguesOf, type ListedPerson } from './rows-people.ts'

const owner: readonly Role[] = ['enterprise-owner']

/** The owner of a firm and its clerks. */
export const colleagueRoutes = routes(
  get('/colleagues', owner, showColleagues),
  post('/colleagues', owner, add),
  post('/colleagues/:id/disablement', owner, disable),
  post('/colleagues/:id/enablement', owner, enable),
  post('/colleagues/:id/setup-links', owner, makeLink),
)

const everybody = ({ me, parts }: SignedIn): Promise<ListedPerson[]> =>
  colleaguesOf(parts.store.read, present(me.enterpriseId, 'the firm of its owner'))

async function showColleagues(visit: SignedIn): Promise<Answer> {
  const { w } = visit
  return page('accounts/colleagues', colleaguesPage(w, await everybody(visit), clerkForm.filled(w, {})))
}

async function add(visit: SignedIn): Promise<Answer> {
  const { w, me, parts, by, body } = visit
  const all = await everybody(visit)
  const again = (shown: ReturnType<typeof clerkForm.filled>) =>
    formAgain('accounts/colleagues', colleaguesPage(w, all, shown))
  const read = clerkForm.read(body)
  if (!read.ok) return again(clerkForm.again(w, read.typed, read.faults))
  const outcome = await addClerk(parts, by, me, read.value)
  if (outcome.ok) return handOver(visit, read.value.name, outcome)
  return mend(outcome.refusal, '/colleagues', () => again(clerkForm.refused(w, body, outcome.refusal)))
}

const handOver = ({ w, parts }: SignedIn, name: string, link: Parameters<typeof linkPage>[3]): Answer =>
  page('accounts/setup-link', linkPage(w, parts.config.origin, name, link, '/colleagues'))

/** A clerk of the owner's own firm; anybody else is not found, the owner himself included. */
async function clerkOf(visit: SignedIn): Promise<ListedPerson> {
  const found = (await everybody(visit)).find(
    ({ id, role }) => id === visit.params.id && role === 'enterprise-clerk',
  )
  if (!found) throw new NotFound('colleague')
  return found
}

async function disable(visit: SignedIn): Promise<Answer> {
  const { w, parts, by } = visit
  const outcome = await disablePerson(parts.store, by, (await clerkOf(visit)).id, w('accounts.clerk-left'))
  if (!outcome.ok) throw new Refusing(outcome.refusal, '/colleagues')
  return go('/colleagues', 'accounts.disabled-flash')
}

async function enable(visit: SignedIn): Promise<Answer> {
  const { parts, by } = visit
  const outcome = await enablePerson(parts.store, by, (await clerkOf(visit)).id)
  if (!outcome.ok) throw new Refusing(outcome.refusal, '/colleagues')
  return go('/colleagues', 'accounts.enabled-flash')
}

async function makeLink(visit: SignedIn): Promise<Answer> {
  const { parts, by } = visit
  const clerk = await clerkOf(visit)
  const outcome = await renewLink(parts.store, by, clerk.id)
  if (!outcome.ok) throw new Refusing(outcome.refusal, '/colleagues')
  return handOver(visit, clerk.name, outcome)
}
