import { refuse } from '../platform/outcome.ts'
import { one, pageNumber } from '../platform/web/paging.ts'
import {
  type Answer,
  type Anyone,
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
import { accountOfLink, setUpPassword } from './actions-password.ts'
import { addPerson, disablePerson, enablePerson, isOwn, renewLink } from './actions-people.ts'
import { firstPasswordForm, newPersonForm, peopleFilter, reasonForm } from './forms.ts'
import {
  linkPage,
  newPersonOptions,
  newPersonPage,
  peoplePage,
  personPage,
  setupPage,
} from './pages-people.ts'
import type { Role } from './person.ts'
import { type ListedPerson, listedPerson, openInstitutions, openLinkEnd, peopleList } from './rows-people.ts'

const administrator: readonly Role[] = ['administrator']

export const peopleRoutes = routes(
  get('/people', administrator, showPeople),
  get('/people/new', administrator, showNewPerson),
  post('/people', administrator, addNewPerson),
  get('/people/:id', administrator, showPerson),
  post('/people/:id/disablement', administrator, disable),
  post('/people/:id/enablement', administrator, enable),
  post('/people/:id/setup-links', administrator, makeSetupLink),
  get('/setup/:token', 'public', showSetup, { perMinute: 20 }),
  post('/setup/:token', 'public', setUp, { perMinute: 20 }),
)

async function showPeople({ w, parts, query }: SignedIn): Promise<Answer> {
  const asked = Object.fromEntries(peopleFilter.names.map((name) => [name, one(query[name])]))
  const read = peopleFilter.read(asked)
  const number = pageNumber(query.page)
  if (!read.ok)
    return page(
      'accounts/people',
      peoplePage(w, parts, [], 1, query, peopleFilter.again(w, asked, read.faults)),
    )
  const rows = await peopleList(parts.store.read, read.value, number)
  return page('accounts/people', peoplePage(w, parts, rows, number, query, peopleFilter.again(w, asked, {})))
}

async function showNewPerson({ w, parts }: SignedIn): Promise<Answer> {
  return page(
    'accounts/new-person',
    newPersonPage(w, newPersonForm.filled(w, {}, await offered({ w, parts }))),
  )
}

const offered = async ({ w, parts }: Pick<Anyone, 'w' | 'parts'>) =>
  newPersonOptions(w, parts, await openInstitutions(parts.store.read))

async function addNewPerson({ w, parts, by, body }: SignedIn): Promise<Answer> {
  const read = newPersonForm.read(body)
  const options = await offered({ w, parts })
  if (!read.ok) {
    const shown = newPersonForm.again(w, read.typed, read.faults, options)
    return formAgain('accounts/new-person', newPersonPage(w, shown))
  }
  const { institution, region, ...rest } = read.value
  const institutionId = options.options.institution.find(({ value }) => value === institution)?.value ?? null
  const outcome = await addPerson(parts, by, { ...rest, institutionId, region })
  if (outcome.ok) return page('accounts/setup-link', linkPage(w, parts.config.origin, rest.name, outcome))
  return mend(outcome.refusal, '/people', () =>
    formAgain(
      'accounts/new-person',
      newPersonPage(w, newPersonForm.refused(w, body, outcome.refusal, options)),
    ),
  )
}

async function personOf({ parts, params }: Anyone): Promise<ListedPerson> {
  const person = await listedPerson(parts.store.read, params.id ?? '')
  if (!person) throw new NotFound('person')
  return person
}

async function showPerson(visit: SignedIn): Promise<Answer> {
  return page(
    'accounts/person',
    await personData(visit, await personOf(visit), reasonForm.filled(visit.w, {})),
  )
}

async function personData(
  { w, parts, by }: SignedIn,
  person: ListedPerson,
  reason: ReturnType<typeof reasonForm.filled>,
) {
  const linkEndsAt = await openLinkEnd(parts.store.read, person.id, by.at)
  return personPage(w, parts, { person, linkEndsAt, isMe: isOwn(by, person.id) }, reason)
}

async function disable(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const person = await personOf(visit)
  const read = reasonForm.read(body)
  if (!read.ok)
    return formAgain(
      'accounts/person',
      await personData(visit, person, reasonForm.again(w, read.typed, read.faults)),
    )
  const outcome = await disablePerson(parts.store, by, person.id, read.value.why)
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/people/${person.id}`)
  return go(`/people/${person.id}`, 'accounts.disabled-flash')
}

async function enable(visit: SignedIn): Promise<Answer> {
  const person = await personOf(visit)
  const outcome = await enablePerson(visit.parts.store, visit.by, person.id)
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/people/${person.id}`)
  return go(`/people/${person.id}`, 'accounts.enabled-flash')
}

async function makeSetupLink(visit: SignedIn): Promise<Answer> {
  const { w, parts, by } = visit
  const person = await personOf(visit)
  const outcome = await renewLink(parts.store, by, person.id)
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/people/${person.id}`)
  return page('accounts/setup-link', linkPage(w, parts.config.origin, person.name, outcome))
}

async function showSetup({ w, parts, by, params }: Anyone): Promise<Answer> {
  const secret = params.token ?? ''
  const account = await accountOfLink(parts.store.read, by, secret)
  if (!account) return page('accounts/setup-dead', { title: w('accounts.setup-dead-title') }, 404)
  const rules = w(`accounts.password-rules.${parts.config.passwordPolicy}`)
  return page(
    'accounts/setup',
    setupPage(w, rules, secret, account.signInName, firstPasswordForm.filled(w, {})),
  )
}

async function setUp({ w, parts, by, params, body }: Anyone): Promise<Answer> {
  const secret = params.token ?? ''
  const account = await accountOfLink(parts.store.read, by, secret)
  if (!account) return page('accounts/setup-dead', { title: w('accounts.setup-dead-title') }, 404)
  const again = (shown: ReturnType<typeof firstPasswordForm.filled>) => {
    const rules = w(`accounts.password-rules.${parts.config.passwordPolicy}`)
    return formAgain('accounts/setup', setupPage(w, rules, secret, account.signInName, shown))
  }
  const read = firstPasswordForm.read(body)
  if (!read.ok) return again(firstPasswordForm.again(w, read.typed, read.faults))
  const { password, again: repeated } = read.value
  const outcome =
    password === repeated
      ? await setUpPassword(parts.store, parts.config, by, secret, password)
      : refuse('passwords-differ', { field: 'again' })
  if (outcome.ok) return go('/sign-in', 'accounts.setup-flash')
  return mend(outcome.refusal, '/sign-in', () => again(firstPasswordForm.refused(w, body, outcome.refusal)))
}
