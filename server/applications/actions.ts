import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { consentFor } from '../consents/disclosure.ts'
import { consentsBetween, giveWithin, requireConsent, type Shown } from '../consents/index.ts'
import type { DataKind } from '../consents/kind.ts'
import { neededKinds } from '../consents/needed.ts'
import { endRequestOf } from '../documents/index.ts'
import { firmOf } from '../enterprises/index.ts'
import { factsFingerprint } from '../matching/fingerprint.ts'
import { fit } from '../matching/fit.ts'
import { factsOf, matchRuleOn, openFacts } from '../matching/index.ts'
import type { Day } from '../money/day.ts'
import { isPastItsDay } from '../needs/draft.ts'
import { moveNeed, type Need, needById } from '../needs/index.ts'
import { isInHall } from '../needs/need.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { nextNumber } from '../platform/numbers.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { type DueDay, dueBy, type PolicyBook } from '../policies/index.ts'
import { listedShelf, type ShelfProduct } from '../products/index.ts'
import { keepCaseCheck } from '../tax-checks/index.ts'
import { engage, nobodyHolds, roomFor } from './actions-holds.ts'
import { tellSides } from './actions-notices.ts'
import { type ApplicationActor, type ApplicationState, move } from './application.ts'
import type { Opening } from './opening.ts'
import * as rows from './rows.ts'

type With = Pick<Parts, 'store' | 'policies'>
type Chosen = { readonly needId: Id<'need'>; readonly productId: Id<'product'> }
type Opened = Outcome<{ readonly application: rows.Application }>

/** What the firm lets the bank see with its application. */
export type Consenting = Shown & { readonly kinds: readonly DataKind[] }

/**
 * 申请: the firm puts its need before one product, and consents to what the bank may see for it. What the match said,
 * by which rule and on which facts, and the product's version stay with the case as they were.
 *
 * Refuses: `need-not-in-hall`, `product-not-listed`, `need-agreed`, `case-there`, `fit-not`, `calendar-missing`,
 * `stale`, `consent-needed` (something that the product cannot be decided on without, neither given now nor in force),
 * and as `giveWithin`.
 */
export const apply = (parts: With, by: By, chosen: Chosen & { consent: Consenting }): Promise<Opened> =>
  act(parts.store, by, async (tx): Promise<Opened> => {
    const found = await needAndProduct(tx, chosen)
    if (!found.ok) return found
    const opened = await open(tx, parts, by, found.need, found.product, 'firm-applied')
    if (!opened.ok) return opened
    const given = await consentTo(tx, parts, by, found, chosen.consent)
    return given.ok ? opened : given
  })

/** What the firm ticked; whatever refuses a consent takes the case back, for both are one transaction. */
async function consentTo(
  tx: Transaction,
  parts: With,
  by: By,
  { need, product }: { readonly need: Need; readonly product: ShelfProduct },
  { kinds, ...shown }: Consenting,
): Promise<Outcome<object>> {
  const { institutionId, terms } = product
  const standing = await consentsBetween(tx, need.enterpriseId, institutionId)
  const isMissing = ({ kind }: { readonly kind: DataKind }) =>
    !kinds.includes(kind) && !consentFor(standing, kind, [assessment], by.today)
  if (neededKinds(terms).some(isMissing)) return refuse('consent-needed', { field: 'kinds' })
  if (kinds.length === 0) return done()
  return giveWithin(tx, parts, by, { ...shown, institutionId, kinds, purpose: assessment, needId: need.id })
}

/** What the data of an application is for. */
const assessment = 'credit-assessment'

/**
 * 接单: a bank takes a need from the hall with a product of its own. Refuses as `apply` does; a product of
 * another bank is `product-not-listed`, one that the bank declined with this product already is `declined-before`, and
 * a need for one bank at a time refuses as `checkHold`.
 */
export const take = (parts: With, by: By, chosen: Chosen): Promise<Opened> =>
  act(parts.store, by, async (tx): Promise<Opened> => {
    const found = await needAndProduct(tx, chosen)
    if (!found.ok) return found
    if (found.product.institutionId !== by.person?.institutionId) return refuse('product-not-listed')
    // A bank that said no says yes only to a firm that comes again.
    if (await rows.isDeclined(tx, chosen)) return refuse('declined-before')
    return open(tx, parts, by, found.need, found.product, 'bank-took')
  })

async function needAndProduct(
  tx: Transaction,
  { needId, productId }: Chosen,
): Promise<Outcome<{ readonly need: Need; readonly product: ShelfProduct }>> {
  const need = await needById(tx, needId)
  if (!need || !isInHall(need.state)) return refuse('need-not-in-hall')
  const product = (await listedShelf(tx)).find(({ id }) => id === productId)
  return product ? done({ need, product }) : refuse('product-not-listed')
}

async function open(
  tx: Transaction,
  { policies }: With,
  by: By,
  need: Need,
  product: ShelfProduct,
  openedBy: Opening,
): Promise<Opened> {
  const took = openedBy === 'bank-took'
  const room = await roomFor(tx, by, need, product, openedBy)
  if (!room.ok) return room
  const firm = present(await firmOf(tx, need.enterpriseId), 'the firm of a need')
  if (firm.state !== 'verified') return refuse('firm-unverified')
  const rule = matchRuleOn(policies, by.today)
  // What a bank takes from the hall it measures by what it may see; the firm's own application by everything.
  const isOpen = !took || (await mayReadTax(tx, by, need))
  const facts = isOpen ? await factsOf(tx, policies, need, firm, by.today) : openFacts(need, firm, by.today)
  const found = fit(facts, product.terms, rule)
  if (found.verdict === 'not') return refuse('fit-not')
  const clocks: Outcome<Clocks> = took
    ? acceptedBy(policies, by.today)
    : dueBy(policies, by.today, 'acceptWorkdays')
  if (!clocks.ok) return clocks
  const id = newId<'application'>()
  await rows.addApplication(tx, {
    id,
    number: await nextNumber(tx, 'SQ', by.today),
    needId: need.id,
    enterpriseId: need.enterpriseId,
    institutionId: product.institutionId,
    productId: product.id,
    productVersion: product.version,
    state: took ? 'taken' : 'submitted',
    openedBy,
    officerId: took ? (by.person?.id ?? null) : null,
    fit: found,
    ruleVersion: rule.version,
    factsFingerprint: factsFingerprint(facts),
    phoneTail: firm.phone.slice(-4),
    submittedAt: by.at,
    takenAt: took ? by.at : null,
    ...owedBy(clocks.due),
    ...(clocks.contact ? contactBy(clocks.contact) : {}),
    version: 1,
  })
  const happened = took ? 'taken-from-hall' : 'submitted'
  const to = took ? 'taken' : 'submitted'
  await write(tx, by, { happening: `applications.${happened}`, subject: { kind: 'application', id }, to })
  const opened = present(await rows.applicationById(tx, id), 'the case just opened')
  await keepCaseCheck(tx, { policies }, by, opened, 'opened')
  await tellSides(tx, by, happened, opened)
  const engaged = await engage(tx, by, need, product.institutionId)
  return engaged.ok ? done({ application: opened }) : engaged
}

/** Whether the firm has consented to the bank that acts reading its tax data. */
async function mayReadTax(tx: Transaction, by: By, { enterpriseId }: Need): Promise<boolean> {
  const institutionId = present(by.person?.institutionId, 'the bank of its own people')
  return (await requireConsent(tx, { enterpriseId, institutionId }, 'tax', [assessment], by.today)).ok
}

type Clocks = { readonly due: DueDay; readonly contact?: DueDay }

/** A bank that accepts a case owes the firm its decision, and before that a first contact. Refuses `calendar-missing`. */
function acceptedBy(policies: PolicyBook, today: Day): Outcome<Required<Clocks>> {
  const decision = dueBy(policies, today, 'decisionWorkdays')
  if (!decision.ok) return decision
  const contact = dueBy(policies, today, 'firstContactWorkdays')
  return contact.ok ? done({ due: decision.due, contact: contact.due }) : contact
}

const contactBy = ({ on, policies }: DueDay) => ({ contactDueOn: on, contactDuePolicies: policies })

/** A case's day, and the versions of the policies by which it was counted. */
export const owedBy = ({ on, policies }: DueDay) => ({ dueOn: on, duePolicies: policies })

/** A case in which nobody owes a step any more, or whose day no policy set. */
export const owedOn = (dueOn: Day | null) => ({ dueOn, duePolicies: null })

/**
 * Moves a case along the table of moves, with its trail. Refuses: `move-not-allowed`, and `stale` when the case
 * changed since it was read.
 */
export async function moveCase(
  tx: Transaction,
  by: By,
  application: rows.Application,
  to: ApplicationState,
  actor: ApplicationActor,
  changes: rows.ApplicationChanges = {},
  why?: string,
): Promise<Opened> {
  const allowed = move(application.state, to, actor)
  if (!allowed.ok) return allowed
  const moved = await rows.changeApplication(tx, application, { ...changes, state: to })
  if (!moved) return refuse('stale')
  // Whatever the bank or the firm decided, nobody owes papers for the step that is over.
  await endRequestOf(tx, by, application.id)
  const what = application.state === 'offered' && to === 'taken' ? 'offer-taken-back' : to
  await write(tx, by, {
    happening: `applications.${what}`,
    subject: { kind: 'application', id: application.id },
    from: application.state,
    to,
    ...(why ? { why } : {}),
  })
  if (what !== 'expired') await tellSides(tx, by, what, moved)
  return done({ application: moved })
}

/**
 * 受理: an officer takes up what a firm applied for; a first contact and the decision are due next. `read` is the version that lay before
 * him. Refuses as `moveCase`.
 */
export const takeUp = ({ store, policies }: With, by: By, id: Id<'application'>, read?: number) =>
  act(store, by, async (tx): Promise<Opened> => {
    const application = await rows.applicationById(tx, id)
    if (isOlder(read, application)) return refuse('stale')
    if (application?.state !== 'submitted') return refuse('move-not-allowed')
    const clocks = acceptedBy(policies, by.today)
    if (!clocks.ok) return clocks
    const own = { officerId: by.person?.id ?? null, takenAt: by.at }
    const changes = { ...own, ...owedBy(clocks.due), ...contactBy(clocks.contact) }
    return moveCase(tx, by, application, 'taken', 'institution', changes)
  })

/** Whether a page is older than the row that its button is about; a page that does not say is taken at its word. */
export const isOlder = (read: number | undefined, row: { readonly version: number } | null): boolean =>
  read !== undefined && row !== null && read !== row.version

/** Ends the open offers of a case with the case. */
export async function closeOffers(
  tx: Transaction,
  by: By,
  id: Id<'application'>,
  state: 'withdrawn' | 'not-chosen' | 'lapsed',
): Promise<void> {
  for (const offer of await rows.offersOf(tx, id)) {
    if (offer.state === 'open') await rows.closeOffer(tx, offer.id, { state, decidedAt: by.at })
  }
}

/**
 * When the last open case of a need ends without a contract, the need goes back into the hall; where its last day there
 * has passed meanwhile, it ends.
 */
export async function released(tx: Transaction, by: By, application: rows.Application): Promise<Opened> {
  const need = await needById(tx, application.needId)
  if (need?.state !== 'in-progress' || (await rows.isSpokenFor(tx, need.id))) return done({ application })
  if ((await rows.openOfNeed(tx, need.id)).length === 0) {
    if (isPastItsDay(need.expiresOn, by.today)) {
      const over = await moveNeed(tx, by, need, 'expired', undefined, { ...nobodyHolds, dispatch: 'ended' })
      return over.ok ? done({ application }) : over
    }
    // A bank that was asked before the firm applied elsewhere is still asked; nobody else is beside it.
    const asked = need.dispatch === 'waiting' ? {} : ({ ...nobodyHolds, dispatch: 'due' } as const)
    const back = await moveNeed(tx, by, need, 'published', undefined, asked)
    if (!back.ok) return back
  }
  return done({ application })
}
