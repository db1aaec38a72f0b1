import { bureauRoles, type PersonId } from '../accounts/index.ts'
import { timelineSteps, trailOf } from '../audit/index.ts'
import { supervisionOn } from '../clocks/rule.ts'
import { operators } from '../compensation/index.ts'
import { withExport } from '../exports/index.ts'
import { banksAndGuarantors } from '../institutions/index.ts'
import { plusWorkdays } from '../money/workdays.ts'
import type { Outcome } from '../platform/outcome.ts'
import { asOfAsked } from '../platform/web/as-of.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { listed, one, oneMore } from '../platform/web/paging.ts'
import { calendarOf } from '../policies/index.ts'
import { type Answer, formAgain, get, go, mend, NotFound, page, post, routes, type SignedIn } from '../web.ts'
import * as actions from './actions-assignments.ts'
import { isAssignmentSubject } from './assignment.ts'
import { answerForm, closingForm } from './forms.ts'
import { assignSubjectForm, personOptions, returnForm } from './forms-assignments.ts'
import {
  type AssignmentForms,
  type AssignmentsChosen,
  assignmentPage,
  assignmentsPage,
  newAssignmentPage,
} from './pages-assignments.ts'
import { assignmentFor, quarterTallies, subjectFor, subjectHref } from './parts-assignments.ts'
import * as rows from './rows-assignments.ts'

const base = '/bureau/assignments'

export const assignmentRoutes = routes(
  ...withExport(base, bureauRoles, 'assignments', showList, {
    figures: ['in-hands', 'assignments-counts'],
  }),
  get(`${base}/new`, bureauRoles, showNew),
  post(base, bureauRoles, assignOne),
  get(`${base}/:id`, bureauRoles, showOne),
  post(`${base}/:id/answer`, bureauRoles, answerOne),
  post(`${base}/:id/return`, bureauRoles, returnOne),
  post(`${base}/:id/closure`, bureauRoles, closeOne),
)

async function showList(visit: SignedIn): Promise<Answer> {
  const { me, parts, query, today } = visit
  const { read } = parts.store
  const region = me.region || '-'
  const asOf = asOfAsked(query, today)
  const chosen: AssignmentsChosen = {
    ...{ standing: one(query.standing), kind: one(query.kind) },
    ...{ person: one(query.person), bank: one(query.bank), on: asOf.on ?? '' },
  }
  const people = await rows.peopleWithin(read, region)
  const banks = [
    ...(await banksAndGuarantors(read)).map(({ id, shortName }) => ({ id, name: shortName })),
    ...(await operators(read)),
  ]
  const filter: rows.AssignmentFilter = {
    region,
    standing: rows.assignmentStandings.find((known) => known === chosen.standing) ?? null,
    kind: isAssignmentSubject(chosen.kind) ? chosen.kind : null,
    personId: people.find(({ id }) => id === chosen.person)?.id ?? null,
    institutionId: banks.find(({ id }) => id === chosen.bank)?.id ?? null,
    on: asOf.on,
  }
  const { limit, offset } = oneMore(visit)
  const found = await rows.assignmentsOf(read, today, filter, limit, offset)
  const { rows: shown, pager } = listed(found, visit)
  const quarters = await quarterTallies(read, region, today)
  return page(
    'supervision/assignments',
    assignmentsPage(visit, { chosen, asOf, rows: shown, pager, people, banks, quarters }),
  )
}

/** The day that a form proposes: so many working days as an order to a bank has. */
function usualDay({ parts, today }: SignedIn) {
  const found = plusWorkdays(
    calendarOf(parts.policies),
    today,
    supervisionOn(parts.policies, today).value.superviseWorkdays,
  )
  return found.ok ? { dueOn: found.day } : {}
}

async function newData(
  visit: SignedIn,
  asked: { kind: string; of: string },
  typed?: (options: object) => ShownForm,
) {
  const { w, me, parts, today } = visit
  const { kind, of } = asked
  if (!isAssignmentSubject(kind)) throw new NotFound(kind)
  const matter = await subjectFor(parts.store.read, me, { kind, id: of }, today)
  const people = await rows.peopleFor(parts.store.read, matter.region)
  const more = { options: { person: personOptions(w, people) } }
  const shown = typed?.(more) ?? assignSubjectForm.filled(w, { kind, of, ...usualDay(visit) }, more)
  const href = subjectHref({ subjectKind: kind, subjectId: of })
  return { matter, shown: newAssignmentPage(w, { ...matter, href, shown }) }
}

async function showNew(visit: SignedIn): Promise<Answer> {
  const { kind, of } = visit.query
  // Nobody comes here but from the page of what he assigns.
  if (kind === undefined) return go(base)
  return page('supervision/assign', (await newData(visit, { kind: one(kind), of: one(of) })).shown)
}

async function assignOne(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const sent = Object(body) as { readonly kind?: unknown; readonly of?: unknown }
  const asked = { kind: String(sent.kind ?? ''), of: String(sent.of ?? '') }
  const { matter } = await newData(visit, asked)
  const again = async (typed: (more: object) => ShownForm) =>
    formAgain('supervision/assign', (await newData(visit, asked, typed)).shown)
  const read = assignSubjectForm.read(body)
  if (!read.ok) return again((more) => assignSubjectForm.again(w, read.typed, read.faults, more))
  const { person, task, dueOn } = read.value
  const outcome = await actions.assign(parts.store, by, matter, {
    ...{ personId: person as PersonId, words: task, dueOn },
  })
  if (outcome.ok) return go(`${base}/${outcome.id}`, 'supervision.assigned-flash')
  const { refusal } = outcome
  const refused = await again((more) => assignSubjectForm.refused(w, body, refusal, more))
  return mend(refusal, base, () => refused)
}

async function data(visit: SignedIn, id: string, typed: AssignmentForms = {}) {
  const { w, me, parts } = visit
  const { read } = parts.store
  const row = await assignmentFor(read, me, id)
  const trail = timelineSteps(w, await trailOf(read, 'assignment', row.assignment.id))
  const forms: AssignmentForms = {
    answer: answerForm.filled(w, {}),
    closing: closingForm.filled(w, {}),
    return: returnForm.filled(w, usualDay(visit)),
    ...typed,
  }
  return assignmentPage(visit, row, trail, forms)
}

async function showOne(visit: SignedIn): Promise<Answer> {
  return page('supervision/assignment', await data(visit, visit.params.id ?? ''))
}

type AnyForm = typeof answerForm | typeof closingForm | typeof returnForm

async function submit<Form extends AnyForm>(
  visit: SignedIn,
  { key, form, flash }: { key: keyof AssignmentForms; form: Form; flash: string },
  act: (id: rows.AssignmentId, value: ReturnType<Form['read']> & { ok: true }) => Promise<Outcome<object>>,
): Promise<Answer> {
  const { w, me, body, parts, params } = visit
  const { assignment } = await assignmentFor(parts.store.read, me, params.id ?? '')
  const again = async (shown: ShownForm) =>
    formAgain('supervision/assignment', await data(visit, assignment.id, { [key]: shown }))
  const read = form.read(body)
  if (!read.ok) return again(form.again(w, read.typed, read.faults))
  const outcome = await act(assignment.id, read as ReturnType<Form['read']> & { ok: true })
  const back = `${base}/${assignment.id}`
  if (outcome.ok) return go(back, flash)
  const refused = await again(form.refused(w, body, outcome.refusal))
  return mend(outcome.refusal, back, () => refused)
}

function answerOne(visit: SignedIn): Promise<Answer> {
  return submit(
    visit,
    { key: 'answer', form: answerForm, flash: 'supervision.assignment-answered-flash' },
    (id, { value }) => actions.answerAssignment(visit.parts.store, visit.by, id, value.answer),
  )
}

function returnOne(visit: SignedIn): Promise<Answer> {
  return submit(
    visit,
    { key: 'return', form: returnForm, flash: 'supervision.assignment-returned-flash' },
    (id, { value: { returning, dueOn } }) =>
      actions.giveBack(visit.parts.store, visit.by, id, { words: returning, dueOn }),
  )
}

function closeOne(visit: SignedIn): Promise<Answer> {
  return submit(
    visit,
    { key: 'closing', form: closingForm, flash: 'supervision.assignment-closed-flash' },
    (id, { value }) => actions.closeOne(visit.parts.store, visit.by, id, value.closing),
  )
}
