import {
  type ApplicationActor,
  type ApplicationState,
  type DeclineReason,
  move,
} from '../../server/applications/application.ts'
import { owedOn } from '../../server/applications/index.ts'
import { checkOffer, type OfferState, type OfferTerms } from '../../server/applications/offer.ts'
import { costOf } from '../../server/applications/offer-cost.ts'
import type { Opening } from '../../server/applications/opening.ts'
import { factsFingerprint } from '../../server/matching/fingerprint.ts'
import { fit } from '../../server/matching/fit.ts'
import { factsForBank } from '../../server/matching/index.ts'
import { assert, present } from '../../server/platform/assert.ts'
import { dayOf, type Instant } from '../../server/platform/clock.ts'
import { factsFor } from './borrowers.ts'
import {
  type ApplicationRow,
  type City,
  type Listing,
  type OfferRow,
  ownerOf,
  platform,
  trailRow,
  type Who,
} from './city.ts'
import { moveNeed, type Play } from './need-life.ts'

const isOpen = ({ state }: ApplicationRow): boolean =>
  ['submitted', 'taken', 'offered', 'agreed'].includes(state)

/** Opens a case on a need in the hall, as the actions `apply` and `take` do. */
export function open(
  play: Play,
  product: Listing,
  openedBy: Opening,
  at: Instant,
  officer: Who,
): ApplicationRow {
  const { city, rows, member, need, cases } = play
  const [took, on] = [openedBy === 'bank-took', dayOf(at)]
  const known = factsFor(city, product, member, need, on, dayOf(need.createdAt))
  // What a bank takes from the hall it measures by what every bank may know.
  const facts = took ? factsForBank(known) : known
  const row: ApplicationRow = {
    id: city.naming<'application'>(at),
    number: '',
    needId: need.id,
    enterpriseId: need.enterpriseId,
    institutionId: product.institutionId,
    productId: product.id,
    productVersion: product.version,
    state: took ? 'taken' : 'submitted',
    openedBy,
    officerId: took ? officer.personId : null,
    fit: fit(facts, product.terms, city.rule),
    ruleVersion: city.rule.version,
    factsFingerprint: factsFingerprint(facts),
    phoneTail: member.row.phone.slice(-4),
    submittedAt: at,
    takenAt: took ? at : null,
    offeredAt: null,
    decidedAt: null,
    ...city.due(on, took ? 'decisionWorkdays' : 'acceptWorkdays'),
    ...{ contactDueOn: null, contactDuePolicies: null, contactedOn: null, contactWay: null },
    declineReason: null,
    declineWords: null,
    declineFacts: null,
    declinePapers: null,
    version: 1,
  }
  rows.applications.push(row)
  cases.push(row)
  const who = took ? officer : ownerOf(member)
  const happening = took ? 'applications.taken-from-hall' : 'applications.submitted'
  rows.trail.push(
    trailRow(city.naming, { at, who, happening, subject: ['application', row.id], to: row.state }),
  )
  if (need.state === 'published') moveNeed(play, 'in-progress', at, who)
  return row
}

/** Moves a case along the table of moves, with the trail of the action. */
export function moveCase(
  { city, rows }: Play,
  row: ApplicationRow,
  to: ApplicationState,
  [actor, who, at]: readonly [ApplicationActor, Who, Instant],
  changes: Partial<ApplicationRow> = {},
  why?: string,
): void {
  const from = row.state
  assert(move(from, to, actor).ok, `a case does not go from ${from} to ${to}`)
  Object.assign(row, changes, { state: to, version: row.version + 1 })
  const subject = ['application', row.id] as const
  const happening = `applications.${to}`
  rows.trail.push(trailRow(city.naming, { at, who, happening, subject, from, to, ...(why ? { why } : {}) }))
}

export function takeUp(play: Play, row: ApplicationRow, at: Instant, officer: Who): void {
  if (row.state !== 'submitted') return
  const due = play.city.due(dayOf(at), 'decisionWorkdays')
  const changes = { officerId: officer.personId, takenAt: at, ...due }
  moveCase(play, row, 'taken', ['institution', officer, at], changes)
}

/** Makes an offer, which must be one that the action would let through. */
export function offer(
  play: Play,
  row: ApplicationRow,
  product: Listing,
  terms: OfferTerms,
  at: Instant,
  officer: Who,
): OfferRow | null {
  if (row.state !== 'taken') return null
  const { city, rows, need } = play
  const turn = city.guarantors[rows.offers.length % city.guarantors.length]
  const guarantor = terms.guaranteeMode === 'guarantee' ? turn : undefined
  const offered = { ...terms, guarantorId: guarantor?.id ?? null }
  const faults = checkOffer(offered, product.terms, need, dayOf(at))
  assert(faults.length === 0, `an offer that may be made: ${JSON.stringify(faults)}`)
  const cost = costOf(offered)
  assert(cost.ok, 'an offer whose cost is known')
  const made: OfferRow = {
    ...offered,
    guarantorName: guarantor?.name ?? null,
    id: city.naming<'offer'>(at),
    applicationId: row.id,
    needId: need.id,
    state: 'open',
    fees: offered.fees ?? null,
    penaltyUpliftPpm: offered.penaltyUpliftPpm ?? null,
    earlyFeePpm: offered.earlyFeePpm ?? null,
    simplePpm: cost.simplePpm,
    compoundPpm: cost.compoundPpm,
    decisionDueOn: row.dueOn ?? null,
    decisionDuePolicies: row.duePolicies ?? null,
    words: '',
    madeAt: at,
    madeBy: officer.personId,
    decidedAt: null,
  }
  rows.offers.push(made)
  play.offers.push(made)
  moveCase(play, row, 'offered', ['institution', officer, at], {
    offeredAt: at,
    ...owedOn(offered.validUntil),
  })
  return made
}

/** An institution's no. */
export function decline(
  play: Play,
  row: ApplicationRow,
  at: Instant,
  officer: Who,
  no: readonly [DeclineReason, string],
): void {
  if (!isOpen(row) || row.state === 'agreed') return
  closeOffers(play, row, 'withdrawn', at)
  const [declineReason, declineWords] = no
  const changes = { declineReason, declineWords, decidedAt: at, ...owedOn(null) }
  moveCase(play, row, 'declined', ['institution', officer, at], changes, declineWords || declineReason)
  released(play, at, officer)
}

export function withdrawCase(play: Play, row: ApplicationRow, at: Instant): void {
  if (!isOpen(row) || row.state === 'agreed') return
  closeOffers(play, row, 'not-chosen', at)
  const who = ownerOf(play.member)
  moveCase(play, row, 'withdrawn', ['applicant', who, at], { decidedAt: at, ...owedOn(null) })
  released(play, at, who)
}

/** The night ends a case that lay too long, or whose offer nobody accepted in time. */
export function expireCase(play: Play, row: ApplicationRow, at: Instant): void {
  if (!isOpen(row) || row.state === 'agreed') return
  closeOffers(play, row, 'lapsed', at)
  // A case that lay too long ends by a policy; one whose offer lapsed, by the day that the offer named.
  const duePolicies = row.state === 'offered' ? null : [play.city.clocksVersion]
  const ended = { decidedAt: at, dueOn: null, duePolicies }
  moveCase(play, row, 'expired', ['clock', platform, at], ended)
  released(play, at, platform)
}

/** The firm accepts the open offer of one case; all other cases of the need end with it. */
export function accept(play: Play, row: ApplicationRow, at: Instant): void {
  const who = ownerOf(play.member)
  closeOffers(play, row, 'accepted', at)
  const due = play.city.due(dayOf(at), 'signingWorkdays')
  moveCase(play, row, 'agreed', ['applicant', who, at], { decidedAt: at, ...due })
  for (const other of play.cases.filter((one) => one !== row && isOpen(one))) {
    closeOffers(play, other, 'not-chosen', at)
    moveCase(play, other, 'not-chosen', ['applicant', who, at], { decidedAt: at, ...owedOn(null) })
  }
}

/** A need goes back into the hall when its last open case ends without a loan. */
export function released(play: Play, at: Instant, who: Who): void {
  if (play.need.state !== 'in-progress' || play.cases.some(isOpen)) return
  moveNeed(play, 'published', at, who)
  play.backAt = at
}

function closeOffers({ offers }: Play, row: ApplicationRow, state: OfferState, at: Instant): void {
  for (const one of offers.filter(({ applicationId }) => applicationId === row.id)) {
    if (one.state === 'open') Object.assign(one, { state, decidedAt: at })
  }
}

/** Somebody of the institution whose product it is. */
export const officerFor = ({ officers, random }: City, { institutionId }: Listing): Who =>
  random.pick(present(officers.get(institutionId), 'the officers of a bank'))
