import { type FileFault, laidUpload } from '../documents/index.ts'
import { documentRulesOn } from '../documents/rules.ts'
import { inYuan } from '../loans/index.ts'
import { noFen, smaller } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import { refuse } from '../platform/outcome.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { type Answer, formAgain, go, mend, page, Refusing, type SignedIn } from '../web.ts'
import { type Claiming, fileAgain, fileClaim } from './actions.ts'
import { bringClaimPapers } from './actions-papers.ts'
import { checkStanding, mostInterest } from './claim.ts'
import { claimForm, interestForm, paperForm } from './forms.ts'
import { factsOf, unpaidSince } from './ground.ts'
import { filingPage } from './pages-filing.ts'
import { papersList } from './pages-papers.ts'
import { asking, sureOf, unasked } from './pages-sure.ts'
import { claimFor, claimRuleOn, filingHref, guaranteedFor, standingOf } from './parts.ts'
import { type Claim, type ClaimId, claimsOf, type GuaranteeId, type ShownGuarantee } from './rows.ts'
import { papersAt } from './rows-papers.ts'
import type { ClaimPaper } from './rule.ts'

/** What lies beside the form: what is owed, as the platform knows it today. */
async function ground({ parts, today }: SignedIn, found: ShownGuarantee, besides: ClaimId | null) {
  const { guarantee } = found
  const rule = claimRuleOn(parts, today)
  const standing = await standingOf(parts.store.read, guarantee, today, besides)
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

/** The form for papers where it was refused, with the file that was at fault. */
type Bringing = { readonly shown: ShownForm; readonly fault: FileFault | null }

async function shownPage(
  visit: SignedIn,
  found: ShownGuarantee,
  shown: ShownForm,
  claim: Claim | null,
  bringing: Bringing | null = null,
) {
  const { w, parts, today } = visit
  const { guarantee } = found
  const base = claim ? `/claims/${claim.id}` : `/guarantees/${guarantee.id}`
  const all = await ground(visit, found, claim?.id ?? null)
  const place = claim ? { claimId: claim.id } : { guaranteeId: guarantee.id }
  const rows = await papersAt(parts.store.read, place)
  const { papers: wanted } = all.rule.value
  const { value: limits } = documentRulesOn(parts.policies, today)
  const form = bringing?.shown ?? paperForm.filled(w, { paper: nextPaper(wanted, rows) })
  return filingPage(w, {
    ...{ ...all, shown, back: base, action: claim ? `${base}/again` : `${base}/claims` },
    papers: papersList(w, { rows, wanted, opens: true, takesBack: true }),
    upload: laidUpload(w, limits, `/guarantees/${guarantee.id}/claims/papers`, form, bringing?.fault ?? null),
  })
}

/** The first paper that is still missing: what the bank brings next. */
const nextPaper = (wanted: readonly ClaimPaper[], rows: readonly { readonly kind: ClaimPaper }[]) =>
  wanted.find((kind) => !rows.some((one) => one.kind === kind)) ?? 'court-ruling'

/** Papers for the next claim, or for the one that was returned. */
export async function bringPapers(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, by, body, params, uploads } = visit
  const { guarantee } = await guaranteedFor(parts.store.read, me, params.id ?? '')
  const read = paperForm.read(body)
  if (!read.ok) return filingAgain(visit, guarantee.id, paperForm.again(w, read.typed, read.faults), null)
  const outcome = await bringClaimPapers(parts, by, guarantee.id, uploads, read.value.paper)
  if (outcome.ok) return go(await filingHref(parts.store.read, guarantee.id), 'claims.paper-added-flash')
  if (outcome.refusal.field !== 'file') throw new Refusing(outcome.refusal, `/guarantees/${guarantee.id}`)
  const again = await filingAgain(visit, guarantee.id, paperForm.filled(w, read.value), outcome)
  return mend(outcome.refusal, `/guarantees/${guarantee.id}`, () => again)
}

/** The page of the claim again, because a paper was refused. */
async function filingAgain(
  visit: SignedIn,
  guaranteeId: GuaranteeId,
  shown: ShownForm,
  fault: FileFault | null,
): Promise<Answer> {
  const { me, parts } = visit
  const found = await guaranteedFor(parts.store.read, me, guaranteeId)
  const claim = (await claimsOf(parts.store.read, guaranteeId)).find(({ state }) => state === 'returned')
  const filled = claim ? asFiled(visit, found, claim) : await asNew(visit, found)
  return formAgain('claims/filing', await shownPage(visit, found, filled, claim ?? null, { shown, fault }))
}

export async function showNew(visit: SignedIn): Promise<Answer> {
  const { me, parts, params } = visit
  const found = await guaranteedFor(parts.store.read, me, params.id ?? '')
  return page('claims/filing', await shownPage(visit, found, await asNew(visit, found), null))
}

async function asNew(visit: SignedIn, found: ShownGuarantee): Promise<ShownForm> {
  const { mostFen } = await ground(visit, found, null)
  const principal = mostFen > 0 ? { principalFen: mostFen } : {}
  return unasked(formOf(found).filled(visit.w, { kind: 'interim', ...principal }))
}

export async function showAgain(visit: SignedIn): Promise<Answer> {
  const { claim, found } = await returned(visit)
  return page('claims/filing', await shownPage(visit, found, asFiled(visit, found, claim), claim))
}

function asFiled({ w }: SignedIn, found: ShownGuarantee, claim: Claim): ShownForm {
  const { kind, basis, principalFen, interestFen, interestFrom, interestUntil, words } = claim
  const interest = found.guarantee.terms.base.normalInterest
    ? { interestFen, interestFrom, interestUntil }
    : {}
  return unasked(formOf(found).filled(w, { kind, basis, principalFen, words, ...interest }))
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
  if (!read.ok) return again(unasked(form.again(w, read.typed, read.faults)))
  const { interestFrom = null, interestUntil = null, ...asked } = read.value
  const interestFen = asked.interestFen ?? noFen
  const sure = sureOf(asked.sure)
  const outcome = await act({ ...asked, interestFen, interestFrom, interestUntil, sure })
  if (outcome.ok) return go(`/claims/${present(outcome.claim, 'the claim').id}`, 'claims.filed-flash')
  const refusal = inYuan(outcome.refusal)
  const sums = [asked.principalFen, interestFen]
  const page = await again(asking(w, form.refused(w, body, refusal), outcome.refusal, { sums, sure }))
  return mend(outcome.refusal, `/guarantees/${found.guarantee.id}`, () => page)
}
