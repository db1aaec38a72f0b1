import { bankRoles, bureauRoles, isOneOf } from '../accounts/index.ts'
import { lateIn, lateTable, listedUntil } from '../claims/index.ts'
import { isBankStep } from '../clocks/clock.ts'
import { supervisionOn } from '../clocks/rule.ts'
import * as compensation from '../compensation/index.ts'
import { withExport } from '../exports/index.ts'
import { allBanks } from '../institutions/index.ts'
import type { Day } from '../money/day.ts'
import { plusWorkdays } from '../money/workdays.ts'
import { present } from '../platform/assert.ts'
import type { Outcome } from '../platform/outcome.ts'
import { asOfAsked } from '../platform/web/as-of.ts'
import { one, oneMore, listed as pageOf } from '../platform/web/paging.ts'
import { calendarOf } from '../policies/index.ts'
import { type Answer, formAgain, get, go, mend, page, post, routes, type SignedIn } from '../web.ts'
import * as actions from './actions.ts'
import { answerForm, closingForm, superviseForm, urgeForm } from './forms.ts'
import { isLateness, latenesses, measures } from './matter.ts'
import { type Chosen, listPage } from './pages.ts'
import { handShown } from './pages-assignments.ts'
import { type MatterForms, matterPage } from './pages-matter.ts'
import { matterFor, supervisionFor } from './parts.ts'
import * as rows from './rows.ts'
import { runningAmong, runningOf } from './rows-assignments.ts'
import { answersOwed, measuresOf } from './rows-measures.ts'
import { officersAt } from './rows-now.ts'

export const supervisionRoutes = routes(
  ...withExport('/bureau/overdue', bureauRoles, 'overdue', showBureauList, { figures: ['overdue-steps'] }),
  get('/bureau/overdue/:id', bureauRoles, showMatter),
  post('/bureau/overdue/:id/urges', bureauRoles, urge),
  post('/bureau/overdue/:id/supervisions', ['bureau-head'], supervise),
  post('/bureau/supervisions/:id/closure', ['bureau-head'], close),
  get('/overdue', bankRoles, showBankList),
  get('/overdue/:id', bankRoles, showMatter),
  post('/overdue/:id/answer', bankRoles, answerUrge),
  post('/supervisions/:id/answer', ['bank-manager'], answerSupervision),
)

const chosenOf = ({ query, path, today }: SignedIn): Chosen => ({
  on: path === '/overdue' ? '' : (asOfAsked(query, today).on ?? ''),
  step: one(query.step),
  lateness: one(query.lateness),
  measure: one(query.measure),
  bank: one(query.bank),
  officer: one(query.officer),
  reach: one(query.reach),
})

/** The days between which a step fell due to be late by so much; none beyond the known calendar. */
function dueBetween(
  { parts }: SignedIn,
  lateness: string,
  on: Day,
): { dueFrom: Day | null; dueTo: Day | null } {
  if (!isLateness(lateness)) return { dueFrom: null, dueTo: null }
  const [least, most] = latenesses[lateness]
  const back = (days: number) => {
    const found = plusWorkdays(calendarOf(parts.policies), on, -days)
    return found.ok ? found.day : null
  }
  return { dueFrom: most === null ? null : back(most), dueTo: back(least) }
}

async function listed(
  visit: SignedIn,
  chosen: Chosen,
  scope: Pick<rows.MatterFilter, 'institutionId' | 'officerId' | 'region'>,
) {
  const { parts, query, today } = visit
  const asOf = asOfAsked(scope.region === null ? {} : query, today)
  const { on } = asOf
  const filter = {
    ...{ ...scope, ...dueBetween(visit, chosen.lateness, on ?? today), on },
    step: isBankStep(chosen.step) ? chosen.step : null,
    measure: measures.find((known) => known === chosen.measure) ?? null,
    reach: scope.region === null || chosen.reach === 'all' ? ('all' as const) : ('listed' as const),
  }
  const { read } = parts.store
  const { limit, offset } = oneMore(visit)
  const found = await rows.mattersOf(read, today, filter, limit, offset)
  const { rows: shown, pager } = pageOf(found, visit)
  const ids = shown.map(({ overdue }) => overdue.id)
  return { chosen, asOf, rows: shown, pager, measures: await measuresOf(read, ids) }
}

async function showBureauList(visit: SignedIn): Promise<Answer> {
  const { me, parts } = visit
  const banks = await allBanks(parts.store.read)
  const chosen = chosenOf(visit)
  const bank = banks.find(({ id }) => id === chosen.bank)
  const scope = { institutionId: bank?.id ?? null, officerId: null, region: me.region || '-' }
  const found = await listed(visit, chosen, scope)
  const shown = listPage(visit, { ...found, path: '/bureau/overdue', banks, officers: [], owed: null })
  return page('supervision/list', {
    ...shown,
    // What is late of these now; of a day that is over their rows do not tell.
    claims: found.asOf.on ? null : await lateClaims(visit),
    poolClaims: found.asOf.on ? null : await latePoolClaims(visit),
  })
}

/** How many late claims and settlements the list shows of each; the longest late come first. */
const mostLate = 50

/** Claims and settlements that have been late for as long as a bank's step that is listed. */
async function lateClaims({ me, w, parts, today }: SignedIn) {
  const until = listedUntil(parts, today)
  if (!until) return null
  const { read } = parts.store
  const late = await lateIn(read, me.region || '-', until, mostLate)
  const hands = {
    claim: await runningAmong(
      read,
      'claim',
      late.claims.map(({ claimId }) => claimId),
    ),
    settlement: await runningAmong(
      read,
      'settlement',
      late.settlements.map(({ settlementId }) => settlementId),
    ),
  }
  return lateTable(w, late, today, (kind, id) =>
    handShown(w, { subjectKind: kind, subjectId: id }, hands[kind].get(id)),
  )
}

/** The same of claims on pools and of what came back of them. */
async function latePoolClaims({ me, w, parts, today }: SignedIn) {
  const until = listedUntil(parts, today)
  if (!until) return null
  const { read } = parts.store
  const late = await compensation.lateIn(read, me.region || '-', until, mostLate)
  const idsOf = (all: readonly { readonly id: string }[]) => all.map(({ id }) => id)
  const hands = {
    'pool-claim': await runningAmong(read, 'pool-claim', idsOf(late.claims)),
    'pool-recovery': await runningAmong(read, 'pool-recovery', idsOf(late.recoveries)),
  }
  return compensation.lateTable(w, late, today, (kind, id) =>
    handShown(w, { subjectKind: kind, subjectId: id }, hands[kind].get(id)),
  )
}

/** A manager sees what his officers left lying; an officer his own and what is nobody's yet. */
async function showBankList(visit: SignedIn): Promise<Answer> {
  const { me, parts } = visit
  const institutionId = present(me.institutionId, 'the bank of its own people')
  const chosen = chosenOf(visit)
  const officers = me.role === 'bank-manager' ? await officersAt(parts.store.read, institutionId) : []
  const officerId =
    me.role === 'bank-manager' ? (officers.find(({ id }) => id === chosen.officer)?.id ?? null) : me.id
  const found = await listed(visit, chosen, { institutionId, officerId, region: null })
  const owed = await answersOwed(parts.store.read, institutionId)
  return page('supervision/list', listPage(visit, { ...found, path: '/overdue', banks: [], officers, owed }))
}

async function matterData(visit: SignedIn, id: string, typed: MatterForms = {}) {
  const { me, w, parts, today } = visit
  const matter = await matterFor(parts.store.read, me, id)
  const measured = await measuresOf(parts.store.read, [matter.overdue.id])
  const { value: rule } = supervisionOn(parts.policies, today)
  const day = plusWorkdays(calendarOf(parts.policies), today, rule.superviseWorkdays)
  const forms: MatterForms = {
    urge: urgeForm.filled(w, {}),
    supervise: superviseForm.filled(w, day.ok ? { dueOn: day.day } : {}),
    answer: answerForm.filled(w, {}),
    'answer-order': answerForm.filled(w, {}, { prefix: 'order-' }),
    closing: closingForm.filled(w, {}),
    ...typed,
  }
  // A bank reads what the bureau asks of it, and not who in the bureau has it in hand.
  const subject = { subjectKind: 'overdue', subjectId: matter.overdue.id } as const
  const hand = isOneOf(me, bankRoles)
    ? null
    : { subject, running: await runningOf(parts.store.read, subject) }
  return matterPage(visit, matter, measured, { forms, hand })
}

async function showMatter(visit: SignedIn): Promise<Answer> {
  return page('supervision/matter', await matterData(visit, visit.params.id ?? ''))
}

type AnyForm = typeof urgeForm | typeof superviseForm | typeof answerForm | typeof closingForm

/** One form of the page: what was typed is kept, and a world that moved on gets its own answer. */
async function submit<Form extends AnyForm>(
  visit: SignedIn,
  { key, form, id, prefix }: { key: keyof MatterForms; form: Form; id: string; prefix?: string },
  act: (value: ReturnType<Form['read']> & { ok: true }) => Promise<Outcome<object>>,
  flash: string,
): Promise<Answer> {
  const { w, body, me } = visit
  const more = prefix ? { prefix } : {}
  const back = `${isOneOf(me, bankRoles) ? '/overdue' : '/bureau/overdue'}/${id}`
  const again = async (shown: MatterForms[keyof MatterForms]) =>
    formAgain('supervision/matter', await matterData(visit, id, { [key]: shown }))
  const read = form.read(body)
  if (!read.ok) return again(form.again(w, read.typed, read.faults, more))
  const outcome = await act(read as ReturnType<Form['read']> & { ok: true })
  if (outcome.ok) return go(back, flash)
  const refused = await again(form.refused(w, body, outcome.refusal, more))
  return mend(outcome.refusal, back, () => refused)
}

async function urge(visit: SignedIn): Promise<Answer> {
  const { overdue } = await matterFor(visit.parts.store.read, visit.me, visit.params.id ?? '')
  return submit(
    visit,
    { key: 'urge', form: urgeForm, id: overdue.id },
    ({ value }) => actions.urge(visit.parts, visit.by, overdue.id, value.urging),
    'supervision.urged-flash',
  )
}

async function supervise(visit: SignedIn): Promise<Answer> {
  const { parts, by } = visit
  const { overdue } = await matterFor(parts.store.read, visit.me, visit.params.id ?? '')
  return submit(
    visit,
    { key: 'supervise', form: superviseForm, id: overdue.id },
    ({ value: { order, dueOn } }) => actions.supervise(parts.store, by, overdue.id, { words: order, dueOn }),
    'supervision.supervised-flash',
  )
}

async function answerUrge(visit: SignedIn): Promise<Answer> {
  const { parts, by } = visit
  const { overdue } = await matterFor(parts.store.read, visit.me, visit.params.id ?? '')
  return submit(
    visit,
    { key: 'answer', form: answerForm, id: overdue.id },
    ({ value }) => actions.answerUrge(parts.store, by, overdue.id, value.answer),
    'supervision.answered-flash',
  )
}

async function answerSupervision(visit: SignedIn): Promise<Answer> {
  const { parts, by } = visit
  const order = await supervisionFor(parts.store.read, visit.me, visit.params.id ?? '')
  return submit(
    visit,
    { key: 'answer-order', form: answerForm, id: order.overdueId, prefix: 'order-' },
    ({ value }) => actions.answerSupervision(parts.store, by, order.id, value.answer),
    'supervision.answered-flash',
  )
}

async function close(visit: SignedIn): Promise<Answer> {
  const { parts, by } = visit
  const order = await supervisionFor(parts.store.read, visit.me, visit.params.id ?? '')
  return submit(
    visit,
    { key: 'closing', form: closingForm, id: order.overdueId },
    ({ value }) => actions.closeSupervision(parts.store, by, order.id, value.closing),
    'supervision.closed-flash',
  )
}
