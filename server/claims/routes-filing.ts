import { inYuan } from '../loans/index.ts'
import { noFen, smaller } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import { refuse } from '../platform/outcome.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { type Answer, formAgain, go, mend, page, Refusing, type SignedIn } from '../web.ts'
import { type Claiming, fileAgain, fileClaim } from './actions.ts'
import { checkStanding, mostInterest } from './claim.ts'
import { claimForm, interestForm } from './forms.ts'
import { factsOf, unpaidSince } from './ground.ts'
import { filingPage } from './pages-filing.ts'
import { claimFor, claimRuleOn, guaranteedFor, standingOf } from './parts.ts'
import type { Claim, ClaimId, ShownGuarantee } from './rows.ts'
import type { ClaimPaper } from './rule.ts'

/** What lies beside the form: what is owed, as the platform knows it today. */
async function ground({ parts, today }: SignedIn, found: ShownGuarantee, besides: ClaimId | null) {
  const { guarantee } = found
  const rule = claimRuleOn(parts, today)
  const standing = await standingOf(parts.store.read, parts, guarantee, today, besides)
  if (!standing) throw new Refusing(refuse('claim-without-loan').refusal, `/guarantees/${guarantee.id}`)
  const facts = factsOf(standing, unpaidSince(standing, today), today)
  const may = checkStanding(rule.value, facts, today)
  const mostFen = smaller(facts.balanceFen, facts.loan.principalFen)
  return {
    ...{ found, facts, rule, mostFen, refusal: may.ok ? null : may.refusal },
    mostInterestFen: mostInterest(guarantee.terms, { ...facts.loan, principalFen: mostFen }),
  }
}

/** The questions of a guarantee: of interest only where its arrangement counts some. */
const formOf = ({ guarantee }: ShownGuarantee) =>
  (guarantee.terms.base.normalInterest ? interestForm : claimForm) as typeof interestForm

async function shownPage(visit: SignedIn, found: ShownGuarantee, shown: ShownForm, claim: Claim | null) {
  const base = claim ? `/claims/${claim.id}` : `/guarantees/${found.guarantee.id}`
  const all = await ground(visit, found, claim?.id ?? null)
  return filingPage(visit.w, {
    ...{ ...all, shown, back: base, action: claim ? `${base}/again` : `${base}/claims` },
  })
}

export async function showNew(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, params } = visit
  const found = await guaranteedFor(parts.store.read, me, params.id ?? '')
  const { mostFen } = await ground(visit, found, null)
  const shown = formOf(found).filled(w, {
    kind: 'interim',
    ...(mostFen > 0 ? { principalFen: mostFen } : {}),
  })
  return page('claims/filing', await shownPage(visit, found, shown, null))
}

export async function showAgain(visit: SignedIn): Promise<Answer> {
  const { claim, found } = await returned(visit)
  const { kind, basis, principalFen, interestFen, interestFrom, interestUntil, words } = claim
  const papers = claim.papers as readonly ClaimPaper[]
  const interest = found.guarantee.terms.base.normalInterest
    ? { interestFen, interestFrom, interestUntil }
    : {}
  const values = { kind, basis, principalFen, papers, words, ...interest }
  return page('claims/filing', await shownPage(visit, found, formOf(found).filled(visit.w, values), claim))
}

async function returned({ me, parts, params }: SignedIn) {
  const { claim } = await claimFor(parts.store.read, me, params.id ?? '')
  if (claim.state !== 'returned') throw new Refusing(refuse('claim-moved').refusal, `/claims/${claim.id}`)
  return { claim, found: await guaranteedFor(parts.store.read, me, claim.guaranteeId) }
}

export async function fileNew(visit: SignedIn): Promise<Answer> {
  const { me, parts, by, params } = visit
  const found = await guaranteedFor(parts.store.read, me, params.id ?? '')
  return sent(visit, found, null, (input) => fileClaim(parts, by, found.guarantee.id, input))
}

export async function fileAnew(visit: SignedIn): Promise<Answer> {
  const { parts, by } = visit
  const { claim, found } = await returned(visit)
  return sent(visit, found, claim, (input) => fileAgain(parts, by, claim.id, input))
}

async function sent(
  visit: SignedIn,
  found: ShownGuarantee,
  claim: Claim | null,
  act: (input: Claiming) => ReturnType<typeof fileClaim>,
): Promise<Answer> {
  const { w, body } = visit
  const form = formOf(found)
  const again = async (shown: ShownForm) =>
    formAgain('claims/filing', await shownPage(visit, found, shown, claim))
  const read = form.read(body)
  if (!read.ok) return again(form.again(w, read.typed, read.faults))
  const { interestFen = null, interestFrom = null, interestUntil = null, ...asked } = read.value
  const outcome = await act({ ...asked, interestFen: interestFen ?? noFen, interestFrom, interestUntil })
  if (outcome.ok) return go(`/claims/${present(outcome.claim, 'the claim').id}`, 'claims.filed-flash')
  const refusal = inYuan(outcome.refusal)
  const page = await again(form.refused(w, body, refusal))
  return mend(outcome.refusal, `/guarantees/${found.guarantee.id}`, () => page)
}
