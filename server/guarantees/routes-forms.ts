import { bankRoles, guarantorRoles, type Role } from '../accounts/index.ts'
import { plusMonths } from '../money/day.ts'
import { showPercent } from '../money/rate.ts'
import type { Outcome, Refusal } from '../platform/outcome.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { type Answer, formAgain, get, go, page, post, Refusing, routes, type SignedIn } from '../web.ts'
import * as actions from './actions.ts'
import { headroom } from './actions-figures.ts'
import { extendGuarantee, returnFiling } from './actions-filing.ts'
import { approveGuarantee, returnSheet, writeSheet } from './actions-underwriting.ts'
import { counterPlaces, countersTyped } from './counters.ts'
import { feeCapPpm } from './fee.ts'
import { moveFiling } from './filing.ts'
import { lastExtension, mayExtend } from './following.ts'
import { approvalForm, counterValues, declineForm, extensionForm, sheetForm, whyForm } from './forms.ts'
import { move } from './guarantee.ts'
import { roomsTable } from './pages.ts'
import { formPage, sheetGroups, sheetRead } from './pages-forms.ts'
import { guaranteeFor } from './parts.ts'
import { ruleOn } from './policies.ts'
import * as rows from './rows.ts'

export const guaranteeFormRoutes = routes(
  get('/guarantees/:id/sheet', guarantorRoles, showSheet),
  post('/guarantees/:id/sheet', guarantorRoles, keepSheet),
  get('/guarantees/:id/approval', ['guarantor-manager'], showApproval),
  post('/guarantees/:id/approval', ['guarantor-manager'], approve),
  ...asking('sheet-return', ['guarantor-manager'], returnSheet, hasSheet),
  ...asking(
    'withdrawal',
    bankRoles,
    actions.withdrawGuarantee,
    ({ state }) => move(state, 'withdrawn', 'bank').ok,
  ),
  ...asking(
    'filing-return',
    ['reguarantor'],
    returnFiling,
    ({ filing }) => moveFiling(filing, 'returned', 'reguarantor').ok,
  ),
  get('/guarantees/:id/decline', guarantorRoles, showDecline),
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

/** A sheet that can be given back: written, and not approved yet. */
function hasSheet({ state, underwrittenAt }: rows.Guarantee): boolean {
  return state === 'underwriting' && underwrittenAt !== null
}

/** The two addresses of a step that asks for nothing but its reason; where it is not open, its form leads back. */
function asking(what: string, who: readonly Role[], act: Asking, isOpen: (one: rows.Guarantee) => boolean) {
  return [
    get(`/guarantees/:id/${what}`, who, async (visit) => {
      const guarantee = await guaranteeOf(visit)
      return isOpen(guarantee) ? show(visit, what, whyForm) : go(`/guarantees/${guarantee.id}`)
    }),
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
  if (['move-not-allowed', 'already-submitted', 'stale'].includes(outcome.refusal.code))
    throw new Refusing(outcome.refusal, `/guarantees/${guarantee.id}`)
  return again(visit, what, guarantee, refused(outcome.refusal), more)
}

/** The sheet with what the policy allows and the room under every cap above it, its counter-guarantees in groups. */
async function sheetPage({ w, parts, today }: SignedIn, guarantee: rows.Guarantee, shown: ShownForm) {
  const fees = ruleOn(parts.policies, 'guarantee-fees', today)
  const max = showPercent(feeCapPpm(fees.value, guarantee.amountFen))
  const rooms = await headroom(parts.store.read, parts, today, guarantee)
  return {
    ...formPage(w, 'sheet', guarantee, shown),
    ...{ note: w('guarantees.fee-cap', { max }), noteBy: fees.version },
    ...{ tableTitle: w('guarantees.rooms-now'), table: roomsTable(w, rooms) },
    ...sheetGroups(w, shown),
  }
}

async function showSheet(visit: SignedIn): Promise<Answer> {
  const { w, parts } = visit
  const guarantee = await guaranteeOf(visit)
  if (guarantee.state !== 'underwriting') return go(`/guarantees/${guarantee.id}`)
  const counters = await rows.countersOf(parts.store.read, guarantee.id)
  const { farming, feePpm, findings } = guarantee
  const shown = sheetForm.filled(w, {
    ...(farming === null ? {} : { farming: farming ? 'yes' : 'no' }),
    ...(feePpm === null ? {} : { feePpm }),
    ...(findings === null ? {} : { findings }),
    ...counterValues('1', counters[0]),
    ...counterValues('2', counters[1]),
    ...counterValues('3', counters[2]),
    ...counterValues('4', counters[3]),
  })
  return page('guarantees/form', await sheetPage(visit, guarantee, shown))
}

async function keepSheet(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const guarantee = await guaranteeOf(visit)
  if (guarantee.state !== 'underwriting')
    throw new Refusing(
      { code: 'move-not-allowed', values: { state: guarantee.state, to: 'underwriting' } },
      `/guarantees/${guarantee.id}`,
    )
  const mending = async (shown: ShownForm) =>
    formAgain('guarantees/form', await sheetPage(visit, guarantee, shown))
  const read = sheetForm.read(body)
  if (!read.ok) return mending(sheetForm.again(w, read.typed, read.faults))
  const { farming, feePpm, findings, ...places } = read.value
  const typed = counterPlaces.map((place) => ({
    place,
    kind: places[`counterKind${place}`],
    words: places[`counterWords${place}`],
    valueFen: places[`counterValueFen${place}`],
  }))
  const items = countersTyped(typed)
  if (!items.ok) return mending(sheetForm.refused(w, body, items.refusal))
  const sheet = { farming: farming === 'yes', feePpm, findings, counters: items.counters }
  const outcome = await writeSheet(parts, by, guarantee.id, sheet)
  if (!outcome.ok && outcome.refusal.field) return mending(sheetForm.refused(w, body, outcome.refusal))
  return answered(visit, 'sheet', guarantee, outcome, (refusal) => sheetForm.refused(w, body, refusal))
}

async function approvalMore({ w, parts, today }: SignedIn, guarantee: rows.Guarantee) {
  const rooms = await headroom(parts.store.read, parts, today, guarantee)
  const table = { tableTitle: w('guarantees.rooms-now'), table: roomsTable(w, rooms) }
  const read = sheetRead(w, guarantee, await rows.countersOf(parts.store.read, guarantee.id))
  return { ...table, ...read, noteBy: guarantee.policies, note: w('guarantees.approval-note') }
}

async function showApproval(visit: SignedIn): Promise<Answer> {
  const { w } = visit
  const guarantee = await guaranteeOf(visit)
  if (guarantee.state !== 'underwriting') return go(`/guarantees/${guarantee.id}`)
  const shown = approvalForm.filled(w, { version: String(guarantee.version) })
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
  const read = approvalForm.read(body)
  if (!read.ok)
    return again(visit, 'approval', guarantee, approvalForm.again(w, read.typed, read.faults), more)
  const { words, version } = read.value
  const outcome = await approveGuarantee(parts, by, guarantee.id, words ?? '', Number(version))
  return answered(
    visit,
    'approval',
    guarantee,
    outcome,
    (refusal) => approvalForm.refused(w, body, refusal),
    more,
  )
}

async function showDecline(visit: SignedIn): Promise<Answer> {
  const { id, state } = await guaranteeOf(visit)
  const may = move(state, 'declined', actions.actorOf(visit.by))
  return may.ok ? show(visit, 'decline', declineForm) : go(`/guarantees/${id}`)
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
  if (!mayExtend(guarantee)) return go(`/guarantees/${guarantee.id}`)
  const { maturesOn } = guarantee
  const usual = maturesOn && maturesOn < lastExtension(visit.today) ? { until: plusMonths(maturesOn, 6) } : {}
  const shown = extensionForm.filled(visit.w, usual)
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
