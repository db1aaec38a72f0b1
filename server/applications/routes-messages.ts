import { bankRoles, enterpriseRoles } from '../accounts/index.ts'
import { isSeen, openingsOf } from '../consents/disclosure.ts'
import { consentsBetween } from '../consents/index.ts'
import * as messages from '../messages/index.ts'
import { paged, pageNumber, perPage } from '../platform/web/paging.ts'
import { type Answer, formAgain, get, go, mend, page, post, Refusing, routes, type SignedIn } from '../web.ts'
import { wholeCaseFor } from './parts.ts'
import type { Application } from './rows.ts'
import type { WholeCase } from './rows-case.ts'
import { sightIn } from './sight.ts'

const parties = [...enterpriseRoles, ...bankRoles] as const

/** What both sides of a case write to each other. */
export const messageRoutes = routes(
  get('/applications/:id/messages', parties, showTalk),
  post('/applications/:id/messages', parties, send, { perMinute: 30 }),
  post('/applications/:id/messages/reading', parties, read),
)

const caseOf = ({ me, parts, params }: SignedIn) => wholeCaseFor(parts.store.read, me, params.id ?? '')
const placeOf = ({ id }: Pick<Application, 'id'>) => `/applications/${id}/messages`

/** Whether the bank of a case does not know whose it is. Asking this is no look at the firm's data. */
async function isHidden({ parts, today }: SignedIn, { application, need }: WholeCase): Promise<boolean> {
  if (need.nameShown === 'shown') return false
  const { enterpriseId, institutionId, state, openedBy } = application
  const given = await consentsBetween(parts.store.read, enterpriseId, institutionId)
  return !isSeen(openingsOf(given, sightIn(state, openedBy), today), 'contact')
}

/** The talk of a case as its reader has it, by so many messages. */
export async function talkOf(
  visit: SignedIn,
  whole: WholeCase,
  count: number,
  offset = 0,
): Promise<messages.TalkShown> {
  const { me, parts, today } = visit
  const { read } = parts.store
  const { application, bank, has } = whole
  const { id } = application
  const mine = messages.sideOf(me, application)
  // Where nothing was written, nothing is unread.
  const readThrough = has.messages ? await messages.readThrough(read, id, me.id) : 0
  return {
    ...{ talk: application, mine, bank: bank.shortName, readThrough },
    listed: has.messages ? await messages.messagesOf(read, id, count, offset) : [],
    unread: has.messages ? await messages.countAfter(read, id, mine, readThrough) : 0,
    until: messages.talkEnds(parts, application, today),
    today,
    isHidden: mine === 'firm' && (await isHidden(visit, whole)),
  }
}

type Shown = ReturnType<typeof messages.messageForm.filled>

async function talkPage(visit: SignedIn, whole: WholeCase, form: Shown) {
  const { w, query, path } = visit
  const number = pageNumber(query.page)
  const shown = await talkOf(visit, whole, perPage + 1, (number - 1) * perPage)
  const { rows: listed, pager } = paged(shown.listed, number, path, query)
  return messages.talkPage(w, { ...shown, listed }, form, pager)
}

async function showTalk(visit: SignedIn): Promise<Answer> {
  const form = messages.messageForm.filled(visit.w, {})
  return page('messages/talk', await talkPage(visit, await caseOf(visit), form))
}

async function send(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body, me } = visit
  const whole = await caseOf(visit)
  const { application } = whole
  const again = async (form: Shown) => formAgain('messages/talk', await talkPage(visit, whole, form))
  const typed = messages.messageForm.read(body)
  if (!typed.ok) return again(messages.messageForm.again(w, typed.typed, typed.faults))
  const outcome = await messages.sendMessage(parts, by, application, {
    text: typed.value.text,
    hidden: (await isHidden(visit, whole)) ? namesOf(whole, me.name) : null,
  })
  if (outcome.ok) return go(placeOf(application), 'messages.sent-flash')
  const refused = await again(messages.messageForm.refused(w, body, outcome.refusal))
  return mend(outcome.refusal, placeOf(application), () => refused)
}

/** By what the firm would be known. */
const namesOf = ({ firm }: WholeCase, writer: string): string[] => [
  firm.name,
  firm.uscc,
  firm.legalRepresentative,
  writer,
]

async function read(visit: SignedIn): Promise<Answer> {
  const { application } = await caseOf(visit)
  const outcome = await messages.readTalk(visit.parts.store, visit.by, application)
  if (!outcome.ok) throw new Refusing(outcome.refusal, placeOf(application))
  return go(placeOf(application))
}
