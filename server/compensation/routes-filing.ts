import { coverBalance } from '../covers/cover.ts'
import { coverIn, scopeFor } from '../covers/index.ts'
import { inYuan } from '../loans/index.ts'
import { daysSince } from '../loans/loan.ts'
import { plusDays } from '../money/day.ts'
import { type Fen, noFen } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import { isId } from '../platform/ids.ts'
import { refuse } from '../platform/outcome.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { type Answer, formAgain, go, mend, NotFound, page, Refusing, type SignedIn } from '../web.ts'
import { type Claiming, changeDraft, draftClaim } from './actions.ts'
import { checkStanding, isWritten, mostPrincipal } from './claim.ts'
import { claimForm, interestForm } from './forms.ts'
import { candidatesPage, filingPage } from './pages-filing.ts'
import { claimFor, factsFor, poolClaimRuleOn } from './parts.ts'
import * as rows from './rows.ts'
import { claimable } from './rows-filing.ts'

const atOnce = 50

/** What the bank may claim today. */
export async function showCandidates({ me, w, parts, today }: SignedIn): Promise<Answer> {
  const bank = present(me.institutionId, 'the bank of its own people')
  const rule = poolClaimRuleOn(parts.policies, today)
  const asked = {
    since: plusDays(today, -rule.value.triggerDays),
    classes: rule.value.triggerClasses,
  }
  const found = await claimable(parts.store.read, bank, asked, atOnce + 1)
  const candidates = found.slice(0, atOnce).map(({ cover, loan, firm }) => ({
    ...{ coverId: cover.id, number: cover.number, firm, most: coverBalance(cover, loan) },
    ...{ days: daysSince(loan.overdueSince, today), riskClass: loan.riskClass },
  }))
  return page('compensation/candidates', candidatesPage(w, candidates, rule.version, found.length > atOnce))
}

/** A cover of the person's own bank. */
async function coverOf({ me, parts, params }: SignedIn) {
  const id = params.id ?? ''
  const shown = isId<'cover'>(id) ? await coverIn(parts.store.read, scopeFor(me), id) : null
  const covered = shown && (await rows.coveredById(parts.store.read, shown.cover.id))
  if (!shown || !covered) throw new NotFound(`cover ${id}`)
  return { covered, firm: shown.firm }
}

/** From a cover to its newest claim; where there is none, its bank begins one. */
export async function showOfCover(visit: SignedIn): Promise<Answer> {
  const { me, parts, params } = visit
  const { read } = parts.store
  const id = params.id ?? ''
  const shown = isId<'cover'>(id) ? await coverIn(read, scopeFor(me), id) : null
  if (!shown) throw new NotFound(`cover ${id}`)
  const [newest] = await rows.claimsOfCover(read, shown.cover.id)
  const isSeen = newest && (newest.filedOn !== null || newest.institutionId === me.institutionId)
  if (isSeen && !(me.institutionId === newest.institutionId && isDone(newest.state)))
    return go(`/compensation/claims/${newest.id}`)
  if (me.institutionId === shown.cover.institutionId) return go(`/covers/${shown.cover.id}/claim/new`)
  throw new NotFound(`claim of cover ${id}`)
}
const isDone = (state: rows.PoolClaim['state']) => state === 'refused' || state === 'withdrawn'

/** The questions of a cover: of interest only where its arrangement counts some. */
const formOf = ({ cover }: rows.Covered) =>
  (cover.terms.base.normalInterest ? interestForm : claimForm) as typeof interestForm

type Place = {
  readonly covered: rows.Covered
  readonly firm: string
  readonly claim: rows.PoolClaim | null
}

async function shownPage(visit: SignedIn, { covered, firm, claim }: Place, shown: ShownForm) {
  const { w, parts, today } = visit
  const rule = poolClaimRuleOn(parts.policies, today)
  const facts = await factsFor(parts.store.read, covered, today, claim?.id ?? null)
  const may = checkStanding(rule.value, facts)
  const back = claim ? `/compensation/claims/${claim.id}` : `/covers/${covered.cover.id}`
  return filingPage(w, {
    ...{ covered, firm, facts, shown, back, ruleVersion: rule.version },
    refusal: may.ok ? null : may.refusal,
    action: claim ? back : `/covers/${covered.cover.id}/claims`,
  })
}

export async function showNew(visit: SignedIn): Promise<Answer> {
  const place = { ...(await coverOf(visit)), claim: null }
  const facts = await factsFor(visit.parts.store.read, place.covered, visit.today)
  const most = mostPrincipal(facts)
  const filled: { principalFen?: Fen } = most > 0 ? { principalFen: most } : {}
  return page(
    'compensation/filing',
    await shownPage(visit, place, formOf(place.covered).filled(visit.w, filled)),
  )
}

async function written({ me, parts, params }: SignedIn): Promise<Place & { claim: rows.PoolClaim }> {
  const { claim, firm } = await claimFor(parts.store.read, me, params.id ?? '')
  if (!isWritten(claim.state))
    throw new Refusing(refuse('claim-moved').refusal, `/compensation/claims/${claim.id}`)
  const covered = present(await rows.coveredById(parts.store.read, claim.coverId), 'the cover of a claim')
  return { claim, firm, covered }
}

export async function showEdit(visit: SignedIn): Promise<Answer> {
  const place = await written(visit)
  const { principalFen, interestFen, words } = place.claim
  const interest = place.covered.cover.terms.base.normalInterest ? { interestFen } : {}
  const shown = formOf(place.covered).filled(visit.w, { principalFen, words, ...interest })
  return page('compensation/filing', await shownPage(visit, place, shown))
}

export async function draft(visit: SignedIn): Promise<Answer> {
  const place = { ...(await coverOf(visit)), claim: null }
  const { parts, by } = visit
  return sentForm(visit, place, (input) => draftClaim(parts, by, place.covered.cover.id, input))
}

export async function change(visit: SignedIn): Promise<Answer> {
  const place = await written(visit)
  const { parts, by } = visit
  return sentForm(visit, place, (input) => changeDraft(parts, by, place.claim.id, input))
}

async function sentForm(
  visit: SignedIn,
  place: Place,
  act: (input: Claiming) => ReturnType<typeof draftClaim>,
): Promise<Answer> {
  const { w, body } = visit
  const form = formOf(place.covered)
  const again = async (shown: ShownForm) =>
    formAgain('compensation/filing', await shownPage(visit, place, shown))
  const read = form.read(body)
  if (!read.ok) return again(form.again(w, read.typed, read.faults))
  const { interestFen = null, ...asked } = read.value
  const outcome = await act({ ...asked, interestFen: interestFen ?? noFen })
  if (outcome.ok) return go(`/compensation/claims/${outcome.claim.id}`, 'compensation.saved-flash')
  const shown = await again(form.refused(w, body, inYuan(outcome.refusal)))
  return mend(outcome.refusal, `/covers/${place.covered.cover.id}`, () => shown)
}
