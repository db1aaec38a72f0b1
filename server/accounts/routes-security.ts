import { trailOf } from '../audit/index.ts'
import { plusDays } from '../money/day.ts'
import { startOf } from '../platform/clock.ts'
import type { Outcome } from '../platform/outcome.ts'
import { one } from '../platform/web/paging.ts'
import {
  type Answer,
  formAgain,
  get,
  go,
  NotFound,
  page,
  post,
  Refusing,
  routes,
  type SignedIn,
} from '../web.ts'
import { isOwn } from './actions-people.ts'
import { dormantDays, endSessionsOf, resetSecondFactor, unlock } from './actions-security.ts'
import { findForm, reasonForm } from './forms.ts'
import { securityPage, watchedPage } from './pages-security.ts'
import type { PersonId, Role } from './person.ts'
import { openSessions } from './rows.ts'
import { dormantPeople, type ListedPerson, listedPerson, peopleList, troubledPeople } from './rows-people.ts'

const securityAdministrator: readonly Role[] = ['security-administrator']
const listLength = 50

export const securityRoutes = routes(
  get('/security', securityAdministrator, showSecurity),
  get('/security/people/:id', securityAdministrator, showWatched),
  post('/security/people/:id/unlocking', securityAdministrator, unlockPerson),
  post('/security/people/:id/signing-out', securityAdministrator, endSessions),
  post('/security/people/:id/second-factor-reset', securityAdministrator, reset),
)

async function showSecurity({ w, parts, by, query }: SignedIn): Promise<Answer> {
  const { read } = parts.store
  const asked = { find: one(query.find) }
  const find = findForm.read(asked)
  const [found, troubled, dormant] = await Promise.all([
    find.ok && find.value.find
      ? peopleList(read, { find: find.value.find, role: null, organisation: null, state: null }, 1)
      : null,
    troubledPeople(read, by.at, listLength),
    dormantPeople(read, startOf(plusDays(by.today, -dormantDays)), listLength),
  ])
  const shown = findForm.again(w, asked, find.ok ? {} : find.faults)
  return page('accounts/security', securityPage(w, parts, by.at, { found, troubled, dormant }, shown))
}

async function personOf({ parts, params }: SignedIn): Promise<ListedPerson> {
  const person = await listedPerson(parts.store.read, params.id ?? '')
  if (!person) throw new NotFound('person')
  return person
}

async function showWatched(visit: SignedIn): Promise<Answer> {
  return page('accounts/watched', await watched(visit, await personOf(visit), reasonForm.filled(visit.w, {})))
}

async function watched(
  { w, parts, by }: SignedIn,
  person: ListedPerson,
  reason: ReturnType<typeof reasonForm.filled>,
) {
  const { read } = parts.store
  const [open, trail] = await Promise.all([
    openSessions(read, person.id, by.at),
    trailOf(read, 'person', person.id),
  ])
  return watchedPage(
    w,
    by.at,
    { person, open, trail: trail.slice(0, 20), isMe: isOwn(by, person.id) },
    reason,
  )
}

async function unlockPerson(visit: SignedIn): Promise<Answer> {
  const { id } = await personOf(visit)
  return said(id, await unlock(visit.parts.store, visit.by, id), 'accounts.unlocked-flash')
}

async function endSessions(visit: SignedIn): Promise<Answer> {
  const { id } = await personOf(visit)
  return said(id, await endSessionsOf(visit.parts.store, visit.by, id), 'accounts.sessions-of-ended-flash')
}

async function reset(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const person = await personOf(visit)
  const read = reasonForm.read(body)
  if (!read.ok) {
    return formAgain(
      'accounts/watched',
      await watched(visit, person, reasonForm.again(w, read.typed, read.faults)),
    )
  }
  const outcome = await resetSecondFactor(parts.store, parts.config, by, person.id, read.value.why)
  return said(person.id, outcome, 'accounts.second-factor-reset-flash')
}

/** What a button did is said on the page it came from; what refused it gets a page of its own. */
function said(id: PersonId, outcome: Outcome<object>, flash: string): Answer {
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/security/people/${id}`)
  return go(`/security/people/${id}`, flash)
}
