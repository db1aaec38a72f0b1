import { bankRoles, bureauRoles, guarantorRoles, type PersonId } from '../accounts/index.ts'
import { timelineSteps, trailOf } from '../audit/index.ts'
import { lookThrough } from '../consents/index.ts'
import { withExport } from '../exports/index.ts'
import { present } from '../platform/assert.ts'
import type { Outcome } from '../platform/outcome.ts'
import type { Showing, ShownForm } from '../platform/web/forms.ts'
import { assignForm, peopleFor, personOptions, runningOf } from '../supervision/index.ts'
import {
  type Answer,
  formAgain,
  get,
  go,
  mend,
  NotFound,
  page,
  post,
  Refusing,
  routes,
  type SignedIn,
} from '../web.ts'
import * as actions from './actions.ts'
import { answerForm, closingForm } from './forms.ts'
import { type Asked, type WarningForms, warningPage } from './pages-warning.ts'
import { showList, showPrecision } from './routes-list.ts'
import { applicationOf, newerOf, type Scope, type ShownWarning, warningIn } from './rows.ts'
import { factOf, isWatchRule } from './tax.ts'

const houses = [...bankRoles, ...guarantorRoles] as const

export const warningRoutes = routes(
  get('/warnings', houses, (visit) => showList(visit, 'house', ofHouse(visit))),
  get('/warnings/:id', houses, showToHouse),
  post('/warnings/:id/answer', houses, answerOne),
  ...withExport('/bureau/warnings', bureauRoles, 'warnings', showAll, {
    figures: ['warnings-standing', 'warnings-precision', 'in-hands'],
  }),
  ...withExport('/bureau/warnings/precision', bureauRoles, 'precision', showPrecisionOfAll, {
    figures: ['warnings-precision'],
  }),
  get('/bureau/warnings/:id', bureauRoles, showToBureau),
  post('/bureau/warnings/:id/acknowledgement', bureauRoles, acknowledgeOne),
  post('/bureau/warnings/:id/assignment', bureauRoles, assignOne),
  post('/bureau/warnings/:id/closure', bureauRoles, closeOne),
)

function showAll(visit: SignedIn): Promise<Answer> {
  return showList(visit, 'bureau', ofBureau(visit))
}
function showPrecisionOfAll(visit: SignedIn): Promise<Answer> {
  return showPrecision(visit, ofBureau(visit))
}

const ofHouse = ({ me }: SignedIn): Scope => ({
  institutionId: present(me.institutionId, 'the house of its own people'),
})
const ofBureau = ({ me }: SignedIn): Scope => ({ region: me.region || '-' })

async function warningFor({ parts, params }: SignedIn, scope: Scope): Promise<ShownWarning> {
  const row = await warningIn(parts.store.read, scope, params.id ?? '')
  if (!row) throw new NotFound(params.id ?? '')
  return row
}

/* The institution's side. */

/**
 * A rule of the tax watch tells of the firm's taxes by its name alone: an institution reads it by a consent that stands, and
 * the look is recorded. Every other rule rests on what the institution reported itself.
 */
async function look({ parts, by }: SignedIn, { warning }: ShownWarning): Promise<Outcome<object> | null> {
  const { rule, enterpriseId, subjectId, about } = warning
  if (!isWatchRule(rule) || !enterpriseId) return null
  const subject = { kind: 'loan', id: subjectId, about }
  return lookThrough(parts.store, by, enterpriseId, subject, {
    ...{ kind: 'tax', purposes: ['post-loan', 'credit-assessment'] },
    what: [factOf[rule]],
  })
}

async function houseData(visit: SignedIn, row: ShownWarning, isOpen: boolean, forms: WarningForms) {
  const { read } = visit.parts.store
  const caseId = isOpen ? null : await applicationOf(read, row.warning)
  return warningPage(visit, {
    ...{
      row,
      side: 'house',
      isOpen,
      forms,
      newer: await newerOf(read, row.warning),
      running: null,
      steps: [],
    },
    askHref: caseId ? `/applications/${caseId}/consent-requests/new?kind=tax` : null,
  })
}

async function showToHouse(visit: SignedIn): Promise<Answer> {
  const row = await warningFor(visit, ofHouse(visit))
  const isOpen = (await look(visit, row))?.ok ?? true
  return page(
    'warnings/warning',
    await houseData(visit, row, isOpen, { answer: answerForm.filled(visit.w, {}) }),
  )
}

async function answerOne(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const row = await warningFor(visit, ofHouse(visit))
  const back = `/warnings/${row.warning.id}`
  // Whoever may not see what it is about cannot say whether it is true.
  const looked = await look(visit, row)
  if (looked && !looked.ok) throw new Refusing(looked.refusal, back)
  const again = async (answer: ShownForm) =>
    formAgain('warnings/warning', await houseData(visit, row, true, { answer }))
  const read = answerForm.read(body)
  if (!read.ok) return again(answerForm.again(w, read.typed, read.faults))
  const outcome = await actions.answerWarning(parts.store, by, row.warning.id, read.value)
  if (outcome.ok) return go('/warnings', 'warnings.answered-flash')
  return mend(outcome.refusal, back, () => go(back))
}

/* The bureau's side. */

async function bureauData(
  visit: SignedIn,
  row: ShownWarning,
  typed: (more: Showing) => WarningForms = () => ({}),
): Promise<ReturnType<typeof warningPage>> {
  const { w, parts } = visit
  const { read } = parts.store
  const { warning } = row
  const people = await peopleFor(read, warning.region)
  const more: Showing = { options: { person: personOptions(w, people) }, prefix: 'assign-' }
  const running = await runningOf(read, { subjectKind: 'warning', subjectId: warning.id })
  const answered = running?.assignment.answer
  const asked: Asked = {
    ...{ row, side: 'bureau', isOpen: true, askHref: null, running, newer: await newerOf(read, warning) },
    steps: timelineSteps(w, await trailOf(read, 'warning', warning.id)),
    forms: {
      assignment: assignForm.filled(
        w,
        warning.dueOn && warning.dueOn > visit.today ? { dueOn: warning.dueOn } : {},
        more,
      ),
      closure: closingForm.filled(w, {
        ...(warning.bankFinding ? { finding: warning.bankFinding } : {}),
        ...(answered ? { did: answered } : {}),
      }),
      ...typed(more),
    },
  }
  return warningPage(visit, asked)
}

async function showToBureau(visit: SignedIn): Promise<Answer> {
  return page('warnings/warning', await bureauData(visit, await warningFor(visit, ofBureau(visit))))
}

async function acknowledgeOne(visit: SignedIn): Promise<Answer> {
  const { warning } = await warningFor(visit, ofBureau(visit))
  const back = `/bureau/warnings/${warning.id}`
  const outcome = await actions.acknowledge(visit.parts.store, visit.by, warning.id)
  if (!outcome.ok) throw new Refusing(outcome.refusal, back)
  return go(back, 'warnings.acknowledged-flash')
}

async function assignOne(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const row = await warningFor(visit, ofBureau(visit))
  const again = async (shown: (more: Showing) => ShownForm) =>
    formAgain('warnings/warning', await bureauData(visit, row, (more) => ({ assignment: shown(more) })))
  const read = assignForm.read(body)
  if (!read.ok) return again((more) => assignForm.again(w, read.typed, read.faults, more))
  const { person, task, dueOn } = read.value
  const outcome = await actions.assign(parts.store, by, row.warning.id, {
    ...{ personId: person as PersonId, words: task, dueOn },
  })
  const back = `/bureau/warnings/${row.warning.id}`
  if (outcome.ok) return go(back, 'warnings.assigned-flash')
  const { refusal } = outcome
  const refused = await again((more) => assignForm.refused(w, body, refusal, more))
  return mend(refusal, back, () => refused)
}

async function closeOne(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const row = await warningFor(visit, ofBureau(visit))
  const again = async (closure: ShownForm) =>
    formAgain('warnings/warning', await bureauData(visit, row, () => ({ closure })))
  const read = closingForm.read(body)
  if (!read.ok) return again(closingForm.again(w, read.typed, read.faults))
  const outcome = await actions.closeWarning(parts.store, by, row.warning.id, read.value)
  const back = `/bureau/warnings/${row.warning.id}`
  if (outcome.ok) return go(back, 'warnings.closed-flash')
  // Before anybody acknowledged it the page shows no such form.
  if (outcome.refusal.code === 'warning-unread') throw new Refusing(outcome.refusal, back)
  const refused = await again(closingForm.refused(w, body, outcome.refusal))
  return mend(outcome.refusal, back, () => refused)
}
