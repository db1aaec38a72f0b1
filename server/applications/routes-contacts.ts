import { bankRoles } from '../accounts/index.ts'
import { mayRecord } from '../contacts/contact.ts'
import * as contacts from '../contacts/index.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { type Answer, formAgain, get, go, mend, page, post, routes, type SignedIn } from '../web.ts'
import { applicationFor, movedOn } from './parts.ts'

/** How the officer of a case reached its firm. */
export const contactRoutes = routes(
  get('/applications/:id/contacts/new', bankRoles, showRecord),
  post('/applications/:id/contacts', bankRoles, record),
)

const caseOf = ({ me, parts, params }: SignedIn) => applicationFor(parts.store.read, me, params.id ?? '')

async function showRecord(visit: SignedIn): Promise<Answer> {
  const { w, today } = visit
  const application = await caseOf(visit)
  if (!mayRecord(application.state)) return movedOn(application)
  const form = contacts.contactForm.filled(w, { reachedOn: today })
  return page('contacts/record', contacts.contactPage(w, application, form))
}

async function record(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const application = await caseOf(visit)
  const again = (form: ShownForm) => formAgain('contacts/record', contacts.contactPage(w, application, form))
  const typed = contacts.contactForm.read(body)
  if (!typed.ok) return again(contacts.contactForm.again(w, typed.typed, typed.faults))
  const outcome = await contacts.recordContact(parts.store, by, application, typed.value)
  const back = `/applications/${application.id}`
  if (outcome.ok) return go(back, 'contacts.recorded-flash')
  return mend(outcome.refusal, back, () => again(contacts.contactForm.refused(w, body, outcome.refusal)))
}
