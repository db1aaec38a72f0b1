import { hashOf } from '../accounts/session.ts'
import { type Answer, formAgain, get, go, mend, page, post, Refusing, routes, type SignedIn } from '../web.ts'
import * as actions from './actions-mail.ts'
import { mailForm } from './forms.ts'
import { confirmPage, mailPage } from './pages-mail.ts'
import * as rows from './rows-mail.ts'

const place = '/account/mail'

export const mailRoutes = routes(
  get(place, 'signed-in', showMail),
  post(place, 'signed-in', setMail, { perMinute: 10 }),
  post('/account/mail/removal', 'signed-in', endMail),
  get('/account/mail/confirmation/:secret', 'signed-in', showLink, { perMinute: 20 }),
  post('/account/mail/confirmation/:secret', 'signed-in', confirm, { perMinute: 20 }),
)

async function shown({ me, w, parts }: SignedIn, form?: ReturnType<typeof mailForm.filled>) {
  const box = await rows.mailboxOf(parts.store.read, me.id)
  const filled = form ?? mailForm.filled(w, box ? { address: box.address, kinds: box.kinds } : {})
  return mailPage(w, parts.config.mail !== null, box, filled)
}

async function showMail(visit: SignedIn): Promise<Answer> {
  return page('inbox/mail', await shown(visit))
}

async function setMail(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, by, body } = visit
  const read = mailForm.read(body)
  if (!read.ok) return formAgain('inbox/mail', await shown(visit, mailForm.again(w, read.typed, read.faults)))
  const outcome = await actions.setMailbox(parts, by, me, read.value)
  if (outcome.ok) return go(place, outcome.asked ? 'inbox.mail-asked-flash' : 'inbox.mail-saved-flash')
  const refused = await shown(visit, mailForm.refused(w, body, outcome.refusal))
  return mend(outcome.refusal, place, () => formAgain('inbox/mail', refused))
}

async function endMail({ me, parts, by }: SignedIn): Promise<Answer> {
  const outcome = await actions.endMailbox(parts.store, by, me)
  if (!outcome.ok) throw new Refusing(outcome.refusal, place)
  return go(place, 'inbox.mail-ended-flash')
}

/** Only its own person finds the link: who holds somebody else's letter cannot take his mail. */
async function showLink({ me, w, parts, by, params, path }: SignedIn): Promise<Answer> {
  const link = await rows.openMailLink(parts.store.read, me.id, hashOf(params.secret ?? ''), by.at)
  if (!link) throw new Refusing({ code: 'mail-link-ended' }, place)
  return page('inbox/mail-confirm', confirmPage(w, link.address, path))
}

async function confirm({ me, parts, by, params }: SignedIn): Promise<Answer> {
  const outcome = await actions.confirmMailbox(parts.store, by, me, params.secret ?? '')
  if (!outcome.ok) throw new Refusing(outcome.refusal, place)
  return go(place, 'inbox.mail-confirmed-flash')
}
