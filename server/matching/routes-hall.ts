import { isClosed } from '../applications/application.ts'
import { checkHold } from '../applications/hold.ts'
import { isConsented, isSeen } from '../consents/disclosure.ts'
import { disclose, firmKnown, groupsShown, lookThrough } from '../consents/index.ts'
import { firmOf } from '../enterprises/index.ts'
import { needFor } from '../needs/index.ts'
import { present } from '../platform/assert.ts'
import { paged, pageNumber } from '../platform/web/paging.ts'
import { listedShelf } from '../products/index.ts'
import { schemeOf } from '../products/product.ts'
import { type Answer, page, type SignedIn } from '../web.ts'
import { openFacts } from './facts.ts'
import { hallSight, readHall } from './hall.ts'
import { hallNeedPage, hallPage } from './pages-hall.ts'
import { factsOf } from './parts.ts'
import { fitsOf } from './reading.ts'
import { applicationOfBank, hallRows, runningOn } from './rows-hall.ts'
import { matchRuleOn } from './rule.ts'

/** The demand hall; its whole state stands in the address. */
export async function showHall({ w, parts, query, today }: SignedIn): Promise<Answer> {
  const reading = readHall(query)
  const number = pageNumber(query.page)
  const found = await hallRows(parts.store.read, reading.filters, today, number)
  const { rows, pager } = paged(found, number, '/hall', query)
  return page('matching/hall', hallPage(w, parts.reference, query, reading, today, rows, pager))
}

/**
 * One need as a bank may read it, with the bank's own products before it: its public face, and of the firm behind it
 * what the firm has consented to.
 */
export async function showHallNeed({ me, w, parts, by, params, today }: SignedIn): Promise<Answer> {
  const { store, policies, reference } = parts
  const need = await needFor(store.read, me, params.id ?? '')
  const firm = present(await firmOf(store.read, need.enterpriseId), 'the firm of a need')
  const bank = present(me.institutionId, 'the bank of its own people')
  const application = await applicationOfBank(store.read, need.id, bank)
  const subject = { kind: 'need', id: need.id, about: need.number }
  const sight = hallSight(application?.state ?? null)
  const openings = await disclose(store, by, firm.id, subject, sight)
  const isTaxOpen = isConsented(openings, 'tax')
  const facts = isTaxOpen
    ? await factsOf(store.read, policies, need, firm, today)
    : openFacts(need, firm, today)
  const own = (await listedShelf(store.read)).filter(({ institutionId }) => institutionId === bank)
  // A scheme's limit says more than the facts that the page lists, and is a look of its own.
  const purposes = sight.purposes.tax
  if (isTaxOpen && purposes && own.some(({ terms }) => schemeOf(terms) !== null))
    await lookThrough(store, by, firm.id, subject, { kind: 'tax', purposes, what: ['taxCheck'] })
  const rule = matchRuleOn(policies, today)
  const running = application && !isClosed(application.state) ? application : null
  // What the rule would say to the button is said before somebody presses it.
  const room =
    running || need.openness === 'open'
      ? null
      : checkHold(bank, need, await runningOn(store.read, need.id), today)
  const shown = {
    need,
    held: room && !room.ok ? room.refusal : null,
    name: need.nameShown === 'shown' || isSeen(openings, 'contact') ? firm.name : null,
    foundedOn: firm.foundedOn,
    application: running,
    isTaxOpen,
    groups: groupsShown(w, {
      openings: openings.filter(({ state }) => state !== 'closed'),
      known: await firmKnown(store.read, firm, openings, today),
      requests: [],
      askAt: null,
    }),
    fits: fitsOf(facts, own, rule),
    rule: rule.version,
  }
  return page('matching/hall-need', hallNeedPage(w, reference, shown, today))
}
