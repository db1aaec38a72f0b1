import { bankRoles, enterpriseRoles, guarantorRoles, isOneOf, type Role } from '../accounts/index.ts'
import { applicationFor } from '../applications/index.ts'
import { arrangementCodesOn, arrangementOn } from '../arrangements/index.ts'
import { plusMonths } from '../money/day.ts'
import { showPercent } from '../money/rate.ts'
import { isId } from '../platform/ids.ts'
import type { Outcome, Refusal } from '../platform/outcome.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { type Answer, formAgain, get, go, page, post, Refusing, routes, type SignedIn } from '../web.ts'
import * as actions from './actions.ts'
import { headroom } from './actions-figures.ts'
import { extendGuarantee, returnFiling } from './actions-filing.ts'
import { approveGuarantee, returnSheet, writeSheet } from './actions-underwriting.ts'
import { feeCapPpm } from './fee.ts'
import { askForm, declineForm, extensionForm, sheetForm, whyForm, wordsForm } from './forms.ts'
import { roomsTable } from './pages.ts'
import { formPage } from './pages-forms.ts'
import { guaranteeFor } from './parts.ts'
import { ruleOn } from './policies.ts'
import * as rows from './rows.ts'
import { checkGuaranteed } from './shares.ts'

export const guaranteeFormRoutes = routes(
  get('/applications/:id/guarantee', [...enterpriseRoles, ...bankRoles], showAsk),
  post('/applications/:id/guarantee', bankRoles, ask),
  get('/guarantees/:id/sheet', guarantorRoles, showSheet),
  post('/guarantees/:id/sheet', guarantorRoles, keepSheet),
  get('/guarantees/:id/approval', ['guarantor-manager'], showApproval),
  post('/guarantees/:id/approval', ['guarantor-manager'], approve),
  ...asking('sheet-return', ['guarantor-manager'], returnSheet),
  ...asking('withdrawal', bankRoles, actions.withdrawGuarantee),
  ...asking('filing-return', ['reguarantor'], returnFiling),
  get('/guarantees/:id/decline', guarantorRoles, (visit) => show(visit, 'decline', declineForm)),
  post('/guarantees/:id/decline', guarantorRoles, decline),
  get('/guarantees/:id/extension', ['guarantor-manager'], showExtension),
  post('/guarantees/:id/extension', ['guarantor-manager'], extend),
)

const guaranteeOf = ({ me, parts, params }: SignedIn) => guaranteeFor(parts.store.read, me, params.id ?? '')

type Asking = (
  parts: SignedIn['parts'],
  by: SignedIn['by'],
  id: rows.Guarantee['id'],
  why: string,
) => Promise<actions.Kept>

/** The two addresses of a step that asks for nothing but its reason. */
function asking(what: string, who: readonly Role[], act: Asking) {
  return [
    get(`/guarantees/:id/${what}`, who, (visit) => show(visit, what, whyForm)),
    post(`/guarantees/:id/${what}`, who, async (visit) => {
      const guarantee = await guaranteeOf(visit)
      const read = whyForm.read(visit.body)
      if (!read.ok) return again(visit, what, guarantee, whyForm.again(visit.w, read.typed, read.faults))
      const outcome = await act(visit.parts, visit.by, guarantee.id, read.value.why)
      return answered(visit, what, guarantee, outcome, (refusal) =>
        whyForm.refused(visit.w, visit.body, refusal),
      )
    }),
  ]
}

/** A form of a guarantee as it is first shown. */
async function show(
  visit: SignedIn,
  what: string,
  form: { filled(w: SignedIn['w'], values: object): ShownForm },
): Promise<Answer> {
  const guarantee = await guaranteeOf(visit)
  return page('guarantees/form', formPage(visit.w, what, guarantee, form.filled(visit.w, {})))
}

const again = (
  { w }: SignedIn,
  what: string,
  guarantee: rows.Guarantee,
  shown: ShownForm,
  more: object = {},
): Answer => formAgain('guarantees/form', { ...formPage(w, what, guarantee, shown), ...more })

/** After a form: the guarantee again, or the form with what is to be mended. */
function answered(
  visit: SignedIn,
  what: string,
  guarantee: rows.Guarantee,
  outcome: Outcome<object>,
  refused: (refusal: Refusal) => ShownForm,
  more: object = {},
): Answer {
  if (outcome.ok) return go(`/guarantees/${guarantee.id}`, `guarantees.${what}-flash`)
  if (outcome.refusal.code === 'move-not-allowed' || outcome.refusal.code === 'already-submitted')
    throw new Refusing(outcome.refusal, `/guarantees/${guarantee.id}`)
  return again(visit, what, guarantee, refused(outcome.refusal), more)
}

/** Guarantors in business, and the arrangements of the day in which one guarantees. */
async function askShowing({ w, parts, today }: SignedIn) {
  const guarantors = await rows.guarantorsInBusiness(parts.store.read)
  const arrangements = arrangementCodesOn(parts.policies, today).flatMap((code) => {
    const found = arrangementOn(parts.policies, code, today)
    if (!found.ok || !checkGuaranteed(found.policy.value).ok) return []
    return [{ value: code, label: found.policy.value.name[w.language] }]
  })
  return {
    options: {
      guarantorId: guarantors.map(({ id, name }) => ({ value: String(id), label: name })),
      arrangement: arrangements,
    },
  }
}

const askPage = ({ w, params }: SignedIn, shown: ShownForm) => ({
  ...formPage(w, 'ask', null, shown),
  action: `/applications/${params.id}/guarantee`,
  back: `/applications/${params.id}`,
  backLabel: w('guarantees.to-case'),
})

async function showAsk(visit: SignedIn): Promise<Answer> {
  const { me, parts, params, w } = visit
  const application = await applicationFor(parts.store.read, me, params.id ?? '')
  const standing = await rows.standingOfCase(parts.store.read, application.id)
  if (standing) return go(`/guarantees/${standing.id}`)
  // Whom to ask is the bank's to say; its firm finds nothing here yet.
  if (!isOneOf(me, bankRoles))
    return go(`/applications/${application.id}`, { tone: 'info', key: 'guarantees.not-asked-flash' })
  const shown = askForm.filled(w, { arrangement: '4321' }, await askShowing(visit))
  return page('guarantees/form', askPage(visit, shown))
}

async function ask(visit: SignedIn): Promise<Answer> {
  const { me, parts, params, w, by, body } = visit
  const application = await applicationFor(parts.store.read, me, params.id ?? '')
  const showing = await askShowing(visit)
  const read = askForm.read(body)
  if (!read.ok)
    return formAgain('guarantees/form', askPage(visit, askForm.again(w, read.typed, read.faults, showing)))
  const { guarantorId, arrangement } = read.value
  if (!isId<'institution'>(guarantorId))
    throw new Refusing({ code: 'no-such-guarantor' }, `/applications/${application.id}/guarantee`)
  const outcome = await actions.askForGuarantee(parts, by, application.id, { guarantorId, arrangement })
  if (outcome.ok) return go(`/guarantees/${outcome.guarantee.id}`, 'guarantees.ask-flash')
  return formAgain('guarantees/form', askPage(visit, askForm.refused(w, body, outcome.refusal, showing)))
}

/** What the policy allows, beside the sheet. */
function sheetMore({ w, parts, today }: SignedIn, guarantee: rows.Guarantee) {
  const fees = ruleOn(parts.policies, 'guarantee-fees', today)
  const max = showPercent(feeCapPpm(fees.value, guarantee.amountFen))
  return { note: w('guarantees.fee-cap', { max }), noteBy: fees.version }
}

async function showSheet(visit: SignedIn): Promise<Answer> {
  const { w, parts } = visit
  const guarantee = await guaranteeOf(visit)
  if (guarantee.state !== 'underwriting') return go(`/guarantees/${guarantee.id}`)
  const [counter] = await rows.countersOf(parts.store.read, guarantee.id)
  const { farming, feePpm, findings } = guarantee
  const shown = sheetForm.filled(w, {
    ...(farming === null ? {} : { farming: farming ? 'yes' : 'no' }),
    ...(feePpm === null ? {} : { feePpm }),
    ...(findings === null ? {} : { findings }),
    ...(counter
      ? { counterKind: counter.kind, counterWords: counter.words, counterValueFen: counter.valueFen }
      : {}),
  })
  return page('guarantees/form', {
    ...formPage(w, 'sheet', guarantee, shown),
    ...sheetMore(visit, guarantee),
  })
}

async function keepSheet(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const guarantee = await guaranteeOf(visit)
  const more = sheetMore(visit, guarantee)
  const read = sheetForm.read(body)
  if (!read.ok) return again(visit, 'sheet', guarantee, sheetForm.again(w, read.typed, read.faults), more)
  const { farming, feePpm, findings, counterKind: kind, counterWords, counterValueFen: valueFen } = read.value
  const outcome = await writeSheet(parts, by, guarantee.id, {
    ...{ farming: farming === 'yes', feePpm, findings },
    counters: [{ kind, words: counterWords ?? '', valueFen }],
  })
  return answered(visit, 'sheet', guarantee, outcome, (refusal) => sheetForm.refused(w, body, refusal), more)
}

async function approvalMore({ w, parts, today }: SignedIn, guarantee: rows.Guarantee) {
  const rooms = await headroom(parts.store.read, parts, today, guarantee)
  return { table: roomsTable(w, rooms), noteBy: guarantee.policies, note: w('guarantees.approval-note') }
}

async function showApproval(visit: SignedIn): Promise<Answer> {
  const { w } = visit
  const guarantee = await guaranteeOf(visit)
  if (guarantee.state !== 'underwriting') return go(`/guarantees/${guarantee.id}`)
  const shown = wordsForm.filled(w, {})
  return page('guarantees/form', {
    ...formPage(w, 'approval', guarantee, shown),
    ...(await approvalMore(visit, guarantee)),
  })
}

async function approve(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const guarantee = await guaranteeOf(visit)
  if (guarantee.state !== 'underwriting')
    throw new Refusing(
      { code: 'move-not-allowed', values: { state: guarantee.state, to: 'approved' } },
      `/guarantees/${guarantee.id}`,
    )
  const more = await approvalMore(visit, guarantee)
  const read = wordsForm.read(body)
  if (!read.ok) return again(visit, 'approval', guarantee, wordsForm.again(w, read.typed, read.faults), more)
  const outcome = await approveGuarantee(parts, by, guarantee.id, read.value.words ?? '')
  return answered(
    visit,
    'approval',
    guarantee,
    outcome,
    (refusal) => wordsForm.refused(w, body, refusal),
    more,
  )
}

async function decline(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const guarantee = await guaranteeOf(visit)
  const read = declineForm.read(body)
  if (!read.ok) return again(visit, 'decline', guarantee, declineForm.again(w, read.typed, read.faults))
  const { reason, words } = read.value
  const outcome = await actions.declineGuarantee(parts, by, guarantee.id, { reason, words: words ?? '' })
  return answered(visit, 'decline', guarantee, outcome, (refusal) => declineForm.refused(w, body, refusal))
}

async function showExtension(visit: SignedIn): Promise<Answer> {
  const guarantee = await guaranteeOf(visit)
  const { maturesOn } = guarantee
  const shown = extensionForm.filled(visit.w, maturesOn ? { until: plusMonths(maturesOn, 6) } : {})
  return page('guarantees/form', formPage(visit.w, 'extension', guarantee, shown))
}

async function extend(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const guarantee = await guaranteeOf(visit)
  const read = extensionForm.read(body)
  if (!read.ok) return again(visit, 'extension', guarantee, extensionForm.again(w, read.typed, read.faults))
  const outcome = await extendGuarantee(parts, by, guarantee.id, read.value)
  return answered(visit, 'extension', guarantee, outcome, (refusal) =>
    extensionForm.refused(w, body, refusal),
  )
}
