import { type Day, isDay } from '../money/day.ts'
import type { Outcome, Refusal } from '../platform/outcome.ts'
import type { ShownForm, Typed } from '../platform/web/forms.ts'
import { one, paged, pageNumber, perPage } from '../platform/web/paging.ts'
import { type Answer, formAgain, go, mend, NotFound, page, Refusing, type SignedIn } from '../web.ts'
import * as actions from './actions.ts'
import { approvalForm, faultsAt, type ProposalForm, proposalForm, rejectionForm } from './forms.ts'
import { valueFormOf } from './forms-values.ts'
import { familyKinds, isFamily, isShortCode, kindOf, type PolicyFamily, type PolicyKind } from './kinds.ts'
import { known, nextVersionHref, policyHref } from './pages.ts'
import { proposalPage, proposalsPage, proposePage } from './pages-proposal.ts'
import { policyTitle } from './pages-value.ts'
import { maySeeProposals, proposalFor, proposer } from './parts.ts'
import { type Certainty, certainties } from './policy.ts'
import { newestOf } from './proposal.ts'
import * as rows from './rows.ts'

export async function showAll({ me, w, parts, query, path }: SignedIn): Promise<Answer> {
  if (!maySeeProposals(me)) throw new NotFound(path)
  const which = one(query.of) === 'ended' ? 'ended' : 'open'
  const number = pageNumber(query.page)
  const found = await rows.proposalsIn(parts.store.read, which, perPage + 1, (number - 1) * perPage)
  const { rows: shown, pager } = paged(found, number, path, query)
  return page('policies/proposals', proposalsPage(w, which, shown, pager))
}

export async function showOne(visit: SignedIn): Promise<Answer> {
  return proposalAnswer(visit, await proposalFor(visit.parts.store.read, visit.me, visit.params.id ?? ''))
}

type Again = Parameters<typeof proposalPage>[1]['again']

async function proposalAnswer(
  { me, w, parts, today }: SignedIn,
  proposal: rows.Proposal,
  again?: Again,
): Promise<Answer> {
  const names = await rows.namesOf(parts.store.read, [proposal])
  const asked = { rows: parts.policies.rows, proposal, names, me, today, again }
  const shown = proposalPage(w, asked)
  return again ? formAgain('policies/proposal', shown) : page('policies/proposal', shown)
}

export async function approve(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, by, body, params } = visit
  const proposal = await proposalFor(parts.store.read, me, params.id ?? '')
  const read = approvalForm.read(body)
  if (!read.ok) {
    const shown = approvalForm.again(w, read.typed, read.faults)
    return proposalAnswer(visit, proposal, { which: 'approval', shown })
  }
  const outcome = await actions.approve(parts, by, proposal.id, read.value.words ?? '')
  return decided(proposal, outcome, 'policies.approved-flash')
}

export async function reject(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, by, body, params } = visit
  const proposal = await proposalFor(parts.store.read, me, params.id ?? '')
  const read = rejectionForm.read(body)
  if (!read.ok) {
    const shown = rejectionForm.again(w, read.typed, read.faults)
    return proposalAnswer(visit, proposal, { which: 'rejection', shown })
  }
  const outcome = await actions.reject(parts, by, proposal.id, read.value.reason)
  return decided(proposal, outcome, 'policies.rejected-flash')
}

export async function withdraw({ me, parts, by, params }: SignedIn): Promise<Answer> {
  const proposal = await proposalFor(parts.store.read, me, params.id ?? '')
  const outcome = await actions.withdraw(parts, by, proposal.id)
  return decided(proposal, outcome, 'policies.withdrawn-flash')
}

function decided({ id }: rows.Proposal, outcome: Outcome<object>, flash: string): Answer {
  const back = `/policies/proposals/${id}`
  if (!outcome.ok) throw new Refusing(outcome.refusal, back)
  return go(back, flash)
}

/** A kind whose versions are written in a form of fields; the others have pages of their own. */
const writtenHere = (kind: PolicyKind): boolean => kind !== 'arrangement' && kind !== 'calendar'

export function showNext({ me, w, parts, params }: SignedIn): Answer {
  proposer(me)
  const { code, kind, newest } = policyAsked(parts.policies.rows, params.code ?? '')
  if (!writtenHere(kind)) return go(nextVersionHref(code))
  const typed = valueFormOf(kind)?.typed(newest.value) ?? {}
  const { source, certainty } = newest
  const form = proposalForm(kind, false)
  const filled = form.filled(w, presentOnly({ ...typed, source, certainty, base: String(newest.version) }))
  return nextPage(w, code, kind, newest, filled)
}

/** A part that an older version lacks is left open, so that the person fills it in. */
const presentOnly = (typed: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== undefined && value !== null))

function policyAsked(all: SignedIn['parts']['policies']['rows'], code: string) {
  const kind = kindOf(code)
  const newest = newestOf(all, code)
  if (!kind || !newest || !known(all, code)) throw new NotFound(code)
  return { code, kind, newest }
}

const nextPage = (
  w: SignedIn['w'],
  code: string,
  kind: PolicyKind,
  newest: ReturnType<typeof policyAsked>['newest'],
  shown: ShownForm,
): Answer =>
  page(
    'policies/propose',
    proposePage(w, kind, shown, {
      title: w('policies.propose-title', { name: policyTitle(w, newest) }),
      lead: w('policies.propose-lead', { version: newest.version }),
      action: `/policies/${code}/proposals`,
      back: policyHref(code),
    }),
    shown.errors.length ? 422 : 200,
  )

export async function proposeNext(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, params } = visit
  proposer(me)
  const { code, kind, newest } = policyAsked(parts.policies.rows, params.code ?? '')
  if (!writtenHere(kind)) throw new NotFound(code)
  const form = proposalForm(kind, false)
  const again = (shown: ShownForm) => nextPage(w, code, kind, newest, shown)
  return proposed(visit, kind, form, () => code, again)
}

export function showNew({ me, w, params }: SignedIn): Answer {
  proposer(me)
  const family = familyAsked(params.family ?? '')
  return newPage(w, family, proposalForm(family, true).filled(w, { base: '0' }))
}

function familyAsked(name: string): PolicyFamily {
  const family = familyKinds.find((kind) => kind === name)
  if (!family || !writtenHere(family)) throw new NotFound(name)
  return family
}

const newPage = (w: SignedIn['w'], family: PolicyFamily, shown: ShownForm): Answer =>
  page(
    'policies/propose',
    proposePage(w, family, shown, {
      title: w(`policies.add.${family}`),
      lead: w('policies.propose-new-lead'),
      action: `/policies/new/${family}`,
      back: '/policies',
    }),
    shown.errors.length ? 422 : 200,
  )

export async function proposeNew(visit: SignedIn): Promise<Answer> {
  const { me, w, params } = visit
  proposer(me)
  const family = familyAsked(params.family ?? '')
  const again = (shown: ShownForm) => newPage(w, family, shown)
  const codeOf = (typed: Typed) => `${family}-${String(typed.code ?? '')}`
  return proposed(visit, family, proposalForm(family, true), codeOf, again)
}

/** Reads a proposal and makes it, or shows the form again with all that is to be mended. */
async function proposed(
  { w, parts, by, body }: SignedIn,
  kind: PolicyKind,
  form: ProposalForm,
  codeFrom: (typed: Typed) => string,
  again: (shown: ShownForm) => Answer,
): Promise<Answer> {
  const read = form.read(body)
  if (!read.ok) return again(form.again(w, read.typed, read.faults))
  const { value: typed } = read
  const code = codeFrom(typed)
  const fault = codeFault(kind, typed, code, parts.policies.rows)
  if (fault) return again(form.refused(w, body, fault))
  const outcome = await actions.propose(
    parts,
    by,
    {
      code,
      baseVersion: Number(typed.base),
      value: valueFormOf(kind)?.value(typed),
      source: String(typed.source),
      certainty: certaintyOf(typed.certainty),
      effectiveFrom: dayOrNull(typed.effectiveFrom),
      effectiveTo: dayOrNull(typed.effectiveTo),
    },
    String(typed.why),
  )
  if (outcome.ok) return go(`/policies/proposals/${outcome.proposal.id}`, 'policies.proposed-flash')
  return mend(outcome.refusal, policyHref(code), () => {
    const faults = faultsAt(form.names, outcome.faults?.length ? outcome.faults : [outcome.refusal])
    return again(form.again(w, typedOf(body), faults))
  })
}

/** What is wrong with the code of a new policy. */
function codeFault(
  kind: PolicyKind,
  typed: Typed,
  code: string,
  all: SignedIn['parts']['policies']['rows'],
): Refusal | null {
  if (!('code' in typed) || !isFamily(kind)) return null
  if (!isShortCode(kind, String(typed.code))) return { code: 'unknown-policy-code', field: 'code' }
  return newestOf(all, code) ? { code: 'policy-code-taken', field: 'code' } : null
}

const certaintyOf = (value: unknown): Certainty =>
  certainties.find((certainty) => certainty === value) ?? 'placeholder'

const dayOrNull = (value: unknown): Day | null => (isDay(value) ? value : null)

const typedOf = (body: unknown): Typed =>
  typeof body === 'object' && body !== null ? Object.fromEntries(Object.entries(body)) : {}
