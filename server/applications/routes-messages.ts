import { bankRoles, enterpriseRoles } from '../accounts/index.ts'
import { isSeen, openingsOf } from '../consents/disclosure.ts'
import { consentsBetween } from '../consents/index.ts'
import { firmOf } from '../enterprises/index.ts'
import { institutionOf } from '../institutions/index.ts'
import * as messages from '../messages/index.ts'
import { needById } from '../needs/index.ts'
import { present } from '../platform/assert.ts'
import { paged, pageNumber, perPage } from '../platform/web/paging.ts'
import { type Answer, formAgain, get, go, mend, page, post, Refusing, routes, type SignedIn } from '../web.ts'
import { applicationFor } from './parts.ts'
import type { Application } from './rows.ts'
import { sightIn } from './sight.ts'

const parties = [...enterpriseRoles, ...bankRoles] as const

/** What both sides of a case write to each other. */
export const messageRoutes = routes(
  get('/applications/:id/messages', parties, showTalk),
  post('/applications/:id/messages', parties, send, { perMinute: 30 }),
  post('/applications/:id/messages/reading', parties, read),
)

const caseOf = ({ me, parts, params }: SignedIn) => applicationFor(parts.store.read, me, params.id ?? '')
const placeOf = ({ id }: Pick<Application, 'id'>) => `/applications/${id}/messages`

/** Whether the bank of a case does not know whose it is. Asking this is no look at the firm's data. */
async function isHidden({ parts, today }: SignedIn, application: Application): Promise<boolean> {
  const { read } = parts.store
  const need = present(await needById(read, application.needId), 'the need of a case')
  if (need.nameShown === 'shown') return false
  const given = await consentsBetween(read, application.enterpriseId, application.institutionId)
  return !isSeen(openingsOf(given, sightIn(application.state), today), 'contact')
}

/** The talk of a case as its reader has it, by so many messages. */
export async function talkOf(
  visit: SignedIn,
  application: Application,
  count: number,
  offset = 0,
): Promise<messages.TalkShown> {
  const { me, parts, today } = visit
  const { read } = parts.store
  const mine = messages.sideOf(me, application)
  const through = await messages.readThrough(read, application.id, me.id)
  const bank = present(await institutionOf(read, application.institutionId), 'the bank of a case')
  return {
    talk: application,
    mine,
    bank: bank.shortName,
    listed: await messages.messagesOf(read, application.id, count, offset),
    unread: await messages.countAfter(read, application.id, mine, through),
    readThrough: through,
    until: messages.talkEnds(parts, application, today),
    today,
    isHidden: mine === 'firm' && (await isHidden(visit, application)),
  }
}

type Shown = ReturnType<typeof messages.messageForm.filled>

async function talkPage(visit: SignedIn, application: Application, form: Shown) {
  const { w, query, path } = visit
  const number = pageNumber(query.page)
  const shown = await talkOf(visit, application, perPage + 1, (number - 1) * perPage)
  const { rows: listed, pager } = paged(shown.listed, number, path, query)
  return messages.talkPage(w, { ...shown, listed }, form, pager)
}

async function showTalk(visit: SignedIn): Promise<Answer> {
  const form = messages.messageForm.filled(visit.w, {})
  return page('messages/talk', await talkPage(visit, await caseOf(visit), form))
}

async function send(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body, me } = visit
  const application = await caseOf(visit)
  const again = async (form: Shown) => formAgain('messages/talk', await talkPage(visit, application, form))
  const typed = messages.messageForm.read(body)
  if (!typed.ok) return again(messages.messageForm.again(w, typed.typed, typed.faults))
  const outcome = await messages.sendMessage(parts, by, application, {
    text: typed.value.text,
    hidden: (await isHidden(visit, application)) ? await namesOf(visit, application, me.name) : null,
  })
  if (outcome.ok) return go(placeOf(application), 'messages.sent-flash')
  const refused = await again(messages.messageForm.refused(w, body, outcome.refusal))
  return mend(outcome.refusal, placeOf(application), () => refused)
}

/** By what the firm would be known. */
async function namesOf({ parts }: SignedIn, { enterpriseId }: Application, writer: string) {
  const firm = present(await firmOf(parts.store.read, enterpriseId), 'the firm of a case')
  return [firm.name, firm.uscc, firm.legalRepresentative, writer]
}

async function read(visit: SignedIn): Promise<Answer> {
  const application = await caseOf(visit)
  const outcome = await messages.readTalk(visit.parts.store, visit.by, application)
  if (!outcome.ok) throw new Refusing(outcome.refusal, placeOf(application))
  return go(placeOf(application))
}
