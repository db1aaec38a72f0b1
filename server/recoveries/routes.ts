import { bureauRoles, enterpriseRoles, guarantorRoles, isOneOf, type Person } from '../accounts/index.ts'
import {
  asking,
  claimReaders,
  guaranteedFor,
  type ShownGuarantee,
  settlementsOf,
  settlementsTable,
  sharersOf,
  sharingOf,
  sharingTable,
  sureOf,
  unasked,
} from '../claims/index.ts'
import { inYuan } from '../loans/index.ts'
import { noFen } from '../money/fen.ts'
import { isId } from '../platform/ids.ts'
import type { Outcome } from '../platform/outcome.ts'
import type { Form, ShownForm } from '../platform/web/forms.ts'
import {
  type Answer,
  Forbidden,
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
import { answerForm, planForm, recoveryForm, writeOffForm } from './forms.ts'
import { type RecoveryForms, recoveryPage, waitingPage } from './pages.ts'
import * as rows from './rows.ts'
import { outstanding } from './write-off.ts'

export const recoveryRoutes = routes(
  get('/guarantees/:id/recovery', claimReaders, showOne),
  post('/guarantees/:id/recovery/plan', guarantorRoles, makePlan),
  post('/guarantees/:id/recovery/events', guarantorRoles, record),
  post('/guarantees/:id/recovery/write-offs', ['guarantor-officer'], propose),
  get('/write-offs', bureauRoles, showWaiting),
  post('/write-offs/:id/agreement', ['guarantor-manager'], (visit) =>
    step(visit, actions.agreeToWriteOff, 'agreed'),
  ),
  post('/write-offs/:id/approval', ['bureau-head'], (visit) =>
    step(visit, actions.approveWriteOff, 'approved'),
  ),
  post('/write-offs/:id/rejection', ['guarantor-manager', 'bureau-head'], reject),
)

const found = ({ me, parts, params }: SignedIn) => guaranteedFor(parts.store.read, me, params.id ?? '')

/** The forms that this person may use. */
async function formsFor(
  { w, me, today }: SignedIn,
  hasClaim: boolean,
  restFen: number,
): Promise<RecoveryForms> {
  if (!hasClaim || !isOneOf(me, guarantorRoles)) return {}
  return {
    event: unasked(recoveryForm.filled(w, { receivedOn: today }, { prefix: 'event-' })),
    plan: planForm.filled(w, {}, { prefix: 'plan-' }),
    ...(me.role === 'guarantor-officer' && restFen > 0
      ? { writeOff: writeOffForm.filled(w, {}, { prefix: 'write-off-' }) }
      : {}),
  }
}

/** Which approval of a running write-off is this person's to give. */
function approvalOf(me: Person, writeOffs: readonly rows.WriteOff[]) {
  const running = writeOffs.find(({ state }) => state === 'proposed' || state === 'agreed')
  if (!running) return null
  if (running.state === 'proposed' && me.role === 'guarantor-manager' && running.proposedBy !== me.id)
    return { id: running.id, how: 'agreement' } as const
  return running.state === 'agreed' && me.role === 'bureau-head'
    ? ({ id: running.id, how: 'approval' } as const)
    : null
}

async function dataOf(visit: SignedIn, { guarantee, firm }: ShownGuarantee, changed: RecoveryForms = {}) {
  const { w, me, parts, today } = visit
  const { read } = parts.store
  const { sharing, moves } = await sharingOf(read, guarantee)
  const rest = await actions.outstandingOf(read, guarantee)
  const writeOffs = await rows.writeOffsOf(read, guarantee.id)
  const settlements = await settlementsOf(read, guarantee.id)
  const sharers = await sharersOf(read, guarantee.id)
  const approves = approvalOf(me, writeOffs)
  const forms = {
    ...(await formsFor(visit, sharing.lossFen > 0, outstanding(rest))),
    ...(approves ? { answer: answerForm.filled(w, {}, { prefix: 'rejection-' }) } : {}),
    ...changed,
  }
  return recoveryPage(w, {
    ...{ guarantee, firm, today, rest, forms, approves, writeOffs },
    hands: await rows.handsIn(read, writeOffs),
    openCostFen: sharing.openCostFen,
    plan: await rows.planOf(read, guarantee.id),
    events: await rows.recoveriesOf(read, guarantee.id),
    reversals: await rows.reversalsOf(read, guarantee.id),
    mayTakeBack: me.role === 'guarantor-manager',
    sharing: sharingTable(w, guarantee.terms, sharers, moves),
    settlements: settlements.length ? settlementsTable(w, settlements, sharers, me, today) : null,
    isFirm: isOneOf(me, enterpriseRoles),
  })
}

async function showOne(visit: SignedIn): Promise<Answer> {
  return page('recoveries/recovery', await dataOf(visit, await found(visit)))
}

/** Reads a form of the page of a recovery and acts on it; what is refused comes back with what was typed. */
async function withForm<Value>(
  visit: SignedIn,
  name: keyof RecoveryForms,
  form: Pick<Form<never>, 'again' | 'refused'> & {
    read(body: unknown): ReturnType<Form<never>['read']> | { ok: true; value: Value }
  },
  prefix: string,
  act: (row: ShownGuarantee, value: Value) => Promise<Outcome<object>>,
  flash: string,
): Promise<Answer> {
  const { w, body } = visit
  const row = await found(visit)
  const back = `/guarantees/${row.guarantee.id}/recovery`
  const again = async (shown: ShownForm) =>
    formAgain('recoveries/recovery', await dataOf(visit, row, { [name]: shown }))
  const read = form.read(body)
  if (!read.ok) return again(form.again(w, read.typed, read.faults, { prefix }))
  const outcome = await act(row, read.value as Value)
  if (outcome.ok) return go(back, `recoveries.${flash}-flash`)
  if (outcome.refusal.field === undefined) throw new Refusing(inYuan(outcome.refusal), back)
  const refused = await again(form.refused(w, body, inYuan(outcome.refusal), { prefix }))
  return mend(outcome.refusal, back, () => refused)
}

function makePlan(visit: SignedIn): Promise<Answer> {
  return withForm<actions.Planning>(
    visit,
    'plan',
    planForm,
    'plan-',
    ({ guarantee }, value) => actions.plan(visit.parts, visit.by, guarantee.id, value),
    'planned',
  )
}

/** As `withForm`; besides, a sum that looks too small is asked about, by a box for that very sum. */
async function record(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const row = await found(visit)
  const back = `/guarantees/${row.guarantee.id}/recovery`
  const more = { prefix: 'event-' }
  const again = async (event: ShownForm) =>
    formAgain('recoveries/recovery', await dataOf(visit, row, { event }))
  const read = recoveryForm.read(body)
  if (!read.ok) return again(unasked(recoveryForm.again(w, read.typed, read.faults, more)))
  const [costFen, sure] = [read.value.costFen ?? noFen, sureOf(read.value.sure)]
  const outcome = await actions.recover(parts, by, row.guarantee.id, { ...read.value, costFen, sure })
  if (outcome.ok) return go(back, 'recoveries.recorded-flash')
  if (outcome.refusal.field === undefined) throw new Refusing(inYuan(outcome.refusal), back)
  const shown = recoveryForm.refused(w, body, inYuan(outcome.refusal), more)
  const refused = await again(asking(w, shown, outcome.refusal, { sums: [read.value.recoveredFen], sure }))
  return mend(outcome.refusal, back, () => refused)
}

function propose(visit: SignedIn): Promise<Answer> {
  return withForm<Parameters<typeof actions.proposeWriteOff>[3]>(
    visit,
    'writeOff',
    writeOffForm,
    'write-off-',
    ({ guarantee }, value) => actions.proposeWriteOff(visit.parts, visit.by, guarantee.id, value),
    'proposed',
  )
}

async function writeOffFor({ me, parts, params }: SignedIn): Promise<rows.WriteOff> {
  const id = params.id ?? ''
  const one = isId<'write-off'>(id) ? await rows.writeOffById(parts.store.read, id) : null
  if (!one) throw new NotFound(`write-off ${id}`)
  await guaranteedFor(parts.store.read, me, one.guaranteeId)
  return one
}

async function step(visit: SignedIn, action: typeof actions.agreeToWriteOff, flash: string): Promise<Answer> {
  const one = await writeOffFor(visit)
  const back = `/guarantees/${one.guaranteeId}/recovery`
  const outcome = await action(visit.parts, visit.by, one.id)
  if (!outcome.ok) throw new Refusing(inYuan(outcome.refusal), back)
  return go(back, `recoveries.${flash}-flash`)
}

/** Each of the two rejects what waits for him, and nothing else. */
async function reject(visit: SignedIn): Promise<Answer> {
  const { w, me, parts, by, body } = visit
  const one = await writeOffFor(visit)
  const back = `/guarantees/${one.guaranteeId}/recovery`
  if ((me.role === 'guarantor-manager') !== (one.state === 'proposed')) throw new Forbidden(one.id)
  const read = answerForm.read(body)
  if (!read.ok) {
    const row = await guaranteedFor(parts.store.read, me, one.guaranteeId)
    const answer = answerForm.again(w, read.typed, read.faults, { prefix: 'rejection-' })
    return formAgain('recoveries/recovery', await dataOf(visit, row, { answer }))
  }
  const outcome = await actions.rejectWriteOff(parts, by, one.id, read.value.answer)
  if (!outcome.ok) throw new Refusing(outcome.refusal, back)
  return go(back, 'recoveries.rejected-flash')
}

async function showWaiting({ me, w, parts }: SignedIn): Promise<Answer> {
  return page(
    'recoveries/waiting',
    waitingPage(w, await rows.writeOffsIn(parts.store.read, me.region ?? '-')),
  )
}
